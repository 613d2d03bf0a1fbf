//! The passages that show a sentence: who says so and when, and the words in their surroundings, lit.

use std::ops::Range;

use crate::{
    reader::{human, model::Settings, msg::Traced},
    story::{Citation, Moment, Passage, Record, RecordId, SpanField, TracedClaim, Verdict},
    text::clean,
};

use super::{
    Laid, Role, Target, citations, claims,
    known::{capital, dotted, quoted},
    set::{Galley, Run, run},
};

/// As much of what stands around a passage as is shown on each side, in bytes.
const AROUND: usize = 110;
/// As much of a passage as is shown, in bytes.
const LONGEST: usize = 900;
/// As much of a web page's excerpt as is shown, in bytes.
const EXCERPT: usize = 400;

/// What became of the sentence at this place, the passages that show it, one link each, and those of its citations
/// that do not.
pub fn shown(traced: &Traced, at: usize, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let Some(claim) = traced.trace.claims.get(at) else { return galley.finish() };
    head(&mut galley, claim, contested(traced, at, claim), settings);
    if claim.verdict == Verdict::NotFound && !claim.spans.is_empty() {
        galley.words("So much of it stands in a record:", Role::Meta);
    }
    for (at, passage) in claim.spans.iter().enumerate() {
        galley.gap();
        let link = galley.link(Target::Shown(at), None);
        whose(&mut galley, traced, claim, passage, link, settings, now);
        galley.hang(None, 2, &words(traced, passage, settings));
        galley.end_link(link);
    }
    silent(&mut galley, traced, claim, settings);
    galley.finish()
}

/// Whether the desk that wrote the dispatch found another voice that says otherwise.
fn contested(traced: &Traced, at: usize, claim: &TracedClaim) -> bool {
    let how = traced.kept.dispatch.methodology.as_ref();
    let Some(confidence) = how.and_then(|how| how.confidence.as_ref()) else { return false };
    let before = traced.trace.claims.iter().take(at).filter(|other| other.part == claim.part).count();
    confidence.at(claim.part, before).is_some_and(|support| support.contested)
}

/// `✓ verbatim · 2 voices`, and what is missing.
fn head(galley: &mut Galley, claim: &TracedClaim, contested: bool, settings: &Settings) {
    let (sign, role) = claims::verdict(claim.verdict, settings.signs());
    let voices = match (claim.verdict.is_traced(), claim.voices) {
        (false, _) | (_, 0) => String::new(),
        (_, 1) => "single source".to_owned(),
        (_, n) => human::count(n, "voice", "voices"),
    };
    let voices = if voices.is_empty() { voices } else { format!(" {} {voices}", settings.signs().dot) };
    let contested =
        if contested { format!(" {} contested", settings.signs().divergence) } else { String::new() };
    let verdict = run(format!("{sign} {}", claim.verdict.words()), role);
    galley.text(&[verdict, run(voices, Role::Meta), run(contested, Role::Warn)]);
    let lack = claim.lack.as_deref().map(|lack| capital(&clean::line(lack))).unwrap_or_default();
    let said = match claim.verdict {
        _ if !lack.is_empty() => lack,
        Verdict::NotFound => "Nothing in the records that are here shows it".to_owned(),
        Verdict::Reading => "The writer's own reading: no record can prove it".to_owned(),
        Verdict::Number => "Its numbers stand there; too few of its other words do".to_owned(),
        Verdict::Verbatim | Verdict::Supported => return,
    };
    galley.words(&format!("{}.", said.trim_end_matches('.')), Role::Body);
}

/// `[2] Coast Wire · News` and the time; beneath it what the record is called.
fn whose(
    galley: &mut Galley,
    traced: &Traced,
    claim: &TracedClaim,
    passage: &Passage,
    link: usize,
    settings: &Settings,
    now: Moment,
) {
    let dispatch = &traced.kept.dispatch;
    let marked = |citation: &&Citation| citation.record_id.as_ref() == Some(&passage.record);
    let of_it = |citation: &&Citation| citation.marker.is_some_and(|marker| claim.markers.contains(&marker));
    let all = || dispatch.citations.iter().filter(marked);
    let marker = all().find(of_it).or_else(|| all().next()).and_then(|citation| citation.marker);
    let marker = marker.map(|marker| format!("[{marker}] ")).unwrap_or_default();
    let cited = claim.markers.is_empty() || all().any(|citation| of_it(&citation));
    let record = record(traced, passage);
    let voice = record.map(|record| clean::line(&record.speaker())).filter(|voice| !voice.is_empty());
    let voice = voice.unwrap_or_else(|| format!("record {}", clean::line(passage.record.as_str())));
    let rest = [
        String::new(),
        record
            .map(|record| clean::line(record.kind.label()))
            .filter(|kind| *kind != voice)
            .unwrap_or_default(),
        if cited { String::new() } else { "not cited for it".to_owned() },
    ];
    let rest = dotted(&rest, settings);
    let dot = if rest.is_empty() { String::new() } else { format!(" {} ", settings.signs().dot) };
    let time = record.and_then(Record::time).map(|time| human::time(time, now, &settings.zone));
    let voice = Run { link: Some(link), ..run(format!("{marker}{voice}"), Role::Link) };
    galley.row(
        vec![voice, run(format!("{dot}{rest}"), Role::Meta)],
        &run(time.unwrap_or_default(), Role::Meta),
    );
    let title = record.and_then(|record| record.title.as_deref()).map(clean::line).unwrap_or_default();
    if passage.span.field == SpanField::Text && !title.is_empty() {
        galley.row(vec![run("  ", Role::Meta), run(title, Role::Meta)], &Run::default());
    }
}

fn record<'a>(traced: &'a Traced, passage: &Passage) -> Option<&'a Record> {
    traced.kept.records.iter().find(|record| record.id == passage.record)
}

/// The passage between its signs, and the words around it; the passage alone where the record has other words now.
fn words(traced: &Traced, passage: &Passage, settings: &Settings) -> Vec<Run> {
    let signs = settings.signs();
    let stored = record(traced, passage).map_or("", |record| match passage.span.field {
        SpanField::Title => record.title.as_deref().unwrap_or_default(),
        SpanField::Text => record.words(),
    });
    let (before, lit, after) = match place(stored, passage) {
        Some(range) => (before(stored, range.start), stored.get(range.clone()), after(stored, range.end)),
        None => (("", false), Some(passage.words.as_str()), ("", false)),
    };
    let lit = lit.unwrap_or_default();
    let (lit, cut) = (head_of(lit, LONGEST), lit.len() > LONGEST);
    let more = |cut: bool| if cut { signs.more } else { "" };
    let flat = |text: &str| clean::safe(text).replace('\n', " ");
    vec![
        run(more(before.1).to_owned() + &flat(before.0), Role::Body),
        run(signs.lit_from, Role::Mark),
        Run { glued: true, ..run(flat(lit), Role::Mark) },
        Run { glued: true, ..run(more(cut).to_owned() + signs.lit_to, Role::Mark) },
        Run { glued: true, ..run(flat(after.0) + more(after.1), Role::Body) },
    ]
}

/// Where the passage stands, in bytes, if its words still stand there.
fn place(stored: &str, passage: &Passage) -> Option<Range<usize>> {
    let bounds = || stored.char_indices().map(|(byte, _)| byte).chain([stored.len()]);
    let (start, end) = (bounds().nth(passage.span.start)?, bounds().nth(passage.span.end)?);
    let words = stored.get(start..end)?;
    (!words.trim().is_empty() && (passage.words.is_empty() || words == passage.words)).then_some(start..end)
}

/// What stands before a passage in its paragraph, from a word on, and whether something was left out.
fn before(stored: &str, at: usize) -> (&str, bool) {
    let line = stored.get(..at).map_or("", |text| text.rsplit('\n').next().unwrap_or_default());
    let from = line.ceil_char_boundary(line.len().saturating_sub(AROUND));
    if from == 0 {
        return (line, false);
    }
    let tail = line.get(from..).unwrap_or_default();
    (tail.find(' ').and_then(|blank| tail.get(blank..)).unwrap_or_default(), true)
}

/// What stands behind it, up to a word's end, and whether something was left out.
fn after(stored: &str, at: usize) -> (&str, bool) {
    let line = stored.get(at..).map_or("", |text| text.split('\n').next().unwrap_or_default());
    if line.len() <= AROUND {
        return (line, false);
    }
    let head = head_of(line, AROUND);
    (head.rfind(' ').and_then(|blank| head.get(..=blank)).unwrap_or_default(), true)
}

fn head_of(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or_default()
}

/// The citations of the sentence that show nothing: records that are not here or say something else, web pages of which
/// only an excerpt was kept.
fn silent(galley: &mut Galley, traced: &Traced, claim: &TracedClaim, settings: &Settings) {
    let kept = &traced.kept;
    let mut begun = false;
    for marker in claim.markers.iter().take(40) {
        let Some(citation) = kept.dispatch.cited(*marker) else { continue };
        let shows = |id: &RecordId| claim.spans.iter().any(|passage| passage.record == *id);
        let (said, role) = match &citation.record_id {
            Some(id) if shows(id) => continue,
            Some(id) => match kept.records.iter().find(|record| record.id == *id) {
                Some(record) => {
                    (format!("{}: no passage of it shows this", clean::line(&record.speaker())), Role::Meta)
                }
                None => (format!("record {} is not on this machine", clean::line(id.as_str())), Role::Warn),
            },
            None => (page(citation, settings), Role::Meta),
        };
        if !std::mem::replace(&mut begun, true) {
            galley.gap();
        }
        let lead = format!("[{marker}] ");
        let hang = lead.len();
        galley.hang(Some(run(lead, Role::Meta)), hang, &[run(said, role)]);
    }
}

/// A web page that is cited: what is kept of it.
fn page(citation: &Citation, settings: &Settings) -> String {
    let name = clean::line(citation.domain.as_deref().unwrap_or_default());
    let name = if name.is_empty() { citations::title(citation, None) } else { name };
    match citation.excerpt.as_deref().map(str::trim).filter(|excerpt| !excerpt.is_empty()) {
        Some(excerpt) => {
            let words = quoted(&clean::line(head_of(excerpt, EXCERPT)), settings);
            format!("{name}, a web page of which the citation keeps: {words}")
        }
        None => format!("{name}, a web page that is not kept"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Citation, Moment, Passage, Record, Settings, Traced, TracedClaim, Verdict, shown};
    use crate::{
        story::{Dispatch, Span, Trace},
        wire::page::Kept,
    };

    const TEXT: &str = "A first paragraph.\nThe Harbour Bridge, which hangs from sixty-four hangers over the mouth of the \
                        river and was painted twice last year, carries 31,000 vehicles a day between Port Alder and \
                        Southbank, most of them before nine in the morning, as the port authority has counted since spring.";

    fn traced(verdict: Verdict, words: &str, stored: &str) -> Traced {
        let start = TEXT.split_once(words).map_or(0, |(before, _)| before.chars().count());
        let span = Span { start, end: start + words.chars().count(), ..Span::default() };
        let passage = Passage { record: "r1".into(), span, words: words.into() };
        let claim = TracedClaim {
            text: "It carries 31,000 vehicles a day.".into(),
            markers: vec![1, 2, 3],
            verdict,
            spans: vec![passage],
            voices: 1,
            ..TracedClaim::default()
        };
        let cite = |marker, id: Option<&str>, domain: Option<&str>| Citation {
            marker: Some(marker),
            record_id: id.map(Into::into),
            domain: domain.map(str::to_owned),
            excerpt: domain.map(|_| "Mean daily traffic: 31,040".to_owned()),
            ..Citation::default()
        };
        let citations =
            vec![cite(1, Some("r1"), None), cite(2, Some("r9"), None), cite(3, None, Some("stats.example"))];
        let record = Record {
            id: "r1".into(),
            publisher: Some("Coast Wire".into()),
            text: Some(stored.into()),
            ..Record::default()
        };
        let dispatch = Dispatch { citations, ..Dispatch::default() };
        Traced {
            kept: Kept { dispatch, records: vec![record], ..Kept::default() },
            trace: Trace { claims: vec![claim], ..Trace::default() },
        }
    }

    fn text(traced: &Traced) -> String {
        shown(traced, 0, 200, &Settings { measure: 190, ..Settings::plain() }, Moment::default()).plain()
    }

    #[test]
    fn a_passage_stands_lit_among_the_words_around_it() {
        let text = text(&traced(Verdict::Number, "31,000 vehicles a day", TEXT));
        assert!(text.contains("carries ▐31,000 vehicles a day▌ between Port Alder"), "{text}");
        assert!(!text.contains("A first paragraph"), "the paragraph before is another: {text}");
        assert!(text.contains("… ") && text.contains('…') && !text.contains("since spring"), "{text}");
        assert!(
            text.contains("№ number matches · single source") && text.contains("[1] Coast Wire · News"),
            "{text}"
        );
    }

    #[test]
    fn citations_that_show_nothing_say_why() {
        let text = text(&traced(Verdict::Number, "31,000 vehicles a day", TEXT));
        assert!(text.contains("[2] record r9 is not on this machine"), "{text}");
        assert!(
            text.contains(
                "[3] stats.example, a web page of which the citation keeps: “Mean daily traffic: 31,040”"
            ),
            "{text}"
        );
    }

    #[test]
    fn where_the_record_has_other_words_now_the_passage_stands_alone() {
        let text = text(&traced(Verdict::Verbatim, "31,000 vehicles a day", "Other words."));
        assert!(text.contains("▐31,000 vehicles a day▌") && !text.contains("Other"), "{text}");
    }

    #[test]
    fn a_part_of_a_sentence_is_shown_as_no_more_than_that() {
        let text = text(&traced(Verdict::NotFound, "31,000 vehicles a day", TEXT));
        assert!(
            text.contains("✗ not found\n") && text.contains("So much of it stands in a record:"),
            "{text}"
        );
    }
}
