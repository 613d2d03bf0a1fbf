//! The numbers behind the decisions.

/// All of them are measured choices, none a law. Where there are two, one for headlines and one for articles, a text of a
/// length between has one between (see [`Rules::short`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// How near a headline must be to join. 0 to 1; lower joins more.
    pub near_short: f64,
    /// How near an article must be to join a story of one text. What a larger story asks for is told by the next four.
    pub near_long: f64,
    /// A story asks for more the nearer its texts are to each other: by this share of what they are nearer than `usual`.
    /// What fits much worse than they fit each other is news of another event that is like it.
    pub tight: f64,
    /// How near the articles of one story are to each other as a rule, as a mean cosine.
    pub usual: f64,
    /// What a story asks for besides with every doubling of its texts: a large one has words for everything.
    pub grown: f64,
    /// What is asked for besides, as a share of the nearness to the second nearest story: where two stories are near, neither
    /// is clearly the right one.
    pub rival: f64,
    /// Up to so many story words, stop words left out, a text is a headline.
    pub short: f64,
    /// From so many on it is an article.
    pub long: f64,
    /// How much nearer a post without a title must be than an article of its length.
    pub post_margin: f64,
    /// How much a day's gap weakens nearness: a factor of e to the minus this.
    pub fading_per_day: f64,
    /// Days that are assumed to lie between a text and a story of which only one tells its time.
    pub untold_days: f64,
    /// A headline joins no story that was silent for so many seconds.
    pub window_short: f64,
    /// A cluster that took nothing in for so many seconds of the arrivals' clock grows no further; nor does an article join
    /// one whose own times are so far from its own, but for what [`Rules::lasting`] leaves.
    pub window_long: f64,
    /// What the time between leaves at least of the nearness of an article to articles, where their cluster may still grow:
    /// a verdict may be of the same story as a crime of last year. 0 to 1; at 0 only the window counts.
    pub lasting: f64,
    /// How near two clusters of headlines must be to become one.
    pub near_merge: f64,
    /// How much it is held against a cluster that its texts are unlike each other: at 0 a headline is compared with the sum
    /// of its texts, at 1 with each of them on average. Below 0 broad clusters are preferred.
    pub breadth_short: f64,
    /// The same for an article.
    pub breadth_long: f64,
    /// The same for two clusters.
    pub breadth_merge: f64,
    /// What a name weighs against another word, in a headline.
    pub name_short: f64,
    /// In an article.
    pub name_long: f64,
    /// What a number weighs against another word.
    pub number: f64,
    /// A word's weight grows with this power of its rarity, in a headline.
    pub rarity_short: f64,
    /// In an article.
    pub rarity_long: f64,
    /// What a word weighs beside its beginning.
    pub whole: f64,
    /// What the first letters of a word weigh beside it: they bring together forms that its stem does not, and names in
    /// several languages.
    pub beginning: f64,
    /// What a word of the title counts.
    pub title: f64,
    /// What the first word of a text's body counts above a later one: the heart of a story stands at its head.
    pub lead: f64,
    /// Over so many words that falls to a third.
    pub lead_words: f64,
    /// Words kept of a cluster.
    pub words_kept: usize,
    /// Words of a text's body that are looked at.
    pub body_words: usize,
    /// A record is compared with the clusters that have most of so many of its most telling words.
    pub telling_words: usize,
    /// So many clusters are compared in full.
    pub compared: usize,
    /// Records that a cluster takes in; what comes later moves nothing.
    pub most_members: usize,
    /// What a dense vector counts against the words, where there are any: 0 to 1.
    pub dense: f64,
    /// Seconds between two second looks.
    pub look_seconds: i64,
    /// Arrivals between two second looks at most.
    pub look_arrivals: u64,
}

/// How the texts of a story fit together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fit {
    /// How many there are.
    pub(super) texts: f64,
    /// How near they are to each other, as a mean cosine; `None` for one alone.
    pub(super) tightness: Option<f64>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            near_short: 0.22,
            near_long: 0.15,
            tight: 0.3,
            usual: 0.35,
            grown: 0.027,
            rival: 0.06,
            short: 12.0,
            long: 100.0,
            post_margin: 0.1,
            fading_per_day: 0.1,
            untold_days: 1.0,
            window_short: 24.0 * 3600.0,
            window_long: 168.0 * 3600.0,
            lasting: 0.6,
            near_merge: 0.25,
            breadth_short: 0.1,
            breadth_long: 0.7,
            breadth_merge: -0.08,
            name_short: 1.45,
            name_long: 2.2,
            number: 0.7,
            rarity_short: 1.35,
            rarity_long: 0.9,
            whole: 0.65,
            beginning: 0.58,
            title: 1.4,
            lead: 0.3,
            lead_words: 90.0,
            words_kept: 300,
            body_words: 150,
            telling_words: 20,
            compared: 12,
            most_members: 1000,
            dense: 0.3,
            look_seconds: 600,
            look_arrivals: 500,
        }
    }
}

impl Rules {
    /// Where a text of so many story words stands between a headline and an article: 0 to 1.
    fn along(&self, words: f64) -> f64 {
        ((words - self.short) / (self.long - self.short)).clamp(0.0, 1.0)
    }

    fn between(&self, words: f64, short: f64, long: f64) -> f64 {
        short + self.along(words) * (long - short)
    }

    /// How near a text of so many story words must be to join a story, where `second` is its nearness to another one.
    /// Every headline is asked for the same.
    pub(super) fn near(&self, words: f64, story: Fit, second: f64) -> f64 {
        let tighter = story.tightness.map_or(0.0, |tightness| tightness - self.usual);
        let grown = self.grown * story.texts.max(1.0).log2();
        let long = self.near_long + self.tight * tighter + grown + self.rival * second;
        self.between(words, self.near_short, long)
    }

    /// How much it is held against a cluster that its texts are unlike each other.
    pub(super) fn breadth(&self, words: f64) -> f64 {
        self.between(words, self.breadth_short, self.breadth_long)
    }

    /// What a name weighs.
    pub(super) fn name(&self, words: f64) -> f64 {
        self.between(words, self.name_short, self.name_long)
    }

    /// What a number weighs: as much as a name in an article.
    pub(super) fn number(&self, words: f64) -> f64 {
        self.between(words, self.number, self.name_long)
    }

    /// With which power of its rarity a word's weight grows.
    pub(super) fn rarity(&self, words: f64) -> f64 {
        self.between(words, self.rarity_short, self.rarity_long)
    }

    /// Seconds, by the arrivals' clock, after which a cluster that took nothing in is no longer looked at.
    pub fn reach(&self) -> f64 {
        self.window_long.max(self.window_short)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, Rules};

    fn needed(words: f64, texts: f64, tightness: Option<f64>, second: f64) -> f64 {
        Rules::default().near(words, Fit { texts, tightness }, second)
    }

    #[test]
    fn a_tight_or_large_story_or_one_of_two_asks_an_article_for_more() {
        let alone = needed(150.0, 1.0, None, 0.0);
        let usual = needed(150.0, 2.0, Some(Rules::default().usual), 0.0);
        assert!((alone - Rules::default().near_long).abs() < 1e-9);
        assert!(usual > alone);
        assert!(needed(150.0, 2.0, Some(0.5), 0.0) > usual);
        assert!(needed(150.0, 2.0, Some(0.1), 0.0) < usual);
        assert!(needed(150.0, 16.0, Some(Rules::default().usual), 0.0) > usual);
        assert!(needed(150.0, 2.0, Some(Rules::default().usual), 0.2) > usual);
    }

    #[test]
    fn every_story_asks_a_headline_for_the_same() {
        for (texts, tightness, second) in [(1.0, None, 0.0), (9.0, Some(0.6), 0.0), (40.0, Some(0.1), 0.3)] {
            assert!((needed(8.0, texts, tightness, second) - Rules::default().near_short).abs() < 1e-9);
        }
    }
}
