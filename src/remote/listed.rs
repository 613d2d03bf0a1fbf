//! A page of a list, in our nouns.

use crate::story::{Dispatch, Record};

/// One row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// As far as the row tells it.
    pub dispatch: Dispatch,
    /// The row is all there is to it: nothing would be gained by asking for the dispatch itself.
    pub whole: bool,
    /// Something of the row could not be read and was left out, so that a sound server would tell more.
    pub lossy: bool,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListPage {
    /// Its rows, newest first, without those this walk has brought already.
    pub rows: Vec<Listed>,
    /// Records that came along (a file has both).
    pub records: Vec<Record>,
    /// What could not be read, in words: a dozen at most, and one line for the rest.
    pub notes: Vec<String>,
    /// Nothing follows.
    pub last: bool,
    /// Nothing follows because the server's paging leads no further, though by its own word this is not the end of its
    /// list. The notes say why.
    pub cut: bool,
    /// Going on costs no request, since the rest of the list is here already (a file): worth walking to the end even
    /// where everything on this page is known.
    pub free: bool,
}
