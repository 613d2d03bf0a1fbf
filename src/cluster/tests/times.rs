//! What time does to nearness: a headline passes with its window, an article is followed for longer.

use super::{at, news};
use crate::cluster::{Memory, Rules};
use crate::story::{Met, Record};

const CRIME: &str = "Two workers were shot dead and a third was hurt at the Hexley cannery in Port Alder on Thursday night, \
    police said. Mara Quist, 43, who had been sent home from her shift at the cannery an hour before, was arrested inside the \
    packing hall. Colleagues said that Quist had quarrelled with the two workers for months over the ovens. The cannery, which \
    employs four hundred people in Port Alder, will stay closed until Monday, Hexley said, and police asked for witnesses.";

const VERDICT: &str = "Mara Quist was found guilty of murder on Friday for shooting two workers dead at the Hexley cannery in \
    Port Alder. The jury heard that Quist, who had been sent home from her shift, came back with a pistol and walked into the \
    packing hall, where a third worker was hurt. Her lawyers said that the two workers had mocked Quist for months over the \
    ovens. Hexley closed the cannery for four days after the killings; the families of the dead sat in court.";

/// Whether a record of `days` later joins the first, both of them arriving at once.
fn joins(rules: &Rules, [first, later]: [Record; 2], days: i64) -> bool {
    let later = Record { published_at: Some(at(days * 1440)), ..later };
    let mut memory = Memory::default();
    memory.take(&first, None, at(days * 1440), rules);
    memory.take(&later, None, at(days * 1440), rules).met == Met::Joined
}

fn articles() -> [Record; 2] {
    let told = |id, title, text: &str| Record { text: Some(text.to_owned()), ..news(id, title, 0) };
    [told("a", "Two shot dead at cannery", CRIME), told("b", "Guilty of cannery killings", VERDICT)]
}

fn headlines() -> [Record; 2] {
    ["a", "b"].map(|id| news(id, &format!("Mara Quist shot two dead at Hexley cannery, {id} says"), 0))
}

#[test]
fn an_article_is_of_its_story_though_it_comes_months_later() {
    let rules = Rules::default();
    assert!(joins(&rules, articles(), 1) && joins(&rules, articles(), 200));
    assert!(!joins(&Rules { lasting: 0.0, ..rules.clone() }, articles(), 200));
    assert!(!joins(&Rules { lasting: 0.1, ..rules }, articles(), 200));
}

#[test]
fn a_headline_is_of_its_day() {
    assert!(joins(&Rules::default(), headlines(), 1));
    assert!(!joins(&Rules::default(), headlines(), 2));
}

#[test]
fn where_one_of_both_tells_no_time_a_day_is_assumed() {
    let near = |first: Option<i64>, later: Option<i64>, rules: &Rules| {
        let [a, b] = articles();
        let told = |record: Record, day: Option<i64>| Record {
            published_at: day.map(|day| at(day * 1440)),
            ..record
        };
        let mut memory = Memory::default();
        memory.take(&told(a, first), None, at(1440), rules);
        memory.take(&told(b, later), None, at(1440), rules).score
    };
    let rules = Rules::default();
    let whole = near(None, None, &rules);
    for (first, later) in [(Some(0), None), (None, Some(0)), (Some(0), Some(1))] {
        assert!((near(first, later, &rules) - whole * (-rules.fading_per_day).exp()).abs() < 1e-9);
    }
    assert!((near(Some(0), None, &Rules { untold_days: 0.0, ..rules }) - whole).abs() < 1e-9);
}
