//! `[signals]`, `[clusters]`, `[evidence]`, `[versions]` and `[embeddings]`: the bounds that the desk works by.
//!
//! The names are those of the file; what each of them trades is told there. The desk turns them into the rules of its
//! stages.

use super::{KeyFrom, address};

/// `[signals]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signals {
    /// Voices in an hour that stand out.
    pub voices_1h: usize,
    /// Standard deviations by which they do.
    pub z_1h: f64,
    /// Voices in three hours that stand out.
    pub voices_3h: usize,
    /// Standard deviations by which they do.
    pub z_3h: f64,
    /// Voices in six hours that stand out.
    pub voices_6h: usize,
    /// Standard deviations by which they do.
    pub z_6h: f64,
    /// Standard deviations that a story calms down to before it is armed again.
    pub calm_z: f64,
    /// Standard deviations from which on severity is high.
    pub high_z: f64,
    /// Hours between two signals of one kind for one story.
    pub cooldown: f64,
    /// Distance of an opening from every other story, 0 to 1.
    pub new_distance: f64,
    /// Voices that have to tell what is new.
    pub new_voices: usize,
    /// Hours in which they tell it.
    pub new_hours: f64,
    /// Share of what is told last that is not published, 0 to 1.
    pub new_share: f64,
    /// Records that this share is measured over.
    pub last_records: usize,
    /// Share of words in common for two numbers to be about one thing, 0 to 1.
    pub same_thing: f64,
    /// Hours that two numbers may be apart.
    pub conflict_hours: f64,
    /// Names that a denial shares with what it denies.
    pub denial_names: usize,
    /// Bits that outlets' and posts' words are apart, 0 to 1.
    pub framing_gap: f64,
    /// Records on each side.
    pub framing_records: usize,
    /// Accounts that post nearly the same.
    pub accounts: usize,
    /// Hours within which they do.
    pub same_hours: f64,
    /// Share of the posts that the loudest accounts write, 0 to 1.
    pub loudest_share: f64,
}

/// `[clusters]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clusters {
    /// How near a headline has to be to join, 0 to 1.
    pub near_headline: f64,
    /// How near an article has to be to a story of one text, 0 to 1; larger and tighter ones ask for more.
    pub near_article: f64,
    /// How much nearer a post has to be.
    pub post_margin: f64,
    /// How near two clusters of headlines have to be to become one, 0 to 1.
    pub near_merge: f64,
    /// How much a day's silence weakens nearness: e to the minus this.
    pub fading: f64,
    /// Hours of silence after which no headline joins.
    pub window_headline: f64,
    /// Hours of silence after which no article joins.
    pub window_article: f64,
    /// Records that a cluster takes in.
    pub most_records: usize,
}

/// `[evidence]`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Records.
    pub records: usize,
    /// Independent voices.
    pub voices: usize,
    /// Words in the longest text.
    pub words: usize,
}

/// `[versions]`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Versions {
    /// Minutes between two versions of a dispatch.
    pub interval: usize,
    /// Hours for which a dispatch stands for other stories that tell no more.
    pub covers: usize,
    /// Days after which a story that goes on is no longer linked to what was told before.
    pub running: usize,
}

/// `[embeddings]`: a model that turns texts into vectors, beside the words. Off without an address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Embeddings {
    /// Where it answers, as OpenAI's interface does; `/embeddings` is hung on. Empty for off.
    pub url: String,
    /// Which model.
    pub model: String,
    /// Where its key comes from.
    pub key: KeyFrom,
    /// Addresses of the person's own network, and this machine's, may be asked.
    pub allow_private: bool,
    /// What the vectors weigh against the words, 0 to 1.
    pub share: f64,
}

impl Embeddings {
    /// Whether there is a model to ask.
    pub fn is_on(&self) -> bool {
        !self.url.is_empty()
    }

    /// Whether what is sent there could be read along by anyone on the way.
    pub(super) fn is_open_to_all(&self) -> bool {
        self.is_on() && !self.allow_private && address::is_open_to_all(&self.url)
    }
}
