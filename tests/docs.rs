//! What is written says what the program does.

use std::{fs, path::PathBuf, process::Command};

use slugline::config::{EXAMPLE, KNOBS};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn said(arguments: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
    let output = command.args(arguments).env_clear().env("HOME", home.path()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_keys_in_the_readme_are_the_keys() {
    let (open, close) = ("<!-- keys -->\n", "<!-- /keys -->");
    let table = said(&["keys", "--markdown"]);
    let readme = page("README.md");
    let (before, rest) = readme.split_once(open).unwrap();
    let (written, after) = rest.split_once(close).unwrap();
    if std::env::var_os("SLUGLINE_BLESS").is_some() {
        fs::write(root().join("README.md"), format!("{before}{open}{table}{close}{after}")).unwrap();
        return;
    }
    assert_eq!(written, table, "SLUGLINE_BLESS=1 cargo test docs writes the table anew");
}

#[test]
fn the_readme_names_every_setting_and_every_command() {
    let readme = page("README.md");
    for knob in KNOBS {
        assert!(readme.contains(&format!("`{}`", knob.name())), "{}", knob.name());
        let told = ["\n", "\n# "].iter().any(|begin| EXAMPLE.contains(&format!("{begin}{} = ", knob.key)));
        assert!(told, "{}", knob.name());
    }
    let help = said(&["--help"]);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names =
        commands.lines().take_while(|line| !line.is_empty()).filter_map(|l| l.split_whitespace().next());
    let names: Vec<&str> = names.filter(|name| *name != "help").collect();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        assert!(readme.contains(&format!("| `slugline {name}")), "README has no row for {name}");
    }
}

#[test]
fn ci_runs_the_commands_of_the_readme() {
    let (readme, ci) = (page("README.md"), page(".ci/run"));
    let (_, building) = readme.split_once("## Building and testing").unwrap();
    let commands: Vec<&str> = building.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert_eq!(commands.len(), 4);
    for command in commands {
        assert!(ci.lines().any(|line| line == command), ".ci/run does not run {command}");
    }
}

#[test]
fn the_changelog_has_room_for_what_comes() {
    assert!(page("CHANGELOG.md").contains("\n## [Unreleased]\n"));
}

#[test]
fn the_way_in_names_every_module() {
    let (map, way_in) = (page("src/lib.rs"), page("src/README.md"));
    let modules: Vec<&str> =
        map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() >= 11);
    for module in modules {
        assert!(way_in.contains(&format!("`{module}/`")), "src/README.md does not name {module}");
        assert!(
            map.contains(&format!("[`{module}`]")) || map.contains(&format!("[`mod@{module}`]")),
            "{module}"
        );
    }
}

#[test]
fn help_and_man_page_name_every_variable() {
    let commands = [
        "list",
        "show",
        "record",
        "search",
        "import",
        "export",
        "edition",
        "replay",
        "keys",
        "doctor",
        "sync",
        "prefetch",
        "wires list",
        "wires add",
        "wires remove",
        "wires test",
        "init",
        "gather",
        "sources list",
        "sources add",
        "sources remove",
        "sources enable",
        "sources disable",
        "sources discover",
        "sources test",
        "sources import",
        "sources export",
    ];
    for command in commands {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = said(&words);
        for line in help.lines().filter(|line| line.trim_start().starts_with("--") || line.contains(", --")) {
            let flag = line.split("--").nth(1).unwrap().split([' ', '=']).next().unwrap();
            let variable = format!("SLUGLINE_{}", flag.to_uppercase().replace('-', "_"));
            assert!(flag == "help" || help.contains(&variable), "{command} --{flag} has no {variable}");
        }
    }
    let man = said(&["man"]);
    assert!(man.contains("SLUGLINE REPLAY") && man.contains("SLUGLINE WIRES ADD"));
}
