//! Pages in the store, and records that have their words from one.

use super::{Place, noon, record, records, wire};
use crate::store::{Gathering, SourceMemory};
use crate::story::{Dispatch, Moment, Record, RecordId, SourceName, WebPage};

fn page(url: &str, text: &str) -> WebPage {
    WebPage {
        url: url.to_owned(),
        canonical_url: Some(format!("{url}/own")),
        title: Some("A page".to_owned()),
        text: text.to_owned(),
        fetched_at: Some(noon()),
        ..WebPage::default()
    }
}

fn missed(url: &str, hours: i64) -> WebPage {
    WebPage {
        url: url.to_owned(),
        trouble: "It was not read".to_owned(),
        failures: 1,
        not_before: Some(noon().plus_seconds(hours * 3600)),
        ..WebPage::default()
    }
}

#[test]
fn a_page_is_known_by_the_address_that_led_to_it_and_by_its_own() {
    let place = Place::new();
    let store = place.open();
    let (a, b) = (page("https://a.example/1", "Words."), missed("https://b.example/2", 24));
    for one in [&a, &b] {
        store.writer().unwrap().keep_page(one.clone(), noon()).unwrap();
    }
    let reader = store.reader().unwrap();
    assert_eq!(
        reader.pages(["https://a.example/1", "https://c.example", "https://b.example/2"]).unwrap(),
        [a, b]
    );
    assert_eq!(reader.pages(["https://a.example/1/own"]).unwrap().len(), 1);
}

#[test]
fn a_try_in_vain_costs_nothing_that_was_read_and_old_pages_go() {
    let place = Place::new();
    let store = place.open();
    let writer = store.writer().unwrap();
    let url = "https://a.example/1";
    writer.keep_page(page(url, "Words."), noon()).unwrap();
    writer.keep_page(missed(url, 24), noon()).unwrap();
    let kept = store.reader().unwrap().pages([url]).unwrap().remove(0);
    assert!(kept.is_read() && kept.failures == 1 && kept.not_before.is_some(), "{kept:?}");
    let later = noon().plus_seconds(61 * 86_400);
    writer.keep_page(page("https://b.example/2", "Words."), later).unwrap();
    assert_eq!(store.reader().unwrap().pages([url]).unwrap(), []);
}

#[test]
fn what_a_site_asks_of_us_is_believed_for_a_while() {
    let place = Place::new();
    let store = place.open();
    let until = noon().plus_seconds(60);
    store.writer().unwrap().keep_robots("https://a.example", "-/x\n", until, noon()).unwrap();
    let known = |at: Moment| store.reader().unwrap().robots("https://a.example", at).unwrap();
    assert_eq!(known(noon()).as_deref(), Some("-/x\n"));
    assert_eq!(known(until), None);
}

#[test]
fn a_record_keeps_its_pages_words_when_its_feed_tells_it_again() {
    let place = Place::new();
    let store = place.open();
    let writer = store.writer().unwrap();
    let told = |text: &str| Record { source: Some("post".into()), ..record("r", text) };
    let bring = |text: &str| {
        let gathering = Gathering {
            source: SourceName::from("post"),
            memory: SourceMemory::default(),
            records: vec![told(text)],
            ..Gathering::default()
        };
        writer.gathered(&wire(), vec![gathering], noon()).unwrap();
    };
    let kept = || store.reader().unwrap().record(&wire(), &RecordId::from("r")).unwrap().unwrap().record;
    bring("What the feed says.");
    let id = RecordId::from("r");
    assert!(writer.fill_record(&wire(), &id, page("https://a.example/1", "All of it."), noon()).unwrap());
    for (says, summary) in
        [("What the feed says.", "What the feed says."), ("What it says now.", "What it says now.")]
    {
        bring(says);
        assert_eq!(kept().text.as_deref(), Some("All of it."));
        assert_eq!(kept().summary.as_deref(), Some(summary));
        assert_eq!(kept().canonical_url.as_deref(), Some("https://a.example/1/own"));
    }
    assert!(store.reader().unwrap().is_from_page(&wire(), &id).unwrap());
}

#[test]
fn words_that_a_dispatch_cites_stay() {
    let place = Place::new();
    let store = place.open();
    let writer = store.writer().unwrap();
    let cites = Dispatch { record_ids: vec!["r".into()], ..super::dispatch("d", "Ports", 1) };
    writer.put(&wire(), records([record("r", "What the feed says.")]), noon()).unwrap();
    writer.put(&wire(), super::stories([cites]), noon()).unwrap();
    let id = RecordId::from("r");
    writer.fill_record(&wire(), &id, page("https://a.example/1", "All of it."), noon()).unwrap();
    let kept = store.reader().unwrap().record(&wire(), &id).unwrap().unwrap().record;
    assert_eq!(kept.text.as_deref(), Some("What the feed says."));
    assert_eq!(kept.canonical_url.as_deref(), Some("https://a.example/1/own"));
    assert!(!store.reader().unwrap().is_from_page(&wire(), &id).unwrap());
}
