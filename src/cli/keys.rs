//! `slugline keys`: which key does what, from the live keymap.

use std::fmt::Write;

use clap::Args;
use textwrap::core::display_width;

use super::{Exit, Failure, Session, args::yes, out::Ink};
use crate::reader::keys::{Keymap, Row, rows};

/// `slugline keys`
#[derive(Debug, Args)]
pub struct Keys {
    /// As a Markdown table
    #[arg(long, env = "SLUGLINE_MARKDOWN", hide_env_values = true, value_parser = yes())]
    markdown: bool,
}

impl Keys {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        if self.markdown {
            session.out.raw(markdown(&session.keymap).as_bytes())?;
            return Ok(Exit::Done);
        }
        let rows = rows();
        let pressed: Vec<String> = rows.iter().map(|row| keys(&session.keymap, row).join("  ")).collect();
        let columns = pressed.iter().map(|keys| display_width(keys)).max().unwrap_or_default();
        let mut group = "";
        for (row, pressed) in rows.iter().zip(&pressed) {
            if row.group != group {
                if !group.is_empty() {
                    session.out.line("")?;
                }
                group = &row.group;
                let heading = session.out.inked(Ink::Bold, group);
                session.out.line(&heading)?;
            }
            let pad = " ".repeat(columns - display_width(pressed));
            let word = format!("{:17}", row.action.word());
            let word = session.out.inked(Ink::Dim, &word);
            session.out.line(&format!("  {pressed}{pad}  {word} {}", row.help))?;
        }
        Ok(Exit::Done)
    }
}

fn keys(keymap: &Keymap, row: &Row) -> Vec<String> {
    keymap.keys_of(row.action)
}

/// The table of the README.
fn markdown(keymap: &Keymap) -> String {
    let mut table = "| | Keys | Action | What it does |\n|---|---|---|---|\n".to_owned();
    let mut group = "";
    for row in rows() {
        let shown = if row.group == group { "" } else { &row.group };
        group = &row.group;
        let keys: Vec<_> =
            keys(keymap, row).iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
        let keys = keys.join(" ");
        let _ = writeln!(
            table,
            "| {shown} | {keys} | `{}` | {} |",
            row.action.word(),
            row.help.replace('|', "\\|")
        );
    }
    table
}
