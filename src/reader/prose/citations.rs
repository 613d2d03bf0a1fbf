//! The citations of a dispatch: a list, one link each.

use std::collections::HashMap;

use crate::{
    reader::{human, model::Settings},
    story::{Citation, Moment, Record, RecordId, SourceKind},
    text::{
        clean,
        width::{self, Ambiguous},
    },
    wire::page::Kept,
};

use super::{
    Laid, Role, Target,
    set::{Galley, Run, run},
};

/// Cells for the marker.
const MARKER: usize = 3;
/// The longest kind that is written out, and what parts it from the title.
const KIND: usize = 12;
/// Below this width, kinds stand on the second line.
const ROOMY: usize = 44;
/// As much of an excerpt as can be seen, and a little more.
const EXCERPT: usize = 600;

/// One line of the list.
struct Item {
    target: Target,
    marker: String,
    kind: String,
    title: String,
    place: String,
    time: String,
    excerpt: String,
    cached: bool,
}

/// The citations by marker, two lines each: marker, kind, title and time; publisher and excerpt. A dispatch that
/// names records but cites none has its records listed.
pub fn citations(kept: &Kept, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    let items = items(kept, settings, now);
    let kinds = items.iter().map(|item| width::of(&item.kind, settings.cells())).max().unwrap_or(0).min(KIND);
    for item in items {
        let link = galley.link(item.target.clone(), None);
        draw(&mut galley, &item, link, kinds + 2, settings);
        galley.end_link(link);
    }
    if galley.height() == 0 {
        galley.words("This dispatch names no sources.", Role::Warn);
    }
    galley.finish()
}

fn items(kept: &Kept, settings: &Settings, now: Moment) -> Vec<Item> {
    let records: HashMap<&RecordId, &Record> =
        kept.records.iter().map(|record| (&record.id, record)).collect();
    let dispatch = &kept.dispatch;
    if dispatch.citations.is_empty() {
        let cited = |id: &RecordId| Citation { record_id: Some(id.clone()), ..Citation::default() };
        let item = |(at, id): (usize, &RecordId)| {
            cited_item(at, &cited(id), records.get(id).copied(), settings, now)
        };
        return dispatch.record_ids.iter().enumerate().map(item).collect();
    }
    let mut order: Vec<(usize, &Citation)> = dispatch.citations.iter().enumerate().collect();
    order.sort_by_key(|(at, citation)| (citation.marker.is_none(), citation.marker, citation.position, *at));
    let item = |(at, citation): (usize, &Citation)| {
        let record = citation.record_id.as_ref().and_then(|id| records.get(id).copied());
        cited_item(at, citation, record, settings, now)
    };
    order.into_iter().map(item).collect()
}

fn cited_item(
    at: usize,
    citation: &Citation,
    record: Option<&Record>,
    settings: &Settings,
    now: Moment,
) -> Item {
    let web = citation.is_web();
    let say = |moment: Moment| human::time(moment, now, &settings.zone);
    let fetched = citation.fetched_at.map(|moment| format!("fetched {}", say(moment)));
    let kind = record.map(|r| &r.kind).or(citation.platform.as_ref());
    Item {
        target: Target::Citation(at),
        marker: citation.marker.map(|n| n.to_string()).unwrap_or_default(),
        kind: clean::line(if web { "Web" } else { kind.map_or("Record", SourceKind::label) }),
        title: title(citation, record),
        place: place(citation, record),
        time: record.and_then(Record::time).map(say).or(fetched).unwrap_or_default(),
        excerpt: short(citation.excerpt.as_deref().or(record.map(Record::words))),
        cached: web || record.is_some(),
    }
}

/// What to call it.
pub(super) fn title(citation: &Citation, record: Option<&Record>) -> String {
    let known = [&citation.title, &citation.excerpt, &citation.domain, &citation.url, &citation.claim];
    let known = known.into_iter().flatten().map(|text| short(Some(text))).find(|text| !text.is_empty());
    let id = || citation.record_id.as_ref().map(|id| format!("record {}", clean::line(id.as_str())));
    record.map(|r| short(Some(r.name()))).or(known).or_else(id).unwrap_or_else(|| "(nothing named)".into())
}

fn place(citation: &Citation, record: Option<&Record>) -> String {
    match record {
        Some(record) => clean::line(record.voice()),
        None => clean::line(citation.domain.as_deref().unwrap_or_default()),
    }
}

/// The beginning of a text, on one line.
fn short(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    clean::line(text.get(..text.floor_char_boundary(EXCERPT)).unwrap_or_default())
}

fn draw(galley: &mut Galley, item: &Item, link: usize, kinds: usize, settings: &Settings) {
    let cells = settings.cells();
    let roomy = galley.width() >= ROOMY;
    let title = Run { link: Some(link), ..run(item.title.clone(), Role::Body) };
    let marker = run(pad_left(&item.marker, MARKER - 1) + " ", Role::Link);
    let kind = run(pad(&item.kind, kinds, cells), Role::Meta);
    let head = if roomy { vec![marker, kind, title] } else { vec![marker, title] };
    galley.row(head, &run(item.time.clone(), Role::Meta));
    let dot = format!(" {} ", settings.signs().dot);
    let mut under = vec![run(" ".repeat(if roomy { MARKER + kinds } else { MARKER }), Role::Meta)];
    let place = if roomy { item.place.clone() } else { format!("{} {}", item.kind, item.place) };
    let parts = [
        run(if item.cached { "" } else { "not in the cache" }, Role::Warn),
        run(if place.trim() == item.title { "" } else { place.trim() }, Role::Meta),
        run(if item.excerpt.starts_with(&item.title) { "" } else { &item.excerpt }, Role::Meta),
    ];
    for part in parts.into_iter().filter(|part| !part.text.is_empty()) {
        if under.len() > 1 {
            under.push(run(dot.clone(), Role::Meta));
        }
        under.push(part);
    }
    if under.len() > 1 {
        galley.row(under, &Run::default());
    }
}

/// A text filled up with blanks, or cut, to so many cells.
pub(super) fn pad(text: &str, cells: usize, ambiguous: Ambiguous) -> String {
    let (text, width) = width::truncate(text, cells, ambiguous);
    text + &" ".repeat(cells - width)
}

/// Digits set to the right.
fn pad_left(digits: &str, cells: usize) -> String {
    " ".repeat(cells.saturating_sub(digits.len())) + digits
}
