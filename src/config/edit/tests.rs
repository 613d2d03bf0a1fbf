use std::{fs, path::Path};

use toml_edit::value;

use super::*;
use crate::config::{self, Channel, KeyFrom};

fn row(name: &str) -> Table {
    let mut row = Table::new();
    row["name"] = value(name);
    row["url"] = value("https://wire.example.org");
    row
}

/// A config of this text; added to and taken from in turn: `+a` adds, `-a` takes away.
fn check(before: &str, steps: &str, after: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    fs::write(&file, before).unwrap();
    for step in steps.split_whitespace() {
        let done = match step.split_at(1) {
            ("+", name) => add_wire(&file, &row(name)),
            (_, name) => remove_wire(&file, name),
        };
        assert!(done.is_ok(), "{step}: {done:?}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), after, "{before:?} {steps}");
}

const A: &str = "[[wires]]\nname = \"a\"\nurl = \"https://wire.example.org\"\n";
const B: &str = "[[wires]]\nname = \"b\"\nurl = \"https://wire.example.org\"\n";

#[test]
fn rows_come_and_go_and_nothing_else_does() {
    check("", "+a", A);
    check("", "+a +b", &format!("{A}\n{B}"));
    check("", "+a +b -a", B);
    check("", "+a -a", "");
    let own = "# mine\n[reader]\ntheme = \"ink\" # dark\n\n# the end\n";
    check(own, "+a", &format!("{own}\n{A}"));
    check(own, "+a -a", own);
    check(own, "+a +b -a", &format!("{own}\n{B}"));
    let between = format!("# all\n\n# a's\n{A}\n# the desk\n[desk]\nwords = 100\n");
    check(&between, "+b", &format!("# all\n\n# a's\n{A}\n{B}\n# the desk\n[desk]\nwords = 100\n"));
    check(&between, "-a", "# all\n\n# the desk\n[desk]\nwords = 100\n");
    check("wires = [{ name = \"b\", url = \"https://b.example\" }]\n", "+a -b", {
        "wires = [{ name = \"a\", url = \"https://wire.example.org\" }]\n"
    });
}

#[test]
fn the_example_copied_can_be_added_to() {
    check(config::EXAMPLE, "+a", &format!("{}\n{A}", config::EXAMPLE));
    check(config::EXAMPLE, "+a -a", config::EXAMPLE);
}

#[test]
fn marks_and_line_ends_of_elsewhere_stay() {
    let before = "\u{feff}[reader]\r\ntheme = \"ink\"\r\n";
    check(before, "+a", &format!("{before}\r\n{}", A.replace('\n', "\r\n")));
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay_and_new_files_are_private() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = folder.path().join("new/config.toml");
    add_wire(&file, &row("a")).unwrap();
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.toml");
    symlink(&file, &link).unwrap();
    add_wire(&link, &row("b")).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!((fs::read_to_string(&file).unwrap(), mode(&file)), (format!("{A}\n{B}"), 0o640));
}

#[test]
fn what_would_not_be_read_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    add_wire(&file, &row("a")).unwrap();
    assert!(matches!(add_wire(&file, &row("a")), Err(NotEdited::Refused(_))));
    assert_eq!(fs::read_to_string(&file).unwrap(), A);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn source(name: &str) -> SourceRow {
    SourceRow { name: name.into(), url: format!("https://{name}.example/feed"), ..SourceRow::default() }
}

/// A config of this text that an edit is made of.
fn edited<T: std::fmt::Debug>(before: &str, edit: impl FnOnce(&Path) -> T) -> (String, T) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    fs::write(&file, before).unwrap();
    let came = edit(&file);
    (fs::read_to_string(&file).unwrap(), came)
}

const S: &str = "[[sources]]\nname = \"a\"\nurl = \"https://a.example/feed\"\n\n\
                 # b is slow\n[[sources]]\nname = \"b\"\nurl = \"https://b.example/feed\" # really\n\n\
                 [desk]\nwords = 100\n\n# below\n\n[[sources]]\nname = \"c\"\nurl = \"https://c.example/feed\"\n\
                 # the end\n";

#[test]
fn a_source_is_read_back_as_it_was_written() {
    let every = SourceRow {
        kind: Channel::Bluesky,
        url: "@a.example".into(),
        title: "\"A\" \\ b".into(),
        beat: "world".into(),
        enabled: false,
        allow_private: true,
        interval: 15,
        full_text: true,
        words: vec!["ferry".into(), "harbour".into()],
        min_score: 0,
        min_comments: 3,
        server: "https://pds.example".into(),
        login: "me.example".into(),
        key: KeyFrom::Command(vec!["pass".into(), "it's".into()]),
        ..source("every")
    };
    let rows = [source("plain"), every];
    let (text, came) = edited("", |file| add_sources(file, &rows));
    assert!(came.is_ok(), "{came:?}");
    assert!(
        text.starts_with(
            "[[sources]]\nname = \"plain\"\nurl = \"https://plain.example/feed\"\n\n[[sources]]"
        )
    );
    assert_eq!(config::parse(&text, "").unwrap().sources, rows);
}

#[test]
fn many_come_at_once_behind_what_stands_there() {
    let (text, came) = edited(S, |file| add_sources(file, &[source("d"), source("e")]));
    assert!(came.is_ok(), "{came:?}");
    let row =
        |name: &str| format!("\n[[sources]]\nname = \"{name}\"\nurl = \"https://{name}.example/feed\"\n");
    assert_eq!(text, format!("{S}{}{}", row("d"), row("e")));
}

#[test]
fn what_was_taken_away_can_be_put_back() {
    for names in [&["a"][..], &["b"], &["c"], &["a", "b"], &["b", "c"], &["a", "b", "c"]] {
        let (text, removed) = edited(S, |file| remove_sources(file, names).unwrap());
        let left = config::parse(&text, "").unwrap().sources;
        assert_eq!(left.len(), 3 - names.len(), "{names:?}: {text}");
        assert!(text.contains("[desk]\nwords = 100\n"), "{text}");
        assert_eq!(removed.text.contains("# b is slow"), names.contains(&"b"), "{}", removed.text);
        let (again, came) = edited(&text, |file| restore(file, &removed));
        assert!(came.is_ok(), "{came:?}");
        let mut order: Vec<String> =
            config::parse(&again, "").unwrap().sources.iter().map(|r| r.name.to_string()).collect();
        assert!(again.matches("# b is slow").count() == 1 && again.contains("# really"), "{again}");
        if names.len() < 3 && !names.contains(&"c") {
            assert_eq!(order, ["a", "b", "c"], "{again}");
        }
        order.sort();
        assert_eq!(order, ["a", "b", "c"], "{again}");
    }
}

#[test]
fn a_key_changes_where_it_stands() {
    let (text, came) = edited(S, |file| set_enabled(file, &["b", "c"], false).unwrap());
    assert!(came);
    assert_eq!(text.matches("enabled = false").count(), 2, "{text}");
    assert!(text.contains("# really"), "{text}");
    let (text, came) = edited(&text, |file| {
        (set_enabled(file, &["a"], true).unwrap(), set_enabled(file, &["b", "c"], true).unwrap())
    });
    assert_eq!((text.as_str(), came), (S, (false, true)));
    let (text, _) =
        edited(S, |file| set_sources(file, &["b"], "url", Some("https://new.example/".into())).unwrap());
    assert!(text.contains("url = \"https://new.example/\" # really"), "{text}");
    let (text, came) = edited(S, |file| set_sources(file, &["b"], "interval", Some(99_999.into())));
    assert!(matches!(came, Err(NotEdited::Refused(_))), "{came:?}");
    assert_eq!(text, S);
    let (_, came) = edited(S, |file| set_enabled(file, &["x"], false));
    assert!(matches!(came, Err(NotEdited::NoRow(_))), "{came:?}");
}

#[test]
fn rows_on_one_line_are_rows() {
    let line = "sources = [{ name = \"a\", url = \"https://a.example\" }, { name = \"b\", url = \"https://b.example\" }]\n";
    let names = |text: &str| -> Vec<String> {
        config::parse(text, "").unwrap().sources.iter().map(|row| row.name.to_string()).collect()
    };
    let (text, came) = edited(line, |file| {
        add_sources(file, &[source("c")]).unwrap();
        set_enabled(file, &["b"], false).unwrap();
        remove_source(file, "a").unwrap()
    });
    assert_eq!(names(&text), ["b", "c"], "{text}");
    assert!(text.contains("enabled = false"), "{text}");
    let (text, ()) = edited(&text, |file| restore(file, &came).unwrap());
    assert_eq!(names(&text), ["b", "c", "a"], "{text}");
}

#[test]
fn a_thousand_rows_are_one_edit() {
    let rows: Vec<SourceRow> = (0..1000).map(|n| source(&format!("s{n}"))).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (text, removed) = edited("[desk]\nwords = 100\n", |file| {
        add_sources(file, &rows).unwrap();
        remove_sources(file, &names[..999]).unwrap()
    });
    assert_eq!(config::parse(&text, "").unwrap().sources, rows[999..]);
    let (text, ()) = edited(&text, |file| restore(file, &removed).unwrap());
    assert_eq!(config::parse(&text, "").unwrap().sources, rows);
}
