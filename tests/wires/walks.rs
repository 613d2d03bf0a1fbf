//! What `remote` makes of the newsstand, before any store: every dialect is known for what it is, and a walk brings
//! every story once.

use std::{collections::HashSet, sync::Arc};

use slugline::{
    config::WireRow,
    net::{Client, Key, Manners},
    remote::{Budget, Remote, Stopped, Walk},
    story::Dispatch,
};

use super::{
    arrivals::{Told, same, today},
    faults::{TROUBLES, Trouble, at_once, from_the_second_page},
    secrets::SENTINEL,
};
use crate::server::stand::{Dialect, Habits, Plan, Stand, Times, World};

fn remote(stand: &Stand) -> Remote {
    let row = WireRow { name: "stand".into(), url: stand.url(), allow_private: true, ..WireRow::default() };
    let client = Client::new(Manners::default()).unwrap();
    let key = stand.habits().key.map(|key| Key::new(&key));
    Remote::new(client, &row, key, None, Arc::new(Budget::new(10_000))).unwrap()
}

/// Everything a walk brings, each dispatch with its citations as far as they can be had.
async fn walked(stand: &Stand) -> Result<Vec<Dispatch>, Stopped> {
    let mut remote = remote(stand);
    remote.meet().await?;
    assert_eq!(remote.abilities().dialect, stand.habits().dialect);
    let (mut walk, mut brought) = (Walk::from(None), Vec::new());
    loop {
        let page = remote.next(&mut walk).await?;
        assert_eq!(page.notes, Vec::<String>::new());
        for row in page.rows {
            brought.push(if row.whole { row.dispatch } else { remote.dispatch(row.dispatch).await?.0 });
        }
        if page.last {
            return Ok(brought);
        }
    }
}

fn check(habits: Habits, plan: Plan, told: Told) {
    let stand = Stand::open(habits, World::of(plan));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let brought = runtime.block_on(walked(&stand)).unwrap();
    let world = stand.world();
    let different: HashSet<_> = brought.iter().map(|story| &story.id).collect();
    assert_eq!((different.len(), brought.len()), (world.current().count(), different.len()));
    for story in &brought {
        same(story, world.story(story.id.as_str()).unwrap(), stand.habits().dialect, told);
    }
}

#[test]
fn every_dialect_is_walked_whole() {
    let mended = Habits { bigint_fixed: true, ..Habits::of(Dialect::Reference) };
    check(Habits::of(Dialect::Hosted).with_key("k"), today(130), Told::All);
    check(Habits::of(Dialect::Slugline).with_key("k"), today(130), Told::All);
    check(Habits::of(Dialect::File).with_key("k"), today(30), Told::All);
    check(Habits::of(Dialect::Legacy).with_key("k"), today(130), Told::ButCitations);
    check(Habits::of(Dialect::Reference).with_key("k"), today(130), Told::ButCitations);
    check(mended.with_key("k"), today(130), Told::All);
}

#[test]
fn ties_are_walked_whole_where_a_page_can_hold_them() {
    for (stories, times) in
        [(7, Times::AllEqual), (90, Times::AllEqual), (260, Times::Groups(7)), (330, Times::Micros)]
    {
        let habits = Habits { empty_cursor: true, ..Habits::of(Dialect::Reference) };
        check(habits, Plan { stories, times, ..Plan::default() }, Told::ButCitations);
    }
}

/// A walk that meets one trouble from its second page on: how it ended, and all it said, debug words included.
async fn stumbled(stand: &Stand) -> (Option<Stopped>, String) {
    let (mut remote, mut walk) = (remote(stand), Walk::from(None));
    if let Err(stopped) = remote.meet().await {
        return (Some(stopped), String::new());
    }
    let mut said = String::new();
    loop {
        let next = remote.next(&mut walk).await;
        said += &format!("{:?} {remote:?} {walk:?}", next.as_ref().map(|page| &page.notes));
        match next {
            Ok(page) if page.last => return (None, said),
            Ok(_) => {}
            Err(stopped) => return (Some(stopped), said),
        }
    }
}

#[test]
fn every_trouble_is_a_sentence_without_a_key() {
    at_once(TROUBLES, |trouble| stumbles(Dialect::Hosted, *trouble));
}

fn stumbles(dialect: Dialect, trouble: Trouble) {
    let stand = Stand::open(Habits::of(dialect).with_key(SENTINEL), World::of(today(230)));
    from_the_second_page(&stand, trouble);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (stopped, said) = runtime.block_on(stumbled(&stand));
    assert!(!said.contains(SENTINEL) && !format!("{stopped:?}").contains(SENTINEL));
    assert!(stand.asked().len() < 60, "{dialect:?} {trouble:?}: {} requests", stand.asked().len());
    let Some(stopped) = stopped else { return };
    let words = stopped.trouble;
    let all = format!("{dialect:?} {trouble:?}: {words:?}");
    assert!(words.what.contains("127.0.0.1") && !words.why.is_empty(), "{all}");
    assert!(words.what.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()), "{all}");
}
