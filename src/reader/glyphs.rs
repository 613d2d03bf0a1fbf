//! The signs that carry a meaning, each with an ASCII twin. All of them are one cell wide.

/// Which glyph set to draw with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// ● ★ ↯ …
    #[default]
    Unicode,
    /// * + ! …
    Ascii,
}

macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident = $unicode:literal $ascii:literal,)*) => {
        /// One sign for each meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct GlyphSet { $($(#[$doc])* pub $name: &'static str,)* }

        /// For terminals that can.
        const UNICODE: GlyphSet = GlyphSet { $($name: $unicode,)* };
        /// For those that cannot, and for those that draw ambiguous characters wide.
        const ASCII: GlyphSet = GlyphSet { $($name: $ascii,)* };

        impl GlyphSet {
            /// Every sign with its name.
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

glyphs! {
    /// Not read yet.
    unread = "●" "*",
    /// Marked with a star.
    star = "★" "+",
    /// Within hours of the first word.
    breaking = "↯" "!",
    /// A newer version than the one read.
    newer = "↻" "^",
    /// More is coming.
    developing = "◔" "~",
    /// A single voice.
    thin = "△" "?",
    /// Many voices that act as one.
    coordination = "⚠" "#",
    /// A quotation found word for word.
    verbatim = "✓" "v",
    /// A claim whose words stand in a record.
    supported = "≈" "=",
    /// A number found in a record.
    number = "№" "n",
    /// The writer's own reading.
    reading = "◇" "r",
    /// Found nowhere.
    missing = "✗" "x",
    /// A wire whose last sync went through.
    synced = "●" "*",
    /// A wire whose turn it is.
    syncing = "◔" "~",
    /// A wire that could not be read.
    trouble = "✗" "x",
    /// The selected thing.
    cursor = "▌" ">",
    /// A cited passage begins.
    lit_from = "▐" "[",
    /// A cited passage ends.
    lit_to = "▌" "]",
    /// An answer that can be opened.
    closed = "▸" "+",
    /// An answer that is open.
    open = "▾" "-",
    /// Parts the columns.
    rule = "│" "|",
    /// Parts what stands one above the other.
    across = "─" "-",
    /// Parts the words of a line of metadata.
    dot = "·" "-",
    /// Begins a point.
    bullet = "•" "-",
    /// From one stage to the next.
    arrow = "→" ">",
    /// Back to where one came from.
    back = "‹" "<",
    /// More than fits.
    more = "…" "~",
}

impl Glyphs {
    /// The signs of this set.
    pub fn set(self) -> &'static GlyphSet {
        match self {
            Self::Unicode => &UNICODE,
            Self::Ascii => &ASCII,
        }
    }
}

/// A bar of eight heights, for counts over time.
pub const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

#[cfg(test)]
mod tests {
    use super::{ASCII, BARS, UNICODE};
    use crate::text::width::{Ambiguous, of};

    #[test]
    fn every_sign_is_one_cell_wide() {
        for (name, glyph) in UNICODE.all() {
            assert_eq!(of(glyph, Ambiguous::One), 1, "{name}");
        }
        for (name, glyph) in ASCII.all() {
            assert!(glyph.is_ascii() && of(glyph, Ambiguous::Two) == 1, "{name}");
        }
        assert!(BARS.iter().all(|bar| of(bar, Ambiguous::One) == 1));
    }

    #[test]
    fn badges_are_told_apart_without_colour() {
        for set in [UNICODE, ASCII] {
            let badges =
                [set.unread, set.star, set.breaking, set.newer, set.developing, set.thin, set.coordination];
            let verdicts = [set.verbatim, set.supported, set.number, set.reading, set.missing];
            for row in [&badges[..], &verdicts[..]] {
                let mut sorted = row.to_vec();
                sorted.sort_unstable();
                sorted.dedup();
                assert_eq!(sorted.len(), row.len());
            }
        }
    }
}
