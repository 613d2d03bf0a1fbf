//! Work on several things at once, on the machine's cores; what comes of it stands in the order of the things.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// More threads than this are no gain for stories, of which few come at a time.
const MOST: usize = 8;

/// How many threads this machine has room for.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST)
}

/// What `work` makes of each of `items`, in their order, done by so many threads, the calling one among them. The result
/// is the same for any number. If one falls, so does the caller; if the system gives no more threads, fewer do it.
pub(super) fn each<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, some).ok();
        let others: Vec<_> = (1..threads.min(items.len())).map_while(start).collect();
        let mut done = some();
        for other in others {
            done.extend(other.join().unwrap_or_else(|fell| panic::resume_unwind(fell)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn what_comes_of_it_is_the_same_for_any_number_of_threads() {
        let items: Vec<usize> = (0..100).collect();
        for threads in [0, 1, 2, 7, 200] {
            let made = each(&items, threads, |item| item * item);
            assert_eq!(made, items.iter().map(|item| item * item).collect::<Vec<_>>(), "{threads}");
        }
        assert_eq!(each(&[0_usize; 0], 3, |item| *item), [0_usize; 0]);
    }

    #[test]
    #[should_panic(expected = "the seventh fell")]
    fn who_falls_is_heard() {
        each(&(0..20).collect::<Vec<_>>(), 2, |item| assert_ne!(*item, 7, "the seventh fell"));
    }
}
