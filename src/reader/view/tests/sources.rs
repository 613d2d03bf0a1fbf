//! The sources screen as it stands in a terminal, and what is shown before a source is added.

use rstest::rstest;

use super::super::sample::{at, records, world};
use super::{check, shown};
use crate::{
    config::SourceRow,
    reader::{
        effect::Effect,
        model::Ticket,
        msg::{Asking, Choice, Found, GatherNews, Gleaned, Msg, Offer, Outlines, Trouble},
        update::stage::Stage,
    },
    story::{SourceState, Standing},
};

/// Sources of this town, each faring in its own way.
#[allow(clippy::too_many_lines)] // a table
fn sources() -> Vec<SourceState> {
    let state = |name: &str, title: &str, beat: &str, host: &str| SourceState {
        name: name.into(),
        kind: "feed".into(),
        url: format!("https://{host}/feed.xml"),
        title: title.into(),
        beat: beat.into(),
        tried_at: Some(at("14:22")),
        gathered_at: Some(at("14:22")),
        next_at: Some(at("14:52")),
        ..SourceState::default()
    };
    vec![
        SourceState {
            records: 1_284,
            days: vec![12, 14, 9, 3, 2, 15, 18, 11, 13, 12, 4, 3, 16, 21],
            lag_seconds: Some(480),
            ..state("alder-post", "The Alder Post", "world", "alderpost.example")
        },
        SourceState {
            records: 96,
            days: vec![0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 1],
            lag_seconds: Some(7_500),
            next_at: Some(at("2026-03-13T02:10")),
            repaired: true,
            notes: vec!["2 items came without a date".into()],
            ..state("coast-wire", "Coast Wire — harbour, ferries and the sea beyond", "", "coastwire.example")
        },
        SourceState {
            records: 410,
            gathered_at: Some(at("2026-03-10T09:15")),
            next_at: Some(at("18:40")),
            failures: 6,
            trouble: Some(Trouble {
                what: "harbourmail.example answered 503".into(),
                why: "it asks to be left alone until 18:40".into(),
                remedy: "It is tried again by itself".into(),
            }),
            days: vec![3, 4, 2, 5, 4, 3, 6, 5, 4, 3, 2, 0, 0, 0],
            lag_seconds: Some(1_900),
            ..state("harbour-mail", "Harbour Mail", "business", "harbourmail.example")
        },
        SourceState {
            kind: "bluesky".into(),
            records: 3_020,
            days: vec![200, 220, 180, 240, 260, 210, 190, 205, 260, 300, 280, 240, 220, 310],
            lag_seconds: Some(42),
            ..state("rigger", "@rigger.example", "", "bsky.example")
        },
        SourceState {
            standing: Standing::Off,
            records: 12,
            next_at: None,
            ..state("tide-tables", "Tide Tables", "science", "tides.example")
        },
        SourceState {
            standing: Standing::Gone,
            trouble: Some(Trouble {
                what: "oldpaper.example says that this feed is gone for good".into(),
                why: "it answered 410".into(),
                remedy: String::new(),
            }),
            records: 77,
            ..state("old-paper", "The Old Paper", "world", "oldpaper.example")
        },
        SourceState {
            tried_at: None,
            gathered_at: None,
            next_at: None,
            ..state("minato", "港新聞", "world", "minato.example")
        },
    ]
}

/// A reader of these sources.
fn gathering(width: u16, height: u16) -> Stage {
    let mut stage = Stage::gathering(width, height, world(), sources());
    stage.newest = records();
    stage
}

/// What is shown before a source is added.
fn offer() -> Offer {
    Offer {
        row: SourceRow {
            name: "alder-post".into(),
            url: "https://alderpost.example/feed.xml".into(),
            ..SourceRow::default()
        },
        title: "The Alder Post".into(),
        what: "RSS 2.0".into(),
        records: records(),
        notes: vec!["1 item came without a link".into()],
        repaired: false,
        known: None,
    }
}

/// The ticket of the look that was asked for last.
fn looked(stage: &mut Stage) -> Ticket {
    let look = |effect: &Effect| match effect {
        Effect::LookUp(ticket, _) | Effect::LookAt(ticket, _) | Effect::ReadOutlines(ticket, _) => {
            Some(*ticket)
        }
        _ => None,
    };
    stage.effects().iter().rev().find_map(look).unwrap()
}

#[rstest]
fn sources_of_ones_own(#[values((80, 24), (120, 40), (160, 48), (40, 12))] size: (u16, u16)) {
    let staged = |keys: &str| {
        let mut stage = gathering(size.0, size.1);
        stage.press(keys);
        stage
    };
    check("sources", &staged("S").model);
    check("sources_detail", &staged("S Enter").model);
    check("sources_remove", &staged("S d").model);
    check("sources_add", &staged("S a").model);
    let mut busy = staged("S");
    busy.tell(Msg::Gathered(GatherNews::Began { of: 312 }));
    let done =
        |n: usize| Gleaned { source: format!("s{n}").into(), asked: true, new: n % 2, ..Gleaned::default() };
    busy.tell(Msg::Gathered(GatherNews::Moved((0..37).map(done).collect())));
    check("sources_gathering", &busy.model);
    busy.press("Esc");
    check("wire_gathering", &busy.model);
}

#[test]
fn a_model_that_writes_tells_how_far_it_is() {
    let mut stage = gathering(80, 24);
    let says = |stage: &Stage, words: &str| shown(&stage.model).contains(words);
    stage.tell(Msg::Gathered(GatherNews::Writing));
    assert!(says(&stage, "writing from what came"));
    stage.tell(Msg::Gathered(GatherNews::Asking(Asking { model: "quill-2".to_owned(), words: 1340 })));
    assert!(says(&stage, "quill-2 writes … · 1,340 words"), "{}", shown(&stage.model));
    stage.tell(Msg::Gathered(GatherNews::Wrote { published: 1 }));
    assert!(!says(&stage, "quill-2"));
}

#[rstest]
fn what_is_shown_before_it_is_added(#[values((80, 24), (120, 40), (160, 48), (40, 12))] size: (u16, u16)) {
    let mut stage = gathering(size.0, size.1);
    stage.press("S a").type_in("alderpost.example").press("Enter");
    let choice = |title: &str, url: &str| Choice {
        title: title.to_owned(),
        url: format!("https://{url}"),
        offer: None,
    };
    let choices = vec![
        choice("The Alder Post", "alderpost.example/feed.xml"),
        choice("The Alder Post: Sport", "alderpost.example/sport.xml"),
        choice("", "alderpost.example/comments.xml"),
    ];
    let ticket = looked(&mut stage);
    stage.tell(Msg::LookedUp(ticket, Ok(Found::Choices(choices))));
    check("sources_choose", &stage.model);
    stage.press("Enter");
    let ticket = looked(&mut stage);
    stage.tell(Msg::LookedUp(ticket, Ok(Found::Offer(Box::new(offer())))));
    check("sources_offer", &stage.model);
    stage.press("Esc Esc Esc p");
    let ticket = looked(&mut stage);
    stage.tell(Msg::LookedUp(ticket, Ok(Found::Offer(Box::new(offer())))));
    check("sources_peek", &stage.model);
    stage.tell(Msg::Pasted("/home/ann/feeds.opml".to_owned()));
    let ticket = looked(&mut stage);
    let row = |n: usize| SourceRow {
        name: format!("feed-{n}").into(),
        title: format!("Feed number {n}"),
        beat: ["world", ""][n % 2].to_owned(),
        ..SourceRow::default()
    };
    let outlines = Outlines {
        name: "feeds.opml".into(),
        rows: (0..309).map(row).collect(),
        folders: 14,
        known: 3,
        notes: vec!["it breaks off; what stands before the break is read".into()],
    };
    stage.tell(Msg::OutlinesRead(ticket, Ok(Box::new(outlines))));
    check("sources_import", &stage.model);
}

#[rstest]
fn whence_a_record_came(#[values((80, 24), (160, 48))] size: (u16, u16)) {
    let mut stage = gathering(size.0, size.1);
    let record = &mut stage.world[0].records[0];
    record.source = Some("alder-post".into());
    record.backfill = true;
    record.copy_of = Some("feed:coast-wire:9f31".into());
    record.url = Some("https://news.aggregator.example/rss/articles/CBM1".into());
    record.resolved_url = Some("https://t.short.example/x".into());
    record.canonical_url = Some("https://alderpost.example/bridge".into());
    stage.press("Enter 1 p");
    check("record_whence", &stage.model);
}

/// Sources that mean harm in every field.
pub(super) fn poison(stage: &mut Stage, text: &str) {
    let trouble = Trouble { what: text.to_owned(), why: text.to_owned(), remedy: text.to_owned() };
    let row = SourceRow {
        name: text.into(),
        url: text.to_owned(),
        title: text.to_owned(),
        beat: text.to_owned(),
        words: vec![text.to_owned()],
        ..SourceRow::default()
    };
    stage.sources = vec![SourceState {
        name: text.into(),
        kind: "feed".to_owned(),
        url: text.to_owned(),
        trouble: Some(trouble),
        notes: vec![text.to_owned(); 3],
        moved: text.to_owned(),
        ..SourceState::default()
    }];
    stage.newest = stage.world.first().map(|kept| kept.records.clone()).unwrap_or_default();
    stage.model.gathering.know(vec![row].into());
}
