//! What to say when something did not work.

/// What went wrong, why, and what to do about it. Sentence-cased, in plain words, without any key, safe to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    /// What could not be done; it names the host where there is one.
    pub what: String,
    /// Why not.
    pub why: String,
    /// What helps; empty where nothing does.
    pub remedy: String,
}
