//! What is remembered of questions to models.
//!
//! A question that costs something is a job. It is written down before it is asked, with the most it may come to, and its
//! answer before it is used: whatever happens in between, the same job is not asked twice, and what was spent is known.

use crate::story::Moment;

/// A question about to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Job {
    /// What makes it this question and no other.
    pub key: String,
    /// The model's name.
    pub model: String,
    /// What its fences are named by; of a job that is known already, that of then.
    pub salt: String,
    /// The most it may come to.
    pub most: Spent,
}

/// What was spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Tokens of questions.
    pub input: u64,
    /// Tokens of answers.
    pub output: u64,
    /// Millionths of the unit that prices are in.
    pub money: u64,
}

impl Spent {
    /// Tokens in all.
    pub fn tokens(self) -> u64 {
        self.input.saturating_add(self.output)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            input: self.input.saturating_add(other.input),
            output: self.output.saturating_add(other.output),
            money: self.money.saturating_add(other.money),
        }
    }
}

/// What may be spent on a day (UTC).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Tokens.
    pub tokens: Option<u64>,
    /// Millionths of the unit that prices are in.
    pub money: Option<u64>,
}

/// What the store says to a question that is about to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Ask: it is written down.
    Ask,
    /// It was answered before.
    Answered {
        /// What its fences were named by.
        salt: String,
        /// The answer.
        reply: String,
        /// What it cost then.
        spent: Spent,
    },
    /// It was asked before, and no answer came that could be kept; it may have been paid for.
    Lost {
        /// Why, where that is known; otherwise the program ended.
        why: Option<String>,
    },
    /// It would go beyond what may be spent today, of which so much is spent.
    TooMuch(Spent),
    /// The service is left alone until then: it asked for that, or it failed too often in a row; the last reason.
    Resting(Moment, String),
}

/// How a question ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The answer, or why there is none.
    pub came: Result<String, String>,
    /// What it came to.
    pub spent: Spent,
    /// Nothing was paid, so it may be asked again.
    pub again: bool,
    /// The service failed.
    pub faulty: bool,
    /// It is to be left alone until then.
    pub not_before: Option<Moment>,
}
