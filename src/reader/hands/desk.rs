//! The desk at work for the reader: the demo wire, built on the spot.

use std::sync::Arc;

use super::{Post, guarded};
use crate::{
    desk::{edition::Settings, wired},
    reader::msg::Msg,
    store::Store,
    story::Moment,
};

/// Builds the demo wire on a thread of its own, and reports as it goes.
pub(super) fn build_demo(store: Arc<Store>, post: Post) {
    std::thread::spawn(move || {
        let moved = post.clone();
        guarded(&post, move || {
            let now = Moment::from(jiff::Timestamp::now());
            let mut progress = |at: crate::desk::edition::Progress| {
                moved(Msg::DeskMoved { stage: at.stage.name(), done: at.done, total: at.of });
            };
            let built = wired::build_demo(&store, &Settings::default(), now, &mut progress);
            Some(built.map_or_else(
                |fault| Msg::Failed(fault.into()),
                |edition| Msg::DemoBuilt { published: edition.dispatches.len() },
            ))
        });
    });
}
