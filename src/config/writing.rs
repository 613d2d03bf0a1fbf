//! `[writer]`: who writes the dispatches.

use std::path::PathBuf;

use super::{KeyFrom, address};

/// Who writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WriterKind {
    /// Nobody: sentences are taken from the records.
    #[default]
    Extractive,
    /// A model that speaks as OpenAI's chat completions do.
    OpenAi,
    /// A model that speaks as Anthropic's messages do.
    Anthropic,
    /// A model of Ollama's.
    Ollama,
    /// Replies that were recorded, from a file or a folder.
    Replay,
}

impl WriterKind {
    /// The words for them, in the order of `ALL`.
    pub const WORDS: &[&str] = &["extractive", "openai", "anthropic", "ollama", "replay"];
    /// All of them.
    pub const ALL: &[Self] = &[Self::Extractive, Self::OpenAi, Self::Anthropic, Self::Ollama, Self::Replay];
}

/// `[writer]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Writing {
    /// Who writes.
    pub kind: WriterKind,
    /// Where the model answers; empty for the usual place of its kind.
    pub url: String,
    /// Which model, as its service calls it.
    pub model: String,
    /// Where its key comes from.
    pub key: KeyFrom,
    /// Addresses of the person's own network, and this machine's, may be asked.
    pub allow_private: bool,
    /// Recorded replies.
    pub replies: Option<PathBuf>,
    /// A folder with prompts of the person's own.
    pub prompts: Option<PathBuf>,
    /// How freely words are chosen, 0 to 2.
    pub temperature: f64,
    /// The longest answer, in tokens.
    pub max_tokens: u32,
    /// The longest silence, in seconds.
    pub stall: f64,
    /// The longest wait for a whole answer, in seconds.
    pub total: f64,
    /// What a dispatch may cost, in tokens of questions and answers.
    pub dispatch_tokens: u64,
    /// What a day (UTC) may cost, in tokens.
    pub day_tokens: u64,
    /// What a million tokens of questions cost; 0 for unknown.
    pub price_in: f64,
    /// What a million tokens of answers cost; 0 for unknown.
    pub price_out: f64,
    /// What a dispatch may cost, in the unit of the prices; 0 for no such bound.
    pub dispatch_money: f64,
    /// What a day (UTC) may cost, in the unit of the prices; 0 for no such bound.
    pub day_money: f64,
}

impl Writing {
    /// Where the model answers.
    pub fn place(&self) -> &str {
        match self.kind {
            _ if !self.url.is_empty() => &self.url,
            WriterKind::OpenAi => "https://api.openai.com/v1",
            WriterKind::Anthropic => "https://api.anthropic.com",
            WriterKind::Ollama => "http://127.0.0.1:11434",
            WriterKind::Extractive | WriterKind::Replay => "",
        }
    }

    /// Whether that may be in the own network or on this machine, which the usual place of Ollama is.
    pub fn may_be_near(&self) -> bool {
        self.allow_private || (self.url.is_empty() && self.kind == WriterKind::Ollama)
    }

    /// Whether what is sent there could be read along by anyone on the way.
    pub(super) fn is_open_to_all(&self) -> bool {
        !self.url.is_empty() && !self.allow_private && address::is_open_to_all(&self.url)
    }
}
