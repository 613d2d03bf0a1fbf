//! A source: how it fares, what it brings, what went wrong and what helps; or what it answers at this moment.

use crate::{
    config::SourceRow,
    reader::{
        glyphs, human,
        model::{self, Load, Settings, Stand},
        msg::{Offer, Trouble},
    },
    story::{Moment, Record, SourceState},
    text::clean,
};

use super::{
    Laid, Role, Target,
    known::{Names, dotted, sentence},
    set::{Galley, Run, run},
};

/// Where the names of what is known stand.
const NAMES: Names = Names { cells: 9, inset: 0 };

/// What is known of a source, and its newest records, one link each.
pub fn source(
    row: &SourceRow,
    state: &SourceState,
    newest: &Load<Vec<Record>>,
    width: u16,
    settings: &Settings,
    now: Moment,
) -> Laid {
    let mut galley = Galley::list(width, settings);
    head(&mut galley, state, settings);
    galley.gap();
    let link = galley.link(Target::Web(row.url.clone()), None);
    NAMES.set(&mut galley, "Address", Run { link: Some(link), ..run(clean::line(&row.url), Role::Link) });
    galley.end_link(link);
    known(&mut galley, "Moved", &state.moved);
    known(&mut galley, "Name", state.name.as_str());
    known(&mut galley, "Gathered", &times(state, now, settings));
    known(&mut galley, "Kept", &kept(state, settings));
    if state.days.iter().any(|day| *day > 0) {
        let days = human::count(state.days.len(), "day", "days");
        known(&mut galley, "Last days", &format!("{}  {days}", glyphs::bars(&state.days, settings.signs())));
    }
    if !row.words.is_empty() {
        known(&mut galley, "Words", &row.words.join(", "));
    }
    if let Some(trouble) = &state.trouble {
        NAMES.known(&mut galley, "Trouble", &sentence(trouble), Role::Warn);
    }
    notes(&mut galley, &state.notes, state.repaired);
    newest_of(&mut galley, newest, settings, now);
    galley.finish()
}

/// What a source answers, looked at without keeping it; `None` while it is on its way.
pub fn peek(
    state: &SourceState,
    answer: Option<&Result<Box<Offer>, Trouble>>,
    width: u16,
    settings: &Settings,
    now: Moment,
) -> Laid {
    let mut galley = Galley::list(width, settings);
    head(&mut galley, state, settings);
    galley.gap();
    match answer {
        None => galley.words(&format!("Asking {}", settings.signs().more), Role::Body),
        Some(Err(trouble)) => galley.words(&sentence(trouble), Role::Warn),
        Some(Ok(offer)) => {
            galley.words("What it answers now. Nothing of it is kept.", Role::Meta);
            galley.gap();
            offered(&mut galley, offer, settings, now);
        }
    }
    galley.finish()
}

/// The name, and how it stands.
fn head(galley: &mut Galley, state: &SourceState, settings: &Settings) {
    let (sign, word, role) = stand(Stand::of(state), settings);
    let name = run(clean::line(model::called(state)), Role::Headline);
    galley.text(&[name, run("  ", Role::Body), run(format!("{sign} {word}"), role)]);
    let beat =
        if state.beat.is_empty() { String::new() } else { format!("beat {}", clean::line(&state.beat)) };
    galley.words(&dotted(&[clean::line(&state.kind), beat], settings), Role::Meta);
}

/// The sign of how a source stands, the word for it, and how both look.
pub fn stand(stand: Stand, settings: &Settings) -> (&'static str, &'static str, Role) {
    let signs = settings.signs();
    match stand {
        Stand::Well => (signs.synced, "answers", Role::Good),
        Stand::Odd => (signs.odd, "answers, with notes", Role::Warn),
        Stand::Trouble => (signs.trouble, "in trouble", Role::Bad),
        Stand::New => (signs.unasked, "not asked yet", Role::Meta),
        Stand::Off => (signs.off, "turned off", Role::Meta),
        Stand::Gone => (signs.trouble, "gone for good, says its server", Role::Bad),
    }
}

/// `14:03 · next about 14:33`
fn times(state: &SourceState, now: Moment, settings: &Settings) -> String {
    let say = |at: Moment| human::time(at, now, &settings.zone);
    let gathered = state.gathered_at.map_or_else(|| "never yet".to_owned(), say);
    let tried = state.tried_at.filter(|at| state.gathered_at.is_none_or(|gathered| gathered < *at));
    let tried = tried.map(|at| format!("tried {}", say(at))).unwrap_or_default();
    let times = if state.failures > 1 { format!("{} times in vain", state.failures) } else { String::new() };
    let asked = Stand::of(state) != Stand::Off && Stand::of(state) != Stand::Gone;
    let next = match state.next_at.filter(|_| asked) {
        Some(at) if at <= now => "next now".to_owned(),
        Some(at) => format!("next about {}", say(at)),
        None => String::new(),
    };
    dotted(&[gathered, tried, times, next], settings)
}

/// `1,284 records · 12 a day · 8 min from publication to here`
fn kept(state: &SourceState, settings: &Settings) -> String {
    let rate = a_day(state).map(|rate| format!("{rate} a day")).unwrap_or_default();
    let lag = state.lag_seconds.map(|lag| format!("{} from publication to here", human::span(lag)));
    dotted(&[human::count(state.records, "record", "records"), rate, lag.unwrap_or_default()], settings)
}

/// Records a day, of late: `12`, `0.4`.
pub fn a_day(state: &SourceState) -> Option<String> {
    let sum: u64 = state.days.iter().map(|day| u64::from(*day)).sum();
    let rate = sum as f64 / state.days.len().max(1) as f64;
    match sum {
        0 => None,
        _ if rate < 9.95 => Some(format!("{rate:.1}")),
        _ => Some(human::number(rate.round() as usize)),
    }
}

/// What is odd about an answer.
fn notes(galley: &mut Galley, notes: &[String], repaired: bool) {
    let repaired = (repaired && notes.is_empty()).then_some("It could only be read after mending it");
    let notes = repaired.into_iter().chain(notes.iter().map(String::as_str));
    for (n, note) in notes.take(13).enumerate() {
        known(galley, if n == 0 { "Notes" } else { "" }, note);
    }
}

fn newest_of(galley: &mut Galley, newest: &Load<Vec<Record>>, settings: &Settings, now: Moment) {
    let Load::Here(records) = newest else { return };
    galley.gap();
    if records.is_empty() {
        return galley.words("Nothing of it is kept yet.", Role::Meta);
    }
    galley.words("Newest", Role::Heading);
    for record in records {
        let link = galley.link(Target::Record(record.id.clone()), None);
        let time = record.time().map(|time| human::time(time, now, &settings.zone)).unwrap_or_default();
        let name = Run { link: Some(link), ..run(clean::line(record.name()), Role::Body) };
        galley.row(vec![name], &run(time, Role::Meta));
        galley.end_link(link);
    }
}

/// What a source says, before anything of it is kept.
pub(super) fn offered(galley: &mut Galley, offer: &Offer, settings: &Settings, now: Moment) {
    let title = clean::line(&offer.title);
    let title = if title.is_empty() { clean::line(offer.row.name.as_str()) } else { title };
    galley.words(&title, Role::Headline);
    let count = human::count(offer.records.len(), "record", "records");
    galley.words(&dotted(&[clean::line(&offer.what), count], settings), Role::Meta);
    NAMES.known(galley, "Address", &offer.row.url, Role::Meta);
    notes(galley, &offer.notes, offer.repaired);
    galley.gap();
    for record in offer.records.iter().take(30) {
        let time = record.time().map(|time| human::time(time, now, &settings.zone)).unwrap_or_default();
        galley.row(vec![run(clean::line(record.name()), Role::Body)], &run(time, Role::Meta));
    }
    if offer.records.is_empty() {
        galley.words("There is nothing in it at this moment.", Role::Meta);
    }
}

fn known(galley: &mut Galley, name: &str, text: &str) {
    NAMES.known(galley, name, text, Role::Body);
}
