//! What the wire format promises: nothing is lost on the way out and back, and nothing from outside breaks it.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Map, json};

use super::{Item, LONGEST_LINE, lines, read, read_line, story_json, write_line};
use crate::story::{
    Arc, Beat, Checked, Citation, CitationKind, ClusterId, ClusterNote, Confidence, Dispatch, DispatchId,
    Extra, Filing, Methodology, ModelNote, Moment, Part, Question, Record, RecordId, Section, Severity,
    SignalKind, SignalNote, SourceKind, SourceName, Span, SpanField, StoryKind, Support,
};
use crate::text::clean;

fn line() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9 .,'\"\\\\é世界🦀-]{0,24}", "\\PC{0,12}"].prop_map(|text| clean::line(&text))
}

fn block() -> impl Strategy<Value = String> {
    "[a-z \\n\"\\\\東京ü\\[\\]1-9]{0,60}".prop_map(|text| clean::block(&text))
}

fn id() -> impl Strategy<Value = String> {
    "[a-z0-9_-]{1,12}"
}

fn moment() -> impl Strategy<Value = Option<Moment>> {
    of(any::<i64>().prop_map(Moment::from_micros))
}

/// Scores have few digits; see the note on floats in the essay of serde_json.
fn score() -> impl Strategy<Value = Option<f64>> {
    of((0..=1000_i32).prop_map(|thousandths| f64::from(thousandths) / 1000.0))
}

fn extra() -> impl Strategy<Value = Extra> {
    let value = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<i64>().prop_map(|number| json!(number)),
        block().prop_map(|text| json!(text)),
        block().prop_map(|text| json!({ "x": [text, {}] })),
    ];
    vec(("x[a-z]{1,6}", value), 0..3).prop_map(Map::from_iter)
}

prop_compose! {
    fn record()(
        (id, kind, external_id, title, byline) in (id(), line(), of(id()), of(line()), of(line())),
        (publisher, url, canonical_url, language) in (of(line()), of(line()), of(line()), of(line())),
        (published_at, captured_at, content_type, text) in (moment(), moment(), of(line()), of(block())),
        (resolved_url, updated_at, summary, links) in (of(line()), moment(), of(block()), vec(line(), 0..3)),
        (source, backfill, copy_of, extra) in (of(id()), any::<bool>(), of(id()), extra()),
    ) -> Record {
        Record {
            resolved_url, updated_at, summary, links, backfill,
            source: source.map(SourceName::new), copy_of: copy_of.map(RecordId::new),
            id: RecordId::new(id), kind: SourceKind::read(&kind), external_id, title, byline, publisher, url,
            canonical_url, published_at, captured_at, language, content_type, text, extra,
        }
    }
}

prop_compose! {
    fn span()(start in 0..999_usize, end in 0..999_usize, sha256 in of(id()), title: bool) -> Span {
        Span { start, end, sha256, field: if title { SpanField::Title } else { SpanField::Text } }
    }
}

prop_compose! {
    fn citation()(
        (id, marker, kind, record_id, url) in (of(id()), of(any::<u32>()), line(), of(id()), of(line())),
        (domain, fetched_at, title, excerpt) in (of(line()), moment(), of(line()), of(block())),
        (anchor_text, claim, fact_type, platform) in (of(line()), of(block()), of(line()), of(line())),
        (credibility, confidence, inferred, position) in (score(), score(), any::<bool>(), of(any::<i64>())),
        (spans, extra) in (vec(span(), 0..3), extra()),
    ) -> Citation {
        Citation {
            id, marker, kind: CitationKind::read(&kind), record_id: record_id.map(RecordId::new), url, domain,
            fetched_at, title, excerpt, anchor_text, claim, fact_type,
            platform: platform.map(|word| SourceKind::read(&word)), credibility, confidence, inferred, position,
            spans, extra,
        }
    }
}

prop_compose! {
    fn methodology()(
        (text, stages, writer, extra) in (of(block()), vec(line(), 0..4), of(line()), extra()),
        (kind, score, why, at, evidence) in (line(), score(), of(block()), moment(), vec(id(), 0..3)),
        (cluster, records, voices) in (of(id()), 0..99_usize, 0..99_usize),
        (claims, claims_found, quotes, numbers) in (0..99_usize, 0..99_usize, 0..99_usize, 0..99_usize),
        (signalled, clustered, was_checked) in any::<(bool, bool, bool)>(),
        (changed, filed, alike, last) in (vec(block(), 0..3), of(line()), any::<bool>(), moment()),
        behind in of(vec((0..5_usize, 0..3_usize, 0..9_usize, any::<bool>()), 0..4)),
    ) -> Methodology {
        let signal = SignalNote {
            kind: SignalKind::read(&kind), severity: Severity::Medium, score, why, at,
            evidence: evidence.into_iter().map(RecordId::new).collect(),
        };
        let checked = Checked { claims, claims_found, quotes, numbers, ..Checked::default() };
        Methodology {
            text, stages, writer, extra, signal: signalled.then_some(signal),
            cluster: clustered.then(|| ClusterNote { id: cluster.map(ClusterId::new), records, voices, first_at: at, last_at: last }),
            changed, filed: filed.map(|why| Filing { why, alike }),
            confidence: behind.map(|claims| Confidence::of(claims.into_iter().map(support).collect())),
            model: signalled.then(|| ModelNote {
                name: "small".to_owned(), prompt: "ab".repeat(32), mended: 1, replaced: records, dropped: voices,
                records: vec![("r1".into(), "cd".repeat(32)), ("r2".into(), "ef".repeat(32))],
                tokens: was_checked.then_some((900, 100)),
            }),
            checked: was_checked.then_some(checked),
        }
    }
}

fn support((part, at, voices, contested): (usize, usize, usize, bool)) -> Support {
    let part = [Part::Headline, Part::Dek, Part::Takeaway(at), Part::Section(at), Part::Answer(at)][part];
    Support { part, voices, strong: voices / 2, contested }
}

fn sections() -> impl Strategy<Value = Vec<Section>> {
    let one = (0..9_i64, of(line()), block(), of(line()), extra());
    vec(
        one.prop_map(|(order, heading, body, kind, extra)| Section { order, heading, body, kind, extra }),
        0..3,
    )
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let one = (0..9_i64, line(), block(), extra());
    vec(one.prop_map(|(order, question, answer, extra)| Question { order, question, answer, extra }), 0..3)
}

prop_compose! {
    fn dispatch()(
        (id, slug, kind, beat_id, beat_name) in (id(), of(line()), line(), of(id()), of(line())),
        (headline, dek, takeaways, entity) in (of(line()), of(block()), vec(block(), 0..3), of(line())),
        (arc, arc_summary, content, model) in (of(line()), of(block()), of(block()), of(line())),
        (mut sections, mut faq, citations) in (sections(), questions(), vec(citation(), 0..3)),
        (record_ids, platforms, version) in (vec(id(), 0..4), vec(line(), 0..3), any::<u32>()),
        (previous, earlier) in (of(id()), of(id())),
        (generated_at, publish_at, enriched_at, expires_at) in (moment(), moment(), moment(), moment()),
        (active, word_count, reading_seconds) in (any::<bool>(), of(0..9_u64), of(0..9_u64)),
        (methodology, extra) in (of(methodology()), extra()),
    ) -> Dispatch {
        sections.sort_by_key(|section| section.order);
        faq.sort_by_key(|question| question.order);
        Dispatch {
            id: DispatchId::new(id), slug, kind: StoryKind::read(&kind),
            beat: Beat { id: beat_id, name: beat_name }, headline, dek, takeaways, entity,
            arc: arc.map(|word| Arc::read(&word)), arc_summary, content, sections, faq, citations,
            record_ids: record_ids.into_iter().map(RecordId::new).collect(),
            platforms: platforms.iter().map(|word| SourceKind::read(word)).collect(),
            version, previous: previous.map(DispatchId::new), earlier: earlier.map(DispatchId::new), active, generated_at, publish_at, enriched_at,
            expires_at, model, word_count, reading_seconds, methodology, extra,
        }
    }
}

/// Out and back, with nothing lost and nothing noted.
fn returns(item: &Item) {
    let written = write_line(item);
    assert!(!written.contains('\n'), "one item, one line");
    assert_eq!(read_line(&written), Ok((item.clone(), Vec::new())), "{written}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_record_comes_back_as_it_went(record in record()) {
        returns(&Item::Record(Box::new(record)));
    }

    #[test]
    fn a_dispatch_comes_back_as_it_went(dispatch in dispatch()) {
        returns(&Item::Story(Box::new(dispatch)));
    }

    #[test]
    fn no_line_breaks_the_reader(text in "\\PC{0,200}", tail in "[\\[\\]{}\",:0-9a-z\\\\u]{0,80}") {
        for line in [text.clone(), format!("{{\"story\":{tail}}}"), format!("{{\"record\":{{\"id\":{tail}")] {
            drop(read_line(&line));
        }
    }
}

fn story(json: &str) -> (Dispatch, Vec<String>) {
    match read_line(&format!("{{\"story\":{json}}}")) {
        Ok((Item::Story(dispatch), losses)) => (*dispatch, losses),
        other => panic!("no story: {other:?}"),
    }
}

fn record_of(json: &str) -> (Record, Vec<String>) {
    match read_line(&format!("{{\"record\":{json}}}")) {
        Ok((Item::Record(record), losses)) => (*record, losses),
        other => panic!("no record: {other:?}"),
    }
}

#[test]
fn ids_and_numbers_come_in_two_dresses() {
    let (record, losses) = record_of(r#"{"id":90071992547409931,"source":"reddit","content":"words"}"#);
    assert_eq!(
        (record.id.as_str(), record.kind.clone(), record.words(), losses),
        ("90071992547409931", SourceKind::Reddit, "words", vec![])
    );
    let json = r#"{"id":1,"version":"3","topicId":7,"citations":[{"marker":"2","confidence":"0.780","recordId":5}]}"#;
    let (dispatch, losses) = story(json);
    let cited = &dispatch.citations[0];
    assert_eq!((dispatch.version, dispatch.beat.id.as_deref(), losses), (3, Some("7"), vec![]));
    assert_eq!((cited.marker, cited.confidence), (Some(2), Some(0.78)));
    assert_eq!(story_json(&dispatch)["topicId"], json!(7));
}

#[test]
fn a_wrong_type_costs_that_field_and_names_it() {
    let (dispatch, losses) = story(
        r#"{"id":"a","headline":["x"],"synopsis":"kept","version":"many","generatedAt":"yesterday",
            "citations":[{"marker":{},"title":"kept"},7],"faq":"why?","active":"no"}"#,
    );
    assert_eq!((dispatch.headline.as_deref(), dispatch.dek.as_deref()), (None, Some("kept")));
    assert_eq!((dispatch.citations.len(), dispatch.faq[0].question.as_str()), (1, "why?"));
    let mut named: Vec<&str> = losses.iter().filter_map(|loss| loss.split(':').next()).collect();
    named.sort_unstable();
    assert_eq!(
        named,
        ["active", "citations[0].marker", "citations[1]", "generatedAt", "headline", "version"]
    );
}

#[test]
fn a_null_headline_is_no_loss() {
    let (dispatch, losses) = story(r#"{"id":"a","headline":null,"sections":null,"citations":null}"#);
    assert_eq!((dispatch.title(), losses), ("(untitled)", vec![]));
}

#[test]
fn what_other_wires_tell_of_their_method_is_understood_and_kept() {
    let (dispatch, _) = story(
        r#"{"id":"a","metadata":{"methodology":"By machine.","stages":["Signal","Wire"]},
            "signalProvenance":{"kind":"novelty","severity":"high","score":2.5,"detectedAt":"2026-01-01T00:00:00Z"}}"#,
    );
    let methodology = dispatch.methodology.clone().unwrap();
    assert_eq!(methodology.text.as_deref(), Some("By machine."));
    assert_eq!(methodology.stages, ["Signal", "Wire"]);
    assert_eq!(methodology.signal.unwrap().severity, Severity::High);
    assert!(dispatch.extra.contains_key("metadata") && dispatch.extra.contains_key("signalProvenance"));
    returns(&Item::Story(Box::new(dispatch)));
}

#[test]
fn a_bad_line_never_costs_the_others() {
    let text = "\u{feff}{\"record\":{\"id\":\"1\"}}\n\n{\"record\":\n[1]\n{}\n{\"story\":{\"id\":\"2\"}}\n";
    let (items, notes) = read(text);
    assert_eq!(items.len(), 2);
    assert_eq!(notes.iter().map(|note| note.line).collect::<Vec<_>>(), [3, 4, 5]);
}

#[test]
fn unwrapped_items_are_recognised() {
    let (items, _) =
        read("{\"id\":1,\"headline\":\"h\"}\n{\"id\":2,\"text\":\"t\",\"source_kind\":\"bluesky\"}");
    assert!(matches!((&items[0], &items[1]), (Item::Story(_), Item::Record(_))));
}

#[test]
fn an_item_without_an_id_gets_the_same_one_every_time() {
    let (first, losses) = record_of(r#"{"url":"https://a.example/1"}"#);
    let (second, _) = record_of(r#"{"url":"https://a.example/1"}"#);
    assert_eq!((first.id, losses.len()), (second.id, 1));
}

#[test]
fn hostile_lines_are_notes_or_items() {
    let many = "{\"marker\":7},".repeat(10_000);
    let (dispatch, _) = story(&format!("{{\"id\":1,\"citations\":[{many}{{}}]}}"));
    assert_eq!(dispatch.citations.len(), 10_001);
    let (dispatch, _) = story(&format!("{{\"id\":1,\"headline\":\"{}\"}}", "x".repeat(1 << 20)));
    assert_eq!(dispatch.title().len(), 1 << 20);
    let (dispatch, losses) = story(r#"{"id":1,"headline":"half \ud83e pair"}"#);
    assert_eq!((dispatch.title(), losses.len()), ("half \u{fffd} pair", 1));
    let (dispatch, _) = story(r#"{"id":1,"headline":"one","headline":"two"}"#);
    assert_eq!(dispatch.title(), "two");
    drop(story(r#"{"id":"\u0000\u001b[31m","headline":"\u202e\u009b2J\u0000","x\u001b":"\u0007"}"#));
    for bomb in ["[".repeat(100_000), "{\"a\":".repeat(100_000), "{\"story\":{\"id\":1e400}}".to_owned()] {
        assert!(read_line(&bomb).is_err());
    }
    assert!(read_line(&" ".repeat(LONGEST_LINE + 9)).is_err());
    let broken: Vec<_> = lines([&b"{\"record\":{\"id\":\"\xff\"}}"[..]]).collect();
    assert!(broken[0].item.is_some() && broken[0].notes.len() == 1);
}
