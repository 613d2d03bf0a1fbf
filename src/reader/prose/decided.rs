//! The records of a story, oldest first, each with the decisions it met.

use std::collections::{HashMap, HashSet};

use crate::{
    reader::{human, model::Settings, msg::Told},
    story::{Decision, Met, Moment, Record, RecordId, SignalKind, SourceKind},
    text::{clean, width},
    wire::{
        page::Kept,
        stories::{Teller, Why},
    },
};

use super::{
    Laid, Role, Target, citations,
    known::{dotted, quoted},
    set::{Galley, Run, run},
    story,
};

/// The longest kind that is written out.
const KIND: usize = 12;
/// Below this width, kinds stand on the second line.
const ROOMY: usize = 44;
/// Words of a decision that are shown.
const WORDS: usize = 6;

/// The text of the records pane, one link a record.
pub fn decided(told: &Told, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    match told {
        Told::Decided(why) => every(&mut galley, why, settings, now),
        Told::Dispatch(kept) => named(&mut galley, kept, settings, now),
    }
    galley.finish()
}

/// What the lines of all records have in common.
struct Lines<'a> {
    /// Signals that lean on one record, at most.
    signs: usize,
    /// Cells for its kind.
    kinds: usize,
    settings: &'a Settings,
    now: Moment,
}

fn every(galley: &mut Galley, why: &Why, settings: &Settings, now: Moment) {
    let names: HashMap<&RecordId, &Teller> = why.records.iter().map(|teller| (&teller.id, teller)).collect();
    let mut met: HashMap<&RecordId, Vec<&Decision>> = HashMap::new();
    for decision in &why.decisions {
        met.entry(&decision.record).or_default().push(decision);
    }
    let mut signs = leaning(why, settings);
    let widest = signs.values().map(Vec::len).max().unwrap_or(0);
    let lines =
        Lines { signs: widest, kinds: kinds(why.records.iter().map(|t| &t.kind), settings), settings, now };
    for teller in &why.records {
        let sign = signs.remove(&teller.id).unwrap_or_default().concat();
        let decisions = met.remove(&teller.id).unwrap_or_default();
        let mut said: Vec<String> =
            decisions.iter().map(|decision| sentence(decision, &names, settings, now)).collect();
        if teller.backfill {
            said.push("there when its source was first read: moves nothing".to_owned());
        }
        lines.set(galley, teller, &sign, &said);
    }
    if why.records.is_empty() {
        galley.words("None of its records is in the store.", Role::Warn);
    }
    also(galley, why, settings);
}

/// The signs of the signals that lean on each record, each sign once.
fn leaning<'a>(why: &'a Why, settings: &Settings) -> HashMap<&'a RecordId, Vec<&'static str>> {
    let mut signs: HashMap<&RecordId, Vec<&'static str>> = HashMap::new();
    for signal in &why.signals {
        let sign = match signal.kind {
            SignalKind::Other(_) => continue,
            ref kind => story::moved_sign(kind, settings.signs()),
        };
        for id in &signal.evidence {
            let known = signs.entry(id).or_default();
            if !known.contains(&sign) {
                known.push(sign);
            }
        }
    }
    signs
}

/// Cells that the widest kind takes.
fn kinds<'a>(kinds: impl Iterator<Item = &'a SourceKind>, settings: &Settings) -> usize {
    let cells = kinds.map(|kind| width::of(&clean::line(kind.label()), settings.cells()));
    cells.max().unwrap_or(0).min(KIND) + 2
}

impl Lines<'_> {
    /// Sign, kind, name and time; beneath them who speaks, and what the record met.
    fn set(&self, galley: &mut Galley, teller: &Teller, sign: &str, said: &[String]) {
        let settings = self.settings;
        let link = galley.link(Target::Record(teller.id.clone()), None);
        let roomy = galley.width() >= ROOMY;
        let kind = clean::line(teller.kind.label());
        let name = clean::line(&teller.name);
        let name = if name.is_empty() { clean::line(teller.id.as_str()) } else { name };
        let before = if self.signs == 0 { 0 } else { self.signs + 1 };
        let mut head = vec![run(citations::pad(sign, before, settings.cells()), Role::Meta)];
        if roomy {
            head.push(run(citations::pad(&kind, self.kinds, settings.cells()), Role::Meta));
        }
        head.push(Run { link: Some(link), ..run(name, Role::Body) });
        let time = teller.at.map(|at| human::time(at, self.now, &settings.zone)).unwrap_or_default();
        galley.row(head, &run(time, Role::Meta));
        let indent = if roomy { before + self.kinds } else { before };
        let voice = clean::line(&teller.voice);
        let voice = if roomy { voice } else { dotted(&[kind, voice], settings) };
        for under in std::iter::once(&voice).chain(said).filter(|under| !under.is_empty()) {
            galley.hang(None, indent, &[run(under.clone(), Role::Meta)]);
        }
        galley.end_link(link);
    }
}

/// A decision in words: how near it was, how near it had to be, and by what.
fn sentence(
    decision: &Decision,
    names: &HashMap<&RecordId, &Teller>,
    settings: &Settings,
    now: Moment,
) -> String {
    let other = decision.other.as_deref().unwrap_or_default();
    let (score, needed) = (near(decision.score), near(decision.needed));
    let by = by(&decision.words);
    match decision.met {
        Met::Opened if decision.other.is_some() => {
            format!("opened the story: the nearest other was at {score} ({needed} needed){by}")
        }
        Met::Opened => "opened the story: there was no other near it".to_owned(),
        Met::Joined => format!("joined at {score} ({needed} needed){by}"),
        Met::Linked if other.is_empty() => "linked to a page of the story".to_owned(),
        Met::Linked => format!("linked by {}", page(other)),
        Met::Copied => {
            let of = names.get(&RecordId::from(other)).map(|teller| clean::line(&teller.name));
            let of = of.filter(|name| !name.is_empty()).map(|name| quoted(&name, settings));
            format!("copy of {}: no voice of its own", of.unwrap_or_else(|| clean::line(other)))
        }
        Met::Merged => {
            let time = human::time(decision.at, now, &settings.zone);
            format!(
                "the story it had opened became part of this one at {time}: {score} ({needed} needed){by}"
            )
        }
        Met::Full => "came when the story was full: kept with it, and moves nothing".to_owned(),
    }
}

/// `0.41`
fn near(score: f64) -> String {
    if score.is_finite() { format!("{score:.2}") } else { "none".to_owned() }
}

/// ` by bridge, hanger, crack`
fn by(words: &[String]) -> String {
    let words: Vec<String> =
        words.iter().map(|word| clean::line(word)).filter(|word| !word.is_empty()).take(WORDS).collect();
    if words.is_empty() { String::new() } else { format!(" by {}", words.join(", ")) }
}

/// A page without its scheme.
fn page(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    clean::line(rest.strip_prefix("www.").unwrap_or(rest))
}

/// What the story is called, and what else it was called.
fn also(galley: &mut Galley, why: &Why, settings: &Settings) {
    galley.gap();
    let id = clean::line(why.row.cluster.id.as_str());
    galley.text(&[run("Story  ", Role::Meta), run(id, Role::Meta)]);
    let own = &why.row.cluster.id;
    let mut seen = HashSet::new();
    for alias in why.aliases.iter().filter(|alias| *alias != own && seen.insert(*alias)).take(50) {
        galley.text(&[run("Also   ", Role::Meta), run(clean::line(alias.as_str()), Role::Meta)]);
    }
    let leaning = leaning(why, settings);
    let mut signs: Vec<&str> = leaning.into_values().flatten().collect();
    signs.sort_unstable();
    signs.dedup();
    if !signs.is_empty() {
        galley.words(&format!("{} before a record: a signal leans on it.", signs.join(" ")), Role::Meta);
    }
}

/// The records that a dispatch names, without decisions: its wire keeps those.
fn named(galley: &mut Galley, kept: &Kept, settings: &Settings, now: Moment) {
    let here: HashMap<&RecordId, &Record> = kept.records.iter().map(|record| (&record.id, record)).collect();
    let lines =
        Lines { signs: 0, kinds: kinds(kept.records.iter().map(|r| &r.kind), settings), settings, now };
    let cited = kept.dispatch.citations.iter().filter_map(|citation| citation.record_id.as_ref());
    let mut seen = HashSet::new();
    for id in kept.dispatch.record_ids.iter().chain(cited).filter(|id| seen.insert(*id)) {
        let teller = here.get(id).map_or_else(
            || Teller { id: id.clone(), name: format!("record {id}"), ..Teller::default() },
            |record| Teller {
                id: id.clone(),
                kind: record.kind.clone(),
                name: record.name().to_owned(),
                voice: record.voice().to_owned(),
                at: record.time(),
                backfill: false,
            },
        );
        let absent = (!here.contains_key(id)).then(|| "not in the cache".to_owned());
        lines.set(galley, &teller, "", absent.as_slice());
    }
    if seen.is_empty() {
        galley.words("It names no records.", Role::Meta);
    }
}
