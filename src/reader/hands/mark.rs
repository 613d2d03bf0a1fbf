//! What the person marked, kept in the order they marked it.

use std::{
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use super::{Post, guarded};
use crate::{
    reader::{effect::Effect, msg::Msg},
    store::Store,
};

/// Starts the thread; it ends when its sender is gone and everything is kept.
///
/// The writing connection is opened with the first mark, so that looking at a wire opens nothing for writing.
pub(super) fn start(store: Arc<Store>, work: mpsc::Receiver<Effect>, post: Post) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut writer = None;
        for effect in work {
            guarded(&post, || {
                if writer.is_none() {
                    writer = match store.writer() {
                        Ok(opened) => Some(opened),
                        Err(fault) => return Some(Msg::Failed(fault.into())),
                    };
                }
                let writer = writer.as_ref()?;
                let kept = match effect {
                    Effect::MarkRead(key, read) => writer.mark_read(&key, read),
                    Effect::MarkStarred(key, starred) => writer.mark_starred(&key, starred),
                    _ => return None,
                };
                kept.err().map(|fault| Msg::Failed(fault.into()))
            });
        }
    })
}
