//! What can be wrong with a claim, in words that a writer can act on.

use std::fmt;

use super::foreign::Foreign;

/// What can be wrong with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A marker that leads to no citation.
    Dangling(u32),
    /// A claim without a marker.
    Unmarked(String),
    /// A quotation that stands in no cited record.
    Quote(String),
    /// A number or a date that stands in no cited record, and the claim it is in.
    Number(String, String),
    /// A name that stands in no cited record, and the claim it is in.
    Name(String, String),
    /// A number or a name that the cited record has, but not where it tells of this, and the claim it is in.
    Elsewhere(String, String),
    /// The claim denies what its record says, or says what its record denies.
    Turned(String),
    /// The claim supposes what its record does not, outside the readings.
    Supposes(String),
    /// Something that no record has: what it is, as it is written.
    Foreign(Foreign, String),
    /// Talk about the writing: the words, and the claim they are in.
    Talk(String, String),
    /// Words that stand in no cited record.
    Words(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling(marker) => write!(f, "the marker [{marker}] leads to no record"),
            Self::Unmarked(claim) => write!(f, "no source is named for “{}”", short(claim)),
            Self::Quote(words) => write!(f, "the quotation “{}” stands in no cited record", short(words)),
            Self::Number(value, claim) => write!(f, "{value} stands in no cited record (“{}”)", short(claim)),
            Self::Name(name, claim) => {
                write!(f, "the name {} stands in no cited record (“{}”)", short(name), short(claim))
            }
            Self::Elsewhere(what, claim) => {
                write!(f, "the cited record does not say {} of this (“{}”)", short(what), short(claim))
            }
            Self::Turned(claim) => write!(f, "the cited record says the opposite of “{}”", short(claim)),
            Self::Supposes(claim) => write!(f, "“{}” supposes what no cited record says", short(claim)),
            Self::Foreign(kind, words) => {
                write!(f, "{} that no cited record has: {}", kind.words(), short(words))
            }
            Self::Talk(words, claim) => write!(f, "“{}” is no news (“{}”)", short(words), short(claim)),
            Self::Words(claim) => write!(f, "“{}” stands in no cited record", short(claim)),
        }
    }
}

/// As much of a text as a reason needs.
pub(super) fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(90).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
