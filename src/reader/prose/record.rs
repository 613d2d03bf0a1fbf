//! A record: who, where and when, the text with the cited passage lit, and who else cites it. Or, where the
//! record is not in the cache, everything its citation says of it.

use crate::{
    reader::{
        glyphs::GlyphSet,
        human,
        model::{Fetch, Load, RecordScreen, Settings, Subject},
    },
    story::{Citation, Moment, Record, SpanField},
    text::{clean, tokens},
    wire::page::{KeptRecord, Row},
};

use super::{
    Laid, Role, Target, citations,
    known::{Names, dotted, sentence},
    passage::{self, Passages},
    set::{Galley, Run, run},
};

/// Where the names of what is known stand.
const NAMES: Names = Names { cells: 11, inset: 0 };

/// The text of a record screen; nothing while the record is on its way.
pub fn record(screen: &RecordScreen, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::prose(width, settings);
    match (&screen.subject, &screen.kept) {
        (Subject::Record(..), Load::Waiting) => {}
        (Subject::Record(..), Load::Here(kept)) => whole(&mut galley, screen, kept, settings, now),
        _ => absent(&mut galley, screen, settings),
    }
    galley.finish()
}

fn whole(galley: &mut Galley, screen: &RecordScreen, kept: &KeptRecord, settings: &Settings, now: Moment) {
    let record = &kept.record;
    let none = Citation::default();
    let citation = screen.citation.as_ref().unwrap_or(&none);
    let sentence = screen.sentence.as_deref();
    let title = record.title.as_deref().unwrap_or_default();
    let in_title = passage::find(title, citation, SpanField::Title, sentence);
    let in_text = passage::find(record.words(), citation, SpanField::Text, sentence);
    set_text(galley, title, &in_title, Role::Headline, settings.signs());
    who_and_when(galley, record, settings);
    page_fetch(galley, &screen.page, settings);
    galley.gap();
    if in_text.differs || in_title.differs {
        galley.words(
            "The citation counts into other words than these: the text has changed since, so no passage is lit.",
            Role::Warn,
        );
        galley.gap();
    }
    if record.words().trim().is_empty() {
        galley.words("This record came without a text.", Role::Warn);
    }
    set_text(galley, record.words(), &in_text, Role::Body, settings.signs());
    cited_by(galley, &kept.cited_by, settings, now);
}

fn who_and_when(galley: &mut Galley, record: &Record, settings: &Settings) {
    let dot = format!(" {} ", settings.signs().dot);
    let kind = Some(record.kind.label()).filter(|kind| record.publisher.as_deref() != Some(kind));
    let parts = [record.byline.as_deref(), record.publisher.as_deref(), kind];
    let parts = parts.into_iter().flatten().map(clean::line).filter(|part| !part.is_empty());
    galley.words(&parts.collect::<Vec<_>>().join(&dot), Role::Meta);
    for (label, time) in [("Published", record.published_at), ("Captured", record.captured_at)] {
        if let Some(time) = time {
            known(galley, label, &human::exact(time, &settings.zone), Role::Meta);
        }
    }
    known(galley, "Record", record.id.as_str(), Role::Meta);
    whence(galley, record, settings);
    if let Some(url) = record.canonical_url.as_ref().or(record.url.as_ref()) {
        web(galley, url);
    }
}

/// The page behind it is on its way, or cannot be had.
fn page_fetch(galley: &mut Galley, page: &Fetch, settings: &Settings) {
    galley.gap();
    match page {
        Fetch::UnderWay => {
            galley.words(&format!("Fetching the page behind it {}", settings.signs().more), Role::Body);
        }
        Fetch::Failed(trouble) => galley.words(&sentence(trouble), Role::Warn),
        Fetch::Not | Fetch::Come => {}
    }
}

/// Which source brought it, what it repeats, and through whom it was found.
fn whence(galley: &mut Galley, record: &Record, settings: &Settings) {
    let source = record.source.as_ref().map(ToString::to_string).unwrap_or_default();
    let old = if record.backfill { "there already when the source was first asked" } else { "" };
    known(galley, "Source", &dotted(&[source, old.to_owned()], settings), Role::Meta);
    if let Some(original) = &record.copy_of {
        let link = galley.link(Target::Record(original.clone()), None);
        let words = clean::line(original.as_str());
        NAMES.set(galley, "Copy of", Run { link: Some(link), ..run(words, Role::Link) });
        galley.end_link(link);
    }
    known(galley, "Found", &chain(record, settings), Role::Meta);
}

/// `news.example → short.example → post.example`: the hosts an aggregator's or a shortener's address led over. Nothing
/// where it leads straight there.
fn chain(record: &Record, settings: &Settings) -> String {
    let mut hosts: Vec<String> = Vec::new();
    for url in [&record.url, &record.resolved_url, &record.canonical_url].into_iter().flatten() {
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let host = clean::line(rest.split(['/', '?', '#']).next().unwrap_or_default());
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        if !host.is_empty() && hosts.last() != Some(&host) {
            hosts.push(host);
        }
    }
    if hosts.len() < 2 { String::new() } else { hosts.join(&format!(" {} ", settings.signs().arrow)) }
}

/// A stored text with its passages between signs; the best of them is where the screen opens.
fn set_text(galley: &mut Galley, stored: &str, passages: &Passages, role: Role, signs: &GlyphSet) {
    let mut paragraphs = vec![Vec::new()];
    let mut best = None;
    let mut at = 0;
    for (n, range) in passages.ranges.iter().enumerate() {
        flow(&mut paragraphs, stored.get(at..range.start), role);
        if n == passages.best {
            best = Some(paragraphs.len() - 1);
        }
        add(&mut paragraphs, signs.lit_from, Role::Mark);
        flow(&mut paragraphs, stored.get(range.clone()), Role::Mark);
        add(&mut paragraphs, signs.lit_to, Role::Mark);
        at = range.end;
    }
    flow(&mut paragraphs, stored.get(at..), role);
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let from = galley.height();
        if paragraph.iter().any(|run| !run.text.trim().is_empty()) {
            galley.gap();
            galley.text(paragraph);
        }
        if best == Some(n) {
            galley.light(from);
        }
    }
}

/// Text onto the last paragraph; a line break begins another.
fn flow(paragraphs: &mut Vec<Vec<Run>>, text: Option<&str>, role: Role) {
    for (n, line) in clean::block(text.unwrap_or_default()).split('\n').enumerate() {
        if n > 0 {
            paragraphs.push(Vec::new());
        }
        add(paragraphs, line, role);
    }
}

fn add(paragraphs: &mut [Vec<Run>], text: &str, role: Role) {
    if let Some(paragraph) = paragraphs.last_mut().filter(|_| !text.is_empty()) {
        paragraph.push(run(text, role));
    }
}

fn cited_by(galley: &mut Galley, rows: &[Row], settings: &Settings, now: Moment) {
    galley.gap();
    if rows.is_empty() {
        galley.words("No dispatch here cites it.", Role::Meta);
        return;
    }
    galley.words("Cited by", Role::Heading);
    for row in rows {
        let link = galley.link(Target::Dispatch(row.key.clone()), None);
        let headline =
            Run { link: Some(link), ..run(clean::line(&tokens::words(&row.headline)), Role::Body) };
        let time = row.time.map(|time| human::time(time, now, &settings.zone)).unwrap_or_default();
        galley.row(vec![run(row.code().digits() + "  ", Role::Meta), headline], &run(time, Role::Meta));
        galley.end_link(link);
    }
}

fn absent(galley: &mut Galley, screen: &RecordScreen, settings: &Settings) {
    let none = Citation::default();
    let citation = screen.citation.as_ref().unwrap_or(&none);
    galley.words(&citations::title(citation, None), Role::Headline);
    why_absent(galley, screen, settings);
    galley.gap();
    galley.words("What is known of it", Role::Heading);
    if let Subject::Record(wire, id) = &screen.subject {
        known(galley, "Record", id.as_str(), Role::Body);
        known(galley, "Wire", wire.as_str(), Role::Body);
    }
    let fetched = citation.fetched_at.map(|at| human::exact(at, &settings.zone));
    let kind = citation.platform.as_ref().map(|kind| kind.label().to_owned());
    for (label, text) in [
        ("Kind", kind.as_ref()),
        ("Title", citation.title.as_ref()),
        ("Domain", citation.domain.as_ref()),
        ("Fetched", fetched.as_ref()),
        ("Excerpt", citation.excerpt.as_ref()),
        ("Claim", citation.claim.as_ref()),
        ("Linked from", citation.anchor_text.as_ref()),
        ("Sentence", screen.sentence.as_ref()),
    ] {
        known(galley, label, text.map_or("", |text| text), Role::Body);
    }
    let mut next = match screen.fetch {
        Fetch::Not => "There is no link to open. Import the wire's records to read it here.",
        _ => "There is no link to open.",
    };
    if let Some(url) = &citation.url {
        web(galley, url);
        next = "o opens the page in the browser; y copies its link.";
    }
    galley.gap();
    galley.words(next, Role::Meta);
}

/// Why it is not here, and what becomes of it. A wire that was imported has nobody to be asked.
fn why_absent(galley: &mut Galley, screen: &RecordScreen, settings: &Settings) {
    let words = match screen.subject {
        Subject::Record(..) if screen.fetch != Fetch::Not => "This record is not in the cache yet.",
        Subject::Record(..) => "This record is not in the cache: its wire names it, but has not sent it.",
        Subject::Page => {
            "A web page. What its citation says of it is kept; the page itself is not in the cache."
        }
        Subject::Nothing => "This citation names neither a record nor a page.",
    };
    galley.words(words, Role::Warn);
    match &screen.fetch {
        Fetch::Not => {}
        Fetch::UnderWay | Fetch::Come => {
            galley.words(&format!("Fetching it from the wire {}", settings.signs().more), Role::Body);
        }
        Fetch::Failed(trouble) => galley.words(&sentence(trouble), Role::Body),
    }
}

/// A name, and what is known under it; nothing where nothing is.
fn known(galley: &mut Galley, label: &str, text: &str, role: Role) {
    NAMES.known(galley, label, text, role);
}

fn web(galley: &mut Galley, url: &str) {
    let link = galley.link(Target::Web(url.to_owned()), None);
    NAMES.set(galley, "Link", Run { link: Some(link), ..run(clean::line(url), Role::Link) });
    galley.end_link(link);
}
