//! Reading the pages that records point to.
//!
//! Host by host, one page after the other, a few hosts at a time; robots.txt first, which is kept for a day. What came is
//! kept with the address that led to it; what did not, too, with the moment before which it is not asked again, a day
//! at least. A page named by a stranger is public or not asked, but for one that lies where its own source does, if the person
//! allowed that one to be private.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use tokio::{sync::Semaphore, task::JoinSet};
use url::Url;

use super::{
    Came, Gatherer,
    worth::{self, Wanted},
};
use crate::{
    cluster,
    config::SourceRow,
    net::{Client, Trust},
    sources::{
        article::visit::{self, Leave, Missed, Visited},
        canonical,
        finish::LONGEST_TEXT,
        robots::Robots,
    },
    store::{Reader, Store, StoreFault},
    story::{Moment, Record, RecordId, SourceName, Trouble, WebPage, WireName},
};

/// Hosts asked at once.
const HOSTS: usize = 6;
/// Records are looked at that are no older.
const DAYS: i64 = 2;
/// So many of them at most, the newest.
const RECORDS: usize = 10_000;
/// A page that could not be had is not asked again before a day, then two, four …
const DAY: i64 = 86_400;
/// … up to so many days, which is also how long one is left alone that will never be had.
const LONGEST_DAYS: i64 = 16;

impl Gatherer {
    /// Reads the page of a record because a person asks for it: at once, whatever came of it before. The record gets its
    /// words, unless a dispatch already cites those it has.
    pub async fn page(&self, wire: &WireName, id: &RecordId) -> Result<Came, Trouble> {
        self.pages(wire).one(id, self.clock.now()).await
    }

    /// Reads the pages that are worth it, at the end of a gathering.
    pub(super) async fn read_pages(&self) -> Result<Read, Trouble> {
        self.pages(&self.wire).read_worthy(self.clock.now()).await.map_err(Trouble::from)
    }

    fn pages(&self, wire: &WireName) -> Pages {
        Pages::new(Arc::clone(&self.store), self.client.clone(), wire.clone(), &self.rows)
    }
}

/// Who reads pages.
#[derive(Debug, Clone)]
struct Pages {
    store: Arc<Store>,
    client: Client,
    wire: WireName,
    /// Sources that are read whole.
    full: HashSet<SourceName>,
    /// Sources that the person allowed to be private, and where they are: of these, and of them alone, a page there may be
    /// read that they name themselves.
    allowed: HashMap<SourceName, String>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// Pages asked for.
    pub asked: usize,
    /// Pages that came.
    pub came: usize,
    /// Records that have their words from one now.
    pub filled: usize,
}

impl Pages {
    /// For the sources of a config.
    fn new(store: Arc<Store>, client: Client, wire: WireName, rows: &[SourceRow]) -> Self {
        let full = rows.iter().filter(|row| row.full_text).map(|row| row.name.clone()).collect();
        let allowed = rows.iter().filter(|row| row.allow_private);
        let allowed = allowed.filter_map(|row| Some((row.name.clone(), origin(&Url::parse(&row.url).ok()?))));
        let allowed = allowed.collect();
        Self { store, client, wire, full, allowed }
    }

    /// Reads the pages that are worth it.
    async fn read_worthy(&self, now: Moment) -> Result<Read, StoreFault> {
        let this = self.clone();
        let (wanted, known) = on_thread(move || this.wanted(now)).await?;
        let mut read = Read { filled: known, ..Read::default() };
        let mut hosts: HashMap<String, Vec<Wanted>> = HashMap::new();
        for wanted in wanted {
            hosts.entry(origin(&wanted.url)).or_default().push(wanted);
        }
        let turns = Arc::new(Semaphore::new(HOSTS));
        let mut asking = JoinSet::new();
        for pages in hosts.into_values() {
            let (this, turns) = (self.clone(), Arc::clone(&turns));
            asking.spawn(async move {
                let _turn = turns.acquire_owned().await;
                this.one_host(pages, now).await
            });
        }
        while let Some(done) = asking.join_next().await {
            let one = done.unwrap_or_else(|_broken| Ok(Read::default()))?;
            read.asked += one.asked;
            read.came += one.came;
            read.filled += one.filled;
        }
        Ok(read)
    }

    /// What is to be asked for; and how many records could be filled at once, from pages that are here.
    fn wanted(&self, now: Moment) -> Result<(Vec<Wanted>, usize), StoreFault> {
        let reader = self.store.reader()?;
        let since = now.plus_seconds(-DAYS * DAY);
        if self.full.is_empty() && !reader.has_news(&self.wire, since)? {
            return Ok((Vec::new(), 0));
        }
        let records = reader.newest_records(&self.wire, since, RECORDS)?;
        let clusters = cluster::group(&records, &cluster::Rules::default());
        let full = self.full.iter().collect();
        let (mut wanted, mut filled) = (Vec::new(), 0);
        for one in worth::worth(&records, &clusters, &full) {
            if let Some(id) = &one.record
                && (reader.is_from_page(&self.wire, id)? || reader.is_cited(&self.wire, id)?)
            {
                continue;
            }
            match reader.pages([one.key.as_str()])?.pop() {
                None => wanted.push(one),
                Some(page) if page.is_read() => filled += usize::from(self.fill(&one, page, now)?),
                Some(page) if page.not_before.is_none_or(|until| until <= now) => wanted.push(one),
                Some(_) => {}
            }
        }
        Ok((worth::fair(wanted), filled))
    }

    /// Gives a page's words to its record. A wall of consent, a front page or an error that calls itself a success comes
    /// under any address: a page that does not speak of what the record does is not its page.
    fn fill(&self, wanted: &Wanted, page: WebPage, now: Moment) -> Result<bool, StoreFault> {
        let Some(id) = &wanted.record else { return Ok(false) };
        let record = self.record(&self.store.reader()?, id)?;
        if !record.is_some_and(|record| worth::speaks_of(&page, &record)) {
            return Ok(false);
        }
        self.store.writer()?.fill_record(&self.wire, id, page, now)
    }

    /// One page after the other. A host that cannot be reached is not asked for the others.
    async fn one_host(&self, pages: Vec<Wanted>, now: Moment) -> Result<Read, StoreFault> {
        let mut read = Read::default();
        for wanted in pages {
            read.asked += 1;
            let came = self.visit(&wanted, now).await;
            let (came_whole, gone) = match &came {
                Ok(_) => (true, false),
                Err(missed) => (false, missed.wait.is_some()),
            };
            read.came += usize::from(came_whole);
            read.filled += usize::from(self.keep(&wanted, came, now).await?);
            if gone {
                break; // it asks to be left alone
            }
        }
        Ok(read)
    }

    async fn visit(&self, wanted: &Wanted, now: Moment) -> Result<Visited, Missed> {
        visit::visit(&self.client, &wanted.url, self.trust(wanted), &Kept { pages: self, now }).await
    }

    /// Whether its site lets us read a page.
    async fn permitted(&self, url: &Url, trust: Trust, now: Moment) -> Result<(), Missed> {
        let (site, store) = (origin(url), Arc::clone(&self.store));
        let known = on_thread(move || store.reader()?.robots(&site, now)).await;
        let rules = match known.ok().flatten() {
            Some(lines) => Robots::from_lines(&lines),
            None => self.ask_rules(url, trust, now).await?,
        };
        if rules.allows(url) { Ok(()) } else { Err(visit::closed(url)) }
    }

    async fn ask_rules(&self, url: &Url, trust: Trust, now: Moment) -> Result<Robots, Missed> {
        let asked = visit::rules(&self.client, url, trust).await;
        let (rules, holds) = asked.map_err(|fault| visit::unreached(&fault))?;
        let until = now.plus_seconds(i64::try_from(holds.as_secs()).unwrap_or(DAY));
        let (site, lines, store) = (origin(url), rules.to_lines(), Arc::clone(&self.store));
        // Rules that cannot be kept are asked for again the next time.
        let _ = on_thread(move || store.writer()?.keep_robots(&site, &lines, until, now)).await;
        Ok(rules)
    }

    fn trust(&self, wanted: &Wanted) -> Trust {
        let place = wanted.source.as_ref().and_then(|source| self.allowed.get(source));
        let allowed = place.is_some_and(|place| *place == origin(&wanted.url));
        if allowed { Trust::Typed { allow_private: true } } else { Trust::Found }
    }

    /// Keeps what came, and gives its words to the record. True if that has changed.
    async fn keep(
        &self,
        wanted: &Wanted,
        came: Result<Visited, Missed>,
        now: Moment,
    ) -> Result<bool, StoreFault> {
        let (this, wanted) = (self.clone(), wanted.clone());
        on_thread(move || {
            let writer = this.store.writer()?;
            match came {
                Ok(visited) => {
                    let page = page(&wanted, visited, now);
                    writer.keep_page(page.clone(), now)?;
                    this.fill(&wanted, page, now)
                }
                Err(missed) => {
                    let known = this.store.reader()?.pages([wanted.key.as_str()])?.pop();
                    writer.keep_page(put_off(&wanted, known, &missed, now), now)?;
                    Ok(false)
                }
            }
        })
        .await
    }

    /// Reads a record's page because a person asks for it: at once, whatever came of it before.
    async fn one(&self, id: &RecordId, now: Moment) -> Result<Came, Trouble> {
        let (this, wanted_id) = (self.clone(), id.clone());
        let record =
            on_thread(move || this.record(&this.store.reader()?, &wanted_id)).await.map_err(Trouble::from)?;
        let record = record.ok_or_else(|| Trouble {
            what: "The page was not read".to_owned(),
            why: format!("record {id} is not in the store"),
            remedy: String::new(),
        })?;
        let wanted = worth::own_page(&record).or_else(|| worth::pointed_to(&record).next());
        let wanted = wanted.ok_or_else(|| Trouble {
            what: "The page was not read".to_owned(),
            why: "the record names no page of the web".to_owned(),
            remedy: String::new(),
        })?;
        match self.visit(&wanted, now).await {
            Ok(visited) => {
                let changed = self.keep(&wanted, Ok(visited), now).await.map_err(Trouble::from)?;
                Ok(if changed { Came::Records { new: 0, changed: 1, same: 0 } } else { Came::Unchanged })
            }
            Err(missed) => {
                let trouble = missed.trouble.clone();
                self.keep(&wanted, Err(missed), now).await.map_err(Trouble::from)?;
                Err(trouble)
            }
        }
    }

    fn record(&self, reader: &Reader, id: &RecordId) -> Result<Option<Record>, StoreFault> {
        Ok(reader.record(&self.wire, id)?.map(|kept| kept.record))
    }
}

/// A page as it is kept.
fn page(wanted: &Wanted, visited: Visited, now: Moment) -> WebPage {
    let article = visited.article;
    let end = visited.url.unwrap_or_else(|| wanted.url.clone());
    let place = canonical::canonical(&end);
    let own = article.canonical_url.and_then(|own| Url::parse(&own).ok()).filter(|own| may_be(own, &place));
    WebPage {
        url: wanted.key.clone(),
        resolved_url: (place.as_str() != wanted.key).then(|| end.to_string()),
        canonical_url: Some(own.unwrap_or(place).into()),
        title: article.title,
        site: article.site,
        byline: article.byline,
        published_at: article.published_at.filter(|at| *at <= now),
        language: article.language,
        excerpt: article.excerpt,
        text: article.text.chars().take(LONGEST_TEXT).collect(),
        fetched_at: Some(now),
        ..WebPage::default()
    }
}

/// A page that did not come, and when it may be asked for again.
fn put_off(wanted: &Wanted, known: Option<WebPage>, missed: &Missed, now: Moment) -> WebPage {
    let known = known.unwrap_or_default();
    let days = if missed.for_good { LONGEST_DAYS } else { (1 << known.failures.min(4)).min(LONGEST_DAYS) };
    let wished = missed.wait.unwrap_or(Duration::ZERO).as_secs();
    let seconds = (days * DAY).max(i64::try_from(wished).unwrap_or(0).min(LONGEST_DAYS * DAY));
    let trouble = &missed.trouble;
    WebPage {
        url: wanted.key.clone(),
        trouble: format!("{}: {}", trouble.what, trouble.why),
        failures: known.failures.saturating_add(1),
        not_before: Some(now.plus_seconds(seconds)),
        ..WebPage::default()
    }
}

/// A page may call itself only by an address of its own site, and not by its site's front page.
fn may_be(own: &Url, place: &Url) -> bool {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        let labels: Vec<&str> = host.rsplit('.').collect();
        // co.uk, com.au: the name that someone registered stands one further to the left.
        let short = labels.len() > 2 && labels[0].len() == 2 && labels[1].len() <= 3;
        let own: Vec<&str> = labels.iter().take(if short { 3 } else { 2 }).copied().collect();
        own.join(".")
    };
    let same = if own.domain().is_some() { site(own) == site(place) } else { origin(own) == origin(place) };
    same && (own.path() != "/" || place.path() == "/")
}

/// The rules of sites, as they are kept in the store.
struct Kept<'a> {
    pages: &'a Pages,
    now: Moment,
}

impl Leave for Kept<'_> {
    async fn to_read(&self, page: &Url, trust: Trust) -> Result<(), Missed> {
        self.pages.permitted(page, trust, self.now).await
    }
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The store blocks; so it is asked on a thread that may.
async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreFault> + Send + 'static,
) -> Result<T, StoreFault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_broken| {
        Err(StoreFault::new("A page was not kept", "its work broke off", "This is a fault of Slugline's."))
    })
}
