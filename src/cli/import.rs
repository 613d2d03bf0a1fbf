//! `slugline import FILE…`: records and dispatches in the wire format, into the store.
//!
//! Files are read a line at a time and kept in batches, so a file of any size needs little memory, and whatever was
//! kept stays kept if the rest goes wrong. A line that cannot be read costs only itself: it is named, with its file
//! and number, and the exit code is 1.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, Failure, Session};
use crate::{
    store::{Counts, Kinds, Store, Writer},
    story::WireName,
    wire::format::{self, Item, LONGEST_LINE},
};

/// `slugline import`
#[derive(Debug, Args)]
pub struct Import {
    /// Files of one JSON object a line: {"record": …} or {"story": …}; - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Items kept at a time.
const BATCH: usize = 1000;

/// How an import went so far.
#[derive(Default)]
struct Tally {
    counts: Counts,
    losses: usize,
    unread: usize,
}

impl Import {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let store = session.open_store()?;
        if store.is_read_only() {
            return Err(Failure::Store(format!(
                "{} can only be read; nothing was imported.",
                store.path().display()
            )));
        }
        let wire = session.wire();
        let mut tally = Tally::default();
        for file in &self.files {
            if let Err(e) = take(session, &store, &wire, file, &mut tally) {
                let Unread::File(e) = e else {
                    session.out.line(&told(&wire, &tally))?; // what was kept before stays kept
                    return Err(e.into());
                };
                tally.unread += 1;
                session.out.say(&Failure::file(file, "read", &e).to_string());
            }
        }
        store.close();
        session.out.line(&told(&wire, &tally))?;
        if tally.unread == self.files.len() {
            return Ok(Exit::Usage);
        }
        Ok(if tally.unread + tally.losses > 0 { Exit::Partly } else { Exit::Done })
    }
}

/// Why a file was not taken to its end.
enum Unread {
    File(io::Error),
    Failed(Failure),
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::File(e) => e.into(),
            Unread::Failed(failure) => failure,
        }
    }
}

fn take(
    session: &mut Session<'_>,
    store: &Store,
    wire: &WireName,
    file: &Path,
    tally: &mut Tally,
) -> Result<(), Unread> {
    let (bytes, size) = open(file).map_err(Unread::File)?;
    let writer = store.writer().map_err(|fault| Unread::Failed(fault.into()))?;
    let bar = progress(session, size);
    let mut batch = Vec::with_capacity(BATCH);
    let lines = Lines { bytes: BufReader::with_capacity(1 << 16, bytes), bar: bar.clone(), failed: None };
    let mut lines = lines;
    for line in format::lines(&mut lines) {
        for note in line.notes {
            tally.losses += 1;
            let place = format!("{}:{}: {}", file.display(), note.line, note.what);
            bar.suspend(|| session.out.say(&place));
        }
        batch.extend(line.item);
        if batch.len() >= BATCH {
            keep(session, &writer, wire, &mut batch, tally).map_err(Unread::Failed)?;
        }
    }
    keep(session, &writer, wire, &mut batch, tally).map_err(Unread::Failed)?;
    bar.finish_and_clear();
    lines.failed.map_or(Ok(()), |e| Err(Unread::File(e)))
}

fn keep(
    session: &Session<'_>,
    writer: &Writer,
    wire: &WireName,
    batch: &mut Vec<Item>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    if !batch.is_empty() {
        tally.counts += writer.put(wire, std::mem::take(batch), session.now())?;
    }
    Ok(())
}

fn open(file: &Path) -> io::Result<(Box<dyn Read>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let opened = File::open(file)?;
    let about = opened.metadata()?;
    if about.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    Ok((Box::new(opened), about.is_file().then_some(about.len())))
}

fn progress(session: &Session<'_>, size: Option<u64>) -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {bytes} of {total_bytes}");
    match (session.out.progress, size, style) {
        (true, Some(size), Ok(style)) => ProgressBar::new(size).with_style(style),
        _ => ProgressBar::hidden(),
    }
}

/// The lines of a file. A line longer than can be read is cut a little above that length, so that it is refused
/// without having been held.
struct Lines<R> {
    bytes: BufReader<R>,
    bar: ProgressBar,
    failed: Option<io::Error>,
}

impl<R: Read> Iterator for &mut Lines<R> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        let most = LONGEST_LINE as u64 + 16;
        let read = (&mut self.bytes).take(most).read_until(b'\n', &mut line);
        match read {
            Ok(0) => return None,
            Ok(n) => self.bar.inc(n as u64),
            Err(e) => {
                self.failed = Some(e);
                return None;
            }
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() as u64 == most
            && let Err(e) = skip_line(&mut self.bytes)
        {
            self.failed = Some(e);
        }
        Some(line)
    }
}

fn skip_line(bytes: &mut impl BufRead) -> io::Result<()> {
    loop {
        let held = bytes.fill_buf()?;
        let end = held.iter().position(|b| *b == b'\n');
        let used = end.map_or(held.len(), |at| at + 1);
        if used == 0 || end.is_some() {
            bytes.consume(used);
            return Ok(());
        }
        bytes.consume(used);
    }
}

fn told(wire: &WireName, tally: &Tally) -> String {
    let kinds = |kinds: Kinds, one: &str, many: &str| {
        let all = kinds.new + kinds.updated + kinds.same;
        let word = if all == 1 { one } else { many };
        format!("{all} {word} ({} new, {} changed, {} known)", kinds.new, kinds.updated, kinds.same)
    };
    let dispatches = kinds(tally.counts.dispatches, "dispatch", "dispatches");
    let records = kinds(tally.counts.records, "record", "records");
    let losses = match tally.losses {
        0 => String::new(),
        1 => "; 1 loss, named above".to_owned(),
        n => format!("; {n} losses, named above"),
    };
    format!("Wire {wire}: {dispatches}, {records}{losses}.")
}
