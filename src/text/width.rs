//! How many cells a text takes: the one answer that setting, drawing and cutting share.
//!
//! A terminal draws graphemes, so width is counted grapheme by grapheme. Characters that Unicode calls
//! *ambiguous* (`·`, `—`, Greek, Cyrillic in some fonts) take one cell or two, as the person's terminal has it.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that ambiguous characters take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One: almost everywhere.
    #[default]
    One,
    /// Two: terminals set up for East Asian text.
    Two,
}

impl Ambiguous {
    /// The sign that something was cut off.
    pub fn ellipsis(self) -> &'static str {
        match self {
            Self::One => "…",
            Self::Two => "...",
        }
    }
}

/// Cells of one grapheme.
pub fn of_grapheme(grapheme: &str, ambiguous: Ambiguous) -> usize {
    if let [byte] = grapheme.as_bytes() {
        return usize::from(matches!(byte, b' '..=b'~'));
    }
    match ambiguous {
        Ambiguous::One => grapheme.width(),
        Ambiguous::Two => grapheme.width_cjk(),
    }
}

/// Cells of a text on one line.
pub fn of(text: &str, ambiguous: Ambiguous) -> usize {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(|grapheme| of_grapheme(grapheme, ambiguous)).sum()
}

/// As much of the text as fits into so many cells, with `…` where something was cut off, and its width. Never
/// splits a grapheme. Reads no further than it must, however long the text.
pub fn truncate(text: &str, cells: usize, ambiguous: Ambiguous) -> (String, usize) {
    truncate_with(text, cells, ambiguous, ambiguous.ellipsis())
}

/// The same with another sign for what was cut off.
pub fn truncate_with(text: &str, cells: usize, ambiguous: Ambiguous, ellipsis: &str) -> (String, usize) {
    let sign = of(ellipsis, ambiguous);
    let (mut end, mut width) = (0, 0);
    let mut cut = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = of_grapheme(grapheme, ambiguous);
        if width + wide > cells {
            let kept = text.get(..cut.0).unwrap_or_default().trim_end_matches(' ');
            let kept_width = of(kept, ambiguous);
            return if sign > cells {
                (String::new(), 0)
            } else {
                (format!("{kept}{ellipsis}"), kept_width + sign)
            };
        }
        width += wide;
        end = at + grapheme.len();
        if width + sign <= cells {
            cut = (end, width);
        }
    }
    (text.get(..end).unwrap_or_default().to_owned(), width)
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, of, of_grapheme, truncate};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn letters_ideographs_and_emoji() {
        for (text, cells) in
            [("abc", 3), ("東京", 4), ("👩\u{200d}🚀", 2), ("e\u{301}", 1), ("·…—", 3), ("", 0)]
        {
            assert_eq!(of(text, Ambiguous::One), cells, "{text:?}");
        }
        assert_eq!(of("·…", Ambiguous::Two), 4);
    }

    #[test]
    fn cutting_says_so() {
        let cut = |text, cells| truncate(text, cells, Ambiguous::One);
        assert_eq!(cut("Harbour", 7), ("Harbour".to_owned(), 7));
        assert_eq!(cut("Harbour", 6), ("Harbo…".to_owned(), 6));
        assert_eq!(cut("The Harbour", 5), ("The…".to_owned(), 4));
        assert_eq!(cut("東京都", 5), ("東京…".to_owned(), 5));
        assert_eq!(cut("東京都", 1), ("…".to_owned(), 1));
        assert_eq!(cut("x", 0), (String::new(), 0));
        assert_eq!(truncate("Harbour", 6, Ambiguous::Two), ("Har...".to_owned(), 6));
    }

    proptest! {
        #[test]
        fn cut_text_fits(text in "\\PC{0,40}", cells in 0usize..30) {
            for ambiguous in [Ambiguous::One, Ambiguous::Two] {
                let (short, width) = truncate(&text, cells, ambiguous);
                prop_assert!(width <= cells);
                let graphemes: usize = short.graphemes(true).map(|g| of_grapheme(g, ambiguous)).sum();
                prop_assert_eq!(graphemes, width);
            }
        }
    }
}
