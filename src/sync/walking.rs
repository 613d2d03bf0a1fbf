//! Walking a list: the heart of it. The essay in `mod.rs` says why it is right.

use std::collections::HashSet;

use super::{
    far::Far,
    run::{Halt, Run},
};
use crate::{
    remote::{ListPage, Stopped},
    store::{Haul, OpenWalk, Step},
    story::{Dispatch, DispatchId, Moment},
};

/// For so long, in seconds, a dispatch may still change in place: web citations come after the text.
const SETTLES: i64 = 48 * 3600;

/// All of these are looked at again after so many seconds. In between a walk from the top …
const RECHECK: i64 = 6 * 3600;
/// … rests after so many pages in a row of which everything is known.
const KNOWN_PAGES: u32 = 2;

/// So many walks may find their list cut in one run; the others are left for the next.
const CUTS: u32 = 3;

/// A walk under way.
struct Under<W> {
    strides: W,
    open: OpenWalk,
    /// It began at the top in this run.
    top: bool,
    /// It is to look at everything again that may still change.
    recheck: bool,
    began: Moment,
    /// Pages in a row, up to here, of which everything was known before this walk.
    known: u32,
    /// The place it was taken up from was lost, and it began at the top again.
    anew: bool,
}

/// What follows a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The next page.
    On,
    /// It has met what an earlier walk brought.
    Met,
    /// That was the end of the list.
    End,
    /// The server says that nothing has changed since the last time.
    Unchanged,
    /// The list cannot be read further this time, though this is not its end.
    Cut,
}

/// A page, ready to be kept.
struct Leaf {
    then: Then,
    haul: Haul,
}

impl<F: Far> Run<'_, F> {
    /// First from the top to what is known; then every walk that was broken off, the newest first.
    pub(super) async fn walk_the_list(&mut self) -> Result<(), Halt> {
        let waiting = self.shelf.walks().await?;
        let deep = waiting.is_empty() && !self.shelf.standing().await?.walked;
        let (then, n) = self.walk(OpenWalk { deep, ..OpenWalk::default() }, true).await?;
        // Each once a run: one that has just been cut would only be cut again.
        let mut last = if n == 0 { i64::MAX } else { n };
        let mut cuts = u32::from(then == Then::Cut);
        while cuts < CUTS
            && let Some(open) = self.shelf.walks().await?.into_iter().find(|open| open.n < last)
        {
            last = open.n;
            let (then, _) = self.walk(open, false).await?;
            cuts += u32::from(then == Then::Cut);
        }
        Ok(())
    }

    /// As far as it goes; how it ended, and its number, where it has one.
    async fn walk(&mut self, open: OpenWalk, top: bool) -> Result<(Then, i64), Halt> {
        let strides = self.far.walk(open.cursor.clone());
        let began = self.clock.now();
        let recheck = is_stale(self.standing.rechecked_at, began);
        let mut under = Under { strides, open, top, recheck, began, known: 0, anew: false };
        let mut page = self.next(&mut under).await?;
        loop {
            let Leaf { then, haul } = self.look_at(page, &mut under).await?;
            let shelf = self.shelf.clone();
            if then != Then::On {
                let taken = shelf.take(haul).await?;
                self.tally.page(&taken, &self.budget);
                if top && self.has_rechecked(then, &under) {
                    self.standing.rechecked_at = Some(under.began);
                }
                return Ok((then, taken.walk));
            }
            // The next page is on its way while this one is being kept.
            let (taken, next) = tokio::join!(shelf.take(haul), self.far.next(&mut under.strides));
            let taken = taken?;
            under.open.n = taken.walk;
            self.tally.page(&taken, &self.budget);
            page = match next {
                Ok(page) => page,
                Err(stopped) => {
                    self.sit_out(stopped).await?;
                    self.next(&mut under).await?
                }
            };
            self.sat_out = 0;
        }
    }

    async fn next(&mut self, under: &mut Under<F::Walk>) -> Result<ListPage, Halt> {
        loop {
            let next: Result<ListPage, Stopped> = self.far.next(&mut under.strides).await;
            match next {
                Ok(page) => return Ok(page),
                Err(stopped) => self.sit_out(stopped).await?,
            }
        }
    }

    /// What a page means: what follows it, and what is to be kept of it and of the walk.
    async fn look_at(&mut self, page: ListPage, under: &mut Under<F::Walk>) -> Result<Leaf, Halt> {
        if F::began_anew(&under.strides) && !under.anew {
            under.anew = true;
            under.open.deep = true;
            under.open.reached = None;
        }
        self.tally.note(page.notes);
        let empty = page.rows.is_empty() && page.records.is_empty();
        let lossy = page.rows.iter().filter(|row| row.lossy).map(|row| row.dispatch.id.clone());
        let lossy: HashSet<DispatchId> = lossy.collect();
        let rows: Vec<(Dispatch, bool)> =
            page.rows.into_iter().map(|row| (row.dispatch, row.whole)).collect();
        let oldest = rows.iter().filter_map(|(row, _)| row.time()).min();
        let (rows, known) = self.shelf.knows_all(rows, lossy.clone()).await?;
        if !empty && !known {
            under.known = 0;
        } else if !empty && is_below(under.open.reached, oldest) {
            under.known += 1;
        }
        let then = if page.cut {
            Then::Cut
        } else if page.last && empty && under.open.cursor.is_none() && (under.top || !under.anew) {
            Then::Unchanged
        } else if page.last {
            Then::End
        } else if known && !empty && !page.free && self.is_far_enough(under, oldest) {
            Then::Met
        } else {
            Then::On
        };
        let step = step(then, known, oldest, F::cursor(&under.strides), &mut under.open);
        let haul = Haul { rows, lossy, records: page.records, step, ..self.haul() };
        Ok(Leaf { then, haul })
    }

    /// Where everything on a page is known, whether the walk may rest there.
    fn is_far_enough(&self, under: &Under<F::Walk>, oldest: Option<Moment>) -> bool {
        if under.open.deep {
            return false;
        }
        if under.top {
            let often_enough = !under.recheck && under.known >= KNOWN_PAGES;
            return often_enough || oldest.is_none_or(|oldest| oldest < self.settled());
        }
        is_below(under.open.reached, oldest)
    }

    /// A walk from the top that ended so has passed everything that may still change.
    fn has_rechecked(&self, then: Then, under: &Under<F::Walk>) -> bool {
        match then {
            Then::End | Then::Unchanged => true,
            Then::Met => under.open.reached.is_none_or(|reached| reached < self.settled()),
            Then::On | Then::Cut => false,
        }
    }

    /// What is older than this does not change in place any more.
    fn settled(&self) -> Moment {
        self.clock.now().plus_seconds(-SETTLES)
    }
}

/// What a page changes about its walk, which stands at `cursor` after it.
fn step(
    then: Then,
    known: bool,
    oldest: Option<Moment>,
    cursor: Option<String>,
    open: &mut OpenWalk,
) -> Step {
    let before = open.clone();
    open.reached = [open.reached, oldest].into_iter().flatten().min();
    open.cursor = cursor;
    // A walk that has met nothing new so far is not worth taking up again: the next one begins where it did.
    let worth_keeping = open.n != 0 || open.deep || !known;
    match then {
        Then::End => Step::End(open.n),
        Then::Met if open.n != 0 => Step::Met(open.n),
        Then::On if worth_keeping => Step::At(open.clone()),
        // It is taken up again where this page was asked for; the server may be sound by then.
        Then::Cut if worth_keeping => Step::At(before),
        Then::On | Then::Met | Then::Unchanged | Then::Cut => Step::None,
    }
}

/// Whether a page goes further back than its walk has come. Where lists are counted from the top, arrivals push a walk
/// back onto rows it has brought itself, and these say nothing of what earlier walks brought.
fn is_below(reached: Option<Moment>, oldest: Option<Moment>) -> bool {
    reached.zip(oldest).is_none_or(|(reached, oldest)| oldest < reached)
}

/// Whether it is time to look at everything again that may still change. A clock that was set back makes it so.
fn is_stale(rechecked: Option<Moment>, now: Moment) -> bool {
    rechecked.is_none_or(|at| at > now || at.plus_seconds(RECHECK) <= now)
}
