//! `slugline record ID`: one record, whole, and the dispatches that cite it.

use std::fmt::Write;

use clap::Args;

use super::{
    Exit, Failure, Session,
    args::yes,
    edition, json,
    typeset::{self, Clock},
};
use crate::{
    desk::{beats, learned::Learned},
    store::Reader,
    story::{Dispatch, RecordId},
    text::{clean, tokens},
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
            filed(session, kept)?;
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
        let mut known = String::new();
        for wire in reader.wires()? {
            if matches!(session.scope(), Scope::All) || session.scope() == Scope::Wire(wire.wire.clone()) {
                for row in reader.cited_by(&wire.wire, &id)? {
                    let _ =
                        write!(known, "\n  {}  {}", row.code(), clean::line(&tokens::words(&row.headline)));
                    if let Some(kept) = reader.dispatch(&row.key)? {
                        said_of_it(&kept.dispatch, &id, &mut known);
                    }
                }
            }
        }
        if !known.is_empty() {
            told += " The wire that cites it did not send it along; this is what is known of it:";
            told += &known;
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

/// What a dispatch that cites the record says of it.
fn said_of_it(dispatch: &Dispatch, id: &RecordId, known: &mut String) {
    for citation in dispatch.citations.iter().filter(|citation| citation.record_id.as_ref() == Some(id)) {
        let marker = citation.marker.map_or_else(|| "–".to_owned(), |n| format!("[{n}]"));
        let _ = write!(known, "\n    {marker} {}", clean::line(&typeset::called(citation)));
        let excerpt = citation.excerpt.as_deref().map(|excerpt| format!("“{}”", clean::line(excerpt)));
        for detail in excerpt.iter().chain(&citation.url).map(|detail| clean::line(detail)) {
            let _ = write!(known, "\n        {detail}");
        }
    }
}

/// Under which beat our desk files a record of its own, and why.
fn filed(session: &mut Session<'_>, kept: &KeptRecord) -> Result<(), Failure> {
    if session.config.wires.iter().any(|row| row.name == kept.wire) {
        return Ok(());
    }
    let (beats, _) = edition::settings(&session.config);
    let filed = beats::file(&beats, &Learned::default(), &[&kept.record]);
    session.out.line("")?;
    let told = format!("under {}: {}", filed.beat.label(), filed.why.why);
    Ok(typeset::labelled(session.out, "Filed: ", None, &told)?)
}
