//! `slugline wires list`: every wire, of others and of one's own: how it fares, what it holds, what it costs.

use clap::Args;
use serde_json::{Value, json};

use crate::{
    cli::{
        Exit, Failure, Out, Session,
        args::yes,
        json,
        online::sentence,
        out::Ink,
        sync::trouble_json,
        typeset::{Clock, hanging, labelled},
    },
    config::WireRow,
    desk::wired::DEMO,
    reader::human::{bytes, count, number},
    story::WireName,
    wire::state::WireState,
};

/// `slugline wires list`
#[derive(Debug, Default, Args)]
pub(super) struct List {
    /// One JSON object a line
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl List {
    /// `json`: so it was asked before the word, too.
    pub(super) fn run(&self, session: &mut Session<'_>, json: bool) -> Result<Exit, Failure> {
        let json = json || self.json;
        let states = states(session)?;
        let mut wires = joined(&session.config.wires, &states);
        if let Some(only) = &session.global.wire {
            wires.retain(|wire| wire.name.as_str() == only);
        }
        if wires.is_empty() {
            let told = "There are no wires yet. `slugline wires add URL` adds one that somebody publishes, `slugline \
                        import FILE` fills one of your own.";
            return Err(Failure::Partly(told.to_owned()));
        }
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        for wire in &wires {
            if json {
                session.out.line(&json::line(&wire.json()))?;
            } else {
                wire.print(session.out, &clock)?;
            }
        }
        Ok(Exit::Done)
    }
}

/// What the store knows of its wires; nothing where there is no store yet, and none is made for this.
pub(super) fn states(session: &mut Session<'_>) -> Result<Vec<WireState>, Failure> {
    if !session.store_path().exists() {
        return Ok(Vec::new());
    }
    let reader = session.open_store()?.reader()?;
    Ok(reader.states(session.now())?)
}

/// A wire by its row in the config, by what the store knows of it, or both.
struct Wire<'a> {
    name: &'a WireName,
    row: Option<&'a WireRow>,
    state: Option<&'a WireState>,
}

/// Those of the config in its order, then the others.
fn joined<'a>(rows: &'a [WireRow], states: &'a [WireState]) -> Vec<Wire<'a>> {
    let configured = rows.iter().map(|row| Wire {
        name: &row.name,
        row: Some(row),
        state: states.iter().find(|state| state.wire == row.name),
    });
    let others = states.iter().filter(|state| rows.iter().all(|row| row.name != state.wire));
    configured.chain(others.map(|state| Wire { name: &state.wire, row: None, state: Some(state) })).collect()
}

impl Wire<'_> {
    /// In one word, for scripts.
    fn health(&self) -> &'static str {
        match (self.row, self.state) {
            (None, _) if self.name.as_str() == DEMO => "demo",
            (None, Some(state)) if state.url.is_empty() => "own",
            (None, _) => "unconfigured",
            (Some(_), Some(state)) if state.trouble.is_some() => "trouble",
            (Some(_), Some(state)) if state.synced_at.is_some() => "well",
            (Some(_), _) => "new",
        }
    }

    fn url(&self) -> &str {
        let remembered = self.state.map_or("", |state| state.url.as_str());
        self.row.map_or(remembered, |row| row.url.as_str())
    }

    fn print(&self, out: &mut Out, clock: &Clock) -> std::io::Result<()> {
        let name = self.name.as_str();
        let label = format!("{}  ", out.inked(Ink::Bold, name));
        let cells = textwrap::core::display_width(name) + 2;
        hanging(out, &label, cells, None, &self.place())?;
        let mut lines = vec![self.fares(clock)];
        lines.extend(self.state.map(holds));
        if let (Some(row), Some(state)) = (self.row, self.state) {
            lines.push(format!(
                "{} of {} used today",
                number(state.requests as usize),
                count(row.budget as usize, "request", "requests")
            ));
        }
        lines.extend(self.state.and_then(|state| waits(state, clock)));
        lines.extend(self.state.into_iter().flat_map(|state| state.notes.iter().cloned()));
        for line in lines.iter().filter(|line| !line.is_empty()) {
            labelled(out, "  ", None, line)?;
        }
        Ok(())
    }

    /// Where it is, and what.
    fn place(&self) -> String {
        let server = self.state.map_or("", |state| state.kind.as_str());
        match (self.health(), server) {
            ("demo", _) => "the demo: invented records".to_owned(),
            ("own", _) => "a wire of your own".to_owned(),
            (_, "") => self.url().to_owned(),
            (_, server) => format!("{} · {server}", self.url()),
        }
    }

    /// How reading it fares.
    fn fares(&self, clock: &Clock) -> String {
        let Some(state) = self.state else {
            return format!("not synced yet: slugline sync {}", self.name);
        };
        let synced = state.synced_at.map(|moment| clock.short(Some(moment)));
        match (self.health(), &state.trouble, synced) {
            ("demo" | "own", ..) => String::new(),
            ("unconfigured", _, synced) => {
                let last = synced.map_or_else(String::new, |time| format!("; last synced {time}"));
                format!("no longer configured, so it is not synced any more{last}")
            }
            (_, Some(trouble), Some(time)) => format!("as of {time}. {}", sentence(trouble)),
            (_, Some(trouble), None) => sentence(trouble),
            (_, None, Some(time)) => format!("synced {time}"),
            (_, None, None) if state.total > 0 => {
                format!("not synced to its end yet: slugline sync {} goes on from there", self.name)
            }
            (_, None, None) => format!("not synced yet: slugline sync {}", self.name),
        }
    }

    fn json(&self) -> Value {
        let none = WireState::default();
        let state = self.state.unwrap_or(&none);
        let moment = |moment: Option<crate::story::Moment>| moment.map(|moment| moment.to_string());
        json!({
            "wire": self.name.as_str(),
            "url": self.url(),
            "kind": self.row.map(|row| row.kind.word()),
            "server": state.kind,
            "configured": self.row.is_some(),
            "health": self.health(),
            "dispatches": state.total,
            "unread": state.unread,
            "records": state.records,
            "bytes": state.bytes,
            "partial": state.partial,
            "queued": state.queued,
            "requests": state.requests,
            "budget": self.row.map(|row| row.budget),
            "tried_at": moment(state.tried_at),
            "synced_at": moment(state.synced_at),
            "not_before": moment(state.not_before),
            "trouble": state.trouble.as_ref().map(trouble_json),
            "notes": state.notes,
        })
    }
}

/// What is kept of it.
fn holds(state: &WireState) -> String {
    let mut parts = vec![
        format!("{} ({} unread)", count(state.total, "dispatch", "dispatches"), number(state.unread)),
        count(state.records, "record", "records"),
        bytes(state.bytes),
    ];
    if state.partial > 0 {
        parts.push(format!("{} not whole yet", number(state.partial)));
    }
    if state.queued > 0 {
        parts.push(format!("{} waiting for the next sync", count(state.queued, "record", "records")));
    }
    parts.join(", ")
}

fn waits(state: &WireState, clock: &Clock) -> Option<String> {
    let until = state.not_before.filter(|until| *until > clock.now)?;
    Some(format!("not asked again before {}", clock.short(Some(until))))
}
