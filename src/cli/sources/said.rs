//! What the flags of `add` say of a source, and the row that they come to.

use std::path::{Path, PathBuf};

use clap::{Args, builder::PossibleValuesParser};

use crate::{
    cli::{Failure, args::yes},
    config::{Channel, KeyFrom, SourceRow, edit},
};

/// Flags about a source.
#[derive(Debug, Default, Args)]
pub(super) struct Said {
    /// What to call it; made of its title where left out
    #[arg(long, value_name = "NAME", env = "SLUGLINE_NAME", hide_env_values = true)]
    name: Option<String>,
    /// What to call it on screens, in place of what it calls itself
    #[arg(long, value_name = "TITLE", env = "SLUGLINE_TITLE", hide_env_values = true)]
    title: Option<String>,
    /// The beat that its records belong to, by its slug
    #[arg(long, value_name = "BEAT", env = "SLUGLINE_BEAT", hide_env_values = true)]
    beat: Option<String>,
    /// Which way its records come [default: by its address]
    #[arg(long, value_parser = PossibleValuesParser::new(Channel::WORDS), env = "SLUGLINE_KIND", hide_env_values = true)]
    kind: Option<String>,
    /// Minutes between two gatherings; 0 for by its own rhythm [default: 0]
    #[arg(long, value_name = "MINUTES", env = "SLUGLINE_INTERVAL", hide_env_values = true)]
    interval: Option<u32>,
    /// Read the pages behind its links, too
    #[arg(long, env = "SLUGLINE_FULL_TEXT", hide_env_values = true, value_parser = yes())]
    full_text: bool,
    /// Keep only what has one of these words, parted by commas
    #[arg(long, value_name = "WORDS", value_delimiter = ',', env = "SLUGLINE_WORDS", hide_env_values = true)]
    words: Vec<String>,
    /// Hacker News: the least points of a story [default: 50]
    #[arg(long, value_name = "N", env = "SLUGLINE_MIN_SCORE", hide_env_values = true)]
    min_score: Option<u32>,
    /// Hacker News: the least comments of a story [default: 10]
    #[arg(long, value_name = "N", env = "SLUGLINE_MIN_COMMENTS", hide_env_values = true)]
    min_comments: Option<u32>,
    /// Where it is asked, in place of the usual server of its kind
    #[arg(long, value_name = "URL", env = "SLUGLINE_SERVER", hide_env_values = true)]
    server: Option<String>,
    /// Bluesky search: the handle that the app password belongs to
    #[arg(long, value_name = "HANDLE", env = "SLUGLINE_LOGIN", hide_env_values = true)]
    login: Option<String>,
    /// Bluesky search: the variable of the environment that holds the app password
    #[arg(
        long,
        value_name = "VAR",
        conflicts_with = "key_file",
        env = "SLUGLINE_KEY_ENV",
        hide_env_values = true
    )]
    key_env: Option<String>,
    /// Bluesky search: the file whose first line is the app password; only you may be able to read it
    #[arg(long, value_name = "FILE", env = "SLUGLINE_KEY_FILE", hide_env_values = true)]
    key_file: Option<PathBuf>,
    /// Addresses of your own network, and of this machine, may be asked; the address itself says so where it is one
    #[arg(long, env = "SLUGLINE_ALLOW_PRIVATE", hide_env_values = true, value_parser = yes())]
    allow_private: bool,
}

impl Said {
    /// Whether it can be about one source only.
    pub(super) fn is_about_one(&self) -> bool {
        self.name.is_some() || self.title.is_some()
    }

    /// Whether this is the name that was said.
    pub(super) fn names(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    /// Lays what was said over a row.
    pub(super) fn lay(&self, row: &mut SourceRow) -> Result<(), Failure> {
        if let Some(name) = &self.name {
            row.name = name.as_str().into();
        }
        for (said, field) in [
            (&self.title, &mut row.title),
            (&self.beat, &mut row.beat),
            (&self.server, &mut row.server),
            (&self.login, &mut row.login),
        ] {
            if let Some(said) = said {
                said.clone_into(field);
            }
        }
        for (said, field) in [
            (self.interval, &mut row.interval),
            (self.min_score, &mut row.min_score),
            (self.min_comments, &mut row.min_comments),
        ] {
            if let Some(said) = said {
                *field = said;
            }
        }
        if let Some(kind) = self.kind.as_deref() {
            row.kind =
                Channel::ALL.iter().find(|channel| channel.word() == kind).copied().unwrap_or_default();
        }
        if !self.words.is_empty() {
            row.words = self.words.iter().map(|word| word.trim().to_owned()).collect();
        }
        row.full_text |= self.full_text;
        row.allow_private |= self.allow_private;
        if let Some(variable) = &self.key_env {
            row.key = KeyFrom::Env(variable.clone());
        }
        if let Some(file) = &self.key_file {
            row.key = KeyFrom::File(from_a_root(file)?);
        }
        Ok(())
    }
}

/// The path as it will be found wherever the program is begun.
fn from_a_root(file: &Path) -> Result<PathBuf, Failure> {
    if file.starts_with("~") { Ok(file.to_owned()) } else { Ok(std::path::absolute(file)?) }
}

/// Whether the config would take this row. What is wrong with it is told by the flag it came from.
pub(super) fn check(row: &SourceRow) -> Result<(), Failure> {
    let Err(problems) = edit::check_source(row) else { return Ok(()) };
    let lines = problems.into_iter().map(|problem| {
        let key = problem.key.trim_start_matches("sources.").to_owned();
        let flag = if key == "url" { "URL".to_owned() } else { format!("--{}", key.replace('_', "-")) };
        format!("{flag}: {}", problem.what)
    });
    Err(Failure::Usage(lines.collect::<Vec<_>>().join("\n")))
}
