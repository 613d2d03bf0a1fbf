//! What servers say, read: pages, rows, errors, web pages that are none of it.
//!
//! Everything here is pure: bytes in, nouns and notes out, so that it can be tested with made-up answers alone. The
//! shapes are those of four dialects at once, since telling them apart by what is there is surer than by what a
//! server calls itself. One bad row costs that row. What it refuses: guessing where an answer ends. A page that
//! breaks off is no page, for the walk would lose what was cut away.

pub(super) mod citing;
pub(super) mod envelope;
pub(super) mod item;
pub(super) mod loose;
pub(super) mod merge;
pub(super) mod refusal;
pub(super) mod web_page;
