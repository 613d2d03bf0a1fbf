//! What a key takes: the check, and what is said of a value that is something else.

use super::{nearest, settings::Zone};

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Takes {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Whole {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// Of what.
        unit: &'static str,
    },
    /// A number, with a point and decimals or without.
    Decimal {
        /// The least.
        min: f64,
        /// The most.
        max: f64,
        /// Of what.
        unit: &'static str,
    },
    /// `local` or an IANA time zone.
    Zone,
    /// A file.
    Path,
    /// Whom a server may ask about us; it goes into a header, so plain characters only.
    Contact,
    /// True or false.
    YesNo,
    /// What a wire is called.
    WireName,
    /// Where a wire is. Whether plain http will do is decided when the whole row is known.
    Address,
    /// Likewise; empty for nowhere.
    AddressIfAny,
    /// The name of a variable that holds a key. What stands there is never repeated: it may be the key itself.
    Variable,
    /// The file that holds a key, likewise; from a root, so that it is the same file wherever the program is begun.
    KeyFile,
    /// A program and its arguments, likewise.
    Command,
    /// What a source is called.
    SourceName,
    /// Where a source is, as far as that can be told without knowing its kind.
    SourceAddress,
    /// The slug of a beat; empty for none.
    Slug,
    /// Words for people, on one line; may be empty.
    Line,
    /// Words to look for.
    Words,
}

/// A value as it was given, before it is checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// A string.
    Word(String),
    /// A whole number.
    Whole(i64),
    /// A number with a point.
    Decimal(f64),
    /// True or false.
    Yes(bool),
    /// A list of strings.
    Words(Vec<String>),
    /// Something else, by TOML's name for it.
    Other(&'static str),
}

/// What is wrong with a value: what was expected, and the nearest word for a typo.
pub(super) type Wrong = (String, Option<String>);

/// The most characters in the name of a wire or a source.
pub const LONGEST_NAME: usize = 40;
/// The most characters in a line.
const LONGEST_LINE: usize = 200;
/// The most words to look for.
const MOST_WORDS: usize = 200;
/// The most characters in a contact.
const LONGEST_CONTACT: usize = 120;
/// Names that a wire read from elsewhere cannot have: those wires are made here.
pub const OWN_NAMES: &[&str] = &["demo", "main"];
/// How keys begin where their makers mark them, so that one pasted into the wrong place is noticed.
const KEYS_BEGIN: &[&str] = &["aidran_", "aidr_", "sk-", "sk_", "Bearer "];

impl Takes {
    /// Whether the value will do. The error says what was expected.
    pub(super) fn check(self, given: &Given) -> Result<(), Wrong> {
        let expected = || (format!("expected {}", self.expected()), None);
        match (self, given) {
            (Self::Whole { min, max, .. }, Given::Whole(n)) if (min..=max).contains(n) => Ok(()),
            (Self::Whole { .. }, Given::Whole(n)) => Err((format!("{n} is not {}", self.expected()), None)),
            (Self::Decimal { .. }, Given::Whole(n)) => self.check_decimal(*n as f64),
            (Self::Decimal { .. }, Given::Decimal(n)) => self.check_decimal(*n),
            (Self::YesNo, Given::Yes(_)) => Ok(()),
            (Self::Command, Given::Words(words)) if words.first().is_some_and(|w| !w.trim().is_empty()) => {
                Ok(())
            }
            (Self::Words, Given::Words(words)) if are_words(words) => Ok(()),
            (Self::Contact | Self::Variable | Self::KeyFile, Given::Word(word)) => {
                if self.fits_unseen(word) {
                    Ok(())
                } else {
                    Err(expected())
                }
            }
            // Nothing is repeated of what may be a key.
            (Self::Contact | Self::Variable | Self::KeyFile | Self::Command, _)
            | (Self::Words, Given::Words(_)) => Err(expected()),
            (Self::Whole { .. } | Self::Decimal { .. } | Self::YesNo | Self::Words, given) => {
                Err((format!("{}, found {}", expected().0, given.what()), None))
            }
            (_, Given::Word(word)) => self.check_word(word),
            (_, given) => Err((format!("{}, found {}", expected().0, given.what()), None)),
        }
    }

    /// Whether a number lies between the bounds; what is no number does not.
    fn check_decimal(self, n: f64) -> Result<(), Wrong> {
        match self {
            Self::Decimal { min, max, .. } if (min..=max).contains(&n) => Ok(()),
            _ => Err((format!("{n} is not {}", self.expected()), None)),
        }
    }

    /// Whether a string will do, for what takes one and may repeat it.
    fn check_word(self, word: &str) -> Result<(), Wrong> {
        let is_not = |near| Err((format!("{word:?} is not {}", self.expected()), near));
        match self {
            Self::OneOf(words) if !words.contains(&word) => {
                is_not(nearest(word, words.iter().copied()).map(str::to_owned))
            }
            Self::Zone if Zone::read(word).is_none() => is_not(None),
            Self::WireName if OWN_NAMES.contains(&word) => {
                Err((format!("{word:?} is the name of a wire that is made here; choose another"), None))
            }
            Self::WireName | Self::SourceName if !is_name(word) => is_not(None),
            Self::Slug if !word.is_empty() && !is_slug(word) => is_not(None),
            Self::Line if !is_line(word) => Err((format!("expected {}", self.expected()), None)),
            Self::AddressIfAny if word.is_empty() => Ok(()),
            Self::Address | Self::AddressIfAny => super::address::check(word).map_err(|what| (what, None)),
            Self::SourceAddress => super::address::check_source(word).map_err(|what| (what, None)),
            _ => Ok(()),
        }
    }

    /// Whether a string will do that is never repeated.
    fn fits_unseen(self, word: &str) -> bool {
        match self {
            Self::Contact => is_contact(word),
            Self::Variable => is_variable(word),
            _ => is_from_a_root(word),
        }
    }

    /// What is expected, in words.
    pub fn expected(self) -> String {
        match self {
            Self::OneOf(words) => format!("one of {}", words.join(", ")),
            Self::Whole { min, max, unit } if max - min == 1 => format!("{min} or {max} ({unit})"),
            Self::Whole { min, max, unit } => format!("a whole number from {min} to {max} ({unit})"),
            Self::Decimal { min, max, unit } => format!("a number from {min} to {max} ({unit})"),
            Self::Zone => {
                "\"local\" or a time zone that this machine knows, such as \"Europe/Vienna\"".to_owned()
            }
            Self::Path => "the path of a file, as a string".to_owned(),
            Self::Contact => format!(
                "a mail address or the address of a page, in at most {LONGEST_CONTACT} plain characters without \
                 parentheses"
            ),
            Self::YesNo => "true or false".to_owned(),
            Self::WireName | Self::SourceName => format!(
                "a name of at most {LONGEST_NAME} letters, digits, - _ and ., beginning with a letter or digit"
            ),
            Self::Address => "an address, such as \"https://wire.example.org\"".to_owned(),
            Self::AddressIfAny => "an address, such as \"http://127.0.0.1:11434/v1\", or nothing".to_owned(),
            Self::SourceAddress => "an address, such as \"https://example.org/feed.xml\"".to_owned(),
            Self::Slug => {
                "the slug of a beat: lower-case letters, digits and hyphens, as a string".to_owned()
            }
            Self::Line => format!("a string of at most {LONGEST_LINE} characters on one line"),
            Self::Words => {
                format!("a list of at most {MOST_WORDS} words, such as [\"ferry\", \"harbour\"]")
            }
            Self::Variable => "the name of a variable, such as \"SLUGLINE_KEY_WORLD\", and not the key \
                 itself"
                .to_owned(),
            Self::KeyFile => "the path of a file, beginning with / or ~/, and not the key itself".to_owned(),
            Self::Command => {
                "a program and its arguments, such as [\"pass\", \"show\", \"news/world\"]; no shell reads \
                 them"
                    .to_owned()
            }
        }
    }
}

impl Given {
    fn what(&self) -> String {
        match self {
            Self::Word(word) => format!("the string {word:?}"),
            Self::Whole(n) => format!("the number {n}"),
            Self::Decimal(n) => format!("the number {n}"),
            Self::Yes(yes) => yes.to_string(),
            Self::Words(_) => "a list".to_owned(),
            Self::Other(kind) => format!("a value of type {kind}"),
        }
    }
}

/// Whether a wire or a source can be called this, but for names that are taken.
pub fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && word.starts_with(char::is_alphanumeric)
        && word.chars().count() <= LONGEST_NAME
}

/// Whether a word is the short name of a beat.
pub(super) fn is_slug(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_line(text: &str) -> bool {
    text.chars().count() <= LONGEST_LINE && !text.chars().any(char::is_control)
}

fn are_words(words: &[String]) -> bool {
    words.len() <= MOST_WORDS && words.iter().all(|word| !word.trim().is_empty() && is_line(word))
}

fn is_variable(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && !KEYS_BEGIN.iter().any(|begin| word.starts_with(begin))
}

fn is_from_a_root(path: &str) -> bool {
    path.starts_with('/') || path.starts_with("~/")
}

fn is_contact(word: &str) -> bool {
    word.len() <= LONGEST_CONTACT
        && word.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'(' && b != b')')
        && word.trim() == word
}
