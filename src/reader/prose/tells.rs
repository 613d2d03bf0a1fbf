//! What a dispatch tells of how it came about, where its story was not decided here.

use crate::{
    reader::{human, model::Settings},
    story::{Key, Methodology, Moment, SignalNote},
    text::{clean, tokens},
    wire::page::Kept,
};

use super::{
    Role, Target,
    known::{Names, dotted},
    set::Galley,
    story,
    why::linked,
};

/// Where the names of what is known stand.
const NAMES: Names = Names { cells: 9, inset: 0 };

/// What a dispatch tells of itself.
pub(super) fn tells(galley: &mut Galley, kept: &Kept, elsewhere: bool, settings: &Settings, now: Moment) {
    let key = Key::new(kept.wire.clone(), kept.dispatch.id.clone());
    let headline = clean::line(&tokens::words(kept.dispatch.title()));
    linked(galley, Some(Target::Dispatch(key)), headline);
    galley.gap();
    let wire = clean::line(kept.wire.as_str());
    let words = if elsewhere {
        format!(
            "The wire {wire} is read from elsewhere and keeps its decisions to itself. This is what the dispatch tells of \
             how it came about."
        )
    } else {
        "No decisions are kept for this dispatch here: it came as it is, or from before they were kept. This is what it \
         tells of how it came about."
            .to_owned()
    };
    galley.words(&words, Role::Body);
    galley.gap();
    let from = galley.height();
    if let Some(how) = &kept.dispatch.methodology {
        parts(galley, how, settings, now);
    }
    let model = kept.dispatch.model.as_deref().unwrap_or_default();
    let named = kept.dispatch.methodology.as_ref().and_then(|how| how.writer.as_ref());
    known(galley, "Writer", named.map_or(model, String::as_str));
    let words = kept.dispatch.methodology.as_ref().and_then(|how| how.text.as_deref());
    known(galley, "In words", words.unwrap_or_default());
    if galley.height() == from {
        let partial = if kept.partial { " as far as it has come from its wire" } else { "" };
        galley.words(&format!("It tells nothing of that{partial}."), Role::Meta);
    }
}

fn parts(galley: &mut Galley, how: &Methodology, settings: &Settings, now: Moment) {
    if let Some(signal) = &how.signal {
        known(galley, "Signal", &note(signal, settings, now));
        known(galley, "", signal.why.as_deref().unwrap_or_default());
    }
    if let Some(cluster) = &how.cluster {
        let records = human::count(cluster.records, "record", "records");
        let voices = human::count(cluster.voices, "voice", "voices");
        known(galley, "Cluster", &dotted(&[records, voices], settings));
    }
    known(galley, "Stages", &how.stages.join(&format!(" {} ", settings.signs().arrow)));
    known(galley, "Anew for", &how.changed.join("; "));
    if let Some(confidence) = how.confidence.as_ref().filter(|all| !all.claims.is_empty()) {
        known(galley, "Voices", &confidence.words());
    }
    known(galley, "Filed", how.filed.as_ref().map_or("", |filed| filed.why.as_str()));
    if let Some(checked) = how.checked {
        let found = |found: usize, of: usize, what: &str| match of {
            0 => String::new(),
            of => format!("{} of {} {what} found", human::number(found), human::number(of)),
        };
        let checks = [
            found(checked.claims_found, checked.claims, "claims"),
            found(checked.quotes_found, checked.quotes, "quotations"),
            found(checked.numbers_found, checked.numbers, "numbers"),
        ];
        known(galley, "Checked", &dotted(&checks, settings));
    }
}

/// `velocity, high · 13:52 · score 4.1`
fn note(signal: &SignalNote, settings: &Settings, now: Moment) -> String {
    let sign = story::moved_sign(&signal.kind, settings.signs());
    let kind = format!("{sign} {}, {}", clean::line(signal.kind.slug()), signal.severity.slug());
    let time = signal.at.map(|at| human::time(at, now, &settings.zone)).unwrap_or_default();
    let score = signal.score.map(|score| format!("score {}", story::figure(score))).unwrap_or_default();
    dotted(&[kind, time, score], settings)
}

fn known(galley: &mut Galley, name: &str, text: &str) {
    NAMES.known(galley, name, text, Role::Body);
}
