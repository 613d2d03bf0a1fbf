//! Wires of every dialect, read from a stand: what a server is found to be, what its list brings, how far down the
//! ladder a dispatch goes, and what is said where it goes wrong.

use std::{collections::HashSet, sync::Arc, time::Duration};

use slugline::{
    config::{WireKind, WireRow},
    net::{Client, Key, Limits, Manners},
    remote::{Abilities, Budget, Can, ListPage, Remote, Stop, Stopped, Walk},
    story::{Dispatch, DispatchId, RecordId},
};

use crate::server::{
    faults::{self, Faults},
    stand::{Dialect, Fault, Habits, Patience, Plan, Stand, Times, World},
};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// What a test asks with.
struct Reading {
    row: WireRow,
    key: Option<Key>,
    known: Option<Abilities>,
    budget: Arc<Budget>,
    manners: Manners,
}

impl Reading {
    fn of(url: String) -> Self {
        let row =
            WireRow { name: "stand".into(), url, allow_private: true, per_minute: 60, ..WireRow::default() };
        Self { row, key: None, known: None, budget: Arc::new(Budget::new(500)), manners: Manners::default() }
    }

    fn remote(&self) -> Remote {
        let client = Client::new(self.manners.clone()).unwrap();
        Remote::new(client, &self.row, self.key.clone(), self.known.clone(), self.budget.clone()).unwrap()
    }

    fn met(&self) -> Result<Abilities, Stopped> {
        let mut remote = self.remote();
        block_on(remote.meet())?;
        Ok(remote.abilities().clone())
    }
}

fn stand(dialect: Dialect, plan: Plan) -> (Stand, Remote) {
    opened(Habits::of(dialect), plan)
}

fn opened(habits: Habits, plan: Plan) -> (Stand, Remote) {
    let stand = Stand::open(habits, World::of(plan));
    let remote = Reading::of(stand.url()).remote();
    (stand, remote)
}

/// A walk from end to end. No dispatch comes twice.
fn walk(remote: &mut Remote) -> ListPage {
    let (mut walk, mut all) = (Walk::default(), ListPage::default());
    let mut seen = HashSet::new();
    while !all.last {
        let page = block_on(remote.next(&mut walk)).unwrap();
        assert!(page.rows.iter().all(|row| seen.insert(row.dispatch.id.clone())), "a dispatch came twice");
        all.rows.extend(page.rows);
        all.records.extend(page.records);
        all.notes.extend(page.notes);
        all.last = page.last;
    }
    all
}

fn plan(stories: usize) -> Plan {
    Plan { stories, ..Plan::default() }
}

#[track_caller]
fn stopped<T: std::fmt::Debug>(result: Result<T, Stopped>, stop: Stop, what: &str, why: &str) {
    let stopped = result.unwrap_err();
    assert_eq!(stopped.stop, stop, "{stopped:?}");
    assert!(stopped.trouble.what.contains(what), "{stopped:?}");
    assert!(stopped.trouble.why.contains(why), "{stopped:?}");
}

#[test]
fn every_server_is_known_for_what_it_is() {
    for (dialect, words, requests) in [
        (Dialect::Hosted, "a server of the Delivery API, version 0.5.0", 1),
        (Dialect::Reference, "the open reference server", 2),
        (Dialect::Legacy, "a server of the retired Delivery API", 4),
        (Dialect::Slugline, "another Slugline, version 0.1.0", 1),
        (Dialect::File, "a file in the wire format", 1),
    ] {
        let stand = Stand::open(Habits::of(dialect), World::of(plan(3)));
        for end in ["", "/", "/v1", "/v1/"] {
            stand.forget();
            let mut reading = Reading::of(stand.url());
            if !matches!(dialect, Dialect::File | Dialect::Legacy) {
                reading.row.url += end;
            }
            let abilities = reading.met().unwrap();
            assert_eq!(
                (abilities.dialect, abilities.words().as_str()),
                (dialect, words),
                "{}",
                reading.row.url
            );
            assert_eq!(stand.asked().len(), requests, "{dialect:?}");
            reading.known = Some(abilities);
            reading.met().unwrap();
            assert_eq!(stand.asked().len(), requests, "{dialect:?}: what is known is not asked");
        }
    }
}

#[test]
fn a_wire_of_another_kind_than_the_config_says_is_told_and_not_read() {
    for (dialect, kind, why, remedy) in [
        (Dialect::Slugline, WireKind::Delivery, "another Slugline's server", "slugline"),
        (Dialect::File, WireKind::Delivery, "a file in the wire format", "slugline"),
        (Dialect::Hosted, WireKind::Slugline, "a server of the Delivery API", "delivery"),
        (Dialect::Reference, WireKind::Slugline, "a server of the Delivery API", "delivery"),
    ] {
        let stand = Stand::open(Habits::of(dialect), World::of(plan(3)));
        let mut reading = Reading::of(stand.url());
        reading.row.kind = kind;
        let met = reading.met();
        assert!(
            met.as_ref().unwrap_err().trouble.remedy.contains(&format!("kind = \"{remedy}\"")),
            "{met:?}"
        );
        stopped(met, Stop::Unable, &stand.address().to_string(), why);
    }
    for kind in [WireKind::Slugline, WireKind::Auto] {
        for dialect in [Dialect::Slugline, Dialect::File] {
            let stand = Stand::open(Habits::of(dialect), World::of(plan(3)));
            let mut reading = Reading::of(stand.url());
            reading.row.kind = kind;
            assert_eq!(reading.met().unwrap().dialect, dialect);
        }
    }
}

#[test]
fn a_web_page_is_never_taken_for_a_wire() {
    for kind in WireKind::ALL {
        let stand = Stand::open(Habits::of(Dialect::Hosted), World::of(plan(3)));
        stand.always("/", Fault::LoginPage);
        let mut reading = Reading::of(stand.url());
        reading.row.kind = *kind;
        stopped(
            reading.met(),
            Stop::Broken,
            "gave an answer that is none",
            "a sign-in page titled “Sign in”",
        );
        reading.row.url += "/wire.jsonl";
        stopped(
            reading.met(),
            Stop::Broken,
            "gave an answer that is none",
            "a sign-in page titled “Sign in”",
        );
    }
    let nothing = Faults::serve(|_| faults::Answer::status(404));
    stopped(
        Reading::of(nothing.url("/")).met(),
        Stop::Unable,
        "has no wire at this address",
        "/v1 404, /healthz 404",
    );
}

#[test]
fn a_file_that_is_not_there_is_no_wire() {
    let nothing = Faults::serve(|_| faults::Answer::status(404));
    let met = Reading::of(nothing.url("/wire.jsonl")).met();
    stopped(met, Stop::Unable, "has no file at this address", "404");
    assert_eq!(nothing.asked().len(), 1);
}

#[test]
fn a_walk_brings_every_dispatch_once_from_everyone() {
    for (dialect, whole) in [
        (Dialect::Hosted, false),
        (Dialect::Reference, false),
        (Dialect::Legacy, false),
        (Dialect::Slugline, true),
        (Dialect::File, true),
    ] {
        let (stand, mut remote) = stand(dialect, plan(230));
        let all = walk(&mut remote);
        let current = stand.world().current().count();
        assert_eq!((all.rows.len(), all.notes.as_slice()), (current, &[][..]), "{dialect:?}");
        assert!(all.rows.iter().all(|row| row.whole == whole), "{dialect:?}");
        let times: Vec<_> = all.rows.iter().map(|row| row.dispatch.time()).collect();
        assert!(times.is_sorted_by(|one, next| one >= next), "{dialect:?}: newest first");
        let named =
            all.rows.iter().all(|row| row.dispatch.beat.id.is_some() == row.dispatch.beat.name.is_some());
        assert_eq!(named, dialect != Dialect::Reference, "{dialect:?}");
        if dialect == Dialect::File {
            assert_eq!(all.records.len(), stand.world().records().count());
        }
    }
}

#[test]
fn dispatches_of_one_time_all_arrive_from_a_server_that_pages_by_time() {
    for (stories, times) in [(7, Times::AllEqual), (260, Times::Groups(7)), (330, Times::Micros)] {
        for empty_cursor in [false, true] {
            let habits = Habits { empty_cursor, ..Habits::of(Dialect::Reference) };
            let (_stand, mut remote) = opened(habits, Plan { times, ..plan(stories) });
            let all = walk(&mut remote);
            assert_eq!((all.rows.len(), all.notes.as_slice()), (stories, &[][..]), "{times:?}");
        }
    }
    let (_stand, mut remote) = stand(Dialect::Reference, Plan { times: Times::AllEqual, ..plan(330) });
    let all = walk(&mut remote);
    assert!(all.rows.len() >= 100, "{}", all.rows.len());
    assert!(all.notes.iter().any(|note| note.contains("may be hiding more")), "{:?}", all.notes);
}

#[test]
fn a_list_that_leads_in_a_circle_is_left() {
    for dialect in [Dialect::Hosted, Dialect::Reference, Dialect::Legacy, Dialect::Slugline] {
        let (stand, mut remote) = stand(dialect, plan(230));
        stand.always(
            if dialect == Dialect::Legacy { "/api/v1/stories" } else { "/v1/stories" },
            Fault::CursorLoop,
        );
        let all = walk(&mut remote);
        assert!(all.rows.len() >= 50, "{dialect:?}");
        assert!(
            all.notes.iter().any(|note| note.contains("not read further")),
            "{dialect:?} {:?}",
            all.notes
        );
        assert!(stand.asked().len() < 12, "{dialect:?}");
    }
}

#[test]
fn fields_of_wrong_types_cost_themselves_and_are_counted() {
    let (stand, mut remote) = stand(Dialect::Hosted, plan(30));
    stand.always("/v1/stories?", Fault::WrongTypes);
    let all = walk(&mut remote);
    assert_eq!((all.rows.len(), all.notes.len()), (30, 13));
    assert!(all.notes[12].starts_with("… and ") && all.notes[12].ends_with(" more"), "{:?}", all.notes);
}

#[test]
fn a_file_that_has_not_changed_is_not_sent_again() {
    for dialect in [Dialect::File, Dialect::Slugline] {
        let (stand, mut remote) = stand(dialect, Plan { times: Times::Days(90), ..plan(30) });
        assert_eq!(walk(&mut remote).rows.len(), 30);
        let mut reading = Reading::of(stand.url());
        reading.known = Some(remote.abilities().clone());
        stand.forget();
        let again = walk(&mut reading.remote());
        assert_eq!((again.rows.len(), again.last, stand.asked().len()), (0, true, 1), "{dialect:?}");
        stand.change(|world| world.publish(2));
        assert_eq!(walk(&mut reading.remote()).rows.len(), 32, "{dialect:?}");
    }
}

#[test]
fn a_walk_that_was_left_goes_on_in_another_program() {
    for dialect in [Dialect::Hosted, Dialect::Reference, Dialect::Legacy, Dialect::Slugline, Dialect::File] {
        let (stand, mut remote) = stand(dialect, plan(230));
        let mut brought = HashSet::new();
        let mut cursor = None;
        let mut reading = Reading::of(stand.url());
        for _ in 0..9 {
            let mut walk = Walk::from(cursor.clone());
            let page = block_on(remote.next(&mut walk)).unwrap();
            brought.extend(page.rows.into_iter().map(|row| row.dispatch.id));
            cursor = walk.cursor().map(str::to_owned);
            reading.known = Some(remote.abilities().clone());
            remote = reading.remote();
            if page.last {
                break;
            }
        }
        assert_eq!((brought.len(), cursor), (stand.world().current().count(), None), "{dialect:?}");
    }
    let (_stand, mut remote) = stand(Dialect::Hosted, plan(30));
    let mut walk = Walk::from(Some("4 c no cursor of theirs".to_owned()));
    let page = block_on(remote.next(&mut walk)).unwrap();
    assert_eq!((page.rows.len(), page.last), (30, true));
    assert!(page.notes[0].contains("begun anew"), "{:?}", page.notes);
}

/// The dispatch as the list has it, and as it is in the stand's world.
fn newest_cited(stand: &Stand, remote: &mut Remote) -> (Dispatch, Dispatch) {
    let rows = walk(remote).rows;
    let world = stand.world();
    let cited = |row: &&slugline::remote::Listed| {
        world.story(row.dispatch.id.as_str()).is_some_and(|story| !story.citations.is_empty())
    };
    let row = rows.iter().find(cited).unwrap().dispatch.clone();
    let story = world.story(row.id.as_str()).unwrap().clone();
    (row, story)
}

fn cites(story: &Dispatch) -> Vec<(Option<u32>, Option<&RecordId>, Option<&str>)> {
    let web = |cite: &slugline::story::Citation| cite.is_web();
    let mut cites: Vec<_> = story
        .citations
        .iter()
        .map(|cite| (cite.marker, cite.record_id.as_ref(), cite.url.as_deref().filter(|_| web(cite))))
        .collect();
    cites.sort();
    cites
}

#[test]
fn the_ladder_goes_down_as_far_as_each_server_does() {
    let mended = Habits { bigint_fixed: true, ..Habits::of(Dialect::Reference) };
    for habits in
        [Habits::of(Dialect::Hosted), mended, Habits::of(Dialect::Legacy), Habits::of(Dialect::Slugline)]
    {
        let dialect = habits.dialect;
        let (stand, mut remote) = opened(habits, plan(20));
        let (row, story) = newest_cited(&stand, &mut remote);
        for row in [row.clone(), Dispatch { id: row.id.clone(), ..Dispatch::default() }] {
            let (whole, notes) = block_on(remote.dispatch(row)).unwrap();
            assert_eq!(notes, Vec::<String>::new(), "{dialect:?}");
            assert_eq!(cites(&whole), cites(&story), "{dialect:?}");
            assert_eq!((whole.title(), whole.sections.len()), (story.title(), story.sections.len()));
            assert!(whole.active && whole.version == story.version);
        }
    }
}

#[test]
fn titles_and_dates_of_sources_meet_the_markers_of_citations() {
    let (stand, mut remote) = stand(Dialect::Hosted, plan(20));
    let (row, story) = newest_cited(&stand, &mut remote);
    let (whole, _) = block_on(remote.dispatch(row.clone())).unwrap();
    let cited =
        whole.citations.iter().find(|cite| cite.record_id.is_some() && cite.marker.is_some()).unwrap();
    let record = stand.world().record(cited.record_id.as_ref().unwrap().as_str()).unwrap().clone();
    assert_eq!((cited.url.clone(), cited.extra["byline"].as_str()), (record.url, record.byline.as_deref()));
    assert_eq!(whole.citations.len(), story.citations.len());
    // Without the route for citations there are no markers, and all else is there.
    stand.always(&format!("/v1/stories/{}/citations", story.id), Fault::Status(501));
    let (whole, _) = block_on(remote.dispatch(row)).unwrap();
    assert_eq!(remote.abilities().citations, Can::No);
    assert_eq!(whole.citations.len(), story.citations.len());
}

#[test]
fn the_reference_server_breaks_once_and_is_not_asked_again() {
    let (stand, mut remote) = stand(Dialect::Reference, plan(20));
    let (row, _) = newest_cited(&stand, &mut remote);
    stand.forget();
    let (kept, notes) = block_on(remote.dispatch(row.clone())).unwrap();
    assert_eq!(Dispatch { beat: row.beat.clone(), ..kept }, row, "what the list gave is kept");
    assert!(notes[0].contains("no more than the list's row"), "{notes:?}");
    assert_eq!(
        stand.count(&format!("/v1/stories/{}", row.id)),
        5,
        "two retries, and two rungs that are not there"
    );
    let abilities = remote.abilities().clone();
    assert_eq!(
        (abilities.detail, abilities.cited_detail, abilities.records),
        (Can::Unknown, Can::No, Can::No)
    );
    assert_eq!(
        abilities.words(),
        "the open reference server; cited dispatches broken, no sources, no citations route, records broken"
    );
    stand.forget();
    block_on(remote.dispatch(row.clone())).unwrap();
    let record = block_on(remote.record(&row.record_ids[0]));
    stopped(record, Stop::Unable, "cannot give the record", "known to be");
    assert!(stand.asked().is_empty(), "{:?}", stand.asked());
    assert!(walk(&mut remote).rows.iter().all(|row| row.whole), "nothing more would be gained");
    // An id that is no UUID is an error of its database, and is not asked for.
    stand.forget();
    let slug = block_on(remote.dispatch_by_id(&DispatchId::from("a-slug-f197")));
    stopped(slug, Stop::Unable, "does not give the dispatch", "");
    assert!(stand.asked().is_empty());
}

#[test]
fn records_come_whole_and_missing_ones_are_told() {
    let mended = Habits { bigint_fixed: true, ..Habits::of(Dialect::Reference) };
    for habits in [Habits::of(Dialect::Hosted), mended, Habits::of(Dialect::Slugline)] {
        let (stand, mut remote) = opened(habits, plan(5));
        let record = stand.world().records().next().unwrap().clone();
        let (ours, notes) = block_on(remote.record(&record.id)).unwrap();
        assert_eq!((ours.id, ours.text, notes), (record.id, record.text, vec![]));
        for _ in 0..5 {
            let missing = block_on(remote.record(&RecordId::from("999999999")));
            stopped(missing, Stop::Missing, "does not have it", "404");
        }
        assert_eq!(remote.abilities().records, Can::Yes);
    }
}

/// What a fault on the list comes to.
#[track_caller]
fn check(fault: Fault, stop: Stop, what: &str) {
    let (stand, _) = stand(Dialect::Hosted, plan(3));
    let mut reading = Reading::of(stand.url());
    reading.key = Some(Key::new("SENTINEL-7f3a"));
    let mut remote = reading.remote();
    block_on(remote.meet()).unwrap();
    let tries = match fault {
        Fault::Status(500) => 3,
        Fault::CutBody => 2,
        _ => 1,
    };
    let name = format!("{fault:?}");
    stand.always("/v1/stories", fault);
    stand.forget();
    let stopped = block_on(remote.next(&mut Walk::default())).unwrap_err();
    assert_eq!(stopped.stop, stop, "{name}: {stopped:?}");
    assert!(stopped.trouble.what.contains(what), "{name}: {stopped:?}");
    assert!(!format!("{stopped:?} {remote:?}").contains("SENTINEL"), "{name}: {stopped:?}");
    assert_eq!(stand.asked().len(), tries, "{name}");
}

#[test]
fn statuses_mean_what_they_should() {
    use Fault::{EchoesKey, Status};
    check(Status(206), Stop::Broken, "gave an answer that is none");
    check(Status(400), Stop::Wrong, "found our question wrong");
    check(Status(401), Stop::Refused, "refused the key");
    check(Status(402), Stop::Unable, "wants a better plan");
    check(Status(403), Stop::Unable, "does not let this key");
    check(Status(404), Stop::Unable, "has no list of dispatches");
    check(Status(405), Stop::Unable, "has no list of dispatches");
    check(Status(422), Stop::Wrong, "found our question wrong");
    check(Status(500), Stop::Broken, "has an error of its own");
    check(Status(501), Stop::Unable, "has no list of dispatches");
    check(Status(502), Stop::Offline, "not there at the moment");
    check(EchoesKey(401), Stop::Refused, "refused the key");
    check(EchoesKey(403), Stop::Unable, "does not let this key");
}

#[test]
fn answers_that_are_none_mean_what_they_should() {
    let seconds = |seconds| Stop::Wait(Duration::from_secs(seconds));
    check(Fault::TooMany(Patience::Seconds(7)), seconds(7), "asks us to wait");
    check(Fault::Down(Patience::Seconds(9)), seconds(9), "asks us to wait");
    check(Fault::Down(Patience::Unsaid), Stop::Offline, "not there at the moment");
    check(Fault::LoginPage, Stop::Broken, "gave an answer that is none");
    check(Fault::CutJson, Stop::Broken, "gave an answer that is none");
    check(Fault::CutBody, Stop::Broken, "broke off");
    check(Fault::Bomb(64), Stop::Broken, "sent more than is taken");
}

#[test]
fn a_server_that_does_not_say_how_long_is_given_more_time_each_time() {
    let (stand, mut remote) = stand(Dialect::Hosted, plan(3));
    stand.always("/", Fault::TooMany(Patience::Unsaid));
    let mut waits = (0..8).map(|_| match block_on(remote.meet()).unwrap_err().stop {
        Stop::Wait(wait) => wait.as_secs_f64(),
        other => panic!("{other:?}"),
    });
    for least in [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 64.0, 64.0] {
        let wait = waits.next().unwrap();
        assert!((least..least * 1.25).contains(&wait), "{wait} for {least}");
    }
}

#[test]
fn every_request_is_paid_before_it_is_made() {
    let stand = Stand::open(Habits::of(Dialect::Reference), World::of(plan(3)));
    for left in [0, 1, 2, 3] {
        let mut reading = Reading::of(stand.url());
        reading.budget = Arc::new(Budget::new(left));
        stand.forget();
        let ended = block_on(reading.remote().next(&mut Walk::default()));
        assert_eq!(stand.asked().len(), left as usize);
        assert_eq!((reading.budget.left(), reading.budget.take_spent()), (0, left));
        if left < 3 {
            stopped(ended, Stop::Budget, "are used up", "budget");
        }
    }
    let mut reading = Reading::of(stand.url());
    reading.manners.offline = true;
    stand.forget();
    stopped(reading.met(), Stop::NotAllowed, "was not asked", "");
    assert!(stand.asked().is_empty());
}

#[test]
fn keys_go_where_each_server_looks_for_them() {
    for (dialect, key, old) in [
        (Dialect::Hosted, "aidran_test_1234567890", false),
        (Dialect::Hosted, "aidr_1234567890", true),
        (Dialect::Legacy, "k-1234567890", true),
        (Dialect::Reference, "k-1234567890abcdef", false),
    ] {
        let stand = Stand::open(Habits::of(dialect).with_key(key), World::of(plan(3)));
        let mut reading = Reading::of(stand.url());
        stopped(block_on(reading.remote().next(&mut Walk::default())), Stop::Refused, "wants a key", "401");
        reading.key = Some(Key::new(key));
        assert_eq!(walk(&mut reading.remote()).rows.len(), 3, "{dialect:?}");
        let last = stand.asked().pop().unwrap().headers;
        let sent = |name: &str| last.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(sent("authorization"), Some(format!("Bearer {key}").as_str()));
        assert_eq!(sent("x-api-key"), Some(key).filter(|_| old), "{dialect:?}");
    }
}

#[test]
fn nobody_there_is_told_as_such() {
    let (stand, mut remote) = stand(Dialect::Hosted, plan(3));
    stand.pull_the_cable();
    let ended = block_on(remote.meet());
    stopped(ended, Stop::Offline, &format!("{} cannot be reached", stand.address()), "");
    stand.plug_in();
    block_on(remote.meet()).unwrap();
    let (stand, _) = opened(Habits::of(Dialect::Hosted), plan(3));
    stand.always("/", Fault::Hang);
    let mut reading = Reading::of(stand.url());
    reading.manners.limits = Limits { first_byte: Duration::from_millis(200), ..Limits::default() };
    stopped(reading.met(), Stop::Offline, "cannot be reached", "");
}

#[test]
fn beats_are_named_by_their_route_and_remembered() {
    let list = r#"{"items":[{"id":"1","headline":"a","generatedAt":null,"topicId":7},
        {"id":"2","headline":"b","generatedAt":null,"topicId":8}],"nextCursor":null}"#;
    let topics = r#"{"items":[{"id":7,"slug":"ports","name":"ports","displayName":"Ports"}]}"#;
    let server = Faults::serve(move |asked| match asked.path() {
        "/healthz" => faults::Answer::ok("{\"ok\":true}"),
        "/v1/stories" => faults::Answer::ok(list),
        "/v1/topics" => faults::Answer::ok(topics),
        _ => faults::Answer::status(404),
    });
    let mut reading = Reading::of(server.url("/"));
    let mut remote = reading.remote();
    let labels = |remote: &mut Remote| -> Vec<String> {
        walk(remote).rows.iter().map(|row| row.dispatch.beat.label()).collect()
    };
    assert_eq!(labels(&mut remote), ["Ports", "Beat 8"]);
    reading.known = Some(remote.abilities().clone());
    reading.budget = Arc::new(Budget::new(1));
    assert_eq!(labels(&mut reading.remote()), ["Ports", "Beat 8"], "the names cost nothing the second time");
}
