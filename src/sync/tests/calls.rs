//! The calls that others make, as far as they need no server.

use std::sync::Arc;

use super::{BUDGET, Piece, Store, URL, Want, wire};
use crate::{
    config::WireRow,
    net::Manners,
    store::{Access, Lock},
    story::{Key, Moment, RecordId},
    sync::{NotBegun, Syncer},
};

fn with_syncer(check: impl AsyncFnOnce(&Store, Syncer)) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("wire.db"), Access::ReadWrite, Moment::default()).unwrap();
    let store = Arc::new(store);
    let row = WireRow { name: wire(), url: URL.to_owned(), budget: BUDGET, ..WireRow::default() };
    let offline = Manners { offline: true, ..Manners::default() };
    let syncer = Syncer::new(store.clone(), vec![row], offline).unwrap();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(check(&store, syncer));
}

#[test]
fn one_syncs_and_the_other_says_so() {
    with_syncer(async |store, syncer| {
        let lock = Lock::take(store.path()).unwrap();
        let not_begun = syncer.run(&[], Want::default(), &mut |_| {}).await.unwrap_err();
        assert_eq!(not_begun, NotBegun::Busy);
        drop(lock);
        let reports = syncer.run(&[], Want::default(), &mut |_| {}).await.unwrap();
        assert!(reports[0].trouble.is_some() && reports[0].requests == 0, "{:?}", reports[0]);
        assert!(Lock::take(store.path()).unwrap().is_some(), "and then lets go of it");
    });
}

#[test]
fn what_is_opened_offline_is_queued_and_the_trouble_says_so() {
    with_syncer(async |store, syncer| {
        let queued = "It is queued and will be fetched at the next sync";
        let trouble = syncer.record(&wire(), &RecordId::from("7")).await.unwrap_err();
        assert_eq!(trouble.remedy, queued);
        let trouble = syncer.dispatch(&Key::new(wire(), "d")).await.unwrap_err();
        assert_eq!(trouble.remedy, queued);
        let reader = store.reader().unwrap();
        let now = Moment::from(jiff::Timestamp::now());
        let wanted = |piece| reader.wanted(&wire(), piece, now, 9).unwrap().len();
        assert_eq!((wanted(Piece::Record), wanted(Piece::Dispatch)), (1, 1));
        let opened = |piece| reader.opened(&wire(), piece, now, 9).unwrap().len();
        assert_eq!((opened(Piece::Record), opened(Piece::Dispatch)), (1, 1));
        let elsewhere = syncer.record(&"own".into(), &RecordId::from("7")).await.unwrap_err();
        assert!(elsewhere.why.contains("not read from anywhere"));
    });
}
