//! How a server is reached: the flags that `add` and `test` share, and the row of the config that they come to.

use std::path::{Path, PathBuf};

use clap::{Args, builder::PossibleValuesParser};
use toml_edit::{Array, Table, value};

use crate::{
    cli::{Failure, args::yes},
    config::{self, KeyFrom, WireKind, WireRow},
};

/// Flags about a server.
#[derive(Debug, Default, Args)]
pub(super) struct Reach {
    /// What is expected there [default: auto]
    #[arg(long, value_parser = PossibleValuesParser::new(WireKind::WORDS), env = "SLUGLINE_KIND", hide_env_values = true)]
    kind: Option<String>,
    /// The variable of the environment that holds its key
    #[arg(long, value_name = "VAR", conflicts_with_all = ["key_file", "key_command"], env = "SLUGLINE_KEY_ENV", hide_env_values = true)]
    key_env: Option<String>,
    /// The file whose first line is its key; only you may be able to read it
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "key_command",
        env = "SLUGLINE_KEY_FILE",
        hide_env_values = true
    )]
    key_file: Option<PathBuf>,
    /// The program that prints its key, and its arguments; takes all words that follow, so it stands last
    #[arg(long, value_name = "PROGRAM", num_args = 1.., allow_hyphen_values = true, env = "SLUGLINE_KEY_COMMAND", hide_env_values = true)]
    key_command: Option<Vec<String>>,
    /// Addresses of your own network, and of this machine, may be asked
    #[arg(long, env = "SLUGLINE_ALLOW_PRIVATE", hide_env_values = true, value_parser = yes())]
    allow_private: bool,
}

/// Flags of ours that, behind `--key-command`, would be taken for an argument of the program.
const OURS: &[&str] = &[
    "--kind",
    "--key-env",
    "--key-file",
    "--allow-private",
    "--budget",
    "--interval",
    "--per-minute",
    "--untested",
    "--json",
    "--offline",
    "--config",
    "--store",
];

impl Reach {
    /// Writes into a row what the flags say; what they do not say stays as it is.
    pub(super) fn write(&self, row: &mut Table) -> Result<(), Failure> {
        if let Some(kind) = &self.kind {
            row["kind"] = value(kind);
        }
        if let Some(name) = &self.key_env {
            row["key_env"] = value(name);
        }
        if let Some(file) = &self.key_file {
            row["key_file"] = value(from_a_root(file)?);
        }
        if let Some(words) = &self.key_command {
            let is_ours = |word: &&String| OURS.contains(&word.split('=').next().unwrap_or_default());
            if let Some(flag) = words.iter().find(is_ours) {
                let told = format!("--key-command takes every word that follows; put {flag} before it.");
                return Err(Failure::Usage(told));
            }
            row["key_command"] = value(words.iter().collect::<Array>());
        }
        if self.allow_private {
            row["allow_private"] = value(true);
        }
        Ok(())
    }
}

/// The path as it will be found wherever the program is begun.
fn from_a_root(file: &Path) -> Result<String, Failure> {
    let whole = if file.starts_with("~") { file.to_owned() } else { std::path::absolute(file)? };
    let text = whole.to_str().map(str::to_owned);
    text.ok_or_else(|| Failure::Usage("--key-file: its path is no text that a config can hold.".to_owned()))
}

/// The row as the config would read it. What is wrong with it is told by the flag it came from.
pub(super) fn checked(row: &Table) -> Result<WireRow, Failure> {
    let text = format!("[[wires]]\n{row}");
    let told = |problems: Vec<config::Problem>| {
        let lines = problems.into_iter().map(|problem| {
            let key = problem.key.trim_start_matches("wires.").to_owned();
            let flag = match key.as_str() {
                "name" | "url" => key.to_uppercase(),
                other => format!("--{}", other.replace('_', "-")),
            };
            format!("{flag}: {}", problem.what.replace("allow_private = true", "--allow-private"))
        });
        Failure::Usage(lines.collect::<Vec<_>>().join("\n"))
    };
    let config = config::parse(&text, "").map_err(told)?;
    config.wires.into_iter().next().ok_or_else(|| Failure::Usage("There is no row to read.".to_owned()))
}

/// The words of a command line that adds this wire again.
pub(super) fn command_line(row: &WireRow) -> String {
    let usual = WireRow::default();
    let mut words =
        vec!["slugline".into(), "wires".into(), "add".into(), row.name.to_string(), row.url.clone()];
    let mut flag = |name: &str, value: String| words.extend([name.to_owned(), value]);
    if row.kind != usual.kind {
        flag("--kind", row.kind.word().to_owned());
    }
    for (name, has, had) in [
        ("--budget", row.budget, usual.budget),
        ("--interval", row.interval, usual.interval),
        ("--per-minute", row.per_minute, usual.per_minute),
    ] {
        if has != had {
            flag(name, has.to_string());
        }
    }
    if row.allow_private {
        words.push("--allow-private".to_owned());
    }
    match &row.key {
        KeyFrom::Nowhere => {}
        KeyFrom::Env(name) => words.extend(["--key-env".to_owned(), name.clone()]),
        KeyFrom::File(path) => words.extend(["--key-file".to_owned(), path.display().to_string()]),
        KeyFrom::Command(command) => {
            words.push("--key-command".to_owned());
            words.extend(command.iter().cloned());
        }
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_the_command_that_restores_it() {
        let row = WireRow {
            name: "world".into(),
            url: "http://192.168.1.5:8080/a?b=c".into(),
            kind: WireKind::Delivery,
            key: KeyFrom::Command(vec!["pass".into(), "-c".into(), "it's here".into()]),
            allow_private: true,
            budget: 9,
            ..WireRow::default()
        };
        assert_eq!(
            command_line(&row),
            r"slugline wires add world 'http://192.168.1.5:8080/a?b=c' --kind delivery --budget 9 --allow-private --key-command pass -c 'it'\''s here'"
        );
    }

    #[test]
    fn what_is_wrong_is_told_by_its_flag() {
        let mut row = Table::new();
        row["name"] = value("demo");
        row["url"] = value("http://wire.example.org");
        row["budget"] = value(0);
        let Err(Failure::Usage(told)) = checked(&row) else { panic!("accepted") };
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[0].starts_with("NAME: \"demo\" is the name of a wire that is made here"), "{told}");
        assert!(lines[1].starts_with("URL: plain http ") && lines[1].contains("--allow-private"), "{told}");
        assert_eq!(lines[2], "--budget: 0 is not a whole number from 1 to 1000000 (requests)");
    }
}
