//! The newsroom: where the stages are put in line.
//!
//! [`intake`] is where records come in: each to its cluster, and the story it came to is heard. [`edition`] is the straight
//! path from stories to dispatches; [`wired`] runs both over a store, and does only what has not been done; [`replay`] runs
//! them over a file without one, [`demo`] over the records that come with the program. [`compose`] is who writes; what needs no
//! model is written for several stories at once (`ahead`). [`beats`] knows which desk a story
//! belongs to, [`fresh`] whether those who normally speak there are up to date. [`gather`] is what fetches: it asks the
//! sources that are due and keeps their records.
//!
//! Two kinds of place may touch a store, [`wired`] and [`gather`]; everything else takes values and gives values, and the
//! clock is the caller's.
//!
//! What it refuses: to write what has too little evidence, to take a warning for a story, and to look at anything twice.

mod ahead;
pub mod beats;
pub mod bounds;
pub mod compose;
mod cores;
pub mod demo;
pub mod dense;
pub mod edition;
mod facts;
pub mod fresh;
pub mod gather;
pub mod intake;
pub mod learned;
mod reason;
pub mod replay;
pub mod running;
mod shelf;
mod single;
mod version;
mod web;
pub mod wired;
