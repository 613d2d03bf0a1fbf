//! `slugline sources add URL…`: looks at what is there, shows it, and writes a row for it into the config.
//!
//! On a terminal it asks before it adds; elsewhere nobody is there to ask, so one source is added and several feeds of a
//! page are listed, unless `--first` or `--all` chooses.

use std::io::{self, IsTerminal};

use clap::Args;

use super::{
    beats, borrowed,
    discover::{row_of, show},
    import, preview,
    said::{self, Said},
    test::seek,
};
use crate::{
    cli::{
        Exit, Failure, Session,
        args::yes,
        ask,
        online::{self, Went},
        typeset::{Clock, labelled},
    },
    config::{Channel, SourceRow, edit},
    sources::{
        look::{Found, Preview},
        offer::{self, Offer, place},
    },
};

/// `slugline sources add`
#[derive(Debug, Args)]
pub(super) struct Add {
    /// The address of a feed, of a page that has one, or of a place at Bluesky or Hacker News
    #[arg(value_name = "URL", required = true)]
    urls: Vec<String>,
    /// Of a page with several feeds, take the first
    #[arg(long, env = "SLUGLINE_FIRST", hide_env_values = true, value_parser = yes())]
    first: bool,
    /// Of a page with several feeds, take all
    #[arg(long, conflicts_with = "first", env = "SLUGLINE_ALL", hide_env_values = true, value_parser = yes())]
    all: bool,
    /// Do not ask
    #[arg(short, long, env = "SLUGLINE_YES", hide_env_values = true, value_parser = yes())]
    yes: bool,
    /// Add it without asking its server
    #[arg(long, env = "SLUGLINE_UNTESTED", hide_env_values = true, value_parser = yes())]
    untested: bool,
    #[command(flatten)]
    said: Said,
}

/// What one address came to.
enum Came {
    Added,
    Not,
    Stopped(u8),
}

impl Add {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        if self.said.is_about_one() && self.urls.len() > 1 {
            let told = "--name and --title are about one source; add one address at a time.";
            return Err(Failure::Usage(told.to_owned()));
        }
        let mut exit = Exit::Done;
        for url in &self.urls {
            let went = self.one(session, url);
            match went {
                Ok(Came::Added) => {}
                Ok(Came::Not) => exit = Exit::Partly,
                Ok(Came::Stopped(code)) => {
                    return Ok(online::stopped(session, code, "Stopped; what was added before stays."));
                }
                Err(failure) if self.urls.len() > 1 => exit = exit.max(failure.tell(session.out)),
                Err(failure) => return Err(failure),
            }
        }
        Ok(exit)
    }

    fn one(&self, session: &mut Session<'_>, typed: &str) -> Result<Came, Failure> {
        let mut row = row_of(typed, false)?;
        self.said.lay(&mut row)?;
        self.is_new(session, &row)?;
        said::check(&row)?;
        known_beat(&row, &beats(session))?;
        if self.untested || session.global.offline || row.kind == Channel::Jetstream {
            let why = match (self.untested, session.global.offline) {
                (true, _) => "--untested",
                (_, true) => "--offline",
                _ => "it tells only what is posted from now on",
            };
            session.out.say(&format!("Its server was not asked ({why})."));
            return self.add(session, &[(row.url.clone(), String::new())]);
        }
        let found = match seek(session, &row) {
            Ok(Went::Through(found)) => found,
            Ok(Went::Stopped(code)) => return Ok(Came::Stopped(code)),
            Err(failure) => return Err(not_there(failure)),
        };
        let feeds = match &found {
            Found::Source(source) => vec![(**source).clone()],
            Found::Page { feeds, .. } => feeds.clone(),
        };
        if let Found::Page { feeds, .. } = &found
            && (feeds.len() != 1 || self.all)
        {
            show(session, &row.url, &found)?;
        } else {
            let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
            for feed in &feeds {
                preview::show(session.out, &clock, feed)?;
            }
        }
        let chosen = self.choose(session, &feeds)?;
        let chosen: Vec<(String, String)> =
            chosen.into_iter().map(|feed| (feed.url.clone(), feed.title.clone())).collect();
        if chosen.is_empty() {
            return Ok(Came::Not);
        }
        if self.said.is_about_one() && chosen.len() > 1 {
            let told = "--name and --title are about one source; choose one of the feeds.";
            return Err(Failure::Usage(told.to_owned()));
        }
        self.add(session, &chosen)
    }

    /// The same place is not there yet, nor, where one was said, the name.
    fn is_new(&self, session: &Session<'_>, new: &SourceRow) -> Result<(), Failure> {
        let rows = &session.config.sources;
        // One place at Jetstream is many streams, by their words.
        let same = |row: &&SourceRow| {
            place(&row.url) == place(&new.url) && (new.kind != Channel::Jetstream || row.words == new.words)
        };
        if let Some(known) = rows.iter().find(same) {
            let off =
                if known.enabled { "" } else { ", though turned off; `slugline sources enable` turns it on" };
            return Err(Failure::Partly(format!(
                "{} is that source already ({}){off}.",
                known.name, known.url
            )));
        }
        let taken = rows.iter().find(|row| self.said.names(row.name.as_str()));
        taken.map_or(Ok(()), |known| {
            let told = format!(
                "--name: there is a source {} already ({}). Choose another name.",
                known.name, known.url
            );
            Err(Failure::Usage(told))
        })
    }

    /// Which of the feeds are meant; asks where somebody is there to ask.
    fn choose<'a>(
        &self,
        session: &mut Session<'_>,
        feeds: &'a [Preview],
    ) -> Result<Vec<&'a Preview>, Failure> {
        session.out.flush()?;
        let asks = !self.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
        match feeds {
            [] => Ok(Vec::new()),
            all if self.all => Ok(all.iter().collect()),
            [first, ..] if self.first => Ok(vec![first]),
            [only] if !asks => Ok(vec![only]),
            [only] => {
                if ask::agreed("Add it? [y/N]")? {
                    return Ok(vec![only]);
                }
                session.out.say("Nothing was added.");
                Ok(Vec::new())
            }
            several if asks => {
                for (n, feed) in several.iter().enumerate() {
                    session.out.say(&format!("  {}  {}  {}", n + 1, feed.title, feed.url));
                }
                let picked =
                    picked(&ask::answer("Which? Numbers, or all; nothing for none:")?, several.len());
                if picked.is_empty() {
                    session.out.say("Nothing was added.");
                }
                Ok(picked.into_iter().filter_map(|n| several.get(n)).collect())
            }
            several => {
                let told = format!(
                    "Nothing was added, since {} feeds are there to choose from: add one of their addresses, or say --first \
                     or --all.",
                    several.len()
                );
                Err(Failure::Partly(told))
            }
        }
    }

    /// Writes the rows and says so.
    fn add(&self, session: &mut Session<'_>, chosen: &[(String, String)]) -> Result<Came, Failure> {
        let offer = |(url, title): &(String, String)| Offer {
            url: url.clone(),
            title: title.clone(),
            ..Offer::default()
        };
        let offers: Vec<Offer> = chosen.iter().map(offer).collect();
        let beats = beats(session);
        let mut plan = offer::plan(&session.config.sources, &borrowed(&beats), &offers);
        for (_, name) in &plan.known {
            session.out.say(&format!("{name} is the same source; it is not added twice."));
        }
        for row in &mut plan.rows {
            // What it calls itself is remembered when it is gathered; a row says only what a person said.
            row.title = String::new();
            self.said.lay(row)?;
            said::check(row)?;
        }
        if plan.rows.is_empty() {
            return Ok(Came::Not);
        }
        let file = session.config_file();
        edit::add_sources(&file, &plan.rows)?;
        let names: Vec<&str> = plan.rows.iter().map(|row| row.name.as_str()).collect();
        let only: Vec<String> = plan.rows.iter().map(|row| format!("--source {}", row.name)).collect();
        let told = format!(
            "Added {} to {}. Next: slugline gather {}",
            names.join(", "),
            file.display(),
            only.join(" ")
        );
        labelled(session.out, "", None, &told)?;
        import::private(session, &plan)?;
        session.config.sources.append(&mut plan.rows);
        Ok(Came::Added)
    }
}

/// A beat that nobody has would silently file nothing.
fn known_beat(row: &SourceRow, beats: &[(String, String)]) -> Result<(), Failure> {
    if row.beat.is_empty() || beats.iter().any(|(slug, _)| *slug == row.beat) {
        return Ok(());
    }
    let slugs: Vec<&str> = beats.iter().map(|(slug, _)| slug.as_str()).collect();
    let near = crate::config::nearest(&row.beat, slugs.iter().copied());
    let meant = near.map_or_else(String::new, |near| format!(" Did you mean {near:?}?"));
    Err(Failure::Usage(format!(
        "--beat: there is no beat {:?}.{meant} There are {}.",
        row.beat,
        slugs.join(", ")
    )))
}

fn not_there(failure: Failure) -> Failure {
    match failure {
        Failure::Partly(told) => {
            Failure::Partly(format!("{told}\nNothing was added. --untested adds it all the same."))
        }
        other => other,
    }
}

/// `1 3`, `2,4`, `all` as places in a list.
fn picked(answer: &str, of: usize) -> Vec<usize> {
    if matches!(answer.trim().to_lowercase().as_str(), "all" | "a" | "*") {
        return (0..of).collect();
    }
    let numbers = answer.split([' ', ',', ';']).filter_map(|word| word.trim().parse::<usize>().ok());
    let mut picked: Vec<usize> = numbers.filter(|n| (1..=of).contains(n)).map(|n| n - 1).collect();
    picked.dedup();
    picked
}

#[cfg(test)]
mod tests {
    use super::picked;

    #[test]
    fn numbers_pick() {
        assert_eq!((picked("2", 3), picked(" 1, 3", 3), picked("all", 2)), (vec![1], vec![0, 2], vec![0, 1]));
        assert_eq!((picked("", 3), picked("0 4 x", 3)), (vec![], vec![]));
    }
}
