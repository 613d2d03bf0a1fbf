//! Who writes for a command: as configured, or as its `--writer` says; and a way to break off.

use clap::ValueEnum;
use indicatif::ProgressBar;

use super::{Failure, Session, online};
use crate::{
    config::{WriterKind, Writing},
    desk::compose::{self, Asking, Compose, Stop},
    store::Store,
};

/// `--writer`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Writer {
    /// Sentences taken from the records, whatever is configured
    Extractive,
    /// The model of [writer] in the config
    Model,
}

/// Who is to write, by the flag and the config.
pub(super) fn chosen(session: &Session<'_>, flag: Option<Writer>) -> Result<Writing, Failure> {
    let config = session.config.writer.clone();
    match flag {
        Some(Writer::Extractive) => Ok(Writing { kind: WriterKind::Extractive, ..config }),
        Some(Writer::Model) if config.kind == WriterKind::Extractive => Err(Failure::Usage(
            "No model is set up to write. Name one under [writer] in the config: kind, model, and where its key is."
                .to_owned(),
        )),
        _ => Ok(config),
    }
}

/// Whoever writes. A model tells on the bar how far it is.
pub(super) fn hired<'s>(
    session: &Session<'_>,
    writing: &Writing,
    store: &'s Store,
    stop: &Stop,
    bar: &ProgressBar,
) -> Result<Box<dyn Compose + 's>, Failure> {
    let bar = bar.clone();
    let tell = move |asking: Asking| {
        let words = if asking.words == 1 { "word" } else { "words" };
        bar.set_message(format!("asking {} · {} {words} ·", asking.model, asking.words));
    };
    compose::composer(writing, online::manners(session), store, stop.clone(), tell)
        .map_err(|trouble| Failure::Partly(online::sentence(&trouble)))
}
