//! One record's way to its cluster: a copy goes to its original, a post to the page it points to, everything else to the
//! cluster whose words are nearest, if they are near enough; what is left opens a cluster.

use crate::story::{Cluster, Decision, Met, Record};
use crate::text::shingles::COPY;

use super::Rules;
use super::copies;
use super::features::Text;
use super::gather::name;
use super::growing::{Growing, Mark};
use super::memory::{Clock, Memory};
use super::near::{self, Near};

/// So many words a text of this length must have in common with a story at least, however rare they are: two papers of
/// one town share its name.
fn least_words(length: f64) -> usize {
    match length {
        ..4.0 => 1,
        ..30.0 => 2,
        _ => 3,
    }
}

/// A record on its way.
pub(super) struct Arrival<'a> {
    pub(super) record: &'a Record,
    pub(super) text: Text<'a>,
    /// The pages by which its cluster is found, with their addresses.
    pub(super) pages: Vec<(u64, String)>,
}

impl Memory {
    /// Finds the record's cluster, or opens one.
    pub(super) fn meet(&mut self, arrival: &Arrival<'_>, mark: Mark, rules: &Rules) -> Decision {
        let (record, text) = (arrival.record, &arrival.text);
        if let Some(first) = copies::original(&mark, &self.marks, |place| self.open_at(place, rules)) {
            let other = Some(first.record.as_str().to_owned());
            let decision =
                Decision { met: Met::Copied, score: first.alike, needed: COPY, other, ..Decision::default() };
            return self.enter(first.place, arrival, mark, decision, rules);
        }
        if let Some((place, page)) = self.linked(arrival, rules) {
            let (score, needed) = (1.0, 1.0);
            let decision =
                Decision { met: Met::Linked, score, needed, other: Some(page), ..Decision::default() };
            return self.enter(place, arrival, mark, decision, rules);
        }
        let nearest =
            near::nearest(text, self.clock.now, &self.places, &self.words, &mut self.scratch, rules);
        let cluster = nearest.and_then(|near| self.at(near.place));
        let fit = cluster.map(Growing::fit).unwrap_or_default();
        let second = nearest.map_or(0.0, |near| near.second);
        let margin = if is_short_post(record) { rules.post_margin } else { 0.0 };
        let needed = rules.near(text.length, fit, second) + margin;
        let words = cluster.map(|cluster| text.shared(&cluster.sum)).unwrap_or_default();
        let other = cluster.map(|cluster| cluster.cluster.id.as_str().to_owned());
        let score = nearest.map_or(0.0, |near| near.score);
        let enough = words.len() >= least_words(text.length) || !text.dense.is_empty();
        match nearest {
            Some(Near { place, score, .. }) if score >= needed && enough => {
                let decision = Decision { met: Met::Joined, score, needed, words, ..Decision::default() };
                self.enter(place, arrival, mark, decision, rules)
            }
            _ => {
                let decision =
                    Decision { met: Met::Opened, score, needed, words, other, ..Decision::default() };
                self.open(arrival, mark, decision)
            }
        }
    }

    /// The cluster that has the record's page, or one that a post points to; and that page.
    fn linked(&self, arrival: &Arrival<'_>, rules: &Rules) -> Option<(u32, String)> {
        let holder = |page: u64| {
            self.pages.of(page).iter().copied().filter(|place| self.open_at(*place, rules).is_some()).min()
        };
        arrival.pages.iter().find_map(|(page, url)| Some((holder(*page)?, url.clone())))
    }

    /// Adds a record to a cluster, unless it is full.
    fn enter(
        &mut self,
        place: u32,
        arrival: &Arrival<'_>,
        mark: Mark,
        decision: Decision,
        rules: &Rules,
    ) -> Decision {
        let Clock { now, turn, .. } = self.clock;
        let (record, text) = (arrival.record, &arrival.text);
        let Some(cluster) = self.places.get_mut(place as usize).and_then(Option::as_mut) else {
            return decision;
        };
        let decision = Decision { cluster: cluster.cluster.id.clone(), ..decision };
        if cluster.cluster.records.len() >= rules.most_members {
            return Decision { met: Met::Full, ..decision };
        }
        cluster.list(&record.id, text.at);
        (cluster.touched, cluster.turn, cluster.changed) = (now, turn, true);
        self.lately.push(place);
        for (page, _) in &arrival.pages {
            if cluster.pages.len() < MOST_PAGES && !cluster.pages.contains(page) {
                cluster.pages.push(*page);
                self.pages.enter(&[*page], place);
            }
        }
        if decision.met == Met::Copied {
            cluster.cluster.copies.push(record.id.clone());
            return decision;
        }
        cluster.hear(record);
        copies::enter(&mut self.marks, &mark, place);
        cluster.marks.push(mark);
        // What a post that was led here by its link says beside it may be anything.
        if decision.met == Met::Joined || !record.kind.is_post() {
            self.words.enter(&cluster.learn(text), place);
            self.words.leave(&cluster.trim(rules.words_kept), place);
        }
        decision
    }

    fn open(&mut self, arrival: &Arrival<'_>, mark: Mark, decision: Decision) -> Decision {
        let Clock { now, turn, .. } = self.clock;
        let (record, text) = (arrival.record, &arrival.text);
        let cluster = Cluster { id: name(&record.id), ..Cluster::default() };
        let mut cluster =
            Growing { cluster, opened: turn, turn, touched: now, changed: true, ..Growing::default() };
        cluster.list(&record.id, text.at);
        cluster.hear(record);
        cluster.learn(text);
        cluster.marks.push(mark);
        cluster.pages = arrival.pages.iter().map(|(page, _)| *page).collect();
        let decision = Decision { cluster: cluster.cluster.id.clone(), ..decision };
        let place = self.places.len() as u32;
        self.places.push(None);
        self.settle(place, cluster);
        self.lately.push(place);
        decision
    }
}

/// Pages remembered of a cluster.
const MOST_PAGES: usize = 2000;

/// A post without a title: a few words, in which much is left out that a headline would say.
fn is_short_post(record: &Record) -> bool {
    record.kind.is_post() && record.title.as_deref().is_none_or(|title| title.trim().is_empty())
}
