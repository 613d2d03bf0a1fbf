//! Stories over a store: what an edition takes in, leaves alone, and can tell of afterwards.

use std::{fs, path::Path, process::Command};

use rusqlite::Connection;
use serde_json::{Value, json};
use slugline::{
    cluster::Minimum,
    desk::{
        edition::{Edition, Settings},
        wired,
    },
    store::{Access, Store},
    story::{Dispatch, Met, Moment, Outcome, Record, SourceKind, WireName},
    wire::{
        format::Item,
        page::{Listing, Scope},
        stories::{Moving, Stories, StoryRow},
    },
};

const BRIDGE: &str = "Port Alder closed the Harbour Bridge to all traffic at 16:40 after a drone inspection found a \
    crack in the eastern hanger, the port authority said. Engineers ordered the closure 25 minutes after seeing \
    the pictures of the hanger. The Harbour Bridge carries 31,000 vehicles a day between Port Alder and Southbank. \
    Police were turning drivers back at the roundabout before 16:50. The port authority gave no hour for \
    reopening the bridge. The crack runs along a weld in the third hanger from the east tower of the bridge.";
const FERRY: &str = "The ferry in Port Alder cannot carry the drivers displaced by the closed Harbour Bridge, its \
    operator said. A drone had found a crack in a hanger of the Harbour Bridge on Thursday.";
const RIGGER: &str = "The crack under the closed Harbour Bridge in Port Alder was there in spring. A drone only \
    found it in the eastern hanger this week.";
const WALKERS: &str = "Port Alder let foot passengers over the Harbour Bridge, closed since a drone found a crack in its hanger.";
const SWAN: &str = "The museum will keep its clockwork swan and sell nothing else, a trustee said.";

fn minute(n: i64) -> Moment {
    Moment::parse("2026-03-12T16:00:00Z").unwrap().plus_seconds(60 * n)
}

fn record(id: &str, outlet: &str, at: i64, title: &str, text: &str) -> Record {
    Record {
        id: id.into(),
        publisher: Some(outlet.to_owned()),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
        published_at: Some(minute(at)),
        captured_at: Some(minute(at + 2)),
        language: Some("en".to_owned()),
        ..Record::default()
    }
}

/// A bridge told by three, and a swan told twice by one.
fn world() -> Vec<Record> {
    vec![
        record("a", "Alder Post", 0, "Harbour Bridge Closes After Drone Finds Crack", BRIDGE),
        record("b", "Coast Wire", 9, "Ferry Cannot Replace Closed Harbour Bridge in Port Alder", FERRY),
        record("c", "Harbour Radio", 20, "Rigger Says Harbour Bridge Crack Is Old", RIGGER),
        record("e", "Hexley Herald", 35, "Museum Keeps Its Clockwork Swan", SWAN),
        record("f", "Hexley Herald", 40, "Clockwork Swan of the Museum Is Not for Sale", SWAN),
    ]
}

struct Room {
    folder: tempfile::TempDir,
    store: Store,
    wire: WireName,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("wire.sqlite"), Access::ReadWrite, minute(60)).unwrap();
        Self { folder, store, wire: WireName::from("main") }
    }

    fn with(records: Vec<Record>) -> Self {
        let room = Self::new();
        room.bring(records);
        room
    }

    fn bring(&self, records: Vec<Record>) {
        let items = records.into_iter().map(|record| Item::Record(Box::new(record)));
        self.store.writer().unwrap().put(&self.wire, items.collect(), minute(60)).unwrap();
    }

    fn edition(&self, at: i64) -> Edition {
        self.try_edition(at, &Settings::default()).unwrap()
    }

    fn try_edition(&self, at: i64, settings: &Settings) -> Result<Edition, slugline::store::StoreFault> {
        wired::run(&self.store, &self.wire, &[], settings, minute(at), &mut |_| {})
    }

    fn stories(&self, moving: Moving) -> Vec<StoryRow> {
        let asked = Stories { scope: Scope::All, moving };
        self.store.reader().unwrap().stories(&asked, 0, 100).unwrap().1
    }

    fn current(&self) -> Vec<Dispatch> {
        let reader = self.store.reader().unwrap();
        let page = reader.page(&Listing::default(), 0, 100).unwrap();
        page.rows.iter().map(|row| reader.dispatch(&row.key).unwrap().unwrap().dispatch).collect()
    }

    fn sql(&self, sql: &str) {
        let conn = Connection::open(self.folder.path().join("wire.sqlite")).unwrap();
        conn.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        conn.execute_batch(sql).unwrap();
    }
}

#[test]
fn an_edition_does_only_what_has_not_been_done() {
    let room = Room::with(world());
    let first = room.edition(60);
    assert_eq!((first.taken, first.dispatches.len()), (5, 1), "{:?}", first.ledger);
    let again = room.edition(61);
    assert_eq!((again.taken, again.ledger.len()), (0, 0));
    room.bring(vec![record(
        "g",
        "Estuary Times",
        65,
        "Harbour Bridge in Port Alder Opens to Walkers",
        WALKERS,
    )]);
    let second = room.edition(70);
    assert_eq!(
        (second.taken, second.ledger.len(), second.dispatches.len()),
        (1, 1, 1),
        "{:?}",
        second.ledger
    );
    let (old, new) = (&first.dispatches[0], &second.dispatches[0]);
    assert_eq!((new.version, new.previous.as_ref()), (2, Some(&old.id)));
    assert_eq!(room.current().len(), 1);
}

#[test]
fn a_young_version_makes_the_next_one_wait_and_nothing_is_lost() {
    let room = Room::with(world());
    let first = room.edition(23);
    assert_eq!(first.dispatches.len(), 1, "{:?}", first.ledger);
    let walkers = "Harbour Bridge in Port Alder Opens to Walkers";
    room.bring(vec![record("g", "Estuary Times", 26, walkers, WALKERS)]);
    let young = room.edition(30);
    assert_eq!(young.dispatches, []);
    assert_eq!(young.ledger[0].reason, "waits until 16:43 UTC for its next version");
    assert_eq!(room.edition(35).ledger, [], "it is not looked at again before that");
    let second = room.edition(43);
    assert_eq!((second.taken, second.dispatches[0].version), (0, 2), "{:?}", second.ledger);
    let changed = &second.dispatches[0].methodology.as_ref().unwrap().changed;
    assert!(changed.iter().any(|told| told == "1 more record, 1 more voice"), "{changed:?}");
    assert_eq!(room.edition(44).ledger, []);
    let key = slugline::story::Key { wire: room.wire.clone(), id: second.dispatches[0].id.clone() };
    let versions = room.store.reader().unwrap().dispatch(&key).unwrap().unwrap().versions;
    assert_eq!(versions.len(), 2, "versions never disappear");
}

#[test]
fn where_no_version_need_wait_one_that_waited_is_released() {
    let room = Room::with(world());
    assert_eq!(room.edition(23).dispatches.len(), 1);
    let walkers = "Harbour Bridge in Port Alder Opens to Walkers";
    room.bring(vec![record("g", "Estuary Times", 26, walkers, WALKERS)]);
    assert_eq!(room.edition(30).dispatches, []);
    let mut settings = Settings::default();
    settings.reach.interval = 0;
    let released = room.try_edition(31, &settings).unwrap();
    assert_eq!((released.taken, released.dispatches.len()), (0, 1), "{:?}", released.ledger);
}

/// The records of a story that goes on after its cluster has closed.
fn sequel(at: i64, words: &str) -> Vec<Record> {
    ["Alder Post", "Coast Wire", "Harbour Radio"]
        .into_iter()
        .zip(0..)
        .map(|(outlet, n)| {
            let text =
                format!("{words} {outlet} was told so by {} people on the quay. {}", n + 3, BRIDGE.repeat(n));
            record(&format!("{at}-{n}"), outlet, at + n as i64, &format!("{outlet}: {words}"), &text)
        })
        .collect()
}

#[test]
fn a_story_that_goes_on_is_linked_to_what_was_told_before() {
    let room = Room::with(world());
    let first = room.edition(60);
    let week = 8 * 24 * 60;
    room.bring(sequel(
        week,
        "The crack in the Harbour Bridge in Port Alder, which a drone found in a hanger, is welded.",
    ));
    let second = room.edition(week + 30);
    assert_eq!(second.dispatches.len(), 1, "{:?}", second.ledger);
    assert_eq!(second.dispatches[0].version, 1, "a cluster of its own");
    assert_eq!(second.dispatches[0].earlier.as_ref(), Some(&first.dispatches[0].id));
    let key = |dispatch: &Dispatch| slugline::story::Key { wire: room.wire.clone(), id: dispatch.id.clone() };
    let reader = room.store.reader().unwrap();
    let kept = reader.dispatch(&key(&first.dispatches[0])).unwrap().unwrap();
    assert_eq!(kept.running.later[0].key, key(&second.dispatches[0]));
    assert_eq!(kept.running.earlier, []);
}

#[test]
fn what_is_too_thin_is_watched_until_more_is_asked_for_less() {
    let room = Room::with(world());
    room.edition(60);
    let watched = room.stories(Moving::Watched);
    assert_eq!(watched.len(), 1);
    assert_eq!(watched[0].reason, "1 independent voice in 2 records, 2 needed");
    assert!(watched[0].headline.contains("Swan"));
    // Asked for less, what was refused is looked at again, though nothing came.
    let minimum = Minimum { records: 2, voices: 1, longest: 10 };
    let made = room.try_edition(62, &Settings { minimum, ..Settings::default() }).unwrap();
    assert_eq!(made.taken, 0);
    assert!(made.ledger.iter().all(|entry| entry.outcome != Outcome::Watched), "{:?}", made.ledger);
    assert_eq!(room.stories(Moving::Watched), []);
}

#[test]
fn a_crash_between_grouping_and_writing_loses_nothing() {
    let room = Room::with(world());
    room.sql("CREATE TRIGGER fault BEFORE INSERT ON ledger BEGIN SELECT raise(ABORT, 'no'); END");
    assert!(room.try_edition(60, &Settings::default()).is_err());
    assert_eq!(room.current(), []);
    room.sql("DROP TRIGGER fault");
    let made = room.edition(61);
    assert_eq!(
        (made.taken, made.dispatches.len()),
        (0, 1),
        "it was grouped and is still due: {:?}",
        made.ledger
    );
    assert_eq!(room.edition(62).ledger, []);
}

#[test]
fn an_old_store_is_grouped_anew_and_its_dispatches_go_on() {
    let room = Room::with(world());
    let first = room.edition(60);
    // As a store was before stories were kept.
    room.sql(
        "DELETE FROM cluster; DELETE FROM growing; DELETE FROM member; DELETE FROM alias; DELETE FROM decision; \
         DELETE FROM signal; DELETE FROM grouping;",
    );
    let key = slugline::story::Key { wire: room.wire.clone(), id: first.dispatches[0].id.clone() };
    assert_eq!(room.store.reader().unwrap().why_of(&key).unwrap(), None);
    let made = room.edition(70);
    assert_eq!((made.taken, made.dispatches.len()), (5, 0), "{:?}", made.ledger);
    assert!(made.ledger.iter().any(|entry| entry.outcome == Outcome::Unchanged));
    let why = room.store.reader().unwrap().why_of(&key).unwrap().expect("it is known now");
    assert_eq!(why.row.dispatch, Some(key));
    assert_eq!(why.records.len(), 3);
    room.bring(vec![record(
        "g",
        "Estuary Times",
        75,
        "Harbour Bridge in Port Alder Opens to Walkers",
        WALKERS,
    )]);
    assert_eq!(room.edition(80).dispatches[0].version, 2);
}

#[test]
fn a_text_that_comes_later_makes_a_watched_story_due() {
    let mut records = world();
    records.truncate(3);
    records[0].text = Some(FERRY.to_owned());
    let room = Room::with(records);
    let first = room.edition(60);
    assert_eq!(first.ledger[0].outcome, Outcome::Watched, "{:?}", first.ledger);
    assert!(first.ledger[0].reason.contains("one of 80 needed"), "{:?}", first.ledger);
    room.bring(vec![record("a", "Alder Post", 0, "Harbour Bridge Closes After Drone Finds Crack", BRIDGE)]);
    let second = room.edition(65);
    assert_eq!((second.taken, second.dispatches.len()), (0, 1), "{:?}", second.ledger);
}

/// Decisions over a store do not depend on when editions were made.
#[test]
fn an_edition_after_every_record_decides_as_one_after_all_of_them() {
    let at_once = Room::with(world());
    at_once.edition(60);
    let one_by_one = Room::new();
    for record in world() {
        let at = (record.captured_at.unwrap().seconds_since(minute(0)) / 60.0) as i64;
        one_by_one.bring(vec![record]);
        one_by_one.edition(at);
    }
    one_by_one.edition(60);
    for record in world() {
        let why = |room: &Room| {
            let reader = room.store.reader().unwrap();
            let id = room.cluster_of(record.id.as_str());
            reader.why(&room.wire, &id.as_str().into()).unwrap().unwrap()
        };
        let (one, other) = (why(&at_once), why(&one_by_one));
        assert_eq!(one.decisions, other.decisions);
        assert_eq!((one.row.cluster, one.aliases), (other.row.cluster, other.aliases));
    }
}

impl Room {
    fn cluster_of(&self, record: &str) -> String {
        let conn = Connection::open(self.folder.path().join("wire.sqlite")).unwrap();
        let sql = "SELECT c.id FROM member m JOIN cluster c ON c.n = m.cluster WHERE m.id = ?";
        conn.query_row(sql, [record], |line| line.get(0)).unwrap()
    }
}

#[test]
fn accounts_that_say_the_same_are_a_warning_and_no_story() {
    let posts = (0..14).map(|n| Record {
        id: format!("p{n}").into(),
        kind: SourceKind::Bluesky,
        byline: Some(format!("@walker{n}.example")),
        text: Some(format!(
            "Share this now: the Harbour Bridge in Port Alder was closed to hide the crack that the drone found, and \
             the port authority will not say who knew of the hanger {}",
            "!".repeat(n % 3)
        )),
        published_at: Some(minute(n as i64)),
        captured_at: Some(minute(n as i64)),
        content_type: Some("post".to_owned()),
        language: Some("en".to_owned()),
        ..Record::default()
    });
    let room = Room::with(posts.collect());
    let minimum = Minimum { records: 1, voices: 1, longest: 5 };
    let made = room.try_edition(60, &Settings { minimum, ..Settings::default() }).unwrap();
    assert_eq!(made.dispatches, [], "{:?}", made.ledger);
    assert_eq!(room.current(), []);
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(home: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
    command.args(arguments).env_clear().env("HOME", home).env("TZ", "UTC").env("TERM", "xterm");
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn why_tells_of_a_dispatch_and_of_a_watched_cluster() {
    let home = tempfile::tempdir().unwrap();
    let listed = lines(&run(home.path(), &["list", "--json"]));
    let code = listed[0]["code"].as_str().unwrap();
    let told = lines(&run(home.path(), &["why", code, "--json"])).remove(0);
    assert_eq!(told["code"], code);
    let records = told["records"].as_array().unwrap();
    assert!(records.len() >= 3, "{told}");
    let decisions = told["decisions"].as_array().unwrap();
    assert_eq!(decisions.iter().filter(|decision| decision["met"] != "merged").count(), records.len());
    assert!(decisions.iter().any(|decision| decision["met"] == "joined"));
    for field in ["voices", "minimum", "aliases", "signals", "outcome", "reason"] {
        assert!(told.get(field).is_some(), "{field}");
    }
    let ran = run(home.path(), &["why", told["cluster"].as_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("What each record met"), "{}", ran.out);
    let longest = ran.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 80, "{longest} columns\n{}", ran.out);

    let watched = lines(&run(home.path(), &["stories", "--watched", "--json"]));
    assert_eq!(watched.len(), 1, "{watched:?}");
    assert_ne!(watched[0]["missing"], "");
    let ran = run(home.path(), &["why", watched[0]["cluster"].as_str().unwrap()]);
    assert!(ran.out.contains("Watched. Missing: "), "{}", ran.out);
    let fired = lines(&run(home.path(), &["stories", "--json"]));
    assert!(fired.iter().any(|story| story["signal"]["kind"] == "velocity"), "{fired:?}");
    assert_eq!(run(home.path(), &["why", "c000000000000"]).code, 1);
}

#[test]
fn why_says_plainly_that_others_decided() {
    let home = tempfile::tempdir().unwrap();
    let story = json!({"story": {
        "id": "00000000-0000-0000-0000-00000000a1b2", "headline": "Bridge Shut at Noon", "generatedAt": "2026-03-12T17:00:00Z",
        "signalProvenance": {"kind": "velocity", "severity": "high", "why": "nine posts within the hour"},
    }});
    let file = home.path().join("wire.jsonl");
    fs::write(&file, format!("{story}\n")).unwrap();
    assert_eq!(run(home.path(), &["import", file.to_str().unwrap()]).code, 0);
    let ran = run(home.path(), &["why", "00A1B2"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("No decision of our desk is kept for it"), "{told}");
    assert!(told.contains("nine posts within the hour"), "{told}");
    let json = lines(&run(home.path(), &["why", "00A1B2", "--json"])).remove(0);
    assert_eq!(json["decisions"], Value::Null);
    let ran = run(home.path(), &["stories"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("No signal has fired."), "{}", ran.err);
}

#[test]
fn a_replay_tells_what_fired() {
    let home = tempfile::tempdir().unwrap();
    let outlets = ["Alder Post", "Coast Wire", "Harbour Radio", "Penny Press", "Estuary Times", "The Tally"];
    let texts = [BRIDGE, FERRY, RIGGER, WALKERS, FERRY, RIGGER];
    let line = |(n, outlet): (usize, &&str)| {
        json!({
            "id": format!("u{n}"), "source_kind": "news", "publisher": outlet,
            "title": format!("Harbour Bridge in Port Alder closed after drone finds crack, says {outlet} number {n}"),
            "text": format!("{} Our own word number {n} on it.", texts[n]), "cluster": "g",
            "published_at": format!("2026-03-12T17:{:02}:00Z", n * 7), "language": "en",
        })
        .to_string()
    };
    let all: Vec<String> = outlets.iter().enumerate().map(line).collect();
    let file = home.path().join("records.jsonl");
    fs::write(&file, all.join("\n")).unwrap();
    for given in [&[][..], &["--given-clusters"][..]] {
        let asked = [&["replay", file.to_str().unwrap(), "--to", "signals", "--json"], given].concat();
        let ran = run(home.path(), &asked);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let fired = lines(&ran);
        let velocity =
            fired.iter().find(|signal| signal["kind"] == "velocity").expect("six voices in an hour");
        for field in ["cluster", "kind", "severity", "score", "confidence", "at", "figures", "evidence"] {
            assert!(!velocity[field].is_null(), "{field}: {velocity}");
        }
        assert!(velocity["evidence"].as_array().unwrap().len() >= 4);
    }
    let ran = run(home.path(), &["replay", file.to_str().unwrap(), "--to", "signals"]);
    assert!(ran.out.contains("velocity") && ran.err.contains("6 records"), "{}{}", ran.out, ran.err);
}

#[test]
fn who_met_whom_is_told_as_it_was() {
    let mut records = world();
    records.push(record("d", "Penny Press", 30, "Harbour Bridge closes after drone finds crack", BRIDGE));
    let room = Room::with(records);
    room.edition(60);
    let why =
        room.store.reader().unwrap().why(&room.wire, &room.cluster_of("a").as_str().into()).unwrap().unwrap();
    let met: Vec<(&str, Met)> =
        why.decisions.iter().map(|decision| (decision.record.as_str(), decision.met)).collect();
    assert_eq!(met[0], ("a", Met::Opened));
    assert!(met.contains(&("d", Met::Copied)), "{met:?}");
    assert_eq!(why.row.cluster.copies, ["d".into()]);
    assert_eq!(why.row.arrivals[0].hours.iter().sum::<u32>(), 4);
}
