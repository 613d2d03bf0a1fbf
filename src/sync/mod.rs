//! A remote wire into the store, resumable.
//!
//! [`Syncer::run`] takes the wires of a config one after the other. For each it looks whether the server may be asked
//! at all ([`leave`]), meets it if it is not known, walks its list ([`walking`]), and fetches one by one what the list
//! told only in part, then the records somebody asked for ([`pieces`]). What a person opened and could not have, being
//! offline or out of budget, comes before all of that. What comes in is kept answer by answer, each
//! in one transaction with all that follows from it; what is told has been kept before. So a run may be dropped, or
//! the process killed, at any moment: the next one goes on.
//!
//! # Walking
//!
//! A list is walked from the newest row to older ones. A walk is a *cursor*: everything above it, up to the top as it
//! was when the walk began, is in the store. Walks that were broken off lie on a stack in the store, and each page is
//! kept in the same transaction as the cursor behind it. That is the whole of the memory; there is no list of what is
//! missing, because there need not be one:
//!
//! > Whatever is not in the store is either newer than the top of the last walk, or below the cursor of a walk on the
//! > stack.
//!
//! A run keeps this true and makes the stack empty:
//!
//! 1. It walks from the top. It may rest at the first page of which every row is known with the same version and
//!    enrichment, since below it an earlier walk has been, or still is on the stack. But a dispatch younger than two
//!    days may still change in place, so it goes on through what is known: every six hours for two days' worth of rows,
//!    and in between for two pages in a row without anything new. See below.
//! 2. It takes the walks on the stack, the newest first, and walks each on from its cursor: to a page that is wholly
//!    known (there the next older walk has been) or to the end of the list.
//! 3. The first walk of all is *deep*: it does not rest at known pages, because there is nothing that an earlier walk
//!    could have made contiguous; what is known may have come from a file.
//! 4. A walk at the end of the list has passed everything below the top it began at. So it ends all walks that began
//!    before it, too: their gaps lie in what it passed.
//!
//! Three things go wrong with other people's cursors. One the server *does not know any more*: that walk begins again
//! at the top, deep, since nobody can tell any more which page it was on its way to. One that *counts rows from the
//! top*: arrivals push it back onto rows which it has brought itself, and resting there would leave a gap; so a walk
//! taken up again rests only at a page older than the oldest row it has come to. One that *leads in a circle*, or
//! stops short of the end: the walk is left where it was, and the next run asks there again, once, and not at all for a
//! list that has been cut three times in the run already.
//!
//! How far back to look for changes is a bargain. A wire with a thousand dispatches a day has twenty pages of what may
//! still change; walking them every half hour would be a thousand requests a day and bring next to nothing. Most changes
//! are to what is youngest (sources are added within the hour), and those stand on the first two pages. The others are
//! found by the next full re-check, at most six hours late; that is four walks of two days' worth a day, whatever the
//! interval. A page with anything new or other on it begins the count of two again, since where one change is there
//! may be more; a page that a walk was pushed back onto, and that is known only because the walk itself brought it, does
//! not count at all. Only a walk that went all the way back, or to the end of the list, or was told that nothing has
//! changed, is remembered as a re-check; one that was broken off is not.
//!
//! A walk that has met nothing new yet is not put on the stack: if it is broken off, the next one begins as it did.
//! The next page, or the next two details, are on their way while the last are being stored. The tests have a pretended
//! server do all of this in any order, break it off at any request, and look whether in the end the store has what the
//! server has, and whether asking again with nothing new takes no more than three requests.
//!
//! # Patience
//!
//! A server that asks for up to half a minute gets it within the run; for longer, the moment is written down and no
//! request is made before it, whoever asks. Our own patience after failures grows from a minute to a day and binds the
//! background only: a person who asks is served. A key that was refused is not shown again before it or the address
//! changes. The day's budget counts every request, also those of a run that was broken off; a tenth of it, ten at
//! least, is kept back from details for what a person opens, then or at the next run. What befalls one wire does not keep the next from its
//! turn. A clock that was set back silences nobody: what is put off further than a day is due.
//!
//! # What it refuses, and what it costs
//!
//! Two at once: a lock on a file beside the store, which dies with its process, lets one sync and any number read.
//! It never touches read and star marks, and it never takes away: a dispatch that a server deleted stays. It costs a
//! page in memory and one on its way; each page is looked up once to see whether it is known and once to be kept.
//! What a server sends with fields of the wrong type is kept without them, and marked: once the server is sound again,
//! such a row counts as new wherever a walk passes it. As long as it is not, the row counts as known, so that one odd
//! server is not walked to the end of its list each time.

mod far;
mod leave;
mod news;
mod pieces;
mod run;
mod shelf;
mod syncer;
mod tally;
mod tested;
#[cfg(test)]
mod tests;
mod walking;

pub use news::{News, NotBegun, Report, Want};
pub use syncer::Syncer;
pub use tested::{Step, Tested};
