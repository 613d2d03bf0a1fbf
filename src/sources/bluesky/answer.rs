//! What the AppView answers.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::{post::viewed, syntax::is_handle};
use crate::{
    sources::{About, Harvest, Origin, losses::Losses},
    text::clean,
};

/// Levels of a thread that are read; the AppView sends no more than it is asked for.
const DEEPEST: usize = 12;
/// Posts taken of one answer.
const MOST: usize = 1000;

/// The shapes an answer has, each part left as it came, so that one that is wrong costs only itself.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer<'a> {
    #[serde(borrow)]
    feed: Option<&'a RawValue>,
    #[serde(borrow)]
    posts: Option<&'a RawValue>,
    #[serde(borrow)]
    thread: Option<&'a RawValue>,
    #[serde(borrow)]
    cursor: Option<&'a RawValue>,
    #[serde(borrow)]
    message: Option<&'a RawValue>,
}

/// One of a feed, or a branch of a thread.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Item<'a> {
    #[serde(borrow)]
    post: Option<&'a RawValue>,
    #[serde(borrow)]
    reason: Option<&'a RawValue>,
    #[serde(borrow)]
    replies: Option<&'a RawValue>,
    #[serde(borrow)]
    uri: Option<&'a RawValue>,
    #[serde(rename = "notFound")]
    #[serde(borrow)]
    not_found: Option<&'a RawValue>,
}

/// What is being gathered from one answer.
struct Reading<'a> {
    origin: &'a Origin<'a>,
    harvest: Harvest,
    losses: Losses,
    seen: HashSet<String>,
    /// Who wrote what was not reposted: the handle, and the name shown.
    authors: HashSet<(String, String)>,
}

/// Reads an answer: `getAuthorFeed`, `getFeed`, `getListFeed`, `getPostThread`, `searchPosts` or `getPosts`.
pub fn parse(bytes: &[u8], origin: &Origin<'_>) -> Harvest {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut reading = Reading {
        origin,
        harvest: Harvest {
            repaired: matches!(&String::from_utf8_lossy(bytes), std::borrow::Cow::Owned(_)),
            ..Harvest::default()
        },
        losses: Losses::new("post", "posts"),
        seen: HashSet::new(),
        authors: HashSet::new(),
    };
    match serde_json::from_str::<Answer<'_>>(text) {
        Ok(answer) => reading.answer(&answer),
        Err(_) => {
            reading.harvest.refused =
                Some("It is no answer of a Bluesky server: it is not JSON, or not whole".to_owned());
        }
    }
    reading.finish()
}

impl Reading<'_> {
    fn answer(&mut self, answer: &Answer<'_>) {
        let (shape, list) = match answer {
            Answer { feed: Some(feed), .. } => ("feed", *feed),
            Answer { posts: Some(posts), .. } => ("posts", *posts),
            Answer { thread: Some(thread), .. } => ("thread", *thread),
            _ => {
                let said =
                    string(answer.message).map(|said| clean::line(&said)).filter(|said| !said.is_empty());
                let said =
                    said.map_or_else(|| "it holds no posts".to_owned(), |said| format!("it says: {said}"));
                self.harvest.refused =
                    Some(format!("It is no answer of a Bluesky server with posts; {said}"));
                return;
            }
        };
        self.harvest.about.version = format!("bluesky {shape}");
        if shape == "thread" {
            self.branch(list, 0);
            return;
        }
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(list.get()) else {
            self.harvest.refused =
                Some("It is no answer of a Bluesky server: its posts are no list".to_owned());
            return;
        };
        if items.len() > MOST {
            self.harvest.notes.push(format!("Of {} posts the first {MOST} were read", items.len()));
        }
        for item in items.into_iter().take(MOST) {
            match (shape, serde_json::from_str::<Item<'_>>(item.get())) {
                ("posts", _) => self.post(item, false),
                (_, Ok(Item { post: Some(post), reason, .. })) => {
                    self.post(post, reason.is_some_and(reposted));
                }
                _ => self.losses.add("not readable"),
            }
        }
        self.further(answer);
    }

    fn branch(&mut self, branch: &RawValue, depth: usize) {
        let Ok(item) = serde_json::from_str::<Item<'_>>(branch.get()) else {
            return self.losses.add("not readable");
        };
        if let Some(post) = item.post {
            self.post(post, false);
        } else if item.not_found.is_some_and(|said| said.get() == "true") {
            self.harvest.gone.extend(string(item.uri).filter(|uri| super::syntax::at_uri(uri).is_some()));
        }
        let replies =
            item.replies.and_then(|replies| serde_json::from_str::<Vec<&RawValue>>(replies.get()).ok());
        for reply in replies.unwrap_or_default() {
            if depth >= DEEPEST || self.seen.len() >= MOST {
                return self.losses.add("deeper in the thread than is read");
            }
            self.branch(reply, depth + 1);
        }
    }

    /// One post. Two of one address are one: a post and its repost, or a list that tells something twice.
    fn post(&mut self, raw: &RawValue, reposted: bool) {
        // A value has a greatest depth, beyond which it is an error and no overflow.
        let Ok(view) = serde_json::from_str::<Value>(raw.get()) else {
            return self.losses.add("not readable");
        };
        match viewed(&view, self.origin) {
            Ok(record) => {
                if self.seen.insert(record.external_id.clone().unwrap_or_default()) {
                    self.harvest.records.push(record);
                }
            }
            Err(why) => return self.losses.add(why),
        }
        if !reposted {
            let words = |value: &Value| clean::line(value.as_str().unwrap_or_default());
            let author = &view["author"];
            self.authors.insert((words(&author["handle"]), words(&author["displayName"])));
        }
    }

    /// Where the next page is, if this is one of several.
    fn further(&mut self, answer: &Answer<'_>) {
        let Some(cursor) = string(answer.cursor).filter(|cursor| !cursor.is_empty()) else { return };
        let Some(url) = self.origin.url.filter(|_| !self.harvest.records.is_empty()) else { return };
        let mut next = url.clone();
        let others: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| name != "cursor")
            .map(|(n, v)| (n.into(), v.into()))
            .collect();
        next.query_pairs_mut().clear().extend_pairs(others).append_pair("cursor", &cursor);
        self.harvest.more.push(next);
    }

    fn finish(mut self) -> Harvest {
        if self.authors.len() == 1 && self.of_an_author() {
            for (handle, name) in self.authors {
                let handle = Some(handle).filter(|handle| is_handle(handle));
                let shown = handle.as_deref().map(|handle| format!("@{handle}"));
                let title = match (name.as_str(), shown) {
                    ("", shown) => shown,
                    (name, Some(shown)) => Some(format!("{name} ({shown})")),
                    (name, None) => Some(name.to_owned()),
                };
                let link = handle.map(|handle| format!("https://bsky.app/profile/{handle}"));
                self.harvest.about = About { title, link, ..self.harvest.about };
            }
        }
        self.harvest.notes.extend(self.losses.notes());
        self.harvest
    }

    /// One author alone wrote it, since one was asked for; or nobody knows what was asked for.
    fn of_an_author(&self) -> bool {
        self.origin.url.is_none_or(|url| url.path().ends_with(".getAuthorFeed"))
    }
}

fn string(raw: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(raw?.get()).ok()
}

/// Why it stands in a feed: somebody reposted it. (The other reason is that it is pinned.)
fn reposted(reason: &RawValue) -> bool {
    let reason: Value = serde_json::from_str(reason.get()).unwrap_or_default();
    reason["$type"].as_str().is_some_and(|kind| kind.ends_with("#reasonRepost"))
}
