//! One public item as it was captured.

use super::{Extra, Moment, RecordId, SourceKind, SourceName};

/// A public item: a post, a comment, an article, a paper. Captured once and never edited.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Opaque; unique within its wire.
    pub id: RecordId,
    /// Where it was published.
    pub kind: SourceKind,
    /// The provider's own id.
    pub external_id: Option<String>,
    /// Posts have none.
    pub title: Option<String>,
    /// Who wrote it: a name or a handle.
    pub byline: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Where that address led to, where it was an aggregator's or a shortener's.
    pub resolved_url: Option<String>,
    /// The same page without tracking and aggregators.
    pub canonical_url: Option<String>,
    /// When the outlet says it was published.
    pub published_at: Option<Moment>,
    /// When the outlet says it was last changed.
    pub updated_at: Option<Moment>,
    /// When we, or the wire, captured it.
    pub captured_at: Option<Moment>,
    /// BCP 47, usually two letters.
    pub language: Option<String>,
    /// `post`, `comment`, `article`, or a word of the wire's own.
    pub content_type: Option<String>,
    /// The words, as plain text; paragraphs parted by line breaks. Spans count into exactly this string.
    pub text: Option<String>,
    /// The outlet's own summary, as plain text, where it says something else than the text.
    pub summary: Option<String>,
    /// The pages it points to, as canonical addresses: what a post is about.
    pub links: Vec<String>,
    /// The source that brought it, by its name in the config.
    pub source: Option<SourceName>,
    /// It was already there when its source was first gathered: old news, which moves nothing.
    pub backfill: bool,
    /// The record whose words it repeats: both are kept, and they are one voice.
    pub copy_of: Option<RecordId>,
    /// Everything else that came with it.
    pub extra: Extra,
}

impl Record {
    /// When it counts as having happened: published, else captured. A date from the future counts as the hour after
    /// its capture at most, so that nobody can put an item on top of the list for years.
    pub fn time(&self) -> Option<Moment> {
        const HOUR_SECONDS: i64 = 3600;
        match (self.published_at, self.captured_at) {
            (Some(published), Some(captured)) => Some(published.min(captured.plus_seconds(HOUR_SECONDS))),
            (published, captured) => published.or(captured),
        }
    }

    /// Seconds that lie between two records; 0 where one of them has no time.
    pub fn seconds_from(&self, other: &Self) -> f64 {
        match (self.time(), other.time()) {
            (Some(a), Some(b)) => a.seconds_since(b).abs(),
            _ => 0.0,
        }
    }

    /// The text, or nothing: never a panic, never a guess.
    pub fn words(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Who speaks here: the outlet, else the byline, else the kind of place.
    pub fn voice(&self) -> &str {
        let named = |name: &'_ Option<String>| name.as_deref().is_some_and(|n| !n.trim().is_empty());
        if self.kind.is_post() && named(&self.byline) {
            return self.byline.as_deref().unwrap_or_default();
        }
        match (&self.publisher, &self.byline) {
            (Some(outlet), _) if named(&self.publisher) => outlet,
            (_, Some(byline)) if named(&self.byline) => byline,
            _ => self.kind.label(),
        }
    }

    /// What to call it in a list: its title, else the first line of its text, else its id.
    pub fn name(&self) -> &str {
        let first_line = self.words().lines().map(str::trim).find(|line| !line.is_empty());
        match self.title.as_deref().map(str::trim) {
            Some(title) if !title.is_empty() => title,
            _ => first_line.unwrap_or(self.id.as_str()),
        }
    }
}
