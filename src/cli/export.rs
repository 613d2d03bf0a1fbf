//! `slugline export`: the wire as a file, to keep, to send, to import elsewhere.
//!
//! JSON Lines hold everything: records, and dispatches with all their versions. Markdown holds the dispatches that are
//! current, for people. A file is written beside its place and moved there when it is whole; one that is there already
//! stays unless `--force` is given.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{Exit, Failure, Session, args::yes, json, markdown, typeset::Clock};
use crate::{
    store::Reader,
    wire::{
        format,
        page::{Listing, Row},
    },
};

/// `slugline export`
#[derive(Debug, Args)]
pub struct Export {
    /// In which format
    #[arg(long, value_enum, default_value = "jsonl", env = "SLUGLINE_FORMAT", hide_env_values = true)]
    format: Format,
    /// Into this file; without it, to standard output
    #[arg(long, value_name = "FILE", env = "SLUGLINE_OUT", hide_env_values = true)]
    out: Option<PathBuf>,
    /// Overwrite the file if it is there
    #[arg(long, env = "SLUGLINE_FORCE", hide_env_values = true, value_parser = yes())]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The wire format, one object a line
    Jsonl,
    /// Markdown
    Markdown,
}

impl Export {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let count = if let Some(file) = self.out.as_deref() {
            self.to_file(session, &reader, file)?
        } else {
            let (listing, clock) = asked(session);
            self.write(&reader, &listing, &clock, session.out.answer())?
        };
        if count == 0 {
            return Err(Failure::Partly("The wire is empty; there is nothing to export.".to_owned()));
        }
        if let Some(file) = &self.out {
            let things = if self.format == Format::Jsonl { "lines" } else { "dispatches" };
            session.out.say(&format!("{}: {count} {things}.", file.display()));
        }
        Ok(Exit::Done)
    }

    fn to_file(&self, session: &Session<'_>, reader: &Reader, file: &Path) -> Result<usize, Failure> {
        if !self.force && fs::symlink_metadata(file).is_ok() {
            let told = format!("{} is there already; --force overwrites it.", file.display());
            return Err(Failure::Usage(told));
        }
        let part = beside(file).ok_or_else(|| Failure::Usage(format!("{} is no file.", file.display())))?;
        let (listing, clock) = asked(session);
        let opened = OpenOptions::new().write(true).create_new(true).open(&part);
        let opened = opened.map_err(|e| Failure::file(file, "written", &e))?;
        let mut writer = BufWriter::new(opened);
        let count = self.write(reader, &listing, &clock, &mut writer);
        let done = count.and_then(|count| {
            writer.flush()?;
            writer.get_ref().sync_all()?;
            if count > 0 {
                fs::rename(&part, file)?;
            }
            Ok(count)
        });
        if !matches!(done, Ok(1..)) {
            let _ = fs::remove_file(&part);
        }
        done
    }

    fn write(
        &self,
        reader: &Reader,
        listing: &Listing,
        clock: &Clock,
        to: &mut dyn Write,
    ) -> Result<usize, Failure> {
        match self.format {
            Format::Jsonl => lines(reader, listing, to),
            Format::Markdown => pages(reader, listing, clock, to),
        }
    }
}

fn asked(session: &Session<'_>) -> (Listing, Clock) {
    let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
    (Listing { scope: session.scope(), ..Listing::default() }, clock)
}

fn beside(file: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name()?);
    name.push(format!(".{}.part", std::process::id()));
    Some(file.with_file_name(name))
}

fn lines(reader: &Reader, listing: &Listing, to: &mut dyn Write) -> Result<usize, Failure> {
    let mut count = 0;
    let mut broken: io::Result<()> = Ok(());
    reader.export(&listing.scope, &mut |item| {
        broken = writeln!(to, "{}", json::escape(&format::write_line(&item)));
        if broken.is_err() {
            return ControlFlow::Break(());
        }
        count += 1;
        ControlFlow::Continue(())
    })?;
    broken?;
    Ok(count)
}

/// Rows asked of the store at a time.
const PAGE: usize = 100;

fn pages(reader: &Reader, listing: &Listing, clock: &Clock, to: &mut dyn Write) -> Result<usize, Failure> {
    let mut count = 0;
    loop {
        let rows: Vec<Row> = reader.page(listing, count, PAGE)?.rows;
        if rows.is_empty() {
            return Ok(count);
        }
        for row in rows {
            if count > 0 {
                writeln!(to, "\n---\n")?;
            }
            count += 1;
            if let Some(kept) = reader.dispatch(&row.key)? {
                to.write_all(markdown::dispatch(&kept.dispatch, clock).as_bytes())?;
            }
        }
    }
}
