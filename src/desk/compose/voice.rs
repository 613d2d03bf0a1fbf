//! Who speaks: a model at its place, or replies that were recorded.

use std::{fs, path::Path, time::Duration};

use tokio::runtime::{Builder, Runtime};

use super::Stop;
use crate::{
    config::{WriterKind, Writing},
    models::{Chat, Dialect, Place, Question, Recorded, Spoken, Unsaid},
    net::{self, Client, Limits, Manners},
    write::model::{FILES, Prompts},
};

/// Who is asked.
pub(super) enum Voice {
    /// A model.
    Model(Box<Chat>, Runtime),
    /// Recorded replies: they cost nothing, and nothing is written down about them.
    Recorded(Recorded),
}

/// How a question ended that may be broken off.
pub(super) enum Went {
    /// By itself.
    Through(Result<Spoken, Unsaid>),
    /// The person wanted no more; so many words had come.
    Stopped(usize),
}

impl Voice {
    /// As configured. Nothing is asked yet; the error says in words what is wrong.
    pub(super) fn of(config: &Writing, manners: Manners) -> Result<Self, String> {
        let dialect = match config.kind {
            WriterKind::Extractive => return Err("no model is set up (writer.kind)".to_owned()),
            WriterKind::Replay => {
                let place = config.replies.as_deref();
                let place = place.ok_or("no recorded replies are named (writer.replies)")?;
                return Ok(Self::Recorded(Recorded::read(place)?));
            }
            WriterKind::OpenAi => Dialect::OpenAi,
            WriterKind::Anthropic => Dialect::Anthropic,
            WriterKind::Ollama => Dialect::Ollama,
        };
        if config.model.trim().is_empty() {
            return Err("no model is named (writer.model)".to_owned());
        }
        let url =
            config.place().parse().map_err(|_no_address| format!("{} is no address", config.place()))?;
        let key = net::obtain(&config.key)?;
        let (stall, total) = (Duration::from_secs_f64(config.stall), Duration::from_secs_f64(config.total));
        let limits = Limits { first_byte: stall, idle: stall, total, ..manners.limits };
        let client = Client::new(Manners { limits, ..manners }).map_err(|fault| fault.to_string())?;
        let place = Place { url, model: config.model.clone(), key, allow_private: config.may_be_near() };
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        Ok(Self::Model(Box::new(Chat::new(client, place, dialect)), runtime))
    }

    /// Asks, and waits: for the answer, or for the word to stop.
    pub(super) fn ask(
        &mut self,
        question: &Question<'_>,
        stop: &Stop,
        words: &mut (dyn FnMut(usize) + Send),
    ) -> Went {
        let (chat, runtime) = match self {
            Self::Recorded(recorded) => return Went::Through(recorded.answer(question)),
            Self::Model(chat, runtime) => (chat, runtime),
        };
        let mut so_far = 0;
        let mut count = |n: usize| {
            so_far = n;
            words(n);
        };
        let went = runtime.block_on(async {
            tokio::select! {
                biased;
                () = stop.said() => None,
                said = chat.ask(question, &mut count) => Some(said),
            }
        });
        went.map_or_else(|| Went::Stopped(so_far), Went::Through)
    }

    /// Whether it can be asked, in words.
    pub(super) fn reachable(&self) -> Result<String, String> {
        match self {
            Self::Recorded(_) => Ok("gives recorded replies".to_owned()),
            Self::Model(chat, runtime) => runtime.block_on(chat.reachable()),
        }
    }
}

/// The prompts: the person's own, where there are some.
pub(super) fn prompts(folder: Option<&Path>) -> Result<Prompts, String> {
    let Some(folder) = folder else { return Prompts::read(&|_| None) };
    if !folder.is_dir() {
        return Err(format!("{} is no folder (writer.prompts)", folder.display()));
    }
    let mut read = Vec::new();
    for (name, _) in FILES {
        let file = folder.join(name);
        if file.exists() {
            let text = fs::read_to_string(&file);
            read.push((name, text.map_err(|error| format!("{} cannot be read: {error}", file.display()))?));
        }
    }
    let own = |asked: &str| read.iter().find(|(name, _)| *name == asked).map(|(_, text)| text.clone());
    Prompts::read(&own).map_err(|why| format!("{} (in {})", why, folder.display()))
}
