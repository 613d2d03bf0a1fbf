//! A newsroom: a store, some sources, and a clock that a test can turn.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use slugline::{
    config::SourceRow,
    desk::gather::{Came, Gathered, Gatherer, News, NotBegun},
    net::{Clock, Limits, Manners},
    store::{Access, Store, Window},
    story::{Moment, Record, SourceName, SourceState, WireName},
};
use tempfile::TempDir;

/// 2026-09-21, when every room opens; seconds since 1970.
const OPENS: i64 = 1_790_000_000;

/// A newsroom.
pub(super) struct Room {
    home: TempDir,
    clock: Arc<AtomicI64>,
    pub(super) rows: Vec<SourceRow>,
    pub(super) manners: Manners,
}

/// A source of this name at this address.
pub(super) fn source(name: &str, url: &str) -> SourceRow {
    SourceRow { name: name.into(), url: url.to_owned(), allow_private: true, ..SourceRow::default() }
}

impl Room {
    /// One with these sources, and little patience with servers.
    pub(super) fn of(rows: impl IntoIterator<Item = SourceRow>) -> Self {
        let short = Duration::from_millis(400);
        let limits = Limits { first_byte: short, idle: short, ..Limits::default() };
        Self {
            home: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicI64::new(OPENS)),
            rows: rows.into_iter().collect(),
            manners: Manners { limits, ..Manners::default() },
        }
    }

    pub(super) fn now(&self) -> Moment {
        Moment::from_micros(self.clock.load(Ordering::SeqCst) * 1_000_000)
    }

    /// Time passes; or, negative, somebody sets the clock back.
    pub(super) fn later(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The store, opened anew: nothing is remembered but what it holds.
    pub(super) fn store(&self) -> Arc<Store> {
        Arc::new(Store::open(&self.home.path().join("wire.db"), Access::ReadWrite, self.now()).unwrap())
    }

    /// Who gathers here.
    pub(super) fn gatherer(&self) -> Gatherer {
        let clock = Arc::clone(&self.clock);
        let clock = Clock::new(move || Moment::from_micros(clock.load(Ordering::SeqCst) * 1_000_000));
        let gatherer = Gatherer::new(self.store(), wire(), self.rows.clone(), self.manners.clone());
        gatherer.unwrap().by(clock)
    }

    /// What is due by the clock.
    pub(super) fn due(&self) -> Vec<Gathered> {
        self.run(&[], false, &mut |_| {}).unwrap()
    }

    /// All of it, because a person asks.
    pub(super) fn ask(&self) -> Vec<Gathered> {
        self.run(&[], true, &mut |_| {}).unwrap()
    }

    /// One source, because a person asks for it.
    pub(super) fn ask_for(&self, name: &str) -> Gathered {
        self.run(&[name.into()], true, &mut |_| {}).unwrap().remove(0)
    }

    pub(super) fn run(
        &self,
        only: &[SourceName],
        asked: bool,
        tell: &mut (dyn FnMut(News) + Send),
    ) -> Result<Vec<Gathered>, NotBegun> {
        block_on(self.gatherer().run(only, asked, tell))
    }

    /// How a source fares.
    pub(super) fn state(&self, name: &str) -> SourceState {
        let states = self.store().reader().unwrap().source_states(&self.rows, self.now()).unwrap();
        states.into_iter().find(|state| state.name.as_str() == name).unwrap()
    }

    /// All that was brought, the oldest first.
    pub(super) fn records(&self) -> Vec<Record> {
        self.store().reader().unwrap().records(&wire(), Window::default()).unwrap()
    }

    /// Their titles.
    pub(super) fn titles(&self) -> Vec<String> {
        self.records().into_iter().filter_map(|record| record.title).collect()
    }
}

pub(super) fn wire() -> WireName {
    "main".into()
}

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// How asking a source went, in a few letters: `2 new`, `unchanged`, …
pub(super) fn went(gathered: &[Gathered]) -> String {
    let word = |one: &Gathered| match one.came {
        Came::Records { new, changed, same } => {
            let parts = [(new, "new"), (changed, "changed"), (same, "same")];
            let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
            let parts: Vec<String> = parts.collect();
            if parts.is_empty() { "nothing".to_owned() } else { parts.join(" ") }
        }
        Came::Unchanged => "unchanged".to_owned(),
        Came::NotDue => "not due".to_owned(),
        Came::Failed => "failed".to_owned(),
        Came::Gone => "gone".to_owned(),
    };
    gathered.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// A feed of such items: guid, title, and minutes before every room opens. Their links lead into a private network, so
/// that nobody follows them.
pub(super) fn feed(items: &[(&str, &str, i64)]) -> String {
    let mut xml = "<rss version=\"2.0\"><channel><title>The Post</title>".to_owned();
    for (guid, title, minutes) in items {
        let at = Moment::from_micros(OPENS * 1_000_000).plus_seconds(-60 * minutes);
        let at = at.to_jiff().strftime("%a, %d %b %Y %H:%M:%S GMT");
        let _ = write!(
            xml,
            "<item><guid isPermaLink=\"false\">{guid}</guid><title>{title}</title>\
             <link>http://10.0.0.1/{guid}</link><pubDate>{at}</pubDate>\
             <description>{title}, told at some length by the desk.</description></item>"
        );
    }
    xml + "</channel></rss>"
}
