//! The bounds that the detectors are held to, with what each trades.

/// A span of time that voices are counted in, and what stands out in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// How long it is, in hours.
    pub hours: u32,
    /// Fewer independent voices in it are nothing. More: surer and later, and small stories are never heard.
    pub voices: usize,
    /// A smaller z is nothing, in standard deviations. Higher: fewer false alarms, fewer and later true ones.
    pub z: f64,
}

/// When a detector speaks. All of them are measured choices or said to be judgement; none is a law.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Velocity: the windows that are looked at side by side; any of them is enough.
    pub windows: [Window; 3],
    /// Velocity: a story has to calm down to this z in every window before it can fire again, in standard deviations.
    /// Lower: a long story fires once; higher: it fires at each of its waves.
    pub rearm: f64,
    /// So many hours pass between two signals of one kind for one story. Longer: fewer repetitions, and later words of
    /// a second wave.
    pub cooldown_hours: f64,
    /// Velocity: from this z on it is worth interrupting for, in standard deviations.
    pub high: f64,
    /// Novelty: how far a story has to lie from every other when it opens, 0 to 1. Lower: turns of old stories count
    /// as new.
    pub new_distance: f64,
    /// Novelty: the independent voices that have to tell it, name the new name, or give the new number. Fewer: sooner,
    /// and on the word of fewer.
    pub new_voices: usize,
    /// Novelty: the hours after its opening in which they have to speak.
    pub new_hours: f64,
    /// Novelty: the share of what the last records say that the published version does not, 0 to 1. Lower: more new
    /// versions, with less that is new in each.
    pub new_share: f64,
    /// Novelty: how many last records that share is measured over.
    pub last_records: usize,
    /// Divergence: the share of the words of the shorter of two sentences that has to stand in both, for their numbers to
    /// be about one thing, 0 to 1. Lower: more conflicts, and more that are none.
    pub same_thing: f64,
    /// Divergence: two accounts with different numbers are no more than so many hours apart. Longer: tolls that have
    /// risen since pass for conflicts.
    pub conflict_hours: f64,
    /// Divergence: the names that a denial and what it denies have in common. Fewer: denials of something else.
    pub denial_names: usize,
    /// Divergence: how far apart the words of outlets and of posts have to be, in bits (Jensen-Shannon, 0 to 1).
    pub framing_gap: f64,
    /// Divergence: the records on each side that it takes.
    pub framing_records: usize,
    /// Coordination: the accounts that have to post nearly the same. Fewer: more warnings about habits of sharing.
    pub accounts: usize,
    /// Coordination: the hours within which they post it.
    pub same_hours: f64,
    /// Coordination: the share of the posts that the loudest tenth of the accounts (one at least) has to write, 0 to 1.
    pub loudest_share: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            windows: [
                Window { hours: 1, voices: 4, z: 3.5 },
                Window { hours: 3, voices: 5, z: 3.9 },
                Window { hours: 6, voices: 5, z: 4.0 },
            ],
            rearm: 1.0,
            cooldown_hours: 6.0,
            high: 5.0,
            new_distance: 0.75,
            new_voices: 3,
            new_hours: 6.0,
            new_share: 0.4,
            last_records: 5,
            same_thing: 0.4,
            conflict_hours: 6.0,
            denial_names: 2,
            framing_gap: 0.5,
            framing_records: 3,
            accounts: 5,
            same_hours: 1.0,
            loudest_share: 0.5,
        }
    }
}

impl Rules {
    /// The cooldown, in seconds.
    pub(super) fn cooldown(&self) -> f64 {
        self.cooldown_hours * 3600.0
    }
}
