//! The single pass: each text joins the nearest cluster or opens one.

use std::collections::HashMap;

use crate::text::bag::Bag;

use super::Rules;
use super::features::Text;

/// Which groups have a word, by its number; in the order of the groups.
type Index = HashMap<u32, Vec<u32>>;

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
    let mut index = Index::new();
    let mut pages: HashMap<&str, u32> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        let linked = text.pages.iter().find_map(|page| pages.get(page.as_str()).copied());
        let home =
            linked.or_else(|| nearest(text, &groups, &mut index, rules)).unwrap_or(groups.len() as u32);
        enter(&mut index, home, text, groups.get(home as usize), rules);
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

/// Notes under each word that is new to the group that the group has it. Of a group that was silent for so long that
/// the index may have lost it, every word is new.
fn enter(index: &mut Index, home: u32, text: &Text<'_>, group: Option<&Group>, rules: &Rules) {
    for (number, _) in text.bag.weights() {
        if group.is_none_or(|group| is_past(text, group, rules) || !group.sum.contains_key(number)) {
            let holders = index.entry(*number).or_default();
            if let Err(place) = holders.binary_search(&home) {
                holders.insert(place, home);
            }
        }
    }
}

/// The nearest group, if it is near enough. Groups that the window has passed are taken out of the index on the way:
/// the texts come in the order of time, so that none of them will be near to a later one.
fn nearest(text: &Text<'_>, groups: &[Group], index: &mut Index, rules: &Rules) -> Option<u32> {
    let margin =
        if text.record.kind.is_post() && text.record.title.is_none() { rules.post_margin } else { 0.0 };
    let near = rules.near(text.length) + margin;
    let mut best: Option<(u32, f64)> = None;
    for holder in candidates(text, groups, index, rules) {
        let group = &groups[holder as usize];
        let fading = fading(text, group, rules);
        if fading <= 0.0 {
            continue;
        }
        let held = |number| group.sum.get(number).copied().unwrap_or(0.0);
        let product: f64 = text.bag.weights().iter().map(|(number, weight)| weight * held(number)).sum();
        let score = product / group.square.max(f64::MIN_POSITIVE).sqrt() * fading;
        if score >= near && best.is_none_or(|(_, highest)| score > highest) {
            best = Some((holder, score));
        }
    }
    best.map(|(holder, _)| holder)
}

/// The groups that have one of the text's most telling words, in their order.
fn candidates(text: &Text<'_>, groups: &[Group], index: &mut Index, rules: &Rules) -> Vec<u32> {
    let telling = text.bag.clone().heaviest(rules.telling_words);
    let mut found = Vec::new();
    for (number, _) in telling.weights() {
        if let Some(holders) = index.get_mut(number) {
            holders.retain(|holder| !is_past(text, &groups[*holder as usize], rules));
            found.extend_from_slice(holders);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// True for a group that was silent for longer than any window before this text.
fn is_past(text: &Text<'_>, group: &Group, rules: &Rules) -> bool {
    let (Some(now), Some(last)) = (text.at, group.last) else { return false };
    now - last > rules.window_long.max(rules.window_short)
}

/// How much of nearness is left after the time between: 1 at once, 0 beyond the window.
fn fading(text: &Text<'_>, group: &Group, rules: &Rules) -> f64 {
    let (Some(now), Some(last)) = (text.at, group.last) else { return 1.0 };
    let gap = (now - last).abs();
    let window = if group.mean_words() < 40.0 { rules.window_short } else { rules.window_long };
    if gap > window { 0.0 } else { (-rules.fading_per_day * gap / 86_400.0).exp() }
}
