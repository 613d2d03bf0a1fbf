//! The wires: how reading each fares, what is kept of it, what went wrong and what helps.

use crate::{
    config::WireRow,
    reader::{
        human,
        model::{Settings, Syncing},
        msg::{Progress, Trouble},
    },
    story::{Moment, WireName},
    text::clean,
    wire::state::WireState,
};

use super::{
    Laid, Role, Target,
    known::{Names, dotted, sentence},
    set::{Galley, Run, run},
};

/// Where the names of what is known stand.
const NAMES: Names = Names { cells: 9, inset: 2 };

/// What is known of one wire.
struct Block<'a> {
    name: &'a WireName,
    row: Option<&'a WireRow>,
    state: Option<&'a WireState>,
    running: Option<&'a Progress>,
    /// What went wrong last. The store may not know: it may be the store that could not be written.
    trouble: Option<&'a Trouble>,
    offline: bool,
}

/// The wires of the config and those in the store, one link each.
pub fn wires(sync: &Syncing, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    let stored = sync.states.iter().map(|state| &state.wire).filter(|wire| !sync.reads(wire));
    let names: Vec<&WireName> = sync.rows.iter().map(|row| &row.name).chain(stored).collect();
    for name in names {
        galley.gap();
        let block = Block {
            name,
            row: sync.rows.iter().find(|row| row.name == *name),
            state: sync.state(name),
            trouble: sync.state(name).and_then(|state| state.trouble.as_ref()).or(sync.told.get(name)),
            running: sync.running.as_ref().filter(|running| running.wire == *name),
            offline: sync.offline,
        };
        let link = galley.link(Target::Wire(name.clone()), None);
        block.set(&mut galley, link, sync.waits, settings, now);
        galley.end_link(link);
    }
    if sync.rows.is_empty() {
        galley.gap();
        galley.words("No wire is read from elsewhere yet.", Role::Body);
        galley.words(
            "`slugline wires add NAME URL` adds one: a server of the Delivery API, or another Slugline.",
            Role::Meta,
        );
    }
    galley.finish()
}

impl Block<'_> {
    fn set(&self, galley: &mut Galley, link: usize, waits: Option<Moment>, settings: &Settings, now: Moment) {
        let (health, role) = self.health(settings);
        let name = Run { link: Some(link), ..run(clean::line(self.name.as_str()), Role::Strong) };
        galley.text(&[name, run("  ", Role::Body), run(health, role)]);
        let none = WireState::default();
        let state = self.state.unwrap_or(&none);
        let say = |at: Moment| human::time(at, now, &settings.zone);
        self.progress(galley, waits.map(say), settings);
        known(galley, "Server", &if self.row.is_some() { state.kind.clone() } else { String::new() });
        known(galley, "Address", self.row.map_or(state.url.as_str(), |row| row.url.as_str()));
        known(galley, "Synced", &self.times(state, now, settings));
        known(galley, "Requests", &self.requests(state));
        known(galley, "Kept", &self.state.map(|state| kept(state, settings)).unwrap_or_default());
        known(galley, "Missing", &missing(state, settings));
        if let Some(trouble) = self.trouble.filter(|_| self.running.is_none()) {
            NAMES.known(galley, "Trouble", &sentence(trouble), Role::Warn);
        }
        for (n, note) in state.notes.iter().take(12).enumerate() {
            known(galley, if n == 0 { "Notes" } else { "" }, note);
        }
    }

    /// A sign and a word.
    fn health(&self, settings: &Settings) -> (String, Role) {
        let signs = settings.signs();
        let state = self.state;
        let own =
            if state.is_some_and(|state| state.kind == "demo") { "the demo" } else { "a wire of your own" };
        let (sign, word, role) = match (self.row, self.running, state) {
            (None, ..) => (signs.reading, own, Role::Meta),
            (_, Some(_), _) => (signs.syncing, "syncing", Role::Body),
            _ if self.trouble.is_some() => (signs.trouble, "trouble", Role::Bad),
            _ if self.offline => (signs.reading, "offline, as asked", Role::Meta),
            (_, _, Some(state)) if state.synced_at.is_some() => (signs.synced, "synced", Role::Good),
            (_, _, Some(state)) if state.total > 0 => {
                (signs.reading, "not synced to its end yet", Role::Meta)
            }
            _ => (signs.reading, "not synced yet", Role::Meta),
        };
        (format!("{sign} {word}"), role)
    }

    fn progress(&self, galley: &mut Galley, waits: Option<String>, settings: &Settings) {
        let Some(running) = self.running else { return };
        let dot = format!(" {} ", settings.signs().dot);
        let said = match waits {
            Some(until) => format!("The server asked for patience until {until}"),
            None if running.items == 0 => "Asking".to_owned(),
            None => human::progress(running).join(&dot),
        };
        known(galley, "Now", &said);
    }

    /// `14:03 · next about 14:33`
    fn times(&self, state: &WireState, now: Moment, settings: &Settings) -> String {
        let say = |at: Moment| human::time(at, now, &settings.zone);
        let Some(row) = self.row else { return state.synced_at.map(say).unwrap_or_default() };
        let tried = state.tried_at.filter(|at| state.synced_at.is_none_or(|synced| synced < *at));
        let due = state.tried_at.or(state.synced_at).map(|at| at.plus_seconds(60 * i64::from(row.interval)));
        let next = match (state.not_before.filter(|at| *at > now), due) {
            (Some(at), _) => format!("not before {}", say(at)),
            _ if self.offline => String::new(),
            (_, Some(at)) if row.interval > 0 => format!("next about {}", say(at)),
            _ if row.interval == 0 => "next when asked".to_owned(),
            _ => String::new(),
        };
        let synced = state.synced_at.map_or_else(|| "never yet".to_owned(), say);
        let tried = tried.map(|at| format!("tried {}", say(at))).unwrap_or_default();
        dotted(&[synced, tried, next], settings)
    }

    fn requests(&self, state: &WireState) -> String {
        let made = human::number(state.requests as usize);
        self.row
            .map(|row| format!("{made} of {} today", human::number(row.budget as usize)))
            .unwrap_or_default()
    }
}

fn kept(state: &WireState, settings: &Settings) -> String {
    let unread =
        if state.unread > 0 { format!("{} unread", human::number(state.unread)) } else { String::new() };
    let size = if state.bytes > 0 { human::bytes(state.bytes) } else { String::new() };
    let dispatches = human::count(state.total, "dispatch", "dispatches");
    dotted(&[dispatches, unread, human::count(state.records, "record", "records"), size], settings)
}

fn missing(state: &WireState, settings: &Settings) -> String {
    let partial = (state.partial > 0).then(|| {
        human::count(state.partial, "dispatch", "dispatches") + " of which only the list's lines are here"
    });
    let queued = (state.queued > 0)
        .then(|| human::count(state.queued, "record", "records") + " queued for the next sync");
    dotted(&[partial.unwrap_or_default(), queued.unwrap_or_default()], settings)
}

/// A name, and what is known under it; nothing where nothing is.
fn known(galley: &mut Galley, label: &str, text: &str) {
    NAMES.known(galley, label, text, Role::Body);
}
