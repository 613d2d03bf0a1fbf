//! The built program with a model that writes: killed, broken off, looked at.

use std::fs;

use slugline::{
    store::{Access, Store},
    story::Moment,
};

use super::{
    player::{Asked, Dialect, SENTINEL, model},
    room::{BRIDGE, records},
};
use crate::{
    server::faults::{Answer, Faults},
    wires::house::{House, Ran, later},
};

/// A home whose desk writes with this model, and has records to write from.
fn house(server: &Faults) -> House {
    let house = House::with_config("");
    let key = house.file("keys/model.key", SENTINEL);
    let (url, key) = (server.url("/base"), key.display().to_string());
    let config = format!(
        "[writer]\nkind = \"openai\"\nurl = \"{url}\"\nmodel = \"small-1\"\nkey_file = \"{key}\"\nallow_private = true\n"
    );
    house.file(".config/slugline/config.toml", &config);
    let wire: Vec<String> = records("x", None).lines().map(|line| format!("{{\"record\":{line}}}")).collect();
    let file = house.file("records.jsonl", &wire.join("\n"));
    house.run(&["import", file.to_str().unwrap(), "--wire", "main"]).with(0);
    house
}

fn tells_no_key(house: &House, ran: &Ran) {
    assert!(!ran.out.contains(SENTINEL) && !ran.err.contains(SENTINEL), "{}{}", ran.out, ran.err);
    let folder = house.store();
    for entry in fs::read_dir(folder.parent().unwrap()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(SENTINEL.len()).any(|window| window == SENTINEL.as_bytes()));
    }
}

#[test]
fn an_edition_is_written_by_the_model_or_without_it() {
    assert!(BRIDGE.contains("31,000"));
    let server = model(Dialect::OpenAi, Asked::honest);
    let home = house(&server);
    let ran = home.run(&["edition", "--json"]).with(0);
    assert!(ran.out.contains("written by small-1"), "{}{}", ran.out, ran.err);
    tells_no_key(&home, &ran);
    let shown = home.run(&["show", home.rows("main")[0].key.id.as_str(), "--json"]).with(0);
    assert!(
        shown.out.contains("\"writer\":\"small-1\"") || shown.out.contains("\"writer\": \"small-1\""),
        "{}",
        shown.out
    );

    let without = house(&server);
    let asked = server.asked().len();
    let ran = without.run(&["edition", "--writer", "extractive"]).with(0);
    assert!(!ran.out.contains("small-1") && server.asked().len() == asked);
    let offline = house(&server);
    let ran = offline.run(&["edition", "--offline"]).with(0);
    assert!(ran.err.contains("no model is asked") && server.asked().len() == asked, "{}", ran.err);
}

#[test]
fn a_program_that_was_killed_does_not_pay_twice() {
    let server = Faults::serve(|_| Answer::silence());
    let home = house(&server);
    let running = home.start(&["edition"]);
    assert!(server.wait_for(1));
    running.kill();
    let ran = home.run(&["edition", "--json"]).with(0);
    assert_eq!(server.asked().len(), 1);
    assert!(ran.out.contains("not paid for twice"), "{}{}", ran.out, ran.err);
    assert_eq!(home.rows("main").len(), 1);
    let store = Store::open(&home.store(), Access::ReadOnly, later()).unwrap();
    let (calls, spent) = store.reader().unwrap().spent(Moment::from(jiff::Timestamp::now())).unwrap();
    assert!(calls == 1 && spent.tokens() > 0, "what may have been paid counts");
}

#[test]
fn a_person_breaks_off_and_nothing_is_lost() {
    let server = Faults::serve(|request| {
        if request.nth == 0 {
            Answer::silence()
        } else {
            Dialect::OpenAi.stream(&Asked::of(request).honest().to_string())
        }
    });
    let home = house(&server);
    let running = home.start(&["edition"]);
    assert!(server.wait_for(1));
    let pid = rustix::process::Pid::from_child(&running.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let ran = running.ends();
    assert_eq!(ran.code, 130, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("Stopped. What was written is kept"), "{}", ran.err);
    assert_eq!(home.rows("main").len(), 0);
    let ran = home.run(&["edition", "--json"]).with(0);
    assert!(ran.out.contains("written by small-1"), "the story stayed due: {}", ran.out);
}

#[test]
fn the_doctor_says_whether_the_model_can_be_asked() {
    let list = "{\"data\":[{\"id\":\"small-1\"}]}";
    let server = Faults::serve(move |request| match (request.method.as_str(), request.path()) {
        ("GET", "/base/models") => Answer::ok(list),
        _ => Answer::status(500),
    });
    let home = house(&server);
    let told = home.run(&["doctor"]).with(0).out;
    assert!(told.contains("answers, and has the model small-1") && told.contains("500,000 a day"), "{told}");
    let away = Faults::serve(|_| Answer::status(401).body(format!("{{\"error\":\"{SENTINEL}\"}}")));
    let home = house(&away);
    let ran = home.run(&["doctor"]);
    assert!(ran.out.contains("cannot be asked: it does not take the key (status 401: ***)"), "{}", ran.out);
    tells_no_key(&home, &ran);
}

#[test]
fn prompts_of_ones_own_are_checked_before_anything_is_asked() {
    let server = model(Dialect::OpenAi, Asked::honest);
    let home = house(&server);
    let write =
        home.file("prompts/write.txt", "Write in {{language}}, {{words}} words, from this:\n{{records}}");
    let folder = write.parent().unwrap().display().to_string();
    let home = home.with_env("SLUGLINE_WRITER_PROMPTS", &folder);
    let ran = home.run(&["edition", "--json"]).with(0);
    assert!(ran.out.contains("written by small-1"), "{}{}", ran.out, ran.err);
    assert!(Asked::of(&server.asked()[0]).turns[0].starts_with("Write in en, 220 words"));
    home.file("prompts/repair.txt", "Mend it.");
    let ran = home.run(&["edition"]);
    assert!(ran.err.contains("repair.txt lacks the slot {{flaws}}"), "{}", ran.err);
    assert_ne!(ran.code, 0);
}

#[test]
fn a_file_is_replayed_with_the_model_and_a_second_time_for_nothing() {
    let server = model(Dialect::OpenAi, Asked::honest);
    let home = house(&server);
    let file = home.file("replay.jsonl", &records("r", None));
    for _ in 0..2 {
        let ran =
            home.run(&["replay", file.to_str().unwrap(), "--given-clusters", "--writer", "model", "--json"]);
        assert!(ran.code == 0 && ran.out.contains("small-1"), "{}{}", ran.out, ran.err);
    }
    assert_eq!(server.asked().len(), 1);
    let ran = home.run(&["replay", file.to_str().unwrap(), "--given-clusters", "--json"]).with(0);
    assert!(ran.out.contains("extractive") && server.asked().len() == 1);
    let none = House::with_config("");
    let ran = none.run(&["edition", "--writer", "model"]).with(2);
    assert!(ran.err.contains("No model is set up"), "{}", ran.err);
}
