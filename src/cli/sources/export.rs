//! `slugline sources export`: the sources as OPML, which other readers read.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use super::beats;
use crate::{
    cli::{Exit, Failure, Session, args::yes},
    config::Channel,
    reader::human::count,
    sources::{offer::Offer, opml},
};

/// `slugline sources export`
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Where to write it; standard output where left out, and for -
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, env = "SLUGLINE_FORCE", hide_env_values = true, value_parser = yes())]
    force: bool,
}

impl Export {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let rows = &session.config.sources;
        if rows.is_empty() {
            return Err(Failure::Partly(super::none_yet()));
        }
        let beats = beats(session);
        let named = |slug: &str| beats.iter().find(|(known, _)| known == slug).map(|(_, name)| name.clone());
        // Other readers read feeds; what is none is told.
        let (feeds, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.kind == Channel::Feed);
        let offers: Vec<Offer> = feeds
            .iter()
            .map(|row| Offer {
                url: row.url.clone(),
                title: if row.title.is_empty() { row.name.to_string() } else { row.title.clone() },
                folders: named(&row.beat).into_iter().collect(),
                page: None,
            })
            .collect();
        let text = opml::write("Slugline", &offers, session.now());
        match self.file.as_deref().filter(|file| *file != Path::new("-")) {
            None => session.out.raw(text.as_bytes())?,
            Some(file) => {
                self.write(file, &text)?;
                session.out.say(&format!("{} in {}.", count(feeds.len(), "feed", "feeds"), file.display()));
            }
        }
        if !others.is_empty() {
            let names: Vec<&str> = others.iter().map(|row| row.name.as_str()).collect();
            session.out.say(&format!("Left out, since they are no feeds: {}.", names.join(", ")));
        }
        Ok(Exit::Done)
    }

    fn write(&self, file: &Path, text: &str) -> Result<(), Failure> {
        let mut options = fs::OpenOptions::new();
        options.write(true);
        if self.force {
            options.create(true).truncate(true);
        } else {
            options.create_new(true);
        }
        let written = options.open(file).and_then(|mut to| to.write_all(text.as_bytes()));
        written.map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::Usage(format!("{} is there already; --force writes over it.", file.display()))
            }
            _ => Failure::file(file, "written", &e),
        })
    }
}
