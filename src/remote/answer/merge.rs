//! One dispatch out of what several answers tell of it.

use std::collections::{HashMap, HashSet};

use crate::story::{Beat, Citation, Dispatch, Extra, StoryKind};

/// What the detail tells, over what the row of the list told. Where the detail is silent the row stays.
pub(in crate::remote) fn dispatch(row: Dispatch, detail: Dispatch) -> Dispatch {
    Dispatch {
        id: detail.id,
        slug: detail.slug.or(row.slug),
        kind: if detail.kind == StoryKind::default() { row.kind } else { detail.kind },
        beat: Beat { id: detail.beat.id.or(row.beat.id), name: detail.beat.name.or(row.beat.name) },
        headline: detail.headline.or(row.headline),
        dek: detail.dek.or(row.dek),
        takeaways: fuller(detail.takeaways, row.takeaways),
        entity: detail.entity.or(row.entity),
        arc: detail.arc.or(row.arc),
        arc_summary: detail.arc_summary.or(row.arc_summary),
        content: detail.content.or(row.content),
        sections: fuller(detail.sections, row.sections),
        faq: fuller(detail.faq, row.faq),
        citations: fuller(detail.citations, row.citations),
        record_ids: fuller(detail.record_ids, row.record_ids),
        platforms: fuller(detail.platforms, row.platforms),
        version: detail.version.max(row.version),
        previous: detail.previous.or(row.previous),
        earlier: detail.earlier.or(row.earlier),
        active: detail.active,
        generated_at: detail.generated_at.or(row.generated_at),
        publish_at: detail.publish_at.or(row.publish_at),
        enriched_at: detail.enriched_at.or(row.enriched_at),
        expires_at: detail.expires_at.or(row.expires_at),
        model: detail.model.or(row.model),
        word_count: detail.word_count.or(row.word_count),
        reading_seconds: detail.reading_seconds.or(row.reading_seconds),
        methodology: detail.methodology.or(row.methodology),
        extra: extra(detail.extra, row.extra),
    }
}

fn fuller<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    if first.is_empty() { second } else { first }
}

fn extra(mut first: Extra, second: Extra) -> Extra {
    for (name, value) in second {
        first.entry(name).or_insert(value);
    }
    first
}

/// Citations of one dispatch from two answers. Those of the second that point where some of the first do fill in what
/// these lack; the others follow.
pub(in crate::remote) fn citations(mut first: Vec<Citation>, second: Vec<Citation>) -> Vec<Citation> {
    if first.is_empty() {
        return second;
    }
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, citation) in first.iter().enumerate() {
        if let Some(target) = target(citation) {
            known.entry(target).or_default().push(at);
        }
    }
    let markers: HashSet<Option<u32>> = first.iter().map(|citation| citation.marker).collect();
    for citation in second {
        // One that fills in others is used once; a second one to the same target has nothing to add.
        let same = target(&citation).and_then(|target| known.get_mut(&target)).map(std::mem::take);
        match same {
            Some(places) => places.into_iter().for_each(|at| fill(&mut first[at], &citation)),
            None if target(&citation).is_some() => first.push(citation),
            None if !markers.contains(&citation.marker) => first.push(citation),
            None => {}
        }
    }
    first
}

/// Where a citation leads, in a word.
fn target(citation: &Citation) -> Option<String> {
    match (&citation.record_id, &citation.url) {
        (Some(id), _) => Some(format!("record {id}")),
        (None, Some(url)) => Some(url.trim_end_matches('/').to_owned()),
        (None, None) => None,
    }
}

fn fill(citation: &mut Citation, from: &Citation) {
    let Citation { marker, url, domain, fetched_at, title, excerpt, anchor_text, claim, fact_type, .. } =
        citation;
    *marker = marker.or(from.marker);
    *fetched_at = fetched_at.or(from.fetched_at);
    let texts = [
        (url, &from.url),
        (domain, &from.domain),
        (title, &from.title),
        (excerpt, &from.excerpt),
        (anchor_text, &from.anchor_text),
        (claim, &from.claim),
        (fact_type, &from.fact_type),
    ];
    for (own, told) in texts {
        if own.is_none() {
            own.clone_from(told);
        }
    }
    if citation.platform.is_none() {
        citation.platform.clone_from(&from.platform);
    }
    citation.credibility = citation.credibility.or(from.credibility);
    citation.confidence = citation.confidence.or(from.confidence);
    if citation.spans.is_empty() {
        citation.spans.clone_from(&from.spans);
    }
    for (name, value) in &from.extra {
        citation.extra.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{citations, dispatch};
    use crate::story::{Citation, Dispatch, RecordId};

    fn cite(marker: Option<u32>, record: &str, title: Option<&str>) -> Citation {
        let record_id = (!record.is_empty()).then(|| RecordId::from(record));
        Citation { marker, record_id, title: title.map(str::to_owned), ..Citation::default() }
    }

    #[test]
    fn markers_from_one_answer_and_titles_from_the_other() {
        let marked = vec![cite(Some(1), "a", None), cite(Some(2), "a", Some("own")), cite(Some(3), "", None)];
        let told =
            vec![cite(None, "a", Some("told")), cite(None, "a", Some("again")), cite(None, "b", Some("b"))];
        let merged = citations(marked, told);
        let seen: Vec<_> = merged.iter().map(|c| (c.marker, c.title.as_deref())).collect();
        assert_eq!(
            seen,
            [(Some(1), Some("told")), (Some(2), Some("own")), (Some(3), None), (None, Some("b"))]
        );
    }

    #[test]
    fn the_same_citations_twice_are_there_once() {
        let list = vec![cite(Some(1), "a", None), cite(None, "", Some("nowhere")), cite(Some(2), "b", None)];
        assert_eq!(citations(list.clone(), list.clone()), list);
        let many: Vec<Citation> = (0..20_000).map(|n| cite(Some(n), "a", None)).collect();
        assert_eq!(citations(many.clone(), many.clone()).len(), many.len());
    }

    #[test]
    fn the_detail_wins_and_the_row_fills_in() {
        let row = Dispatch {
            headline: Some("old".into()),
            dek: Some("dek".into()),
            version: 2,
            record_ids: vec!["1".into()],
            ..Dispatch::default()
        };
        let detail =
            Dispatch { headline: Some("new".into()), version: 1, active: true, ..Dispatch::default() };
        let one = dispatch(row, detail);
        assert_eq!((one.title(), one.dek.as_deref(), one.version), ("new", Some("dek"), 2));
        assert_eq!((one.record_ids.len(), one.active), (1, true));
    }
}
