//! A model beside the words: what it says counts, and its absence changes nothing.

use super::{at, news, take};
use crate::cluster::{Memory, Rules};
use crate::story::{Met, Record};

fn second(first: &[f32], second: Option<&[f32]>, rules: &Rules) -> (Met, f64) {
    let mut memory = Memory::default();
    memory.take(&news("a", "Alder bridge closes after crack", 0), Some(first), at(0), rules);
    let other = Record { language: Some("de".to_owned()), ..news("b", "Riss entdeckt: Querung gesperrt", 1) };
    let decision = memory.take(&other, second, at(1), rules);
    (decision.met, decision.score)
}

#[test]
fn a_model_joins_what_words_cannot() {
    let rules = Rules::default();
    assert_eq!(second(&[1.0, 0.0], Some(&[1.0, 0.1]), &rules).0, Met::Joined);
    assert_eq!(second(&[1.0, 0.0], Some(&[0.0, 1.0]), &rules).0, Met::Opened);
    assert_eq!(second(&[1.0, 0.0], None, &rules).0, Met::Opened);
}

#[test]
fn vectors_that_say_nothing_are_as_none() {
    let rules = Rules::default();
    let none = second(&[1.0, 0.0], None, &rules);
    for strange in [&[][..], &[0.0, 0.0], &[f32::NAN, 1.0], &[f32::INFINITY, 1.0], &[1.0, 0.0, 0.0]] {
        assert_eq!(second(&[1.0, 0.0], Some(strange), &rules), none, "{strange:?}");
    }
}

#[test]
fn the_centre_of_a_cluster_is_kept() {
    let rules = Rules::default();
    let mut memory = Memory::default();
    memory.take(&news("a", "Alder bridge closes after crack", 0), Some(&[3.0, 4.0]), at(0), &rules);
    let kept = memory.changed();
    let (mut recalled, notes) = Memory::recall(kept, &memory.counts());
    assert!(notes.is_empty());
    let late = news("b", "Alder bridge shut", 1);
    let (before, after) = (
        memory.take(&late, Some(&[3.0, 4.0]), at(1), &rules),
        recalled.take(&late, Some(&[3.0, 4.0]), at(1), &rules),
    );
    assert_eq!(before, after);
    assert_eq!(take(&mut memory, &[], &rules), []);
}
