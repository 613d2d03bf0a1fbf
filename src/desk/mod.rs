//! The newsroom: where the stages are put in line.
//!
//! [`edition`] is the straight path from records to dispatches, [`replay`] runs it over a file without a store,
//! [`demo`] over the records that come with the program, and [`beats`] knows which desk a story belongs to. All of
//! them take values and give values; fetching, keeping and the clock are the caller's. [`gather`] is what fetches: it
//! asks the sources that are due and keeps their records.

pub mod beats;
pub mod bounds;
pub mod demo;
pub mod edition;
pub mod fresh;
pub mod gather;
pub mod intake;
mod reason;
pub mod replay;
mod web;
pub mod wired;
