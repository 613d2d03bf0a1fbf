//! What may be spent, and what something comes to.

use crate::{
    config::Writing,
    models::{Charge, Question, Usage},
    store::{Allowance, Spent},
};

/// Bytes of a token, as few as it may be on the whole: an estimate that is too high asks once too little, one that is too
/// low spends too much.
const BYTES: usize = 3;
/// Tokens that a service adds of its own: roles, the shape of the answer.
const AROUND: u64 = 400;
/// No count that a service tells is believed beyond this.
const MOST: u64 = 1_000_000_000;

/// What may be spent on a dispatch and on a day, and what tokens cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Terms {
    price_in: f64,
    price_out: f64,
    dispatch_tokens: u64,
    dispatch_money: Option<u64>,
    day: Allowance,
}

impl Terms {
    pub(super) fn of(config: &Writing) -> Self {
        // Without a price nothing is known about money.
        let priced = config.price_in > 0.0 || config.price_out > 0.0;
        let money = |most: f64| (priced && most > 0.0).then(|| millionths(most));
        Self {
            price_in: config.price_in,
            price_out: config.price_out,
            dispatch_tokens: config.dispatch_tokens,
            dispatch_money: money(config.dispatch_money),
            day: Allowance { tokens: Some(config.day_tokens), money: money(config.day_money) },
        }
    }

    /// What a day may cost.
    pub(super) fn day(&self) -> Allowance {
        self.day
    }

    /// What so many tokens cost: a price is for a million of them, and money is counted in millionths.
    fn priced(&self, input: u64, output: u64) -> Spent {
        let (input, output) = (input.min(MOST), output.min(MOST));
        let money = input as f64 * self.price_in + output as f64 * self.price_out;
        Spent { input, output, money: money.ceil() as u64 }
    }

    /// The most that a question may come to.
    pub(super) fn most(&self, question: &Question<'_>) -> Spent {
        self.priced(asked(question), u64::from(question.most_tokens))
    }

    /// What an answer came to, by what the service told, else by its length.
    pub(super) fn answered(&self, question: &Question<'_>, text: &str, usage: Option<Usage>) -> Spent {
        let guess = || self.priced(asked(question), text.len().div_ceil(BYTES) as u64);
        usage.map_or_else(guess, |usage| self.priced(usage.input, usage.output))
    }

    /// What a failure came to.
    pub(super) fn failed(&self, question: &Question<'_>, charge: Charge) -> Spent {
        match charge {
            Charge::Nothing => Spent::default(),
            Charge::Told(usage) => self.priced(usage.input, usage.output),
            Charge::Guess { said } => self.priced(asked(question), said.div_ceil(BYTES) as u64),
        }
    }

    /// Why a dispatch for which so much was spent may not have this question asked, if it may not.
    pub(super) fn forbids(&self, spent: Spent, most: Spent) -> Option<String> {
        let after = spent.plus(most);
        if after.tokens() > self.dispatch_tokens {
            let (needs, may) = (after.tokens(), self.dispatch_tokens);
            return Some(format!(
                "it may come to {needs} tokens, and a dispatch may cost {may} (writer.dispatch_tokens)"
            ));
        }
        let may = self.dispatch_money.filter(|may| after.money > *may)?;
        let (needs, may) = (in_money(after.money), in_money(may));
        Some(format!("it may come to {needs}, and a dispatch may cost {may} (writer.dispatch_money)"))
    }

    /// Why the day's budget does not reach.
    pub(super) fn day_is_spent(&self, spent: Spent, most: Spent) -> String {
        let after = spent.plus(most);
        let tokens = self.day.tokens.filter(|may| after.tokens() > *may);
        match (tokens, self.day.money) {
            (Some(may), _) => {
                let so_far = spent.tokens();
                format!(
                    "the day's budget does not reach: {so_far} of {may} tokens are spent (writer.day_tokens)"
                )
            }
            (None, Some(may)) => {
                let (so_far, may) = (in_money(spent.money), in_money(may));
                format!("the day's budget does not reach: {so_far} of {may} are spent (writer.day_money)")
            }
            (None, None) => "the day's budget does not reach".to_owned(),
        }
    }
}

fn asked(question: &Question<'_>) -> u64 {
    question.bytes().div_ceil(BYTES) as u64 + AROUND
}

fn millionths(money: f64) -> u64 {
    (money * 1e6).round() as u64
}

fn in_money(millionths: u64) -> String {
    format!("{:.4}", millionths as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Spent, Terms};
    use crate::{
        config::Writing,
        models::{Charge, Question, Usage},
    };

    #[test]
    fn what_is_spent_is_reckoned_before_and_after() {
        let config = Writing {
            price_in: 3.0,
            price_out: 15.0,
            dispatch_tokens: 3_000,
            dispatch_money: 0.02,
            day_tokens: 9_000,
            ..Writing::default()
        };
        let terms = Terms::of(&config);
        let question = Question {
            system: "abc",
            turns: &[],
            schema: &Value::Null,
            temperature: 0.0,
            most_tokens: 1_000,
        };
        let most = terms.most(&question);
        assert_eq!(most, Spent { input: 401, output: 1_000, money: 401 * 3 + 15_000 });
        assert_eq!(terms.forbids(Spent::default(), most), None);
        let tokens = Spent { input: 1_600, output: 0, money: 0 };
        assert!(terms.forbids(tokens, most).unwrap().contains("3001 tokens"));
        let money = Spent { input: 0, output: 0, money: 3_798 };
        assert_eq!(
            terms.forbids(money, most).unwrap(),
            "it may come to 0.0200, and a dispatch may cost 0.0200 (writer.dispatch_money)"
        );
        let told = terms.answered(&question, "x", Some(Usage { input: 10, output: 2 }));
        assert_eq!((told.tokens(), told.money), (12, 60));
        assert_eq!(terms.answered(&question, "12345", None).output, 2);
        assert_eq!(terms.failed(&question, Charge::Nothing), Spent::default());
        assert_eq!(terms.failed(&question, Charge::Guess { said: 4 }).output, 2);
        let mad = terms.answered(&question, "", Some(Usage { input: u64::MAX, output: u64::MAX }));
        assert_eq!(mad.input, 1_000_000_000);
    }

    #[test]
    fn without_a_price_only_tokens_are_counted() {
        let terms = Terms::of(&Writing { dispatch_money: 0.01, day_money: 0.01, ..Writing::default() });
        assert_eq!((terms.dispatch_money, terms.day().money), (None, None));
    }
}
