//! A source before it is added: what it is, and the newest of what it brings.

use std::io;

use crate::{
    cli::{
        Out,
        out::Ink,
        typeset::{Clock, hanging, labelled, meta},
    },
    reader::human::count,
    sources::{kind, look::Preview},
    story::{Moment, Record},
};

/// Items shown.
const SHOWN: usize = 5;

/// What it is, its newest items with their age, and what is odd about it.
pub(super) fn show(out: &mut Out, clock: &Clock, preview: &Preview) -> io::Result<()> {
    let title = if preview.title.is_empty() { "(without a title)" } else { &preview.title };
    let label = format!("{}  ", out.inked(Ink::Bold, title));
    hanging(out, &label, textwrap::core::display_width(title) + 2, None, &preview.url)?;
    let harvest = &preview.harvest;
    let mut newest: Vec<&Record> = harvest.records.iter().collect();
    newest.sort_by_key(|record| std::cmp::Reverse(record.time()));
    let dated: Vec<Moment> = newest.iter().filter_map(|record| record.published_at).collect();
    let what = match harvest.about.version.as_str() {
        "" => kind(preview.kind).about.to_owned(),
        _ => harvest.about.format(),
    };
    let mut parts = vec![what, count(newest.len(), "item", "items")];
    parts.extend(harvest.about.language.clone());
    parts.extend(rhythm(&dated));
    meta(out, 2, &parts)?;
    for record in newest.iter().take(SHOWN) {
        let age = record.published_at.map_or_else(|| "undated".to_owned(), |at| age(at, clock.now));
        let name: String = record.name().chars().take(200).collect();
        labelled(out, &format!("  {age:>8}  "), None, &name)?;
    }
    if harvest.repaired && harvest.notes.is_empty() {
        labelled(out, "  ", None, "It could only be read after mending it.")?;
    }
    for note in &harvest.notes {
        labelled(out, "  ", None, note)?;
    }
    Ok(())
}

/// How many it brings, by what it has.
fn rhythm(dated: &[Moment]) -> Option<String> {
    let (newest, oldest) = (dated.first()?, dated.last()?);
    let days = newest.seconds_since(*oldest) / 86_400.0;
    if dated.len() < 3 || days <= 0.0 {
        return None;
    }
    let a_day = (dated.len() - 1) as f64 / days;
    Some(match a_day {
        many if many >= 1.5 => format!("about {many:.0} a day"),
        some if some * 7.0 >= 1.5 => format!("about {:.0} a week", some * 7.0),
        few => format!("about {:.0} a month", (few * 30.0).max(1.0)),
    })
}

/// `12 min`, `5 h`, `3 days`; what lies ahead is `soon`.
pub(super) fn age(then: Moment, now: Moment) -> String {
    let seconds = now.seconds_since(then);
    match seconds {
        s if s < -60.0 => "ahead".to_owned(),
        s if s < 90.0 => "now".to_owned(),
        s if s < 90.0 * 60.0 => format!("{:.0} min", s / 60.0),
        s if s < 36.0 * 3600.0 => format!("{:.0} h", s / 3600.0),
        s if s < 60.0 * 86_400.0 => format!("{:.0} days", s / 86_400.0),
        s if s < 600.0 * 86_400.0 => format!("{:.0} mths", s / (30.4 * 86_400.0)),
        s => format!("{:.0} yrs", s / (365.25 * 86_400.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_as_short_as_they_may_be() {
        let now = Moment::from_micros(0);
        for (seconds, said) in [
            (0, "now"),
            (-100, "ahead"),
            (600, "10 min"),
            (7200, "2 h"),
            (3 * 86_400, "3 days"),
            (90 * 86_400, "3 mths"),
            (800 * 86_400, "2 yrs"),
        ] {
            assert_eq!(age(now.plus_seconds(-seconds), now), said, "{seconds}");
        }
    }

    #[test]
    fn rhythms_are_told_in_words() {
        let every = |hours: i64| -> Vec<Moment> {
            (0..10).map(|n| Moment::default().plus_seconds(-n * hours * 3600)).collect()
        };
        assert_eq!(rhythm(&every(6)).as_deref(), Some("about 4 a day"));
        assert_eq!(rhythm(&every(24)).as_deref(), Some("about 7 a week"));
        assert_eq!(rhythm(&every(24 * 10)).as_deref(), Some("about 3 a month"));
        assert_eq!(rhythm(&every(6)[..2]), None);
    }
}
