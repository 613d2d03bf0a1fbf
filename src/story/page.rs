//! A page of the web as it was read.

use super::Moment;

/// The page behind a link, as readable text; or that it could not be had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebPage {
    /// The canonical address that led to it; it is known by this one.
    pub url: String,
    /// Where that address led to, if elsewhere.
    pub resolved_url: Option<String>,
    /// The address that the page calls its own, as far as it may: within the same site.
    pub canonical_url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The outlet.
    pub site: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// BCP 47.
    pub language: Option<String>,
    /// Its own description, or its first sentences.
    pub excerpt: Option<String>,
    /// Its words, as plain text; empty while it could not be had.
    pub text: String,
    /// When it was read; `None` while it could not be had.
    pub fetched_at: Option<Moment>,
    /// Why the last try brought nothing, in words; empty if it went well.
    pub trouble: String,
    /// Tries in vain, one after the other.
    pub failures: u32,
    /// It is not asked again by itself before.
    pub not_before: Option<Moment>,
}

impl WebPage {
    /// Where it really is: what it calls itself, else where its address led to, else its address.
    pub fn place(&self) -> &str {
        self.canonical_url.as_deref().or(self.resolved_url.as_deref()).unwrap_or(&self.url)
    }

    /// True if its words are here.
    pub fn is_read(&self) -> bool {
        self.fetched_at.is_some() && !self.text.is_empty()
    }
}
