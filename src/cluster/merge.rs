//! The second look: clusters of short texts that turn out to be one.

use std::collections::HashMap;

use super::Rules;
use super::features::Text;
use super::pass::Group;

/// Longer texts than this on average are left as the first pass put them.
const SHORT: f64 = 40.0;

/// Rounds after which no more is gained.
const ROUNDS: usize = 4;

/// Merges clusters of short texts whose word sums are near, nearest first, until none are.
pub(super) fn merge(mut groups: Vec<Group>, texts: &[Text<'_>], rules: &Rules) -> Vec<Group> {
    for _ in 0..ROUNDS {
        let mut pairs = pairs(&groups, rules);
        pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        let mut touched = vec![false; groups.len()];
        let mut merged = false;
        for (a, b, _) in pairs {
            if touched[a] || touched[b] {
                continue;
            }
            touched[a] = true;
            touched[b] = true;
            merged = true;
            let younger = std::mem::take(&mut groups[b].members);
            join(&mut groups[a], &younger, texts, rules);
        }
        groups.retain(|group| !group.members.is_empty());
        if !merged {
            break;
        }
    }
    groups
}

/// Adds the members of a younger group to an older one, keeping them in order of time.
fn join(older: &mut Group, younger: &[usize], texts: &[Text<'_>], rules: &Rules) {
    for at in younger {
        older.add(&texts[*at].bag);
        older.words += texts[*at].length;
    }
    older.members.extend(younger);
    older.members.sort_unstable();
    older.last = older.members.iter().filter_map(|at| texts[*at].at).reduce(f64::max);
    older.first = older.members.iter().filter_map(|at| texts[*at].at).reduce(f64::min);
    older.trim(rules.words_kept);
}

/// Pairs of groups (older, younger, cosine) that may be one.
fn pairs(groups: &[Group], rules: &Rules) -> Vec<(usize, usize, f64)> {
    let short: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].mean_words() < SHORT).collect();
    let mut index: HashMap<u32, Vec<(usize, f64)>> = HashMap::new();
    let mut found = Vec::new();
    for at in short {
        let mut shared: HashMap<usize, f64> = HashMap::new();
        let length = groups[at].square.max(f64::MIN_POSITIVE).sqrt();
        for (number, weight) in sorted(&groups[at]) {
            let holders = index.entry(number).or_default();
            for (other, held) in holders.iter() {
                *shared.entry(*other).or_default() += held * weight / length;
            }
            holders.push((at, weight / length));
        }
        let near = shared.into_iter().filter(|(_, cosine)| *cosine >= rules.near_merge);
        found.extend(
            near.filter(|(other, _)| meet(&groups[*other], &groups[at], rules)).map(|(o, c)| (o, at, c)),
        );
    }
    found
}

/// In a fixed order, so that sums are the same from run to run to the last bit.
fn sorted(group: &Group) -> Vec<(u32, f64)> {
    let mut weights: Vec<(u32, f64)> = group.sum.iter().map(|(number, weight)| (*number, *weight)).collect();
    weights.sort_unstable_by_key(|(number, _)| *number);
    weights
}

/// True if the spans of two groups lie within a window of each other.
fn meet(a: &Group, b: &Group, rules: &Rules) -> bool {
    match (a.first, a.last, b.first, b.last) {
        (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) => {
            (b_first - a_last).max(a_first - b_last) <= rules.window_short
        }
        _ => true,
    }
}
