//! Who says what: a table of outlets and their words where there is room, a list where there is not.

use crate::{
    reader::model::Settings,
    text::{clean, width},
};

use super::{
    Role, body,
    leads::Leads,
    set::{Galley, run},
};

/// From this width on, the outlets stand in a column of their own.
const BESIDE: usize = 52;
/// The widest such column, in cells.
const OUTLET: usize = 18;

/// The accounts, each behind the name of its outlet; one that is too long for its column stands over its words.
pub(super) fn set(
    galley: &mut Galley,
    accounts: &[(&str, &str)],
    mut leads: Option<&mut Leads>,
    settings: &Settings,
) {
    let cells = |outlet: &str| width::of(&clean::line(outlet), settings.cells());
    let widest = accounts.iter().map(|(outlet, _)| cells(outlet)).filter(|cells| *cells <= OUTLET).max();
    let column = widest.filter(|_| galley.width() >= BESIDE).map(|widest| widest + 2);
    let mut last = "";
    for (outlet, words) in accounts {
        let named = clean::line(outlet);
        let runs = body::runs(galley, &clean::line(words), Role::Body, leads.as_deref_mut());
        galley.gap();
        match column {
            // One outlet after itself is named once.
            Some(column) if *outlet == last => galley.hang(None, column, &runs),
            Some(column) if cells(outlet) + 2 <= column => {
                let lead = named.clone() + &" ".repeat(column - cells(outlet));
                galley.hang(Some(run(lead, Role::Meta)), column, &runs);
            }
            _ => {
                if *outlet != last {
                    galley.words(&named, Role::Meta);
                }
                galley.hang(None, column.unwrap_or(2), &runs);
            }
        }
        last = outlet;
    }
}
