//! A model that does as it is told: a loopback server that reads the question as a model would, and speaks each dialect.

use serde_json::{Value, json};

use crate::server::faults::{Answer, Faults, Request};

/// The key that no file, message or screen may show.
pub(super) const SENTINEL: &str = "SENTINEL-7f3a";

/// A question, as a model reads it.
pub(super) struct Asked {
    pub(super) body: Value,
    /// The rules.
    pub(super) system: String,
    /// What was said, one after the other.
    pub(super) turns: Vec<String>,
    /// Sentences and their ids.
    pub(super) sentences: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let mut system = body["system"].as_str().unwrap_or_default().to_owned();
        let mut turns = Vec::new();
        for message in body["messages"].as_array().unwrap() {
            let text = message["content"].as_str().unwrap().to_owned();
            if message["role"] == "system" { system = text } else { turns.push(text) }
        }
        let fence = turns[0].split("<<").nth(1).unwrap_or_default().split(' ').next().unwrap_or_default();
        let begin = format!("{fence}-");
        let lines = turns[0].lines().filter(|line| line.starts_with(&begin));
        let sentences = lines.filter_map(|line| line.split_once(' '));
        let sentences = sentences.map(|(id, text)| (id.to_owned(), text.to_owned())).collect();
        Self { body, system, turns, sentences }
    }

    /// The id of the sentence that holds these words.
    pub(super) fn id(&self, words: &str) -> String {
        let found = self.sentences.iter().find(|(_, text)| text.contains(words));
        found.unwrap_or_else(|| panic!("no sentence says {words}")).0.clone()
    }

    /// True for the second question about a story.
    pub(super) fn is_second(&self) -> bool {
        self.turns.len() > 1
    }

    /// A dispatch that says what the records say, partly in words of its own.
    pub(super) fn honest(&self) -> Value {
        let claim =
            |text: &str, words: &str| json!({ "text": text, "cites": [self.id(words)], "kind": "fact" });
        json!({
            "headline": "Harbour Bridge Closes After Drone Finds Crack",
            "dek": "Port Alder closed the Harbour Bridge to all traffic after a drone inspection found a crack.",
            "takeaways": [{ "text": "The Harbour Bridge carries 31,000 vehicles a day.", "cites": [self.id("31,000")] }],
            "sections": [{ "heading": "What is reported", "claims": [
                claim("Port Alder closed the Harbour Bridge to all traffic at 16:40, the port authority said.", "16:40"),
                claim("The Harbour Bridge carries 31,000 vehicles a day between Port Alder and Southbank.", "31,000"),
                claim("The ferry in Port Alder cannot carry the drivers displaced by the closed bridge, its operator said.", "cannot carry"),
            ] }],
            "faq": [{ "question": "How many vehicles cross the bridge?", "answer":
                "The Harbour Bridge carries 31,000 vehicles a day.", "cites": [self.id("31,000")] }],
        })
    }
}

/// How it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    OpenAi,
    Anthropic,
    Ollama,
}

impl Dialect {
    pub(super) const ALL: [Self; 3] = [Self::OpenAi, Self::Anthropic, Self::Ollama];

    /// The path it is asked at below the base `/base`.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::OpenAi => "/base/chat/completions",
            Self::Anthropic => "/base/v1/messages",
            Self::Ollama => "/base/api/chat",
        }
    }

    /// A stream of these words, in three parts, with its end and 700 and 300 tokens.
    pub(super) fn stream(self, text: &str) -> Answer {
        let mut answer = self.parts(text);
        let end: &[Value] = &match self {
            Self::OpenAi => vec![
                json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }),
                json!({ "choices": [], "usage": { "prompt_tokens": 700, "completion_tokens": 300 } }),
            ],
            Self::Anthropic => vec![
                json!({ "type": "message_delta", "delta": { "stop_reason": "end_turn" }, "usage": { "output_tokens": 300 } }),
                json!({ "type": "message_stop" }),
            ],
            Self::Ollama => vec![json!({ "message": { "content": "" }, "done": true, "done_reason": "stop",
                "prompt_eval_count": 700, "eval_count": 300 })],
        };
        for event in end {
            answer = answer.body(self.event(event));
        }
        if self == Self::OpenAi { answer.body("data: [DONE]\n\n") } else { answer }
    }

    /// The same without its end.
    pub(super) fn parts(self, text: &str) -> Answer {
        let kind = if self == Self::Ollama { "application/x-ndjson" } else { "text/event-stream" };
        let mut answer = Answer::status(200).header("Content-Type", kind).chunked();
        if self == Self::Anthropic {
            let start = json!({ "type": "message_start", "message": { "usage": { "input_tokens": 700, "output_tokens": 1 } } });
            answer = answer.body(self.event(&start));
        }
        let letters: Vec<char> = text.chars().collect();
        for part in letters.chunks(letters.len().div_ceil(3).max(1)) {
            let part: String = part.iter().collect();
            answer = answer.body(self.event(&match self {
                Self::OpenAi => json!({ "choices": [{ "delta": { "content": part } }] }),
                Self::Anthropic => {
                    json!({ "type": "content_block_delta", "delta": { "type": "text_delta", "text": part } })
                }
                Self::Ollama => json!({ "message": { "role": "assistant", "content": part }, "done": false }),
            }));
        }
        answer
    }

    /// The answer of a service that does not stream.
    pub(super) fn whole(self, text: &str) -> Answer {
        Answer::ok(
            match self {
                Self::OpenAi => json!({ "choices": [{ "message": { "content": text }, "finish_reason": "stop" }] }),
                Self::Anthropic => {
                    json!({ "type": "message", "content": [{ "type": "text", "text": text }], "stop_reason": "end_turn" })
                }
                Self::Ollama => json!({ "message": { "content": text }, "done": true }),
            }
            .to_string(),
        )
    }

    fn event(self, value: &Value) -> String {
        match self {
            Self::OpenAi => format!("data: {value}\n\n"),
            Self::Anthropic => format!("event: {}\ndata: {value}\n\n", value["type"].as_str().unwrap()),
            Self::Ollama => format!("{value}\n"),
        }
    }
}

/// A model that answers so, streaming.
pub(super) fn model(dialect: Dialect, answers: impl Fn(&Asked) -> Value + Send + Sync + 'static) -> Faults {
    Faults::serve(move |request| {
        if request.method != "POST" || request.path() != dialect.path() {
            return Answer::status(404);
        }
        dialect.stream(&answers(&Asked::of(request)).to_string())
    })
}
