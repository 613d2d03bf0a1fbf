//! From what a feed tells to records.

use std::collections::HashSet;

use url::Url;

use super::{
    people::Person,
    told::{Entry, Feed, Losses},
};
use crate::{
    sources::{About, Harvest, Origin, finish::finish},
    story::{Record, SourceKind},
    text::clean,
};

/// The longest piece of a feed that a note quotes, in characters.
const QUOTED: usize = 60;
/// A content this much shorter than the summary is no content, but a stub.
const STUB: usize = 4;

/// The records of a feed, and what was lost.
pub(super) fn harvest(feed: Feed, origin: &Origin<'_>) -> Harvest {
    let Feed { version, head, entries, losses, repaired, refused, .. } = feed;
    let about = About { title: head.title, link: head.link, version, language: head.language, ttl: head.ttl };
    let mut seen = HashSet::new();
    let all = entries.len();
    let records = entries.into_iter().map(|entry| record(entry, &about, origin));
    // What goes by the name of an item before it would take its place.
    let records: Vec<Record> = records.filter(|record| seen.insert(record.id.clone())).collect();
    let mut notes = notes(&losses);
    if let Some(same) = all.checked_sub(records.len()).filter(|same| *same > 0) {
        let same = counted(same, "item goes", "items go");
        notes.push(format!("{same} by the id of an earlier one, and nothing tells them apart"));
    }
    Harvest { about, records, notes, repaired, refused, ..Harvest::default() }
}

fn record(entry: Entry, about: &About, origin: &Origin<'_>) -> Record {
    let published = entry.time();
    let kind = kind(entry.original.as_deref().or(entry.link.as_deref()));
    let longest = entry.contents.into_iter().max_by_key(String::len);
    let (text, summary) = match (longest, entry.summary) {
        (Some(text), Some(summary)) if text.len() < summary.len() / STUB => (Some(summary), None),
        (Some(text), summary) => {
            let summary = summary.filter(|summary| !says(&text, summary));
            (Some(text), summary)
        }
        (None, summary) => (summary, None),
    };
    let record = Record {
        kind,
        title: entry.title,
        byline: byline(&entry.authors),
        publisher: entry.outlet.or_else(|| about.title.clone()),
        url: entry.link,
        resolved_url: entry.original,
        published_at: published,
        updated_at: entry.updated.and_then(|dated| dated.moment),
        language: entry.language.or_else(|| about.language.clone()),
        content_type: Some("article".to_owned()),
        text,
        summary,
        links: entry.mentions,
        ..Record::default()
    };
    finish(record, entry.id.as_deref(), origin)
}

/// Where it was published, by the host of its page.
fn kind(page: Option<&str>) -> SourceKind {
    let url = page.and_then(|page| Url::parse(page).ok());
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    match host.strip_prefix("www.").unwrap_or(host) {
        "news.google.com" => SourceKind::GoogleNews,
        "arxiv.org" | "export.arxiv.org" => SourceKind::Arxiv,
        "reddit.com" | "old.reddit.com" => SourceKind::Reddit,
        "youtube.com" | "m.youtube.com" | "youtu.be" => SourceKind::YouTube,
        "news.ycombinator.com" => SourceKind::HackerNews,
        _ => SourceKind::News,
    }
}

/// Whether a text begins with the words of a summary, which then says nothing else.
fn says(text: &str, summary: &str) -> bool {
    let ends = ["[…]", "[...]", "…", "...", "(more)", "Read more", "Continue reading"];
    let mut summary = summary.trim();
    while let Some(cut) = ends.iter().find_map(|end| summary.strip_suffix(end)) {
        summary = cut.trim_end();
    }
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let words = letters(summary);
    let mut text = text.chars().filter(|c| !c.is_whitespace());
    words.chars().all(|letter| text.next() == Some(letter))
}

/// Everyone who wrote it, once.
fn byline(authors: &[Person]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in authors.iter().map(Person::byline).filter(|name| !name.is_empty()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// What was lost, in words.
fn notes(losses: &Losses) -> Vec<String> {
    let mut notes: Vec<String> = losses.notes.iter().map(|note| clean::line(note)).collect();
    let (count, first) = &losses.dates;
    if *count > 0 {
        let dates = counted(*count, "date cannot be read", "dates cannot be read");
        notes.push(format!("{dates}: “{}”{}", quoted(first), more(*count)));
    }
    let (count, first) = &losses.links;
    if *count > 0 {
        let links = counted(*count, "link leads to no page on the web", "links lead to no page on the web");
        notes.push(format!(
            "{links} and {}: “{}”{}",
            if *count == 1 { "was left out" } else { "were left out" },
            quoted(first),
            more(*count)
        ));
    }
    if losses.empty > 0 {
        notes.push(counted(losses.empty, "item is empty", "items are empty"));
    }
    if losses.older > 0 {
        notes.push(format!("Only the newest items were taken; {} older", counted(losses.older, "is", "are")));
    }
    notes
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn more(count: usize) -> &'static str {
    if count > 1 { " and others" } else { "" }
}

fn quoted(text: &str) -> String {
    let text = clean::line(text);
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_summary_that_is_the_beginning_says_nothing_else() {
        assert!(says("The bridge\n\nis closed today.", "The bridge is closed […]"));
        assert!(says("The bridge is closed.", "The bridge is closed."));
        assert!(!says("The bridge is closed.", "A crack was found."));
        assert!(!says("The", "The bridge"));
    }
}
