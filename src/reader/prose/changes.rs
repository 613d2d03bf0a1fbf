//! The versions of a dispatch, and what changed between two of them.
//!
//! What came stands behind `+`, what went behind `-`, in the versions' list as in the text, so that nobody has to tell
//! colours apart. Of long stretches that stayed as they were, only the sentences beside a change are set.

use crate::{
    reader::{
        human,
        model::{Settings, VersionsScreen},
        msg::{History, Past},
    },
    story::{Key, Moment},
    text::clean,
};

use super::{
    Laid, Role, Target,
    compare::{Kind, Said, Step, Words, compare, in_words},
    known::{capital, dotted},
    set::{Galley, Run, run},
};

/// Unchanged sentences beside a change that are set.
const BESIDE: usize = 1;

/// The versions, newest first, one link each: number, time, headline, and what changed with it.
pub fn versions(screen: &VersionsScreen, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    let Some(history) = screen.history.here() else { return galley.finish() };
    for (at, past) in history.versions.iter().enumerate().rev() {
        let link = galley.link(Target::Version(at), None);
        let (sign, role) = match at {
            _ if at == screen.newer && at == screen.older => (" ", Role::Meta),
            _ if at == screen.newer => ("+", Role::Good),
            _ if at == screen.older => ("-", Role::Bad),
            _ => (" ", Role::Meta),
        };
        let number = format!("Version {}", past.version.version);
        let time = past.version.time.map(|time| human::hour(time, now, &settings.zone)).unwrap_or_default();
        let here = if past.version.key == screen.key { "on screen" } else { "" };
        let read = if past.version.read && past.version.key != screen.key { "read" } else { "" };
        let rest = dotted(&[String::new(), here.to_owned(), read.to_owned()], settings);
        let dot = if rest.is_empty() { String::new() } else { format!(" {} ", settings.signs().dot) };
        let name = Run { link: Some(link), ..run(number, Role::Body) };
        let left = vec![run(format!("{sign} "), role), name, run(format!("{dot}{rest}"), Role::Meta)];
        galley.row(left, &run(time, Role::Meta));
        let before = at.checked_sub(1).and_then(|before| history.versions.get(before));
        if before.is_none_or(|before| before.version.headline != past.version.headline) {
            galley.hang(None, 2, &[run(clean::line(&past.version.headline), Role::Dek)]);
        }
        galley.hang(None, 2, &[run(step(before, past), Role::Meta)]);
        galley.end_link(link);
    }
    galley.finish()
}

/// What a version changed of the one before it, as a sentence.
fn step(before: Option<&Past>, past: &Past) -> String {
    let Some(before) = before else { return "The first that is here.".to_owned() };
    if before.partial || past.partial {
        return "Only the list's lines are here.".to_owned();
    }
    let steps = compare(&before.dispatch, &past.dispatch);
    let said = capital(&in_words(&before.dispatch, &past.dispatch, &steps));
    let told = past.dispatch.methodology.as_ref().map(|how| how.changed.join("; ")).unwrap_or_default();
    let told = clean::line(&told);
    if told.is_empty() { format!("{said}.") } else { format!("{said}. Written for: {told}.") }
}

/// What changed between a version the person had read and the one on screen, in words; nothing where one of them is not
/// whole.
pub(super) fn since(history: &History, since: &Key, here: &Key) -> Option<String> {
    let find = |key: &Key| history.versions.iter().find(|past| past.version.key == *key);
    let (older, newer) = (find(since)?, find(here)?);
    let whole = !older.partial && !newer.partial;
    whole.then(|| {
        let steps = compare(&older.dispatch, &newer.dispatch);
        in_words(&older.dispatch, &newer.dispatch, &steps)
    })
}

/// What changed between the two versions that are chosen: one link for each change.
pub fn changes(screen: &VersionsScreen, width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let (Some(older), Some(newer)) = (screen.past(screen.older), screen.past(screen.newer)) else {
        return galley.finish();
    };
    if screen.older == screen.newer {
        galley.words("This is the first version that is here: there is none to compare it with.", Role::Meta);
        return galley.finish();
    }
    if let Some(partial) = [older, newer].into_iter().find(|past| past.partial) {
        let number = partial.version.version;
        let words =
            format!("Of version {number} only the list's lines are here: there is no text to compare.");
        galley.words(&words, Role::Warn);
        return galley.finish();
    }
    let steps = compare(&older.dispatch, &newer.dispatch);
    let said = in_words(&older.dispatch, &newer.dispatch, &steps);
    galley.words(&format!("{}.", capital(&said)), Role::Body);
    set_steps(&mut galley, &steps, settings);
    galley.finish()
}

fn set_steps(galley: &mut Galley, steps: &[Step], settings: &Settings) {
    let near: Vec<bool> = (0..steps.len()).map(|at| beside_a_change(steps, at)).collect();
    let (mut place, mut left_out, mut count) = (None, 0, 0);
    for (step, near) in steps.iter().zip(near) {
        let (Step::Same(said) | Step::Gone(said) | Step::New(said) | Step::Changed(said, ..)) = step;
        if !near {
            left_out += 1;
            continue;
        }
        as_before(galley, &mut left_out, settings);
        if place != Some((said.kind, said.under.as_str())) {
            under(galley, said);
            place = Some((said.kind, said.under.as_str()));
        }
        set_step(galley, step, &mut count);
    }
    as_before(galley, &mut left_out, settings);
}

/// Whether a sentence changed, or stands beside one that did.
fn beside_a_change(steps: &[Step], at: usize) -> bool {
    let around = steps.get(at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(steps.len()));
    around.is_some_and(|around| around.iter().any(|step| !matches!(step, Step::Same(_))))
}

/// How many sentences are left out here.
fn as_before(galley: &mut Galley, left_out: &mut usize, settings: &Settings) {
    if *left_out > 0 {
        let sentences = human::count(*left_out, "sentence", "sentences");
        galley.gap();
        galley.hang(None, 2, &[run(format!("{} {sentences} as before", settings.signs().more), Role::Meta)]);
        *left_out = 0;
    }
}

/// The name of the part that a sentence stands in.
fn under(galley: &mut Galley, said: &Said) {
    let name = match said.kind {
        Kind::Headline => "Headline",
        Kind::Dek => "Beneath it",
        Kind::Takeaway => "In short",
        Kind::Body if said.under.is_empty() => "Analysis",
        Kind::Body => &said.under,
    };
    galley.gap();
    galley.words(name, Role::Heading);
}

fn set_step(galley: &mut Galley, step: &Step, count: &mut usize) {
    if let Step::Same(said) = step {
        galley.hang(None, 2, &[run(said.text.clone(), Role::Meta)]);
        return;
    }
    let link = galley.link(Target::Change(*count), None);
    *count += 1;
    match step {
        Step::Gone(said) => line(galley, "-", Role::Bad, &[run(said.text.clone(), Role::Bad)]),
        Step::New(said) => line(galley, "+", Role::Good, &[run(said.text.clone(), Role::Good)]),
        Step::Changed(_, was, is) => {
            line(galley, "-", Role::Bad, &words(was, Role::Meta, Role::Removed));
            line(galley, "+", Role::Good, &words(is, Role::Body, Role::Added));
        }
        Step::Same(_) => {}
    }
    galley.end_link(link);
}

fn line(galley: &mut Galley, sign: &str, role: Role, runs: &[Run]) {
    galley.hang(Some(run(format!("{sign} "), role)), 2, runs);
}

fn words(words: &Words, same: Role, other: Role) -> Vec<Run> {
    words.iter().map(|(text, kept)| run(text.clone(), if *kept { same } else { other })).collect()
}
