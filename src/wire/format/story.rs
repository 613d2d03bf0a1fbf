//! Dispatches, to and from JSON (a wire calls them stories).

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fields::Fields;
use super::writing::{Writing, ids, time};
use super::{citation, methodology};
use crate::story::{Arc, Beat, Dispatch, DispatchId, Question, Section, SourceKind, StoryKind};

/// Reads a dispatch; nothing in it is required.
pub(super) fn read(mut fields: Fields) -> Dispatch {
    fields.drop("code");
    let mut dispatch = Dispatch {
        slug: fields.line(&["slug"]),
        kind: fields.line(&["type"]).map(|word| StoryKind::read(&word)).unwrap_or_default(),
        beat: Beat { id: fields.id(&["topicId"]), name: fields.line(&["topicName"]) },
        headline: fields.line(&["headline"]),
        dek: fields.block(&["synopsis"]),
        takeaways: fields.texts("keyTakeaways"),
        entity: fields.line(&["entityName"]),
        arc: fields.line(&["arcStatus"]).map(|word| Arc::read(&word)),
        arc_summary: fields.block(&["arcSummary"]),
        content: fields.block(&["content"]),
        record_ids: fields.record_ids("sourceRecordIds"),
        platforms: fields.words("sourcePlatforms").iter().map(|word| SourceKind::read(word)).collect(),
        version: fields.whole(&["version"]).unwrap_or(1),
        previous: fields.id(&["previousVersionId"]).map(DispatchId::new),
        earlier: fields.id(&["earlierId"]).map(DispatchId::new),
        active: fields.flag(&["active"]).unwrap_or(true),
        generated_at: fields.moment(&["generatedAt"]),
        publish_at: fields.moment(&["publishAt"]),
        enriched_at: fields.moment(&["enrichedAt"]),
        expires_at: fields.moment(&["expiresAt"]),
        model: fields.line(&["generationModel"]),
        word_count: fields.whole(&["wordCount"]),
        reading_seconds: fields.whole(&["readingTimeSeconds"]),
        ..Dispatch::default()
    };
    parts(&mut dispatch, &mut fields);
    dispatch.id = if let Some(id) = fields.id(&["id"]).filter(|id| !id.is_empty()) {
        DispatchId::new(id)
    } else {
        fields.lose("id", "missing; the dispatch is named after its words");
        named_after_itself(&dispatch)
    };
    dispatch.extra = fields.rest();
    dispatch
}

/// The lists and objects within.
fn parts(dispatch: &mut Dispatch, fields: &mut Fields) {
    dispatch.sections = fields.objects("sections", "body", |index, mut part| Section {
        order: part.whole(&["order"]).unwrap_or(index as i64),
        heading: part.line(&["heading"]),
        body: part.block(&["body"]).unwrap_or_default(),
        kind: part.line(&["sectionType"]),
        extra: part.rest(),
    });
    dispatch.sections.sort_by_key(|section| section.order);
    dispatch.faq = fields.objects("faq", "question", |index, mut part| Question {
        order: part.whole(&["order"]).unwrap_or(index as i64),
        question: part.line(&["question"]).unwrap_or_default(),
        answer: part.block(&["answer"]).unwrap_or_default(),
        extra: part.rest(),
    });
    dispatch.faq.sort_by_key(|question| question.order);
    dispatch.citations = fields.objects("citations", "title", |_, part| citation::read(part));
    dispatch.methodology = methodology::read(fields);
}

/// An id for a dispatch that came without: the same one gets the same id every time.
fn named_after_itself(dispatch: &Dispatch) -> DispatchId {
    let mut hash = Sha256::new();
    for part in [&dispatch.slug, &dispatch.headline, &dispatch.dek, &dispatch.content] {
        hash.update(part.as_deref().unwrap_or_default());
        hash.update([0]);
    }
    hash.update(dispatch.version.to_be_bytes());
    DispatchId::new(hex_id("s", &hash.finalize()))
}

/// A letter and 24 hex digits of a hash.
pub(super) fn hex_id(letter: &str, hash: &[u8]) -> String {
    hash.iter().take(12).fold(format!("{letter}-"), |id, byte| id + &format!("{byte:02x}"))
}

/// Writes a dispatch.
pub(super) fn write(dispatch: &Dispatch) -> Value {
    let mut out = Writing::over(&dispatch.extra);
    out.put("id", dispatch.id.as_str())
        .put("code", dispatch.code().to_string())
        .put("slug", dispatch.slug.clone())
        .put("type", dispatch.kind.slug())
        .put("topicId", dispatch.beat.id.as_deref().map(number_or_word))
        .put("topicName", dispatch.beat.name.clone())
        .put("headline", dispatch.headline.clone())
        .put("synopsis", dispatch.dek.clone())
        .put("keyTakeaways", dispatch.takeaways.clone())
        .put("entityName", dispatch.entity.clone())
        .put("arcStatus", dispatch.arc.as_ref().map(Arc::slug))
        .put("arcSummary", dispatch.arc_summary.clone())
        .put("content", dispatch.content.clone())
        .put("sourceRecordIds", ids(&dispatch.record_ids))
        .put("sourcePlatforms", dispatch.platforms.iter().map(SourceKind::slug).collect::<Value>())
        .put("version", dispatch.version)
        .put("previousVersionId", dispatch.previous.as_ref().map(DispatchId::as_str))
        .maybe("earlierId", dispatch.earlier.as_ref().map(DispatchId::as_str))
        .put("active", dispatch.active)
        .put("generatedAt", time(dispatch.generated_at))
        .put("publishAt", time(dispatch.publish_at))
        .put("enrichedAt", time(dispatch.enriched_at))
        .put("expiresAt", time(dispatch.expires_at))
        .put("generationModel", dispatch.model.clone())
        .put("wordCount", dispatch.word_count)
        .put("readingTimeSeconds", dispatch.reading_seconds)
        .put("sections", dispatch.sections.iter().map(section).collect::<Value>())
        .put("faq", dispatch.faq.iter().map(question).collect::<Value>())
        .put("citations", dispatch.citations.iter().map(citation::write).collect::<Value>())
        .maybe("methodology", dispatch.methodology.as_ref().map(methodology::write));
    out.done()
}

/// Wires number their beats; ours are words. A number stays a number.
fn number_or_word(id: &str) -> Value {
    id.parse::<i64>().ok().filter(|number| number.to_string() == id).map_or_else(|| id.into(), Value::from)
}

fn section(section: &Section) -> Value {
    let mut out = Writing::over(&section.extra);
    out.put("order", section.order)
        .put("heading", section.heading.clone())
        .put("body", section.body.clone())
        .maybe("sectionType", section.kind.clone());
    out.done()
}

fn question(question: &Question) -> Value {
    let mut out = Writing::over(&question.extra);
    out.put("order", question.order)
        .put("question", question.question.clone())
        .put("answer", question.answer.clone());
    out.done()
}
