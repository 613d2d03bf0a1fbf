//! What a feed says about itself, out of its outermost elements.

use std::time::Duration;

use super::{
    address,
    element::Element,
    entry::{date, is_page, language},
    names::Ns,
    people::{Person, is_author},
    phrase,
    told::{Head, Losses},
};

/// The shortest and the longest time that is listened to, in seconds.
const TTL: std::ops::RangeInclusive<u64> = 60..=7 * 24 * 3600;

/// Reads the heads: RSS has its channel in the outermost element, and careless feeds have fields beside it.
pub(super) fn read(heads: &[Element], atom: bool, losses: &mut Losses) -> Head {
    let mut head = Head::default();
    let mut rhythm = (None, 1);
    for outer in heads {
        tell(outer, atom, &mut head, &mut rhythm, losses);
        for channel in outer.children().filter(|inner| inner.ns == Ns::Core && inner.name == "channel") {
            tell(channel, atom, &mut head, &mut rhythm, losses);
        }
    }
    if let (None, (Some(period), times)) = (head.ttl, rhythm) {
        head.ttl = ttl(period / times.max(1));
    }
    head
}

fn tell(
    element: &Element,
    atom: bool,
    head: &mut Head,
    rhythm: &mut (Option<u64>, u64),
    losses: &mut Losses,
) {
    if let Some(language) = &element.language {
        head.language = Some(language.to_string());
    }
    for (name, value) in &element.attributes {
        match name.as_str() {
            "href" => head.link = address::of(value, element.base.as_deref(), losses),
            "lastmod" => head.updated = date(value, losses),
            _ => {}
        }
    }
    for field in element.children() {
        match field.ns {
            _ if is_author(field) => head.authors.extend(Person::read(field)),
            Ns::Core => core(field, atom, head, losses),
            Ns::Dc | Ns::Terms => dublin(field, head, losses),
            Ns::Sy => rhythmic(field, rhythm),
            Ns::Itunes if matches!(field.name.as_str(), "subtitle" | "summary") => {
                subtitle(field, false, head);
            }
            _ => {}
        }
    }
}

fn core(field: &Element, atom: bool, head: &mut Head, losses: &mut Losses) {
    match field.name.as_str() {
        "title" => title(field, atom, head),
        "link" => link(field, head, losses),
        "id" => head.id = address::id(field).or_else(|| head.id.take()),
        "description" | "subtitle" | "tagline" | "abstract" => subtitle(field, atom, head),
        "language" => head.language = language(field).or_else(|| head.language.take()),
        "pubdate" | "published" => head.published = date(&field.text(), losses),
        "lastbuilddate" | "updated" | "modified" => head.updated = date(&field.text(), losses),
        "ttl" => {
            let minutes = field.text().trim().parse::<u64>().ok();
            head.ttl = minutes.and_then(|minutes| ttl(minutes.saturating_mul(60)));
        }
        _ => {}
    }
}

fn dublin(field: &Element, head: &mut Head, losses: &mut Losses) {
    match field.name.as_str() {
        "title" => title(field, false, head),
        "description" => subtitle(field, false, head),
        "language" => head.language = language(field).or_else(|| head.language.take()),
        "date" | "modified" => head.updated = date(&field.text(), losses),
        "issued" => head.published = date(&field.text(), losses),
        _ => {}
    }
}

fn title(field: &Element, atom: bool, head: &mut Head) {
    if head.title.is_none() {
        head.title = Some(phrase::line(field, atom)).filter(|title| !title.is_empty());
    }
}

fn subtitle(field: &Element, atom: bool, head: &mut Head) {
    if head.subtitle.is_none() {
        head.subtitle = Some(phrase::body(field, atom).text).filter(|text| !text.is_empty());
    }
}

fn link(field: &Element, head: &mut Head, losses: &mut Losses) {
    let written = match field.attribute("href") {
        Some(place) => {
            let rel = field.attribute("rel").unwrap_or("alternate").trim();
            if !rel.eq_ignore_ascii_case("alternate") || !is_page(field) {
                return;
            }
            place.to_owned()
        }
        None => field.text(),
    };
    if !written.trim().is_empty() {
        head.link = address::of(&written, field.base.as_deref(), losses).or_else(|| head.link.take());
    }
}

/// `sy:updatePeriod` and how many times in it.
fn rhythmic(field: &Element, rhythm: &mut (Option<u64>, u64)) {
    let told = field.text().trim().to_ascii_lowercase();
    match field.name.as_str() {
        "updateperiod" => {
            rhythm.0 = match told.as_str() {
                "hourly" => Some(3600),
                "daily" => Some(24 * 3600),
                "weekly" | "monthly" | "yearly" => Some(7 * 24 * 3600),
                _ => None,
            };
        }
        "updatefrequency" => rhythm.1 = told.parse().unwrap_or(1),
        _ => {}
    }
}

/// A time that can be meant.
fn ttl(seconds: u64) -> Option<Duration> {
    (seconds >= *TTL.start()).then(|| Duration::from_secs(seconds.min(*TTL.end())))
}
