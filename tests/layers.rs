//! The architecture, held to its word: who imports whom, how long files are, what they are called, where SQL stands.
//!
//! Everything here reads the sources as text. Comments and `#[cfg(test)]` modules do not count.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Who may import whom; a stage may look at the stages before it. A module may always import itself. The first row whose path fits a file holds for it.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("story", &[]),
    ("text", &[]),
    ("signal", &["story", "text"]),
    ("cluster", &["story", "text"]),
    ("write", &["story", "text", "cluster"]),
    ("wire", &["story", "text", "write"]),
    ("config", &["story"]),
    ("store", &["story", "text", "wire", "config"]),
    ("net", &["story", "text", "config"]),
    ("remote", &["story", "text", "wire", "config", "net"]),
    ("sources", &["story", "text", "config", "net"]),
    ("models", &["story", "text", "config", "net"]),
    ("sync", &["story", "text", "wire", "config", "net", "remote", "store"]),
    ("desk/gather", &["story", "text", "cluster", "wire", "config", "net", "sources", "store"]),
    ("desk", &["story", "text", "signal", "cluster", "write", "wire", "config", "store", "net", "models"]),
    (
        "reader/hands",
        &["story", "text", "wire", "config", "store", "sync", "net", "desk", "write", "sources"],
    ),
    ("reader/shell", &["story", "text", "wire", "config", "store"]),
    ("reader", &["story", "text", "wire", "config"]),
    (
        "cli",
        &[
            "story", "text", "signal", "cluster", "write", "wire", "config", "net", "remote", "sources",
            "sync", "store", "desk", "reader",
        ],
    ),
    ("main.rs", &["cli"]),
    ("lib.rs", &[]),
];

/// Lines of a file: from here on a warning, and the end.
const LONG: usize = 250;
const TOO_LONG: usize = 400;

/// Files that may be longer, each with its reason.
const MAY_BE_LONGER: &[(&str, &str)] = &[];

/// What stands at the top level besides dot entries and `target`.
const TOP_LEVEL: &[&str] = &[
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "clippy.toml",
    "config.example.toml",
    "deny.toml",
    "rustfmt.toml",
    "src",
    "tests",
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "app", "manager", "handler", "helper", "helpers", "util", "utils", "common", "prelude", "types",
    "service", "data", "info",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A source file: its path below `src/`, and its text.
struct Source {
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join("src"), &mut |path| {
        if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path: name, text: fs::read_to_string(path).unwrap() });
        }
    });
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 40, "only {} sources found", found.len());
    found
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, each);
        } else {
            each(&path);
        }
    }
}

impl Source {
    /// Files that only tests see.
    fn is_test(&self) -> bool {
        let stem = self.path.rsplit('/').next().unwrap();
        self.path.contains("/tests/") || stem == "tests.rs" || self.path == "reader/update/stage.rs"
    }

    /// Its lines with their numbers, without comments and without `#[cfg(test)]` blocks.
    fn code(&self) -> Vec<(usize, &str)> {
        let mut code = Vec::new();
        let mut lines = self.text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if line.trim() == "#[cfg(test)]" {
                skip_item(&mut lines);
                continue;
            }
            let uncommented = if line.trim_start().starts_with("//") { "" } else { line };
            code.push((at + 1, uncommented));
        }
        code
    }
}

/// Skips the item that follows an attribute: to its semicolon, or to the brace that closes it at its own indent.
fn skip_item<'a>(lines: &mut impl Iterator<Item = (usize, &'a str)>) {
    let Some((_, first)) = lines.find(|(_, line)| !line.trim_start().starts_with("#[")) else { return };
    if !first.trim_end().ends_with('{') {
        return;
    }
    let indent = first.len() - first.trim_start().len();
    let close = format!("{}}}", " ".repeat(indent));
    let _ = lines.find(|(_, line)| line.trim_end() == close);
}

/// The modules that a stretch of code names by `crate::…`, groups in braces included.
fn imported(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for after in code.split("crate::").skip(1) {
        let mut depth = 0_usize;
        let mut word = String::new();
        let mut wanted = true;
        for c in after.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ',' if depth == 1 => wanted = true,
                c if c.is_alphanumeric() || c == '_' || c == '#' => {
                    if wanted {
                        word.push(c);
                    }
                    continue;
                }
                _ => {}
            }
            if !word.is_empty() {
                named.push(std::mem::take(&mut word));
                wanted = false;
            }
            if depth == 0 {
                break;
            }
        }
        if !word.is_empty() {
            named.push(word);
        }
    }
    named.iter().map(|name| name.trim_start_matches("r#").to_owned()).collect()
}

fn fail_on(problems: &str) {
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn nobody_imports_upwards() {
    let mut problems = String::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let row = MAY_IMPORT.iter().find(|(place, _)| {
            source.path == *place
                || source.path == format!("{place}.rs")
                || source.path.starts_with(&format!("{place}/"))
        });
        let Some((place, allowed)) = row else {
            let _ = writeln!(problems, "src/{}: no row of the table is about this file", source.path);
            continue;
        };
        let own = place.split('/').next().unwrap();
        let code = source.code();
        for (n, (line, text)) in code.iter().enumerate() {
            if !text.contains("crate::") {
                continue;
            }
            // A group may run over lines; what is named within the next ones up to its end counts for this line.
            let rest: Vec<&str> = code[n..].iter().take(40).map(|(_, text)| *text).collect();
            let (_, from) =
                rest.join("\n").split_once("crate::").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
            let end = from.find(';').unwrap_or(from.len());
            let statement = format!("crate::{}", from.get(..end).unwrap());
            for name in imported(&statement) {
                let module = root().join("src").join(&name).is_dir();
                if module && name != own && !allowed.contains(&name.as_str()) {
                    let _ = writeln!(problems, "src/{}:{line}: {place} may not import {name}", source.path);
                }
            }
        }
    }
    fail_on(&problems);
}

#[test]
fn the_reading_of_imports_sees_groups_and_paths() {
    assert_eq!(imported("crate::story::Record"), ["story"]);
    assert_eq!(imported("crate::{story::{Key, Record}, text::clean, wire}"), ["story", "text", "wire"]);
    assert_eq!(imported("let a: crate::desk::X = crate::store::f()"), ["desk", "store"]);
    assert_eq!(imported("use crate::r#write"), ["write"]);
}

#[test]
fn files_stay_short() {
    let mut problems = String::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let lines = source.code().len();
        let allowed = MAY_BE_LONGER.iter().any(|(path, _)| *path == source.path);
        if lines > TOO_LONG && !allowed {
            let _ = writeln!(problems, "src/{}: {lines} lines; {TOO_LONG} is the end", source.path);
        } else if lines >= LONG {
            println!("warning: src/{}: {lines} lines; above {LONG} a file wants to be two", source.path);
        }
    }
    fail_on(&problems);
}

#[test]
fn the_map_is_only_a_map() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for line in text.lines() {
        let fits = line.is_empty()
            || line.starts_with("//!")
            || line.starts_with("#![")
            || (line.starts_with("pub mod ") && line.ends_with(';'));
        assert!(fits, "src/lib.rs holds docs and mod lines only, not: {line}");
    }
}

#[test]
fn every_folder_begins_with_an_essay() {
    let mut problems = String::new();
    for source in sources().iter().filter(|s| s.path.ends_with("mod.rs") && !s.is_test()) {
        let essay: String = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        if essay.chars().count() < 120 {
            let _ = writeln!(
                problems,
                "src/{}: begins with no essay: what, why so, what it refuses",
                source.path
            );
        }
    }
    fail_on(&problems);
}

#[test]
fn pure_modules_deny_what_is_not_pure() {
    for module in ["story", "text", "signal", "cluster", "write", "wire"] {
        let text = fs::read_to_string(root().join("src").join(module).join("mod.rs")).unwrap();
        let denied = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";
        assert!(text.contains(denied), "src/{module}/mod.rs lacks {denied}");
    }
}

#[test]
fn names_say_something() {
    let mut problems = String::new();
    for source in sources() {
        for part in source.path.trim_end_matches(".rs").split('/') {
            if EMPTY_NAMES.contains(&part) {
                let _ = writeln!(problems, "src/{}: a file called {part} says nothing", source.path);
            }
        }
        for (line, text) in source.code() {
            let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            if words.any(|word| ["struct", "enum", "trait", "type", "union"].contains(&word)) {
                let name = words.next().unwrap_or_default();
                let says_nothing = EMPTY_NAMES.contains(&name.to_lowercase().as_str());
                let ends_so = ["Manager", "Handler", "Helper"].iter().any(|end| name.ends_with(end));
                if (says_nothing && name.starts_with(char::is_uppercase)) || ends_so {
                    let _ =
                        writeln!(problems, "src/{}:{line}: a type called {name} says nothing", source.path);
                }
            }
        }
    }
    fail_on(&problems);
}

#[test]
fn sql_stands_in_the_store_only() {
    let marks = ["SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE", "PRAGMA ", "rusqlite"];
    let mut problems = String::new();
    for source in sources().iter().filter(|source| !source.path.starts_with("store/")) {
        for (line, text) in source.code() {
            if let Some(mark) = marks.iter().find(|mark| text.contains(**mark)) {
                let _ = writeln!(problems, "src/{}:{line}: {mark} outside src/store", source.path);
            }
        }
    }
    fail_on(&problems);
}

#[test]
fn nothing_else_lies_at_the_top() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let fits = name.starts_with('.') || name == "target" || TOP_LEVEL.contains(&name.as_str());
        assert!(fits, "{name} does not belong at the top level");
    }
}
