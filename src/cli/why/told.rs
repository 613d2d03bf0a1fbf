//! `why`, set for a person at eighty columns.

use std::io;

use super::Told;
use crate::{
    cli::{
        Out,
        out::Ink,
        provenance,
        typeset::{self, Clock, block, heading, labelled, meta},
    },
    desk::edition::Settings,
    reader::human::count,
    story::{Code, Decision, Dispatch, Figure, Met, Outcome, Signal, WireName},
    text::{clean, tokens::plain},
    wire::stories::Teller,
};

/// All that is known of a story.
pub(super) fn why(
    out: &mut Out,
    clock: &Clock,
    why: &Told,
    dispatch: Option<&Dispatch>,
    settings: &Settings,
) -> io::Result<()> {
    head(out, clock, why)?;
    heading(out, "What became of it")?;
    became(out, why, settings)?;
    if let Some((dispatch, methodology)) = dispatch.and_then(|told| Some((told, told.methodology.as_ref()?)))
    {
        provenance::print(out, 2, &dispatch.beat, methodology)?;
    }
    heading(out, "What moved")?;
    if why.signals.is_empty() {
        block(out, 2, "No signal fired for it.")?;
    }
    for (at, signal) in why.signals.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        self::signal(out, clock, why, signal)?;
    }
    heading(out, "What each record met, in the order they arrived")?;
    for decision in &why.decisions {
        self::decision(out, clock, why, decision)?;
    }
    Ok(())
}

fn head(out: &mut Out, clock: &Clock, why: &Told) -> io::Result<()> {
    let row = &why.row;
    let code = row.dispatch.as_ref().map(|key| Code::of(&key.id).to_string()).unwrap_or_default();
    meta(out, 0, &[format!("cluster {}", row.cluster.id), code, row.wire.to_string()])?;
    labelled(out, "", Some(Ink::Bold), &plain(&row.headline))?;
    let copies = match row.cluster.copies.len() {
        0 => String::new(),
        n => count(n, "of them repeats another", "of them repeat others"),
    };
    let told = format!(
        "{} from {}",
        count(row.cluster.records.len(), "record", "records"),
        count(row.cluster.voices, "independent voice", "independent voices"),
    );
    let times = match (row.cluster.first_at, row.cluster.last_at) {
        (Some(first), Some(last)) if first == last => clock.exact(Some(first)),
        (Some(first), Some(last)) => format!("{} to {}", clock.exact(Some(first)), clock.exact(Some(last))),
        _ => "times unknown".to_owned(),
    };
    meta(out, 0, &[told, copies, times])?;
    if !why.aliases.is_empty() {
        let names: Vec<String> = why.aliases.iter().map(ToString::to_string).collect();
        meta(out, 0, &[format!("{} became part of it", names.join(", "))])?;
    }
    Ok(())
}

fn became(out: &mut Out, why: &Told, settings: &Settings) -> io::Result<()> {
    let row = &why.row;
    let minimum = &settings.minimum;
    let needs = format!(
        "A dispatch needs {}, {} and one text of {}.",
        count(minimum.records, "record", "records"),
        count(minimum.voices, "independent voice", "independent voices"),
        count(minimum.longest, "word", "words"),
    );
    match row.outcome {
        Some(Outcome::Watched) => {
            labelled(out, "  Watched. Missing: ", None, &format!("{}. {needs}", row.reason))
        }
        Some(Outcome::Published) => labelled(out, "  Published: ", None, &row.reason),
        Some(Outcome::Spiked) => labelled(out, "  Spiked: ", None, &row.reason),
        Some(Outcome::Unchanged) => labelled(out, "  Published before; ", None, &row.reason),
        Some(Outcome::Covered) => labelled(out, "  Not written: ", None, &row.reason),
        None if row.cluster.records.len() < 2 => {
            block(out, 2, &format!("One record alone is no story yet. {needs}"))
        }
        None => block(out, 2, "No edition has looked at it yet."),
    }
}

fn signal(out: &mut Out, clock: &Clock, why: &Told, signal: &Signal) -> io::Result<()> {
    meta(out, 2, &[clock.exact(Some(signal.at))])?;
    typeset::signal(out, 2, signal)?;
    for line in figures(&signal.figures) {
        out.line(&line)?;
    }
    let tellers = signal.evidence.iter().map(|id| {
        why.records.iter().find(|teller| teller.id == *id).map_or_else(|| id.to_string(), |t| t.voice.clone())
    });
    let tellers: Vec<String> = tellers.collect();
    if !tellers.is_empty() {
        let evidence = count(tellers.len(), "record", "records");
        labelled(out, "    Evidence: ", None, &format!("{evidence}, of {}", tellers.join(", ")))?;
    }
    Ok(())
}

/// The numbers of a signal, one under the other.
fn figures(figures: &[Figure]) -> Vec<String> {
    let cells = |text: &str| textwrap::core::display_width(text);
    let names: Vec<String> = figures.iter().map(|figure| clean::line(&figure.name)).collect();
    let widest = names.iter().map(|name| cells(name)).max().unwrap_or_default();
    let line = |(name, figure): (&String, &Figure)| {
        let blanks = " ".repeat(widest.saturating_sub(cells(name)));
        let value = format!("{} {}", number(figure.value), clean::line(&figure.unit));
        format!("    {name}{blanks}  {}", value.trim_end())
    };
    names.iter().zip(figures).map(line).collect()
}

/// Whole numbers whole, others to two places.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e9 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// How far a record that opened a cluster lay from the nearest other; `None` for one that met something else, or where
/// there was no other.
pub(super) fn distance(decision: &Decision) -> Option<f64> {
    (decision.met == Met::Opened && decision.other.is_some()).then_some(1.0 - decision.score)
}

fn decision(out: &mut Out, clock: &Clock, why: &Told, decision: &Decision) -> io::Result<()> {
    let teller = why.records.iter().find(|teller| teller.id == decision.record);
    let name = teller.map_or_else(|| decision.record.to_string(), |teller| plain(&teller.name));
    let label = format!("  {:<6}  ", decision.met.word());
    labelled(out, &label, Some(Ink::Bold), &name)?;
    let hang = textwrap::core::display_width(&label);
    let mut parts = vec![clock.short(Some(decision.at))];
    parts.extend(teller.map(|teller| who(why, teller)));
    parts.push(format!("record {}", decision.record));
    meta(out, hang, &parts)?;
    block(out, hang, &met(why, decision))
}

fn who(why: &Told, teller: &Teller) -> String {
    let mut told = format!("{}, {}", teller.voice, teller.kind.label());
    if teller.backfill {
        told += ", there when its source was first read";
    }
    if why.row.cluster.copies.contains(&teller.id) {
        told += ", no voice of its own";
    }
    told
}

/// What a decision leaned on, in a sentence.
fn met(why: &Told, decision: &Decision) -> String {
    let Decision { score, needed, .. } = decision;
    let other = decision.other.as_deref().unwrap_or_default();
    let words = match decision.words.as_slice() {
        [] => String::new(),
        words => format!(", most by {}", words.join(", ")),
    };
    let shared = match decision.words.as_slice() {
        [] => String::new(),
        words => format!(" They share {}.", words.join(", ")),
    };
    let named = |id: &str| {
        let teller = why.records.iter().find(|teller| teller.id.as_str() == id);
        teller.map_or_else(
            || format!("record {id}"),
            |teller| format!("“{}” ({})", plain(&teller.name), teller.voice),
        )
    };
    match decision.met {
        Met::Opened if other.is_empty() => "Nothing was near, so it opened the cluster.".to_owned(),
        Met::Opened => format!(
            "The nearest story, {other}, was at distance {:.2}: near by {score:.2} where {needed:.2} was needed to join.{shared}",
            1.0 - score
        ),
        Met::Joined => format!("Near the cluster by {score:.2}, {needed:.2} needed{words}."),
        Met::Linked => format!("It stands on a page of the cluster, or links to it: {other}"),
        Met::Copied => format!("It repeats {}: alike by {score:.2}, {needed:.2} needed.", named(other)),
        Met::Merged => {
            format!(
                "The cluster {other}, which it had opened, became part of {}: near by {score:.2}, {needed:.2} needed{words}.",
                decision.cluster
            )
        }
        Met::Full => "The cluster was full: it is kept with it and moves nothing.".to_owned(),
    }
}

/// A dispatch that no decision of ours led to.
pub(super) fn elsewhere(
    out: &mut Out,
    clock: &Clock,
    wire: &WireName,
    dispatch: &Dispatch,
    of_others: bool,
) -> io::Result<()> {
    meta(out, 0, &[dispatch.code().to_string(), wire.to_string(), clock.exact(dispatch.time())])?;
    labelled(out, "", Some(Ink::Bold), &plain(dispatch.title()))?;
    out.line("")?;
    let told = if of_others {
        format!(
            "{wire} is a wire of others: what each record met was decided there, and our desk decided nothing about it."
        )
    } else {
        "No decision of our desk is kept for it: it was brought in from elsewhere, or written before decisions were kept."
            .to_owned()
    };
    block(out, 0, &told)?;
    let how = dispatch.methodology.as_ref().map(typeset::how).unwrap_or_default();
    if how.trim().is_empty() {
        return block(out, 0, "It does not say how it came about.");
    }
    heading(out, "What it says of itself")?;
    block(out, 0, &how)?;
    if let Some(signal) = dispatch.methodology.as_ref().and_then(|told| told.signal.as_ref()) {
        let score = signal.score.map(|score| format!("score {score:.2}")).unwrap_or_default();
        let evidence = match signal.evidence.len() {
            0 => String::new(),
            n => format!("on {}", count(n, "record", "records")),
        };
        let head = format!("signal: {}, {}", signal.kind.slug(), signal.severity.slug());
        meta(
            out,
            0,
            &[head, score, evidence, signal.at.map(|at| clock.exact(Some(at))).unwrap_or_default()],
        )?;
    }
    Ok(())
}
