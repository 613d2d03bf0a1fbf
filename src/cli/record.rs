//! `slugline record ID`: one record, whole, and the dispatches that cite it.

use std::fmt::Write;

use clap::Args;

use super::{
    Exit, Failure, Session,
    args::yes,
    json,
    typeset::{self, Clock},
};
use crate::{
    store::Reader,
    story::RecordId,
    wire::{
        format,
        page::{KeptRecord, Scope},
    },
};

/// `slugline record`
#[derive(Debug, Args)]
pub struct Record {
    /// Its id
    #[arg(value_name = "ID")]
    id: String,
    /// As one JSON object, in the wire format
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Record {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let found = self.find(session, &reader)?;
        let kept = match found.as_slice() {
            [kept] => kept,
            [] => return Err(Failure::Partly(self.missing(session, &reader)?)),
            several => return Err(Failure::Partly(self.ambiguous(several))),
        };
        if self.json {
            session.out.line(&json::line(&format::record_json(&kept.record)))?;
        } else {
            typeset::record(session.out, &clock, kept)?;
        }
        Ok(Exit::Done)
    }

    fn find(&self, session: &Session<'_>, reader: &Reader) -> Result<Vec<KeptRecord>, Failure> {
        let id = RecordId::new(self.id.trim());
        let wires = reader.find_record(&id, &session.scope())?;
        let mut found = Vec::new();
        for wire in wires {
            found.extend(reader.record(&wire, &id)?);
        }
        Ok(found)
    }

    /// A record that is not here may still be known by the dispatches that cite it.
    fn missing(&self, session: &Session<'_>, reader: &Reader) -> Result<String, Failure> {
        let mut told = format!("Record {} is not in the store.", self.id);
        let id = RecordId::new(self.id.trim());
        let mut citing = Vec::new();
        for wire in reader.wires()? {
            if matches!(session.scope(), Scope::All) || session.scope() == Scope::Wire(wire.wire.clone()) {
                citing.extend(reader.cited_by(&wire.wire, &id)?);
            }
        }
        if !citing.is_empty() {
            told += " It is cited by dispatches whose wire did not send it along; `slugline show` tells what they say of it:";
        }
        for row in citing {
            let _ = write!(told, "\n  {}  {}", row.code(), row.headline);
        }
        Ok(told)
    }

    fn ambiguous(&self, several: &[KeptRecord]) -> String {
        let wires: Vec<&str> = several.iter().map(|kept| kept.wire.as_str()).collect();
        format!(
            "Record {} is on {} wires. Choose one with --wire: {}",
            self.id,
            wires.len(),
            wires.join(", ")
        )
    }
}
