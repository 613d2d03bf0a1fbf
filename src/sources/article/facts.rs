//! What a page says about itself, judged: who is believed before whom.
//!
//! JSON-LD was written for machines by the page's own program, so it comes first; then the `meta` elements made for
//! sharing, the most particular first; then what stands in the page for everyone to read.

use jiff::{civil, tz::TimeZone};
use url::Url;

use super::{head::Head, linked::Linked};
use crate::{
    sources::{canonical, language},
    story::Moment,
    text::{clean, html},
};

const AUTHORS: [&str; 7] = [
    "dc:creator",
    "dcterm:creator",
    "dcterms:creator",
    "author",
    "parsely-author",
    "article:author",
    "og:article:author",
];
const EXCERPTS: [&str; 8] = [
    "dc:description",
    "dcterm:description",
    "dcterms:description",
    "og:description",
    "weibo:article:description",
    "weibo:webpage:description",
    "description",
    "twitter:description",
];
const DATES: [&str; 9] = [
    "article:published_time",
    "dcterms:available",
    "dcterms:created",
    "dcterms:issued",
    "weibo:article:create_at",
    "parsely-pub-date",
    "og:published_time",
    "dc:date",
    "date",
];

/// Characters of a title, a name, and of an excerpt, at most.
const LINE: usize = 512;
const NAME: usize = 128;
const EXCERPT: usize = 600;

/// A line as it may be shown, no longer than `longest`; `None` for an empty one. Pages escape what is escaped already.
pub(super) fn line(text: &str, longest: usize) -> Option<String> {
    let twice = text.contains('&') && text.contains(';');
    let text = if twice { html::prose(&text.replace('<', "&lt;")) } else { text.to_owned() };
    let line: String = clean::line(&text).chars().take(longest).collect();
    (!line.is_empty()).then_some(line)
}

/// Its headline.
pub(super) fn title(head: &Head, linked: &Linked) -> Option<String> {
    line(&super::title::title(head, linked)?, LINE)
}

/// Who wrote it, as far as its head says so.
pub(super) fn byline(head: &Head, linked: &Linked) -> Option<String> {
    let named = linked.byline.as_deref().or_else(|| {
        let first = head.first(&AUTHORS)?;
        // An address is where to find the author, not who it is.
        (Url::parse(first).is_err()).then_some(first)
    });
    line(named?, NAME)
}

/// A name that was found among the words of the page.
pub(super) fn found(byline: &str) -> Option<String> {
    line(byline, NAME)
}

/// The outlet.
pub(super) fn site(head: &Head, linked: &Linked) -> Option<String> {
    line(linked.site.as_deref().or_else(|| head.first(&["og:site_name"]))?, NAME)
}

/// When it was published.
pub(super) fn published(head: &Head, linked: &Linked) -> Option<Moment> {
    let told = [linked.published.as_deref(), head.first(&DATES), head.dated.as_deref()];
    told.into_iter().flatten().find_map(moment)
}

/// Its own description, else the beginning of its text.
pub(super) fn excerpt(head: &Head, linked: &Linked, text: &str) -> Option<String> {
    let told =
        linked.excerpt.as_deref().or_else(|| head.first(&EXCERPTS)).and_then(|told| line(told, EXCERPT));
    let paragraph = || text.lines().find(|line| line.split_whitespace().count() >= 8);
    told.or_else(|| line(paragraph().or_else(|| text.lines().next())?, EXCERPT))
}

/// The language it says it is in, else the one its words are in.
pub(super) fn language(head: &Head, linked: &Linked, title: &str, text: &str) -> Option<String> {
    let told = [head.language.as_deref(), head.first(&["content-language"]), linked.language.as_deref()];
    told.into_iter().flatten().find_map(language::tag).or_else(|| language::told_by(title, text))
}

/// The address it calls its own.
pub(super) fn canonical(head: &Head, page: Option<&Url>) -> Option<String> {
    let base = head.base.as_deref().and_then(|base| canonical::address(base, page));
    let told = [head.canonical.as_deref(), head.first(&["og:url"])];
    let url = told.into_iter().flatten().find_map(|told| canonical::address(told, base.as_ref().or(page)))?;
    Some(canonical::canonical(&url).into())
}

/// Reads a time in one of the forms that pages write: RFC 3339 and what comes near it, RFC 2822, a date. Without a zone
/// it is taken for UTC.
fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let in_utc = |when: civil::DateTime| {
        when.to_zoned(TimeZone::UTC).ok().map(|zoned| Moment::from(zoned.timestamp()))
    };
    Moment::parse(text)
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| Moment::from(zoned.timestamp())))
        .or_else(|| in_utc(text.parse::<civil::DateTime>().ok()?))
        .or_else(|| in_utc(text.parse::<civil::Date>().ok()?.at(0, 0, 0, 0)))
}
