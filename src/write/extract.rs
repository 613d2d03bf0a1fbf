//! A draft without a model: chosen sentences, every one a span of a record.

use crate::story::{Question, Section, SpanField};

use super::ask::ask;
use super::differ::{Difference, differ};
use super::head::{dek, headline};
use super::pick::{ordered, pick, ranked, repeats};
use super::said::said;
use super::sheet::Sheet;
use super::{Brief, Draft, Place, claims};

/// Sentences that tell what is reported: at least, at most, and words each is reckoned to have.
const REPORTED: (usize, usize) = (3, 5);
const USUAL: usize = 23;

/// Sentences of a second section, and of a paragraph.
const SECOND: usize = 3;
const PARAGRAPH: usize = 3;

/// Which sentences go where.
struct Plan {
    dek: Option<Place>,
    reported: Vec<Place>,
    differ: Vec<Place>,
    said: Vec<Place>,
    difference: Option<Difference>,
}

/// Writes a draft from a brief, aiming at `words` words in dek and analysis together.
pub fn extract(brief: &Brief<'_>, words: usize) -> Draft {
    let head = headline(brief);
    let plan = plan(brief, head.as_ref().map(|(at, _)| *at), words);
    let mut sheet = Sheet::new(brief);
    let sections = sections(brief, &mut sheet, &plan);
    let told: Vec<Place> =
        plan.dek.iter().chain(&plan.reported).chain(&plan.differ).chain(&plan.said).copied().collect();
    let faq = questions(brief, &mut sheet, &plan, &told);
    let headline = match &head {
        Some((at, bytes)) => {
            sheet.cite(*at, SpanField::Title, bytes);
            brief.documents[*at]
                .record
                .title
                .as_deref()
                .and_then(|title| title.get(bytes.clone()))
                .unwrap_or_default()
        }
        None => untitled(brief, &mut sheet, &told),
    };
    let dek = plan.dek.map(|place| {
        let sentence = brief.sentence(place);
        sheet.cite(place.document, sentence.field, &sentence.bytes);
        sentence.text.to_owned()
    });
    Draft {
        cluster: brief.cluster.id.clone(),
        headline: headline.to_owned(),
        dek,
        takeaways: Vec::new(), // the records' own best sentences stand in the dek and the analysis already
        sections,
        faq,
        citations: sheet.finish(),
        records: brief.cluster.records.clone(),
        language: brief.language.clone(),
        writer: "extractive".to_owned(),
        model: None,
    }
}

/// The analysis: only sections that have something to say.
fn sections(brief: &Brief<'_>, sheet: &mut Sheet<'_, '_>, plan: &Plan) -> Vec<Section> {
    let mut sections = Vec::new();
    let parts = [
        ("What is reported", "analysis", &plan.reported),
        ("Where accounts differ", "analysis", &plan.differ),
        ("Who says what", "context", &plan.said),
    ];
    for (heading, kind, places) in parts.into_iter().filter(|(.., places)| !places.is_empty()) {
        sections.push(section(sheet, &brief.language, sections.len(), (heading, kind), places));
    }
    sections
}

fn plan(brief: &Brief<'_>, head: Option<usize>, words: usize) -> Plan {
    let difference = differ(brief);
    let quarrel = difference.as_ref().map(|d| d.places.as_slice()).unwrap_or_default();
    let dek = dek(brief, head, quarrel);
    let left = words.saturating_sub(dek.map_or(0, |place| brief.sentence(place).words));
    let spoken = !said(brief, &[]).is_empty();
    let second = if difference.is_some() || spoken { left * 4 / 10 } else { 0 };
    let mut told: Vec<Place> = dek.into_iter().collect();
    let ranked = ranked(brief);
    let most = REPORTED.1.max((left - second) / USUAL);
    // One side of a quarrel may be reported, the one told first; the others wait for their section.
    let first = ranked
        .iter()
        .filter(|place| quarrel.contains(place))
        .min_by_key(|p| (p.sentence, p.document))
        .copied();
    let candidates: Vec<Place> =
        ranked.iter().copied().filter(|place| !quarrel.contains(place) || Some(*place) == first).collect();
    let mut reported = pick(brief, &candidates, &told, most, left - second);
    if reported.is_empty() {
        reported = fallback(brief, &ranked, REPORTED.0);
    }
    told.extend(&reported);
    let differ = sides(brief, quarrel, &told);
    told.extend(&differ);
    let spent: usize = told.iter().map(|place| brief.sentence(*place).words).sum();
    let said = voices(brief, &told, words.saturating_sub(spent));
    Plan { dek, reported: ordered(brief, reported), differ, said: ordered(brief, said), difference }
}

/// Where no sentence reads well enough, the first of each document.
fn fallback(brief: &Brief<'_>, ranked: &[Place], most: usize) -> Vec<Place> {
    let firsts = (0..brief.documents.len()).map(|document| Place { document, sentence: 0 });
    let firsts = firsts.filter(|place| !brief.documents[place.document].sentences.is_empty());
    ranked.iter().copied().chain(firsts).take(most).collect()
}

/// Up to three sentences of a quarrel that were not told yet, first one of each voice; none unless with what was told
/// there are two voices, and two sentences to set side by side.
fn sides(brief: &Brief<'_>, quarrel: &[Place], told: &[Place]) -> Vec<Place> {
    let voice = |place: &Place| brief.documents[place.document].voice.as_str();
    let fresh: Vec<Place> = quarrel.iter().copied().filter(|place| !told.contains(place)).collect();
    let mut chosen: Vec<Place> = Vec::new();
    for place in &fresh {
        if chosen.len() < SECOND && chosen.iter().all(|other| voice(other) != voice(place)) {
            chosen.push(*place);
        }
    }
    chosen.sort_unstable();
    if chosen.len() < 2 { Vec::new() } else { chosen }
}

/// Quotations, as far as words are left.
fn voices(brief: &Brief<'_>, told: &[Place], words: usize) -> Vec<Place> {
    let mut chosen: Vec<Place> = Vec::new();
    let mut left = words + words / 10;
    for place in said(brief, told) {
        let length = brief.sentence(place).words;
        let seen: Vec<Place> = told.iter().chain(&chosen).copied().collect();
        if chosen.len() < SECOND && length <= left && !repeats(brief, place, &seen) {
            chosen.push(place);
            left -= length;
        }
    }
    chosen
}

fn section(
    sheet: &mut Sheet<'_, '_>,
    language: &str,
    order: usize,
    (heading, kind): (&str, &str),
    places: &[Place],
) -> Section {
    let sentences: Vec<String> = places.iter().map(|place| sheet.sentence(*place)).collect();
    let paragraphs: Vec<String> = sentences.chunks(PARAGRAPH).map(|chunk| chunk.join(" ")).collect();
    let mut body = paragraphs.join("\n\n");
    // Titles and odd punctuation run together; there every sentence is a paragraph of its own.
    if claims(&body, Some(language)).len() != places.len() {
        body = sentences.join("\n\n");
    }
    Section {
        order: order as i64 + 1,
        heading: Some(heading.to_owned()),
        body,
        kind: Some(kind.to_owned()),
        ..Section::default()
    }
}

fn questions(brief: &Brief<'_>, sheet: &mut Sheet<'_, '_>, plan: &Plan, told: &[Place]) -> Vec<Question> {
    let mut questions = Vec::new();
    for asked in ask(brief, plan.difference.as_ref().filter(|_| !plan.differ.is_empty()), told) {
        let answer = match &asked.part {
            Some(part) => sheet.part(asked.place, part),
            None => Some(sheet.sentence(asked.place)),
        };
        let more = asked.and.map(|place| format!(" {}", sheet.sentence(place))).unwrap_or_default();
        let answer = answer.map(|answer| answer + &more);
        let order = questions.len() as i64 + 1;
        let question = asked.question;
        questions.extend(answer.map(|answer| Question { order, question, answer, ..Question::default() }));
    }
    questions
}

/// A headline for records without titles: the first sentence that can be found.
fn untitled<'a>(brief: &Brief<'a>, sheet: &mut Sheet<'_, '_>, told: &[Place]) -> &'a str {
    let Some(place) = told.first().copied().or_else(|| brief.places().next()) else { return "" };
    let sentence = brief.sentence(place);
    sheet.cite(place.document, sentence.field, &sentence.bytes);
    sentence.text
}
