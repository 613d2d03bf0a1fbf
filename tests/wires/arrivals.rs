//! Every dialect arrives whole: every story exactly once, with all that its server can tell.

use slugline::story::{Beat, Citation, Dispatch, Moment, RecordId};

use super::house::House;
use crate::server::stand::{Dialect, Fault, Habits, Plan, Stand, Times, World};

/// What of a story a dialect tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// All of it, citations too, some with their spans.
    All,
    /// Its citations are kept back.
    ButCitations,
}

/// Checks that a wire of the store is the stand's world: every current story once, as far as the stand tells it.
pub(crate) fn arrived(house: &House, wire: &str, stand: &Stand, told: Told) {
    let world = stand.world();
    let rows = house.rows(wire);
    assert_eq!(rows.len(), world.current().count(), "{wire}: dispatches in the list");
    for story in world.current() {
        let kept = house.kept(wire, story.id.as_str());
        let kept = kept.unwrap_or_else(|| panic!("{:?} is not here", story.headline));
        same(&kept.dispatch, story, stand.habits().dialect, told);
        assert!(told == Told::ButCitations || !kept.partial, "{:?}", story.headline);
    }
}

/// Checks that `ours` is the world's `story`, as far as the dialect tells it.
#[track_caller]
pub(crate) fn same(ours: &Dispatch, story: &Dispatch, dialect: Dialect, told: Told) {
    let unnamed = Beat { name: None, ..story.beat.clone() };
    let beat = if dialect == Dialect::Reference { &unnamed } else { &story.beat };
    assert_eq!(ours.beat.label(), beat.label());
    assert_eq!(outline(ours), outline(story));
    if told == Told::All {
        assert_eq!(cites(ours), cites(story), "{:?}", story.headline);
    }
}

type Outline<'a> =
    (&'a str, Option<&'a str>, u32, Option<i64>, &'a [String], Vec<&'a str>, Vec<&'a str>, &'a [RecordId]);

/// What every dialect tells. Prose with tokens in it is for the reader's own tests.
fn outline(story: &Dispatch) -> Outline<'_> {
    let plain = |body: &&str| !body.contains("almanac");
    let bodies = story.sections.iter().map(|section| section.body.as_str()).filter(plain).collect();
    let answers = story.faq.iter().map(|faq| faq.answer.as_str()).collect();
    let dek = story.dek.as_deref();
    let time = story.time().map(|at| at.as_micros() / 1000); // one server cuts the rest off
    (story.title(), dek, story.version, time, &story.takeaways, bodies, answers, &story.record_ids)
}

type Cite<'a> = (Option<u32>, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<f64>, bool);

fn cites(story: &Dispatch) -> Vec<Cite<'_>> {
    story.citations.iter().map(cite).collect()
}

fn cite(cite: &Citation) -> Cite<'_> {
    let record = cite.record_id.as_ref().map(RecordId::as_str);
    let url = cite.url.as_deref().filter(|_| cite.is_web());
    (cite.marker, record, url, cite.excerpt.as_deref(), cite.confidence, cite.is_web())
}

/// A world whose newest story is of this minute, so that all that is said of the last two days holds.
pub(crate) fn today(stories: usize) -> Plan {
    let now = jiff::Timestamp::now().as_second() * 1_000_000;
    Plan { stories, newest: Moment::from_micros(now), ..Plan::default() }
}

fn whole(habits: Habits, plan: Plan, told: Told) {
    let stand = Stand::open(habits, World::of(plan));
    let house = House::of(&[("stand", &stand)]);
    let ran = house.sync().with(0);
    arrived(&house, "stand", &stand, told);
    let new: u64 = ran.told("ended").iter().filter_map(|ended| ended["new"].as_u64()).sum();
    assert_eq!(new as usize, stand.world().current().count(), "{}", ran.out);
    stand.forget();
    house.sync().with(0);
    assert!(stand.asked().len() <= 3, "nothing is new: {:#?}", targets(&stand));
    arrived(&house, "stand", &stand, told);
}

/// What was asked, without its headers.
pub(crate) fn targets(stand: &Stand) -> Vec<String> {
    stand.asked().into_iter().map(|asked| asked.target).collect()
}

#[test]
fn the_hosted_service_arrives_whole() {
    whole(Habits::of(Dialect::Hosted), today(130), Told::All);
}

#[test]
fn another_slugline_arrives_whole() {
    whole(Habits::of(Dialect::Slugline), today(230), Told::All);
}

#[test]
fn a_file_arrives_whole() {
    whole(Habits::of(Dialect::File), today(130), Told::All);
}

#[test]
fn the_retired_api_arrives_whole() {
    whole(Habits::of(Dialect::Legacy), today(130), Told::ButCitations);
}

#[test]
fn the_reference_server_arrives_whole_though_it_keeps_its_citations_back() {
    whole(Habits::of(Dialect::Reference), today(130), Told::ButCitations);
    let mended = Habits { bigint_fixed: true, ..Habits::of(Dialect::Reference) };
    whole(mended, today(130), Told::All);
}

#[test]
fn stories_of_one_moment_all_arrive_from_a_server_that_loses_ties() {
    for (stories, times) in
        [(7, Times::AllEqual), (90, Times::AllEqual), (260, Times::Groups(7)), (330, Times::Micros)]
    {
        let habits = Habits { empty_cursor: true, ..Habits::of(Dialect::Reference) };
        let stand = Stand::open(habits, World::of(Plan { stories, times, ..Plan::default() }));
        let house = House::of(&[("stand", &stand)]);
        house.sync().with(0);
        assert_eq!(house.rows("stand").len(), stories, "{times:?}");
    }
}

#[test]
fn what_changes_arrives_and_old_versions_stay() {
    for dialect in [Dialect::Hosted, Dialect::Slugline, Dialect::File] {
        let stand = Stand::open(Habits::of(dialect), World::of(today(40)));
        let house = House::of(&[("stand", &stand)]);
        house.sync().with(0);
        let ids: Vec<_> = stand.world().current().rev().take(3).map(|story| story.id.clone()).collect();
        let revised = stand.change(|world| world.revise(&ids[0]));
        stand.change(|world| world.enrich(&ids[1]));
        stand.change(|world| world.publish(2));
        house.sync().with(0);
        arrived(&house, "stand", &stand, Told::All);
        let kept = house.kept("stand", revised.as_str()).unwrap();
        let versions: Vec<_> =
            kept.versions.iter().map(|version| (version.version, &version.key.id)).collect();
        assert_eq!(versions, [(1, &ids[0]), (2, &revised)], "{dialect:?}");
    }
}

#[test]
fn a_deleted_record_leaves_its_dispatch_readable() {
    for dialect in [Dialect::Hosted, Dialect::Slugline] {
        let stand = Stand::open(Habits::of(dialect), World::of(today(12)));
        let gone = stand.world().current().next().unwrap().record_ids[0].clone();
        stand.change(|world| world.delete_record(&gone));
        let house = House::of(&[("stand", &stand)]);
        house.sync().with(0);
        assert_eq!(house.rows("stand").len(), 12);
    }
}

#[test]
fn pages_that_shift_while_they_are_walked_lose_nothing() {
    for dialect in [Dialect::Legacy, Dialect::Hosted, Dialect::Reference, Dialect::Slugline] {
        let stand = Stand::open(Habits::of(dialect), World::of(today(230)));
        let list = if dialect == Dialect::Legacy { "/api/v1/" } else { "/v1/stories?" };
        stand.rule(list, 2, 2, Fault::Published(7));
        let house = House::of(&[("stand", &stand)]);
        house.sync().with(0);
        house.sync().with(0);
        arrived(&house, "stand", &stand, Told::ButCitations);
    }
}

#[test]
fn prefetching_makes_a_wire_readable_without_a_network() {
    let mended = Habits { bigint_fixed: true, ..Habits::of(Dialect::Reference) };
    for habits in [Habits::of(Dialect::Hosted), Habits::of(Dialect::Slugline), mended] {
        let stand = Stand::open(habits, World::of(today(12)));
        let house = House::of(&[("stand", &stand)]);
        house.run(&["prefetch", "--since", "9d"]).with(0);
        stand.forget();
        let world = stand.world();
        for story in world.current() {
            let kept = house.kept("stand", story.id.as_str()).unwrap();
            let texts = |records: &[slugline::story::Record]| -> Vec<_> {
                records.iter().map(|record| (record.id.clone(), record.text.clone())).collect()
            };
            let theirs: Vec<_> =
                story.record_ids.iter().filter_map(|id| world.record(id.as_str()).cloned()).collect();
            assert_eq!(texts(&kept.records), texts(&theirs), "{:?}", story.headline);
        }
    }
}

#[test]
fn offline_means_that_nothing_is_asked() {
    let stand = Stand::open(Habits::of(Dialect::Hosted), World::of(today(12)));
    let house = House::of(&[("stand", &stand)]);
    for arguments in [
        &["--offline", "sync"][..],
        &["--offline", "sync", "--json"],
        &["--offline", "prefetch"],
        &["--offline", "wires", "test"],
        &["--offline", "wires", "list"],
        &["--offline", "list"],
    ] {
        house.run(arguments);
        assert!(stand.asked().is_empty(), "{arguments:?}: {:?}", targets(&stand));
    }
}
