//! The beginning of a dispatch, beside the list.

use crate::{
    reader::model::{Fetch, Settings},
    wire::page::Kept,
};

use super::{Laid, analysis, set::Galley};

/// More than any screen shows, and little enough to set on every move of the cursor.
const BYTES: usize = 6_000;

/// Headline, dek and the first sections; no links.
pub fn preview(kept: &Kept, width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::prose(width, settings);
    analysis::top(&mut galley, &kept.dispatch);
    analysis::partial(&mut galley, kept, &Fetch::Not, settings);
    analysis::sections(&mut galley, &kept.dispatch, settings, None, BYTES);
    galley.finish()
}
