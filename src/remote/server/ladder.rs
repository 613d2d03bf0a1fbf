//! All there is to one dispatch: down the ladder as far as this server goes.
//!
//! The detail has the words. The sources have what was cited, with names and dates. The citations have the markers. A
//! server may lack any of the three, or break on one; then the next rung is tried, and what the list gave is kept in
//! any case. No rung is asked whose answer would add nothing.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Remote, asker::Question};
use crate::{
    net::Reply,
    remote::{
        Can, Dialect, Stop, Stopped,
        answer::{
            citing,
            item::{self, Notes},
            merge,
        },
    },
    story::{Citation, Dispatch, DispatchId},
    text::markers::markers,
};

/// After so many details that are missing, and none that is there, the route is taken for missing.
const MISSED: u32 = 2;

/// A rung below the detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rung {
    Sources,
    Citations,
}

impl Rung {
    fn name(self) -> &'static str {
        match self {
            Self::Sources => "sources",
            Self::Citations => "citations",
        }
    }
}

impl Remote {
    /// A dispatch with its citations, as far down the ladder as this server goes. `row` is what the list gave.
    pub async fn dispatch(&mut self, row: Dispatch) -> Result<(Dispatch, Vec<String>), Stopped> {
        self.meet().await?;
        let mut notes = Notes::default();
        let mut dispatch = self.detail(row, &mut notes).await?;
        if !matches!(self.abilities.dialect, Dialect::Slugline | Dialect::File) {
            self.cite(&mut dispatch, &mut notes).await?;
        }
        self.name_beats(std::iter::once(&mut dispatch)).await;
        Ok((dispatch, notes.done()))
    }

    async fn detail(&mut self, row: Dispatch, notes: &mut Notes) -> Result<Dispatch, Stopped> {
        let Some(url) =
            self.routes.of(&self.abilities.list, row.id.as_str(), None).filter(|_| self.can_detail(&row))
        else {
            return self.or_row(row, notes, None);
        };
        let reply = self.asker.ask(Question::new(url)).await?;
        let known = self.abilities.detail == Can::Yes;
        match reply.status {
            200 | 203 => return self.told(row, &reply, notes),
            404 | 410 if known => return Err(self.asker.stopped(&reply)),
            404 | 410 => {
                self.session.details_missed += 1;
                if self.session.details_missed >= MISSED {
                    self.abilities.detail = Can::No;
                }
            }
            405 | 501 => self.abilities.detail = Can::No,
            402 | 403 => self.session.no_detail = true,
            500 if self.abilities.dialect == Dialect::Reference && item::has_text(&row) => {
                if item::should_be_cited(&row) {
                    self.abilities.cited_detail = Can::No;
                    if self.abilities.records == Can::Unknown {
                        self.abilities.records = Can::No;
                    }
                }
            }
            _ => return Err(self.asker.stopped(&reply)),
        }
        self.or_row(row, notes, Some(&reply))
    }

    /// Asking for the detail may bring something.
    fn can_detail(&self, row: &Dispatch) -> bool {
        let abilities = &self.abilities;
        let reference = abilities.dialect == Dialect::Reference;
        // Anything but a UUID in this place is an error of its database.
        let sound = !reference || Uuid::parse_str(row.id.as_str()).is_ok();
        let breaks = reference
            && abilities.cited_detail == Can::No
            && item::has_text(row)
            && item::should_be_cited(row);
        abilities.dialect != Dialect::File
            && abilities.detail != Can::No
            && !self.session.no_detail
            && sound
            && !breaks
    }

    /// Without a detail: what the list gave, if it gave anything.
    fn or_row(&self, row: Dispatch, notes: &mut Notes, reply: Option<&Reply>) -> Result<Dispatch, Stopped> {
        let bare = row.headline.is_none() && row.dek.is_none() && !item::has_text(&row);
        match (bare, reply) {
            (false, None) => Ok(row),
            (false, Some(reply)) => {
                let why = self.asker.stopped(reply).trouble.why;
                notes.add(format!("{}: no more than the list's row is to be had ({why}).", row.code()));
                Ok(row)
            }
            (true, Some(reply)) if !matches!(reply.status, 404 | 410) => Err(self.asker.stopped(reply)),
            (true, _) => Err(self.not_there(&row.id)),
        }
    }

    /// Whether the dispatch is missing or the route, nobody can tell.
    fn not_there(&self, id: &DispatchId) -> Stopped {
        let (host, file) = (&self.asker.host, self.abilities.dialect == Dialect::File);
        let stop = if file || self.abilities.detail == Can::Yes { Stop::Missing } else { Stop::Unable };
        let why = if file {
            "A file brings all its dispatches at once, and this one was not in it"
        } else {
            "It has no such dispatch, or does not give single ones"
        };
        Stopped::new(stop, format!("{host} does not give the dispatch {id}"), why.to_owned(), "")
    }

    fn told(&mut self, row: Dispatch, reply: &Reply, notes: &mut Notes) -> Result<Dispatch, Stopped> {
        let text = String::from_utf8_lossy(&reply.body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let told = item::story(text).map_err(|what| self.asker.no_answer(reply, &what))?;
        if !told.named || told.dispatch.id != row.id {
            return Err(self.asker.no_answer(reply, "another dispatch than the one asked for"));
        }
        self.abilities.detail = Can::Yes;
        if !told.dispatch.citations.is_empty() {
            self.abilities.cited_detail = Can::Yes;
        }
        notes.lose(row.id.as_str(), told.losses);
        Ok(merge::dispatch(row, told.dispatch))
    }

    /// The rungs below the detail.
    async fn cite(&mut self, dispatch: &mut Dispatch, notes: &mut Notes) -> Result<(), Stopped> {
        let sources = self.rung(Rung::Sources, &dispatch.id, notes).await?;
        let answered = sources.is_some();
        let embedded = std::mem::take(&mut dispatch.citations);
        dispatch.citations = merge::citations(embedded, sources.unwrap_or_default());
        let silent = dispatch.citations.is_empty() && !answered;
        if silent || has_unanswered_marker(dispatch) {
            let marked = self.rung(Rung::Citations, &dispatch.id, notes).await?.unwrap_or_default();
            let known = std::mem::take(&mut dispatch.citations);
            dispatch.citations = merge::citations(marked, known);
        }
        Ok(())
    }

    /// Asks one rung. `None` where it is not there.
    async fn rung(
        &mut self,
        rung: Rung,
        id: &DispatchId,
        notes: &mut Notes,
    ) -> Result<Option<Vec<Citation>>, Stopped> {
        let (can, barred) = self.state(rung);
        if *can == Can::No || *barred {
            return Ok(None);
        }
        let unknown = *can == Can::Unknown;
        let sound = self.abilities.dialect != Dialect::Reference || Uuid::parse_str(id.as_str()).is_ok();
        let url = self.routes.of(&self.abilities.list, id.as_str(), Some(rung.name()));
        let Some(url) = url.filter(|_| sound) else { return Ok(None) };
        let reply = self.asker.ask(Question::new(url)).await?;
        let (can, barred) = self.state(rung);
        match reply.status {
            200 | 203 => {}
            404 | 405 | 410 | 501 => {
                // On a route that is known to be there it means this one dispatch has none.
                *can = if unknown || matches!(reply.status, 405 | 501) { Can::No } else { *can };
                return Ok(None);
            }
            _ => {
                *barred = true;
                let why = self.asker.stopped(&reply).trouble;
                notes.add(format!("{}: {}; the {} were left out.", why.what, why.why, rung.name()));
                return Ok(None);
            }
        }
        Ok(self.cited(rung, id, &reply, notes))
    }

    /// Reads the answer of a rung.
    fn cited(
        &mut self,
        rung: Rung,
        id: &DispatchId,
        reply: &Reply,
        notes: &mut Notes,
    ) -> Option<Vec<Citation>> {
        let text = String::from_utf8_lossy(&reply.body);
        let read = match rung {
            Rung::Sources => citing::sources(&text),
            Rung::Citations => citing::citations(&text),
        };
        let (can, barred) = self.state(rung);
        match read {
            Ok((cited, losses)) => {
                *can = Can::Yes;
                notes.lose(id.as_str(), losses);
                Some(cited)
            }
            Err(what) => {
                *barred = true;
                let why = self.asker.no_answer(reply, &what).trouble.why;
                notes.add(format!("The {} of {id} cannot be read: {why}.", rung.name()));
                None
            }
        }
    }

    /// What is known of a rung: whether it is there, and whether it is left alone for now.
    fn state(&mut self, rung: Rung) -> (&mut Can, &mut bool) {
        match rung {
            Rung::Sources => (&mut self.abilities.sources, &mut self.session.no_sources),
            Rung::Citations => (&mut self.abilities.citations, &mut self.session.no_citations),
        }
    }
}

/// The prose has a marker that no citation answers to.
fn has_unanswered_marker(dispatch: &Dispatch) -> bool {
    let answered: HashSet<u32> = dispatch.citations.iter().filter_map(|citation| citation.marker).collect();
    item::prose(dispatch).flat_map(markers).any(|marker| !answered.contains(&marker.number))
}
