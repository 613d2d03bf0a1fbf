//! When to draw: only if something happened, and not too often.

use std::time::{Duration, Instant};

/// The time a frame is given, on average: a key's frame and its answer's may follow close upon each other, a held
/// key may not.
const FRAME: Duration = Duration::from_millis(10);

/// How long the first frame waits for the first page, so that no empty list flashes by.
const FIRST_FRAME: Duration = Duration::from_millis(40);

/// The times of the frames.
pub(super) struct Pace {
    /// Something happened since the last frame.
    pub(super) changed: bool,
    started: Instant,
    /// The last two frames that changed the screen, the older first.
    drawn_at: [Option<Instant>; 2],
}

impl Pace {
    /// Nothing is drawn yet.
    pub(super) fn new(now: Instant) -> Self {
        Self { changed: true, started: now, drawn_at: [None; 2] }
    }

    /// When the next frame is due; `None` while nothing happened. The first is due at once if the screen is `full`.
    pub(super) fn due(&self, full: bool) -> Option<Instant> {
        let due = match self.drawn_at {
            [Some(older), _] => older + 2 * FRAME,
            [None, Some(first)] => first,
            [None, None] if full => self.started,
            [None, None] => self.started + FIRST_FRAME,
        };
        self.changed.then_some(due)
    }

    /// A frame was drawn; `sent` if it changed anything on screen.
    pub(super) fn drawn(&mut self, sent: bool, now: Instant) {
        self.changed = false;
        let [_, last] = self.drawn_at;
        if sent || last.is_none() {
            self.drawn_at = [last, Some(now)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, FIRST_FRAME, FRAME, Instant, Pace};

    #[test]
    fn two_frames_may_follow_each_other_and_a_third_waits() {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut pace = Pace::new(start);
        assert_eq!(pace.due(false), Some(start + FIRST_FRAME));
        assert_eq!(pace.due(true), Some(start));
        pace.drawn(true, at(1));
        assert_eq!(pace.due(true), None);
        pace.changed = true;
        assert!(pace.due(true) <= Some(at(1)));
        pace.drawn(true, at(2));
        pace.changed = true;
        assert_eq!(pace.due(true), Some(at(1) + 2 * FRAME));
    }

    #[test]
    fn a_frame_that_changed_nothing_does_not_count() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.drawn(true, start);
        pace.drawn(false, start + FRAME);
        pace.changed = true;
        assert_eq!(pace.due(true), Some(start));
    }
}
