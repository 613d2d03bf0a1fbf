//! Questions to models: never asked twice for the same, and a day's budget holds.

use super::{Place, noon};
use crate::store::{Allowance, Begun, Ended, Job, Spent, Store};
use crate::story::Moment;

const MOST: Spent = Spent { input: 1_000, output: 500, money: 3_000 };

fn job(key: &str) -> Job {
    Job { key: key.to_owned(), model: "small".to_owned(), salt: "k7".to_owned(), most: MOST }
}

fn begin(store: &Store, key: &str, allowed: Allowance, at: Moment) -> Begun {
    store.writer().unwrap().begin_job(job(key), allowed, at).unwrap()
}

fn end(store: &Store, key: &str, came: Result<&str, &str>, spent: Spent, again: bool) {
    let faulty = came.is_err();
    let came = came.map(str::to_owned).map_err(str::to_owned);
    let ended = Ended { came, spent, again, faulty, not_before: None };
    store.writer().unwrap().end_job(key, ended, noon()).unwrap();
}

#[test]
fn an_answer_is_kept_and_given_again() {
    let place = Place::new();
    let open = Allowance::default();
    let spent = Spent { input: 900, output: 100, money: 1_200 };
    {
        let store = place.open();
        assert_eq!(begin(&store, "a", open, noon()), Begun::Ask);
        end(&store, "a", Ok("{}"), spent, false);
    }
    let store = place.open();
    let again = begin(&store, "a", open, noon().plus_seconds(9));
    assert_eq!(again, Begun::Answered { salt: "k7".to_owned(), reply: "{}".to_owned(), spent });
    let (calls, all) = store.reader().unwrap().spent(noon()).unwrap();
    assert_eq!(
        (calls, all.tokens(), all.money),
        (1, 1_000, 1_200),
        "what it came to, and no longer the most"
    );
}

#[test]
fn what_was_asked_when_the_program_ended_is_not_asked_again_and_counts_as_spent() {
    let place = Place::new();
    let open = Allowance::default();
    assert_eq!(begin(&place.open(), "a", open, noon()), Begun::Ask);
    let store = place.open();
    assert_eq!(begin(&store, "a", open, noon()), Begun::Lost { why: None });
    let (calls, all) = store.reader().unwrap().spent(noon()).unwrap();
    assert_eq!((calls, all.tokens(), all.money), (1, MOST.tokens(), MOST.money));
}

#[test]
fn what_cost_nothing_may_be_asked_again() {
    let place = Place::new();
    let (store, open) = (place.open(), Allowance::default());
    begin(&store, "a", open, noon());
    end(&store, "a", Err("busy"), Spent::default(), true);
    assert_eq!(begin(&store, "a", open, noon()), Begun::Ask);
    end(&store, "a", Err("cut"), MOST, false);
    assert_eq!(begin(&store, "a", open, noon()), Begun::Lost { why: Some("cut".to_owned()) });
    assert_eq!(store.reader().unwrap().spent(noon()).unwrap().1.tokens(), MOST.tokens());
}

#[test]
fn a_day_has_its_budget_and_the_next_day_another() {
    let place = Place::new();
    let store = place.open();
    let tokens = Allowance { tokens: Some(3_100), money: None };
    assert_eq!(begin(&store, "a", tokens, noon()), Begun::Ask);
    assert_eq!(begin(&store, "b", tokens, noon()), Begun::Ask);
    let spent = Begun::TooMuch(Spent { input: 3_000, output: 0, money: 6_000 });
    assert_eq!(begin(&store, "c", tokens, noon()), spent);
    assert_eq!(begin(&store, "c", Allowance { tokens: None, money: Some(8_999) }, noon()), spent);
    assert_eq!(begin(&store, "c", Allowance { tokens: None, money: Some(9_000) }, noon()), Begun::Ask);
    assert_eq!(begin(&store, "d", tokens, noon().plus_seconds(86_400)), Begun::Ask);
}

#[test]
fn five_failures_in_a_row_let_a_model_rest() {
    let place = Place::new();
    let (store, open) = (place.open(), Allowance::default());
    let at = |seconds: i64| noon().plus_seconds(seconds);
    let ask = |key: &str, seconds: i64| begin(&store, key, open, at(seconds));
    let went = |key: &str, came: Result<&str, &str>, seconds: i64| {
        assert_eq!(ask(key, seconds), Begun::Ask, "{key}");
        let (faulty, came) = (came.is_err(), came.map(str::to_owned).map_err(str::to_owned));
        let ended = Ended { came, spent: MOST, again: faulty, faulty, not_before: None };
        store.writer().unwrap().end_job(key, ended, at(seconds)).unwrap();
    };
    (0..4).for_each(|n| went("a", Err("busy"), n));
    went("b", Ok("{}"), 4);
    for (n, key) in (5..).zip(["c", "d", "e", "f", "g"]) {
        went(key, Err("busy"), n);
    }
    assert_eq!(ask("h", 10), Begun::Resting(at(609), "busy".to_owned()));
    assert!(matches!(ask("b", 10), Begun::Answered { .. }), "what is known costs nothing");
    let other = Job { model: "large".to_owned(), ..job("i") };
    assert_eq!(store.writer().unwrap().begin_job(other, open, at(10)).unwrap(), Begun::Ask);
    assert_eq!(ask("h", 609), Begun::Ask);
}

#[test]
fn a_service_that_asks_for_it_is_left_alone() {
    let place = Place::new();
    let (store, open) = (place.open(), Allowance::default());
    begin(&store, "a", open, noon());
    let until = noon().plus_seconds(90);
    let came = Err("no more for now".to_owned());
    let ended = Ended { came, spent: Spent::default(), again: true, faulty: true, not_before: Some(until) };
    store.writer().unwrap().end_job("a", ended, noon()).unwrap();
    let resting = Begun::Resting(until, "no more for now".to_owned());
    assert_eq!(begin(&store, "b", open, noon().plus_seconds(89)), resting);
    assert_eq!(begin(&store, "b", open, until), Begun::Ask);
}
