//! A model that is talked to: one question, one answer, heard as it comes.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::{Map, Value};

use super::{
    Place, anthropic,
    hearing::{Hearing, Lines},
    ollama, openai,
    refusal::{Unsaid, unasked, unwilling},
};
use crate::net::{Ask, Client, Form, Key, Trust, Validators};

/// How a service is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// OpenAI's chat completions, which many others speak, too.
    OpenAi,
    /// Anthropic's messages.
    Anthropic,
    /// Ollama's chat.
    Ollama,
}

/// Who said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// We.
    Person,
    /// The model.
    Model,
}

/// What a model is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What it is to be and to keep to: only ever our words.
    pub system: &'a str,
    /// What was said so far, the last by us.
    pub turns: &'a [(Speaker, &'a str)],
    /// The JSON schema of the answer.
    pub schema: &'a Value,
    /// How freely it chooses its words, 0 to 2.
    pub temperature: f64,
    /// The longest answer, in tokens.
    pub most_tokens: u32,
}

impl Question<'_> {
    /// All that is sent, in bytes.
    pub fn bytes(&self) -> usize {
        self.system.len() + self.turns.iter().map(|(_, text)| text.len()).sum::<usize>()
    }
}

/// What a call cost, in tokens, as the service counted them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of the question.
    pub input: u64,
    /// Of the answer.
    pub output: u64,
}

/// A whole answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Its words, without the key if it was in them.
    pub text: String,
    /// What it cost, where the service said.
    pub usage: Option<Usage>,
}

/// What this service turned out not to understand. It is left out from then on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// `max_completion_tokens` in place of `max_tokens`.
    pub newer_bound: bool,
    /// No `temperature`.
    pub no_temperature: bool,
    /// 0: the schema; 1: only that it is JSON; 2: neither.
    pub loose: u8,
    /// No `stream_options`.
    pub no_stream_options: bool,
}

impl Fit {
    /// Another way to ask, if what the service says of its refusal names something that can be left out.
    fn after(self, said: &str) -> Option<Self> {
        let mut fit = self;
        if said.contains("max_completion_tokens") {
            fit.newer_bound = true;
        } else if said.contains("temperature") {
            fit.no_temperature = true;
        } else if said.contains("stream_options") {
            fit.no_stream_options = true;
        } else if ["response_format", "json_schema", "output_config", "schema"]
            .iter()
            .any(|w| said.contains(w))
        {
            fit.loose = (fit.loose + 1).min(2);
        }
        (fit != self).then_some(fit)
    }
}

/// How often a question is put in another way.
const WAYS: usize = 5;

/// A model at its place. Nothing is asked before it is told to.
pub struct Chat {
    client: Client,
    place: Place,
    dialect: Dialect,
    fit: Mutex<Fit>,
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat")
            .field("place", &self.place)
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

impl Chat {
    /// One that speaks this way, there. How long it is waited for is the client's to know.
    pub fn new(client: Client, place: Place, dialect: Dialect) -> Self {
        Self { client, place, dialect, fit: Mutex::new(Fit::default()) }
    }

    /// Asks, and tells `words` how many came so far. It may be dropped at any moment. No error names the key.
    pub async fn ask(
        &self,
        question: &Question<'_>,
        words: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Spoken, Unsaid> {
        for _ in 0..WAYS {
            let fit = *self.fit.lock().unwrap_or_else(PoisonError::into_inner);
            match self.once(question, fit, words).await {
                Err(unsaid) => match unsaid.other_way.as_deref().and_then(|said| fit.after(said)) {
                    Some(other) => *self.fit.lock().unwrap_or_else(PoisonError::into_inner) = other,
                    None => return Err(unsaid),
                },
                spoken => return spoken,
            }
        }
        Err(Unsaid { why: "it understands no way in which it is asked".to_owned(), ..Unsaid::default() })
    }

    async fn once(
        &self,
        question: &Question<'_>,
        fit: Fit,
        words: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Spoken, Unsaid> {
        let whole = self.body(question, fit);
        let form = Form {
            whole: Some(&whole),
            headers: if self.dialect == Dialect::Anthropic { anthropic::HEADERS } else { &[] },
            key_alone: self.dialect == Dialect::Anthropic,
            ..Form::default()
        };
        let mut lines = Lines::default();
        let mut heard = Hearing::new(question.most_tokens);
        let event = self.event();
        let mut each = |part: &[u8]| {
            lines.take(part, &mut |line| heard.line(line, event));
            words(heard.words());
            !heard.is_over()
        };
        let begun = Instant::now();
        let cap = CAP + CAP_OF_A_TOKEN.saturating_mul(question.most_tokens as usize);
        let reply = self.client.post_heard(&Ask { cap, ..self.question() }, &form, &mut each).await;
        let reply = match reply {
            Err(fault) => return Err(unasked(&fault, begun.elapsed(), heard.text_bytes())),
            Ok(reply) => reply,
        };
        if reply.status != 200 {
            return Err(self.hidden(&unwilling(&reply, &self.place.model)));
        }
        lines.end(&mut |line| heard.line(line, event));
        let said = heard.end(&reply.body, event).map_err(|unsaid| self.hidden(&unsaid))?;
        Ok(Spoken { text: self.unsaid(&said.text), ..said })
    }

    /// What the service is sent.
    fn body(&self, question: &Question<'_>, fit: Fit) -> Map<String, Value> {
        match self.dialect {
            Dialect::OpenAi => openai::body(question, &self.place.model, fit),
            Dialect::Anthropic => anthropic::body(question, &self.place.model, fit),
            Dialect::Ollama => ollama::body(question, &self.place.model, fit),
        }
    }

    /// How a part of its answer is understood.
    fn event(&self) -> fn(&Value, &mut Hearing) {
        match self.dialect {
            Dialect::OpenAi => openai::event,
            Dialect::Anthropic => anthropic::event,
            Dialect::Ollama => ollama::event,
        }
    }

    fn question(&self) -> Ask {
        let base = self.place.url.path().trim_end_matches('/');
        let path = match self.dialect {
            Dialect::OpenAi => openai::path(base),
            Dialect::Anthropic => anthropic::path(base),
            Dialect::Ollama => ollama::path(base),
        };
        self.at(&path, "application/json, text/event-stream")
    }

    fn at(&self, path: &str, accept: &'static str) -> Ask {
        let mut url = self.place.url.clone();
        url.set_path(path);
        Ask {
            url,
            trust: Trust::Typed { allow_private: self.place.allow_private },
            key: self.place.key.clone(),
            old_key_header: false,
            since: Validators::default(),
            accept,
            cap: CAP,
            per_minute: None,
        }
    }

    /// Whether it can be asked, in words, without spending anything: what it knows is asked for, and nothing is written.
    pub async fn reachable(&self) -> Result<String, String> {
        let base = self.place.url.path().trim_end_matches('/');
        let reply = match self.dialect {
            Dialect::OpenAi => self.client.get(&self.at(&openai::list(base), "application/json")).await,
            Dialect::Ollama => self.client.get(&self.at(&ollama::list(base), "application/json")).await,
            // It counts the tokens of a question, which is free and asks for key and model.
            Dialect::Anthropic => {
                let whole = anthropic::counted(&self.place.model);
                let headers = anthropic::HEADERS;
                let form = Form { whole: Some(&whole), headers, key_alone: true, ..Form::default() };
                self.client.post(&self.at(&anthropic::count(base), "application/json"), &form).await
            }
        };
        let reply = reply.map_err(|fault| fault.why)?;
        let model = &self.place.model;
        match reply.status {
            200 if self.dialect == Dialect::Anthropic => Ok(format!("answers, and takes the model {model}")),
            200 if openai::names(&reply.body, model) => Ok(format!("answers, and has the model {model}")),
            200 => Ok(format!("answers, and does not list the model {model}")),
            _ => Err(self.unsaid(&unwilling(&reply, model).why)),
        }
    }

    /// Without the key.
    fn unsaid(&self, text: &str) -> String {
        self.place.key.as_ref().map_or_else(|| text.to_owned(), |key: &Key| key.hidden(text))
    }

    fn hidden(&self, unsaid: &Unsaid) -> Unsaid {
        let other_way = unsaid.other_way.as_deref().map(|said| self.unsaid(said));
        Unsaid { why: self.unsaid(&unsaid.why), other_way, ..unsaid.clone() }
    }
}

/// The longest answer taken, in bytes: so much, and so much for each token, which a stream wraps in some hundred bytes.
const CAP: usize = 256 << 10;
const CAP_OF_A_TOKEN: usize = 1 << 10;

/// How long the answer of a model is waited for: this long in silence, and so long in all.
pub const PATIENCE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_mins(2));
