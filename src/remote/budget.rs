//! How much may still be asked today.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many requests may still be made today, and how many were made by this run.
#[derive(Debug, Default)]
pub struct Budget {
    left: AtomicU32,
    spent: AtomicU32,
}

impl Budget {
    /// So many are left.
    pub fn new(left: u32) -> Self {
        Self { left: AtomicU32::new(left), spent: AtomicU32::new(0) }
    }

    /// Takes one, if there is one. Called right before each request.
    pub fn spend(&self) -> bool {
        let taken = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if taken.is_ok() {
            self.spent.fetch_add(1, Ordering::SeqCst);
        }
        taken.is_ok()
    }

    /// How many are left.
    pub fn left(&self) -> u32 {
        self.left.load(Ordering::SeqCst)
    }

    /// How many were made since this was last asked: what is still to be written down.
    pub fn take_spent(&self) -> u32 {
        self.spent.swap(0, Ordering::SeqCst)
    }
}
