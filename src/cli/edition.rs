//! `slugline edition`: the desk over the records of a wire.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::{
    Exit, Failure, Session,
    args::yes,
    json, online,
    typeset::labelled,
    writers::{self, Writer},
};
use crate::{
    cluster,
    config::{Config, WriterKind, Writing},
    desk::{
        beats::Beat,
        bounds,
        compose::Stop,
        dense::Dense,
        edition::{self as desk, Progress},
        wired::{self, Staff},
    },
    store::Reader,
    story::{ClusterId, Code, Entry, Outcome, Record, WireName},
};

/// `slugline edition`
#[derive(Debug, Args)]
pub struct Edition {
    /// One JSON object a line for every story looked at
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
    /// Who writes [default: as configured]
    #[arg(long, value_enum, env = "SLUGLINE_WRITER", hide_env_values = true)]
    writer: Option<Writer>,
}

impl Edition {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let writing = writers::chosen(session, self.writer)?;
        let store = session.open_store()?;
        if store.is_read_only() {
            let told = format!("{} can only be read; no edition was made.", store.path().display());
            return Err(Failure::Store(told));
        }
        let wire = session.wire();
        let (beats, settings) = settings(&session.config);
        let bar = progress_bar(session);
        let dense = Dense::of(&settings.embeddings, online::manners(session));
        let vectors = |records: &[&Record]| dense.vectors(records);
        if session.global.offline && !matches!(writing.kind, WriterKind::Extractive | WriterKind::Replay) {
            session.out.say("Offline: no model is asked, so the dispatches are extractive.");
        }
        let stop = Signalled::heeded(&writing)?;
        let mut composer = writers::hired(session, &writing, &store, &stop.word, &bar)?;
        let mut staff = Staff { vectors: &vectors, composer: &mut *composer };
        let (now, mut tell) = (session.now(), |at| show(&bar, at));
        let made = wired::run_with(&store, &wire, &beats, &settings, &mut staff, now, &mut tell)?;
        bar.finish_and_clear();
        if let Some(trouble) = dense.trouble() {
            session.out.say(&online::sentence(&trouble));
        }
        if made.taken == 0 && is_empty(&store.reader()?, &wire)? {
            return Err(Failure::Partly(no_records(&store.reader()?, &wire)?));
        }
        self.tell(session, &made)?;
        if made.stopped {
            let told = "Stopped. What was written is kept; the next edition goes on from there.";
            return Ok(online::stopped(session, stop.code.load(Ordering::SeqCst), told));
        }
        Ok(Exit::Done)
    }

    fn tell(&self, session: &mut Session<'_>, made: &desk::Edition) -> Result<(), Failure> {
        let codes = codes(made);
        for entry in &made.ledger {
            let code = codes.get(&entry.cluster).copied();
            if self.json {
                session.out.line(&json::line(&entry_json(entry, code)))?;
                continue;
            }
            let name = code.map_or_else(|| " ".repeat(10), |code| code.to_string());
            let label = format!("{:9}  {name}  ", entry.outcome.word());
            labelled(session.out, &label, None, &format!("{} ({})", entry.headline, entry.reason))?;
        }
        if !self.json && made.ledger.is_empty() {
            let moved = match made.taken {
                0 => "Nothing came since the last edition, and no story is due.".to_owned(),
                1 => "1 record came, and makes no story yet.".to_owned(),
                n => format!("{n} records came, and make no story yet."),
            };
            session.out.line(&moved)?;
        } else if !self.json {
            let counts = Outcome::ALL.map(|outcome| format!("{} {}", count(made, outcome), outcome.word()));
            let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
            let stories = count(made.ledger.len(), "story", "stories");
            let taken = count(made.taken, "new record", "new records");
            session.out.line(&format!("{taken}, {stories}: {}.", counts.join(", ")))?;
        }
        Ok(())
    }
}

/// A signal breaks a model off and keeps what is done. Without one an edition takes seconds, and a signal ends the program as
/// it ends any other.
#[derive(Debug, Clone, Default)]
pub(super) struct Signalled {
    pub(super) word: Stop,
    pub(super) code: Arc<AtomicU8>,
}

impl Signalled {
    pub(super) fn heeded(writing: &Writing) -> Result<Self, Failure> {
        let heeded = Self::default();
        if writing.kind != WriterKind::Extractive {
            let Self { word, code } = heeded.clone();
            online::tell_of_signals(move |came| {
                code.store(came, Ordering::SeqCst);
                word.say();
            })?;
        }
        Ok(heeded)
    }
}

fn is_empty(reader: &Reader, wire: &WireName) -> Result<bool, Failure> {
    Ok(!reader.wires()?.iter().any(|known| known.wire == *wire && known.records > 0))
}

fn no_records(reader: &Reader, wire: &WireName) -> Result<String, Failure> {
    let filled: Vec<String> =
        reader.wires()?.iter().filter(|w| w.records > 0).map(|w| w.wire.to_string()).collect();
    Ok(if filled.is_empty() {
        format!(
            "The wire {wire} has no records. `slugline gather` fetches some from your sources, `slugline import FILE` brings \
             some in."
        )
    } else {
        format!("The wire {wire} has no records. Choose one that has with --wire: {}", filled.join(", "))
    })
}

/// How many stories of an edition came to this.
pub(super) fn count(made: &desk::Edition, outcome: Outcome) -> usize {
    made.ledger.iter().filter(|entry| entry.outcome == outcome).count()
}

/// The dispatch that each cluster came to.
fn codes(made: &desk::Edition) -> HashMap<ClusterId, Code> {
    let named = made.dispatches.iter().filter_map(|dispatch| {
        let cluster = dispatch.methodology.as_ref()?.cluster.as_ref()?.id.clone()?;
        Some((cluster, dispatch.code()))
    });
    named.collect()
}

fn entry_json(entry: &Entry, code: Option<Code>) -> Value {
    json!({
        "outcome": entry.outcome.word(),
        "stage": entry.stage.name(),
        "code": code.map(|code| code.to_string()),
        "cluster": entry.cluster.as_str(),
        "headline": entry.headline,
        "reason": entry.reason,
        "at": entry.at.to_string(),
    })
}

/// The beats and the settings of the desk, as configured.
pub(super) fn settings(config: &Config) -> (Vec<Beat>, desk::Settings) {
    let own = config.beats.iter().cloned();
    let own: Vec<Beat> = own
        .map(|row| Beat { slug: row.slug, name: row.name, words: row.words, sources: row.sources })
        .collect();
    let mut beats = if own.is_empty() { wired::bundled_beats() } else { own };
    for row in config.sources.iter().filter(|row| !row.beat.is_empty()) {
        if let Some(beat) = beats.iter_mut().find(|beat| beat.slug == row.beat) {
            beat.sources.push(row.name.to_string());
        }
    }
    let settings = desk::Settings {
        rules: cluster::Rules { dense: config.embeddings.share, ..bounds::clusters(&config.clusters) },
        signals: bounds::signals(&config.signals),
        minimum: bounds::minimum(&config.evidence),
        reach: bounds::reach(&config.versions),
        words: config.desk.words,
        sources: config.sources.clone(),
        embeddings: config.embeddings.clone(),
        writer: config.writer.clone(),
    };
    (beats, settings)
}

/// A line that says how far the desk is; hidden where standard error is no terminal.
pub(super) fn progress_bar(session: &Session<'_>) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {pos} of {len}");
    match (session.out.progress, style) {
        (true, Ok(style)) => ProgressBar::new(0).with_style(style),
        _ => ProgressBar::hidden(),
    }
}

/// Moves that line.
pub(super) fn show(bar: &ProgressBar, at: Progress) {
    bar.set_length(at.of as u64);
    bar.set_position(at.done as u64);
    bar.set_message(at.stage.name());
}
