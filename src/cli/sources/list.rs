//! `slugline sources list`: every source: how it fares, when it is asked again, what it brings.

use std::io;

use clap::Args;
use serde_json::{Value, json};

use super::{beats, none_yet, states};
use crate::{
    cli::{
        Exit, Failure, Out, Session,
        args::yes,
        json,
        online::of_source,
        out::Ink,
        sync::trouble_json,
        typeset::{Clock, labelled},
    },
    config::SourceRow,
    reader::human::{count, number},
    story::{SourceState, Standing},
    text::width::{self, Ambiguous},
};

/// `slugline sources list`
#[derive(Debug, Default, Args)]
pub(super) struct List {
    /// Only those that do not fare well
    #[arg(long, env = "SLUGLINE_TROUBLE", hide_env_values = true, value_parser = yes())]
    trouble: bool,
    /// One JSON object a line
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

/// A source by its row in the config and by what the store knows of it.
struct Source<'a> {
    row: &'a SourceRow,
    state: &'a SourceState,
    /// It says that it belongs to a beat that there is not.
    strays: bool,
}

impl List {
    /// `json`: so it was asked before the word, too.
    pub(super) fn run(&self, session: &mut Session<'_>, json: bool) -> Result<Exit, Failure> {
        let rows = session.config.sources.clone();
        if rows.is_empty() {
            return Err(Failure::Partly(none_yet()));
        }
        let beats = beats(session);
        let strays =
            |row: &SourceRow| !row.beat.is_empty() && beats.iter().all(|(slug, _)| *slug != row.beat);
        let mut states = states(session, &rows)?;
        states.resize_with(rows.len(), SourceState::default);
        let each = |(row, state)| Source { row, state, strays: strays(row) };
        let all: Vec<Source<'_>> = rows.iter().zip(&states).map(each).collect();
        let shown: Vec<&Source<'_>> = all
            .iter()
            .filter(|source| !self.trouble || matches!(source.health(), "trouble" | "gone"))
            .collect();
        if shown.is_empty() {
            return Err(Failure::Partly("All sources fare well.".to_owned()));
        }
        if json || self.json {
            for source in &shown {
                session.out.line(&json::line(&source.json()))?;
            }
            return Ok(Exit::Done);
        }
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        table(session.out, &clock, &shown)?;
        session.out.line("")?;
        labelled(session.out, "", None, &in_all(&all))?;
        Ok(Exit::Done)
    }
}

/// `312 sources: 300 well, 8 in trouble, 4 off. 14,203 records.`
fn in_all(all: &[Source<'_>]) -> String {
    let words = [
        ("well", "well"),
        ("trouble", "in trouble"),
        ("new", "not gathered yet"),
        ("off", "off"),
        ("gone", "gone for good"),
    ];
    let counts = words.iter().filter_map(|(health, said)| {
        let n = all.iter().filter(|source| source.health() == *health).count();
        (n > 0).then(|| format!("{} {said}", number(n)))
    });
    let records: usize = all.iter().map(|source| source.state.records).sum();
    let records =
        if records == 0 { String::new() } else { format!(" {}.", count(records, "record", "records")) };
    let counts: Vec<String> = counts.collect();
    format!("{}: {}.{records}", count(all.len(), "source", "sources"), counts.join(", "))
}

impl Source<'_> {
    /// In one word, for scripts.
    fn health(&self) -> &'static str {
        match self.state.standing {
            _ if !self.row.enabled => "off",
            Standing::Off => "off",
            Standing::Gone => "gone",
            Standing::On if self.state.trouble.is_some() => "trouble",
            Standing::On if self.state.gathered_at.is_some() => "well",
            Standing::On => "new",
        }
    }

    fn cells(&self, clock: &Clock) -> [String; COLUMNS] {
        let SourceState { gathered_at, next_at, days, .. } = self.state;
        let last = gathered_at.map_or_else(|| "never".to_owned(), |at| clock.short(Some(at)));
        let next = next_at.filter(|_| self.health() != "off" && self.health() != "gone");
        let next = next.map_or_else(String::new, |at| {
            if at <= clock.now { "now".to_owned() } else { clock.short(Some(at)) }
        });
        [
            self.row.name.to_string(),
            self.row.kind.word().to_owned(),
            self.row.beat.clone(),
            self.health().to_owned(),
            last,
            next,
            sparkline(days),
        ]
    }

    /// What is worth a line of its own.
    fn remarks(&self) -> Vec<String> {
        let SourceState { trouble, repaired, moved, notes, failures, .. } = self.state;
        let mut remarks: Vec<String> = trouble.iter().map(of_source).collect();
        if trouble.is_some() && *failures > 1 {
            remarks.push(format!("{failures} tries in vain."));
        }
        if !moved.is_empty() {
            remarks.push(format!("Its server says that it has moved to {moved}."));
        }
        if *repaired && notes.is_empty() {
            remarks.push("It can only be read after mending it.".to_owned());
        }
        if self.strays {
            remarks.push(format!("There is no beat {:?}, so that words decide.", self.row.beat));
        }
        remarks.extend(notes.iter().cloned());
        remarks
    }

    fn json(&self) -> Value {
        let SourceRow { name, kind, url, title, beat, enabled, allow_private, interval, full_text, .. } =
            self.row;
        let state = self.state;
        let moment = |moment: Option<crate::story::Moment>| moment.map(|moment| moment.to_string());
        json!({
            "source": name.as_str(),
            "kind": kind.word(),
            "url": url,
            "title": if title.is_empty() { &state.title } else { title },
            "beat": beat,
            "enabled": enabled,
            "allow_private": allow_private,
            "interval": interval,
            "full_text": full_text,
            "health": self.health(),
            "tried_at": moment(state.tried_at),
            "gathered_at": moment(state.gathered_at),
            "next_at": moment(state.next_at),
            "failures": state.failures,
            "trouble": state.trouble.as_ref().map(trouble_json),
            "notes": state.notes,
            "repaired": state.repaired,
            "moved": if state.moved.is_empty() { None } else { Some(&state.moved) },
            "records": state.records,
            "days": state.days,
            "lag_seconds": state.lag_seconds,
        })
    }
}

const COLUMNS: usize = 7;
const HEADS: [&str; COLUMNS] = ["name", "kind", "beat", "health", "last", "next", "items a day"];
/// Which columns go first where there is no room for all.
const DISPENSABLE: [usize; 3] = [1, 5, 2];
/// The least room for a name.
const LEAST_NAME: usize = 12;

/// One line a source, and under it what is wrong or odd.
fn table(out: &mut Out, clock: &Clock, sources: &[&Source<'_>]) -> io::Result<()> {
    let rows: Vec<[String; COLUMNS]> = sources.iter().map(|source| source.cells(clock)).collect();
    let cells = |text: &str| width::of(text, Ambiguous::One);
    let mut wide: Vec<usize> = (0..COLUMNS)
        .map(|at| rows.iter().map(|row| cells(&row[at])).max().unwrap_or_default())
        .map(|wide| if wide == 0 { 0 } else { wide })
        .collect();
    for (at, wide) in wide.iter_mut().enumerate().filter(|(_, wide)| **wide > 0) {
        *wide = (*wide).max(cells(HEADS[at]));
    }
    let taken =
        |wide: &[usize]| wide.iter().filter(|wide| **wide > 0).map(|wide| wide + 2).sum::<usize>() - 2;
    for at in DISPENSABLE {
        if taken(&wide) - wide[0] + LEAST_NAME.max(wide[0].min(24)) > out.width {
            wide[at] = 0;
        }
    }
    wide[0] = wide[0].min((out.width + wide[0]).saturating_sub(taken(&wide))).max(LEAST_NAME);
    let line = |row: &[String]| {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate().filter(|(at, _)| wide[*at] > 0) {
            let (cell, taken) = width::truncate(cell, wide[at], Ambiguous::One);
            line.push_str(&cell);
            line.push_str(&" ".repeat(wide[at] + 2 - taken));
        }
        line.trim_end().to_owned()
    };
    let heads = line(&HEADS.map(str::to_owned));
    out.line(&out.inked(Ink::Dim, &heads))?;
    for (source, row) in sources.iter().zip(&rows) {
        out.line(&line(row))?;
        for remark in source.remarks() {
            labelled(out, "    ", None, &remark)?;
        }
    }
    Ok(())
}

/// A bar a day, today last; a dot where nothing was published.
fn sparkline(days: &[u32]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = days.iter().copied().max().unwrap_or_default();
    if most == 0 {
        return String::new();
    }
    let bar = |n: &u32| match n {
        0 => '·',
        n => BARS[((u64::from(*n) * 8).div_ceil(u64::from(most)) as usize).clamp(1, 8) - 1],
    };
    days.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::sparkline;

    #[test]
    fn days_become_bars() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!((sparkline(&[0, 0]), sparkline(&[])), (String::new(), String::new()));
        assert_eq!(sparkline(&[u32::MAX, 1]), "█▁");
    }
}
