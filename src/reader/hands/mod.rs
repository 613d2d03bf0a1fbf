//! The hands: the only part of the reader that acts on the world.
//!
//! Each effect goes to the thread that can do it without anybody waiting: one asks the store for lists and
//! dispatches, one searches (the newest question replaces one that still waits), one writes what the person
//! marked, one reads wires from elsewhere and gathers from sources, where there are any; two more, which start when they
//! are needed first, answer what is asked of sources and stories and change the config. What comes back is a message. A thread that
//! meets a fault of ours says so and goes on.

pub(super) mod ask;
mod desk;
mod errands;
mod gather;
mod lookup;
mod mark;
mod outlines;
mod rows;
mod sync;
mod teller;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use super::{
    effect::Effect,
    msg::{Msg, Trouble},
};
use crate::{
    config::{SourceRow, WireRow},
    desk::{beats::Beat, edition},
    net::Manners,
    store::Store,
    story::WireName,
};
use sync::{Setup, Syncs, Work};

/// A way to send messages to the loop.
pub(super) type Post = Arc<dyn Fn(Msg) + Send + Sync>;

/// The wires read from elsewhere and the own sources, and how politely they are asked.
#[derive(Debug, Clone, Default)]
pub struct Remotes {
    /// Which wires.
    pub wires: Vec<WireRow>,
    /// Which sources.
    pub sources: Arc<[SourceRow]>,
    /// The wire that their records go into.
    pub own: WireName,
    /// The file that names the sources.
    pub config: PathBuf,
    /// The beats that dispatches are filed under.
    pub beats: Vec<Beat>,
    /// How the desk writes.
    pub desk: edition::Settings,
    /// Make no request.
    pub offline: bool,
    /// Told to servers in the User-Agent.
    pub contact: String,
}

impl Remotes {
    /// What the thread that asks the network works with.
    fn setup(self, store: Arc<Store>, post: Post) -> Setup {
        let Self { wires, sources, own, beats, desk, offline, contact, .. } = self;
        let manners = Manners { contact, offline, ..Manners::default() };
        let (rows, wire) = (sources, own);
        let ground =
            gather::Ground { store: store.clone(), wire, rows, manners: manners.clone(), beats, desk };
        Setup { store, wires, manners, ground, post }
    }
}

/// The threads that act.
pub struct Hands {
    lists: mpsc::Sender<Effect>,
    search: mpsc::Sender<Effect>,
    marks: Option<mpsc::Sender<Effect>>,
    marking: Option<JoinHandle<()>>,
    /// Questions that few people ask, about sources and about stories, once there was one.
    seldom: Option<mpsc::Sender<Effect>>,
    /// Changes of the config, once there was one.
    rows: Option<mpsc::Sender<Effect>>,
    config: PathBuf,
    beats: Vec<Beat>,
    syncs: Syncs,
    store: Arc<Store>,
    post: Post,
}

impl Hands {
    /// Hands for a store; what they find goes to `post`.
    pub fn new(
        store: &Arc<Store>,
        remotes: Remotes,
        post: impl Fn(Msg) + Send + Sync + 'static,
    ) -> Result<Self, Trouble> {
        let post: Post = Arc::new(post);
        let (lists, list_work) = mpsc::channel();
        let (search, search_work) = mpsc::channel();
        let (marks, mark_work) = mpsc::channel();
        ask::start(store.reader()?, list_work, post.clone());
        ask::start(store.reader()?, search_work, post.clone());
        let marking = mark::start(store.clone(), mark_work, post.clone());
        let (config, beats) = (remotes.config.clone(), remotes.beats.clone());
        let syncs = Syncs::new(remotes.setup(store.clone(), post.clone()));
        let (marks, marking, store) = (Some(marks), Some(marking), store.clone());
        Ok(Self {
            lists,
            search,
            marks,
            marking,
            seldom: None,
            rows: None,
            config,
            beats,
            syncs,
            store,
            post,
        })
    }

    /// The first screen stands: from now on wires are synced by their schedule.
    pub fn begin_syncing(&mut self) {
        self.syncs.begin();
    }

    /// Does what is asked; the answer comes as a message.
    pub fn perform(&mut self, effect: Effect) {
        let sent = match &effect {
            Effect::Search { .. } => self.search.send(effect).is_ok(),
            Effect::MarkRead(..) | Effect::MarkStarred(..) => {
                self.marks.as_ref().is_some_and(|marks| marks.send(effect).is_ok())
            }
            Effect::LoadSources { .. }
            | Effect::LoadSourceRecords(..)
            | Effect::LoadStories { .. }
            | Effect::LoadWhy(..)
            | Effect::LoadTrace(..)
            | Effect::LoadVersions(..) => self.seldom().send(effect).is_ok(),
            Effect::EditSources(_) | Effect::ReadOutlines(..) => self.rows().send(effect).is_ok(),
            Effect::BuildDemo => {
                desk::build_demo(self.store.clone(), self.post.clone());
                true
            }
            Effect::Open(url) => {
                open(url, &self.post);
                true
            }
            _ => match Work::of(&effect) {
                Some(work) => self.syncs.send(work),
                None => self.lists.send(effect).is_ok(),
            },
        };
        if !sent {
            tracing::error!("a thread of the hands has ended early");
        }
    }

    fn seldom(&mut self) -> &mpsc::Sender<Effect> {
        self.seldom.get_or_insert_with(|| {
            let (sender, work) = mpsc::channel();
            ask::start_late(self.store.clone(), work, self.post.clone());
            sender
        })
    }

    fn rows(&mut self) -> &mpsc::Sender<Effect> {
        self.rows.get_or_insert_with(|| {
            let (sender, work) = mpsc::channel();
            rows::start(self.config.clone(), self.beats.clone(), work, self.post.clone());
            sender
        })
    }

    /// Waits until everything marked is kept. What is being fetched is left.
    pub fn close(&mut self) {
        self.syncs.close();
        self.marks = None;
        if let Some(marking) = self.marking.take() {
            // A panic there has been logged already.
            let _ = marking.join();
        }
    }
}

/// Opens a link in the browser, detached, as one argument, without a shell. `$BROWSER` comes first.
fn open(url: &str, post: &Post) {
    let own = std::env::var("BROWSER").ok();
    let own = own.as_deref().and_then(|list| list.split(':').next()).map(str::trim).filter(|b| !b.is_empty());
    let opened = match own {
        Some(browser) => open::with_detached(url, browser),
        None => open::that_detached(url),
    };
    post(match opened {
        Ok(()) => Msg::Done(format!("Opened {url}")),
        Err(why) => Msg::Failed(Trouble {
            what: format!("No browser would open {url}"),
            why: why.to_string(),
            remedy: "Set BROWSER to a program, or copy the link with y".to_owned(),
        }),
    });
}

/// Runs one piece of work; a panic in it becomes words.
fn guarded(post: &Post, work: impl FnOnce() -> Option<Msg>) {
    let done = catch_unwind(AssertUnwindSafe(work));
    if let Some(msg) = done.unwrap_or_else(|_| Some(Msg::Failed(own_fault()))) {
        post(msg);
    }
}

fn own_fault() -> Trouble {
    Trouble {
        what: "Slugline met a fault of its own".to_owned(),
        why: "the log has the details".to_owned(),
        remedy: "Go on reading, and please report it".to_owned(),
    }
}
