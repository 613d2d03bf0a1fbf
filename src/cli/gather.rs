//! `slugline gather`: what is new at the sources, into the own wire.

use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::Notify;

use super::{
    Exit, Failure, Out, Session,
    args::yes,
    gathered::{Sum, event, in_words},
    json,
    online::{self, Went, sentence},
    sources,
    typeset::labelled,
};
use crate::{
    desk::gather::{Came, Gathered, Gatherer, News, NotBegun},
    reader::human::count,
    story::SourceName,
};

/// `slugline gather`
#[derive(Debug, Args)]
pub struct Gather {
    /// Only this source, by its name or address; may be said several times
    #[arg(
        long = "source",
        short = 's',
        value_name = "NAME",
        env = "SLUGLINE_SOURCE",
        hide_env_values = true
    )]
    sources: Vec<String>,
    /// Only those that are due by their own rhythm, as the reader does
    #[arg(long, conflicts_with = "sources", env = "SLUGLINE_DUE", hide_env_values = true, value_parser = yes())]
    due: bool,
    /// One JSON object a source, each after what it tells of is kept
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Gather {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        if session.config.sources.is_empty() {
            return Err(Failure::Partly(sources::none_yet()));
        }
        let wire = session.wire();
        if session.config.wires.iter().any(|row| row.name == wire) {
            let told = format!("{wire} is a wire that somebody else publishes; gather into one of your own.");
            return Err(Failure::Usage(told));
        }
        let named = sources::chosen(session, &self.sources)?;
        let only: Vec<SourceName> = named.iter().map(|row| row.name.clone()).collect();
        if only.is_empty() && session.config.sources.iter().all(|row| !row.enabled) {
            let told = "All sources are turned off. `slugline sources enable NAME` turns one on.";
            return Err(Failure::Partly(told.to_owned()));
        }
        online::allowed(session, "nothing was gathered")?;
        self.gather(session, &only)
    }

    fn gather(&self, session: &mut Session<'_>, only: &[SourceName]) -> Result<Exit, Failure> {
        let store = online::writable(session, "nothing was gathered")?;
        let rows = session.config.sources.clone();
        let gatherer = Gatherer::new(store.clone(), session.wire(), rows, online::manners(session));
        let gatherer = gatherer.map_err(|trouble| Failure::Partly(sentence(&trouble)))?;
        let (gone, bar) = (Arc::new(Notify::new()), progress(session.out, self.json));
        let mut teller = Teller {
            bar: bar.clone(),
            json: self.json,
            verbose: session.global.verbose,
            gone: gone.clone(),
            failed: None,
            sum: Sum::default(),
            out: session.out,
        };
        let went = online::wait_for(async {
            let mut tell = |news: News| teller.tell(&news);
            tokio::select! {
                all = gatherer.run(only, !self.due, &mut tell) => Some(all),
                () = gone.notified() => None,
            }
        });
        bar.finish_and_clear();
        if let Ok(Went::Through(Some(Ok(all)))) = &went {
            // Those that were not asked are no news; they are told at the end.
            for left in all.iter().filter(|report| report.came == Came::NotDue) {
                teller.tell(&News::Done(Box::new(left.clone())));
            }
        }
        let Teller { failed, sum, .. } = teller;
        if let Some(e) = failed {
            return Err(e.into());
        }
        self.end(session, went?, &sum)
    }

    fn end(&self, session: &mut Session<'_>, went: Went<Option<Ended>>, sum: &Sum) -> Result<Exit, Failure> {
        match went {
            Went::Stopped(code) => {
                let told = "Stopped. What came in is kept; the next gathering goes on from there.";
                Ok(online::stopped(session, code, told))
            }
            Went::Through(Some(Ok(_))) => {
                if !self.json {
                    sum.print(session)?;
                }
                let well = sum.failed + sum.gone == 0 && (self.due || sum.asked() > 0);
                Ok(if well { Exit::Done } else { Exit::Partly })
            }
            Went::Through(Some(Err(NotBegun::Busy))) => {
                let told = "Another Slugline is gathering into this store, so nothing was gathered. Try again in a moment.";
                Err(Failure::Partly(told.to_owned()))
            }
            Went::Through(Some(Err(NotBegun::Fault(trouble)))) => Err(Failure::Store(sentence(&trouble))),
            Went::Through(None) => Err(Failure::Hangup),
        }
    }
}

/// How a gathering ended.
type Ended = Result<Vec<Gathered>, NotBegun>;

/// A line on standard error that changes as the work goes on; only for people.
fn progress(out: &Out, json: bool) -> ProgressBar {
    match ProgressStyle::with_template("{spinner} gathering {pos} of {len}{wide_msg}") {
        Ok(style) if out.progress && !(json && out.screen) => ProgressBar::new(0).with_style(style),
        _ => ProgressBar::hidden(),
    }
}

/// Passes on what a gathering tells. When whoever read our answer has gone, it says so once and the work ends.
struct Teller<'a> {
    out: &'a mut Out,
    bar: ProgressBar,
    json: bool,
    verbose: bool,
    gone: Arc<Notify>,
    failed: Option<std::io::Error>,
    sum: Sum,
}

impl Teller<'_> {
    fn tell(&mut self, news: &News) {
        let told = match news {
            News::Began { of } => {
                self.bar.set_length(*of as u64);
                Ok(())
            }
            News::Done(gathered) => {
                self.sum.add(gathered);
                if gathered.came != Came::NotDue {
                    self.bar.inc(1);
                }
                self.bar.set_message(format!(" · {}", count(self.sum.new, "new record", "new records")));
                let bar = self.bar.clone();
                bar.suspend(|| self.done(gathered))
            }
        };
        if let Err(e) = told
            && self.failed.is_none()
        {
            self.failed = Some(e);
            self.gone.notify_one();
        }
    }

    fn done(&mut self, gathered: &Gathered) -> std::io::Result<()> {
        if self.json {
            self.out.line(&json::line(&event(gathered)))?;
            return self.out.flush();
        }
        let said = in_words(gathered);
        let quiet = match gathered.came {
            Came::Records { new, changed, .. } => new + changed == 0,
            Came::Unchanged => true,
            Came::NotDue => gathered.trouble.is_none(),
            Came::Failed | Came::Gone => false,
        };
        if !quiet || self.verbose {
            labelled(self.out, &format!("{}: ", gathered.source), None, &said)?;
            if self.verbose {
                for note in &gathered.notes {
                    labelled(self.out, "  ", None, note)?;
                }
            }
            self.out.flush()?;
        }
        Ok(())
    }
}
