//! How the texts of a story fit together decides what else may join it.

use super::{at, news, take};
use crate::cluster::{Memory, Rules};
use crate::story::{Decision, Met, Record};

/// An article that tells three times what it has in common with others, and once what stands in it alone.
fn article(id: &str, common: usize, own: usize) -> Record {
    let common = (0..3 * common).map(|word| format!("harbour{}x", word % common));
    let words: Vec<String> = common.chain((0..own).map(|word| format!("{id}own{word}x"))).collect();
    Record { text: Some(words.join(" ")), ..news(id, &format!("Title {id}"), 1) }
}

/// What an article that has something in common with a story meets, where the story is told by these.
fn met(story: &[&str]) -> Decision {
    let records: Vec<Record> = story.iter().map(|id| article(id, 25, 40)).collect();
    let mut memory = Memory::default();
    let decisions = take(&mut memory, &records, &Rules::default());
    assert!(decisions.iter().skip(1).all(|one| one.met == Met::Joined), "{decisions:?}");
    memory.take(&article("other", 6, 90), None, at(2), &Rules::default())
}

#[test]
fn what_fits_much_worse_than_the_others_fit_each_other_is_another_story() {
    let (single, tight) = (met(&["alder"]), met(&["alder", "brook", "coral"]));
    assert_eq!((single.met, tight.met), (Met::Joined, Met::Opened), "{single:?} {tight:?}");
    assert!(tight.needed > single.needed + 0.1, "{} {}", tight.needed, single.needed);
}
