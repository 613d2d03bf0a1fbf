//! `slugline trace` and `slugline verify`, as the built program says them.

#![allow(clippy::print_stdout, reason = "a test that is left out says so")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn run(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
    command.args(arguments).env_clear().env("HOME", home).env("TZ", "UTC").env("TERM", "xterm");
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const WIRE: &str = concat!(
    r#"{"record":{"id":"r1","kind":"news","title":"Bridge shut","publisher":"Alder Post","url":"https://a.example/1","#,
    r#""publishedAt":"2026-03-12T16:52:00Z","contentText":"The Harbour Bridge was shut at 16:40 after a drone found a "#,
    r#"crack.\n\nMara Quist said the crossing would 'stay shut for a week'."}}"#,
    "\n",
    r#"{"story":{"id":"00000000-0000-0000-0000-00000000a1b2","topicName":"World","headline":"Bridge shut","#,
    r#""generatedAt":"2026-03-12T17:00:00Z","sourcePlatforms":["news"],"#,
    r#""sections":[{"order":0,"body":"The Harbour Bridge was shut at 16:40 after a drone found a crack [1]. A drone found "#,
    r#"the crack, and the bridge was shut [1]. It will \"stay shut for a week\", and \"nobody is to blame\" [1]. The ferry "#,
    r#"carries 5,600 cars a day [2]. That could mean queues."}],"sourceRecordIds":["r1","r2"],"#,
    r#""citations":[{"marker":1,"citationType":"internal","recordId":"r1"},"#,
    r#"{"marker":2,"citationType":"internal","recordId":"r2"}]}}"#,
    "\n",
);

fn filled() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("wire.jsonl");
    fs::write(&file, WIRE).unwrap();
    assert_eq!(run(home.path(), &["import", &file.display().to_string()]).0, 0);
    home
}

#[test]
fn every_claim_has_a_verdict_and_the_words_that_show_it() {
    let home = filled();
    let (code, out, err) = run(home.path(), &["trace", "00a1b2", "--json"]);
    assert_eq!(code, 0, "{err}");
    let trace: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(trace["code"], "DSP·00A1B2");
    let verdicts: Vec<&str> =
        trace["claims"].as_array().unwrap().iter().map(|claim| claim["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["verbatim", "verbatim", "supported", "not_found", "not_found", "reading"], "{out}");
    assert_eq!((&trace["quotes"]["found"], &trace["quotes"]["total"]), (&1.into(), &2.into()));
    assert_eq!((&trace["numbers"]["found"], &trace["numbers"]["total"]), (&1.into(), &2.into()));
    assert_eq!(trace["missing_records"], serde_json::json!(["r2"]));
    let text = "The Harbour Bridge was shut at 16:40 after a drone found a crack.\n\nMara Quist said the crossing would \
                'stay shut for a week'.";
    for claim in trace["claims"].as_array().unwrap() {
        for span in claim["spans"].as_array().unwrap().iter().filter(|span| span["field"] == "text") {
            let [start, end] = ["start", "end"].map(|key| span[key].as_u64().unwrap() as usize);
            let words: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(span["text"], words.as_str());
        }
    }
}

#[test]
fn people_read_what_was_not_found() {
    let home = filled();
    let (code, out, _) = run(home.path(), &["trace", "DSP·00A1B2"]);
    assert_eq!(code, 0);
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "✗ It will \"stay shut for a week\"",
        "the quotation “nobody is to blame” stands in no record that is here",
        "its records are not here",
        "1 of 2 quotations found",
        "1 record of this dispatch is not here: r2",
        "record r1 · Alder Post",
    ] {
        assert!(flat.contains(words), "{words}\n{out}");
    }
    assert_eq!(run(home.path(), &["trace", "ffffff"]).0, 1);
}

#[test]
fn the_demo_holds() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(home.path(), &["verify", "--json"]);
    let told: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    assert_eq!((code, &told["own_failed"]), (0, &0.into()), "{out}");
    assert!(told["own"].as_u64().unwrap() >= 8 && told["claims"]["not_found"] == 0, "{out}");
    assert_eq!(told["citations"]["found"], told["citations"]["total"]);
    assert!(told["citations"]["total"].as_u64().unwrap() > 20);
}

#[test]
fn a_real_dispatch_is_traced_as_far_as_its_records_go() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = ["../shared/data/seed/wire.jsonl", "../../shared/data/seed/wire.jsonl"];
    let Some(seed) = places.map(|place| root.join(place)).into_iter().find(|place: &PathBuf| place.exists())
    else {
        println!("skipped: ../shared/data/seed is not here");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    assert_eq!(run(home.path(), &["import", &seed.display().to_string()]).0, 0);
    let (code, out, _) = run(home.path(), &["trace", "7C813E", "--json"]);
    let trace: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!((&trace["quotes"]["found"], &trace["quotes"]["total"]), (&1.into(), &2.into()));
    assert_eq!(trace["missing_records"], serde_json::json!(["1002", "1003", "1004", "1005"]));
    let claims = trace["claims"].as_array().unwrap();
    let spans = |claim: &Value| claim["spans"].as_array().unwrap().clone();
    let shown = |words: &str| {
        claims.iter().flat_map(spans).any(|span| span["text"].as_str().unwrap().contains(words))
    };
    assert!(shown("limited our ability to meet enterprises where they are") && shown("$30 billion"));
    let lacks = |claim: &Value| {
        claim["lack"].as_str().is_some_and(|lack| lack.contains("stands in no record that is here"))
    };
    assert!(claims.iter().any(|claim| claim["verdict"] == "not_found" && lacks(claim)));
}
