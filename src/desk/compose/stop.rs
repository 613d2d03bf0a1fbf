//! A word to stop: said once, heard by whoever writes.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::Notify;

/// The word. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<(AtomicBool, Notify)>);

impl Stop {
    /// Says it.
    pub fn say(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        self.0.1.notify_waiters();
    }

    /// Whether it was said.
    pub fn is_said(&self) -> bool {
        self.0.0.load(Ordering::SeqCst)
    }

    /// Until it is said.
    pub(super) async fn said(&self) {
        loop {
            let mut next = std::pin::pin!(self.0.1.notified());
            next.as_mut().enable();
            if self.is_said() {
                return;
            }
            next.await;
        }
    }
}
