//! A dispatch from a model: asked once, told once what fell, and the extractive dispatch wherever that does not do.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde_json::Value;

use super::{Asking, Compose, Composed, Order, Stop, terms::Terms, voice::Voice};
use crate::{
    config::Writing,
    models::Speaker,
    store::{Spent, Store},
    story::{ModelNote, Record, RecordId},
    text::digest::sha256,
    write::{
        self, Checked, Flaw, Spike,
        model::{self, Fallen, Laid, Numbered, Prompts, Story},
    },
};

/// What fences are called where replies were recorded: a recording has to know it.
const RECORDED: &str = "r3c0rded";

/// Writes with a model.
pub(super) struct ByModel<'s> {
    pub(super) store: &'s Store,
    pub(super) voice: Voice,
    prompts: Prompts,
    /// The model's name.
    pub(super) name: String,
    pub(super) temperature: f64,
    pub(super) most_tokens: u32,
    pub(super) terms: Terms,
    pub(super) stop: Stop,
    pub(super) tell: Box<dyn FnMut(Asking) + Send + 's>,
    /// Why it is asked no more in this edition.
    pub(super) down: Option<String>,
    pub(super) schemas: [Value; 2],
}

/// Why there is no draft of the model's.
pub(super) enum Missed {
    /// The person wants no more.
    Stopped,
    /// In words.
    Not(String),
}

/// What a dispatch came to so far.
#[derive(Default)]
pub(super) struct Bill {
    pub(super) spent: Spent,
    note: ModelNote,
}

impl<'s> ByModel<'s> {
    pub(super) fn new(
        config: &Writing,
        (voice, prompts): (Voice, Prompts),
        store: &'s Store,
        stop: Stop,
        tell: Box<dyn FnMut(Asking) + Send + 's>,
    ) -> Self {
        let name = if config.model.is_empty() { "recorded".to_owned() } else { config.model.clone() };
        Self {
            store,
            voice,
            prompts,
            name,
            temperature: config.temperature,
            most_tokens: config.max_tokens,
            terms: Terms::of(config),
            stop,
            tell,
            down: None,
            schemas: [model::schema(), model::repairs_schema()],
        }
    }

    fn draft(&mut self, order: &Order<'_>) -> Result<Checked, Missed> {
        if let Some(why) = &self.down {
            return Err(Missed::Not(why.clone()));
        }
        let mut bill = Bill::default();
        let hashes = hashes(order.members);
        let key = self.key(order, &hashes);
        let (mut numbered, mut asked) = self.laid(order, &self.salt());
        if numbered.places.is_empty() {
            return Err(Missed::Not("there is no sentence to give it".to_owned()));
        }
        let system = self.prompts.system(&numbered);
        let first = self.ask(&key, &system, &[(Speaker::Person, &asked)], &numbered.fence, 0, &mut bill)?;
        if first.salt != numbered.fence {
            // It was answered before, about the same sentences under other names.
            (numbered, asked) = self.laid(order, &first.salt);
        }
        let given = |(id, _): &(RecordId, String)| numbered.records.contains(id);
        bill.note = ModelNote {
            name: self.name.clone(),
            prompt: self.prompts.hash().to_owned(),
            records: hashes.into_iter().filter(given).collect(),
            ..ModelNote::default()
        };
        let story = model::read(&first.reply, &numbered);
        let (mut story, fallen) = match story {
            Ok(story) => match self.judged(order, &story, &bill) {
                Ok(checked) => return Ok(checked),
                Err(Some(fallen)) => (story, fallen),
                Err(None) => return Err(Missed::Not("its dispatch does not hold together".to_owned())),
            },
            Err(why) => return self.once_more(order, &key, (&numbered, &asked), &first.reply, &why, bill),
        };
        self.repair(&key, (&numbered, &asked), &first.reply, &mut story, &fallen, &mut bill)?;
        self.settle(order, story, bill)
    }

    /// The second round for a reply that fell in parts. Where it brings nothing, what fell has still fallen.
    fn repair(
        &mut self,
        key: &str,
        (numbered, asked): (&Numbered, &str),
        reply: &str,
        story: &mut Story,
        fallen: &[Fallen],
        bill: &mut Bill,
    ) -> Result<(), Missed> {
        let system = self.prompts.system(numbered);
        let again = self.prompts.repair(numbered, fallen);
        let turns = [(Speaker::Person, asked), (Speaker::Model, reply), (Speaker::Person, again.as_str())];
        match self.ask(&round_two(key), &system, &turns, &numbered.fence, 1, bill) {
            Ok(second) => bill.note.mended = story.mend(&second.reply, fallen, numbered).unwrap_or_default(),
            Err(Missed::Stopped) => return Err(Missed::Stopped),
            Err(Missed::Not(_)) => {}
        }
        Ok(())
    }

    /// The second round for a reply that could not be read.
    fn once_more(
        &mut self,
        order: &Order<'_>,
        key: &str,
        (numbered, asked): (&Numbered, &str),
        reply: &str,
        why: &str,
        mut bill: Bill,
    ) -> Result<Checked, Missed> {
        let system = self.prompts.system(numbered);
        let reply: String = reply.chars().take(4_000).collect();
        let reply = if reply.trim().is_empty() { "…" } else { &reply };
        let again =
            format!("No: {why}. Answer with the one JSON object that was asked for, and nothing else.");
        let turns = [(Speaker::Person, asked), (Speaker::Model, reply), (Speaker::Person, again.as_str())];
        let not = |missed: Missed| match missed {
            Missed::Not(second) => Missed::Not(format!("{why}; asked again, {second}")),
            stopped @ Missed::Stopped => stopped,
        };
        let second =
            self.ask(&round_two(key), &system, &turns, &numbered.fence, 0, &mut bill).map_err(not)?;
        let story = model::read(&second.reply, numbered)
            .map_err(|second| Missed::Not(format!("{why}; asked again, {second}")))?;
        self.settle(order, story, bill)
    }

    /// What holds stays; what does not gives way to a record's own sentence, or is left out.
    fn settle(&self, order: &Order<'_>, mut story: Story, mut bill: Bill) -> Result<Checked, Missed> {
        let mut why = String::new();
        // Each round takes out what fell, so there are not many.
        for _ in 0..4 {
            let fallen = match self.judged(order, &story, &bill) {
                Ok(checked) if story.is_enough() => return Ok(checked),
                Ok(_) | Err(None) => break,
                Err(Some(fallen)) => fallen,
            };
            if let Some(first) = fallen.first() {
                why = format!(": “{}”, {}", first.text, first.why);
            }
            let (replaced, dropped) = story.stand_in(&fallen, order.brief, order.words);
            bill.note.replaced += replaced;
            bill.note.dropped += dropped;
            if !story.is_enough() {
                break;
            }
        }
        Err(Missed::Not(format!("too little of its dispatch holds{why}")))
    }

    /// The copydesk's word on a story: passed, or the lines that fell; `None` where it fell as a whole.
    fn judged(&self, order: &Order<'_>, story: &Story, bill: &Bill) -> Result<Checked, Option<Vec<Fallen>>> {
        let mut laid: Laid = model::set(story, order.brief, &self.name);
        let tokens = (bill.spent.input, bill.spent.output);
        let tokens = (bill.spent != Spent::default()).then_some(tokens);
        laid.draft.model = Some(ModelNote { tokens, ..bill.note.clone() });
        let mut fallen = story.uncited();
        let draft = laid.draft.clone();
        let flaws: Vec<Flaw> = match write::check(draft, order.members, order.evidence, order.minimum) {
            Ok(checked) if fallen.is_empty() => return Ok(checked),
            Ok(_) => Vec::new(),
            Err(Spike { flaws, .. }) if flaws.is_empty() && fallen.is_empty() => return Err(None),
            Err(Spike { flaws, .. }) => flaws,
        };
        for flaw in laid.fallen(&flaws).ok_or(None)? {
            if fallen.iter().all(|known| known.at != flaw.at) {
                fallen.push(flaw);
            }
        }
        Err(Some(fallen))
    }

    /// The sentences under names of this salt, and the question with them.
    fn laid(&self, order: &Order<'_>, salt: &str) -> (Numbered, String) {
        let numbered = model::lay(order.brief, salt);
        let asked = self.prompts.write(&numbered, &order.brief.language, order.words);
        (numbered, asked)
    }

    /// A name for fences that nobody can guess.
    fn salt(&self) -> String {
        if matches!(self.voice, Voice::Recorded(_)) {
            return RECORDED.to_owned();
        }
        model::fence(RandomState::new().build_hasher().finish())
    }

    /// What makes a question this one and no other.
    fn key(&self, order: &Order<'_>, hashes: &[(RecordId, String)]) -> String {
        let mut all = format!(
            "{}\n{}\n{}\n{}\n{}\n",
            order.brief.cluster.id,
            order.version(),
            self.name,
            self.prompts.hash(),
            order.words
        );
        for (id, hash) in hashes {
            all.extend([id.as_str(), " ", hash, "\n"]);
        }
        sha256(&all)
    }
}

impl Compose for ByModel<'_> {
    fn compose(&mut self, order: &Order<'_>) -> Option<Composed> {
        if self.stop.is_said() {
            return None;
        }
        if order.minimum.missing(order.evidence).is_some() {
            return Some(Composed { checked: order.extracted(), notes: Vec::new() });
        }
        match self.draft(order) {
            Ok(checked) => {
                let notes = vec![format!("written by {}", self.name)];
                Some(Composed { checked: Ok(checked), notes })
            }
            Err(Missed::Stopped) => None,
            Err(Missed::Not(why)) => {
                let notes = vec![format!("not written by {}: {why}", self.name)];
                Some(Composed { checked: order.extracted(), notes })
            }
        }
    }

    /// One after the other: each takes long, and each is there to be read when it is done.
    fn together(&self) -> usize {
        1
    }
}

fn round_two(key: &str) -> String {
    format!("{key}-2")
}

/// Each record's SHA-256, in the order of their ids.
fn hashes(records: &[&Record]) -> Vec<(RecordId, String)> {
    let hash = |record: &&Record| {
        let title = record.title.as_deref().unwrap_or_default();
        (record.id.clone(), sha256(&format!("{title}\n{}", record.words())))
    };
    let mut hashes: Vec<(RecordId, String)> = records.iter().map(hash).collect();
    hashes.sort();
    hashes
}
