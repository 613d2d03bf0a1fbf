//! A story set as a draft: markers from what it cites, and the way back from a claim that fell to its line.

use std::collections::BTreeSet;

use super::{At, Line, Story};
use crate::story::{Part, Question, Section, SpanField};
use crate::write::sheet::Sheet;
use crate::write::{Brief, Draft, Flaw, READING, extract};

/// Lines of a paragraph.
const PARAGRAPH: usize = 3;

/// What the section of readings is called, and what one without a name is.
const HOW_IT_MAY_BE_READ: &str = "How it may be read";
const WHAT_IS_REPORTED: &str = "What is reported";

/// A line that fell, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fallen {
    /// Where it stands in the story.
    pub at: At,
    /// Its words.
    pub text: String,
    /// Everything that is wrong with it, in words.
    pub why: String,
}

/// A story as a draft.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    /// The draft.
    pub draft: Draft,
    /// Which line became which part of it.
    lines: Vec<(Part, At, String)>,
}

/// Sets a story. The draft is `writer`'s; what the story cites nothing for has no marker, which is for the copydesk to
/// find.
pub fn set(story: &Story, brief: &Brief<'_>, writer: &str) -> Laid {
    let mut setting = Setting { brief, sheet: Sheet::new(brief), lines: Vec::new() };
    let points = story.takeaways.iter().enumerate();
    let takeaways =
        points.map(|(at, line)| setting.put(Part::Takeaway(at), At::Takeaway(at), line)).collect();
    let sections = setting.sections(story);
    let asked = story.faq.iter().enumerate().map(|(at, (question, line))| Question {
        order: at as i64 + 1,
        question: question.clone(),
        answer: setting.put(Part::Answer(at), At::Answer(at), line),
        ..Question::default()
    });
    let faq = asked.collect();
    setting.head(story);
    let draft = Draft {
        cluster: brief.cluster.id.clone(),
        headline: story.headline.clone(),
        dek: (!story.dek.is_empty()).then(|| story.dek.clone()),
        takeaways,
        sections,
        faq,
        citations: setting.sheet.finish(),
        records: brief.cluster.records.clone(),
        language: brief.language.clone(),
        writer: writer.to_owned(),
        model: None,
    };
    Laid { draft, lines: setting.lines }
}

/// A draft in the making.
struct Setting<'b, 'a> {
    brief: &'b Brief<'a>,
    sheet: Sheet<'b, 'a>,
    lines: Vec<(Part, At, String)>,
}

impl Setting<'_, '_> {
    /// A line as prose, with the markers of what it cites.
    fn put(&mut self, part: Part, at: At, line: &Line) -> String {
        self.lines.push((part, at, line.text.clone()));
        let mut markers: Vec<u32> = Vec::new();
        for place in &line.cites {
            let sentence = self.brief.sentence(*place);
            let marker = self.sheet.cite(place.document, sentence.field, &sentence.bytes);
            if !markers.contains(&marker) {
                markers.push(marker);
            }
        }
        marked(&line.text, &markers)
    }

    /// The sections that have something in them, that of the readings last.
    fn sections(&mut self, story: &Story) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let facts = story.sections.iter().enumerate();
        let facts = facts.map(|(n, (heading, claims))| (Some(n), heading.as_str(), claims));
        let all = facts.chain([(None, HOW_IT_MAY_BE_READ, &story.readings)]);
        for (n, heading, claims) in all.filter(|(.., claims)| !claims.is_empty()) {
            let part = Part::Section(sections.len());
            let at = |i| n.map_or(At::Reading(i), |n| At::Claim(n, i));
            let prose: Vec<String> =
                claims.iter().enumerate().map(|(i, claim)| self.put(part, at(i), claim)).collect();
            let body: Vec<String> = prose.chunks(PARAGRAPH).map(|some| some.join(" ")).collect();
            let heading = if heading.is_empty() { WHAT_IS_REPORTED } else { heading };
            sections.push(Section {
                order: sections.len() as i64 + 1,
                heading: Some(heading.to_owned()),
                body: body.join("\n\n"),
                kind: Some(if n.is_some() { "analysis" } else { READING }.to_owned()),
                ..Section::default()
            });
        }
        sections
    }

    /// Headline and dek have no markers; where they are a record's own words, it is cited all the same.
    fn head(&mut self, story: &Story) {
        let brief = self.brief;
        for (part, at, text) in
            [(Part::Headline, At::Headline, &story.headline), (Part::Dek, At::Dek, &story.dek)]
        {
            self.lines.push((part, at, text.clone()));
            let whole = brief.places().find(|place| brief.sentence(*place).text == text);
            if let Some(place) = whole.filter(|_| !text.is_empty()) {
                let sentence = brief.sentence(place);
                self.sheet.cite(place.document, sentence.field, &sentence.bytes);
            } else if let Some((document, bytes)) = titled(brief, text) {
                self.sheet.cite(document, SpanField::Title, &bytes);
            }
        }
    }
}

/// The document whose title says this, and where.
fn titled(brief: &Brief<'_>, text: &str) -> Option<(usize, std::ops::Range<usize>)> {
    let mut documents = brief.documents.iter().enumerate();
    documents.find_map(|(at, document)| {
        let start = document.record.title.as_deref()?.find(text).filter(|_| !text.is_empty())?;
        Some((at, start..start + text.len()))
    })
}

/// A sentence with its markers before its full stop; behind it where a quotation or another mark ends the sentence.
fn marked(text: &str, markers: &[u32]) -> String {
    let markers = markers.iter().fold(String::new(), |all, marker| all + &format!("[{marker}]"));
    let ended = text.ends_with(['.', '!', '?', '。', '！', '？', '؟', '۔', '"', '”', '»', '」', '’', ')']);
    let last = text.trim_end_matches('.').rsplit(' ').next().unwrap_or_default();
    match text.strip_suffix('.') {
        _ if markers.is_empty() => text.to_owned(),
        Some(body) if !body.ends_with('.') && !last.contains('.') && last.chars().count() > 3 => {
            format!("{body} {markers}.")
        }
        _ if ended => format!("{text} {markers}"),
        _ => format!("{text} {markers}."),
    }
}

impl Laid {
    /// The lines of the story that fell, with everything that is wrong with each; `None` if a flaw is none of them.
    pub fn fallen(&self, flaws: &[Flaw]) -> Option<Vec<Fallen>> {
        let mut fallen: Vec<Fallen> = Vec::new();
        for flaw in flaws {
            let claim = letters(&flaw.claim);
            let of_part = self.lines.iter().filter(|(part, ..)| *part == flaw.part);
            let holds = |text: &str| {
                let line = letters(text);
                !line.is_empty() && (line.contains(&claim) || claim.contains(&line))
            };
            let hit: Vec<_> = of_part.clone().filter(|(.., text)| holds(text)).collect();
            // A part of one line is that line, whatever the copydesk calls it.
            let only: Vec<_> =
                if hit.is_empty() && of_part.clone().count() == 1 { of_part.collect() } else { hit };
            if only.is_empty() {
                return None;
            }
            for (_, at, text) in only {
                let why = flaw.fault.to_string();
                match fallen.iter_mut().find(|known| known.at == *at) {
                    Some(known) if known.why.contains(&why) => {}
                    Some(known) => known.why.extend(["; ", &why]),
                    None => fallen.push(Fallen { at: *at, text: text.clone(), why }),
                }
            }
        }
        Some(fallen)
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Story {
    /// The lines that cite what they were not given, or nothing: they fall before anybody reads them.
    pub fn uncited(&self) -> Vec<Fallen> {
        let flaw = |(at, line): (At, &Line)| {
            let why = if line.unknown.is_empty() {
                "it cites no sentence".to_owned()
            } else {
                format!("it cites {}, which no sentence has", line.unknown.join(", "))
            };
            let bad = line.cites.is_empty() || !line.unknown.is_empty();
            bad.then(|| Fallen { at, text: line.text.clone(), why })
        };
        self.lines().filter_map(flaw).collect()
    }

    /// Every line that can cite, and where it stands.
    pub fn lines(&self) -> impl Iterator<Item = (At, &Line)> {
        let points = self.takeaways.iter().enumerate().map(|(n, line)| (At::Takeaway(n), line));
        let claims = self.sections.iter().enumerate().flat_map(|(s, (_, claims))| {
            claims.iter().enumerate().map(move |(n, line)| (At::Claim(s, n), line))
        });
        let readings = self.readings.iter().enumerate().map(|(n, line)| (At::Reading(n), line));
        let answers = self.faq.iter().enumerate().map(|(n, (_, line))| (At::Answer(n), line));
        points.chain(claims).chain(readings).chain(answers)
    }

    /// The line there.
    pub(super) fn line(&mut self, at: At) -> Option<&mut Line> {
        match at {
            At::Headline | At::Dek => None,
            At::Takeaway(n) => self.takeaways.get_mut(n),
            At::Claim(s, n) => self.sections.get_mut(s).and_then(|(_, claims)| claims.get_mut(n)),
            At::Reading(n) => self.readings.get_mut(n),
            At::Answer(n) => self.faq.get_mut(n).map(|(_, line)| line),
        }
    }

    /// Takes these lines out. A headline gives way to the records' own, a dek to nothing.
    pub(super) fn take_out(&mut self, out: &BTreeSet<At>, brief: &Brief<'_>, words: usize) {
        if out.contains(&At::Headline) {
            self.headline = extract(brief, words).headline;
        }
        if out.contains(&At::Dek) {
            self.dek.clear();
        }
        self.drop_lines(out);
    }

    /// Takes lines out that have markers.
    pub(super) fn drop_lines(&mut self, out: &BTreeSet<At>) {
        keep(&mut self.takeaways, |n| !out.contains(&At::Takeaway(n)));
        for (s, (_, claims)) in self.sections.iter_mut().enumerate() {
            keep(claims, |n| !out.contains(&At::Claim(s, n)));
        }
        keep(&mut self.readings, |n| !out.contains(&At::Reading(n)));
        keep(&mut self.faq, |n| !out.contains(&At::Answer(n)));
    }
}

fn keep<T>(all: &mut Vec<T>, stays: impl Fn(usize) -> bool) {
    let mut n = 0;
    all.retain(|_| {
        n += 1;
        stays(n - 1)
    });
}
