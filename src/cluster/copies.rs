//! Near-duplicates: who only repeats another.
//!
//! An agency's text printed by thirty outlets is one voice. A record is a copy if it came in as one (`copy_of`), stands on
//! the page of another, has its title within three days, or has at least four fifths of its runs of five words; of these
//! the 64 with the least hashes are kept, which tells the share to within a twentieth or so.

use crate::story::{Moment, Record, RecordId};
use crate::text::hash::{both, stable};
use crate::text::shingles::{COPY, SAME_TITLE_SECONDS, Shingles, telling_title, without_outlet};

use super::growing::{Growing, Mark};
use super::index::Index;

/// Two texts under one title that share less than this of their runs are two texts.
const UNLIKE: f64 = 0.1;
/// Runs kept of a text.
const KEPT: usize = 64;
/// Texts with fewer runs say nothing either way.
const RUNS: usize = 8;
/// Bytes of a text that are looked at.
const BYTES: usize = 16_000;

/// What a key is made of; it stands in the key's last three bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The id of a record, or of the one it is known to repeat.
    Record = 1,
    /// The page it stands on.
    Page = 2,
    /// Its title.
    Title = 3,
    /// One of two least hashes of its runs.
    Words = 4,
}

fn key(of: Of, number: u64) -> u64 {
    both(of as u64, number) & !7 | of as u64
}

fn is(key: u64, of: Of) -> bool {
    key & 7 == of as u64
}

/// What a record leaves behind if it is an original. `page` is the one it stands on.
pub(super) fn mark(record: &Record, page: Option<u64>, at: Option<Moment>) -> Mark {
    let mut sketch =
        Shingles::of(record.words().get(..record.words().floor_char_boundary(BYTES)).unwrap_or_default())
            .halves();
    let least = sketch.first().copied();
    let other = sketch.iter().map(|run| both(3, u64::from(*run))).min();
    let mut keys = vec![key(Of::Record, stable(record.id.as_str().as_bytes()))];
    keys.extend(record.copy_of.as_ref().map(|first| key(Of::Record, stable(first.as_str().as_bytes()))));
    if !record.kind.is_post() {
        keys.extend(page.map(|page| key(Of::Page, page)));
        let title = without_outlet(record.title.as_deref().unwrap_or_default(), record.publisher.as_deref());
        let title = telling_title(title.get(..title.floor_char_boundary(1000)).unwrap_or_default());
        keys.extend(title.map(|title| key(Of::Title, stable(title.as_bytes()))));
    }
    if sketch.len() >= RUNS {
        keys.extend(least.map(|least| key(Of::Words, u64::from(least))));
        keys.extend(other.map(|other| key(Of::Words, other)));
    }
    sketch.truncate(KEPT);
    Mark { record: record.id.clone(), at, keys: keys.into(), sketch: sketch.into() }
}

/// A record that another one repeats.
pub(super) struct Original {
    pub(super) place: u32,
    pub(super) record: RecordId,
    /// How alike they are: the share of runs in common, 1 where title, page or source say it.
    pub(super) alike: f64,
}

/// Enters the keys of a mark; those that other marks of the cluster have stand there.
pub(super) fn enter(index: &mut Index, mark: &Mark, place: u32) {
    for key in &mark.keys {
        if !index.of(*key).contains(&place) {
            index.enter(&[*key], place);
        }
    }
}

/// The record that one with this mark repeats, in the clusters that `cluster` gives; of several clusters in the oldest.
pub(super) fn original<'a>(
    mark: &Mark,
    index: &Index,
    cluster: impl Fn(u32) -> Option<&'a Growing>,
) -> Option<Original> {
    let within = |place: u32, key: u64| {
        let mut marks = cluster(place)?.marks.iter().filter(|first| first.keys.contains(&key));
        marks.find_map(|first| Some((place, first, alike(first, mark, key)?)))
    };
    let of = |key: &u64| {
        index.of(*key).iter().filter_map(|place| within(*place, *key)).min_by_key(|found| found.0)
    };
    let (place, first, alike) = mark.keys.iter().find_map(of)?;
    Some(Original { place, record: first.record.clone(), alike })
}

/// How alike two records that share this key are; `None` if they are no copies.
fn alike(first: &Mark, later: &Mark, key: u64) -> Option<f64> {
    let words = jaccard(&first.sketch, &later.sketch);
    if is(key, Of::Words) {
        return words.filter(|share| *share >= COPY);
    }
    if is(key, Of::Title) {
        let apart = match (first.at, later.at) {
            (Some(a), Some(b)) => a.seconds_since(b).abs(),
            _ => 0.0,
        };
        let same = apart <= SAME_TITLE_SECONDS && words.is_none_or(|share| share >= UNLIKE);
        return same.then_some(1.0);
    }
    Some(1.0)
}

/// The share of runs that two texts have in common, told from the least of them; `None` where one has too few.
fn jaccard(a: &[u32], b: &[u32]) -> Option<f64> {
    if a.len() < RUNS || b.len() < RUNS {
        return None;
    }
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let (mut seen, mut shared) = (0, 0);
    while seen < KEPT
        && let (Some(x), Some(y)) = (a.peek(), b.peek())
    {
        seen += 1;
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = a.next(),
            std::cmp::Ordering::Greater => _ = b.next(),
            std::cmp::Ordering::Equal => {
                shared += 1;
                a.next();
                b.next();
            }
        }
    }
    // What is left of one that ended early is in it alone.
    let left = (a.count() + b.count()).min(KEPT - seen);
    Some(f64::from(shared) / (seen + left) as f64)
}
