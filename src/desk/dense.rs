//! Vectors for an edition, where the person has set up a model that gives some.
//!
//! What helps to see that a headline in one language tells what a headline in another does. It is no stage: without it, or
//! where the model does not answer, records are grouped by their words alone, and the edition says what went wrong.

use std::{cell::RefCell, collections::HashMap};

use tokio::runtime::{Builder, Runtime};

use crate::{
    config::Embeddings,
    models::{Embedder, Place},
    net::{self, Client, Manners},
    story::{Record, RecordId, Trouble},
};

/// Words of a record that are sent, beside its title: how stories begin is what they are about.
const WORDS: usize = 80;

/// Who asks the model while an edition is made, if there is one. Its calls block.
pub struct Dense {
    /// None where no model is set up, while offline, or where it cannot be asked.
    model: Option<(Embedder, Runtime)>,
    /// What went wrong; nothing is asked after that.
    trouble: RefCell<Option<Trouble>>,
}

impl Dense {
    /// Nothing is asked yet.
    pub fn of(config: &Embeddings, manners: Manners) -> Self {
        let model = if config.is_on() && !manners.offline { Some(model(config, manners)) } else { None };
        let (model, why) = model.transpose().map_or_else(|why| (None, Some(why)), |model| (model, None));
        let trouble = why.map(|why| Trouble {
            what: "No model was asked for vectors".to_owned(),
            why,
            remedy: "Check [embeddings] in the config; records are grouped by their words alone meanwhile"
                .to_owned(),
        });
        Self { model, trouble: RefCell::new(trouble) }
    }

    /// The vectors of these records, or none where no model gives them.
    pub fn vectors(&self, records: &[&Record]) -> HashMap<RecordId, Vec<f32>> {
        let asked = self.model.as_ref().filter(|_| !records.is_empty() && self.trouble.borrow().is_none());
        let Some((embedder, runtime)) = asked else { return HashMap::new() };
        let texts: Vec<String> = records.iter().map(|record| told(record)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        match runtime.block_on(embedder.vectors(&texts)) {
            Ok(vectors) => records.iter().map(|record| record.id.clone()).zip(vectors).collect(),
            Err(trouble) => {
                self.trouble.replace(Some(trouble));
                HashMap::new()
            }
        }
    }

    /// What went wrong, if anything did.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }
}

/// The model, ready to be asked, or why it cannot be.
fn model(config: &Embeddings, manners: Manners) -> Result<(Embedder, Runtime), String> {
    let url = config.url.parse().map_err(|_no_address| format!("{} is no address", config.url))?;
    let key = net::obtain(&config.key)?;
    let client = Client::new(manners).map_err(|fault| fault.to_string())?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let place = Place { url, model: config.model.clone(), key, allow_private: config.allow_private };
    Ok((Embedder::new(client, place), runtime))
}

/// A record as the model reads it.
fn told(record: &Record) -> String {
    let words = record.words().split_whitespace().take(WORDS);
    record.title.as_deref().into_iter().chain(words).collect::<Vec<_>>().join(" ")
}
