//! What a person may ask for. One row of `assets/keys.toml` names each; the palette lists them all.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Something a person may ask for by key or by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// Every action there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word that config and `keys.toml` use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Reads that word.
            pub fn read(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.word() == word)
            }
        }
    };
}

actions! {
    /// One line or item down.
    Down = "down",
    /// One line or item up.
    Up = "up",
    /// Half a page down.
    HalfDown = "half-down",
    /// Half a page up.
    HalfUp = "half-up",
    /// A page down.
    PageDown = "page-down",
    /// A page up.
    PageUp = "page-up",
    /// To the first line or item.
    Top = "top",
    /// To the last.
    Bottom = "bottom",
    /// To the next pane.
    NextPane = "next-pane",
    /// To the pane before.
    PreviousPane = "previous-pane",
    /// Into what is selected.
    Enter = "enter",
    /// Back to where one came from.
    Back = "back",
    /// Forward again after going back.
    Forward = "forward",
    /// The next citation marker in the text.
    NextMarker = "next-marker",
    /// The marker before.
    PreviousMarker = "previous-marker",
    /// To citation 1 … 9.
    Citation1 = "citation-1",
    /// To citation 2.
    Citation2 = "citation-2",
    /// To citation 3.
    Citation3 = "citation-3",
    /// To citation 4.
    Citation4 = "citation-4",
    /// To citation 5.
    Citation5 = "citation-5",
    /// To citation 6.
    Citation6 = "citation-6",
    /// To citation 7.
    Citation7 = "citation-7",
    /// To citation 8.
    Citation8 = "citation-8",
    /// To citation 9.
    Citation9 = "citation-9",
    /// The next unread dispatch.
    NextUnread = "next-unread",
    /// The unread dispatch before.
    PreviousUnread = "previous-unread",
    /// The next dispatch of the list, without going back to it.
    NextDispatch = "next-dispatch",
    /// The dispatch before.
    PreviousDispatch = "previous-dispatch",
    /// Mark with a star, or take it off.
    Star = "star",
    /// Mark as unread, or as read.
    Unread = "unread",
    /// Open in the browser.
    Open = "open",
    /// What is behind a record, or what a source answers.
    Fetch = "fetch",
    /// Copy the link.
    Copy = "copy",
    /// Full-text search.
    Search = "search",
    /// All, unread, starred.
    Filter = "filter",
    /// Another wire, or all of them.
    Wire = "wire",
    /// The dispatches that arrived meanwhile.
    ShowNew = "show-new",
    /// Ask wires and sources for what is new.
    Sync = "sync",
    /// How reading each wire fares.
    Wires = "wires",
    /// How each source fares.
    Sources = "sources",
    /// A source more.
    Add = "add",
    /// Turn a source off, or on.
    Enable = "enable",
    /// A source less.
    Remove = "remove",
    /// Ask all sources.
    Gather = "gather",
    /// The ledger: what each stage decided.
    Ledger = "ledger",
    /// The stories that moved, and those that are watched.
    Signals = "signals",
    /// Why it fired.
    Why = "why",
    /// Each sentence held against the records.
    Trace = "trace",
    /// What changed from version to version.
    Versions = "versions",
    /// The keys.
    Help = "help",
    /// Any action by name.
    Palette = "palette",
    /// Draw the screen afresh.
    Redraw = "redraw",
    /// To the shell and back.
    Suspend = "suspend",
    /// Leave.
    Quit = "quit",
}

impl Action {
    /// The citation number of `citation-1` … `citation-9`.
    pub fn citation(self) -> Option<u32> {
        self.word().strip_prefix("citation-").and_then(|n| n.parse().ok())
    }
}
