//! From a marker in the prose to the words that support it.

use super::{Extra, Moment, RecordId, SourceKind};

/// What a citation points at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum CitationKind {
    /// A record of this wire.
    #[default]
    Internal,
    /// A web page.
    External,
    /// A word this version does not know.
    Other(String),
}

impl CitationKind {
    /// Reads the wire's word. Never fails.
    pub fn read(word: &str) -> Self {
        match word {
            "internal" => Self::Internal,
            "external" => Self::External,
            other => Self::Other(other.to_owned()),
        }
    }
    /// The wire's word.
    pub fn slug(&self) -> &str {
        match self {
            Self::Internal => "internal",
            Self::External => "external",
            Self::Other(word) => word,
        }
    }
}

/// Which string of a record a span counts into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SpanField {
    /// The record's text.
    #[default]
    Text,
    /// The record's title.
    Title,
}

/// A passage of a record: the half-open range `start..end` of Unicode scalar values in the stored string.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first scalar value of the passage.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// SHA-256 of the whole stored string as UTF-8, lower-case hex: proof that the count is into the same words.
    pub sha256: Option<String>,
    /// Title or text.
    pub field: SpanField,
}

impl Span {
    /// The passage itself, if the range lies within `stored`.
    pub fn cut<'a>(&self, stored: &'a str) -> Option<&'a str> {
        let mut bounds = stored.char_indices().map(|(byte, _)| byte).chain([stored.len()]);
        let start = bounds.clone().nth(self.start)?;
        let end = bounds.nth(self.end)?;
        stored.get(start..end)
    }
}

/// One citation of a dispatch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Citation {
    /// The wire's own id for it.
    pub id: Option<String>,
    /// The n of `[n]`; `None` where the prose has no marker for it.
    pub marker: Option<u32>,
    /// A record or a web page.
    pub kind: CitationKind,
    /// The record, if it is one and the wire still knows which.
    pub record_id: Option<RecordId>,
    /// The web page, if it is one.
    pub url: Option<String>,
    /// The page's host.
    pub domain: Option<String>,
    /// When the page was read.
    pub fetched_at: Option<Moment>,
    /// What to call it.
    pub title: Option<String>,
    /// The words quoted.
    pub excerpt: Option<String>,
    /// The phrase of the prose that it is linked from.
    pub anchor_text: Option<String>,
    /// The claim it supports.
    pub claim: Option<String>,
    /// `statistic`, `quote`, `event`, `claim`, `context`, or a word of the wire's own.
    pub fact_type: Option<String>,
    /// The kind of place it was published.
    pub platform: Option<SourceKind>,
    /// 0…1, the wire's own estimate.
    pub credibility: Option<f64>,
    /// 0…1, the wire's own estimate.
    pub confidence: Option<f64>,
    /// The wire's writer inferred the link instead of quoting.
    pub inferred: bool,
    /// Display order.
    pub position: Option<i64>,
    /// The passages that support the claim.
    pub spans: Vec<Span>,
    /// Everything else that came with it.
    pub extra: Extra,
}

impl Citation {
    /// True for a citation that leads to a web page and to no record.
    pub fn is_web(&self) -> bool {
        match self.kind {
            CitationKind::External => true,
            CitationKind::Internal => false,
            CitationKind::Other(_) => self.record_id.is_none() && self.url.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_span_counts_scalars_not_bytes() {
        let span = |start, end| Span { start, end, ..Span::default() };
        let text = "Zürich 東京 ok";
        assert_eq!(span(7, 9).cut(text), Some("東京"));
        assert_eq!(span(0, 12).cut(text), Some(text));
        assert_eq!(span(0, 13).cut(text), None);
        assert_eq!(span(9, 7).cut(text), None);
    }
}
