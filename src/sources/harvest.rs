//! What an answer of a source comes to.

use std::time::Duration;

use url::Url;

use crate::story::{Moment, Record, SourceName};

/// What a parser knows besides the bytes.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The source, whose name tells its records from those of others.
    pub source: &'a SourceName,
    /// Where the answer came from, after redirects; relative links count from here. `None` for a file.
    pub url: Option<&'a Url>,
    /// `Content-Type`, lower-cased, without parameters; may be empty, may lie.
    pub content_type: &'a str,
    /// The charset that came with it.
    pub charset: Option<&'a str>,
    /// The moment of capture.
    pub now: Moment,
}

/// What a source says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// What it calls itself.
    pub title: Option<String>,
    /// The page it belongs to.
    pub link: Option<String>,
    /// The format and its version: `rss20`, `atom10`, `json11`, …
    pub version: String,
    /// BCP 47.
    pub language: Option<String>,
    /// How long it asks not to be asked again: `ttl`, `sy:updatePeriod`.
    pub ttl: Option<Duration>,
}

impl About {
    /// The format as people say it: `RSS 2.0` for `rss20`; empty where there is none.
    pub fn format(&self) -> String {
        let version = &self.version;
        let number = version.find(|c: char| c.is_ascii_digit()).unwrap_or(version.len());
        let (word, digits) = version.split_at(number);
        let word = match word {
            "rss" => "RSS",
            "atom" => "Atom",
            "json" => "JSON Feed",
            "rdf" => "RDF",
            other => other,
        };
        let digits: Vec<String> = digits.chars().map(String::from).collect();
        format!("{word} {}", digits.join(".")).trim().to_owned()
    }
}

/// What could be read of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Harvest {
    /// The source itself.
    pub about: About,
    /// Its records, in the order they stand there, finished (see [`super::finish`]).
    pub records: Vec<Record>,
    /// Provider ids of records that were taken back by who posted them. One that ends in a slash is the beginning of
    /// all the ids that are meant: `at://DID/`.
    pub gone: Vec<String>,
    /// What could not be kept, or is odd, in words; a dozen lines at most.
    pub notes: Vec<String>,
    /// It could only be read after mending it.
    pub repaired: bool,
    /// It is no such source at all: why, in words. There are no records then.
    pub refused: Option<String>,
    /// Where the next gathering goes on; `None` to leave it as it is.
    pub cursor: Option<String>,
    /// Further addresses, of the same origin, that belong to the same gathering.
    pub more: Vec<Url>,
}

#[cfg(test)]
mod tests {
    use super::About;

    #[test]
    fn versions_are_words() {
        for (version, said) in
            [("rss20", "RSS 2.0"), ("atom10", "Atom 1.0"), ("json11", "JSON Feed 1.1"), ("cdf", "cdf")]
        {
            assert_eq!(About { version: version.to_owned(), ..About::default() }.format(), said);
        }
    }
}
