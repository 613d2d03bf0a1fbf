//! `[[sources]]`: where the wire's own records come from.

use super::KeyFrom;
use crate::story::SourceName;

/// One of `[[sources]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// What the person calls it. Its records are told apart by it: a source that changes its address keeps them.
    pub name: SourceName,
    /// Which way its records come.
    pub kind: Channel,
    /// Where it is: the address of a feed, or of the page at Bluesky or Hacker News that shows the same.
    pub url: String,
    /// What to call it on screens; empty for what it calls itself.
    pub title: String,
    /// The slug of the beat that its records belong to; empty for by their words.
    pub beat: String,
    /// It is asked.
    pub enabled: bool,
    /// Addresses of the person's own network, and this machine's, may be asked.
    pub allow_private: bool,
    /// Minutes between two gatherings; 0 for by its own rhythm.
    pub interval: u32,
    /// The pages behind its links are read, too.
    pub full_text: bool,
    /// Only records with one of these words are kept; none for all. What Jetstream is filtered by.
    pub words: Vec<String>,
    /// Hacker News: the least points a story must have.
    pub min_score: u32,
    /// Hacker News: the least comments a story must have.
    pub min_comments: u32,
    /// Where it is asked, in place of the usual server of its kind; empty for that one.
    pub server: String,
    /// Bluesky search: the handle that the app password belongs to; empty for none.
    pub login: String,
    /// Bluesky search: where the app password comes from.
    pub key: KeyFrom,
}

/// What holds for a row that says no more than name and url. `config.example.toml` tells the same, and a test compares.
impl Default for SourceRow {
    fn default() -> Self {
        Self {
            name: SourceName::default(),
            kind: Channel::Feed,
            url: String::new(),
            title: String::new(),
            beat: String::new(),
            enabled: true,
            allow_private: false,
            interval: 0,
            full_text: false,
            words: Vec::new(),
            min_score: 50,
            min_comments: 10,
            server: String::new(),
            login: String::new(),
            key: KeyFrom::Nowhere,
        }
    }
}

/// Which way records come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Channel {
    /// RSS, Atom, RDF or JSON Feed.
    #[default]
    Feed,
    /// An author, a feed, a list or a search at Bluesky, asked now and then.
    Bluesky,
    /// Everything that is posted at Bluesky, filtered by words.
    Jetstream,
    /// Stories of Hacker News.
    HackerNews,
}

impl Channel {
    /// The words for them, in the order of `ALL`.
    pub const WORDS: &[&str] = &["feed", "bluesky", "jetstream", "hackernews"];
    /// All of them.
    pub const ALL: &[Self] = &[Self::Feed, Self::Bluesky, Self::Jetstream, Self::HackerNews];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Bluesky => "bluesky",
            Self::Jetstream => "jetstream",
            Self::HackerNews => "hackernews",
        }
    }
}
