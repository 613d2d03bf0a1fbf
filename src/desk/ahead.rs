//! Stories written before their turn, several at once.
//!
//! What a story is held against ([`Recent`]) grows with each dispatch that is made, so stories have their turn one after
//! the other, and whether one is covered, and which dispatch it goes on from, is asked then. But what a writer without a
//! model makes of a story depends on that story alone. That is most of the work, and here it is done for some stories
//! ahead, on all cores; their turn takes it up. So an edition is the same for any number of threads. A story that turns
//! out to be covered was written for nothing.
//!
//! What it costs: the drafts of some dozen stories are held at a time, and the sentences of as many stories as there are
//! threads.

use crate::story::Moment;

use super::compose::Extractive;
use super::cores;
use super::edition::{Input, Settings, Told};
use super::running::Recent;
use super::single::{Came, Look, Written, previous};

/// Stories that are written ahead, for each thread: enough that none waits long for another with a large one.
const EACH: usize = 8;

/// What was found out about a story ahead.
pub(super) enum Early {
    /// It is not to be written, whatever comes before it.
    Against(Came),
    /// It was written.
    Written(Box<Written>),
    /// It is told already, as far as could be seen.
    Left,
}

/// How many stories are written ahead by so many threads.
pub(super) fn together(threads: usize) -> usize {
    threads.max(1) * EACH
}

/// What can be done ahead for some stories, in their order.
pub(super) fn of(
    stories: &[&Told<'_>],
    input: &Input<'_>,
    recent: &Recent<'_>,
    settings: &Settings,
    now: Moment,
    threads: usize,
) -> Vec<Early> {
    cores::each(stories, threads, |told: &&Told<'_>| {
        let look = Look { input, recent, previous: previous(input.current, told), settings, now };
        if let Some(against) = look.against(told) {
            return Early::Against(against);
        }
        if look.found(told).covered.is_some() {
            return Early::Left;
        }
        let written = look.written(&mut Extractive, told);
        written.map_or(Early::Left, |written| Early::Written(Box::new(written)))
    })
}
