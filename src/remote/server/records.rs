//! One record, whole.

use super::{Remote, asker::Question};
use crate::{
    net::Reply,
    remote::{
        Can, Dialect, Stop, Stopped,
        answer::{item, refusal},
    },
    story::{Record, RecordId},
};

/// After so many records that are missing, and none that is there, the route is taken for missing.
const MISSED: u32 = 3;

impl Remote {
    /// One record, whole.
    pub async fn record(&mut self, id: &RecordId) -> Result<(Record, Vec<String>), Stopped> {
        self.meet().await?;
        let host = self.asker.host.clone();
        if self.abilities.dialect == Dialect::File {
            let why = "A file brings its records with it, and this one was not in it".to_owned();
            return Err(Stopped::new(Stop::Missing, format!("{host} does not have the record"), why, ""));
        }
        if self.abilities.records == Can::No {
            return Err(self.no_records());
        }
        let Some(url) = self.routes.of(&self.beside("records"), id.as_str(), None) else {
            let why = "No address can be made of its id".to_owned();
            return Err(Stopped::new(
                Stop::Missing,
                format!("{host} cannot be asked for the record"),
                why,
                "",
            ));
        };
        let reply = self.asker.ask(Question::new(url)).await?;
        if !matches!(reply.status, 200 | 203) {
            return Err(self.no_record(&reply));
        }
        let text = String::from_utf8_lossy(&reply.body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let (mut record, losses) = item::record(text).map_err(|what| self.asker.no_answer(&reply, &what))?;
        self.abilities.records = Can::Yes;
        let mut notes = item::Notes::default();
        notes.lose(id.as_str(), losses);
        if record.id != *id {
            notes.add(format!(
                "The record {id} came as {}; it is kept under the name it was asked by.",
                record.id
            ));
            record.id = id.clone();
        }
        Ok((record, notes.done()))
    }

    /// What an answer without a record says of this one, and of all.
    fn no_record(&mut self, reply: &Reply) -> Stopped {
        let stopped = self.asker.stopped(reply);
        let unknown = self.abilities.records == Can::Unknown;
        let always = match reply.status {
            400 if refusal::read(&reply.body, &reply.content_type).code.as_deref() == Some("invalid_id") => {
                return Stopped { stop: Stop::Missing, ..stopped };
            }
            404 if unknown => {
                self.session.records_missed += 1;
                self.session.records_missed >= MISSED
            }
            405 | 501 => true,
            // The open reference server's records break always, or never.
            500 => unknown && self.abilities.dialect == Dialect::Reference,
            _ => false,
        };
        if !always {
            return stopped;
        }
        self.abilities.records = Can::No;
        self.no_records()
    }

    fn no_records(&self) -> Stopped {
        let host = &self.asker.host;
        let why = if self.abilities.dialect == Dialect::Reference {
            "Its route for records is broken, as the open reference server's is known to be"
        } else {
            "It has no route for records"
        };
        let what = format!("{host} cannot give the record");
        Stopped::new(
            Stop::Unable,
            what,
            why.to_owned(),
            "The page it came from may still be there: open it in a browser",
        )
    }
}
