//! Dispatches and records as text, and what setting them costs.

use super::{Beside, Laid, Role, Target, analysis, citations, ledger, preview, questions, record};
use crate::{
    reader::model::{Fetch, Load, RecordScreen, Settings, Subject, Ticket},
    story::{Citation, Dispatch, Key, Moment, Question, Record, RecordId, Section, Span},
    text::width::{Ambiguous, of},
    wire::page::{Kept, KeptRecord, Row},
};

fn kept(body: &str, citations: Vec<Citation>) -> Kept {
    let section =
        Section { heading: Some("What is reported".into()), body: body.to_owned(), ..Section::default() };
    let dispatch = Dispatch {
        headline: Some("A Headline".into()),
        sections: vec![section],
        citations,
        ..Dispatch::default()
    };
    Kept { dispatch, ..Kept::default() }
}

/// Nothing is known of it besides its words.
const ALONE: Beside<'_> = Beside { fetch: &Fetch::Not, trace: None, since: None, history: None };

fn cite(marker: u32) -> Citation {
    Citation {
        marker: Some(marker),
        record_id: Some(RecordId::new(marker.to_string())),
        ..Citation::default()
    }
}

fn set(kept: &Kept, width: u16) -> Laid {
    analysis(kept, ALONE, width, &Settings::plain(), Moment::default())
}

#[test]
fn a_marker_leads_to_its_citation_and_knows_its_sentence() {
    let laid = set(&kept("It closed [2]. Nobody saw it [9].", vec![cite(1), cite(2)]), 60);
    assert_eq!(laid.links.len(), 1);
    assert_eq!(laid.links[0].target, Target::Citation(1));
    assert_eq!(laid.links[0].sentence.as_deref(), Some("It closed [2]."));
    let line = &laid.lines[laid.links[0].line];
    assert!(
        line.pieces
            .iter()
            .any(|piece| piece.text == "[2]" && piece.link == Some(0) && piece.role == Role::Link)
    );
    assert!(line.pieces.iter().any(|piece| piece.text == "[9]" && piece.link.is_none()));
}

#[test]
fn no_line_begins_with_a_marker() {
    let body = "The port authority closed the crossing after a drone pass [1][2]. It will stay shut [2] until dawn [1]. ";
    for width in 20..90 {
        for line in set(&kept(&body.repeat(3), vec![cite(1), cite(2)]), width).lines {
            assert!(!line.plain().trim_start().starts_with('['), "{width}: {:?}", line.plain());
        }
    }
}

#[test]
fn a_dispatch_without_sections_shows_its_content() {
    let mut kept = kept("", Vec::new());
    kept.dispatch.content = Some("## What is reported\nIt closed.".to_owned());
    let text = set(&kept, 40).plain();
    assert_eq!(text, "  Filed under General\n  A Headline\n\n  What is reported\n  It closed.\n");
}

#[test]
fn records_without_citations_are_listed() {
    let mut kept = kept("", Vec::new());
    kept.dispatch.record_ids = vec!["a".into(), "b".into()];
    kept.records = vec![Record { id: "b".into(), title: Some("Second".into()), ..Record::default() }];
    let laid = citations(&kept, 60, &Settings::plain(), Moment::default());
    let targets: Vec<_> = laid.links.iter().map(|link| link.target.clone()).collect();
    assert_eq!(targets, [Target::Citation(0), Target::Citation(1)]);
    assert!(laid.plain().contains("record a") && laid.plain().contains("not in the cache"));
}

fn screen(text: &str, spans: Vec<Span>) -> RecordScreen {
    let record = Record { id: "r".into(), text: Some(text.to_owned()), ..Record::default() };
    let row = Row { key: Key::new("w", "00000000abcdef"), headline: "Who Cites It".into(), ..Row::default() };
    RecordScreen {
        subject: Subject::Record("w".into(), "r".into()),
        citation: Some(Citation { spans, ..Citation::default() }),
        sentence: None,
        kept: Load::Here(Box::new(KeptRecord { wire: "w".into(), record, cited_by: vec![row] })),
        fetch: Fetch::Not,
        page: Fetch::Not,
        column: crate::reader::model::Column::default(),
        ticket: Ticket::default(),
    }
}

#[test]
fn a_record_shows_its_passage_and_who_cites_it() {
    let span = Span { start: 10, end: 14, ..Span::default() };
    let laid =
        record(&screen("One line.\nlast words", vec![span]), 40, &Settings::plain(), Moment::default());
    assert!(laid.plain().contains("▐last▌ words"));
    let lit = laid.lit.map(|at| laid.lines[at].plain());
    assert_eq!(lit.as_deref(), Some("  ▐last▌ words"));
    assert!(laid.links.iter().any(|link| matches!(link.target, Target::Dispatch(_))));
}

#[test]
fn a_record_whose_text_changed_is_not_lit() {
    let span = Span { start: 0, end: 3, sha256: Some("00".repeat(32)), ..Span::default() };
    let laid = record(&screen("One line.", vec![span]), 60, &Settings::plain(), Moment::default());
    assert_eq!(laid.lit, None);
    assert!(laid.plain().contains("no passage is lit"), "{}", laid.plain());
}

#[test]
fn a_passage_over_several_paragraphs_is_lit_in_all_of_them() {
    let span = Span { start: 4, end: 13, ..Span::default() };
    let text =
        record(&screen("one two\nthree four", vec![span]), 40, &Settings::plain(), Moment::default()).plain();
    assert!(text.contains("one ▐two") && text.contains("three▌ four"), "{text}");
}

#[test]
fn only_open_answers_are_shown() {
    let mut kept = kept("", Vec::new());
    let question =
        |n: usize| Question { question: format!("Q{n}?"), answer: format!("A{n}."), ..Question::default() };
    kept.dispatch.faq = (1..=3).map(question).collect();
    let laid = questions(&kept, &[false, true], 30, &Settings::plain());
    assert_eq!(laid.plain(), "  ▸ Q1?\n  ▾ Q2?\n      A2.\n  ▸ Q3?\n");
    assert_eq!(
        laid.links.iter().map(|link| (link.line, link.end)).collect::<Vec<_>>(),
        [(0, 1), (1, 3), (3, 4)]
    );
}

#[test]
fn an_empty_ledger_says_what_fills_it() {
    assert!(ledger(&[], 80, &Settings::plain(), Moment::default()).plain().contains("slugline edition"));
}

#[test]
fn every_builder_keeps_to_its_column() {
    let wide = "漢字かな交じり文 ".repeat(20) + &"unbreakable".repeat(20) + " [1][2] \u{1b}[31m\u{202e}x";
    let mut kept = kept(&wide, (1..40).map(cite).collect());
    kept.dispatch.faq =
        vec![Question { question: wide.clone(), answer: wide.clone(), ..Question::default() }];
    for width in 3..100 {
        let settings = Settings::plain();
        for laid in [
            set(&kept, width),
            preview(&kept, width, &settings),
            questions(&kept, &[true], width, &settings),
            citations(&kept, width, &settings, Moment::default()),
            record(&screen(&wide, Vec::new()), width, &settings, Moment::default()),
        ] {
            for line in &laid.lines {
                let cells: usize = line.pieces.iter().map(|p| of(&p.text, Ambiguous::One)).sum();
                assert!(usize::from(line.indent) + cells <= usize::from(width), "{width}: {line:?}");
            }
        }
    }
}

/// Were any of it quadratic, this would take hours.
#[test]
fn great_lengths_are_set_in_linear_time() {
    let many: Vec<Citation> = (1..=10_000).map(cite).collect();
    let markers = (1..=10_000).fold(String::new(), |text, n| text + &format!("word[{n}] "));
    for body in [markers.as_str(), &"word ".repeat(200_000), &"x".repeat(1_000_000), &"[1]".repeat(100_000)] {
        let laid = set(&kept(body, many.clone()), 72);
        assert!(laid.height() > 1_000);
    }
    assert_eq!(citations(&kept("", many), 72, &Settings::plain(), Moment::default()).links.len(), 10_000);
}
