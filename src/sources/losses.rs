//! What could not be kept of an answer, counted by its reason: a thousand bad items are one line, not a thousand.

use std::collections::BTreeMap;

/// Losses of one kind of item.
#[derive(Debug, Clone)]
pub(super) struct Losses {
    one: &'static str,
    many: &'static str,
    counted: BTreeMap<&'static str, usize>,
}

impl Losses {
    /// None yet. What an item is called: `("post", "posts")`.
    pub(super) fn new(one: &'static str, many: &'static str) -> Self {
        Self { one, many, counted: BTreeMap::new() }
    }

    /// One more was left out; why, in words that follow a colon.
    pub(super) fn add(&mut self, why: &'static str) {
        *self.counted.entry(why).or_default() += 1;
    }

    /// A line for each reason.
    pub(super) fn notes(&self) -> Vec<String> {
        let line = |(why, count): (&&str, &usize)| match count {
            1 => format!("1 {} was left out: {why}", self.one),
            count => format!("{count} {} were left out: {why}", self.many),
        };
        self.counted.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Losses;

    #[test]
    fn they_are_counted_by_their_reason() {
        let mut losses = Losses::new("post", "posts");
        assert!(losses.notes().is_empty());
        for why in ["no address", "hidden", "no address"] {
            losses.add(why);
        }
        assert_eq!(losses.notes(), ["1 post was left out: hidden", "2 posts were left out: no address"]);
    }
}
