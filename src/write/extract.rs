//! A draft without a model: chosen sentences, every one a span of a record.

use crate::story::{Extra, Question, Section, SpanField};

use super::ask::ask;
use super::changed::changed;
use super::check::TO_THE_WORD;
use super::differ::{Difference, differ};
use super::head::{dek, headline};
use super::order::{ordered, paragraphs};
use super::pick::{Ranked, pick, ranked};
use super::printed::Printed;
use super::said::said;
use super::sheet::Sheet;
use super::table;
use super::{Brief, Draft, Place, claims};

/// Sentences that tell what is reported where none reads well; at most otherwise, and the words each is reckoned to have.
const REPORTED: (usize, usize) = (3, 6);
const USUAL: usize = 23;

/// Sentences of a second section, and rows of a table.
const SECOND: usize = 3;
const ROWS: usize = 4;

/// Takeaways: at least, at most, and the words of the longest.
const TAKEAWAYS: (usize, usize) = (2, 3);
const SHORT: usize = 24;

/// What a takeaway is worth at least, of what the best sentence is.
const POINT: f64 = 0.3;

/// Of a hundred words so many for each section after the first.
const SHARE: usize = 25;

/// Which sentences go where.
#[derive(Default)]
struct Plan<'b> {
    dek: Option<Place>,
    takeaways: Vec<Place>,
    reported: Vec<Place>,
    changed: Vec<Place>,
    differ: Vec<Place>,
    said: Vec<Place>,
    difference: Option<&'b Difference>,
}

/// Writes a draft from a brief, aiming at `words` words in dek and analysis together.
pub fn extract(brief: &Brief<'_>, words: usize) -> Draft {
    let head = headline(brief);
    let title = head.as_ref().and_then(|(at, bytes)| {
        let title = brief.documents[*at].record.title.as_deref()?;
        title.get(bytes.clone())
    });
    let (plan, printed) = plan(brief, head.as_ref().map(|(at, _)| *at), title.unwrap_or_default(), words);
    let mut sheet = Sheet::new(brief);
    let takeaways: Vec<String> = plan.takeaways.iter().map(|place| sheet.sentence(*place)).collect();
    let sections = sections(brief, &mut sheet, &plan);
    let faq = questions(brief, &mut sheet, &plan, &printed);
    let headline = match (&head, title) {
        (Some((at, bytes)), Some(title)) => {
            sheet.cite(*at, SpanField::Title, bytes);
            title
        }
        _ => untitled(brief, &mut sheet, printed.places()),
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
        takeaways,
        sections,
        faq,
        citations: sheet.finish(),
        records: brief.cluster.records.clone(),
        language: brief.language.clone(),
        writer: TO_THE_WORD.to_owned(),
        model: None,
    }
}

/// What goes where, and all of it as a reader will have read it when the questions come.
fn plan<'b, 'a>(
    brief: &'b Brief<'a>,
    head: Option<usize>,
    title: &str,
    words: usize,
) -> (Plan<'b>, Printed<'b, 'a>) {
    let difference = differ(brief);
    let quarrel = difference.map(|d| d.places.as_slice()).unwrap_or_default();
    let bare = Printed::new(brief, title);
    let changed = changed(brief, &bare, SECOND, words * SHARE / 100);
    let kept: Vec<Place> = quarrel.iter().chain(&changed).copied().collect();
    let dek = dek(brief, head, &kept);
    let opened = bare.with(dek.as_slice());
    let left = words.saturating_sub(dek.map_or(0, |place| brief.sentence(place).words));
    let share = left * SHARE / 100;
    let spoken = said(brief, &opened.with(&changed), ROWS, share);
    let spent = |places: &[Place]| places.iter().map(|place| brief.sentence(*place).words).sum::<usize>();
    let ranked = ranked(brief);
    let first = first_side(brief, &ranked, quarrel);
    let open = |(place, _): &&Ranked| {
        !changed.contains(place) && (!quarrel.contains(place) || Some(*place) == first)
    };
    let candidates: Vec<Ranked> = ranked.iter().filter(open).copied().collect();
    let second = spent(&changed) + if difference.is_some() { share } else { 0 } + spent(&spoken);
    let room = left.saturating_sub(second);
    let most = REPORTED.1.max(room / USUAL);
    let mut reported = pick(brief, &candidates, &opened.with(&changed), most, room);
    if reported.is_empty() && changed.is_empty() {
        reported = fallback(brief, &ranked, REPORTED.0);
    }
    let reported = ordered(brief, &opened, &reported);
    let told = opened.with(&reported).with(&changed);
    let differ = sides(brief, quarrel, told.places());
    let told = told.with(&differ);
    let said = said(brief, &told, ROWS, words.saturating_sub(spent(told.places())).max(spent(&spoken)));
    let told = told.with(&said);
    let takeaways = takeaways(brief, &ranked, &opened, &told);
    let told = told.with(&takeaways);
    (Plan { dek, takeaways, reported, changed, differ, said, difference }, told)
}

/// One side of a quarrel may be reported, the one told first; the others wait for their section.
fn first_side(brief: &Brief<'_>, ranked: &[Ranked], quarrel: &[Place]) -> Option<Place> {
    let sides = ranked.iter().map(|(place, _)| *place).filter(|place| quarrel.contains(place));
    sides.min_by_key(|place| (brief.sentence(*place).position, place.document))
}

/// Where no sentence reads well enough, the first of each document.
fn fallback(brief: &Brief<'_>, ranked: &[Ranked], most: usize) -> Vec<Place> {
    let firsts = (0..brief.documents.len()).map(|document| Place { document, sentence: 0 });
    let firsts = firsts.filter(|place| !brief.documents[place.document].sentences.is_empty());
    ranked.iter().map(|(place, _)| *place).chain(firsts).take(most).collect()
}

/// Up to three sentences of a quarrel that were not told yet, first one of each voice; none unless there are two sentences
/// to set side by side.
fn sides(brief: &Brief<'_>, quarrel: &[Place], told: &[Place]) -> Vec<Place> {
    let voice = |place: &Place| brief.documents[place.document].voice.as_str();
    let mut chosen: Vec<Place> = Vec::new();
    for place in quarrel.iter().filter(|place| !told.contains(place)) {
        if chosen.len() < SECOND && chosen.iter().all(|other| voice(other) != voice(place)) {
            chosen.push(*place);
        }
    }
    chosen.sort_unstable();
    if chosen.len() < 2 { Vec::new() } else { chosen }
}

/// Two or three short points that are told nowhere else; they stand right under the dek, so everyone in them must be known
/// by then.
fn takeaways<'b, 'a>(
    brief: &'b Brief<'a>,
    ranked: &[Ranked],
    opened: &Printed<'b, 'a>,
    told: &Printed<'b, 'a>,
) -> Vec<Place> {
    let short = |(place, _): &&Ranked| {
        let sentence = brief.sentence(*place);
        sentence.words <= SHORT && sentence.fit.alone && opened.knows(*place)
    };
    let short: Vec<Ranked> = ranked.iter().filter(short).copied().collect();
    let best = ranked.first().map_or(0.0, |(_, score)| *score);
    let near: Vec<Ranked> = short.into_iter().filter(|(_, score)| *score >= best * POINT).collect();
    let points = pick(brief, &near, told, TAKEAWAYS.1, SHORT * TAKEAWAYS.1);
    if points.len() < TAKEAWAYS.0 { Vec::new() } else { points }
}

/// The analysis: only sections that have something to say.
fn sections(brief: &Brief<'_>, sheet: &mut Sheet<'_, '_>, plan: &Plan<'_>) -> Vec<Section> {
    let running = |places: &[Place]| paragraphs(brief, places);
    let rows = |places: &[Place]| places.iter().map(|place| vec![*place]).collect::<Vec<_>>();
    let parts = [
        ("What is reported", "analysis", running(&plan.reported)),
        ("What changed", "analysis", running(&plan.changed)),
        ("Where accounts differ", table::ACCOUNTS, rows(&plan.differ)),
        ("Who says what", table::ACCOUNTS, rows(&plan.said)),
    ];
    let mut sections = Vec::new();
    for (heading, kind, parts) in parts.into_iter().filter(|(.., parts)| !parts.is_empty()) {
        let order = sections.len() as i64 + 1;
        let extra = if kind == table::ACCOUNTS { table::outlets(brief, &parts) } else { Extra::default() };
        sections.push(Section {
            order,
            heading: Some(heading.to_owned()),
            body: body(sheet, &brief.language, &parts),
            kind: Some(kind.to_owned()),
            extra,
        });
    }
    sections
}

fn body(sheet: &mut Sheet<'_, '_>, language: &str, parts: &[Vec<Place>]) -> String {
    let set = |part: &Vec<Place>| part.iter().map(|place| sheet.sentence(*place)).collect::<Vec<_>>();
    let parts: Vec<Vec<String>> = parts.iter().map(set).collect();
    let together = |part: &Vec<String>| {
        let joined = part.join(" ");
        // Titles and odd punctuation run together; there every sentence is a paragraph of its own.
        if claims(&joined, Some(language)).len() == part.len() { joined } else { part.join("\n\n") }
    };
    parts.iter().map(together).collect::<Vec<_>>().join("\n\n")
}

fn questions(
    brief: &Brief<'_>,
    sheet: &mut Sheet<'_, '_>,
    plan: &Plan<'_>,
    printed: &Printed<'_, '_>,
) -> Vec<Question> {
    let mut questions = Vec::new();
    for asked in ask(brief, plan.difference, printed) {
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
