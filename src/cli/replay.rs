//! `slugline replay FILE.jsonl`: the desk's stages over a file of records, without touching the store.
//!
//! To measure the stages, and to see what a change to them does. The file has one record a line:
//! `{id, source_kind, title, text, url, publisher?, published_at, language, cluster?}`. The time taken for now is that of
//! the newest record, so that the same file gives the same answer every day.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    Exit, Failure, Session,
    args::yes,
    edition::{self, Signalled, progress_bar, show},
    json,
    typeset::{self, Clock, labelled},
    writers::{self, Writer},
};
use crate::{
    desk::{
        compose::{Compose, Extractive},
        edition::Input,
        replay::{self, Replay as Replayed},
    },
    story::{Cluster, Moment, Outcome, Record},
    wire::format::{self, Item},
};

/// `slugline replay`
#[derive(Debug, Args)]
pub struct Replay {
    /// Records, one JSON object a line; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How far to go
    #[arg(long, value_enum, default_value = "dispatches", env = "SLUGLINE_TO", hide_env_values = true)]
    to: To,
    /// Take the clusters that the file names (`cluster`, else `gold_cluster`) and write every one, whatever its size
    #[arg(long, env = "SLUGLINE_GIVEN_CLUSTERS", hide_env_values = true, value_parser = yes())]
    given_clusters: bool,
    /// The length a dispatch aims at, in words [default: as configured]
    #[arg(long, value_name = "N", env = "SLUGLINE_WORDS", hide_env_values = true,
          value_parser = clap::value_parser!(u16).range(1..))]
    words: Option<u16>,
    /// One JSON object a line: {"id", "cluster"}, a signal with its cluster, or dispatches in the wire format
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
    /// Who writes [default: extractive]; a model's budget and its answers are kept in the store
    #[arg(long, value_enum, env = "SLUGLINE_WRITER", hide_env_values = true)]
    writer: Option<Writer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// Which record tells which story
    Clusters,
    /// What fires as the records arrive, each at the time it was published
    Signals,
    /// The stories, written and checked
    Dispatches,
}

impl Replay {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let text = read(&self.file).map_err(|e| Failure::file(&self.file, "read", &e))?;
        let replayed = replay::read(&text);
        for note in &replayed.notes {
            session.out.say(&format!("{}:{}: {}", self.file.display(), note.line, note.what));
        }
        if replayed.records.is_empty() {
            return Err(Failure::Partly(format!("{} holds no record.", self.file.display())));
        }
        match self.to {
            To::Clusters => self.clusters(session, &replayed)?,
            To::Signals => self.signals(session, &replayed)?,
            To::Dispatches => self.dispatches(session, &replayed)?,
        }
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        Ok(if replayed.records.len() < lines { Exit::Partly } else { Exit::Done })
    }

    fn clusters(&self, session: &mut Session<'_>, replayed: &Replayed) -> Result<(), Failure> {
        let (_, settings) = edition::settings(&session.config);
        let clusters = replay::clusters(replayed, self.given_clusters, &settings.rules);
        if self.json {
            for (id, cluster) in replay::assignments(replayed, &clusters) {
                let line = json!({ "id": id.as_str(), "cluster": cluster.as_str() });
                session.out.line(&json::line(&line))?;
            }
            return Ok(());
        }
        for cluster in clusters.iter().filter(|cluster| cluster.records.len() > 1) {
            print_cluster(session, replayed, cluster)?;
        }
        let alone = clusters.iter().filter(|cluster| cluster.records.len() == 1).count();
        let (records, stories) = (replayed.records.len(), clusters.len() - alone);
        session
            .out
            .line(&format!("{records} records: {stories} stories, {alone} records that stand alone."))?;
        Ok(())
    }

    fn signals(&self, session: &mut Session<'_>, replayed: &Replayed) -> Result<(), Failure> {
        let (_, settings) = edition::settings(&session.config);
        let now = newest(replayed).unwrap_or_else(|| session.now());
        let fired = replay::signals(replayed, self.given_clusters, &settings, now);
        if self.json {
            for (cluster, signal) in &fired {
                session.out.line(&json::line(&json::signal(cluster, signal)))?;
            }
            return Ok(());
        }
        for (cluster, signal) in &fired {
            session.out.line("")?;
            typeset::meta(session.out, 0, &[signal.at.to_string(), cluster.to_string()])?;
            typeset::signal(session.out, 0, signal)?;
        }
        let (records, stories) = (replayed.records.len(), fired.iter().map(|(cluster, _)| cluster));
        let stories = stories.collect::<std::collections::HashSet<_>>().len();
        session.out.say(&format!("{records} records: {} signals for {stories} stories.", fired.len()));
        Ok(())
    }

    fn dispatches(&self, session: &mut Session<'_>, replayed: &Replayed) -> Result<(), Failure> {
        let (beats, mut settings) = edition::settings(&session.config);
        settings.words = self.words.map_or(settings.words, usize::from);
        let now = newest(replayed).unwrap_or_else(|| session.now());
        let input = Input { beats: &beats, ..Input::default() };
        let bar = progress_bar(session);
        let given = self.given_clusters;
        let by = |composer: &mut dyn Compose| {
            let mut tell = |at| show(&bar, at);
            replay::dispatches(composer, replayed, given, &settings, &input, now, &mut tell)
        };
        let made = if self.writer == Some(Writer::Model) {
            let writing = writers::chosen(session, self.writer)?;
            let store = session.open_store()?;
            let stop = Signalled::heeded(&writing)?;
            by(&mut *writers::hired(session, &writing, &store, &stop.word, &bar)?)
        } else {
            by(&mut Extractive)
        };
        bar.finish_and_clear();
        let clock = Clock { now, zone: session.config.reader.zone.time_zone() };
        let published = made.dispatches.len();
        if made.stopped {
            session.out.say("Stopped; what was written until then follows.");
        }
        for dispatch in made.dispatches {
            if self.json {
                let line = format::write_line(&Item::Story(Box::new(dispatch)));
                session.out.line(&json::escape(&line))?;
            } else {
                typeset::dispatch(session.out, &clock, &dispatch, None)?;
                session.out.line("")?;
            }
        }
        for entry in made.ledger.iter().filter(|entry| entry.outcome != Outcome::Published) {
            session.out.say(&format!("{}: {} ({})", entry.outcome.word(), entry.headline, entry.reason));
        }
        session.out.say(&format!("{} records: {published} dispatches.", replayed.records.len()));
        Ok(())
    }
}

/// The time of the newest record: what is taken for now.
fn newest(replayed: &Replayed) -> Option<Moment> {
    replayed.records.iter().filter_map(Record::time).max()
}

fn read(file: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(file)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn print_cluster(session: &mut Session<'_>, replayed: &Replayed, cluster: &Cluster) -> Result<(), Failure> {
    let first = cluster.records.first();
    let first = replayed.records.iter().find(|record| Some(&record.id) == first);
    let words = format!("{} ({} voices)", first.map_or("", Record::name), cluster.voices);
    labelled(session.out, &format!("{:>5}  ", cluster.records.len()), None, &words)?;
    Ok(())
}
