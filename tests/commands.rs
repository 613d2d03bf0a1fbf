//! The built program, on homes of its own: exit codes, pipes, broken input. Nothing of our own environment reaches it.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A home with nothing in it.
struct Home(TempDir);

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One with two dispatches in its store; see `WIRE`.
    fn filled() -> Self {
        let home = Self::new();
        let ran = home.run(&["import", &home.file("wire.jsonl", WIRE)]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        home
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
        command.args(arguments).env_clear().env("HOME", self.0.path()).env("TZ", "UTC").env("TERM", "xterm");
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Self::ran(&mut self.command(arguments))
    }

    fn ran(command: &mut Command) -> Ran {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        Ran { code, out: text(output.stdout), err: text(output.stderr) }
    }
}

const WIRE: &str = concat!(
    r#"{"record":{"id":"r1","kind":"news","title":"Bridge shut","publisher":"Alder Post","url":"https://a.example/1","#,
    r#""publishedAt":"2026-03-12T16:52:00Z","contentText":"The bridge was shut at noon.\n\nNobody was hurt."}}"#,
    "\n",
    r#"{"story":{"id":"00000000-0000-0000-0000-00000000a1b2","topicName":"World","headline":"Bridge Shut at Noon","#,
    r#""synopsis":"A crack was found.","generatedAt":"2026-03-12T17:00:00Z","sourcePlatforms":["news"],"#,
    r#""sections":[{"order":0,"heading":"What is reported","body":"The bridge was shut [1], they say [2]."}],"#,
    r#""citations":[{"marker":1,"citationType":"internal","recordId":"r1"},"#,
    r#"{"marker":2,"citationType":"internal","recordId":"r2"}]}}"#,
    "\n",
    r#"{"story":{"id":"11111111-0000-0000-0000-00000000ffff","topicName":"Science","headline":"A Lake Is Found","#,
    r#""generatedAt":"2026-03-11T17:00:00Z"}}"#,
    "\n",
);

#[test]
fn the_first_start_finds_something_to_read() {
    let home = Home::new();
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("demo wire"), "{}", ran.err);
    assert!(ran.out.lines().count() >= 8, "{}", ran.out);
    let again = home.run(&["list"]);
    assert_eq!((again.out, again.err), (ran.out, String::new()));
}

#[test]
fn without_a_screen_the_front_page_is_printed() {
    let home = Home::filled();
    for term in ["xterm", "dumb"] {
        let ran = Home::ran(home.command(&[]).env("TERM", term));
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Bridge Shut at Noon") && ran.out.contains("DSP·00A1B2"), "{}", ran.out);
        assert!(!ran.out.contains('\u{1b}'));
    }
}

#[test]
fn a_config_or_a_store_of_ones_own_means_no_demo() {
    let home = Home::new();
    home.file(".config/slugline/config.toml", "[reader]\nmeasure = 60\n");
    let ran = home.run(&["list"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("slugline import FILE"), "{}", ran.err);
}

#[test]
fn lists_are_newest_first_and_lines_of_json() {
    let home = Home::filled();
    let ran = home.run(&["list"]);
    let places = ["00A1B2", "00FFFF"].map(|code| ran.out.find(code).unwrap());
    assert!(places[0] < places[1]);
    let ran = home.run(&["list", "--json", "--limit", "1"]);
    let row: Value = serde_json::from_str(ran.out.trim_end()).unwrap();
    assert_eq!((&row["code"], &row["headline"]), (&"DSP·00A1B2".into(), &"Bridge Shut at Noon".into()));
    assert_eq!(home.run(&["list", "--beat", "science"]).out.lines().count(), 1);
    assert_eq!(home.run(&["list", "--query", "lake"]).out.lines().count(), 1);
    let ran = home.run(&["list", "--beat", "Wrold"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("Did you mean \"World\"?"), "{}", ran.err);
    assert_eq!(home.run(&["list", "--query", "zebra"]).code, 1);
}

#[test]
fn a_code_is_understood_however_it_is_typed() {
    let home = Home::filled();
    for typed in ["00A1B2", "dsp·00a1b2", "DSP.00A1B2", "00000000-0000-0000-0000-00000000a1b2"] {
        let ran = home.run(&["show", typed]);
        assert_eq!(ran.code, 0, "{typed}: {}", ran.err);
        assert!(ran.out.contains("The bridge was shut [1]"));
        assert!(ran.out.contains("Alder Post · Bridge shut"), "{}", ran.out);
        assert!(ran.out.contains("record r2 (not in the store)"), "{}", ran.out);
    }
    assert_eq!(home.run(&["show", "ABCDEF"]).code, 1);
    let story: Value = serde_json::from_str(&home.run(&["show", "00A1B2", "--json"]).out).unwrap();
    assert_eq!(story["citations"][0]["recordId"], "r1");
    let page = home.run(&["show", "00A1B2", "--markdown"]).out;
    assert!(page.starts_with("# Bridge Shut at Noon\n\nDSP·00A1B2 · World · "), "{page}");
}

#[test]
fn a_collision_shows_all_who_share_the_code() {
    let home = Home::filled();
    let twin = r#"{"story":{"id":"22222222-0000-0000-0000-00000000a1b2","headline":"Another Story"}}"#;
    assert_eq!(home.run(&["import", &home.file("twin.jsonl", twin)]).code, 0);
    let ran = home.run(&["show", "00A1B2"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for id in ["00000000-0000-0000-0000-00000000a1b2", "22222222-0000-0000-0000-00000000a1b2"] {
        assert!(ran.err.contains(id), "{}", ran.err);
        assert_eq!(home.run(&["show", id]).code, 0);
    }
}

#[test]
fn readings_stand_apart_and_accounts_beside_their_outlets() {
    let home = Home::new();
    let wire = concat!(
        r#"{"story":{"id":"33333333-0000-0000-0000-00000000abcd","headline":"Bridge Shut","sections":["#,
        r#"{"order":0,"heading":"Who says what","sectionType":"accounts","outlets":["Alder Post","Coast Wire"],"#,
        r#""body":"It is shut [1].\n\nIt is open [2]."},"#,
        r#"{"order":1,"heading":"When it may open","sectionType":"reading","body":"It may open soon."}]}}"#
    );
    home.run(&["import", &home.file("wire.jsonl", wire)]);
    let ran = home.run(&["show", "00ABCD"]);
    assert!(
        ran.out.contains("When it may open\n◇ Reading: what no record says\n\n  It may open soon.\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Alder Post\n  It is shut [1].\nCoast Wire\n  It is open [2].\n"),
        "{}",
        ran.out
    );
    let ran = home.run(&["show", "00ABCD", "--markdown"]);
    assert!(ran.out.contains("> *◇ Reading: what no record says*\n>\n> It may open soon.\n"), "{}", ran.out);
    assert!(
        ran.out.contains("- **Alder Post**: It is shut [1].\n- **Coast Wire**: It is open [2].\n"),
        "{}",
        ran.out
    );
}

#[test]
fn records_are_shown_whole_or_said_to_be_missing() {
    let home = Home::filled();
    let ran = home.run(&["record", "r1"]);
    assert!(ran.out.contains("Nobody was hurt.") && ran.out.contains("Cited by"), "{}", ran.out);
    let record: Value = serde_json::from_str(&home.run(&["record", "r1", "--json"]).out).unwrap();
    assert_eq!(record["publisher"], "Alder Post");
    let ran = home.run(&["record", "r2"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("not in the store") && ran.err.contains("00A1B2"), "{}", ran.err);
    let wire =
        r#"{"story":{"id":"s1","headline":"H","citations":[{"marker":3,"recordId":"r9","platform":"bluesky","#
            .to_owned()
            + r#""title":"A post","excerpt":"They said so.","externalUrl":"https://b.example/9"}]}}"#;
    home.run(&["import", &home.file("known.jsonl", &wire)]);
    let ran = home.run(&["record", "r9"]);
    for known in ["\n  DSP·", "\n    [3] Bluesky · A post", "“They said so.”", "https://b.example/9"] {
        assert!(ran.err.contains(known), "{known} {}", ran.err);
    }
}

#[test]
fn search_finds_dispatches_and_records() {
    let home = Home::filled();
    let ran = home.run(&["search", "bridge", "--json"]);
    let kinds: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].clone()).collect();
    assert_eq!(kinds, ["dispatch", "record"]);
    assert_eq!(home.run(&["search", "zebra"]).code, 1);
}

#[test]
fn a_broken_line_costs_only_itself() {
    let home = Home::new();
    let lines = "{\"record\": {\"id\": \"a\", \"title\": \"x\"}}\nnot json\n\n{\"record\": {\"id\": \"b\", \"title\": 7}}\n\
                 [1]\n{\"story\": {\"id\": 5, \"headline\": null}}\n";
    let file = home.file("broken.jsonl", lines);
    let ran = home.run(&["import", &file]);
    assert_eq!(ran.code, 1);
    for line in [2, 4, 5] {
        assert!(ran.err.contains(&format!("broken.jsonl:{line}: ")), "{}", ran.err);
    }
    assert!(ran.out.contains("1 dispatch (1 new") && ran.out.contains("2 records (2 new"), "{}", ran.out);
    assert_eq!(home.run(&["list"]).code, 0);
    let ran = home.run(&["import", "/nonexistent/a.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("/nonexistent/a.jsonl cannot be read"), "{}", ran.err);
    assert_eq!(home.run(&["import", "/nonexistent/a.jsonl", &file]).code, 1);
}

#[test]
fn standard_input_can_be_imported() {
    let home = Home::new();
    let mut child =
        home.command(&["import", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(WIRE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("2 dispatches"));
}

#[test]
fn what_is_exported_can_be_imported_again_and_nothing_is_overwritten() {
    let home = Home::filled();
    let out = home.path("out.jsonl").display().to_string();
    assert_eq!(home.run(&["export", "--out", &out]).code, 0);
    let first = fs::read_to_string(&out).unwrap();
    assert_eq!(first.lines().count(), 3);
    let ran = home.run(&["export", "--out", &out]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--force"), "{}", ran.err);
    assert_eq!(home.run(&["export", "--out", &out, "--force"]).code, 0);
    let other = Home::new();
    assert_eq!(other.run(&["import", &out]).code, 0);
    assert_eq!(other.run(&["export"]).out, first);
    let page = home.run(&["export", "--format", "markdown"]).out;
    assert!(page.contains("# Bridge Shut at Noon") && page.contains("\n---\n"), "{page}");
    let left: Vec<_> = fs::read_dir(home.0.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn an_edition_writes_from_records_and_says_what_became_of_each_story() {
    let home = Home::new();
    home.run(&["list"]);
    let ran = home.run(&["edition", "--wire", "demo", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out, "", "nothing came since the demo was written");
    let ran = home.run(&["edition", "--wire", "demo"]);
    assert!(ran.out.contains("Nothing came since the last edition"), "{}", ran.out);
    let records = home.run(&["export", "--wire", "demo"]).out;
    let records: Vec<&str> = records.lines().filter(|line| line.starts_with("{\"record\"")).collect();
    home.run(&["import", "--wire", "again", &home.file("records.jsonl", &records.join("\n"))]);
    let ran = home.run(&["edition", "--wire", "again", "--json"]);
    let entries: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(entries.iter().any(|entry| entry["outcome"] == "published" && entry["code"] != Value::Null));
    assert!(entries.iter().any(|entry| entry["outcome"] == "watched" && entry["reason"] != ""));
    let ran = home.run(&["edition"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("--wire: again, demo"), "{}", ran.err);
}

#[test]
fn a_replay_touches_no_store() {
    let home = Home::new();
    let text = "The bridge over the harbour was closed on Monday after a crack was found, the port said.";
    let lines: Vec<String> = (1..=4)
        .map(|n| {
            let gold = if n < 4 { "g1" } else { "g2" };
            serde_json::json!({
                "id": format!("u{n}"), "source_kind": "news", "title": "Harbour bridge closed after crack is found",
                "text": text, "url": format!("https://outlet{n}.example/x"), "publisher": format!("Outlet {n}"),
                "published_at": format!("2026-03-12T1{n}:00:00Z"), "language": "en", "gold_cluster": gold,
            })
            .to_string()
        })
        .collect();
    let file = home.file("records.jsonl", &(lines.join("\n") + "\n"));
    let ran = home.run(&["replay", &file, "--to", "clusters", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let first: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert_eq!((ran.out.lines().count(), &first["id"]), (4, &"u1".into()));
    let ran = home.run(&["replay", &file, "--given-clusters", "--words", "80", "--json"]);
    assert_eq!(ran.out.lines().count(), 2, "{}{}", ran.out, ran.err);
    let story: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert!(story["story"]["headline"].is_string());
    assert!(!home.path(".local").exists(), "a replay made a store");
    let ran = home.run(&[
        "replay",
        &home.file("bad.jsonl", &format!("{}\nnonsense\n", lines[0])),
        "--to",
        "clusters",
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("bad.jsonl:2: "), "{}", ran.err);
}

#[test]
fn usage_and_config_end_with_two_and_the_store_with_three() {
    let home = Home::new();
    assert_eq!(home.run(&["fly"]).code, 2);
    assert_eq!(home.run(&["list", "--limit", "many"]).code, 2);
    assert_eq!(home.run(&["--config", "/nonexistent.toml", "list"]).code, 2);
    let config = home.file("wrong.toml", "[reader]\nthem = \"ink\"\n\n[keys]\ndwon = [\"x\"]\n");
    let ran = home.run(&["list", "--config", &config]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("wrong.toml:2:1: reader.them: "), "{}", ran.err);
    assert!(ran.err.contains("did you mean \"theme\"?"), "{}", ran.err);
    assert_eq!(Home::ran(home.command(&["list"]).env("SLUGLINE_CONFIG", &config)).code, 2);
    assert_eq!(Home::ran(home.command(&["list"]).env("SLUGLINE_READER_MEASURE", "7")).code, 2);
    let blocked = home.file("a-file", "");
    let ran = home.run(&["--store", &format!("{blocked}/wire.sqlite"), "list"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("a-file"), "{}", ran.err);
    assert_eq!(home.run(&["--version"]).code, 0);
    assert_eq!(home.run(&["help", "import"]).code, 0);
}

#[test]
fn a_doctor_tells_even_where_nothing_works() {
    let home = Home::filled();
    let ran = home.run(&["doctor"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("sound") && ran.out.contains("2 dispatches"), "{}", ran.out);
    let config = home.file("wrong.toml", "[reader]\nthem = 1\n");
    let ran = home.run(&["doctor", "--config", &config]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("reader.them"), "{}", ran.out);
    let noise = home.file("noise.sqlite", "this is no database, and long enough to be looked at twice");
    assert_eq!(home.run(&["doctor", "--store", &noise]).code, 3);
    assert!(Path::new(&noise).exists());
}

#[test]
fn global_flags_stand_before_or_after_and_have_variables() {
    let home = Home::new();
    let store = home.path("own.sqlite").display().to_string();
    let wire = home.file("wire.jsonl", WIRE);
    assert_eq!(home.run(&["import", &wire, "--store", &store, "--wire", "own"]).code, 0);
    assert_eq!(home.run(&["--store", &store, "--wire", "own", "list"]).out.lines().count(), 2);
    let ran = Home::ran(home.command(&["list"]).envs([
        ("SLUGLINE_STORE", store.as_str()),
        ("SLUGLINE_JSON", "1"),
        ("SLUGLINE_LIMIT", "1"),
    ]));
    assert!(ran.out.starts_with('{') && ran.out.lines().count() == 1, "{}", ran.out);
    assert_eq!(home.run(&["--store", &store, "--wire", "other", "list"]).code, 1);
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let home = Home::filled();
    let mut many = String::new();
    for n in 0..3000 {
        let line = serde_json::json!({"story": {"id": format!("{n:032x}"), "headline": format!("Story {n} of many")}});
        many.push_str(&line.to_string());
        many.push('\n');
    }
    assert_eq!(home.run(&["import", &home.file("many.jsonl", &many)]).code, 0);
    let mut child = home
        .command(&["list", "--limit", "0", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut some = [0; 64];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn colour_comes_only_where_it_is_wanted() {
    let home = Home::filled();
    assert!(!home.run(&["show", "00A1B2"]).out.contains('\u{1b}'));
    assert!(home.run(&["show", "00A1B2", "--color", "always"]).out.contains("\u{1b}[1m"));
    let ran = Home::ran(home.command(&["show", "00A1B2", "--color", "never"]).env("CLICOLOR_FORCE", "1"));
    assert!(!ran.out.contains('\u{1b}'));
}

#[test]
fn nothing_that_a_terminal_obeys_gets_through() {
    let home = Home::new();
    let words = "a\u{1b}[31mb\u{9b}31mc\u{202e}d\u{7}e\u{0}f\u{e0041}";
    let story = serde_json::json!({"story": {
        "id": format!("x-{words}-00beef"), "headline": words, "synopsis": words, "topicName": words,
        "sections": [{"heading": words, "body": words}],
        "citations": [{"marker": 1, "title": words, "externalUrl": format!("https://x.example/{words}"), "excerpt": words}],
        "unknownField": words,
    }});
    let record =
        serde_json::json!({"record": {"id": "r", "title": words, "contentText": words, "author": words}});
    home.run(&["import", &home.file("hostile.jsonl", &format!("{story}\n{record}\n{words}\n"))]);
    let row: Value = serde_json::from_str(home.run(&["list", "--json"]).out.trim()).unwrap();
    let code = row["code"].as_str().unwrap();
    let runs: &[&[&str]] = &[
        &[],
        &["list"],
        &["list", "--json"],
        &["show", code],
        &["show", code, "--json"],
        &["show", code, "--markdown"],
        &["record", "r"],
        &["record", "r", "--json"],
        &["search", "b"],
        &["search", "b", "--json"],
        &["export"],
        &["show", words],
        &["search", words],
        &["list", "--beat", words],
        &["import", "/nonexistent/\u{1b}[31m"],
    ];
    for arguments in runs {
        let arguments: Vec<String> = arguments.iter().map(|a| a.replace('\0', "")).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ran = home.run(&arguments);
        let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}' || c == '\u{e0041}';
        assert!(!ran.out.contains(obeyed), "{arguments:?}: {:?}", ran.out);
        assert!(!ran.err.contains(obeyed), "{arguments:?}: {:?}", ran.err);
    }
}

#[test]
fn completions_and_man_page_are_made() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.run(&["completions", shell]).out.contains("slugline"));
    }
    assert!(home.run(&["man"]).out.starts_with(".ie"));
}

#[test]
fn the_real_dispatch_is_read_with_all_its_parts() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/seed/wire.jsonl");
    if !seed.exists() {
        println!("skipped: {} is not there", seed.display());
        return;
    }
    let home = Home::new();
    assert_eq!(home.run(&["import", &seed.display().to_string()]).code, 0);
    let page = home.run(&["show", "7C813E"]).out;
    for part in ["DSP·7C813E", "AI Industry & Business", "breaking", "5 records · 3 web citations", "Bluesky"]
    {
        assert!(page.contains(part), "{part} is missing from {page}");
    }
    assert_eq!(home.run(&["record", "1001"]).code, 0);
    assert_eq!(home.run(&["record", "1002"]).code, 1);
}

/// Whoever runs the tests may be root, whom no permission stops; then the program runs as nobody.
#[test]
#[cfg(unix)]
fn a_store_that_can_only_be_read_is_read_and_says_so() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    let home = Home::filled();
    let folder = home.path(".local/share/slugline");
    let store = folder.join("wire.sqlite");
    let modes = |of: &[(&Path, u32)]| {
        for (path, mode) in of {
            fs::set_permissions(path, fs::Permissions::from_mode(*mode)).unwrap();
        }
    };
    let within = [home.path("."), home.path(".local"), home.path(".local/share")];
    let program = home.path("slugline");
    fs::copy(env!("CARGO_BIN_EXE_slugline"), &program).unwrap();
    modes(&within.each_ref().map(|path| (path.as_path(), 0o755)));
    modes(&[(&folder, 0o555), (&store, 0o444)]);
    let root = fs::write(folder.join("probe"), "").is_ok() && fs::remove_file(folder.join("probe")).is_ok();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).env_clear().env("HOME", home.0.path()).stdin(Stdio::null());
        if root {
            command.uid(65534).gid(65534);
        }
        Home::ran(&mut command)
    };
    let list = run(&["list"]);
    let doctor = run(&["doctor"]);
    let import = run(&["import", "-"]);
    modes(&[(&folder, 0o755)]);
    assert_eq!((list.code, list.out.lines().count()), (0, 2), "{}", list.err);
    assert!(list.err.contains("can only be read"), "{}", list.err);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
    assert_eq!(import.code, 3);
    assert!(import.err.contains("nothing was imported"), "{}", import.err);
}

#[test]
fn what_was_typed_is_quoted_without_what_a_terminal_obeys() {
    let home = Home::filled();
    let typed = "\u{1b}]0;own\u{7}\u{202e}x\u{200b}";
    for arguments in [
        &[typed][..],
        &["list", "--limit", typed],
        &["list", &format!("--{typed}")],
        &["--color", typed, "list"],
        &["show", typed],
        &["search", typed],
        &["list", "--beat", typed],
        &["--config", typed, "list"],
        &["import", typed],
    ] {
        let ran = home.run(arguments);
        assert_ne!(ran.code, 0, "{arguments:?}");
        assert!(ran.err.contains('x'), "{arguments:?} {}", ran.err);
        let obeyed = |c: char| slugline::text::clean::forbidden(c);
        assert!(!ran.err.chars().chain(ran.out.chars()).any(obeyed), "{arguments:?} {:?}", ran.err);
    }
    assert_eq!(home.run(&["-vv", "list"]).code, 0);
}

#[test]
fn no_width_ends_the_program() {
    let home = Home::filled();
    for columns in ["0", "1", "20", "99999", "-3", "wide"] {
        for arguments in [&["list"][..], &["show", "00A1B2"], &["doctor"], &[]] {
            let ran = Home::ran(home.command(arguments).env("COLUMNS", columns).env("LINES", columns));
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{columns} {arguments:?}");
        }
    }
}

#[test]
fn the_same_items_make_the_same_file_in_whatever_order_they_came() {
    let record = |n: usize| format!("{{\"record\":{{\"id\":\"r{n:02}\",\"title\":\"Item {n}\"}}}}\n");
    let story = |n: usize| {
        let time = "2026-03-12T17:00:00Z";
        format!("{{\"story\":{{\"id\":\"s{n:02}\",\"headline\":\"Item {n}\",\"generatedAt\":\"{time}\"}}}}\n")
    };
    let (home, other) = (Home::new(), Home::new());
    let lines: Vec<String> = (0..40).flat_map(|n| [record(n), story(n)]).collect();
    home.run(&["import", &home.file("a.jsonl", &lines.concat())]);
    let exported = home.run(&["export"]).out;
    assert_eq!(exported.lines().count(), 80);
    other.run(&["import", &other.file("b.jsonl", &lines.into_iter().rev().collect::<String>())]);
    assert_eq!(other.run(&["export"]).out, exported);
    let third = Home::new();
    third.run(&["import", &third.file("c.jsonl", &exported)]);
    assert_eq!(third.run(&["export"]).out, exported);
}

#[test]
fn an_older_version_names_the_newer_one() {
    let home = Home::filled();
    let wire = r#"{"story":{"id":"22222222-0000-0000-0000-0000000022aa","version":2,"#.to_owned()
        + r#""previousVersionId":"11111111-0000-0000-0000-00000000ffff","headline":"Two Lakes Are Found"}}"#;
    assert_eq!(home.run(&["import", &home.file("newer.jsonl", &wire)]).code, 0);
    let ran = home.run(&["show", "00FFFF"]);
    assert!(ran.out.contains("A Lake Is Found") && ran.err.contains("DSP·0022AA"), "{}", ran.err);
    let ran = home.run(&["show", "0022AA"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn a_wire_that_is_not_there_is_said_to_be_so() {
    let home = Home::filled();
    for arguments in [&["list"][..], &["search", "bridge"], &["export"], &["show", "00A1B2"], &[]] {
        let ran = home.run(&[&["--wire", "mian"], arguments].concat());
        assert_eq!(ran.code, 1, "{arguments:?}");
        assert!(ran.err.contains("No wire is called mian. Did you mean \"main\"?"), "{}", ran.err);
    }
}

#[test]
fn a_replay_reads_the_records_of_a_wire() {
    let home = Home::new();
    let ran = home.run(&["replay", &home.file("wire.jsonl", WIRE), "--to", "clusters", "--json"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}", ran.err);
    assert!(ran.out.contains("\"id\":\"r1\""), "{}", ran.out);
    assert!(ran.err.contains("wire.jsonl:2: a story, not a record"), "{}", ran.err);
    assert!(!home.path(".local").exists());
}

#[test]
fn imports_at_once_wait_for_each_other() {
    let home = Home::new();
    let file = |name: &str| {
        let lines: Vec<String> = (0..1500)
            .map(|n| format!("{{\"record\":{{\"id\":\"{name}{n}\",\"contentText\":\"Words {n}\"}}}}\n"))
            .collect();
        home.file(name, &lines.concat())
    };
    home.run(&["import", &file("first")]);
    let files = ["a", "b", "c"].map(file);
    let running =
        files.each_ref().map(|file| home.command(&["import", file]).stdout(Stdio::null()).spawn().unwrap());
    for mut import in running {
        assert!(import.wait().unwrap().success());
    }
    assert_eq!(home.run(&["export"]).out.lines().count(), 6000);
}

#[test]
fn a_dispatch_on_two_wires_is_not_guessed() {
    let home = Home::filled();
    home.run(&["--wire", "other", "import", &home.path("wire.jsonl").display().to_string()]);
    for typed in ["00A1B2", "00000000-0000-0000-0000-00000000a1b2"] {
        let ran = home.run(&["show", typed]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains("is on 2 wires. Choose one with --wire"), "{}", ran.err);
        assert_eq!(home.run(&["show", typed, "--wire", "other"]).code, 0);
    }
}
