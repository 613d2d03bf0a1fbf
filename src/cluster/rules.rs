//! The numbers behind the decisions.

/// All of them are measured choices, none a law.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// How near a text of [`Rules::short`] words must be to join.
    pub near_short: f64,
    /// How near a text of [`Rules::long`] words must be to join.
    pub near_long: f64,
    /// In story words, stop words left out.
    pub short: f64,
    /// In story words, stop words left out.
    pub long: f64,
    /// How much nearer a post must be than an article of its length.
    pub post_margin: f64,
    /// How much a day's gap weakens nearness: a factor of e to the minus this.
    pub fading_per_day: f64,
    /// A headline joins no story that was silent for so many seconds.
    pub window_short: f64,
    /// Nor does an article.
    pub window_long: f64,
    /// How near two clusters of short texts must be to become one.
    pub near_merge: f64,
    /// Words kept of a cluster.
    pub words_kept: usize,
    /// Words of a text's body that are looked at.
    pub body_words: usize,
    /// A record is compared with the clusters that have most of so many of its most telling words.
    pub telling_words: usize,
    /// So many clusters are compared in full.
    pub compared: usize,
    /// What a word of the title counts.
    pub title: f64,
    /// What a name or a number weighs against another word.
    pub name: f64,
    /// What the beginning of a word weighs against the word, where the language inflects.
    pub prefix: f64,
    /// Records that a cluster takes in; what comes later moves nothing.
    pub most_members: usize,
    /// Seconds between two second looks.
    pub look_seconds: i64,
    /// Arrivals between two second looks at most.
    pub look_arrivals: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            near_short: 0.18,
            near_long: 0.22,
            short: 10.0,
            long: 120.0,
            post_margin: 0.1,
            fading_per_day: 0.2,
            window_short: 24.0 * 3600.0,
            window_long: 72.0 * 3600.0,
            near_merge: 0.3,
            words_kept: 300,
            body_words: 120,
            telling_words: 48,
            compared: 24,
            title: 2.0,
            name: 1.5,
            prefix: 0.0,
            most_members: 1000,
            look_seconds: 600,
            look_arrivals: 500,
        }
    }
}

impl Rules {
    /// How near a text of so many story words must be to join.
    pub(super) fn near(&self, words: f64) -> f64 {
        let along = ((words - self.short) / (self.long - self.short)).clamp(0.0, 1.0);
        self.near_short + along * (self.near_long - self.near_short)
    }

    /// Seconds, by the arrivals' clock, after which a cluster that took nothing in is no longer looked at.
    pub fn reach(&self) -> f64 {
        self.window_long.max(self.window_short)
    }
}
