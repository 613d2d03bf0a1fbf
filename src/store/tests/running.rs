//! Running stories: who was told before whom, which dispatches share words, and stories that wait.

use super::{Place, dispatch, key, noon, stories, version, wire};
use crate::store::{Grouped, Judged, KeptCluster, Store, Written};
use crate::story::{Cluster, Dispatch, DispatchId, Filing, Methodology, Moment, Outcome};

fn after(id: &str, earlier: &str, minutes: i64) -> Dispatch {
    Dispatch { earlier: Some(earlier.into()), ..dispatch(id, "Ports", minutes) }
}

/// What is told before and after a dispatch, by their ids.
fn around(store: &Store, id: &str) -> (String, String) {
    let running = store.reader().unwrap().dispatch(&key(id)).unwrap().unwrap().running;
    let ids = |links: &[crate::wire::page::Link]| {
        links.iter().map(|link| link.key.id.to_string()).collect::<Vec<_>>().join(" ")
    };
    (ids(&running.earlier), ids(&running.later))
}

#[test]
fn a_running_story_is_found_from_each_of_its_dispatches_whatever_came_first() {
    let story =
        || [dispatch("d1", "Ports", 1), after("d2", "d1", 2), after("d3", "d2", 3), after("d4", "d1", 4)];
    for turned in [false, true] {
        let place = Place::new();
        let store = place.open();
        let mut all = story().to_vec();
        if turned {
            all.reverse();
        }
        for one in all {
            store.writer().unwrap().put(&wire(), stories([one]), noon()).unwrap();
        }
        let told = ["d1", "d2", "d3", "d4"].map(|id| around(&store, id));
        let expected = [("", "d2 d3 d4"), ("d1", "d3"), ("d1 d2", ""), ("d1", "")];
        for ((earlier, later), (before, then)) in told.iter().zip(expected) {
            let sorted = |ids: &str| {
                let mut ids: Vec<String> = ids.split(' ').map(str::to_owned).collect();
                ids.sort();
                ids
            };
            assert_eq!((earlier.as_str(), sorted(later)), (before, sorted(then)));
        }
    }
}

#[test]
fn a_link_leads_to_the_current_version_and_a_circle_ends() {
    let place = Place::new();
    let store = place.open();
    let newer = version("d9", 2, "d1", 5);
    let all = [dispatch("d1", "Ports", 1), newer, after("d2", "d1", 2)];
    store.writer().unwrap().put(&wire(), stories(all), noon()).unwrap();
    assert_eq!(around(&store, "d2"), ("d9".to_owned(), String::new()));
    assert_eq!(around(&store, "d9"), (String::new(), "d2".to_owned()));
    let circle = [after("x1", "x2", 1), after("x2", "x1", 2)];
    store.writer().unwrap().put(&wire(), stories(circle), noon()).unwrap();
    assert_eq!(around(&store, "x1").0, "x2");
    let nowhere = after("y1", "not-here", 1);
    store.writer().unwrap().put(&wire(), stories([nowhere]), noon()).unwrap();
    assert_eq!(around(&store, "y1"), (String::new(), String::new()));
}

#[test]
fn dispatches_that_share_words_are_found_and_no_others() {
    let place = Place::new();
    let store = place.open();
    let told = |id: &str, headline: &str, minutes: i64| Dispatch {
        headline: Some(headline.to_owned()),
        ..dispatch(id, "Ports", minutes)
    };
    let all = [
        told("d1", "Harbour Bridge in Port Alder closes", 60),
        told("d2", "Harbour Bridge in Port Alder opens", 50),
        told("d3", "Glacier over Hexley calves", 40),
        told("d4", "Harbour Bridge in Port Alder was closed last year", 60 * 24 * 365),
    ];
    store.writer().unwrap().put(&wire(), stories(all), noon()).unwrap();
    let reader = store.reader().unwrap();
    let words = ["bridge", "alder", "closes", "un\"quoted OR x*"].map(str::to_owned);
    let found = |since: Moment, most: usize| {
        let found = reader.telling_of(&wire(), &words, since, most).unwrap();
        found.iter().map(|dispatch| dispatch.id.to_string()).collect::<Vec<_>>()
    };
    let week = noon().plus_seconds(-7 * 86_400);
    assert_eq!(found(week, 9), ["d1", "d2"], "most words first, old ones left out");
    assert_eq!(found(week, 1), ["d1"]);
    let elsewhere = "elsewhere".into();
    assert_eq!(reader.telling_of(&elsewhere, &words, week, 9).unwrap(), []);
}

#[test]
fn what_was_filed_by_likeness_alone_teaches_nothing() {
    let place = Place::new();
    let store = place.open();
    let filed = |id: &str, alike: bool| {
        let filed = Some(Filing { why: "its words".to_owned(), alike });
        let methodology = Some(Methodology { filed, ..Methodology::default() });
        Dispatch { methodology, ..dispatch(id, "Ports", 1) }
    };
    store.writer().unwrap().put(&wire(), stories([filed("d1", false), filed("d2", true)]), noon()).unwrap();
    let told = store.reader().unwrap().filed(&wire(), 10).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "Ports");
}

#[test]
fn a_story_waits_until_its_moment_or_until_something_new_comes() {
    let place = Place::new();
    let store = place.open();
    let writer = store.writer().unwrap();
    let grouped = |turn: i64| {
        let cluster = Cluster { id: "c1".into(), ..Cluster::default() };
        let clusters = vec![KeptCluster { cluster, due: true, ..KeptCluster::default() }];
        Grouped { turn, clusters, ..Grouped::default() }
    };
    let later = noon().plus_seconds(1200);
    let due = |now: Moment| {
        let reader = store.reader().unwrap();
        let due = reader.due_stories(&wire(), now, 9).unwrap().len();
        assert_eq!(reader.due_count(&wire(), now).unwrap(), due);
        due
    };
    let judge = |turn: i64, waits: Option<Moment>| {
        let outcome = Some(Outcome::Unchanged);
        let judged = Judged {
            cluster: "c1".into(),
            turn,
            outcome,
            reason: String::new(),
            dispatch: None::<DispatchId>,
            waits,
        };
        let written = Written { judged: vec![judged], ..Written::default() };
        writer.keep_edition(&wire(), written, noon()).unwrap();
    };
    store.writer().unwrap().put(&wire(), super::records([super::record("r1", "words")]), noon()).unwrap();
    writer.keep_grouped(&wire(), grouped(0)).unwrap();
    assert_eq!(due(noon()), 1);
    judge(1, Some(later));
    assert_eq!((due(noon()), due(later)), (0, 1), "it stays due");
    writer.keep_grouped(&wire(), grouped(1)).unwrap();
    assert_eq!(due(noon()), 1, "something came");
    judge(1, Some(later));
    assert_eq!(due(noon()), 1, "who looked before that came says nothing of it");
    judge(2, None);
    assert_eq!(due(later), 0);
}
