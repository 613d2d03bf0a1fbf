//! The dispatch: a short, cited piece of writing about a moving story.

use super::{Citation, Code, DispatchId, Extra, Methodology, Moment, RecordId, SourceKind};

/// What kind of piece it is. Open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum StoryKind {
    /// A short piece on a breaking moment.
    #[default]
    Dispatch,
    /// The top of an edition.
    LeadStory,
    /// Below the top.
    SecondaryStory,
    /// A piece on a beat.
    BeatStory,
    /// A piece on a person, firm or place.
    EntityStory,
    /// A kind this version has no name for.
    Other(String),
}

impl StoryKind {
    /// Reads the wire's word. Never fails.
    pub fn read(word: &str) -> Self {
        match word {
            "dispatch" => Self::Dispatch,
            "lead_story" => Self::LeadStory,
            "secondary_story" => Self::SecondaryStory,
            "beat_story" => Self::BeatStory,
            "entity_story" => Self::EntityStory,
            other => Self::Other(other.to_owned()),
        }
    }
    /// The wire's word.
    pub fn slug(&self) -> &str {
        match self {
            Self::Dispatch => "dispatch",
            Self::LeadStory => "lead_story",
            Self::SecondaryStory => "secondary_story",
            Self::BeatStory => "beat_story",
            Self::EntityStory => "entity_story",
            Self::Other(word) => word,
        }
    }
}

/// Where the story stands. Open; only breaking and developing are shown as badges.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Arc {
    /// Within hours of the first word.
    Breaking,
    /// More is coming.
    Developing,
    /// Any other state a wire names.
    Other(String),
}

impl Arc {
    /// Reads the wire's word. Never fails.
    pub fn read(word: &str) -> Self {
        match word {
            "breaking" => Self::Breaking,
            "developing" => Self::Developing,
            other => Self::Other(other.to_owned()),
        }
    }
    /// The wire's word.
    pub fn slug(&self) -> &str {
        match self {
            Self::Breaking => "breaking",
            Self::Developing => "developing",
            Self::Other(word) => word,
        }
    }

    /// Whether it still holds now, for a dispatch of this time: breaking for two days, developing for two weeks.
    /// Many wires keep the word for ever, and what broke last spring is not breaking. Without a time it does not hold.
    pub fn holds(&self, at: Option<Moment>, now: Moment) -> bool {
        const DAY: f64 = 86_400.0;
        let days = match self {
            Self::Breaking => 2.0,
            Self::Developing => 14.0,
            Self::Other(_) => return false,
        };
        at.is_some_and(|at| now.seconds_since(at) <= days * DAY)
    }
}

/// The category a dispatch is filed under, as its wire names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Beat {
    /// The wire's number or word for it.
    pub id: Option<String>,
    /// The name people read.
    pub name: Option<String>,
}

/// Where a dispatch without a beat is filed.
const GENERAL: &str = "General";

impl Beat {
    /// The name, else `Beat <id>`, else `General`.
    pub fn label(&self) -> String {
        match (self.name.as_deref().map(str::trim), self.id.as_deref()) {
            (Some(name), _) if !name.is_empty() => name.to_owned(),
            (_, Some(id)) => format!("Beat {id}"),
            _ => GENERAL.to_owned(),
        }
    }
}

/// One part of the analysis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Where it stands; wires count from 0 or from 1.
    pub order: i64,
    /// Its heading, if any.
    pub heading: Option<String>,
    /// Its words, paragraphs parted by a blank line, with `[n]` markers.
    pub body: String,
    /// `intro`, `analysis`, … as the wire names it.
    pub kind: Option<String>,
    /// Everything else that came with it.
    pub extra: Extra,
}

impl Section {
    /// The `kind` of a section that holds the writer's readings: what no record says and a reader may doubt.
    pub const READING: &str = "reading";

    /// The `kind` of a section whose paragraphs are accounts, each of one outlet: `extra` has their names, in order, under
    /// `outlets`.
    pub const ACCOUNTS: &str = "accounts";

    /// The accounts of such a section: each an outlet and its words. `None` where they do not fit each other.
    pub fn accounts(&self) -> Option<Vec<(&str, &str)>> {
        if self.kind.as_deref() != Some(Self::ACCOUNTS) {
            return None;
        }
        let outlets = self.extra.get("outlets")?.as_array()?;
        let rows = self.body.split("\n\n").map(str::trim).filter(|row| !row.is_empty());
        let rows: Vec<&str> = rows.collect();
        let named = outlets.iter().zip(&rows).map(|(outlet, row)| Some((outlet.as_str()?, *row)));
        (outlets.len() == rows.len()).then(|| named.collect()).flatten()
    }

    /// Whether it holds readings: whoever shows it sets it apart from fact.
    pub fn is_reading(&self) -> bool {
        self.kind.as_deref() == Some(Self::READING)
    }
}

/// A question a reader would ask, and its answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Where it stands.
    pub order: i64,
    /// The question.
    pub question: String,
    /// The answer, with `[n]` markers.
    pub answer: String,
    /// Everything else that came with it.
    pub extra: Extra,
}

/// One version of a dispatch. Never edited: a newer version supersedes it, and it is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dispatch {
    /// One id, one version.
    pub id: DispatchId,
    /// The part of a web address that names it.
    pub slug: Option<String>,
    /// What kind of piece it is.
    pub kind: StoryKind,
    /// The beat it is filed under.
    pub beat: Beat,
    /// Its title.
    pub headline: Option<String>,
    /// The sentence or two under the title (other wires: synopsis).
    pub dek: Option<String>,
    /// Three to five points.
    pub takeaways: Vec<String>,
    /// Whom or what it is about, in entity stories.
    pub entity: Option<String>,
    /// Where the story stands.
    pub arc: Option<Arc>,
    /// The story so far.
    pub arc_summary: Option<String>,
    /// The whole analysis as one text, for wires that send no sections.
    pub content: Option<String>,
    /// The analysis in parts.
    pub sections: Vec<Section>,
    /// Questions and answers.
    pub faq: Vec<Question>,
    /// Where each claim comes from.
    pub citations: Vec<Citation>,
    /// The records it was written from.
    pub record_ids: Vec<RecordId>,
    /// The kinds of places they come from.
    pub platforms: Vec<SourceKind>,
    /// Counts from 1.
    pub version: u32,
    /// The version before this one.
    pub previous: Option<DispatchId>,
    /// The dispatch that told an earlier part of this running story: a version of it, as it was current then.
    pub earlier: Option<DispatchId>,
    /// False once superseded.
    pub active: bool,
    /// When it was written.
    pub generated_at: Option<Moment>,
    /// When it is to appear, if not at once.
    pub publish_at: Option<Moment>,
    /// When web citations were added.
    pub enriched_at: Option<Moment>,
    /// When it stops being news.
    pub expires_at: Option<Moment>,
    /// The model that wrote it; empty for none.
    pub model: Option<String>,
    /// Words in the analysis.
    pub word_count: Option<u64>,
    /// Seconds to read it.
    pub reading_seconds: Option<u64>,
    /// How it came about.
    pub methodology: Option<Methodology>,
    /// Everything else that came with it.
    pub extra: Extra,
}

impl Dispatch {
    /// Its short name.
    pub fn code(&self) -> Code {
        Code::of(&self.id)
    }

    /// When it counts as published.
    pub fn time(&self) -> Option<Moment> {
        self.publish_at.or(self.generated_at)
    }

    /// Where the story stands, if that still holds now.
    pub fn badge(&self, now: Moment) -> Option<&Arc> {
        self.arc.as_ref().filter(|arc| arc.holds(self.time(), now))
    }

    /// Its headline, or `(untitled)`.
    pub fn title(&self) -> &str {
        match self.headline.as_deref().map(str::trim) {
            Some(headline) if !headline.is_empty() => headline,
            _ => "(untitled)",
        }
    }

    /// How many records it was written from.
    pub fn record_count(&self) -> usize {
        let cited = self.citations.iter().filter(|c| !c.is_web()).count();
        if self.record_ids.is_empty() { cited } else { self.record_ids.len() }
    }

    /// How many web pages it cites.
    pub fn web_count(&self) -> usize {
        self.citations.iter().filter(|c| c.is_web()).count()
    }

    /// The citation a marker in the prose leads to.
    pub fn cited(&self, marker: u32) -> Option<&Citation> {
        self.citations.iter().find(|c| c.marker == Some(marker))
    }

    /// The sources in words: `5 records · 3 web citations`.
    pub fn sources_line(&self) -> String {
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let records = count(self.record_count(), "record", "records");
        match self.web_count() {
            0 => records,
            web => format!("{records} · {}", count(web, "web citation", "web citations")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Dispatch, Moment};

    #[test]
    fn what_broke_last_spring_is_not_breaking() {
        let now = Moment::parse("2026-04-13T12:00:00Z").unwrap();
        for (word, hours, shown) in [
            ("breaking", -5, true),
            ("breaking", 48, true),
            ("breaking", 49, false),
            ("developing", 14 * 24, true),
            ("developing", 14 * 24 + 1, false),
            ("resolved", 0, false),
        ] {
            let at = Some(now.plus_seconds(-3600 * hours));
            let dispatch = Dispatch { arc: Some(Arc::read(word)), generated_at: at, ..Dispatch::default() };
            assert_eq!(dispatch.badge(now).is_some(), shown, "{word} after {hours} h");
        }
        assert!(!Arc::Breaking.holds(None, now));
    }
}
