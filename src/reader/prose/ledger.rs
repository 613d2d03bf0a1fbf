//! The ledger: what each stage decided, newest edition first.

use crate::{
    reader::{human, model::Settings},
    story::{Entry, Moment, Outcome},
    text::clean,
};

use super::{
    Laid, Role,
    set::{Galley, run},
    story::outcome_sign,
};

/// Cells for the outcome: `published`, and what parts it from the headline.
const OUTCOME: usize = 11;

/// The ledger by edition: outcome, working headline and stage, and beneath it the reason.
pub fn ledger(entries: &[Entry], width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    for edition in entries.chunk_by(|a, b| a.at == b.at) {
        galley.gap();
        galley.words(&heading(edition, settings, now), Role::Heading);
        for entry in edition {
            set_entry(&mut galley, entry, settings);
        }
    }
    if entries.is_empty() {
        galley.words("No edition has run here yet, so there is nothing to account for.", Role::Body);
        galley.gap();
        galley.words("`slugline edition` runs one over the records in the store.", Role::Meta);
    }
    galley.finish()
}

fn heading(edition: &[Entry], settings: &Settings, now: Moment) -> String {
    let dot = settings.signs().dot;
    let at = edition.first().map_or(now, |entry| entry.at);
    let mut words = vec![format!("Edition of {}", human::time(at, now, &settings.zone))];
    for outcome in Outcome::ALL {
        let n = edition.iter().filter(|entry| entry.outcome == outcome).count();
        if n > 0 {
            words.push(format!("{} {}", human::number(n), outcome.word()));
        }
    }
    words.join(&format!(" {dot} "))
}

fn set_entry(galley: &mut Galley, entry: &Entry, settings: &Settings) {
    let (sign, role) = outcome_sign(entry.outcome, settings.signs());
    let outcome = format!("{sign} {:<OUTCOME$}", entry.outcome.word());
    let headline = clean::line(&entry.headline);
    let headline = if headline.is_empty() {
        format!("cluster {}", clean::line(entry.cluster.as_str()))
    } else {
        headline
    };
    galley.row(vec![run(outcome, role), run(headline, Role::Body)], &run(entry.stage.name(), Role::Meta));
    let reason = clean::line(&entry.reason);
    if !reason.is_empty() {
        galley.hang(None, OUTCOME + 2, &[run(reason, Role::Meta)]);
    }
}
