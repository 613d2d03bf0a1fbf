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
    /// Many voices in a short time.
    velocity = "↑" "^",
    /// Something not seen before.
    novelty = "✦" "*",
    /// Accounts that do not agree.
    divergence = "≠" "/",
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
    /// A wire or a source that could not be read.
    trouble = "✗" "x",
    /// A source that answers, and says something odd.
    odd = "◐" "o",
    /// One that nobody asked yet.
    unasked = "○" ".",
    /// One that is turned off.
    off = "–" "-",
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
/// The same where there are no bars: the more ink, the more.
pub const ASCII_BARS: [&str; 8] = ["_", ".", ":", "-", "=", "+", "*", "#"];

/// A picture of counts over time: a bar each, the highest for the most, the lowest for nothing.
pub fn bars(counts: &[u32], signs: &GlyphSet) -> String {
    bars_of(counts, counts.iter().copied().max().unwrap_or(0), signs)
}

/// The same where the highest bar stands for `most`, so that several pictures can be compared.
pub fn bars_of(counts: &[u32], most: u32, signs: &GlyphSet) -> String {
    let bars = if *signs == UNICODE { BARS } else { ASCII_BARS };
    let most = most.max(1) as usize;
    let height = |n: &u32| (*n as usize * (bars.len() - 1)).div_ceil(most);
    counts.iter().map(|n| bars[height(n).min(bars.len() - 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{ASCII, ASCII_BARS, BARS, UNICODE, bars};
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
        assert!(ASCII_BARS.iter().all(|bar| bar.is_ascii()));
    }

    #[test]
    fn counts_make_a_picture() {
        for (counts, drawn, ascii) in [
            (&[0, 0, 0][..], "▁▁▁", "___"),
            (&[0, 1, 2, 7], "▁▂▃█", "_.:#"),
            (&[1, 1], "██", "##"),
            (&[0, 1, u32::MAX], "▁▂█", "_.#"),
        ] {
            assert_eq!((bars(counts, &UNICODE), bars(counts, &ASCII)), (drawn.to_owned(), ascii.to_owned()));
        }
    }

    #[test]
    fn badges_are_told_apart_without_colour() {
        for set in [UNICODE, ASCII] {
            let badges =
                [set.unread, set.star, set.breaking, set.newer, set.developing, set.thin, set.coordination];
            let verdicts = [set.verbatim, set.supported, set.number, set.reading, set.missing];
            let health = [set.synced, set.odd, set.trouble, set.unasked, set.off, set.syncing];
            let signals = [set.velocity, set.novelty, set.divergence, set.coordination];
            for row in [&badges[..], &verdicts[..], &health[..], &signals[..]] {
                let mut sorted = row.to_vec();
                sorted.sort_unstable();
                sorted.dedup();
                assert_eq!(sorted.len(), row.len());
            }
        }
    }
}
