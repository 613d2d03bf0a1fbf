//! The settings as the rules of the stages.
//!
//! The config knows no stage and no stage knows the config; here the one becomes the other. What the config has no key
//! for keeps the stage's own default.

use crate::cluster::{self, Minimum};
use crate::config::{Clusters, Evidence, Signals, Versions};
use crate::signal::{self, Window};

use super::running::Reach;

/// `[signals]` as the detectors take it.
pub fn signals(set: &Signals) -> signal::Rules {
    signal::Rules {
        windows: [
            Window { hours: 1, voices: set.voices_1h, z: set.z_1h },
            Window { hours: 3, voices: set.voices_3h, z: set.z_3h },
            Window { hours: 6, voices: set.voices_6h, z: set.z_6h },
        ],
        rearm: set.calm_z,
        cooldown_hours: set.cooldown,
        high: set.high_z,
        new_distance: set.new_distance,
        new_voices: set.new_voices,
        new_hours: set.new_hours,
        new_share: set.new_share,
        last_records: set.last_records,
        same_thing: set.same_thing,
        conflict_hours: set.conflict_hours,
        denial_names: set.denial_names,
        framing_gap: set.framing_gap,
        framing_records: set.framing_records,
        accounts: set.accounts,
        same_hours: set.same_hours,
        loudest_share: set.loudest_share,
    }
}

/// `[clusters]` as the grouping takes it.
pub fn clusters(set: &Clusters) -> cluster::Rules {
    cluster::Rules {
        near_short: set.near_headline,
        near_long: set.near_article,
        post_margin: set.post_margin,
        near_merge: set.near_merge,
        fading_per_day: set.fading,
        window_short: set.window_headline * 3600.0,
        window_long: set.window_article * 3600.0,
        most_members: set.most_records,
        ..cluster::Rules::default()
    }
}

/// `[evidence]` as what a dispatch needs at least.
pub fn minimum(set: &Evidence) -> Minimum {
    Minimum { records: set.records, voices: set.voices, longest: set.words }
}

/// `[versions]` as how far a dispatch reaches.
pub fn reach(set: &Versions) -> Reach {
    Reach { interval: set.interval, covers: set.covers, running: set.running }
}

#[cfg(test)]
mod tests {
    use super::{Reach, clusters, minimum, reach, signals};
    use crate::cluster::{self, Minimum};
    use crate::config::defaults;
    use crate::signal;

    #[test]
    fn the_documented_defaults_are_those_of_the_stages() {
        let config = defaults();
        assert_eq!(signals(&config.signals), signal::Rules::default());
        assert_eq!(clusters(&config.clusters), cluster::Rules::default());
        assert_eq!(minimum(&config.evidence), Minimum::default());
        assert_eq!(reach(&config.versions), Reach::default());
    }
}
