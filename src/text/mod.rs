//! Pure string work: words, sentences, quotations, numbers, markers, cross-references; what may be shown, and how
//! wide it is.
//!
//! Everything here is a function of the string it is given (and of its language, where that matters). It knows no
//! noun of a newswire, reads nothing and keeps nothing. Where it gives places in a text they are byte ranges into
//! exactly that text, on character boundaries, so that a caller can always cut; [`sentences::scalars`] turns them
//! into the Unicode scalar counts that the wire speaks. No function panics, whatever it is given: property tests
//! see to it. Everything takes time linear in the text, since some of it comes from people who wish us ill.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod bag;
pub mod clean;
pub mod counted;
pub mod cuts;
pub mod dates;
pub mod denials;
pub mod digest;
pub mod grouped;
pub mod hash;
pub mod html;
pub mod markers;
mod misread;
pub mod names;
pub mod numbers;
pub mod ordinary;
pub mod quotes;
pub mod sentences;
pub mod shingles;
pub mod stopwords;
pub mod tokens;
pub mod width;
pub mod words;
pub mod wrap;
