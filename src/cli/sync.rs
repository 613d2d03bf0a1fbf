//! `slugline sync`: what is new on other people's wires, into the store.
//!
//! What is told has been kept: a line of JSON, like a number in the progress line, follows the commit it tells of.

use std::{io, sync::Arc};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{
    Exit, Failure, Out, Session,
    args::yes,
    json,
    online::{self, Went, sentence},
    typeset::{Clock, labelled},
};
use crate::{
    config::WireRow,
    reader::human::{count, number},
    store::Store,
    story::{Moment, WireName},
    sync::{News, Report, Want},
    wire::state::Trouble,
};

/// `slugline sync`
#[derive(Debug, Args)]
pub struct Sync {
    /// Only these wires; without any, all that are configured
    #[arg(value_name = "WIRE")]
    wires: Vec<String>,
    /// One JSON object a line, each after what it tells of is kept
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Sync {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let wires = online::chosen(session, &self.wires)?;
        online::allowed(session, "nothing was fetched")?;
        let store = online::writable(session, "nothing was fetched")?;
        let want = Want { records_since: None, asked: true };
        let went = fetch(session, &store, &wires, want, self.json)?;
        Ok(went.exit())
    }
}

/// How a run over some wires went.
pub(super) enum Fetched {
    /// To its end, which is not to say well.
    Reports(Vec<Report>),
    /// A signal ended it, and that has been said.
    Stopped(Exit),
}

impl Fetched {
    /// Any wire in trouble makes it a part.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Stopped(exit) => *exit,
            Self::Reports(all) if all.iter().any(|report| report.trouble.is_some()) => Exit::Partly,
            Self::Reports(_) => Exit::Done,
        }
    }
}

/// Syncs these wires, one after the other, and tells how it goes.
pub(super) fn fetch(
    session: &mut Session<'_>,
    store: &Arc<Store>,
    wires: &[WireRow],
    want: Want,
    json: bool,
) -> Result<Fetched, Failure> {
    let syncer = online::syncer(session, store, session.config.wires.clone())?;
    let names: Vec<WireName> = wires.iter().map(|row| row.name.clone()).collect();
    let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
    let gone = Arc::new(Notify::new());
    let bar = progress(session.out, json);
    let mut teller = Teller {
        out: session.out,
        bar: bar.clone(),
        json,
        clock,
        failed: None,
        gone: gone.clone(),
        stage: ("", 0),
        items: 0,
    };
    let went = online::wait_for(async {
        let mut tell = |news: News| teller.tell(&news);
        tokio::select! {
            reports = async {
                let reports = syncer.run(&names, want, &mut tell).await;
                index(store, &bar).await;
                reports
            } => Some(reports),
            () = gone.notified() => None,
        }
    });
    bar.finish_and_clear();
    if let Some(e) = teller.failed {
        return Err(e.into());
    }
    match went? {
        Went::Stopped(code) => {
            let told = "Stopped. What came in is kept; the next sync goes on from there.";
            Ok(Fetched::Stopped(online::stopped(session, code, told)))
        }
        Went::Through(Some(Ok(reports))) => Ok(Fetched::Reports(reports)),
        Went::Through(Some(Err(not_begun))) => Err(Failure::Partly(sentence(&not_begun.trouble()))),
        Went::Through(None) => Err(Failure::Hangup),
    }
}

/// Puts what came in into the full-text index. Broken off, the rest goes in when the store is next written to.
async fn index(store: &Store, bar: &ProgressBar) {
    let Ok(writer) = store.writer() else { return };
    bar.set_message("making it searchable");
    match tokio::task::spawn_blocking(move || writer.catch_up()).await {
        Ok(Ok(_)) => {}
        Ok(Err(why)) => tracing::warn!(%why, "not everything can be searched yet"),
        Err(panic) => tracing::error!(%panic, "the index was not brought up to date"),
    }
}

/// A line on standard error that changes as the work goes on; only for people.
fn progress(out: &Out, json: bool) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {wide_msg}");
    match style {
        Ok(style) if out.progress && !(json && out.screen) => ProgressBar::new_spinner().with_style(style),
        _ => ProgressBar::hidden(),
    }
}

/// Passes on what a sync tells. When whoever read our answer has gone, it says so once and the work ends.
struct Teller<'a> {
    out: &'a mut Out,
    bar: ProgressBar,
    json: bool,
    clock: Clock,
    failed: Option<io::Error>,
    gone: Arc<Notify>,
    /// What is being fetched, and how many items the run had when that began.
    stage: (&'static str, usize),
    /// How many it has now.
    items: usize,
}

impl Teller<'_> {
    fn tell(&mut self, news: &News) {
        if let News::Moved { what, items, .. } = news {
            if *what != self.stage.0 {
                self.stage = (what, self.items);
            }
            self.items = *items;
        } else {
            (self.stage, self.items) = (("", 0), 0);
        }
        self.bar.set_message(progress_line(news, self.stage.1, &self.clock));
        self.bar.tick();
        let told = if self.json { self.as_json(news) } else { self.as_text(news) };
        if let Err(e) = told
            && self.failed.is_none()
        {
            self.failed = Some(e);
            self.gone.notify_one();
        }
    }

    fn as_json(&mut self, news: &News) -> io::Result<()> {
        let Some(event) = event(news) else { return Ok(()) };
        self.out.line(&json::line(&event))?;
        self.out.flush()
    }

    fn as_text(&mut self, news: &News) -> io::Result<()> {
        match news {
            News::Waiting(..) if !self.out.progress => {
                self.out.say(&progress_line(news, 0, &self.clock));
                Ok(())
            }
            News::Ended(report) => {
                let bar = self.bar.clone();
                bar.suspend(|| tell_report(self.out, report).and_then(|()| self.out.flush()))
            }
            _ => Ok(()),
        }
    }
}

/// `before`: the items of the run before this stage of it.
fn progress_line(news: &News, before: usize, clock: &Clock) -> String {
    match news {
        News::Began(wire) => format!("{wire}  asking"),
        News::Waiting(wire, until) => {
            format!("{wire}  waits until {}, as its server asked", clock.short(Some(*until)))
        }
        News::Ended(report) => format!("{}  done", report.wire),
        News::Moved { wire, what, items, of, per_second, left, .. } => {
            let of = of.map_or_else(String::new, |of| format!(" of {}", number(of)));
            let rate = number(per_second.max(0.0).round() as usize);
            format!(
                "{wire}  {}{of} {what} · {rate}/s · {} requests left today",
                number(items.saturating_sub(before)),
                number(*left as usize)
            )
        }
    }
}

/// One line for a wire, and under it what went wrong and what is odd.
fn tell_report(out: &mut Out, report: &Report) -> io::Result<()> {
    let mut parts = vec![
        format!("{} new, {} changed", number(report.new), number(report.updated)),
        count(report.records, "record", "records"),
    ];
    if report.partial > 0 {
        parts.push(format!("{} not whole yet", number(report.partial)));
    }
    let (asked, left) =
        (count(report.requests as usize, "request", "requests"), number(report.left as usize));
    let told = if report.requests == 0 && report.trouble.is_some() {
        "not asked".to_owned()
    } else {
        format!("{} · {asked}, {left} left today · {:.1} s", parts.join(", "), report.seconds)
    };
    labelled(out, &format!("{}: ", report.wire), None, &told)?;
    if let Some(trouble) = &report.trouble {
        labelled(out, "  ", None, &sentence(trouble))?;
    }
    for note in &report.notes {
        labelled(out, "  ", None, note)?;
    }
    Ok(())
}

fn event(news: &News) -> Option<Value> {
    Some(match news {
        News::Began(_) => return None,
        News::Moved { wire, what, items, new, of, left, .. } => json!({
            "event": "moved",
            "wire": wire.as_str(),
            "what": what,
            "items": items,
            "new": new,
            "of": of,
            "requests_left": left,
        }),
        News::Waiting(wire, until) => json!({
            "event": "waiting",
            "wire": wire.as_str(),
            "until": until.to_string(),
        }),
        News::Ended(report) => json!({
            "event": "ended",
            "wire": report.wire.as_str(),
            "server": report.server,
            "new": report.new,
            "updated": report.updated,
            "seen": report.seen,
            "records": report.records,
            "partial": report.partial,
            "requests": report.requests,
            "requests_left": report.left,
            "seconds": report.seconds,
            "not_before": report.not_before.map(|moment: Moment| moment.to_string()),
            "trouble": report.trouble.as_ref().map(trouble_json),
            "notes": report.notes,
        }),
    })
}

/// A trouble in JSON.
pub(super) fn trouble_json(trouble: &Trouble) -> Value {
    json!({ "what": trouble.what, "why": trouble.why, "remedy": trouble.remedy })
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn report() -> Report {
        Report {
            wire: "world".into(),
            new: 12,
            updated: 3,
            seen: 1200,
            records: 1,
            requests: 9,
            left: 491,
            seconds: 1.23,
            ..Report::default()
        }
    }

    #[test]
    fn what_moved_is_one_line() {
        let clock = Clock { now: Moment::default(), zone: TimeZone::UTC };
        let moved = News::Moved {
            wire: "world".into(),
            what: "dispatches",
            items: 1300,
            new: 12,
            of: Some(5000),
            per_second: 3100.4,
            left: 412,
        };
        let line = "world  1,200 of 5,000 dispatches · 3,100/s · 412 requests left today";
        assert_eq!(progress_line(&moved, 100, &clock), line);
        let until = Moment::parse("1970-01-01T14:02:00Z").unwrap();
        let waiting = News::Waiting("world".into(), until);
        assert_eq!(progress_line(&waiting, 0, &clock), "world  waits until 14:02, as its server asked");
    }

    #[test]
    fn events_have_the_promised_names() {
        let trouble = Trouble { what: "a".into(), why: "b".into(), remedy: "c".into() };
        let ended = event(&News::Ended(Report { trouble: Some(trouble), ..report() })).unwrap();
        for key in [
            "wire",
            "new",
            "updated",
            "seen",
            "records",
            "partial",
            "requests",
            "requests_left",
            "seconds",
            "trouble",
            "notes",
        ] {
            assert!(ended.get(key).is_some(), "{key}");
        }
        assert_eq!((&ended["event"], &ended["trouble"]["remedy"]), (&"ended".into(), &"c".into()));
        assert_eq!(event(&News::Ended(report())).unwrap()["trouble"], Value::Null);
    }

    #[test]
    fn a_trouble_is_a_sentence_whatever_it_lacks() {
        let of = |what: &str, why: &str, remedy: &str| {
            sentence(&Trouble { what: what.into(), why: why.into(), remedy: remedy.into() })
        };
        assert_eq!(of("No answer", "it is night", "Wait."), "No answer: it is night. Wait.");
        assert_eq!(of("No answer", "", ""), "No answer.");
    }
}
