//! What a gathering tells, passed on.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::sleep;

use super::{Post, gather::now};
use crate::{
    desk::gather::{Came, Gathered, News},
    reader::msg::{GatherNews, Gleaned, Msg},
};

/// Progress is told no more often than this.
pub(super) const STEP: Duration = Duration::from_millis(150);

/// Passes on what a gathering tells, several sources at a time. What is held back is told when it has waited long enough,
/// whether or not something else happens.
#[derive(Clone)]
pub(super) struct Teller {
    post: Post,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    done: Vec<Gleaned>,
    /// Somebody will tell it.
    waits: bool,
}

impl Teller {
    pub(super) fn new(post: Post) -> Self {
        Self { post, held: Arc::default() }
    }

    pub(super) fn tell(&self, news: News) {
        match news {
            News::Began { of } => (self.post)(Msg::Gathered(GatherNews::Began { of })),
            News::Done(gathered) => {
                let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
                held.done.push(gleaned(*gathered));
                if !std::mem::replace(&mut held.waits, true) {
                    let teller = self.clone();
                    tokio::task::spawn_local(async move {
                        sleep(STEP).await;
                        teller.flush();
                    });
                }
            }
        }
    }

    /// Tells what was held back.
    pub(super) fn flush(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.waits = false;
        let done = std::mem::take(&mut held.done);
        drop(held);
        if !done.is_empty() {
            (self.post)(Msg::Gathered(GatherNews::Moved(done)));
        }
    }
}

fn gleaned(gathered: Gathered) -> Gleaned {
    let Gathered { source, came, trouble, notes, repaired, next_at, .. } = gathered;
    let (new, changed) = match came {
        Came::Records { new, changed, .. } => (new, changed),
        _ => (0, 0),
    };
    let (asked, gone) = (came != Came::NotDue, came == Came::Gone);
    Gleaned { source, asked, at: now(), new, changed, trouble, gone, notes, repaired, next_at }
}
