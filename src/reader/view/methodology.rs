//! How a dispatch came about, on one line: Signal → Cluster → Write → Wire.

use ratatui::layout::Rect;

use crate::{
    reader::{
        glyphs::{BARS, Glyphs},
        human,
        model::Model,
    },
    story::{Methodology, Moment, Record, Trace},
    wire::page::Kept,
};

use super::brush::Brush;

/// Bars in the picture of the records' times.
const SLOTS: usize = 6;

/// Draws the line: the stages dim, what they found plain.
pub(super) fn draw(brush: &mut Brush<'_>, rect: Rect, kept: &Kept, trace: Option<&Trace>, model: &Model) {
    let rect = Rect { x: rect.x + 1, width: rect.width.saturating_sub(2), ..rect };
    let none = Methodology::default();
    let how = kept.dispatch.methodology.as_ref().unwrap_or(&none);
    let mut stages = stages(brush, how, kept, trace, model);
    let whole: u16 = stages.iter().map(|(stage, found)| brush.width(stage) + brush.width(found) + 4).sum();
    let named = whole <= rect.width + 3;
    if let Some((_, found)) = stages.first_mut().filter(|(stage, _)| !named && *stage == "Signal") {
        found.truncate(found.find(|c: char| ('▁'..='█').contains(&c)).unwrap_or(found.len()));
        found.truncate(found.trim_end().len());
    }
    let mut x = rect.x;
    for (n, (stage, found)) in stages.into_iter().enumerate() {
        if n > 0 {
            x = brush.text(rect, x, rect.y, &format!(" {} ", brush.signs.arrow), brush.theme.rule);
        }
        // Where it is tight, the order of the stages names them.
        if named {
            x = brush.text(rect, x, rect.y, &format!("{stage} "), brush.theme.dim);
        }
        let room = rect.right().saturating_sub(x);
        x -= u16::from(named && found.is_empty());
        x = brush.short(rect, (x, rect.y), room, &found, brush.theme.text);
    }
}

fn stages(
    brush: &Brush<'_>,
    how: &Methodology,
    kept: &Kept,
    trace: Option<&Trace>,
    model: &Model,
) -> Vec<(&'static str, String)> {
    let dispatch = &kept.dispatch;
    let mut stages = Vec::new();
    let bars = if *brush.signs == *Glyphs::Unicode.set() { bars(kept) } else { String::new() };
    let signal = how.signal.as_ref().map(|signal| format!("{} {bars}", brush.line(signal.kind.slug())));
    if signal.is_some() || how.stages.iter().any(|stage| stage == "Signal") {
        stages.push(("Signal", signal.unwrap_or_default().trim_end().to_owned()));
    }
    let records = how.cluster.as_ref().map_or(dispatch.record_count(), |cluster| cluster.records);
    let voices = how.cluster.as_ref().map(|cluster| human::count(cluster.voices, "voice", "voices"));
    let records = human::count(records, "record", "records");
    stages.push(("Cluster", voices.map_or(records.clone(), |voices| format!("{records}, {voices}"))));
    let writer = how.writer.as_deref().or(dispatch.model.as_deref()).filter(|writer| !writer.is_empty());
    stages.push(("Write", brush.line(writer.unwrap_or_default())));
    let time = dispatch.time().map(|time| human::time(time, model.now, &model.settings.zone));
    stages.push(("Wire", brush.dotted([time, claims(how, trace)].into_iter().flatten())));
    stages
}

/// `11 of 12 claims traced`, once they are; until then what was found when it was written.
fn claims(how: &Methodology, trace: Option<&Trace>) -> Option<String> {
    if let Some(trace) = trace.filter(|trace| !trace.claims.is_empty()) {
        let claims = human::count(trace.claims.len(), "claim", "claims");
        return Some(format!("{} of {claims} traced", human::number(trace.traced())));
    }
    let checked = how.checked.filter(|checked| checked.claims > 0)?;
    let claims = human::count(checked.claims, "claim", "claims");
    Some(format!("{} of {claims} found", human::number(checked.claims_found)))
}

/// When the records came, from the first to the last.
fn bars(kept: &Kept) -> String {
    let times: Vec<Moment> = kept.records.iter().filter_map(Record::time).collect();
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return String::new() };
    let length = last.seconds_since(*first);
    if times.len() < 3 || length <= 0.0 {
        return String::new();
    }
    let mut slots = [0_usize; SLOTS];
    for time in &times {
        let slot = (time.seconds_since(*first) / length * SLOTS as f64) as usize;
        slots[slot.min(SLOTS - 1)] += 1;
    }
    let most = slots.iter().max().copied().unwrap_or(1).max(1);
    slots.iter().map(|n| BARS[(n * (BARS.len() - 1)).div_ceil(most)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{Record, bars};
    use crate::{story::Moment, wire::page::Kept};

    #[test]
    fn bars_show_when_the_records_came() {
        let record = |minute: i64| Record {
            published_at: Some(Moment::default().plus_seconds(60 * minute)),
            ..Record::default()
        };
        let kept = |minutes: &[i64]| Kept {
            records: minutes.iter().copied().map(record).collect(),
            ..Kept::default()
        };
        assert_eq!(bars(&kept(&[0, 50, 55, 58, 60])), "▃▁▁▁▁█");
        assert_eq!(bars(&kept(&[0, 1])), "");
        assert_eq!(bars(&kept(&[5, 5, 5])), "");
    }
}
