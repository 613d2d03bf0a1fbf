//! `slugline list`: the dispatches of a wire, newest first.

use clap::Args;
use serde_json::{Value, json};

use super::{
    Exit, Failure, Session,
    args::yes,
    json,
    out::Ink,
    typeset::{self, Clock},
};
use crate::{
    store::Reader,
    story::SourceKind,
    text::{clean, tokens},
    wire::page::{BeatCount, Found, Listing, Row},
};

/// `slugline list`
#[derive(Debug, Default, Args)]
pub struct List {
    /// Only this beat, by its name
    #[arg(long, value_name = "BEAT", env = "SLUGLINE_BEAT", hide_env_values = true)]
    beat: Option<String>,
    /// Only dispatches in which these words stand
    #[arg(long, value_name = "WORDS", env = "SLUGLINE_QUERY", hide_env_values = true)]
    query: Option<String>,
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50, env = "SLUGLINE_LIMIT", hide_env_values = true)]
    limit: usize,
    /// One JSON object a line
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

/// Rows asked of the store at a time.
const PAGE: usize = 200;

impl List {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let listing = self.listing(session, &reader)?;
        let most = if self.limit == 0 { usize::MAX } else { self.limit };
        let found = match &self.query {
            Some(words) => self.searched(session, &reader, &clock, &listing, words, most)?,
            None => self.paged(session, &reader, &clock, &listing, most)?,
        };
        if found == 0 {
            return Err(Failure::Partly(self.nothing(&listing)));
        }
        Ok(Exit::Done)
    }

    fn listing(&self, session: &Session<'_>, reader: &Reader) -> Result<Listing, Failure> {
        let scope = session.scope();
        let beat = match &self.beat {
            Some(typed) => Some(known_beat(&reader.beats(&scope)?, typed)?),
            None => None,
        };
        Ok(Listing { scope, beat, ..Listing::default() })
    }

    fn paged(
        &self,
        session: &mut Session<'_>,
        reader: &Reader,
        clock: &Clock,
        listing: &Listing,
        most: usize,
    ) -> Result<usize, Failure> {
        let mut printed = 0;
        while printed < most {
            let page = reader.page(listing, printed, PAGE.min(most - printed))?;
            if page.rows.is_empty() {
                break;
            }
            for row in &page.rows {
                self.print(session, clock, row)?;
            }
            printed += page.rows.len();
        }
        Ok(printed)
    }

    /// The search's answer in the order of the list: newest first.
    fn searched(
        &self,
        session: &mut Session<'_>,
        reader: &Reader,
        clock: &Clock,
        listing: &Listing,
        words: &str,
        most: usize,
    ) -> Result<usize, Failure> {
        let hits = reader.search(&listing.scope, words, MOST_HITS)?;
        let mut rows: Vec<Row> = Vec::new();
        for hit in hits.hits {
            let Found::Dispatch(key) = hit.what else { continue };
            rows.extend(reader.row(&key)?.filter(|row| listing.beat.as_ref().is_none_or(|b| *b == row.beat)));
        }
        rows.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.key.id.cmp(&b.key.id)));
        for row in rows.iter().take(most) {
            self.print(session, clock, row)?;
        }
        Ok(rows.len().min(most))
    }

    fn print(&self, session: &mut Session<'_>, clock: &Clock, row: &Row) -> Result<(), Failure> {
        if self.json {
            return Ok(session.out.line(&json::line(&row_json(row)))?);
        }
        Ok(print_row(session, clock, row)?)
    }

    fn nothing(&self, listing: &Listing) -> String {
        match (&self.query, &listing.beat) {
            (Some(words), _) => format!("No dispatch has the words {words:?}."),
            (None, Some(beat)) => format!("No dispatch is filed under {beat}."),
            (None, None) => {
                "The wire is empty. `slugline gather` asks your own sources, `slugline sync` fetches what others publish, \
                 `slugline import FILE` brings records and dispatches in, `slugline edition` writes dispatches from records."
                    .to_owned()
            }
        }
    }
}

/// A search is asked for so many hits at most.
const MOST_HITS: usize = 1000;

/// One line: mark, time, code, beat, headline. Wrapped on a terminal, whole in a pipe, where lines are counted.
fn print_row(session: &mut Session<'_>, clock: &Clock, row: &Row) -> std::io::Result<()> {
    let mark = if row.read { ' ' } else { '*' };
    let star = if row.starred { '+' } else { ' ' };
    let time = format!("{:>12}", clock.short(row.time));
    let time = session.out.inked(Ink::Dim, &time);
    let badges = typeset::badges(row.badge(clock.now), row.version).join(", ");
    let badges = if badges.is_empty() { badges } else { format!(" [{badges}]") };
    let words =
        format!("{} ({}){badges}", clean::line(&tokens::words(&row.headline)), clean::line(&row.beat));
    let label = format!("{mark}{star}{time}  {}  ", row.code().digits());
    if !session.out.screen {
        return session.out.line(&format!("{label}{words}"));
    }
    // The label may hold colour, so its width is counted from its parts: two marks, time, code and the blanks.
    typeset::hanging(session.out, &label, 24, None, &words)
}

/// The beat a person means: its label in any case, or an unambiguous beginning of it.
fn known_beat(beats: &[BeatCount], typed: &str) -> Result<String, Failure> {
    let lower = typed.to_lowercase();
    let same = beats.iter().find(|beat| beat.beat.to_lowercase() == lower);
    let begun: Vec<_> = beats.iter().filter(|beat| beat.beat.to_lowercase().starts_with(&lower)).collect();
    if let Some(beat) = same.or(if begun.len() == 1 { Some(begun[0]) } else { None }) {
        return Ok(beat.beat.clone());
    }
    let names: Vec<&str> = beats.iter().map(|beat| beat.beat.as_str()).collect();
    let near = crate::config::nearest(typed, names.iter().copied());
    let meant = near.map_or_else(String::new, |near| format!(" Did you mean {near:?}?"));
    Err(Failure::Partly(if names.is_empty() {
        "The wire is empty, so it has no beats.".to_owned()
    } else {
        format!("No beat is called {typed:?}.{meant} There are {}.", names.join(", "))
    }))
}

/// A row in the names of the wire format.
pub(super) fn row_json(row: &Row) -> Value {
    json!({
        "code": row.code().to_string(),
        "id": row.key.id.as_str(),
        "wire": row.key.wire.as_str(),
        "topicName": row.beat,
        "headline": row.headline,
        "synopsis": row.dek,
        "publishAt": row.time.map(|time| time.to_string()),
        "arcStatus": row.arc.as_ref().map(|arc| arc.slug().to_owned()),
        "version": row.version,
        "recordCount": row.records,
        "webCitationCount": row.web,
        "sourcePlatforms": row.platforms.iter().map(SourceKind::slug).collect::<Vec<_>>(),
        "thin": row.thin,
        "read": row.read,
        "starred": row.starred,
    })
}
