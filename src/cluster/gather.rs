//! A set of records as a cluster: its id, its times, its voices and its copies.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::story::{Cluster, ClusterId, Record, RecordId};
use crate::text::shingles::{COPY, SAME_TITLE_SECONDS, Shingles, telling_title, without_outlet};

/// Makes a cluster of records that are known to tell one story. The oldest one names it.
pub fn gather(members: &[&Record]) -> Cluster {
    let mut members = members.to_vec();
    if members.iter().all(|record| record.time().is_some()) {
        members.sort_by(|a, b| a.time().cmp(&b.time()).then_with(|| a.id.cmp(&b.id)));
    }
    let copies = copies(&members);
    let voices: BTreeSet<String> = members
        .iter()
        .filter(|record| !copies.contains(&record.id))
        .map(|record| record.voice_key())
        .collect();
    Cluster {
        id: members.first().map(|record| name(&record.id)).unwrap_or_default(),
        records: members.iter().map(|record| record.id.clone()).collect(),
        voices: voices.len(),
        copies: members.iter().map(|r| r.id.clone()).filter(|id| copies.contains(id)).collect(),
        first_at: members.iter().filter_map(|record| record.time()).min(),
        last_at: members.iter().filter_map(|record| record.time()).max(),
    }
}

/// `c` and the first twelve digits of the opening record's SHA-256.
pub(super) fn name(opening: &RecordId) -> ClusterId {
    let hash = Sha256::digest(opening.as_str().as_bytes());
    let number = hash.iter().take(6).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    ClusterId::new(format!("c{number:012x}"))
}

/// The members that only repeat an earlier one: those that were known as copies when they came in, if the first is
/// among the members or another copy of it is; and those that turn out to be, side by side.
fn copies(members: &[&Record]) -> BTreeSet<RecordId> {
    let mut copies = BTreeSet::new();
    let mut told: BTreeSet<&RecordId> = members.iter().map(|record| &record.id).collect();
    let mut titles: BTreeMap<String, &Record> = BTreeMap::new();
    let mut bodies: Vec<Shingles> = Vec::new();
    for record in members {
        let title = without_outlet(record.title.as_deref().unwrap_or_default(), record.publisher.as_deref());
        let key = telling_title(title);
        let body = Shingles::of(record.words());
        let earlier = key.as_ref().and_then(|key| titles.get(key));
        let same_title = earlier.is_some_and(|earlier| earlier.seconds_from(record) <= SAME_TITLE_SECONDS);
        let known = record.copy_of.as_ref().is_some_and(|first| *first != record.id && !told.insert(first));
        if known || same_title || bodies.iter().any(|earlier| earlier.jaccard(&body) >= COPY) {
            copies.insert(record.id.clone());
        } else {
            bodies.push(body);
            titles.extend(key.map(|key| (key, *record)));
        }
    }
    copies
}

#[cfg(test)]
mod tests {
    use super::gather;
    use crate::story::{Moment, Record};

    fn record(id: &str, publisher: &str, title: &str, minute: i64) -> Record {
        Record {
            id: id.into(),
            publisher: Some(publisher.to_owned()),
            title: Some(title.to_owned()),
            published_at: Some(Moment::from_micros(minute * 60_000_000)),
            ..Record::default()
        }
    }

    #[test]
    fn a_copy_counts_as_no_voice_and_the_oldest_names_the_cluster() {
        let (a, b, c) = (
            record("a", "Alder Post", "Bridge closes after crack found", 1),
            record("b", "Coast Wire", "Bridge Closes After Crack Found - Coast Wire", 2),
            record("c", "Harbour Radio", "Port denies a longer crack", 3),
        );
        let cluster = gather(&[&c, &b, &a]);
        assert_eq!(cluster.records.iter().map(crate::story::RecordId::as_str).collect::<String>(), "abc");
        assert_eq!(cluster.copies, vec!["b".into()]);
        assert_eq!(cluster.voices, 2);
        assert_eq!(cluster.id, gather(&[&a]).id);
        assert_ne!(cluster.id, gather(&[&b]).id);
    }

    #[test]
    fn what_came_in_as_a_copy_is_no_voice_of_its_own() {
        let copy = |id: &str, publisher: &str, of: &str| Record {
            copy_of: Some(of.into()),
            ..record(id, publisher, &format!("A headline of {publisher} own"), 5)
        };
        let first = record("a", "Alder Post", "Bridge closes after crack found", 1);
        let (b, c) = (copy("b", "Coast Wire", "a"), copy("c", "Penny Press", "a"));
        let cluster = gather(&[&first, &b, &c]);
        assert_eq!((cluster.voices, cluster.copies.len()), (1, 2));
        // Without the first, the earliest of its copies speaks for it.
        let cluster = gather(&[&b, &c]);
        assert_eq!((cluster.voices, cluster.copies), (1, vec!["c".into()]));
    }
}
