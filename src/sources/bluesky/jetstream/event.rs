//! Events, and what they come to.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::{
    sources::{
        About, Harvest, Origin,
        bluesky::{
            post::{Met, streamed},
            syntax::{at_uri, is_did, is_handle},
        },
        losses::Losses,
        wanted::Wanted,
    },
    story::{Moment, Record},
};

/// Which records are posts.
pub(super) const POSTS: &str = "app.bsky.feed.post";
/// Ways in which an account ends for good; others (deactivated, suspended) may end themselves.
const ENDED: [&str; 2] = ["deleted", "takendown"];

/// Times after the year 9999 are nobody's.
const LATEST: i64 = 253_402_207_200_000_000;

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    did: Cow<'a, str>,
    time_us: i64,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    commit: Option<&'a RawValue>,
    #[serde(borrow)]
    account: Option<&'a RawValue>,
    #[serde(borrow)]
    identity: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Commit<'a> {
    #[serde(borrow)]
    operation: Cow<'a, str>,
    #[serde(borrow)]
    collection: Cow<'a, str>,
    #[serde(borrow)]
    rkey: Cow<'a, str>,
    #[serde(borrow)]
    record: Option<&'a RawValue>,
}

/// What was heard so far.
pub(super) struct Taken<'a> {
    origin: &'a Origin<'a>,
    wanted: Wanted<'a>,
    /// In the order they came; `None` for what was taken back again.
    records: Vec<Option<Record>>,
    /// Where they stand, by their addresses.
    places: HashMap<String, usize>,
    gone: Vec<String>,
    handles: HashMap<String, String>,
    losses: Losses,
    /// Events that could be read.
    pub events: usize,
    /// Records that are kept.
    pub kept: usize,
    /// The time of the newest event, in microseconds since 1970.
    pub newest: Option<i64>,
}

/// Reads events as a file holds them: one a line. Nothing is filtered.
pub fn parse(bytes: &[u8], origin: &Origin<'_>) -> Harvest {
    let text = String::from_utf8_lossy(bytes);
    let mut taken = Taken::new(origin, &[]);
    for line in text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty()) {
        taken.take(line);
    }
    let read = taken.events > 0;
    let mut harvest = taken.finish();
    if !read {
        harvest.refused = Some("It is no file of Jetstream events: no line of it is one".to_owned());
        harvest.notes.clear();
    }
    harvest
}

impl<'a> Taken<'a> {
    /// Nothing yet. Of the posts those are kept that have one of the words, or all for no words.
    pub(super) fn new(origin: &'a Origin<'a>, words: &'a [String]) -> Self {
        Self {
            origin,
            wanted: Wanted::new(words),
            records: Vec::new(),
            places: HashMap::new(),
            gone: Vec::new(),
            handles: HashMap::new(),
            losses: Losses::new("event", "events"),
            events: 0,
            kept: 0,
            newest: None,
        }
    }

    /// Takes an event in; its time, if it is one.
    pub(super) fn take(&mut self, line: &str) -> Option<i64> {
        let event = serde_json::from_str::<Event<'_>>(line).ok().filter(|event| is_did(&event.did));
        let Some(event) = event else {
            self.losses.add("not readable");
            return None;
        };
        self.events += 1;
        let time = event.time_us.clamp(0, LATEST);
        self.newest = self.newest.max(Some(time));
        match &*event.kind {
            "commit" => self.commit(&event),
            "account" => self.account(&event),
            "identity" => self.identity(&event),
            _ => {}
        }
        Some(time)
    }

    fn commit(&mut self, event: &Event<'_>) {
        let Some(commit) = event.commit.and_then(|raw| serde_json::from_str::<Commit<'_>>(raw.get()).ok())
        else {
            return self.losses.add("not readable");
        };
        if commit.collection != POSTS {
            return;
        }
        let uri = format!("at://{}/{POSTS}/{}", event.did, commit.rkey);
        if at_uri(&uri).is_none() {
            return self.losses.add("without an address");
        }
        match &*commit.operation {
            "delete" => self.remove(uri),
            "create" | "update" => self.post(uri, event, commit.record),
            _ => {}
        }
    }

    fn post(&mut self, uri: String, event: &Event<'_>, raw: Option<&RawValue>) {
        let Some(post) = raw.and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok()) else {
            return self.losses.add("not readable");
        };
        let handle = self.handles.get(&*event.did).map(String::as_str);
        let seen = Some(Moment::from_micros(event.time_us));
        let met = Met { uri: &uri, handle, post: &post, embed: &post["embed"], seen };
        match streamed(met, self.origin) {
            Ok(record) if self.wanted.has(&record) => self.keep(uri, record),
            // What has lost the words by a change is not what was kept any more.
            Ok(_) if self.places.contains_key(&uri) => self.remove(uri),
            Ok(_) => {}
            Err(why) => self.losses.add(why),
        }
    }

    fn keep(&mut self, uri: String, record: Record) {
        if let Some(place) = self.places.get(&uri).and_then(|place| self.records.get_mut(*place)) {
            *place = Some(record);
            return;
        }
        self.places.insert(uri, self.records.len());
        self.records.push(Some(record));
        self.kept += 1;
    }

    fn remove(&mut self, uri: String) {
        if let Some(place) = self.places.remove(&uri).and_then(|place| self.records.get_mut(place)) {
            *place = None;
            self.kept -= 1;
        }
        self.gone.push(uri);
    }

    fn account(&mut self, event: &Event<'_>) {
        let account: Value =
            event.account.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        let ended = account["status"].as_str().is_some_and(|status| ENDED.contains(&status));
        if account["active"].as_bool() == Some(false) && ended {
            let all = format!("at://{}/", event.did);
            let theirs: Vec<String> =
                self.places.keys().filter(|uri| uri.starts_with(&all)).cloned().collect();
            for uri in theirs {
                self.remove(uri);
            }
            self.gone.push(all);
        }
    }

    fn identity(&mut self, event: &Event<'_>) {
        let identity: Value =
            event.identity.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        if let Some(handle) = identity["handle"].as_str().filter(|handle| is_handle(handle)) {
            self.handles.insert(event.did.to_string(), handle.to_owned());
        }
    }

    /// All of it together. The cursor is the caller's to set.
    pub(super) fn finish(mut self) -> Harvest {
        for record in self.records.iter_mut().flatten() {
            if let Some(handle) = record.byline.as_ref().and_then(|did| self.handles.get(did)) {
                record.byline = Some(format!("@{handle}"));
            }
        }
        // Deleted and made anew under the same key: it is there.
        let mut said = HashSet::new();
        let places = &self.places;
        self.gone.retain(|uri| !places.contains_key(uri) && said.insert(uri.clone()));
        Harvest {
            about: About {
                title: Some("Bluesky, as it is posted".to_owned()),
                link: Some("https://bsky.app".to_owned()),
                version: "jetstream".to_owned(),
                ..About::default()
            },
            records: self.records.into_iter().flatten().collect(),
            gone: self.gone,
            notes: self.losses.notes(),
            ..Harvest::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Taken;
    use crate::{
        sources::{Harvest, Origin},
        story::{Moment, Record, SourceName},
    };

    fn event(time: i64, operation: &str, key: &str, text: &str) -> Value {
        let post =
            json!({"$type": "app.bsky.feed.post", "createdAt": "2026-03-12T17:09:04.000Z", "text": text});
        json!({"did": "did:plc:abc", "time_us": time, "kind": "commit", "commit": {"operation": operation,
            "collection": "app.bsky.feed.post", "rkey": key, "record": post}})
    }

    fn heard(words: &[&str], events: &[Value]) -> Harvest {
        let source = SourceName::new("stream");
        let now = Moment::parse("2026-03-12T18:00:00Z").unwrap();
        let origin = Origin { source: &source, url: None, content_type: "", charset: None, now };
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let mut taken = Taken::new(&origin, &words);
        for event in events {
            taken.take(&event.to_string());
        }
        taken.finish()
    }

    #[track_caller]
    fn check(words: &[&str], events: &[Value], texts: &[&str], gone: &[&str]) {
        let harvest = heard(words, events);
        let found: Vec<&str> = harvest.records.iter().map(Record::words).collect();
        assert_eq!((found.as_slice(), harvest.gone), (texts, gone.iter().map(ToString::to_string).collect()));
    }

    const A: &str = "at://did:plc:abc/app.bsky.feed.post/a";

    #[test]
    fn what_is_posted_changed_and_taken_back() {
        let made = event(1, "create", "a", "The bridge is open");
        let changed = event(2, "update", "a", "The bridge is shut");
        let deleted = event(3, "delete", "a", "");
        check(&[], &[made.clone(), changed.clone()], &["The bridge is shut"], &[]);
        check(&[], &[made.clone(), deleted.clone()], &[], &[A]);
        check(&[], &[deleted.clone(), made.clone()], &["The bridge is open"], &[]);
        check(
            &[],
            &[made.clone(), made.clone(), event(4, "create", "b", "x")],
            &["The bridge is open", "x"],
            &[],
        );
        check(&["open"], &[made, changed], &[], &[A]);
        check(&["bridge"], &[event(1, "create", "a", "nothing of it")], &[], &[]);
    }

    #[test]
    fn an_account_that_ends_takes_everything_along() {
        let account = |active: bool, status: &str| {
            json!({"did": "did:plc:abc", "time_us": 9, "kind": "account",
                "account": {"active": active, "did": "did:plc:abc", "status": status}})
        };
        let made = event(1, "create", "a", "x");
        check(&[], &[made.clone(), account(false, "deleted")], &[], &[A, "at://did:plc:abc/"]);
        check(&[], &[made.clone(), account(false, "takendown")], &[], &[A, "at://did:plc:abc/"]);
        check(&[], &[made.clone(), account(false, "deactivated")], &["x"], &[]);
        check(&[], &[made, account(true, "")], &["x"], &[]);
    }

    #[test]
    fn a_handle_that_was_told_is_the_byline() {
        let identity = json!({"did": "did:plc:abc", "time_us": 3, "kind": "identity",
            "identity": {"did": "did:plc:abc", "handle": "mira.example"}});
        let made = event(1, "create", "a", "x");
        assert_eq!(heard(&[], std::slice::from_ref(&made)).records[0].byline.as_deref(), Some("did:plc:abc"));
        assert_eq!(heard(&[], &[made, identity]).records[0].byline.as_deref(), Some("@mira.example"));
    }

    #[test]
    fn what_is_no_event_costs_itself_alone() {
        let good = event(1, "create", "a", "good");
        let bad = [
            json!(7),
            json!({"did": "x"}),
            event(2, "create", "../b", "x"),
            event(3, "create", "c", "x"),
            good,
        ];
        let mut bad = bad;
        bad[3]["commit"]["record"] = json!("no post");
        let harvest = heard(&[], &bad);
        assert_eq!(harvest.records.len(), 1);
        let notes = [
            "1 event was left out: no post inside",
            "2 events were left out: not readable",
            "1 event was left out: without an address",
        ];
        assert_eq!(harvest.notes, notes);
    }
}
