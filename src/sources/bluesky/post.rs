//! A post as a record.

use serde_json::Value;

use super::{
    address,
    embed::attached,
    rich::rich,
    syntax::{at_uri, is_did, is_handle, moment, tid},
    tag::language,
};
use crate::{
    sources::{Origin, finish},
    story::{Moment, Record, SourceKind},
    text::clean,
};

/// Labels by which a moderator or an author asks that nothing is shown.
const HIDDEN: [&str; 4] = ["!hide", "!takedown", "!suspend", "!no-unauthenticated"];

/// Labels kept of one post, and the longest of them, in characters.
const LABELS: (usize, usize) = (8, 64);

/// A post as it is met: in an answer or in the stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met<'a> {
    /// `at://DID/app.bsky.feed.post/KEY`
    pub uri: &'a str,
    /// The author's handle, if it is known.
    pub handle: Option<&'a str>,
    /// What its author wrote: `app.bsky.feed.post`.
    pub post: &'a Value,
    /// What is attached to it; filled in where a server has done so.
    pub embed: &'a Value,
    /// When a server first saw it.
    pub seen: Option<Moment>,
}

/// A post of an answer (a `postView`), or why it is not kept.
pub(super) fn viewed(view: &Value, origin: &Origin<'_>) -> Result<Record, &'static str> {
    if unwilling(view) {
        return Err("hidden at the wish of author or moderator");
    }
    let post = &view["record"];
    let filled = &view["embed"];
    let met = Met {
        uri: view["uri"].as_str().unwrap_or_default(),
        handle: view["author"]["handle"].as_str(),
        post,
        embed: if filled.is_object() { filled } else { &post["embed"] },
        seen: view["indexedAt"].as_str().and_then(moment),
    };
    let mut record = record(met, origin)?;
    let said = labels(&view["labels"]).chain(labels(&post["labels"]["values"]));
    label(&mut record, said);
    Ok(record)
}

/// A post of the stream, or why it is not kept.
pub(super) fn streamed(met: Met<'_>, origin: &Origin<'_>) -> Result<Record, &'static str> {
    let own = || labels(&met.post["labels"]["values"]);
    if own().any(|label| HIDDEN.contains(&label)) {
        return Err("hidden at the wish of the author");
    }
    let mut record = record(met, origin)?;
    label(&mut record, own());
    Ok(record)
}

/// Its author, or who moderates, asks that it is not shown to everybody.
pub(super) fn unwilling(view: &Value) -> bool {
    let said = labels(&view["labels"]).chain(labels(&view["author"]["labels"]));
    said.chain(labels(&view["record"]["labels"]["values"])).any(|label| HIDDEN.contains(&label))
}

fn record(met: Met<'_>, origin: &Origin<'_>) -> Result<Record, &'static str> {
    let uri = at_uri(met.uri).filter(|uri| uri.collection == Some("app.bsky.feed.post"));
    let uri = uri.filter(|uri| uri.key.is_some() && is_did(uri.who)).ok_or("without an address")?;
    if !met.post["text"].is_string() {
        return Err("no post inside");
    }
    let words = rich(met.post);
    let attached = attached(met.embed);
    let mut links = words.links;
    for link in attached.links {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    let handle = met.handle.filter(|handle| is_handle(handle) && *handle != "handle.invalid");
    let reply = met.post["reply"]["parent"]["uri"].as_str().filter(|parent| at_uri(parent).is_some());
    let mut record = Record {
        kind: SourceKind::Bluesky,
        external_id: Some(met.uri.to_owned()),
        byline: Some(handle.map_or_else(|| uri.who.to_owned(), |handle| format!("@{handle}"))),
        publisher: Some("Bluesky".to_owned()),
        url: address::page(met.uri),
        published_at: written(met, uri.key),
        language: spoken(met.post),
        content_type: Some(if reply.is_some() { "comment" } else { "post" }.to_owned()),
        text: together(&words.text, &attached.paragraphs),
        links,
        ..Record::default()
    };
    if let Some(parent) = reply {
        record.extra.insert("reply_to".to_owned(), parent.into());
    }
    if !words.mentions.is_empty() {
        record.extra.insert("mentions".to_owned(), words.mentions.into());
    }
    Ok(finish::finish(record, Some(met.uri), origin))
}

/// When it was written. What the author's program says counts, but for a time after a server had seen it already.
fn written(met: Met<'_>, key: Option<&str>) -> Option<Moment> {
    let said = met.post["createdAt"].as_str().and_then(moment);
    match (said, met.seen) {
        (Some(said), Some(seen)) => Some(said.min(seen)),
        (said, seen) => said.or(seen).or_else(|| key.and_then(tid)),
    }
}

/// The language, if the author names exactly one.
fn spoken(post: &Value) -> Option<String> {
    let [one] = post["langs"].as_array()?.as_slice() else { return None };
    let named = language(one.as_str()?)?;
    (!named.is_empty()).then(|| named.to_owned())
}

/// The words, and below them what was attached, unless they say it themselves.
fn together(words: &str, paragraphs: &[String]) -> Option<String> {
    let mut text = clean::block(words).trim().to_owned();
    for paragraph in paragraphs {
        if !text.contains(paragraph.as_str()) {
            text.push_str(if text.is_empty() { "" } else { "\n\n" });
            text.push_str(paragraph);
        }
    }
    (!text.is_empty()).then_some(text)
}

fn labels(list: &Value) -> impl Iterator<Item = &str> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let meant = list.iter().filter(|label| label["neg"].as_bool() != Some(true));
    meant.filter_map(|label| label["val"].as_str())
}

/// Keeps what it is labelled as: a reader may want to know.
fn label<'a>(record: &mut Record, said: impl Iterator<Item = &'a str>) {
    let (most, longest) = LABELS;
    let mut kept: Vec<String> =
        said.take(most).map(|label| clean::line(label).chars().take(longest).collect()).collect();
    kept.dedup();
    if !kept.is_empty() {
        record.extra.insert("labels".to_owned(), kept.into());
    }
}
