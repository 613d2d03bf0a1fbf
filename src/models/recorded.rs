//! Replies that were recorded, in place of a model: for tests and demonstrations, without a network and for nothing.
//!
//! A file holds one reply a line, as JSON: `{"when": "words of the question", "reply": …}`, where the reply is a text or
//! an object, and `when` may be missing. The first line that was not used yet, and whose words stand in the question, is the
//! answer. `{"fails": "why"}` in place of a reply is a failure. A folder holds such files (`.jsonl`), and files that are a
//! reply each, used in the order of their names.

use std::{fs, io, path::Path};

use serde_json::Value;

use super::{
    chat::{Question, Spoken},
    refusal::{Kind, Unsaid},
};
use crate::text::clean;

/// Recorded replies, and which were used.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    replies: Vec<Reply>,
}

#[derive(Debug, Clone)]
struct Reply {
    when: String,
    came: Result<String, String>,
    used: bool,
}

impl Recorded {
    /// Reads them. The error says what is wrong, in words.
    pub fn read(place: &Path) -> Result<Self, String> {
        let no = |error: io::Error| format!("{} cannot be read: {error}", place.display());
        let mut files = vec![place.to_owned()];
        if place.is_dir() {
            let entries = fs::read_dir(place).map_err(no)?;
            files =
                entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
            files.sort();
        }
        let mut replies = Vec::new();
        for file in files {
            let text = fs::read_to_string(&file).map_err(no)?;
            if file.extension().is_some_and(|end| end == "jsonl") {
                let lines = text.lines().filter(|line| !line.trim().is_empty());
                replies.extend(
                    lines
                        .map(|line| reply(line).ok_or(()))
                        .collect::<Result<Vec<_>, ()>>()
                        .map_err(|()| format!("{} holds a line that is no recorded reply", file.display()))?,
                );
            } else {
                replies.push(Reply { when: String::new(), came: Ok(text), used: false });
            }
        }
        if replies.is_empty() {
            return Err(format!("{} holds no replies", place.display()));
        }
        Ok(Self { replies })
    }

    /// The reply that was recorded for this.
    pub fn answer(&mut self, question: &Question<'_>) -> Result<Spoken, Unsaid> {
        let stands = |words: &str| question.turns.iter().any(|(_, text)| text.contains(words));
        let Some(reply) = self.replies.iter_mut().find(|reply| !reply.used && stands(&reply.when)) else {
            let why = "no reply is recorded for this question".to_owned();
            return Err(Unsaid { kind: Kind::Broken, why, ..Unsaid::default() });
        };
        reply.used = true;
        match &reply.came {
            Ok(text) => Ok(Spoken { text: text.clone(), usage: None }),
            Err(why) => Err(Unsaid { kind: Kind::Busy, why: clean::line(why), ..Unsaid::default() }),
        }
    }
}

fn reply(line: &str) -> Option<Reply> {
    let value: Value = serde_json::from_str(line).ok()?;
    let when = value.get("when").and_then(Value::as_str).unwrap_or_default().to_owned();
    let came = match (value.get("reply"), value.get("fails").and_then(Value::as_str)) {
        (_, Some(why)) => Err(why.to_owned()),
        (Some(Value::String(text)), None) => Ok(text.clone()),
        (Some(object), None) => Ok(object.to_string()),
        (None, None) => return None,
    };
    Some(Reply { when, came, used: false })
}
