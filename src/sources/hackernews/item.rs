//! What the two servers answer.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use url::Url;

use crate::{
    sources::{Harvest, Origin, finish, losses::Losses},
    story::{Moment, Record, SourceKind},
    text::{clean, html},
};

/// Stories of a list that are asked for.
pub(super) const STORIES: usize = 60;
/// Things taken of one answer.
const MOST: usize = 1000;

/// What a search answers. Each part stays as it came, so that one that is wrong costs only itself.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Found<'a> {
    #[serde(borrow)]
    hits: Option<&'a RawValue>,
    page: Value,
    #[serde(rename = "nbPages")]
    pages: Value,
}

/// Reads an answer: a list of numbers, an item, a list of items, or what a search found.
pub fn parse(bytes: &[u8], origin: &Origin<'_>) -> Harvest {
    let text = String::from_utf8_lossy(bytes);
    let mut harvest = Harvest { repaired: matches!(text, Cow::Owned(_)), ..Harvest::default() };
    harvest.about.title = Some("Hacker News".to_owned());
    harvest.about.link = Some("https://news.ycombinator.com/".to_owned());
    let mut losses = Losses::new("item", "items");
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) {
        "hackernews list".clone_into(&mut harvest.about.version);
        list(&items, origin, &mut harvest, &mut losses);
    } else if let Some(found) = found(text) {
        "hackernews search".clone_into(&mut harvest.about.version);
        let hits = found.hits.and_then(|hits| serde_json::from_str::<Vec<&RawValue>>(hits.get()).ok());
        match hits {
            Some(hits) => items(&hits, origin, &mut harvest, &mut losses),
            None => {
                harvest.refused = Some("It is no answer of Hacker News: what it found is no list".to_owned());
            }
        }
        harvest.more.extend(next(&found, origin));
    } else if let Ok(item) = serde_json::from_str::<Value>(text) {
        "hackernews item".clone_into(&mut harvest.about.version);
        match item {
            Value::Null => losses.add("none under that number"),
            Value::Object(_) if is_item(&item) => one(&item, origin, &mut harvest, &mut losses),
            _ => harvest.refused = Some("It is no answer of Hacker News: it holds no story".to_owned()),
        }
    } else {
        harvest.refused = Some("It is no answer of Hacker News: it is not JSON, or not whole".to_owned());
    }
    harvest.notes.extend(losses.notes());
    harvest
}

fn found(text: &str) -> Option<Found<'_>> {
    serde_json::from_str::<Found<'_>>(text).ok().filter(|found| found.hits.is_some())
}

/// Numbers, whose items are asked for; or items.
fn list(list: &[&RawValue], origin: &Origin<'_>, harvest: &mut Harvest, losses: &mut Losses) {
    let numbers: Vec<u64> = list.iter().filter_map(|raw| raw.get().parse().ok()).collect();
    let others: Vec<&RawValue> =
        list.iter().filter(|raw| raw.get().parse::<u64>().is_err()).copied().collect();
    items(&others, origin, harvest, losses);
    match origin.url {
        Some(url) => harvest
            .more
            .extend(numbers.iter().take(STORIES).filter_map(|id| url.join(&format!("item/{id}.json")).ok())),
        None if !numbers.is_empty() => {
            harvest
                .notes
                .push(format!("It names {} stories by their numbers; they stand elsewhere", numbers.len()));
        }
        None => {}
    }
}

fn items(items: &[&RawValue], origin: &Origin<'_>, harvest: &mut Harvest, losses: &mut Losses) {
    if items.len() > MOST {
        harvest.notes.push(format!("Of {} items the first {MOST} were read", items.len()));
    }
    for raw in items.iter().take(MOST) {
        match serde_json::from_str::<Value>(raw.get()) {
            Ok(item) if is_item(&item) => one(&item, origin, harvest, losses),
            _ => losses.add("not readable"),
        }
    }
}

/// The next page of a search.
fn next(found: &Found<'_>, origin: &Origin<'_>) -> Option<Url> {
    let (page, pages) = (found.page.as_u64()?, found.pages.as_u64()?);
    let next = page.checked_add(1).filter(|next| *next < pages)?;
    let mut url = origin.url?.clone();
    let others: Vec<(String, String)> =
        url.query_pairs().filter(|(name, _)| name != "page").map(|(n, v)| (n.into(), v.into())).collect();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair("page", &next.to_string());
    Some(url)
}

/// Firebase's items have a number, Algolia's a number in words.
fn number(item: &Value) -> Option<u64> {
    item["id"].as_u64().or_else(|| item["objectID"].as_str()?.parse().ok())
}

fn is_item(item: &Value) -> bool {
    number(item).is_some()
}

fn one(item: &Value, origin: &Origin<'_>, harvest: &mut Harvest, losses: &mut Losses) {
    let Some(id) = number(item) else { return };
    let is = |name: &str| item[name].as_bool() == Some(true);
    if is("dead") || is("deleted") {
        return harvest.gone.push(id.to_string());
    }
    match record(id, item, origin) {
        Ok(record) => {
            let known = harvest.records.iter().any(|known| known.id == record.id);
            if !known {
                harvest.records.push(record);
            }
        }
        Err(why) => losses.add(why),
    }
}

/// What it is, by Firebase's word or Algolia's tags.
fn kind(item: &Value) -> &str {
    let tagged =
        |kind: &&str| item["_tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == kind));
    let by_tag = || ["comment", "job", "poll", "pollopt", "story"].into_iter().find(tagged);
    item["type"].as_str().or_else(by_tag).unwrap_or("story")
}

fn record(id: u64, item: &Value, origin: &Origin<'_>) -> Result<Record, &'static str> {
    let words = |names: [&str; 2]| names.iter().find_map(|name| item[*name].as_str());
    let content_type = match kind(item) {
        "pollopt" => return Err("an answer of a poll"),
        "comment" => "comment",
        "job" => "job",
        _ => "post",
    };
    let title = words(["title", "title"]).map(clean::line).filter(|title| !title.is_empty());
    let text = words(["text", "story_text"]).or_else(|| item["comment_text"].as_str()).map(html::plain);
    let text = text.filter(|text| !text.is_empty());
    if title.is_none() && text.is_none() {
        return Err("neither title nor text");
    }
    let page = item["url"].as_str().map(str::to_owned);
    let mut record = Record {
        kind: SourceKind::HackerNews,
        external_id: Some(id.to_string()),
        title: title.filter(|_| content_type != "comment"),
        byline: words(["by", "author"]).map(clean::line),
        publisher: Some("Hacker News".to_owned()),
        url: Some(format!("https://news.ycombinator.com/item?id={id}")),
        published_at: item["time"].as_i64().or_else(|| item["created_at_i"].as_i64()).map(moment),
        content_type: Some(content_type.to_owned()),
        text,
        links: page.into_iter().collect(),
        ..Record::default()
    };
    let mut count = |name: &str, names: [&str; 2]| {
        if let Some(count) = names.iter().find_map(|name| item[*name].as_u64()) {
            record.extra.insert(name.to_owned(), count.into());
        }
    };
    count("points", ["score", "points"]);
    count("comments", ["descendants", "num_comments"]);
    if let Some(parent) = item["parent"].as_u64().or_else(|| item["parent_id"].as_u64()) {
        record.extra.insert("reply_to".to_owned(), parent.to_string().into());
    }
    let record = finish::finish(record, Some(&id.to_string()), origin);
    // Few headlines are long enough to tell, and there everybody writes English.
    Ok(Record { language: record.language.or_else(|| Some("en".to_owned())), ..record })
}

/// From seconds since 1970.
fn moment(seconds: i64) -> Moment {
    Moment::from_micros(seconds.saturating_mul(1_000_000))
}
