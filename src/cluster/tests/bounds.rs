//! Whatever comes: bounded time, bounded memory, and no cluster that swallows the rest.

use super::{at, news, take};
use crate::cluster::{Memory, Rules, group};
use crate::story::{Met, Record};

fn check(records: &[Record]) -> Vec<crate::story::Cluster> {
    let clusters = group(records, &Rules::default());
    assert_eq!(clusters.iter().map(|cluster| cluster.records.len()).sum::<usize>(), records.len());
    clusters
}

#[test]
fn records_without_words_stand_alone() {
    let empty = |id: &str, title: Option<&str>| Record { title: title.map(str::to_owned), ..news(id, "", 1) };
    let records = [
        empty("a", None),
        empty("b", Some("")),
        empty("c", Some("  ")),
        empty("d", Some("the")),
        empty("e", Some("…")),
    ];
    assert_eq!(check(&records).len(), 5);
}

#[test]
fn one_word_is_compared_like_any_other_text() {
    let clusters =
        check(&[news("a", "Earthquake", 1), news("b", "Earthquake", 2), news("c", "Referendum", 3)]);
    assert_eq!(clusters.len(), 2);
}

#[test]
fn a_megabyte_costs_what_a_page_costs() {
    let long = |id: &str, text: String| Record { text: Some(text), ..news(id, &format!("Long {id}"), 1) };
    check(&[
        long("a", "word ".repeat(200_000)),
        long("b", "w".repeat(1_000_000)),
        long("c", "ﷺ".repeat(300_000)),
        long("d", "東京".repeat(150_000)),
        long("e", "https://post.example/a ".repeat(40_000)),
        Record { title: Some("Title ".repeat(160_000)), ..news("f", "", 1) },
    ]);
}

#[test]
fn a_thousand_copies_are_one_voice() {
    let text = "The bridge over the Alder was closed on Thursday after inspectors found a crack in one of its hangers, \
                and will stay closed until the steel has been looked at, the port said in a statement to the press";
    let copy = |n: i64| Record {
        text: Some(text.to_owned()),
        ..news(&format!("r{n}"), "Bridge closed after crack", n)
    };
    let records: Vec<Record> = (0..1000).map(copy).collect();
    let clusters = check(&records);
    assert_eq!((clusters.len(), clusters[0].voices, clusters[0].copies.len()), (1, 1, 999));
}

#[test]
fn a_full_cluster_takes_nothing_more_and_says_so() {
    let rules = Rules { most_members: 50, ..Rules::default() };
    let title = |n: i64| format!("Alder shares rise {n} percent in early trade");
    let flood: Vec<Record> = (0..400).map(|n| news(&format!("r{n}"), &title(n), n / 10)).collect();
    let mut memory = Memory::default();
    let decisions = take(&mut memory, &flood, &rules);
    assert!(decisions.iter().any(|decision| decision.met == Met::Full));
    let most = memory.changed().iter().map(|kept| kept.cluster.records.len()).max();
    assert_eq!(most, Some(50));
    // Another story is told meanwhile, and is another story.
    let other = take(&mut memory, &[news("x", "Ferry crews walk out over pay at Dunmore", 41)], &rules);
    assert_eq!(other.last().map(|decision| decision.met), Some(Met::Opened));
}

#[test]
fn a_date_from_the_future_counts_as_now() {
    let late = Record {
        published_at: Some(at(60 * 24 * 365)),
        ..news("b", "Bridge at Alder closes after crack", 0)
    };
    let mut memory = Memory::default();
    take(&mut memory, &[news("a", "Alder bridge closed: crack found in hanger", 0)], &Rules::default());
    let met = memory.take(&late, None, at(5), &Rules::default());
    assert_eq!(met.met, Met::Joined);
    let cluster = memory.cluster(&met.cluster).unwrap();
    assert_eq!(cluster.last_at, Some(at(10)));
}

#[test]
fn scripts_may_be_mixed() {
    let titles = [
        "東京 2020 opening церемония الافتتاح",
        "Ｔｏｋｙｏ ２０２０ открытие",
        "\u{202e}olleh\u{202c} 🦀🦀🦀",
        "İstanbul ǅungla ß ﬁn",
        "١٢٣ ٤٥٦",
    ];
    let records: Vec<Record> =
        titles.iter().enumerate().map(|(n, title)| news(&format!("r{n}"), title, n as i64)).collect();
    check(&records);
}

#[test]
fn memory_holds_the_window_and_no_more() {
    let rules = Rules { window_long: 24.0 * 3600.0, ..Rules::default() };
    let mut memory = Memory::default();
    let mut most = 0;
    for day in 0..20i64 {
        let title = |n: i64| format!("Item{} {} of place{}", day * 100 + n, n * 7 + day, n * 31 + day * 17);
        let records: Vec<Record> =
            (0..100).map(|n| news(&format!("d{day}n{n}"), &title(n), day * 1440 + n * 10)).collect();
        take(&mut memory, &records, &rules);
        memory.changed();
        memory.forget(at(day * 1440 + 1000), &rules);
        most = most.max(memory.len());
    }
    assert!(most <= 200, "{most}");
    memory.forget(at(1_000_000), &rules);
    assert!(!memory.is_empty(), "the arrivals' own clock decides what is past");
}
