//! The demo wire: records that come with the program, so that there is something to read at once.

use crate::story::{Moment, Record};

/// The records as they are shipped: JSON Lines in the wire's own format.
pub const RECORDS: &str = include_str!("../../assets/demo/records.jsonl");

/// The newest record of the demo is always so old.
const NEWEST_SECONDS: f64 = 20.0 * 60.0;

/// Moves all times so that the newest record is twenty minutes old; the times between stay as they are.
pub fn shift(mut records: Vec<Record>, now: Moment) -> Vec<Record> {
    let Some(newest) = records.iter().filter_map(Record::time).max() else { return records };
    let by = now.as_micros().saturating_sub(newest.as_micros()).saturating_sub((NEWEST_SECONDS * 1e6) as i64);
    let moved = |time: &mut Option<Moment>| {
        *time = time.map(|moment| Moment::from_micros(moment.as_micros().saturating_add(by)));
    };
    for record in &mut records {
        moved(&mut record.published_at);
        moved(&mut record.captured_at);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::shift;
    use crate::story::{Moment, Record};

    #[test]
    fn the_newest_is_twenty_minutes_old_and_gaps_stay() {
        let record = |minute: i64| Record {
            published_at: Some(Moment::from_micros(minute * 60_000_000)),
            ..Record::default()
        };
        let moved = shift(vec![record(0), record(30)], Moment::from_micros(100 * 60_000_000));
        let minutes: Vec<i64> = moved.iter().map(|r| r.time().unwrap().as_micros() / 60_000_000).collect();
        assert_eq!(minutes, [50, 80]);
    }
}
