//! What a writer hands to the copydesk.

use crate::story::{Citation, ClusterId, ModelNote, Part, Question, RecordId, Section};

/// The kind of a section that holds the writer's readings: what no record says and a reader may doubt. The screen sets
/// it apart from fact, and only there may a sentence speculate.
pub const READING: &str = Section::READING;

/// A draft: prose with markers, and the citations that the markers lead to. Not yet checked, so not yet news.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// What it is about.
    pub cluster: ClusterId,
    /// The title.
    pub headline: String,
    /// The sentence under it.
    pub dek: Option<String>,
    /// Two or three points, with markers.
    pub takeaways: Vec<String>,
    /// The analysis, with markers.
    pub sections: Vec<Section>,
    /// Questions and answers, with markers.
    pub faq: Vec<Question>,
    /// Where each sentence comes from, by marker; then records of the cluster that were read and not cited.
    pub citations: Vec<Citation>,
    /// All records of the cluster.
    pub records: Vec<RecordId>,
    /// BCP 47: the language of the prose.
    pub language: String,
    /// `extractive`, or the name of a model.
    pub writer: String,
    /// What a model had to do with it, if one did.
    pub model: Option<ModelNote>,
}

impl Draft {
    /// All prose with markers and where it stands, in the order it is read.
    pub fn prose(&self) -> impl Iterator<Item = (Part, &str)> {
        let points =
            self.takeaways.iter().enumerate().map(|(at, point)| (Part::Takeaway(at), point.as_str()));
        let sections = self.sections.iter().enumerate();
        let body = sections.map(|(at, section)| (Part::Section(at), section.body.as_str()));
        let faq = self.faq.iter().enumerate();
        let answers = faq.map(|(at, question)| (Part::Answer(at), question.answer.as_str()));
        points.chain(body).chain(answers)
    }
}
