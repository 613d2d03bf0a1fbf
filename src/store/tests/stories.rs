//! Stories as the store keeps them: what came to which cluster, what is due, what fired; and what becomes of it all when
//! records go, clusters merge, or a wire is forgotten.

use rusqlite::Connection;

use super::{Place, noon, record, records, wire};
use crate::store::{Due, Grouped, Judged, KeptCluster, Store, Written};
use crate::story::{
    Cluster, ClusterId, Decision, Dispatch, Met, Moment, Outcome, Passage, Record, RecordId, Severity,
    Signal, SourceKind,
};
use crate::wire::page::Scope;
use crate::wire::stories::{HOURS, Moving, Stories};

fn minutes(n: i64) -> Moment {
    noon().plus_seconds(60 * n)
}

fn cluster(id: &str, members: &[&str], copies: &[&str]) -> Cluster {
    let ids = |names: &[&str]| names.iter().map(|name| RecordId::from(*name)).collect();
    Cluster {
        id: id.into(),
        records: ids(members),
        copies: ids(copies),
        voices: members.len() - copies.len(),
        first_at: Some(noon().plus_seconds(-7200)),
        last_at: Some(noon().plus_seconds(-7200)),
    }
}

fn kept(id: &str, members: &[&str], copies: &[&str]) -> KeptCluster {
    KeptCluster {
        cluster: cluster(id, members, copies),
        state: id.as_bytes().to_vec(),
        distance: Some(0.8125),
        headline: members.first().map(|name| format!("About {name}")),
        due: true,
        ..KeptCluster::default()
    }
}

fn decision(cluster: &str, record: &str, met: Met) -> Decision {
    Decision {
        at: noon(),
        record: record.into(),
        cluster: cluster.into(),
        met,
        score: 0.3125,
        needed: 0.2,
        other: Some("c-other".to_owned()),
        words: vec!["harbour".to_owned(), "bridge".to_owned()],
    }
}

fn signal(minute: i64) -> Signal {
    Signal {
        severity: Severity::High,
        score: 3.5,
        confidence: 0.75,
        why: "4 voices in 1 h".to_owned(),
        at: minutes(minute),
        evidence: vec!["r1".into()],
        passages: vec![
            Passage { record: "r1".into(), words: "closed".to_owned(), ..Passage::default() },
            Passage { record: "r2".into(), words: "open".to_owned(), ..Passage::default() },
        ],
        ..Signal::default()
    }
}

/// A store with so many records, `r1` and so on.
fn filled(place: &Place, count: usize) -> Store {
    let store = place.open();
    let all = (1..=count).map(|n| record(&format!("r{n}"), &format!("words of {n}")));
    store.writer().unwrap().put(&wire(), records(all), noon()).unwrap();
    store
}

fn waiting(store: &Store) -> Vec<String> {
    let found = store.reader().unwrap().waiting(&wire(), 100).unwrap();
    found.iter().map(|record| record.id.to_string()).collect()
}

fn due(store: &Store) -> Vec<Due> {
    store.reader().unwrap().due_stories(&wire(), noon(), 100).unwrap()
}

/// A first turn: `r1` and `r2` are a story that a signal fired for, `r3` stands alone.
fn first_turn() -> Grouped {
    Grouped {
        clusters: vec![kept("c1", &["r1", "r2"], &["r2"]), kept("c3", &["r3"], &[])],
        decisions: vec![
            decision("c1", "r1", Met::Opened),
            decision("c1", "r2", Met::Copied),
            decision("c3", "r3", Met::Opened),
        ],
        signals: vec![("c1".into(), signal(0))],
        counts: vec![7],
        ..Grouped::default()
    }
}

#[test]
fn what_was_grouped_comes_back_as_it_was() {
    let place = Place::new();
    let store = filled(&place, 4);
    assert_eq!(waiting(&store), ["r1", "r2", "r3", "r4"]);
    let writer = store.writer().unwrap();
    assert!(writer.keep_grouped(&wire(), first_turn()).unwrap());
    assert_eq!(waiting(&store), ["r4"]);

    let reader = store.reader().unwrap();
    let remembered = reader.remembered(&wire(), minutes(-1)).unwrap();
    assert_eq!((remembered.turn, remembered.counts.as_slice()), (1, [7].as_slice()));
    let grouped = first_turn();
    let expected =
        KeptCluster { headline: None, due: false, signals: vec![signal(0)], ..grouped.clusters[0].clone() };
    assert_eq!(remembered.clusters[0], expected);
    assert_eq!(
        reader.remembered(&wire(), minutes(1)).unwrap().clusters,
        [],
        "silent ones are left where they are"
    );

    let why = reader.why(&wire(), &"c1".into()).unwrap().unwrap();
    assert_eq!(why.decisions, grouped.decisions[..2]);
    assert_eq!(why.signals, [signal(0)]);
    assert_eq!(why.records.iter().map(|teller| teller.id.as_str()).collect::<String>(), "r1r2");
    assert_eq!((why.row.headline.as_str(), why.row.outcome), ("About r1", None));
    assert_eq!(why.row.arrivals.len(), 1);
    assert_eq!(
        (why.row.arrivals[0].kind.clone(), why.row.arrivals[0].hours[HOURS - 1]),
        (SourceKind::News, 2)
    );
    assert_eq!(reader.why(&wire(), &"c9".into()).unwrap(), None);
    assert_eq!(reader.find_story(&"c1".into()).unwrap(), [wire()]);
}

#[test]
fn two_that_group_at_once_notice_each_other() {
    let place = Place::new();
    let store = filled(&place, 4);
    let writer = store.writer().unwrap();
    assert!(writer.keep_grouped(&wire(), first_turn()).unwrap());
    assert!(!writer.keep_grouped(&wire(), first_turn()).unwrap(), "that began before the other was kept");
    assert_eq!(store.reader().unwrap().why(&wire(), &"c1".into()).unwrap().unwrap().signals.len(), 1);
}

fn watched(turn: i64) -> Judged {
    let (cluster, reason) = ("c1".into(), "2 records, 3 needed".to_owned());
    Judged { cluster, turn, outcome: Some(Outcome::Watched), reason, dispatch: None, waits: None }
}

#[test]
fn a_story_is_due_until_an_edition_has_looked_at_it() {
    let place = Place::new();
    let store = filled(&place, 4);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    let stories = due(&store);
    assert_eq!(stories.iter().map(|story| story.cluster.id.as_str()).collect::<String>(), "c1c3");
    assert_eq!((stories[0].turn, stories[0].distance), (1, Some(0.8125)));
    let keep = |turn| {
        let judged = vec![watched(turn)];
        let written = Written { judged, ground: "three".to_owned(), ..Written::default() };
        writer.keep_edition(&wire(), written, noon()).unwrap();
    };
    keep(1);
    assert_eq!(due(&store).len(), 1);
    let listed = |moving| {
        let asked = Stories { scope: Scope::Wire(wire()), moving };
        let all = Stories { scope: Scope::All, moving };
        let reader = store.reader().unwrap();
        assert_eq!(reader.stories(&asked, 0, 9).unwrap(), reader.stories(&all, 0, 9).unwrap());
        reader.stories(&asked, 0, 9).unwrap()
    };
    let (total, rows) = listed(Moving::Watched);
    assert_eq!((total, rows[0].reason.as_str()), (1, "2 records, 3 needed"));
    assert_eq!(listed(Moving::Fired).1[0].signal, Some(signal(0)));

    // Something touches it while an edition looks at it: it stays due.
    let more =
        Grouped { turn: 1, clusters: vec![kept("c1", &["r1", "r2", "r4"], &[])], ..Grouped::default() };
    assert!(writer.keep_grouped(&wire(), more).unwrap());
    keep(1);
    assert_eq!(due(&store).iter().filter(|story| story.cluster.id.as_str() == "c1").count(), 1);
    keep(2);
    assert_eq!(due(&store).len(), 1);
    assert_eq!(store.reader().unwrap().ground(&wire()).unwrap(), "three");
    writer.judge_anew(&wire(), minutes(-1), false).unwrap();
    assert_eq!(due(&store).len(), 2, "what was refused is due when it is judged otherwise");
}

#[test]
fn a_merge_keeps_the_older_id_and_everything_else() {
    let place = Place::new();
    let store = filled(&place, 4);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    let merged = KeptCluster {
        aliases: vec!["c3".into(), "c-never-kept".into()],
        ..kept("c1", &["r1", "r3", "r2", "r4"], &["r2"])
    };
    let second = Grouped {
        turn: 1,
        clusters: vec![merged],
        decisions: vec![
            decision("c-never-kept", "r4", Met::Opened),
            Decision { other: Some("c3".to_owned()), ..decision("c1", "r3", Met::Merged) },
        ],
        signals: vec![("c3".into(), signal(5))],
        ..Grouped::default()
    };
    assert!(writer.keep_grouped(&wire(), second).unwrap());
    let reader = store.reader().unwrap();
    let why = reader.why(&wire(), &"c3".into()).unwrap().expect("an alias leads there");
    assert_eq!(why.row.cluster.id.as_str(), "c1");
    assert_eq!(why.aliases, [ClusterId::from("c-never-kept"), "c3".into()]);
    assert_eq!(why.records.iter().map(|teller| teller.id.as_str()).collect::<String>(), "r1r3r2r4");
    assert_eq!(why.signals, [signal(0), signal(5)]);
    let told: Vec<(&str, Met)> =
        why.decisions.iter().map(|decision| (decision.cluster.as_str(), decision.met)).collect();
    assert_eq!(
        told,
        [
            ("c1", Met::Opened),
            ("c1", Met::Copied),
            ("c3", Met::Opened),
            ("c-never-kept", Met::Opened),
            ("c1", Met::Merged)
        ],
        "what was decided then is told as it was then"
    );
    assert_eq!(reader.remembered(&wire(), minutes(-1)).unwrap().clusters.len(), 1);
    assert_eq!(waiting(&store), [""; 0]);
}

#[test]
fn a_dispatch_leads_to_its_story_and_a_story_to_its_dispatch() {
    let place = Place::new();
    let store = filled(&place, 3);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    // Written before stories were kept: it names another cluster.
    let old = super::dispatch("d1", "Ports", 5);
    let judged = Judged {
        cluster: "c1".into(),
        turn: 1,
        outcome: Some(Outcome::Unchanged),
        reason: String::new(),
        dispatch: Some("d1".into()),
        waits: None,
    };
    let written = Written { dispatches: vec![old], judged: vec![judged], ..Written::default() };
    writer.keep_edition(&wire(), written, noon()).unwrap();
    writer.put(&wire(), super::stories([super::version("d2", 2, "d1", 4)]), noon()).unwrap();
    let reader = store.reader().unwrap();
    for id in ["d1", "d2"] {
        let why = reader.why_of(&super::key(id)).unwrap().unwrap();
        assert_eq!(why.row.cluster.id.as_str(), "c1");
        assert_eq!(why.row.dispatch, Some(super::key("d2")), "the current version");
        assert_eq!(why.row.headline, "Headline d2");
    }
    writer.put(&wire(), super::stories([Dispatch { ..super::dispatch("far", "Ports", 1) }]), noon()).unwrap();
    assert_eq!(reader.why_of(&super::key("far")).unwrap(), None);
}

#[test]
fn what_is_taken_back_leaves_its_story_and_what_changes_makes_it_due() {
    let place = Place::new();
    let store = filled(&place, 3);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    let judged = |cluster: &str| Judged {
        cluster: cluster.into(),
        turn: 1,
        outcome: None,
        reason: String::new(),
        dispatch: None,
        waits: None,
    };
    let seen = Written { judged: vec![judged("c1"), judged("c3")], ..Written::default() };
    writer.keep_edition(&wire(), seen, noon()).unwrap();
    assert_eq!(due(&store), []);

    let gone = crate::store::Gathering { gone: vec!["r2".into()], ..crate::store::Gathering::default() };
    writer.gathered(&wire(), vec![gone], noon()).unwrap();
    let text = Some("other words".to_owned());
    let changed = Record { text, ..record("r3", "") };
    writer.put(&wire(), records([changed]), noon()).unwrap();
    writer.tend_stories().unwrap();
    let stories = due(&store);
    assert_eq!(stories.len(), 2);
    assert_eq!(stories[0].cluster, cluster("c1", &["r1"], &[]));
    let why = store.reader().unwrap().why(&wire(), &"c1".into()).unwrap().unwrap();
    assert_eq!(why.decisions.len(), 1);
    assert_eq!(why.signals[0].passages.len(), 1, "its words are told no more");
    assert_eq!(waiting(&store), [""; 0], "a changed record stays where it was");

    let remembered = store.reader().unwrap().remembered(&wire(), minutes(-1)).unwrap();
    assert_eq!(remembered.clusters[0].cluster.records.len(), 2, "its state still counts on the place");
    let gone = crate::store::Gathering { gone: vec!["r1".into()], ..crate::store::Gathering::default() };
    writer.gathered(&wire(), vec![gone], noon()).unwrap();
    writer.tend_stories().unwrap();
    assert_eq!(store.reader().unwrap().why(&wire(), &"c1".into()).unwrap(), None, "nobody tells it any more");
}

#[test]
fn a_forgotten_wire_leaves_no_story() {
    let place = Place::new();
    let store = filled(&place, 3);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    let merged = KeptCluster { aliases: vec!["c3".into()], ..kept("c1", &["r1", "r2", "r3"], &[]) };
    let second = Grouped { turn: 1, clusters: vec![merged], ..Grouped::default() };
    writer.keep_grouped(&wire(), second).unwrap();
    writer.forget(&wire()).unwrap();
    let conn = Connection::open(place.path()).unwrap();
    for table in ["cluster", "growing", "member", "alias", "decision", "signal", "grouping", "loose"] {
        let left: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |line| line.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

#[test]
fn who_comes_to_a_full_cluster_waits_no_more() {
    let place = Place::new();
    let store = filled(&place, 4);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    let late = Grouped { turn: 1, decisions: vec![decision("c1", "r4", Met::Full)], ..Grouped::default() };
    writer.keep_grouped(&wire(), late).unwrap();
    assert_eq!(waiting(&store), [""; 0]);
    let why = store.reader().unwrap().why(&wire(), &"c1".into()).unwrap().unwrap();
    assert_eq!((why.records.len(), why.decisions.len()), (2, 3));
    assert_eq!(
        store.reader().unwrap().remembered(&wire(), minutes(-1)).unwrap().clusters[0].cluster.records.len(),
        2
    );
}

#[test]
fn states_of_the_silent_go_and_their_stories_stay() {
    let place = Place::new();
    let store = filled(&place, 3);
    let writer = store.writer().unwrap();
    writer.keep_grouped(&wire(), first_turn()).unwrap();
    let later = Grouped { turn: 1, silent_since: Some(minutes(1)), ..Grouped::default() };
    assert!(writer.keep_grouped(&wire(), later).unwrap());
    let reader = store.reader().unwrap();
    assert_eq!(reader.remembered(&wire(), Moment::from_micros(0)).unwrap().clusters, []);
    assert!(reader.why(&wire(), &"c1".into()).unwrap().is_some());
    assert_eq!(waiting(&store), [""; 0]);
}
