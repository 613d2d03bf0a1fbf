//! Whatever happens in whatever order, in the end the store has what the server has, and asking again costs little.

use proptest::prelude::*;

use super::{
    Bench, Moment, Want,
    pretended::{Cursors, Server},
    wire,
};
use crate::{remote::Stop, story::Key};

/// Something that happens.
#[derive(Debug, Clone)]
enum Event {
    /// So many arrive, all of them of the same second.
    Arrive(usize),
    Enrich(usize),
    Revise(usize),
    /// The server does not know its old cursors any more.
    Expire,
    /// A run goes through, or is broken off at this request.
    Run(Option<usize>),
    /// A run finds the server gone at this request.
    Lost(usize),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (1..6_usize).prop_map(Event::Arrive),
        2 => (0..40_usize).prop_map(Event::Enrich),
        2 => (0..90_usize).prop_map(Event::Revise),
        1 => Just(Event::Expire),
        4 => (1..14_usize).prop_map(|at| Event::Run(Some(at))),
        1 => Just(Event::Run(None)),
        2 => (1..14_usize).prop_map(Event::Lost),
    ]
}

fn noon() -> Moment {
    Moment::parse("2026-04-13T12:00:00Z").unwrap()
}

/// A server with this many dispatches from before the last two days, several to a second.
fn server(cursors: Cursors, whole: bool, old: usize) -> Server {
    let mut server = Server::new(noon(), cursors, 10, whole);
    for n in 0..old {
        server.publish(50 * 3600 + (n as i64 / 3) * 60);
    }
    server
}

/// What comes new in all is more than two pages, so that not all of it is looked at again each time.
const MOST_NEW: usize = 45;
/// Everything that may still change is looked at again after so many seconds.
const RECHECK: i64 = 6 * 3600;

fn happen(bench: &Bench, event: &Event, arrived: &mut usize) {
    bench.later(1);
    let now = bench.now();
    {
        let mut server = bench.server();
        server.now = now;
        (server.hangs_at, server.stops_at) = (None, None);
        match event {
            Event::Arrive(count) => {
                let count = (*count).min(MOST_NEW - *arrived);
                *arrived += count;
                (0..count).for_each(|_| drop(server.publish(0)));
            }
            Event::Enrich(pick) => server.enrich(*pick, now),
            Event::Revise(pick) if *arrived < MOST_NEW => {
                *arrived += 1;
                server.revise(*pick, 0);
            }
            Event::Expire => server.age += 1,
            Event::Run(hangs_at) => server.hangs_at = *hangs_at,
            Event::Lost(at) => server.stops_at = Some((*at, Stop::Offline)),
            Event::Revise(_) => {}
        }
    }
    if matches!(event, Event::Run(_) | Event::Lost(_)) {
        bench.sync(Want { asked: true, ..Want::default() });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn in_the_end_everything_is_here(
        events in proptest::collection::vec(event(), 1..24),
        by_count in any::<bool>(),
        whole in any::<bool>(),
        old in 0..70_usize,
    ) {
        let cursors = if by_count { Cursors::Count } else { Cursors::Row };
        let bench = Bench::new(server(cursors, whole, old));
        let mut arrived = 0;
        for event in &events {
            happen(&bench, event, &mut arrived);
        }
        bench.later(RECHECK);
        happen(&bench, &Event::Run(None), &mut arrived);
        bench.is_complete();
        happen(&bench, &Event::Run(None), &mut arrived);
        let asked = bench.server().asked.clone();
        prop_assert!(asked.len() <= 3, "with nothing new: {asked:?}");
    }
}

#[test]
fn a_dense_wire_costs_little_and_what_changes_deep_in_it_is_found_within_six_hours() {
    let mut server = Server::new(noon(), Cursors::Row, 100, true);
    (0..1_000).for_each(|n| drop(server.publish(n * 80)));
    let bench = Bench::new(server);
    bench.sync(Want::default()).unwrap();
    for _ in 0..11 {
        bench.later(30 * 60);
        let report = bench.sync(Want::default()).unwrap();
        let asked = bench.server().asked.len();
        assert!(asked <= 3 && report.trouble.is_none(), "{asked} requests");
    }
    bench.server().enrich(700, noon());
    assert_eq!(bench.sync(Want::default()).unwrap().updated, 0, "it is too deep for now");
    bench.later(30 * 60);
    assert_eq!(bench.sync(Want::default()).unwrap().updated, 1);
    bench.is_complete();
    bench.later(30 * 60);
    bench.sync(Want::default()).unwrap();
    assert!(bench.server().asked.len() <= 3, "and then it rests again");
    bench.server().enrich(150, bench.now());
    assert_eq!(bench.sync(Want::default()).unwrap().updated, 1, "young enough to be found at once");
}

#[test]
fn a_walk_broken_off_goes_on_where_it_was() {
    let bench = Bench::new(server(Cursors::Row, true, 300));
    bench.server().hangs_at = Some(21);
    assert!(bench.sync(Want::default()).is_none());
    bench.server().hangs_at = None;
    let kept = bench.kept().len();
    assert!(
        [180, 190].contains(&kept),
        "all that was answered; the last page may not have been begun: {kept}"
    );
    let report = bench.sync(Want::default()).unwrap();
    assert_eq!((report.new, report.trouble), (300 - kept, None));
    // One from the top, and those that were left.
    assert_eq!(bench.server().asked.len(), 1 + (300 - kept) / 10);
    bench.is_complete();
}

#[test]
fn read_and_star_stay_through_everything() {
    let bench = Bench::new(server(Cursors::Row, false, 12));
    let id = bench.server().publish(60);
    bench.sync(Want::default()).unwrap();
    let key = Key::new(wire(), id);
    let writer = bench.store.writer().unwrap();
    writer.mark_read(&key, true).unwrap();
    writer.mark_starred(&key, true).unwrap();
    bench.server().enrich(0, noon());
    bench.sync(Want::default()).unwrap();
    let row = bench.reader().row(&key).unwrap().unwrap();
    assert!(row.read && row.starred);
    bench.is_complete();
}

#[test]
fn what_was_told_is_kept() {
    let bench = Bench::new(server(Cursors::Row, true, 100));
    bench.server().hangs_at = Some(8);
    let path = bench.path();
    let mut told = Vec::new();
    bench.watch(Want::default(), &mut |news| {
        if let crate::sync::News::Moved { items, .. } = news {
            let store = crate::store::Store::open(&path, crate::store::Access::ReadOnly, noon()).unwrap();
            let kept = store.reader().unwrap().wires().unwrap().iter().map(|wire| wire.total).sum::<usize>();
            told.push((items, kept));
        }
    });
    assert!(told.len() >= 5 && told.iter().all(|(items, kept)| items <= kept), "{told:?}");
}
