//! Pieces of JSON that more than one dialect has.

use serde_json::{Value, json};
use slugline::story::{Citation, Dispatch, DispatchId, Moment, RecordId};

use super::{World, world::BEATS};

/// A time as `2026-04-13T17:45:03Z`.
pub(super) fn seconds(at: Option<Moment>) -> Value {
    at.map(|at| at.to_jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).into()
}

/// A time as `2026-04-13T17:45:03.120Z`; what is finer is cut off.
pub(super) fn millis(at: Option<Moment>) -> Value {
    at.map(|at| at.to_jiff().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()).into()
}

/// A beat's number, as a number.
pub(super) fn topic_id(story: &Dispatch) -> Value {
    story.beat.id.as_deref().and_then(|id| id.parse::<i64>().ok()).into()
}

/// How often a story was enriched.
pub(super) fn enrichment(story: &Dispatch) -> Value {
    story.extra.get("enrichmentVersion").cloned().unwrap_or_else(|| json!(0))
}

/// What a list tells of a story; `time` says how times are written.
pub(super) fn summary(story: &Dispatch, time: fn(Option<Moment>) -> Value) -> Value {
    json!({
        "id": story.id.as_str(), "slug": story.slug, "type": story.kind.slug(),
        "topicId": topic_id(story), "headline": story.headline, "synopsis": story.dek,
        "keyTakeaways": story.takeaways, "entityName": story.entity,
        "arcStatus": story.arc.as_ref().map(slugline::story::Arc::slug),
        "readingTimeSeconds": story.reading_seconds, "wordCount": story.word_count, "version": story.version,
        "generatedAt": time(story.generated_at), "publishAt": time(story.publish_at),
        "enrichedAt": time(story.enriched_at),
    })
}

/// What is added to that when a story is told whole.
pub(super) fn whole(story: &Dispatch, time: fn(Option<Moment>) -> Value) -> Value {
    // The keys in the order in which a database of JSON gives them back.
    let sections = story.sections.iter().map(|section| {
        json!({ "body": section.body, "order": section.order, "heading": section.heading,
            "sectionType": section.kind })
    });
    let faq = story
        .faq
        .iter()
        .map(|faq| json!({ "order": faq.order, "answer": faq.answer, "question": faq.question }));
    let more = json!({
        "content": story.content.clone().unwrap_or_default(),
        "sections": sections.collect::<Value>(), "faq": faq.collect::<Value>(),
        "arcSummary": story.arc_summary, "difficultyLevel": "accessible", "schemaOrg": null, "metadata": {},
        "sourceRecordIds": story.record_ids.iter().map(RecordId::as_str).collect::<Value>(),
        "previousVersionId": story.previous.as_ref().map(DispatchId::as_str),
        "expiresAt": time(story.expires_at), "active": story.active,
        "generationModel": story.model, "enrichmentVersion": enrichment(story),
    });
    joined(summary(story, time), more)
}

/// One object with the fields of both.
pub(super) fn joined(mut one: Value, other: Value) -> Value {
    if let (Value::Object(fields), Value::Object(more)) = (&mut one, other) {
        fields.extend(more);
    }
    one
}

/// A citation; `number` says how scores are written.
pub(super) fn citation(
    cite: &Citation,
    time: fn(Option<Moment>) -> Value,
    number: fn(Option<f64>) -> Value,
) -> Value {
    json!({
        "id": cite.id, "marker": cite.marker, "citationType": cite.kind.slug(),
        "recordId": cite.record_id.as_ref().map(RecordId::as_str), "externalUrl": cite.url,
        "domain": cite.domain, "fetchedAt": time(cite.fetched_at), "title": cite.title,
        "excerpt": cite.excerpt, "aiClaim": cite.claim, "factType": cite.fact_type,
        "platform": cite.platform.as_ref().map(slugline::story::SourceKind::slug),
        "credibilityScore": number(cite.credibility), "confidence": number(cite.confidence),
        "inferred": cite.inferred, "position": cite.position,
    })
}

/// A score as a number.
pub(super) fn number(score: Option<f64>) -> Value {
    score.into()
}

/// A score as SQL's `numeric` comes out of some drivers: `"0.780"`.
pub(super) fn numeric(score: Option<f64>) -> Value {
    score.map(|score| format!("{score:.3}")).into()
}

/// The beats, as the API calls them topics.
pub(super) fn topics(world: &World) -> Vec<Value> {
    let topics = BEATS.iter().enumerate().map(|(index, name)| {
        let id = index + 1;
        let stories = world.current().filter(|story| story.beat.id.as_deref() == Some(&id.to_string())).count();
        let slug = name.to_lowercase().replace(' ', "-");
        json!({ "id": id, "slug": slug, "name": slug, "displayName": name, "description": null, "cluster": null,
            "recordCount": 10, "activeStoryCount": stories, "lastRecordAt": null })
    });
    topics.collect()
}

/// Whether this looks like a UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}
