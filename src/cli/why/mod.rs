//! `slugline why CODE_OR_CLUSTER`: how a story came to be one, what moved, and what became of it.
//!
//! Everything that the desk decided is kept with the numbers it leaned on: what each record met, by how much, and how
//! much was needed; what fired, with its arithmetic; what is missing where there is too little. This prints it, and
//! decides nothing. What a wire of others publishes was decided there: then that is said, with what it tells of it.

mod told;

use clap::Args;
use serde_json::{Value, json};

use super::{
    Exit, Failure, Session,
    args::yes,
    edition, find, json,
    typeset::{self, Clock},
};
use crate::{
    cluster::Minimum,
    store::Reader,
    story::{ClusterId, Code, Decision, Dispatch, Key, Outcome, RecordId, WireName},
    wire::{
        format,
        page::Scope,
        stories::{StoryRow, Teller},
    },
};

pub(super) use crate::wire::stories::Why as Told;

/// `slugline why`
#[derive(Debug, Args)]
pub struct Why {
    /// A dispatch by its code, such as DSP·7C813E, or its whole id; or a cluster, such as c3f0b4a1d2e9a
    #[arg(value_name = "CODE_OR_CLUSTER")]
    what: String,
    /// As one JSON object
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

/// What is known of a story.
enum Known {
    /// Our desk's decisions.
    Here(Box<Told>),
    /// No decision of ours led to this dispatch.
    Elsewhere(WireName, Box<Dispatch>),
}

impl Why {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let known = self.find(session, &reader)?;
        let (_, settings) = edition::settings(&session.config);
        match &known {
            Known::Here(why) if self.json => {
                let dispatch = dispatch(&reader, why)?;
                session.out.line(&json::line(&why_json(why, dispatch.as_ref(), &settings.minimum)))?;
            }
            Known::Here(why) => {
                let dispatch = dispatch(&reader, why)?;
                told::why(session.out, &clock, why, dispatch.as_ref(), &settings)?;
            }
            Known::Elsewhere(wire, dispatch) if self.json => {
                session.out.line(&json::line(&elsewhere_json(wire, dispatch)))?;
            }
            Known::Elsewhere(wire, dispatch) => {
                let of_others = is_of_others(session, wire);
                told::elsewhere(session.out, &clock, wire, dispatch, of_others)?;
            }
        }
        Ok(Exit::Done)
    }

    fn find(&self, session: &Session<'_>, reader: &Reader) -> Result<Known, Failure> {
        if let Some(why) = self.cluster(session, reader)? {
            return Ok(Known::Here(Box::new(why)));
        }
        let kept = find::dispatch(session, reader, &self.what)?;
        let key = Key { wire: kept.wire, id: kept.dispatch.id.clone() };
        Ok(match reader.why_of(&key)? {
            Some(why) => Known::Here(Box::new(why)),
            None => Known::Elsewhere(key.wire, Box::new(kept.dispatch)),
        })
    }

    fn cluster(&self, session: &Session<'_>, reader: &Reader) -> Result<Option<Told>, Failure> {
        let id = ClusterId::new(self.what.trim());
        let scope = session.scope();
        let wires: Vec<WireName> = reader
            .find_story(&id)?
            .into_iter()
            .filter(|wire| scope == Scope::All || scope == Scope::Wire(wire.clone()))
            .collect();
        match wires.as_slice() {
            [] => Ok(None),
            [wire] => Ok(reader.why(wire, &id)?),
            several => {
                let names: Vec<&str> = several.iter().map(WireName::as_str).collect();
                let names = names.join(", ");
                let told =
                    format!("Cluster {id} is on {} wires. Choose one with --wire: {names}", several.len());
                Err(Failure::Partly(told))
            }
        }
    }
}

/// The story's current dispatch.
fn dispatch(reader: &Reader, why: &Told) -> Result<Option<Dispatch>, Failure> {
    let kept = why.row.dispatch.as_ref().map(|key| reader.dispatch(key)).transpose()?.flatten();
    Ok(kept.map(|kept| kept.dispatch))
}

/// The wire is read from elsewhere, as far as the config says.
fn is_of_others(session: &Session<'_>, wire: &WireName) -> bool {
    session.config.wires.iter().any(|row| row.name == *wire)
}

fn code(key: &Key) -> String {
    Code::of(&key.id).to_string()
}

/// A story's row, for lists and for `why`.
pub(super) fn row_json(row: &StoryRow) -> Value {
    let time = |at: Option<crate::story::Moment>| at.map(|at| at.to_string());
    let arrivals =
        row.arrivals.iter().map(|arrivals| json!({ "kind": arrivals.kind.slug(), "hours": arrivals.hours }));
    json!({
        "cluster": row.cluster.id.as_str(),
        "wire": row.wire.as_str(),
        "headline": row.headline,
        "outcome": row.outcome.map(Outcome::word),
        "reason": row.reason,
        "missing": (row.outcome == Some(Outcome::Watched)).then_some(row.reason.as_str()),
        "code": row.dispatch.as_ref().map(code),
        "dispatch": row.dispatch.as_ref().map(|key| key.id.as_str()),
        "records": row.cluster.records.len(),
        "voices": row.cluster.voices,
        "copies": row.cluster.copies.len(),
        "first_at": time(row.cluster.first_at),
        "last_at": time(row.cluster.last_at),
        "signal": row.signal.as_ref().map(format::signal_json),
        "arrivals": arrivals.collect::<Vec<_>>(),
    })
}

fn why_json(why: &Told, dispatch: Option<&Dispatch>, minimum: &Minimum) -> Value {
    let mut json = row_json(&why.row);
    let copies = &why.row.cluster.copies;
    let teller = |teller: &Teller| {
        json!({
            "id": teller.id.as_str(),
            "kind": teller.kind.slug(),
            "name": teller.name,
            "voice": teller.voice,
            "at": teller.at.map(|at| at.to_string()),
            "backfill": teller.backfill,
            "copy": copies.contains(&teller.id),
        })
    };
    if let Some(object) = json.as_object_mut() {
        object.remove("signal");
        let ids = why.aliases.iter().map(ClusterId::as_str).collect::<Vec<_>>();
        object.insert("aliases".to_owned(), json!(ids));
        object.insert("records".to_owned(), why.records.iter().map(teller).collect());
        object.insert("signals".to_owned(), why.signals.iter().map(format::signal_json).collect());
        object.insert("decisions".to_owned(), why.decisions.iter().map(decision_json).collect());
        let minimum = json!({
            "records": minimum.records, "voices": minimum.voices, "words": minimum.longest
        });
        object.insert("minimum".to_owned(), minimum);
        let told = dispatch.and_then(|dispatch| format::story_json(dispatch).get("methodology").cloned());
        object.insert("told".to_owned(), told.into());
    }
    json
}

fn decision_json(decision: &Decision) -> Value {
    json!({
        "at": decision.at.to_string(),
        "record": RecordId::as_str(&decision.record),
        "cluster": decision.cluster.as_str(),
        "met": decision.met.word(),
        "score": decision.score,
        "needed": decision.needed,
        "distance": told::distance(decision),
        "other": decision.other,
        "words": decision.words,
    })
}

/// A dispatch without decisions of ours: what it says of itself.
fn elsewhere_json(wire: &WireName, dispatch: &Dispatch) -> Value {
    let story = format::story_json(dispatch);
    json!({
        "cluster": null,
        "wire": wire.as_str(),
        "code": dispatch.code().to_string(),
        "dispatch": dispatch.id.as_str(),
        "headline": dispatch.title(),
        "decisions": null,
        "methodology": dispatch.methodology.as_ref().map(typeset::how),
        "told": story.get("methodology"),
    })
}
