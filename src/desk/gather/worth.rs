//! Which pages are worth a request.
//!
//! Most links are never read: a page costs its server and us a second, and most stories are told well enough by what
//! their feeds say. A page is worth it where the person said so for its source, where several voices tell a story and one
//! of them has too few words to be quoted, and where posts about such a story point to what they speak of. A story of
//! which all was there when its sources were first gathered is old, and moves nothing.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::{
    sources::canonical,
    story::{Cluster, Record, RecordId, SourceName, WebPage},
    text::words,
};

/// Pages of one run, and of one host in it.
pub(super) const PAGES: usize = 40;
const A_HOST: usize = 5;
/// Words that are enough to be quoted from: as many as a dispatch asks of its longest record.
const ENOUGH: usize = 80;
/// Voices that make a story.
const VOICES: usize = 2;

/// A page worth asking for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// By which it is known.
    pub key: String,
    /// Where it is asked for.
    pub url: Url,
    /// The record that gets its words; none for a page that is only pointed to.
    pub record: Option<RecordId>,
    /// The source that named it.
    pub source: Option<SourceName>,
}

/// Those of some records, with the stories they tell; the most told first. `full`: sources whose pages are always read.
pub(super) fn worth(records: &[Record], clusters: &[Cluster], full: &HashSet<&SourceName>) -> Vec<Wanted> {
    let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, record)).collect();
    let news = |cluster: &&Cluster| {
        cluster.voices >= VOICES
            && cluster.records.iter().any(|id| by_id.get(id).is_some_and(|it| !it.backfill))
    };
    let mut stories: Vec<&Cluster> = clusters.iter().filter(news).collect();
    stories.sort_by_key(|cluster| std::cmp::Reverse(cluster.voices));
    let told = || stories.iter().flat_map(|cluster| &cluster.records).filter_map(|id| by_id.get(id).copied());
    let short = told().filter(|record| is_short(record)).filter_map(own_page);
    let pointed = told().flat_map(pointed_to);
    let asked =
        records.iter().rev().filter(|record| record.source.as_ref().is_some_and(|name| full.contains(name)));
    let asked = asked.filter(|record| !record.backfill || is_short(record)).filter_map(own_page);
    let mut seen = HashSet::new();
    // The person's own wish comes first: those sources are few.
    asked.chain(short).chain(pointed).filter(|wanted| seen.insert(wanted.key.clone())).collect()
}

/// Of these at most so many of a host, and in all.
pub(super) fn fair(wanted: Vec<Wanted>) -> Vec<Wanted> {
    let mut hosts: HashMap<String, usize> = HashMap::new();
    let within = |wanted: &Wanted| {
        let asked = hosts.entry(wanted.url.host_str().unwrap_or_default().to_owned()).or_default();
        *asked += 1;
        *asked <= A_HOST
    };
    wanted.into_iter().filter(within).take(PAGES).collect()
}

/// The page that a record is the headline of. A post is its own page.
pub(super) fn own_page(record: &Record) -> Option<Wanted> {
    if record.kind.is_post() {
        return None;
    }
    let url = canonical::address(record.url.as_deref()?, None)?;
    Some(Wanted {
        key: canonical::canonical(&url).into(),
        url: canonical::unwrapped(&url).unwrap_or(url),
        record: Some(record.id.clone()),
        source: record.source.clone(),
    })
}

/// The pages that a record speaks of.
pub(super) fn pointed_to(record: &Record) -> impl Iterator<Item = Wanted> + '_ {
    record.links.iter().filter_map(|link| {
        let url = canonical::address(link, None)?;
        let key = canonical::canonical(&url).into();
        Some(Wanted { key, url, record: None, source: record.source.clone() })
    })
}

/// Whether a page tells more of what a record tells: a third of the words of its headline at least, and more words.
pub(super) fn speaks_of(page: &WebPage, record: &Record) -> bool {
    let language = record.language.as_deref();
    let keys = |text: &str| -> HashSet<String> {
        words::words(text, language).into_iter().map(|word| word.key).collect()
    };
    let wanted = keys(record.name());
    let mut told = keys(&page.text);
    told.extend(keys(page.title.as_deref().unwrap_or_default()));
    let shared = wanted.intersection(&told).count();
    shared * 3 >= wanted.len() && words::count(&page.text) > words::count(record.words())
}

fn is_short(record: &Record) -> bool {
    words::count(record.words()) < ENOUGH
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{A_HOST, PAGES, Wanted, fair, own_page, speaks_of, worth};
    use crate::story::{Cluster, Record, RecordId, SourceKind, SourceName, WebPage};

    fn record(id: &str, url: &str, text: &str) -> Record {
        Record { id: id.into(), url: Some(url.to_owned()), text: Some(text.to_owned()), ..Record::default() }
    }

    fn cluster(voices: usize, records: &[&str]) -> Cluster {
        let records = records.iter().map(|id| RecordId::from(*id)).collect();
        Cluster { records, voices, ..Cluster::default() }
    }

    fn keys(wanted: &[Wanted]) -> Vec<&str> {
        wanted.iter().map(|wanted| wanted.key.as_str()).collect()
    }

    #[test]
    fn short_records_of_told_stories_and_what_posts_point_to() {
        let long = "word ".repeat(90);
        let post = Record {
            kind: SourceKind::Bluesky,
            links: vec!["https://d.example/pointed".to_owned(), "https://a.example/1".to_owned()],
            ..record("post", "https://bsky.example/p", "look")
        };
        let records = [
            record("short", "https://a.example/1?utm_source=rss", "few words"),
            record("long", "https://b.example/2", &long),
            post,
            record("alone", "https://c.example/3", "few words"),
        ];
        let clusters = [cluster(3, &["short", "long", "post"]), cluster(1, &["alone"])];
        let found = worth(&records, &clusters, &HashSet::new());
        assert_eq!(keys(&found), ["https://a.example/1", "https://d.example/pointed"]);
        assert_eq!(found[0].record, Some(RecordId::from("short")));
        assert_eq!(found[1].record, None);
    }

    #[test]
    fn a_source_that_is_to_be_read_whole_is() {
        let name = SourceName::from("post");
        let records = [Record {
            source: Some(name.clone()),
            ..record("a", "https://a.example/1", &"word ".repeat(90))
        }];
        assert_eq!(worth(&records, &[], &HashSet::new()), []);
        assert_eq!(keys(&worth(&records, &[], &HashSet::from([&name]))), ["https://a.example/1"]);
    }

    #[test]
    fn no_host_and_no_run_is_asked_too_much() {
        let many = |host: usize, n: usize| {
            own_page(&record("x", &format!("https://h{host}.example/{n}"), "")).unwrap()
        };
        let wanted: Vec<Wanted> = (0..20).flat_map(|host| (0..9).map(move |n| many(host, n))).collect();
        let fair = fair(wanted);
        assert_eq!(fair.len(), PAGES);
        assert_eq!(fair.iter().filter(|wanted| wanted.url.host_str() == Some("h0.example")).count(), A_HOST);
    }

    #[test]
    fn a_wall_of_consent_is_not_the_page() {
        let bridge =
            Record { title: Some("Harbour Bridge closes after crack".to_owned()), ..Record::default() };
        let page = |text: &str| WebPage { text: text.to_owned(), ..WebPage::default() };
        assert!(speaks_of(
            &page("The bridge in the harbour was closed on Monday because of a crack."),
            &bridge
        ));
        assert!(!speaks_of(&page("We value your privacy. Accept all cookies to continue reading."), &bridge));
        let told = Record {
            text: Some("The bridge in the harbour was closed, they said today.".to_owned()),
            ..bridge
        };
        assert!(!speaks_of(&page("Harbour Bridge closes"), &told));
    }

    #[test]
    fn only_pages_of_the_web_are_wanted() {
        assert_eq!(own_page(&record("x", "javascript:alert(1)", "")), None);
        assert_eq!(own_page(&record("x", "file:///etc/passwd", "")), None);
    }
}
