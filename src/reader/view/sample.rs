//! A small world to draw: Port Alder, its bridge, and what else happened that day. All of it is invented.

use crate::{
    reader::{msg::Trouble, update::stage::Stage},
    story::{
        Arc, Beat, Checked, Citation, CitationKind, ClusterId, ClusterNote, Dispatch, DispatchId, Entry,
        Methodology, Moment, Outcome, Question, Record, RecordId, Section, SignalNote, SourceKind, Span,
        Stage as Step,
    },
    text::digest::sha256,
    wire::{page::Kept, state::WireState},
};

/// A reader of this world, at a size.
pub(super) fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height, world());
    let wire = &mut stage.model.wire;
    for count in &mut wire.wires {
        count.updated_at = Some(at("14:03"));
    }
    for row in &mut wire.page.rows {
        row.newer = row.version > 1;
        row.thin = row.headline.starts_with("One Outlet");
    }
    stage
}

/// A moment of this day, or of the day named.
pub(super) fn at(time: &str) -> Moment {
    let text = if time.len() == 5 { format!("2026-03-12T{time}:00Z") } else { format!("{time}:00Z") };
    Moment::parse(&text).unwrap()
}

/// The dispatches, newest first.
#[allow(clippy::too_many_lines)] // a table
pub(super) fn world() -> Vec<Kept> {
    let mut world = vec![bridge()];
    let news = &[SourceKind::News][..];
    let mixed = &[SourceKind::News, SourceKind::HackerNews][..];
    for (id, time, beat, headline, records, platforms) in [
        ("0a11f2", "13:40", "World", "Alder Council Delays Ferry Vote Again", 4, news),
        ("91b07d", "12:15", "Science", "Glacier Survey Finds Second Lake Under the Ice", 9, mixed),
        ("c4e8a0", "11:58", "Culture", "One Outlet Says Museum Sale Is Off", 1, news),
        (
            "5d2b19",
            "09:02",
            "Technology",
            "港湾大橋の亀裂、ドローンが発見 — 全面通行止め",
            3,
            &[SourceKind::Bluesky],
        ),
        ("e07731", "2026-03-11T18:40", "Business", "Grain Price Falls as Silos Fill", 6, news),
        ("3f9c52", "2026-03-11T07:15", "World", "إغلاق جسر الميناء بعد اكتشاف شق", 2, news),
        (
            "b8d604",
            "2026-02-27T10:00",
            "Climate",
            "Spring Tide Reaches the Second Step of the Quay",
            5,
            mixed,
        ),
        (
            "6a40ce",
            "2025-11-04T16:20",
            "Science",
            "Moth Counted in Every Parish for the First Time",
            7,
            mixed,
        ),
    ] {
        world.push(brief(id, at(time), beat, headline, records, platforms));
    }
    world[2].dispatch.version = 2;
    world[4].starred = true;
    world[5].read = true;
    world[7].read = true;
    world[7].dispatch.arc = Some(Arc::Developing);
    world[8].dispatch.arc = Some(Arc::Breaking);
    world
}

/// A dispatch of one section.
fn brief(
    id: &str,
    time: Moment,
    beat: &str,
    headline: &str,
    records: usize,
    platforms: &[SourceKind],
) -> Kept {
    let dispatch = Dispatch {
        id: DispatchId::new(format!("019d8850-6f21-7b3a-9d52-a1b0c4{id}")),
        beat: Beat { id: None, name: Some(beat.to_owned()) },
        headline: Some(headline.to_owned()),
        dek: Some("What is known so far, in two sentences and no more.".to_owned()),
        content: Some("## What is reported\nNobody was hurt, both papers say. More will follow.".to_owned()),
        record_ids: (0..records).map(|n| RecordId::new(format!("{id}-{n}"))).collect(),
        platforms: platforms.to_vec(),
        version: 1,
        active: true,
        generated_at: Some(time),
        ..Dispatch::default()
    };
    Kept {
        wire: "harbour".into(),
        dispatch,
        read: false,
        starred: false,
        records: Vec::new(),
        versions: Vec::new(),
        partial: false,
        ..Kept::default()
    }
}

fn bridge() -> Kept {
    let time = at("14:02");
    let mut kept = brief("7c813e", time, "World", "Harbour Bridge Closes After Crack Found", 5, &[]);
    kept.records = records();
    let dispatch = &mut kept.dispatch;
    dispatch.dek = Some(
        "Engineers shut the Port Alder crossing within an hour of a routine flight; the ferry cannot carry the difference."
            .to_owned(),
    );
    dispatch.takeaways = vec![
        "The crossing is shut, and no hour is named for its opening.".into(),
        "Accounts of the crack differ.".into(),
    ];
    dispatch.arc = Some(Arc::Breaking);
    dispatch.platforms = vec![SourceKind::News, SourceKind::Bluesky];
    dispatch.record_ids = ["1001", "1002", "1003", "1004", "1005"].map(RecordId::from).to_vec();
    dispatch.content = None;
    dispatch.sections = sections();
    dispatch.faq = questions();
    dispatch.citations = citations(&kept.records);
    dispatch.methodology = Some(Methodology {
        signal: Some(SignalNote::default()),
        cluster: Some(ClusterNote { id: None, records: 5, voices: 4, ..ClusterNote::default() }),
        writer: Some("extractive".into()),
        checked: Some(Checked { claims: 12, claims_found: 11, ..Checked::default() }),
        ..Methodology::default()
    });
    kept
}

fn sections() -> Vec<Section> {
    let section = |order, heading: &str, body: &str| Section {
        order,
        heading: Some(heading.to_owned()),
        body: body.to_owned(),
        ..Section::default()
    };
    vec![
        section(
            1,
            "What is reported",
            "The crossing closed at 13:05, the port authority said [1], after a drone pass showed a crack in the eastern \
             hanger [2]. Traffic over it averages 31,000 vehicles a day [2][3].\n\n\"A cracked hanger is a hanger I cannot \
             count on, so I stopped counting,\" said Mara Quist, the port's chief engineer [1].",
        ),
        section(
            2,
            "Where accounts differ",
            "The port authority gives the crack as 40 centimetres [1]; a worker on the deck wrote of **about a metre** [4]. \
             {{entity:coast-wire|Coast Wire}} repeats the first figure and does not say where it has it from [5].\n\n\
             港湾局は再開の時刻を示していない[6]。",
        ),
        section(
            3,
            "What comes next",
            "- A second flight at dawn [1]\n- A ferry every *twenty* minutes until then [5]",
        ),
    ]
}

fn questions() -> Vec<Question> {
    let question = |order, question: &str, answer: &str| Question {
        order,
        question: question.to_owned(),
        answer: answer.to_owned(),
        ..Question::default()
    };
    vec![
        question(1, "How many vehicles used the bridge?", "About 31,000 on a working day [2][3]."),
        question(
            2,
            "What do the accounts disagree on?",
            "The length of the crack: 40 centimetres (the port authority) or \"about a metre\" (a worker's post) [4].",
        ),
        question(
            3,
            "What is the strongest case that it opens soon?",
            "The hanger can be replaced from a barge [1].",
        ),
    ]
}

#[allow(clippy::too_many_lines)] // a table
pub(super) fn records() -> Vec<Record> {
    let record =
        |id: &str, kind, title: Option<&str>, byline: &str, outlet: &str, time: &str, text: &str| Record {
            id: id.into(),
            kind,
            title: title.map(str::to_owned),
            byline: Some(byline.to_owned()),
            publisher: Some(outlet.to_owned()).filter(|outlet| !outlet.is_empty()),
            url: Some(format!("https://alderpost.example/{id}")),
            published_at: Some(at(time)),
            captured_at: Some(at(time).plus_seconds(291)),
            language: Some("en".into()),
            text: Some(text.to_owned()),
            ..Record::default()
        };
    vec![
        record(
            "1001",
            SourceKind::News,
            Some("Port authority shuts bridge"),
            "Nell Tavener",
            "The Alder Post",
            "13:11",
            "Port Alder closed the Harbour Bridge to all traffic at 13:05 after a drone inspection found a crack in the \
             eastern hanger, the port authority said.\n\nMara Quist, the port's chief engineer, ordered the closure 25 \
             minutes after seeing the pictures. The crack is 40 centimetres long and runs along a weld in the third hanger \
             from the east tower.\n\n\"A cracked hanger is a hanger I cannot count on, so I stopped counting,\" she \
             said.\n\nThe port authority gave no hour for reopening the bridge.",
        ),
        record(
            "1003",
            SourceKind::News,
            Some("What the drone saw"),
            "Ruben Asch",
            "Coast Wire",
            "13:30",
            "The Harbour Bridge carries 31,000 vehicles a day between Port Alder and Southbank.",
        ),
        record(
            "1004",
            SourceKind::Bluesky,
            None,
            "@rigger.example",
            "",
            "13:22",
            "Was on the deck when they cleared it. Crack about a metre if you ask me 🌉",
        ),
    ]
}

fn citations(records: &[Record]) -> Vec<Citation> {
    let text = records[0].words();
    let lit =
        "The crack is 40 centimetres long and runs along a weld in the third hanger from the east tower.";
    let start = text.chars().count()
        - text.split_once(lit).map_or(0, |(_, rest)| rest.chars().count())
        - lit.chars().count();
    let sha256 = sha256(text);
    let span = Span { start, end: start + lit.chars().count(), sha256: Some(sha256), ..Span::default() };
    let internal = |marker, id: &str, platform, excerpt: &str| Citation {
        marker: Some(marker),
        record_id: Some(id.into()),
        platform: Some(platform),
        excerpt: Some(excerpt.to_owned()),
        ..Citation::default()
    };
    let external = |marker, domain: &str, excerpt: &str| Citation {
        marker: Some(marker),
        kind: CitationKind::External,
        url: Some(format!("https://{domain}/traffic/2025?table=4")),
        domain: Some(domain.to_owned()),
        title: Some("Traffic counts 2025".to_owned()),
        excerpt: Some(excerpt.to_owned()),
        claim: Some("Traffic over it averages 31,000 vehicles a day".to_owned()),
        fetched_at: Some(at("13:50")),
        ..Citation::default()
    };
    vec![
        Citation { spans: vec![span], ..internal(1, "1001", SourceKind::News, lit) },
        internal(2, "1003", SourceKind::News, "carries 31,000 vehicles a day"),
        external(3, "alder-stats.example", "Mean daily traffic 2025: 31,040"),
        internal(4, "1004", SourceKind::Bluesky, "Crack about a metre if you ask me"),
        Citation {
            title: Some("Ferry Cannot Carry the Difference".into()),
            claim: Some("A ferry every twenty minutes until then".into()),
            url: Some("https://coastwire.example/port-alder-ferry".into()),
            ..internal(5, "1002", SourceKind::News, "The ferry takes fewer than one car in nine.")
        },
        external(6, "minato.example", "再開の時刻は未定"),
    ]
}

/// What two editions decided.
pub(super) fn entries() -> Vec<Entry> {
    let entry = |time: &str, stage, outcome, headline: &str, reason: &str| Entry {
        at: at(time),
        stage,
        cluster: ClusterId::from("c-1"),
        outcome,
        headline: headline.to_owned(),
        reason: reason.to_owned(),
    };
    vec![
        entry(
            "14:02",
            Step::Wire,
            Outcome::Published,
            "Harbour Bridge Closes After Crack Found",
            "6 voices in 1 h where 0.4 were expected",
        ),
        entry(
            "14:02",
            Step::Write,
            Outcome::Spiked,
            "Mayor Seen Leaving by the Back Door",
            "the quotation “I was never here” stands in no record",
        ),
        entry("14:02", Step::Signal, Outcome::Watched, "A Dog on the Ferry", "one voice; two are needed"),
        entry("2026-03-11T18:40", Step::Wire, Outcome::Published, "Grain Price Falls as Silos Fill", ""),
        entry(
            "2026-03-11T18:40",
            Step::Cluster,
            Outcome::Unchanged,
            "Spring Tide Reaches the Second Step",
            "nothing new since DSP·B8D604",
        ),
    ]
}

/// How the reading of two wires may fare, each with a name.
#[allow(clippy::too_many_lines)] // a table
pub(super) fn wires() -> Vec<(&'static str, Vec<WireState>)> {
    let harbour = WireState {
        wire: "harbour".into(),
        kind: "reference server · no sources, no citations".into(),
        url: "https://harbour.example/".into(),
        total: 1_284,
        unread: 12,
        records: 3_400,
        bytes: 12_400_000,
        partial: 3,
        queued: 5,
        tried_at: Some(at("14:03")),
        synced_at: Some(at("14:03")),
        requests: 88,
        ..WireState::default()
    };
    let coast = WireState {
        wire: "coast".into(),
        kind: "another Slugline, version 0.1.0".into(),
        url: "https://coast.example/".into(),
        total: 96,
        records: 410,
        bytes: 870_000,
        tried_at: Some(at("13:50")),
        synced_at: Some(at("13:50")),
        requests: 3,
        notes: vec!["2 dispatches came without a headline".into()],
        ..WireState::default()
    };
    let demo = WireState {
        wire: "demo".into(),
        kind: "demo".into(),
        total: 11,
        records: 151,
        ..WireState::default()
    };
    let offline = Trouble {
        what: "harbour.example cannot be reached".into(),
        why: "no connection within 10 s".into(),
        remedy: "Nothing is lost; it is tried again at 14:38".into(),
    };
    let refused = Trouble {
        what: "coast.example refused the key".into(),
        why: "401 unauthorized: invalid token".into(),
        remedy: "Check where the key comes from, then press r".into(),
    };
    let failed = |state: &WireState, trouble: &Trouble| WireState {
        tried_at: Some(at("14:23")),
        trouble: Some(trouble.clone()),
        not_before: Some(at("14:38")),
        ..state.clone()
    };
    vec![
        ("healthy", vec![coast.clone(), demo.clone(), harbour.clone()]),
        ("offline", vec![failed(&coast, &offline), demo.clone(), failed(&harbour, &offline)]),
        ("refused", vec![failed(&coast, &refused), demo, harbour]),
    ]
}
