//! One question to the model: written down, asked, and its answer kept before anybody uses it.

use super::{
    Asking,
    by_model::{Bill, ByModel, Missed},
    voice::{Voice, Went},
};
use crate::{
    models::{Charge, Kind, Question, Speaker, Unsaid},
    store::{Allowance, Begun, Ended, Job, Spent},
    story::Moment,
};

/// A service that takes no more questions, and does not say for how long, is left alone for so long; and for so long at
/// most.
const LATER_SECONDS: u64 = 60;
const LATEST_SECONDS: u64 = 86_400;

/// Bytes of a word's tokens, at most, where only words were counted.
const BYTES_OF_A_WORD: usize = 9;

/// Nothing may be spent.
const NOTHING: Allowance = Allowance { tokens: Some(0), money: None };

/// An answer.
pub(super) struct Heard {
    pub(super) reply: String,
    /// What its fences were named by.
    pub(super) salt: String,
}

impl ByModel<'_> {
    /// Asks one question, if it may be asked, and keeps the answer before anybody uses it.
    pub(super) fn ask(
        &mut self,
        key: &str,
        system: &str,
        turns: &[(Speaker, &str)],
        salt: &str,
        schema: usize,
        bill: &mut Bill,
    ) -> Result<Heard, Missed> {
        let schema = self.schemas[schema].clone();
        let (temperature, most_tokens) = (self.temperature, self.most_tokens);
        let question = Question { system, turns, schema: &schema, temperature, most_tokens };
        if matches!(self.voice, Voice::Recorded(_)) {
            return match self.voice.ask(&question, &self.stop, &mut |_| {}) {
                Went::Through(Ok(spoken)) => Ok(Heard { reply: spoken.text, salt: salt.to_owned() }),
                Went::Through(Err(unsaid)) => Err(Missed::Not(unsaid.why)),
                Went::Stopped(_) => Err(Missed::Stopped),
            };
        }
        let most = self.terms.most(&question);
        match self.begun(key, salt, most, bill.spent)? {
            Some((heard, spent)) => {
                bill.spent = bill.spent.plus(spent);
                Ok(heard)
            }
            None => self.said(key, &question, salt, bill),
        }
    }

    /// Writes down that a question is asked; `Some` if its answer is known already.
    fn begun(
        &self,
        key: &str,
        salt: &str,
        most: Spent,
        so_far: Spent,
    ) -> Result<Option<(Heard, Spent)>, Missed> {
        let job = Job { key: key.to_owned(), model: self.name.clone(), salt: salt.to_owned(), most };
        let forbidden = self.terms.forbids(so_far, most);
        // What was answered before costs nothing, whatever may be spent.
        let allowed = if forbidden.is_some() { NOTHING } else { self.terms.day() };
        let begun = self.store.writer().and_then(|writer| writer.begin_job(job, allowed, now()));
        match begun
            .map_err(|fault| Missed::Not(format!("nothing is asked that cannot be written down: {fault}")))?
        {
            Begun::Ask => Ok(None),
            Begun::Answered { salt, reply, spent } => Ok(Some((Heard { reply, salt }, spent))),
            Begun::Lost { why: Some(why) } => Err(Missed::Not(format!("{why}; it is not paid for twice"))),
            Begun::Lost { why: None } => {
                Err(Missed::Not("Slugline ended while it was asked, and it is not paid for twice".to_owned()))
            }
            Begun::TooMuch(spent) => {
                Err(Missed::Not(forbidden.unwrap_or_else(|| self.terms.day_is_spent(spent, most))))
            }
            Begun::Resting(until, why) => Err(Missed::Not(format!("it is left alone until {until}: {why}"))),
        }
    }

    /// Really asks.
    fn said(
        &mut self,
        key: &str,
        question: &Question<'_>,
        salt: &str,
        bill: &mut Bill,
    ) -> Result<Heard, Missed> {
        let model = self.name.clone();
        let tell = &mut self.tell;
        let mut words = |words: usize| tell(Asking { model: model.clone(), words });
        words(0);
        let (ended, went) = match self.voice.ask(question, &self.stop, &mut words) {
            Went::Through(Ok(spoken)) => {
                let spent = self.terms.answered(question, &spoken.text, spoken.usage);
                let came = Ok(spoken.text.clone());
                let heard = Heard { reply: spoken.text, salt: salt.to_owned() };
                (Ended { came, spent, again: false, faulty: false, not_before: None }, Ok(heard))
            }
            Went::Through(Err(unsaid)) => {
                let spent = self.terms.failed(question, unsaid.charge);
                if unsaid.kind == Kind::Wrong {
                    self.down = Some(unsaid.why.clone());
                }
                let ended = Ended {
                    came: Err(unsaid.why.clone()),
                    spent,
                    again: spent == Spent::default(),
                    faulty: unsaid.kind != Kind::Refused,
                    not_before: later(&unsaid),
                };
                (ended, Err(Missed::Not(unsaid.why)))
            }
            Went::Stopped(words) => {
                let said = words * BYTES_OF_A_WORD;
                let spent = self.terms.failed(question, Charge::Guess { said });
                let came = Err("it was broken off".to_owned());
                (Ended { came, spent, again: true, faulty: false, not_before: None }, Err(Missed::Stopped))
            }
        };
        bill.spent = bill.spent.plus(ended.spent);
        let kept = self.store.writer().and_then(|writer| writer.end_job(key, ended, now()));
        kept.map_err(|fault| Missed::Not(format!("its answer could not be kept: {fault}")))?;
        went
    }
}

/// Until when a service is left alone, if it is.
fn later(unsaid: &Unsaid) -> Option<Moment> {
    let asked = unsaid.wait.map(|wait| wait.as_secs().clamp(1, LATEST_SECONDS));
    let usual = matches!(unsaid.kind, Kind::Limit).then_some(LATER_SECONDS);
    asked.or(usual).map(|seconds| now().plus_seconds(seconds as i64))
}

fn now() -> Moment {
    Moment::from(jiff::Timestamp::now())
}
