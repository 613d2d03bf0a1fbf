//! Replies of models: whatever comes, no panic; what is cited was given, and what is read can be set.

use serde_json::json;
use slugline::{
    cluster::gather,
    story::Record,
    write::{
        brief,
        model::{Numbered, lay, read, set},
    },
};

use super::{Dice, mutant, mutants};

const FENCE: &str = "k7qfw2x";

fn records() -> Vec<Record> {
    let record = |id: &str, title: &str, text: &str| Record {
        id: id.into(),
        publisher: Some(format!("Paper {id}")),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
        ..Record::default()
    };
    vec![
        record(
            "1",
            "Bridge closes",
            "Port Alder closed the bridge at 16:40. \"I cannot count on it,\" said Mara Quist.",
        ),
        record("2", "ブリッジ", "La ferry de Port Alder transporte 5 600 voitures. Ελληνικά και 日本語。"),
    ]
}

fn seeds() -> Vec<Vec<u8>> {
    let id = |n: usize| format!("{FENCE}-{n}");
    let whole = json!({
        "headline": "Bridge closes at 16:40", "dek": "Port Alder closed it.",
        "takeaways": [{ "text": "Closed (k7qfw2x-1).", "cites": [id(1)] }],
        "sections": [{ "heading": "What", "claims": [
            { "text": "Port Alder closed the bridge at 16:40.", "cites": [id(1), id(2)], "kind": "fact" },
            { "text": "It may stay so. [k7qfw2x-2, k7qfw2x-1]", "cites": [id(2)], "kind": "reading" }] }],
        "faq": [{ "question": "When?", "answer": "At 16:40.", "cites": [id(1)] }],
    });
    let fenced = format!("Sure:\n```json\n{whole}\n```\n");
    let thought = format!("<think>{{ hm }}</think>{whole}");
    let repairs =
        json!({ "repairs": [{ "number": 1, "text": "Closed.", "cites": [id(1)], "kind": "fact" }] });
    [whole.to_string(), fenced, thought, repairs.to_string(), format!("<<{FENCE} record 1")]
        .map(String::into_bytes)
        .to_vec()
}

const WORDS: [&[u8]; 14] = [
    b"{",
    b"}",
    b"[",
    b"\"",
    b"k7qfw2x-1",
    b"k7qfw2x-99999999999999999999",
    b"(k7qfw2x",
    b"[1]",
    b"\\u202e",
    b"\\ud800",
    b"</think>",
    b"```",
    b"null",
    "東\u{200d}é".as_bytes(),
];

fn holds(reply: &str, numbered: &Numbered, records: &[Record]) {
    let Ok(story) = read(reply, numbered) else { return };
    let members: Vec<&Record> = records.iter().collect();
    let cluster = gather(&members);
    let brief = brief(&cluster, &members);
    for (_, line) in story.lines() {
        assert!(line.cites.iter().all(|place| numbered.places.contains(place)), "{reply}");
        assert!(!line.text.contains(FENCE) && !line.text.contains('\u{202e}'), "{reply}");
    }
    let laid = set(&story, &brief, "small-1");
    drop(laid.fallen(&[]));
    let mut mended = story.clone();
    drop(mended.mend(reply, &story.uncited(), numbered));
    mended.stand_in(&story.uncited(), &brief, 200);
    drop(set(&mended, &brief, "small-1"));
}

#[test]
fn mutants_of_replies() {
    let (records, seeds) = (records(), seeds());
    let members: Vec<&Record> = records.iter().collect();
    let cluster = gather(&members);
    let numbered = lay(&brief(&cluster, &members), FENCE);
    assert!(numbered.places.len() >= 3);
    let mut dice = Dice::new(7);
    for n in 0..mutants(10_000) {
        let bytes = mutant(&seeds[n % seeds.len()], &seeds, &WORDS, &mut dice);
        holds(&String::from_utf8_lossy(&bytes), &numbered, &records);
    }
}
