//! The single pass: each text joins the nearest cluster or opens one.

use std::collections::{BTreeMap, HashMap};

use crate::text::bag::Bag;

use super::Rules;
use super::features::Text;

/// A cluster in the making: the sum of its members' bags, and what it needs to be found.
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    pub(super) sum: HashMap<u32, f64>,
    /// The square of the sum's length.
    pub(super) square: f64,
    pub(super) first: Option<f64>,
    pub(super) last: Option<f64>,
    pub(super) words: f64,
}

impl Group {
    fn open(at: usize, text: &Text<'_>) -> Self {
        let mut group = Self {
            members: Vec::new(),
            sum: HashMap::new(),
            square: 0.0,
            first: text.at,
            last: text.at,
            words: 0.0,
        };
        group.take(at, text);
        group
    }

    /// Adds a text, which is no older than those before it.
    fn take(&mut self, at: usize, text: &Text<'_>) {
        self.members.push(at);
        self.words += text.length;
        self.last = text.at.or(self.last);
        self.first = self.first.or(text.at);
        self.add(&text.bag);
    }

    pub(super) fn add(&mut self, bag: &Bag) {
        for (number, weight) in bag.weights() {
            let sum = self.sum.entry(*number).or_default();
            self.square += weight * (2.0 * *sum + weight);
            *sum += weight;
        }
    }

    /// Lets go of the lightest words once there are a fifth too many.
    pub(super) fn trim(&mut self, most: usize) {
        if self.sum.len() <= most + most / 5 {
            return;
        }
        let mut all: Vec<(u32, f64)> = self.sum.drain().collect();
        all.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(most);
        self.square = all.iter().map(|(_, weight)| weight * weight).sum();
        self.sum = all.into_iter().collect();
    }

    pub(super) fn mean_words(&self) -> f64 {
        self.words / self.members.len().max(1) as f64
    }
}

/// Groups texts, which stand oldest first.
pub(super) fn pass(texts: &[Text<'_>], rules: &Rules) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut pages: HashMap<&str, u32> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        let linked = text.pages.iter().find_map(|page| pages.get(page.as_str()).copied());
        let home = linked.or_else(|| nearest(text, &groups, &index, rules)).unwrap_or(groups.len() as u32);
        enter(&mut index, home, text, groups.get(home as usize));
        match groups.get_mut(home as usize) {
            Some(group) => {
                group.take(at, text);
                group.trim(rules.words_kept);
            }
            None => groups.push(Group::open(at, text)),
        }
        for page in &text.pages {
            pages.entry(page).or_insert(home);
        }
    }
    groups
}

/// Notes under each word that is new to the group that the group has it.
fn enter(index: &mut HashMap<u32, Vec<u32>>, home: u32, text: &Text<'_>, group: Option<&Group>) {
    for (number, _) in text.bag.weights() {
        if group.is_none_or(|group| !group.sum.contains_key(number)) {
            let holders = index.entry(*number).or_default();
            if let Err(place) = holders.binary_search(&home) {
                holders.insert(place, home);
            }
        }
    }
}

/// The nearest group, if it is near enough.
fn nearest(text: &Text<'_>, groups: &[Group], index: &HashMap<u32, Vec<u32>>, rules: &Rules) -> Option<u32> {
    let mut shared: BTreeMap<u32, f64> = BTreeMap::new();
    for (number, weight) in text.bag.weights() {
        let Some(holders) = index.get(number) else { continue };
        for holder in holders {
            if fading(text, &groups[*holder as usize], rules) > 0.0 {
                let held = groups[*holder as usize].sum.get(number).copied().unwrap_or(0.0);
                *shared.entry(*holder).or_default() += weight * held;
            }
        }
    }
    let margin =
        if text.record.kind.is_post() && text.record.title.is_none() { rules.post_margin } else { 0.0 };
    let near = rules.near(text.length) + margin;
    let mut best: Option<(u32, f64)> = None;
    for (holder, product) in shared {
        let group = &groups[holder as usize];
        let cosine = product / group.square.max(f64::MIN_POSITIVE).sqrt();
        let score = cosine * fading(text, group, rules);
        if score >= near && best.is_none_or(|(_, highest)| score > highest) {
            best = Some((holder, score));
        }
    }
    best.map(|(holder, _)| holder)
}

/// How much of nearness is left after the time between: 1 at once, 0 beyond the window.
fn fading(text: &Text<'_>, group: &Group, rules: &Rules) -> f64 {
    let (Some(now), Some(last)) = (text.at, group.last) else { return 1.0 };
    let gap = (now - last).abs();
    let window = if group.mean_words() < 40.0 { rules.window_short } else { rules.window_long };
    if gap > window { 0.0 } else { (-rules.fading_per_day * gap / 86_400.0).exp() }
}
