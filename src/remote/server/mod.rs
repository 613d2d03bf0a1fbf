//! Asking a server, in the order and with the patience that it needs.
//!
//! [`Remote`] is one wire at the other end. What it asks is few things: what are you ([`meeting`]), what is new
//! ([`listing`], [`file`]), what is all of this dispatch ([`ladder`]), of this record ([`records`]), and what are
//! your beats called ([`beats`]). All of it goes through one [`asker`], which pays from the day's budget before every
//! request and knows what each status means. What a server turned out not to do is remembered and not asked again,
//! for a while. It refuses to hold anything between two calls but that and, for a file, the file.

mod asker;
mod beats;
mod file;
mod ladder;
mod listing;
mod meeting;
mod records;
mod routes;

use std::sync::Arc;

use super::{Abilities, Budget, Dialect, Stop, Stopped};
use crate::{
    config::{WireKind, WireRow},
    net::{Client, Key},
    story::{Dispatch, DispatchId, WireName},
};
use asker::Asker;
use file::File;
use routes::Routes;

/// Keys of the retired API begin so; its servers look for them in a header of their own.
const OLD_KEY: &str = "aidr_";

/// A wire at the other end.
#[derive(Debug)]
pub struct Remote {
    name: WireName,
    kind: WireKind,
    routes: Routes,
    asker: Asker,
    abilities: Abilities,
    /// A file that was read, until its last page is given.
    file: Option<File>,
    session: Session,
}

/// What is known for as long as the program runs, and worth no more than that.
#[derive(Debug, Default)]
struct Session {
    /// Routes not asked again: this key may not, or the server broke there.
    no_detail: bool,
    no_sources: bool,
    no_citations: bool,
    /// The names of the beats were asked for.
    beats_asked: bool,
    /// Details and records that were not there before any was: the routes may be missing.
    details_missed: u32,
    records_missed: u32,
}

impl Remote {
    /// Nothing is asked yet. `known` is what was remembered of the server.
    pub fn new(
        client: Client,
        row: &WireRow,
        key: Option<Key>,
        known: Option<Abilities>,
        budget: Arc<Budget>,
    ) -> Result<Self, Stopped> {
        let routes = Routes::new(&row.url).map_err(|why| {
            let what = format!("The address of the wire {} cannot be asked", row.name);
            Stopped::new(Stop::Unable, what, why, "Correct its `url` in the config")
        })?;
        let abilities = known.filter(|known| fits(row.kind, known.dialect)).unwrap_or_default();
        let old_key = key.as_ref().is_some_and(|key| key.begins_with(OLD_KEY));
        let asker = Asker {
            client,
            host: routes.host(),
            key,
            old_key_header: abilities.dialect == Dialect::Legacy || old_key,
            allow_private: row.allow_private,
            per_minute: (!routes.is_here()).then_some(row.per_minute),
            budget,
            throttled: 0,
        };
        let (name, kind) = (row.name.clone(), row.kind);
        Ok(Self { name, kind, routes, asker, abilities, file: None, session: Session::default() })
    }

    /// What is known of the server by now. Keep it together with what a call brought, or after it.
    pub fn abilities(&self) -> &Abilities {
        &self.abilities
    }

    /// A dispatch of which nothing but the id is known.
    pub async fn dispatch_by_id(&mut self, id: &DispatchId) -> Result<(Dispatch, Vec<String>), Stopped> {
        self.dispatch(Dispatch { id: id.clone(), active: true, version: 1, ..Dispatch::default() }).await
    }

    /// A route beside the list: `v1/records` beside `v1/stories`.
    fn beside(&self, name: &str) -> String {
        let list = self.abilities.list.as_str();
        list.rsplit_once('/').map_or_else(|| name.to_owned(), |(before, _)| format!("{before}/{name}"))
    }
}

/// What the config expects is what the server turned out to be.
fn fits(kind: WireKind, dialect: Dialect) -> bool {
    match (kind, dialect) {
        (WireKind::Auto, _) | (_, Dialect::Unknown) => true,
        (WireKind::Delivery, dialect) => !matches!(dialect, Dialect::Slugline | Dialect::File),
        (WireKind::Slugline, dialect) => matches!(dialect, Dialect::Slugline | Dialect::File),
    }
}
