//! What a writer hands to the copydesk.

use crate::story::{Citation, ClusterId, Question, RecordId, Section};

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
}

impl Draft {
    /// All prose with markers, in the order it is read.
    pub fn prose(&self) -> impl Iterator<Item = &str> {
        let body = self.sections.iter().map(|section| section.body.as_str());
        let answers = self.faq.iter().map(|question| question.answer.as_str());
        self.takeaways.iter().map(String::as_str).chain(body).chain(answers)
    }
}
