//! A stage for tests: a model, an audience of one who presses keys, and hands that answer from a small world in
//! memory, at once and in order. No runtime, no store, no sleep.

use std::sync::Arc as Shared;

use ratatui::layout::Size;

use super::{
    super::{
        effect::{Effect, Hold},
        keys::Keymap,
        model::{Model, Of, Settings},
        msg::{Held, History, Msg, Past, Told, Traced},
    },
    Start, init, update,
};
use crate::{
    config::{Channel, SourceRow, WireRow},
    story::{
        Arc, Beat, Citation, CitationKind, Dispatch, DispatchId, Key, Moment, Question, Record, RecordId,
        Section, SourceKind, SourceState, Span, Standing, Trace, WireName,
    },
    wire::{
        page::{
            BeatCount, Found, Hit, Hits, Kept, KeptRecord, Listing, Only, Page, Row, Scope, Version,
            WireCount,
        },
        state::WireState,
        stories::{Moving, StoryRow, Why},
    },
};

/// 2026-03-12 14:30 UTC.
pub(crate) const NOON: &str = "2026-03-12T14:30:00Z";

/// A reader on stage.
pub(crate) struct Stage {
    pub(crate) model: Model,
    pub(crate) world: Vec<Kept>,
    /// How reading its wires fares.
    pub(crate) states: Vec<WireState>,
    /// How its sources fare, and the newest records of each.
    pub(crate) sources: Vec<SourceState>,
    pub(crate) newest: Vec<Record>,
    /// The stories that moved, those that are watched, and why.
    pub(crate) moved: Vec<StoryRow>,
    pub(crate) watched: Vec<StoryRow>,
    pub(crate) whys: Vec<Why>,
    /// What came of dispatches held against their records, where that is not what it comes to here; their versions.
    pub(crate) traces: Vec<(Key, Trace)>,
    pub(crate) history: Vec<Past>,
    /// Every effect asked for since the last look.
    pub(crate) asked: Vec<Effect>,
    /// Answers are held back until `answer` is called.
    pub(crate) held: bool,
    waiting: Vec<Effect>,
}

impl Stage {
    /// A reader of a small world, at a size.
    pub(crate) fn new(width: u16, height: u16, world: Vec<Kept>) -> Self {
        let start = Start {
            size: Size { width, height },
            now: Moment::parse(NOON).unwrap_or_default(),
            settings: Settings::default(),
            keymap: Keymap::default(),
            scope: Scope::All,
            own: "main".into(),
            ..Start::default()
        };
        Self::begin(start, world)
    }

    /// The same with sources of its own, which fare as they are told.
    pub(crate) fn gathering(width: u16, height: u16, world: Vec<Kept>, sources: Vec<SourceState>) -> Self {
        let start = Start {
            size: Size { width, height },
            now: Moment::parse(NOON).unwrap_or_default(),
            sources: sources.iter().map(source_row).collect(),
            own: "world".into(),
            ..Start::default()
        };
        let mut stage = Self::begin(start, world);
        stage.sources = sources;
        stage
    }

    /// The same where the wires of this world are read from elsewhere.
    pub(crate) fn remote(width: u16, height: u16, world: Vec<Kept>) -> Self {
        let mut wires: Vec<WireRow> = Vec::new();
        for kept in &world {
            if wires.iter().all(|row| row.name != kept.wire) {
                wires.push(wire_row(kept.wire.clone()));
            }
        }
        let start = Start {
            size: Size { width, height },
            now: Moment::parse(NOON).unwrap_or_default(),
            wires,
            ..Start::default()
        };
        Self::begin(start, world)
    }

    fn begin(start: Start, world: Vec<Kept>) -> Self {
        let (model, effects) = init(start);
        let (states, sources, newest) = (Vec::new(), Vec::new(), Vec::new());
        let (asked, waiting) = (Vec::new(), Vec::new());
        let (moved, watched, whys) = (Vec::new(), Vec::new(), Vec::new());
        let (traces, history, held) = (Vec::new(), Vec::new(), false);
        let mut stage = Self {
            model,
            world,
            states,
            sources,
            newest,
            moved,
            watched,
            whys,
            traces,
            history,
            asked,
            held,
            waiting,
        };
        stage.perform(effects);
        stage
    }

    /// Presses keys as `keys.toml` writes them, parted by blanks: `j j Enter`.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let event = event(key);
            self.tell(Msg::Pressed(event));
        }
        self
    }

    /// Types letters.
    pub(crate) fn type_in(&mut self, letters: &str) -> &mut Self {
        for letter in letters.chars() {
            self.tell(Msg::Pressed(crossterm::event::KeyCode::Char(letter).into()));
        }
        self
    }

    /// Something happened.
    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.perform(effects);
    }

    /// The effects asked for since the last call.
    pub(crate) fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.asked)
    }

    /// Gives the answers held back.
    pub(crate) fn answer(&mut self) {
        self.held = false;
        let waiting = std::mem::take(&mut self.waiting);
        self.perform_now(waiting);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        self.asked.extend(effects.iter().cloned());
        if self.held {
            self.waiting.extend(effects);
        } else {
            self.perform_now(effects);
        }
    }

    fn perform_now(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(msg) = self.play(effect) {
                self.tell(msg);
            }
        }
    }

    /// What the store would say.
    #[allow(clippy::too_many_lines)] // a table
    fn play(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::LoadCounts(ticket, scope) => Msg::CountsLoaded(ticket, self.wires(), self.beats(&scope)),
            Effect::LoadPage { ticket, listing, offset, limit, hold } => {
                let all = self.rows(&listing);
                let held = hold.map(|hold| held(&all, &hold));
                let offset = offset.saturating_add_signed(held.map_or(0, |held| held.shift));
                let total = all.len();
                let rows = all.into_iter().skip(offset).take(limit).collect();
                Msg::PageLoaded(ticket, Page { offset, rows, total }, held)
            }
            Effect::LoadDispatch(ticket, key) => Msg::DispatchLoaded(ticket, self.kept(&key)),
            Effect::LoadRecord(ticket, wire, id) => Msg::RecordLoaded(ticket, self.record(&wire, &id)),
            Effect::Search { ticket, words, .. } => Msg::Searched(ticket, self.search(&words)),
            Effect::FindUnread { ticket, listing, from, forward } => {
                let rows = self.rows(&listing);
                let mut unread = rows.iter().enumerate().filter(|(_, row)| !row.read).map(|(at, _)| at);
                let at = if forward { unread.find(|at| *at > from) } else { unread.rfind(|at| *at < from) };
                Msg::UnreadFound(ticket, at)
            }
            Effect::MarkRead(key, read) => {
                self.world.iter_mut().filter(|kept| same(kept, &key)).for_each(|kept| kept.read = read);
                return None;
            }
            Effect::MarkStarred(key, starred) => {
                self.world.iter_mut().filter(|kept| same(kept, &key)).for_each(|kept| kept.starred = starred);
                return None;
            }
            Effect::LoadLedger(ticket) => Msg::LedgerLoaded(ticket, Vec::new()),
            Effect::LoadStates(ticket, _) => Msg::StatesLoaded(ticket, self.states.clone()),
            Effect::LoadSources { ticket, .. } => Msg::SourcesLoaded(ticket, self.sources.clone()),
            Effect::LoadSourceRecords(ticket, ..) => Msg::SourceRecordsLoaded(ticket, self.newest.clone()),
            Effect::LoadStories { ticket, stories, offset, limit } => {
                let (total, rows) = self.stories(stories.moving, offset, limit);
                Msg::StoriesLoaded { ticket, offset, total, rows }
            }
            Effect::LoadWhy(ticket, of) => Msg::WhyLoaded(ticket, self.told(&of)),
            Effect::LoadTrace(ticket, key) => Msg::TraceLoaded(ticket, self.traced(&key)),
            Effect::LoadVersions(ticket, key) => Msg::VersionsLoaded(ticket, self.versions(&key)),
            Effect::FindSlug(ticket, wire, slug) => Msg::SlugFound(ticket, self.by_slug(&wire, &slug)),
            _ => return None,
        })
    }

    fn stories(&self, moving: Moving, offset: usize, limit: usize) -> (usize, Vec<StoryRow>) {
        let all = if moving == Moving::Fired { &self.moved } else { &self.watched };
        (all.len(), all.iter().skip(offset).take(limit).cloned().collect())
    }

    fn told(&self, of: &Of) -> Option<Told> {
        let is = |why: &&Why| match of {
            Of::Story(wire, id) => why.row.wire == *wire && why.row.cluster.id == *id,
            Of::Dispatch(key) => why.row.dispatch.as_ref() == Some(key),
        };
        let decided = self.whys.iter().find(is).cloned().map(|why| Told::Decided(Box::new(why)));
        let Of::Dispatch(key) = of else { return decided };
        decided.or_else(|| self.kept(key).map(Told::Dispatch))
    }

    fn traced(&self, key: &Key) -> Option<Shared<Traced>> {
        let kept = *self.kept(key)?;
        let records: Vec<&Record> = kept.records.iter().collect();
        let told = self.traces.iter().find(|(of, _)| of == key).map(|(_, trace)| trace.clone());
        let trace = told.unwrap_or_else(|| crate::write::trace(&kept.dispatch, &records));
        Some(Shared::new(Traced { kept, trace }))
    }

    fn versions(&self, key: &Key) -> Option<Shared<History>> {
        let kept = *self.kept(key)?;
        if self.history.iter().any(|past| past.version.key == *key) {
            return Some(Shared::new(History { versions: self.history.clone() }));
        }
        let version = Version { key: key.clone(), version: kept.dispatch.version, ..Version::default() };
        let only = Past { version, dispatch: kept.dispatch, partial: kept.partial };
        Some(Shared::new(History { versions: vec![only] }))
    }

    fn kept(&self, key: &Key) -> Option<Box<Kept>> {
        self.world.iter().find(|kept| same(kept, key)).cloned().map(Box::new)
    }

    fn by_slug(&self, wire: &WireName, slug: &str) -> Option<Key> {
        let is = |kept: &&Kept| kept.wire == *wire && kept.dispatch.slug.as_deref() == Some(slug);
        self.world.iter().find(is).map(|kept| Key::new(wire.clone(), kept.dispatch.id.clone()))
    }

    fn rows(&self, listing: &Listing) -> Vec<Row> {
        let wanted = |row: &Row| match listing.only {
            Only::All => true,
            Only::Unread => !row.read,
            Only::Starred => row.starred,
        };
        let on_beat = |row: &Row| listing.beat.as_ref().is_none_or(|beat| *beat == row.beat);
        let in_scope = |kept: &&Kept| match &listing.scope {
            Scope::All => true,
            Scope::Wire(name) => kept.wire == *name,
        };
        let rows = self.world.iter().filter(in_scope).map(row);
        rows.filter(|row| wanted(row) && on_beat(row)).collect()
    }

    fn beats(&self, scope: &Scope) -> Vec<BeatCount> {
        let mut counts: Vec<BeatCount> = Vec::new();
        for row in self.rows(&Listing { scope: scope.clone(), ..Listing::default() }) {
            let at = counts.iter().position(|c| c.beat == row.beat).unwrap_or_else(|| {
                counts.push(BeatCount { beat: row.beat.clone(), ..BeatCount::default() });
                counts.len() - 1
            });
            counts[at].total += 1;
            counts[at].unread += usize::from(!row.read);
        }
        counts
    }

    fn wires(&self) -> Vec<WireCount> {
        let unread = self.world.iter().filter(|kept| !kept.read).count();
        let total = self.world.len();
        vec![WireCount { wire: "world".into(), total, unread, records: total * 3, updated_at: None }]
    }

    fn record(&self, wire: &WireName, id: &RecordId) -> Option<Box<KeptRecord>> {
        let record = self.world.iter().flat_map(|kept| &kept.records).find(|r| r.id == *id)?.clone();
        let citing = self.world.iter().filter(|kept| kept.records.iter().any(|r| r.id == *id));
        Some(Box::new(KeptRecord { wire: wire.clone(), record, cited_by: citing.map(row).collect() }))
    }

    fn search(&self, words: &str) -> Hits {
        let words = words.to_lowercase();
        let matches = |kept: &&Kept| kept.dispatch.title().to_lowercase().contains(&words);
        let hit = |kept: &Kept| Hit {
            what: Found::Dispatch(Key::new(kept.wire.clone(), kept.dispatch.id.clone())),
            title: kept.dispatch.title().to_owned(),
            time: kept.dispatch.time(),
            place: kept.dispatch.beat.label(),
            snippet: vec![
                ("… found ".to_owned(), false),
                (words.clone(), true),
                (" here …".to_owned(), false),
            ],
        };
        Hits { hits: self.world.iter().filter(matches).map(hit).collect(), more: false }
    }
}

fn held(rows: &[Row], hold: &Hold) -> Held {
    let place = |key: &Key| rows.iter().position(|row| row.key == *key);
    let moved = |(believed, key): &(usize, Key)| place(key).map(|at| at as isize - *believed as isize);
    Held {
        shift: hold.rows.iter().find_map(moved).unwrap_or(0),
        new: hold.known.iter().find_map(place).unwrap_or(0),
    }
}

/// A wire that is synced every half hour.
pub(crate) fn wire_row(name: WireName) -> WireRow {
    let url = format!("https://{name}.example/");
    WireRow { name, url, budget: 500, interval: 30, per_minute: 60, ..WireRow::default() }
}

/// The row of the config behind a source.
pub(crate) fn source_row(state: &SourceState) -> SourceRow {
    let kind = Channel::ALL.iter().copied().find(|kind| kind.word() == state.kind);
    SourceRow {
        kind: kind.unwrap_or_default(),
        name: state.name.clone(),
        url: state.url.clone(),
        beat: state.beat.clone(),
        enabled: state.standing != Standing::Off,
        ..SourceRow::default()
    }
}

fn same(kept: &Kept, key: &Key) -> bool {
    kept.wire == key.wire && kept.dispatch.id == key.id
}

fn row(kept: &Kept) -> Row {
    let d = &kept.dispatch;
    Row {
        key: Key::new(kept.wire.clone(), d.id.clone()),
        beat: d.beat.label(),
        headline: d.title().to_owned(),
        dek: d.dek.clone().unwrap_or_default(),
        time: d.time(),
        records: d.record_count(),
        web: d.web_count(),
        platforms: d.platforms.clone(),
        arc: d.arc.clone(),
        version: d.version,
        thin: d.record_count() < 2,
        read: kept.read,
        newer: false,
        starred: kept.starred,
    }
}

fn event(key: &str) -> crossterm::event::KeyEvent {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    let (modifiers, name) = match key.split_once('+') {
        Some(("Ctrl", name)) => (KeyModifiers::CONTROL, name),
        Some(("Alt", name)) => (KeyModifiers::ALT, name),
        Some(("Shift", name)) => (KeyModifiers::SHIFT, name),
        _ => (KeyModifiers::NONE, key),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Backspace" => KeyCode::Backspace,
        "Down" => KeyCode::Down,
        "Up" => KeyCode::Up,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PageDown" => KeyCode::PageDown,
        "PageUp" => KeyCode::PageUp,
        letter => KeyCode::Char(letter.chars().next().unwrap_or(' ')),
    };
    KeyEvent::new(code, modifiers)
}

/// A world of so many dispatches on three beats, newest first, each with two records, a web page and two questions.
pub(crate) fn world(count: usize) -> Vec<Kept> {
    (0..count).map(kept).collect()
}

fn kept(n: usize) -> Kept {
    let noon = Moment::parse(NOON).unwrap_or_default();
    let dispatch = Dispatch {
        id: DispatchId::new(format!("00000000-0000-7000-8000-{n:012x}")),
        beat: Beat { id: None, name: Some(["World", "Business", "Science"][n % 3].to_owned()) },
        headline: Some(format!("Matter {n} moves the town")),
        dek: Some("A short line under the headline.".to_owned()),
        arc: (n == 0).then_some(Arc::Breaking),
        sections: sections(),
        faq: (1..=2).map(question).collect(),
        citations: vec![cite(n, 1), cite(n, 2), web()],
        record_ids: vec![RecordId::new(format!("r{n}-1")), RecordId::new(format!("r{n}-2"))],
        platforms: vec![SourceKind::News],
        version: 1,
        active: true,
        generated_at: Some(noon.plus_seconds(-60 * n as i64)),
        ..Dispatch::default()
    };
    let records = vec![record(n, 1), record(n, 2)];
    Kept {
        wire: "world".into(),
        dispatch,
        read: false,
        starred: false,
        records,
        versions: Vec::new(),
        partial: false,
        ..Kept::default()
    }
}

fn record(n: usize, which: usize) -> Record {
    let noon = Moment::parse(NOON).unwrap_or_default();
    Record {
        id: RecordId::new(format!("r{n}-{which}")),
        kind: SourceKind::News,
        title: Some(format!("Report {which} on matter {n}")),
        publisher: Some(["Alder Post", "Harbour Mail"][which - 1].to_owned()),
        url: Some(format!("https://post.example/{n}/{which}")),
        published_at: Some(noon.plus_seconds(-600 - 60 * n as i64)),
        text: Some(format!("The bridge closed at noon. Matter {n} has {which} sides. Nobody was hurt.")),
        ..Record::default()
    }
}

fn cite(n: usize, which: usize) -> Citation {
    Citation {
        marker: Some(which as u32),
        record_id: Some(RecordId::new(format!("r{n}-{which}"))),
        platform: Some(SourceKind::News),
        title: Some(format!("Report {which} on matter {n}")),
        spans: vec![Span { start: 0, end: 26, ..Span::default() }],
        ..Citation::default()
    }
}

fn web() -> Citation {
    Citation {
        marker: Some(3),
        kind: CitationKind::External,
        url: Some("https://stats.example/bridges".to_owned()),
        domain: Some("stats.example".to_owned()),
        ..Citation::default()
    }
}

fn sections() -> Vec<Section> {
    let body = "The bridge closed at noon.[1] Nobody was hurt, the port said.[2] Traffic is 31,000 a day.[3]";
    let section = |order, heading: &str, body: String| Section {
        order,
        heading: Some(heading.to_owned()),
        body,
        ..Section::default()
    };
    vec![section(1, "What is reported", body.to_owned()), section(2, "Who says what", [body; 6].join("\n\n"))]
}

fn question(order: i64) -> Question {
    let (question, answer) = (format!("Question {order}?"), format!("Answer {order}.[1]"));
    Question { order, question, answer, ..Question::default() }
}
