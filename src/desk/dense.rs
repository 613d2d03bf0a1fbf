//! Vectors for an edition, where the person has set up a model that gives some.
//!
//! What helps to see that a headline in one language tells what a headline in another does. It is no stage: without it, or
//! where the model does not answer, records are grouped by their words alone, and the edition says what went wrong.

use std::{cell::RefCell, collections::HashMap};

use tokio::runtime::{Builder, Runtime};

use crate::{
    config::{Embeddings, KeyFrom},
    models::{Embedder, Place},
    net::{self, Client, Manners},
    story::{Record, RecordId, Trouble},
};

/// Words of a record that are sent, beside its title: how stories begin is what they are about.
const WORDS: usize = 80;

/// Who asks the model while an edition is made. Its calls block.
pub struct Dense {
    embedder: Embedder,
    runtime: Runtime,
    /// What went wrong; nothing is asked after that.
    trouble: RefCell<Option<Trouble>>,
}

impl Dense {
    /// Nothing is asked yet. `None` where no model is set up, or while offline.
    pub fn of(config: &Embeddings, manners: Manners) -> Result<Option<Self>, Trouble> {
        if !config.is_on() || manners.offline {
            return Ok(None);
        }
        let trouble = |why: String| Trouble {
            what: "No model was asked for vectors".to_owned(),
            why,
            remedy: "Check [embeddings] in the config; records are grouped by their words alone meanwhile"
                .to_owned(),
        };
        let url =
            config.url.parse().map_err(|_no_address| trouble(format!("{} is no address", config.url)))?;
        let key = match &config.key {
            KeyFrom::Nowhere => None,
            from => net::obtain(from).map_err(&trouble)?,
        };
        let client = Client::new(manners).map_err(|fault| trouble(fault.to_string()))?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| trouble(error.to_string()))?;
        let place = Place { url, model: config.model.clone(), key, allow_private: config.allow_private };
        Ok(Some(Self { embedder: Embedder::new(client, place), runtime, trouble: RefCell::default() }))
    }

    /// The vectors of these records, or none where the model does not give them.
    pub fn vectors(&self, records: &[&Record]) -> HashMap<RecordId, Vec<f32>> {
        if records.is_empty() || self.trouble.borrow().is_some() {
            return HashMap::new();
        }
        let texts: Vec<String> = records.iter().map(|record| told(record)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        match self.runtime.block_on(self.embedder.vectors(&texts)) {
            Ok(vectors) => records.iter().map(|record| record.id.clone()).zip(vectors).collect(),
            Err(trouble) => {
                self.trouble.replace(Some(trouble));
                HashMap::new()
            }
        }
    }

    /// What went wrong on the way, if anything did.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }
}

/// A record as the model reads it.
fn told(record: &Record) -> String {
    let words = record.words().split_whitespace().take(WORDS);
    record.title.as_deref().into_iter().chain(words).collect::<Vec<_>>().join(" ")
}
