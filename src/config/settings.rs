//! The settings, typed. Their defaults stand in `config.example.toml`, not here.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::{Clusters, Embeddings, Evidence, Net, Signals, SourceRow, Spot, Versions, WireRow, Writing};

/// Everything a person may set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// How the reader looks.
    pub reader: Reader,
    /// Keys of the person's own, in the order of the file.
    pub keys: Vec<Rebound>,
    /// Where things are kept.
    pub store: StorePlace,
    /// How the desk works.
    pub desk: Desk,
    /// Beats of the person's own; none for the default ones.
    pub beats: Vec<BeatRow>,
    /// When something is told to move.
    pub signals: Signals,
    /// What makes two records one story.
    pub clusters: Clusters,
    /// What a dispatch needs at least.
    pub evidence: Evidence,
    /// When a story is written again, and when it is not.
    pub versions: Versions,
    /// A model beside the words, if there is one.
    pub embeddings: Embeddings,
    /// Who writes.
    pub writer: Writing,
    /// How the network is used.
    pub net: Net,
    /// The wires read from elsewhere, in the order of the file.
    pub wires: Vec<WireRow>,
    /// Where the own wire's records come from, in the order of the file.
    pub sources: Vec<SourceRow>,
}

/// `[reader]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reader {
    /// The colours.
    pub theme: ThemeChoice,
    /// The marks.
    pub glyphs: GlyphChoice,
    /// Cells an ambiguous-width character takes: 1 or 2.
    pub ambiguous: u8,
    /// The longest line of prose, in cells.
    pub measure: u16,
    /// The zone times are shown in.
    pub zone: Zone,
}

/// Which colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// By the terminal's background.
    #[default]
    Auto,
    /// Dark ground.
    Ink,
    /// Light ground.
    Paper,
    /// Strong contrast.
    Contrast,
    /// No colour.
    Mono,
    /// The terminal's own sixteen.
    Terminal,
}

impl ThemeChoice {
    /// The words for them, in the order of `ALL`.
    pub const WORDS: &[&str] = &["auto", "ink", "paper", "contrast", "mono", "terminal"];
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Auto, Self::Ink, Self::Paper, Self::Contrast, Self::Mono, Self::Terminal];
}

/// Which marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GlyphChoice {
    /// By the locale.
    #[default]
    Auto,
    /// ● ★ ↯
    Unicode,
    /// * + !
    Ascii,
}

impl GlyphChoice {
    /// The words for them, in the order of `ALL`.
    pub const WORDS: &[&str] = &["auto", "unicode", "ascii"];
    /// All of them.
    pub const ALL: &[Self] = &[Self::Auto, Self::Unicode, Self::Ascii];
}

/// Which time zone.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Zone {
    /// The machine's.
    #[default]
    Local,
    /// One by name.
    Named(TimeZone),
}

impl Zone {
    /// Reads `local` or an IANA name. `None` for a name this machine's database does not have.
    pub fn read(word: &str) -> Option<Self> {
        if word == "local" {
            return Some(Self::Local);
        }
        TimeZone::get(word).ok().map(Self::Named)
    }

    /// The zone itself.
    pub fn time_zone(&self) -> TimeZone {
        match self {
            Self::Local => TimeZone::system(),
            Self::Named(zone) => zone.clone(),
        }
    }
}

/// Keys of the person's own for one action. The words are unchecked: who knows the actions checks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebound {
    /// The action's word.
    pub action: String,
    /// Its keys, in the order given; none takes them away.
    pub keys: Vec<String>,
    /// Where it stands in the file.
    pub spot: Spot,
}

/// `[store]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorePlace {
    /// The file; `None` for the usual place.
    pub path: Option<PathBuf>,
}

/// `[desk]`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Desk {
    /// The length a dispatch aims at, in words.
    pub words: usize,
}

/// One of `[[beats]]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BeatRow {
    /// Its short name.
    pub slug: String,
    /// The name people read.
    pub name: String,
    /// The words that draw a dispatch to it.
    pub words: Vec<String>,
    /// The sources whose records belong to it, by name.
    pub sources: Vec<String>,
}
