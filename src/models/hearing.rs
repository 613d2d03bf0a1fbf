//! Hearing an answer: lines of a stream, or one object, become words, an end and a count.

use serde_json::Value;

use super::{
    Spoken, Usage,
    refusal::{Charge, Kind, Unsaid},
};
use crate::text::clean;

/// No token is longer than so many bytes of text, on the whole; an answer that is has left its bounds.
const BYTES_OF_A_TOKEN: usize = 24;
/// The longest line of a stream that is kept until it ends, in bytes.
const LONGEST_LINE: usize = 1 << 20;

/// Cuts a stream into lines. What is no whole line yet waits.
#[derive(Debug, Default)]
pub(super) struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// Takes a part in, and gives the lines that are whole.
    pub(super) fn take(&mut self, part: &[u8], each: &mut dyn FnMut(&[u8])) {
        for piece in part.split_inclusive(|byte| *byte == b'\n') {
            if self.rest.len() + piece.len() <= LONGEST_LINE {
                self.rest.extend_from_slice(piece);
            }
            if piece.ends_with(b"\n") {
                each(&std::mem::take(&mut self.rest));
            }
        }
    }

    /// What is left at the end is a line, too.
    pub(super) fn end(&mut self, each: &mut dyn FnMut(&[u8])) {
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() {
            each(&rest);
        }
    }
}

/// An answer as far as it was heard. A dialect writes into it what its events say.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    text: String,
    /// What came so far that is no word: white space.
    gaps: usize,
    most_bytes: usize,
    over: bool,
    events: usize,
    /// The stream said that it is at its end.
    pub(super) closed: bool,
    /// Why it ended, in the service's own word.
    pub(super) stop: Option<String>,
    /// It would not say it, in its own words.
    pub(super) refusal: Option<String>,
    /// Something went wrong over there, in its own words.
    pub(super) error: Option<String>,
    /// What it counted.
    pub(super) usage: Option<Usage>,
    /// The answer has the shape of an answer, whatever is in it.
    pub(super) shaped: bool,
}

impl Hearing {
    pub(super) fn new(most_tokens: u32) -> Self {
        Self { most_bytes: (most_tokens as usize).saturating_mul(BYTES_OF_A_TOKEN), ..Self::default() }
    }

    /// More of its words.
    pub(super) fn say(&mut self, text: &str) {
        self.gaps += text.split_whitespace().count();
        self.text.push_str(text);
        self.over |= self.text.len() > self.most_bytes;
    }

    /// Words so far, near enough to show.
    pub(super) fn words(&self) -> usize {
        self.gaps
    }

    pub(super) fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Nothing more has to be heard: it is whole, or too long.
    pub(super) fn is_over(&self) -> bool {
        self.over || self.closed
    }

    /// A line of a stream, of events or of objects.
    pub(super) fn line(&mut self, line: &[u8], event: fn(&Value, &mut Self)) {
        let line = line.trim_ascii();
        let line = line.strip_prefix(b"data:").unwrap_or(line).trim_ascii();
        if line == b"[DONE]" {
            self.closed = true;
        } else if line.first() == Some(&b'{')
            && let Ok(value) = serde_json::from_slice::<Value>(line)
        {
            self.events += 1;
            event(&value, self);
        }
    }

    /// What it comes to. `body` is all that came: one object, if no stream did.
    pub(super) fn end(mut self, body: &[u8], event: fn(&Value, &mut Self)) -> Result<Spoken, Unsaid> {
        if self.events == 0 {
            match serde_json::from_slice::<Value>(body) {
                Ok(value) if value.is_object() => event(&value, &mut self),
                _ => return Err(self.fails(Kind::Broken, "what it answers is no answer of a model")),
            }
        }
        if let Some(error) = &self.error {
            let error = clean::line(error).chars().take(160).collect::<String>();
            return Err(self.fails(Kind::Busy, format!("it broke off with an error ({error})")));
        }
        if self.over {
            return Err(self.fails(Kind::Broken, "it said more than it was allowed to"));
        }
        if !self.shaped {
            return Err(self.fails(Kind::Broken, "its answer holds no choice to take"));
        }
        let filtered = matches!(self.stop.as_deref(), Some("content_filter" | "refusal"));
        if filtered || self.refusal.is_some() {
            let said = clean::line(self.refusal.as_deref().unwrap_or_default());
            let said = said.chars().take(160).collect::<String>();
            let said = if said.is_empty() { said } else { format!(": “{said}”") };
            return Err(self.fails(Kind::Refused, format!("it would not write this{said}")));
        }
        if matches!(self.stop.as_deref(), Some("length" | "max_tokens" | "model_context_window_exceeded")) {
            return Err(self.fails(Kind::Broken, "it did not come to an end within writer.max_tokens"));
        }
        if self.events > 1 && self.stop.is_none() && !self.closed {
            return Err(self.fails(Kind::Broken, "its answer ended before it was whole"));
        }
        if self.text.trim().is_empty() {
            return Err(self.fails(Kind::Broken, "its answer is empty"));
        }
        Ok(Spoken { text: self.text, usage: self.usage })
    }

    /// No answer, and what it may have cost all the same.
    fn fails(&self, kind: Kind, why: impl Into<String>) -> Unsaid {
        let charge = self.usage.map_or(Charge::Guess { said: self.text.len() }, Charge::Told);
        Unsaid { kind, why: why.into(), charge, ..Unsaid::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_come_whole_however_they_were_cut() {
        let stream = "data: {\"a\":\"Zürich\"}\n\n: still here\ndata: [DONE]";
        for size in 1..stream.len() {
            let (mut lines, mut found) = (Lines::default(), Vec::new());
            let mut each = |line: &[u8]| found.push(String::from_utf8(line.trim_ascii().to_vec()).unwrap());
            stream.as_bytes().chunks(size).for_each(|part| lines.take(part, &mut each));
            lines.end(&mut each);
            assert_eq!(found, ["data: {\"a\":\"Zürich\"}", "", ": still here", "data: [DONE]"], "{size}");
        }
    }
}
