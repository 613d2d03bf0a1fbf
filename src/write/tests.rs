//! The extractive writer over invented stories: what it prints, what it leaves out, and that the copydesk passes all of it.

use crate::cluster::{Evidence, Minimum, gather};
use crate::story::{Dispatch, Record, Section};
use crate::write::{Draft, brief, check, extract};

fn record(id: &str, outlet: &str, title: &str, text: &str) -> Record {
    Record {
        id: id.into(),
        publisher: Some(outlet.to_owned()),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
        ..Record::default()
    }
}

fn foreign(language: &str, records: Vec<Record>) -> Vec<Record> {
    records.into_iter().map(|record| Record { language: Some(language.to_owned()), ..record }).collect()
}

fn write_after(records: &[Record], previous: Option<&Dispatch>) -> Draft {
    let members: Vec<&Record> = records.iter().collect();
    let cluster = gather(&members);
    let draft = extract(&brief(&cluster, &members).since(previous), 220);
    let checked = check(draft.clone(), &members, Evidence::of(&cluster, &members), &Minimum::NONE);
    checked.unwrap_or_else(|spike| panic!("{}: {draft:#?}", spike.reason));
    draft
}

fn write(records: &[Record]) -> Draft {
    write_after(records, None)
}

fn section<'d>(draft: &'d Draft, heading: &str) -> Option<&'d Section> {
    draft.sections.iter().find(|section| section.heading.as_deref() == Some(heading))
}

/// All that a reader reads.
fn prose(draft: &Draft) -> String {
    let told: Vec<&str> = draft.prose().map(|(_, prose)| prose).collect();
    format!("{}\n{}\n{}", draft.headline, draft.dek.as_deref().unwrap_or_default(), told.join("\n"))
}

const BRIDGE: &str = "PORT ALDER (Coast Wire) — Port Alder closed the Harbour Bridge to all traffic on Monday after a drone \
    found a crack in a hanger. Engineers ordered the closure 25 minutes after they had seen the pictures. He had asked \
    for a survey in spring. The Harbour Bridge carries 31,000 vehicles a day between the port and Southbank. Read more: \
    how the bridge was built. The port authority gave no hour for the reopening.";

fn bridge() -> Vec<Record> {
    vec![
        record("1", "Coast Wire", "Harbour Bridge Closes After Drone Finds Crack", BRIDGE),
        record(
            "2",
            "Alder Post",
            "Ferry Cannot Replace Closed Harbour Bridge",
            "The ferry of Port Alder moves 5,600 cars a day and cannot replace the closed Harbour Bridge, its operator \
             said. \"A cracked hanger is a hanger I cannot count on,\" said Mara Quist, the chief engineer of the port. \
             Quist wants the eastern hangers of the bridge replaced before winter. Photo: the bridge at dawn.",
        ),
        record(
            "3",
            "Harbour Radio",
            "Rigger Says Harbour Bridge Crack Is Old",
            "Oren Vale, a rigger on the Harbour Bridge, said the crack in the hanger was there in spring. The port \
             authority denied that the crack of the Harbour Bridge was known before Monday.",
        ),
    ]
}

#[test]
fn a_brief_is_read_without_what_is_not_there() {
    let draft = write(&bridge());
    let told = prose(&draft);
    for gone in ["PORT ALDER (", "He had asked", "Read more", "Photo:"] {
        assert!(!told.contains(gone), "{gone}: {told}");
    }
    assert!(told.contains("Port Alder closed the Harbour Bridge to all traffic on Monday"), "{told}");
    let first = told.find("Mara Quist").unwrap_or(usize::MAX);
    assert!(told.find("Quist wants").is_none_or(|alone| first < alone), "{told}");
}

#[test]
fn who_says_what_stands_beside_its_outlet() {
    let draft = write(&bridge());
    let said = section(&draft, "Who says what").unwrap();
    let rows = said.accounts().unwrap();
    assert_eq!(rows[0].0, "Alder Post");
    assert!(rows[0].1.starts_with("\"A cracked hanger"), "{rows:?}");
}

#[test]
fn accounts_that_contradict_each_other_are_set_side_by_side() {
    let records = vec![
        record(
            "1",
            "Coast Wire",
            "Fire at Hexley Mill",
            "Fire at the Hexley mill on Friday left 12 workers injured, the owner of the mill said. The mill spins wool.",
        ),
        record(
            "2",
            "Alder Post",
            "Hexley Mill Burns",
            "Fire at the Hexley mill on Friday left 19 workers injured, the hospital of the town said. The roof fell in.",
        ),
    ];
    let draft = write(&records);
    let told = prose(&draft);
    assert!(told.contains("12 workers") && told.contains("19 workers"), "{told}");
    let asked = draft.faq.iter().find(|question| question.question.contains("disagree")).unwrap();
    assert!(asked.answer.contains("[1]") && asked.answer.contains("[2]"), "{}", asked.answer);
}

#[test]
fn the_last_question_asks_for_the_strongest_counter_view() {
    let mut records = bridge();
    records[2].text = Some(
        "Critics of the Harbour Bridge in Port Alder rejected the closure, and Oren Vale of the riggers said the crack in \
         the hanger is harmless."
            .to_owned(),
    );
    let draft = write(&records);
    let told = prose(&draft);
    let answered = draft.faq.last().is_some_and(|question| question.question.contains("counter-view"));
    // It is asked unless the sentence is printed already.
    assert!(answered || told.matches("rejected the closure").count() == 1, "{draft:#?}");
    assert!(draft.faq.len() <= 3);
}

#[test]
fn a_new_version_says_what_changed() {
    let mut records = bridge();
    let first = write(&records);
    let previous = Dispatch {
        headline: Some(first.headline.clone()),
        dek: first.dek.clone(),
        sections: first.sections.clone(),
        faq: first.faq.clone(),
        record_ids: first.records.clone(),
        ..Dispatch::default()
    };
    assert!(section(&first, "What changed").is_none());
    records.push(record(
        "4",
        "Hexley Herald",
        "Divers Inspect Pillars of Harbour Bridge",
        "Divers from Hexley inspected the pillars of the closed Harbour Bridge in Port Alder and saw no damage there.",
    ));
    let draft = write_after(&records, Some(&previous));
    let changed = section(&draft, "What changed").unwrap();
    assert!(changed.body.starts_with("Divers from Hexley"), "{}", changed.body);
    assert_eq!(prose(&draft).matches("Divers from Hexley").count(), 1);
    assert!(section(&write_after(&records[..3], Some(&previous)), "What changed").is_none());
}

#[test]
fn records_of_one_sentence_make_a_brief() {
    let draft = write(&[
        record(
            "1",
            "Coast Wire",
            "Ferry Sails Again",
            "The ferry of Port Alder sails again since Tuesday noon.",
        ),
        record(
            "2",
            "Alder Post",
            "Ferry Back in Port Alder",
            "Tickets for the ferry cost four crowns more than before.",
        ),
    ]);
    assert_eq!(draft.headline.split(' ').next(), Some("Ferry"));
    assert!(prose(&draft).contains("sails again since Tuesday noon"));
    // Titles alone are all there is.
    let bare = Record { text: None, ..record("1", "Coast Wire", "Ferry of Port Alder Sails Again", "") };
    assert!(prose(&write(&[bare])).contains("Ferry of Port Alder Sails Again"));
}

#[test]
fn a_record_that_quotes_another_tells_nothing_twice() {
    let sentence = "The council of Hexley sold the old observatory to a brewer for 40,000 crowns on Monday.";
    let mut records = bridge();
    records.clear();
    records.push(record("1", "Coast Wire", "Hexley Sells Its Observatory", sentence));
    for (id, outlet) in [("2", "Alder Post"), ("3", "Harbour Radio"), ("4", "Hexley Herald")] {
        let text = format!(
            "Coast Wire reported the sale first. {sentence} The telescope of the {outlet} tower stays in its dome until spring."
        );
        records.push(record(id, outlet, "Observatory of Hexley Is Sold", &text));
    }
    let told = prose(&write(&records));
    assert_eq!(told.matches("sold the old observatory").count(), 1, "{told}");
}

#[test]
fn a_document_that_strayed_in_is_not_the_story() {
    let mut records = bridge();
    records.push(record(
        "9",
        "Orchard Weekly",
        "Apple Growers Expect a Late Harvest",
        "Growers in the Quill valley expect the apple harvest three weeks later than usual this autumn. Frost took a third \
         of the blossom of the early sorts. Prices of cider rose by a tenth in the markets of the valley.",
    ));
    let draft = write(&records);
    assert!(draft.headline.contains("Harbour Bridge"), "{}", draft.headline);
    assert!(draft.dek.as_deref().is_some_and(|dek| dek.contains("Harbour Bridge")), "{:?}", draft.dek);
    let first = draft.sections[0].body.split("\n\n").next().unwrap_or_default();
    assert!(!first.contains("apple"), "{first}");
}

/// A language, and two records in it: title and text.
const FOREIGN: [(&str, [&str; 2], [&str; 2]); 5] = [
    (
        "ja",
        [
            "港の橋が閉鎖",
            "港湾局は月曜日の午後、点検で亀裂が見つかった橋を閉鎖したと発表した。橋は一日に三万台の車が通る。",
        ],
        ["渡し船が増便", "渡し船の会社は橋の閉鎖を受けて火曜日から便を増やすと述べた。運賃は変わらない。"],
    ),
    (
        "zh",
        ["港口大桥关闭", "港务局星期一宣布，因检查发现裂缝，大桥对所有车辆关闭。大桥每天通行三万辆汽车。"],
        ["渡轮增加班次", "渡轮公司说，大桥关闭以后，从星期二起增加班次。票价没有变化。"],
    ),
    (
        "ar",
        [
            "إغلاق جسر الميناء",
            "أغلقت سلطة الميناء الجسر أمام حركة المرور يوم الاثنين بعد العثور على شق في الدعامة. يعبر الجسر ثلاثون ألف سيارة كل يوم.",
        ],
        ["العبارة تزيد رحلاتها", "زادت شركة العبارات عدد رحلاتها منذ يوم الثلاثاء بعد إغلاق الجسر في الميناء."],
    ),
    (
        "ru",
        [
            "Мост в порту закрыт",
            "Администрация порта закрыла мост для движения в понедельник после того, как нашли трещину. По мосту проезжают 31 000 машин в день.",
        ],
        [
            "Паром ходит чаще",
            "Паромная компания с вторника увеличила число рейсов после закрытия моста в порту.",
        ],
    ),
    (
        "de",
        [
            "Hafenbrücke gesperrt",
            "HEXLEY (dpa) – Die Hafenbehörde hat die Brücke am Montag nach dem Fund eines Risses für den Verkehr gesperrt. Er war im Frühjahr nicht da. Täglich fahren 31.000 Wagen über die Brücke in Hexley.",
        ],
        [
            "Fähre fährt öfter",
            "Die Fähre fährt seit Dienstag wegen der gesperrten Brücke jede halbe Stunde über den Hafen.",
        ],
    ),
];

#[test]
fn briefs_in_any_language() {
    for (language, one, two) in FOREIGN {
        let records = foreign(
            language,
            vec![record("1", "Küste", one[0], one[1]), record("2", "Post", two[0], two[1])],
        );
        let draft = write(&records);
        assert_eq!(draft.language, language);
        assert!(draft.sections.iter().any(|section| section.body.contains('[')), "{language}: {draft:#?}");
        let prose = prose(&draft);
        // What leans is printed behind what it leans on, or not at all.
        let bare = prose.replace("gesperrt [1]. Er war im", "");
        assert!(!bare.contains("Er war im") && !prose.contains("dpa"), "{prose}");
        assert!(draft.faq.is_empty(), "{language}");
    }
}
