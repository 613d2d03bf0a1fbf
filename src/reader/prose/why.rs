//! Why a story fired: its signals with their arithmetic, and what became of it. Of a dispatch that was written elsewhere,
//! what it tells of itself.

use std::collections::HashMap;

use crate::{
    reader::{human, model::Settings, msg::Told},
    story::{Figure, Moment, Passage, RecordId, Signal},
    text::{clean, tokens, width},
    wire::stories::{Teller, Why},
};

use super::{
    Laid, Role, Target, citations,
    known::{capital, dotted, quoted},
    set::{Galley, Run, run},
    story,
    tells::tells,
};

/// From this width on, two passages stand beside each other.
const BESIDE: usize = 56;
/// As much of a passage as is shown, in bytes.
const PASSAGE: usize = 900;

/// The text of the signals pane. `elsewhere`: the wire is read from elsewhere.
pub fn why(told: &Told, elsewhere: bool, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    match told {
        Told::Decided(why) => decided(&mut galley, why, settings, now),
        Told::Dispatch(kept) => tells(&mut galley, kept, elsewhere, settings, now),
    }
    galley.finish()
}

fn decided(galley: &mut Galley, why: &Why, settings: &Settings, now: Moment) {
    head(galley, why, settings, now);
    arrivals(galley, why, settings);
    let tellers: HashMap<&RecordId, &Teller> =
        why.records.iter().map(|teller| (&teller.id, teller)).collect();
    for (at, signal) in why.signals.iter().enumerate().rev() {
        set_signal(galley, at, signal, &tellers, settings, now);
    }
    if why.signals.is_empty() {
        galley.gap();
        galley.words("No signal has fired for it.", Role::Body);
    }
}

/// What it is called, who tells it, and what became of it.
fn head(galley: &mut Galley, why: &Why, settings: &Settings, now: Moment) {
    let row = &why.row;
    let dispatch = row.dispatch.as_ref().map(|key| Target::Dispatch(key.clone()));
    let headline = clean::line(&tokens::words(&row.headline));
    let headline = if headline.is_empty() { "(nothing named)".to_owned() } else { headline };
    linked(galley, dispatch, headline);
    let say = |at: Moment| human::time(at, now, &settings.zone);
    let times = match (row.cluster.first_at.map(say), row.cluster.last_at.map(say)) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (first, last) => first.or(last).unwrap_or_default(),
    };
    galley.words(&dotted(&[story::evidence(&row.cluster, settings), times], settings), Role::Meta);
    let (words, role) = story::outcome(row, settings);
    // The reason of a publication is the signal, which stands below.
    let told = why.signals.iter().any(|signal| signal.why == row.reason);
    let reason = if told { String::new() } else { clean::line(&row.reason) };
    let reason = if reason.is_empty() { reason } else { format!(": {reason}") };
    galley.text(&[run(words, role), run(reason, Role::Meta)]);
}

/// A headline that leads somewhere.
pub(super) fn linked(galley: &mut Galley, target: Option<Target>, words: String) {
    let Some(target) = target else { return galley.words(&words, Role::Headline) };
    let link = galley.link(target, None);
    galley.text(&[Run { link: Some(link), ..run(words, Role::Headline) }]);
    galley.end_link(link);
}

/// When its records came, kind by kind.
fn arrivals(galley: &mut Galley, why: &Why, settings: &Settings) {
    let sparks = story::sparks(&why.row.arrivals, 1, settings.signs());
    let Some(first) = sparks.first() else { return };
    galley.gap();
    let cells = sparks.iter().map(|spark| width::of(&spark.label, settings.cells())).max().unwrap_or(0);
    let hours = human::count(first.hours, "hour", "hours");
    for (n, spark) in sparks.iter().enumerate() {
        let label = citations::pad(&spark.label, cells.min(14), settings.cells());
        let scale = if n == 0 { format!("  in its last {hours}") } else { String::new() };
        let count = format!("{:>5}  ", human::number(spark.count as usize));
        galley.row(
            vec![
                run(label + &count, Role::Meta),
                run(spark.bars.clone(), Role::Body),
                run(scale, Role::Meta),
            ],
            &Run::default(),
        );
    }
}

fn set_signal(
    galley: &mut Galley,
    at: usize,
    signal: &Signal,
    tellers: &HashMap<&RecordId, &Teller>,
    settings: &Settings,
    now: Moment,
) {
    galley.gap();
    let sign = story::moved_sign(&signal.kind, settings.signs());
    let kind = capital(&clean::line(signal.kind.slug()));
    let name = run(format!("{sign} {kind}, {}", signal.severity.slug()), Role::Heading);
    let confidence =
        (signal.confidence > 0.0).then(|| format!("confidence {}", story::figure(signal.confidence)));
    let rest = dotted(
        &[
            human::time(signal.at, now, &settings.zone),
            format!("score {}", story::figure(signal.score)),
            confidence.unwrap_or_default(),
        ],
        settings,
    );
    galley.text(&[name, run(format!("  {rest}"), Role::Meta)]);
    galley.words(&clean::line(&signal.why), Role::Body);
    if let Some(caution) = &signal.caution {
        let sign = format!("{} ", settings.signs().thin);
        galley.hang(Some(run(sign, Role::Warn)), 2, &[run(clean::line(caution), Role::Warn)]);
    }
    figures(galley, &signal.figures, settings);
    passages(galley, at, &signal.passages, tellers, settings, now);
}

/// One line of the arithmetic.
struct Counted {
    name: String,
    value: String,
    unit: String,
    needed: String,
}

/// The arithmetic as a small table: what was counted, and beside it the bound it had to pass.
fn figures(galley: &mut Galley, figures: &[Figure], settings: &Settings) {
    // `z needed` bounds `z`; `names needed` bounds `names in common`, there being no `names`.
    let bound_of = |figure: &Figure| {
        let of = figure.name.strip_suffix(" needed")?;
        let exact = figures.iter().position(|other| other.name == of);
        exact.or_else(|| {
            figures.iter().position(|other| other.name.starts_with(&format!("{of} ")) && other != figure)
        })
    };
    let needed = |figure: &Figure| {
        let bounds = |bound: &&Figure| bound_of(bound).and_then(|at| figures.get(at)) == Some(figure);
        let bound = figures.iter().find(bounds);
        bound.map(|bound| format!("  needed {}", story::figure(bound.value))).unwrap_or_default()
    };
    let counted = |figure: &Figure| Counted {
        name: clean::line(&figure.name),
        value: story::figure(figure.value),
        unit: unit(&figure.unit, settings),
        needed: needed(figure),
    };
    let rows: Vec<Counted> =
        figures.iter().filter(|figure| bound_of(figure).is_none()).map(counted).collect();
    let cells = settings.cells();
    let widest = |of: fn(&Counted) -> &str, most: usize| {
        rows.iter().map(|row| width::of(of(row), cells)).max().unwrap_or(0).min(most)
    };
    let (names, units) = (widest(|row| &row.name, 28), widest(|row| &row.unit, 12));
    let values = widest(|row| &row.value, 24);
    for row in &rows {
        let name = citations::pad(&row.name, names, cells);
        let unit = citations::pad(&row.unit, units, cells);
        let value = format!("{:>values$}", row.value);
        let left = [(format!("  {name}  "), Role::Meta), (value, Role::Body)];
        let left = left.into_iter().chain([(format!(" {unit}{}", row.needed), Role::Meta)]);
        galley.row(left.map(|(text, role)| run(text, role)).collect(), &Run::default());
    }
}

/// A unit; where there are only plain signs, in those.
fn unit(unit: &str, settings: &Settings) -> String {
    let unit = clean::line(unit);
    if settings.signs().dot == "·" { unit } else { unit.replace('σ', "sd").replace('×', "x") }
}

/// The passages that show it, two and two beside each other where there is room.
fn passages(
    galley: &mut Galley,
    signal: usize,
    passages: &[Passage],
    tellers: &HashMap<&RecordId, &Teller>,
    settings: &Settings,
    now: Moment,
) {
    let mut blocks = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        let teller = tellers.get(&passage.record);
        let voice = teller.map_or_else(|| passage.record.to_string(), |teller| teller.voice.clone());
        let time = teller.and_then(|teller| teller.at).map(|at| human::time(at, now, &settings.zone));
        let words = passage.words.get(..passage.words.floor_char_boundary(PASSAGE)).unwrap_or_default();
        let words = quoted(&clean::line(words), settings);
        blocks.push((at, dotted(&[clean::line(&voice), time.unwrap_or_default()], settings), words));
    }
    for pair in blocks.chunks(2) {
        galley.gap();
        let columns: Vec<Vec<Vec<Run>>> = pair
            .iter()
            .map(|(at, who, words)| {
                let link = Some(galley.link(Target::Passage(signal, *at), None));
                let who = Run { link, ..run(who.clone(), Role::Link) };
                vec![vec![who], vec![run(words.clone(), Role::Body)]]
            })
            .collect();
        match columns.as_slice() {
            [left, right] if galley.width() >= BESIDE => {
                for (left, right) in left.iter().zip(right) {
                    galley.beside(left, right);
                }
            }
            columns => {
                for paragraph in columns.iter().flatten() {
                    galley.text(paragraph);
                }
            }
        }
    }
}
