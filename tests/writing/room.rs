//! A store, some records of one story, and a model that is to write it.

use std::fs;

use serde_json::json;
use slugline::{
    config::{KeyFrom, WriterKind, Writing, defaults},
    desk::{
        compose::{Stop, composer},
        edition::{Edition, Input, Settings},
        replay,
        running::Reach,
    },
    net::Manners,
    store::{Access, Store},
    story::{Dispatch, Moment},
};

use super::player::{Dialect, SENTINEL};
use crate::server::faults::Faults;

pub(super) const BRIDGE: &str = "Port Alder closed the Harbour Bridge to all traffic at 16:40 after a drone inspection found a \
    crack in the eastern hanger, the port authority said. Engineers ordered the closure 25 minutes after seeing \
    the pictures of the hanger. The Harbour Bridge carries 31,000 vehicles a day between Port Alder and Southbank. \
    Police were turning drivers back at the roundabout before 16:50. The port authority gave no hour for \
    reopening the bridge. \"A cracked hanger is a hanger I cannot count on,\" said Mara Quist, the port's chief engineer.";
const FERRY: &str = "The ferry in Port Alder cannot carry the drivers displaced by the closed Harbour Bridge, its \
    operator said. A drone had found a crack in a hanger of the Harbour Bridge on Thursday.";
const RIGGER: &str = "The crack under the closed Harbour Bridge in Port Alder was there in spring, a rigger said. A drone \
    only found it in the eastern hanger this week.";

/// The records of a story, one JSON object a line; `more` is said by a fourth outlet.
pub(super) fn records(cluster: &str, more: Option<&str>) -> String {
    let told = [
        ("a", "Alder Post", "Harbour Bridge Closes After Drone Finds Crack", BRIDGE),
        ("b", "Coast Wire", "Ferry Cannot Replace Closed Harbour Bridge in Port Alder", FERRY),
        ("c", "Harbour Radio", "Rigger Says Harbour Bridge Crack Is Old", RIGGER),
    ];
    let more = more.map(|text| ("d", "Penny Press", "Harbour Bridge closed over crack", text));
    let line = |(id, outlet, title, text): (&str, &str, &str, &str)| {
        json!({ "id": format!("{cluster}-{id}"), "publisher": outlet, "title": title, "text": text, "cluster": cluster,
                "language": "en", "published_at": "2026-03-12T16:00:00Z" })
        .to_string()
    };
    told.into_iter().chain(more).map(line).collect::<Vec<_>>().join("\n")
}

pub(super) struct Room {
    pub(super) folder: tempfile::TempDir,
    pub(super) store: Store,
    pub(super) writing: Writing,
}

impl Room {
    /// With a model there that speaks this way, and has a key.
    pub(super) fn new(dialect: Dialect, server: &Faults) -> Self {
        let kind = match dialect {
            Dialect::OpenAi => WriterKind::OpenAi,
            Dialect::Anthropic => WriterKind::Anthropic,
            Dialect::Ollama => WriterKind::Ollama,
        };
        Self::with(Writing { kind, url: server.url("/base"), ..defaults().writer })
    }

    pub(super) fn with(writing: Writing) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        fs::write(&key, SENTINEL).unwrap();
        fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let now = Moment::from(jiff::Timestamp::now());
        let store = Store::open(&folder.path().join("home/wire.sqlite"), Access::ReadWrite, now).unwrap();
        let writing =
            Writing { model: "small-1".to_owned(), key: KeyFrom::File(key), allow_private: true, ..writing };
        Self { folder, store, writing }
    }

    /// What comes of these records.
    pub(super) fn edition(&self, lines: &str) -> Edition {
        let mut words = 0;
        let tell = |asking: slugline::desk::compose::Asking| words = asking.words.max(words);
        let mut composer =
            composer(&self.writing, Manners::default(), &self.store, Stop::default(), tell).unwrap();
        let replayed = replay::read(lines);
        let now = Moment::parse("2026-03-12T18:00:00Z").unwrap();
        // Stories here are told in the same words, and each is to be written all the same.
        let reach = Reach { interval: 0, covers: 0, running: 0 };
        let (input, settings) = (Input::default(), Settings { reach, ..Settings::default() });
        replay::dispatches(&mut *composer, &replayed, true, &settings, &input, now, &mut |_| {})
    }

    /// The one dispatch of an edition, and what the ledger says of it.
    pub(super) fn dispatch(&self, lines: &str) -> (Dispatch, String) {
        let edition = self.edition(lines);
        let reason = edition.ledger[0].reason.clone();
        assert_eq!(edition.dispatches.len(), 1, "{reason}");
        (edition.dispatches[0].clone(), reason)
    }

    /// What was spent today: calls and tokens.
    pub(super) fn spent(&self) -> (u64, u64) {
        let now = Moment::from(jiff::Timestamp::now());
        let (calls, spent) = self.store.reader().unwrap().spent(now).unwrap();
        (calls, spent.tokens())
    }

    /// Nothing in the store's folder holds the key.
    pub(super) fn keeps_no_key(&self) {
        for entry in fs::read_dir(self.folder.path().join("home")).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let holds = bytes.windows(SENTINEL.len()).any(|window| window == SENTINEL.as_bytes());
            assert!(!holds, "{}", path.display());
        }
    }
}

/// All that a dispatch says.
pub(super) fn said(dispatch: &Dispatch) -> String {
    let mut all = vec![dispatch.title().to_owned(), dispatch.dek.clone().unwrap_or_default()];
    all.extend(dispatch.takeaways.clone());
    all.extend(dispatch.sections.iter().map(|section| section.body.clone()));
    all.extend(dispatch.faq.iter().map(|question| format!("{} {}", question.question, question.answer)));
    all.join("\n")
}

/// Who wrote it, as its methodology says.
pub(super) fn writer(dispatch: &Dispatch) -> String {
    dispatch.methodology.as_ref().and_then(|m| m.writer.clone()).unwrap_or_default()
}
