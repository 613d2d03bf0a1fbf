//! Many accounts that say the same at once, or few that say everything: a warning, not a story.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation;

use crate::story::{Moment, Record, RecordId, Severity, Signal, SignalKind};

use super::passage::parts;
use super::recent::{PAST_HOURS, Recent};
use super::trust::{Finding, count, figure, may_speak};
use super::{Rules, Story};

/// So many posts are looked at, the newest.
const MOST: usize = 200;

/// Words of each that are compared.
const LOOKED_AT: usize = 60;

/// Shorter posts may be alike by chance.
const FEWEST_WORDS: usize = 5;

/// From this share of common words on two posts say the same.
const SAME: f64 = 0.8;

/// What spreads by itself takes its time: half of it within this share of the hours is sharper than that.
const SHARP: f64 = 0.1;

/// The warning that fires now, if any.
pub(super) fn coordination(
    story: &Story<'_>,
    recent: &Recent<'_>,
    fired: &[Signal],
    rules: &Rules,
) -> Option<Signal> {
    let last = recent.posts.last()?.0;
    if recent.posts.len() < rules.accounts || !may_speak(fired, &SignalKind::Coordination, last, rules) {
        return None;
    }
    let newest = recent.posts.len().saturating_sub(MOST);
    let posts = recent.posts.get(newest..).unwrap_or_default();
    let finding = same(posts, rules).or_else(|| concentrated(posts, rules))?;
    Some(finding.told(story))
}

type Post<'a> = (Moment, &'a Record);

/// Posts that say what the one that came last says.
fn same(posts: &[Post<'_>], rules: &Rules) -> Option<Finding> {
    let came = |post: &&Post<'_>| (post.1.captured_at.unwrap_or(post.0), post.0);
    let newest = posts.iter().max_by(|a, b| came(a).cmp(&came(b)).then_with(|| a.1.id.cmp(&b.1.id)))?;
    let own = said(newest.1);
    if own.len() < FEWEST_WORDS {
        return None;
    }
    let near = |post: &&Post<'_>| newest.0.seconds_since(post.0).abs() <= rules.same_hours * 3600.0;
    let like: Vec<&Post<'_>> =
        posts.iter().filter(near).filter(|post| jaccard(&own, &said(post.1)) >= SAME).collect();
    let mut heard = BTreeSet::new();
    let firsts: Vec<&Post<'_>> =
        like.iter().copied().filter(|post| heard.insert(post.1.voice_key())).collect();
    if firsts.len() < rules.accounts {
        return None;
    }
    Some(alike(newest.0, &firsts, like.len(), rules))
}

/// The warning about the first posts of accounts that say the same, among `posts` such posts.
fn alike(at: Moment, firsts: &[&Post<'_>], posts: usize, rules: &Rules) -> Finding {
    let minutes = half_within(firsts);
    let sharp_within = rules.same_hours * 60.0 * SHARP;
    let sharp = minutes <= sharp_within;
    let margin = firsts.len() as f64 / rules.accounts.max(1) as f64;
    let passages = [firsts.first(), firsts.last()].into_iter().flatten().filter_map(|post| {
        let part = parts(post.1).next()?;
        part.passage(&part.sentences().into_iter().next()?)
    });
    Finding {
        kind: SignalKind::Coordination,
        severity: match (sharp, margin >= 2.0) {
            (true, true) => Severity::High,
            (true, false) | (false, true) => Severity::Medium,
            (false, false) => Severity::Low,
        },
        score: firsts.len() as f64,
        why: format!(
            "{} posted nearly the same words within {} h ({} needed), half of them within {minutes:.0} minutes, {}sharper \
             than what spreads by itself: a warning, no story",
            count(firsts.len(), "account"),
            rules.same_hours,
            rules.accounts,
            if sharp { "" } else { "no " },
        ),
        at,
        evidence: ids(firsts),
        figures: vec![
            figure("accounts", firsts.len() as f64, ""),
            figure("accounts needed", rules.accounts as f64, ""),
            figure("posts", posts as f64, ""),
            figure("words in common needed", SAME, ""),
            figure("window", rules.same_hours, "h"),
            figure("half within", minutes, "min"),
            figure("sharp within", sharp_within, "min"),
        ],
        passages: passages.collect(),
        margin,
    }
}

fn ids(posts: &[&Post<'_>]) -> Vec<RecordId> {
    posts.iter().map(|post| post.1.id.clone()).collect()
}

/// The words of a post, without the addresses in it.
fn said(post: &Record) -> BTreeSet<String> {
    let told = parts(post).flat_map(|part| part.head.split_whitespace()).filter(|word| !word.contains("://"));
    let words = told.flat_map(UnicodeSegmentation::unicode_words);
    words.take(LOOKED_AT).map(str::to_lowercase).collect()
}

fn jaccard(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let shared = one.intersection(other).count();
    shared as f64 / (one.len() + other.len() - shared).max(1) as f64
}

/// The shortest time within which half of the posts came, in minutes.
fn half_within(posts: &[&Post<'_>]) -> f64 {
    let half = posts.len().div_ceil(2);
    let spans = posts.windows(half.max(1)).filter_map(|span| Some((span.first()?.0, span.last()?.0)));
    spans.map(|(first, last)| last.seconds_since(first) / 60.0).fold(f64::INFINITY, f64::min)
}

/// Posts of the last day that few accounts wrote most of.
fn concentrated(posts: &[Post<'_>], rules: &Rules) -> Option<Finding> {
    let last = posts.last()?;
    let day = f64::from(PAST_HOURS) * 3600.0;
    let posts: Vec<&Post<'_>> = posts.iter().filter(|post| last.0.seconds_since(post.0) <= day).collect();
    let needed = rules.accounts * 2;
    if posts.len() < needed {
        return None;
    }
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    for post in &posts {
        *written.entry(post.1.voice_key()).or_default() += 1;
    }
    let mut most: Vec<(&String, usize)> = written.iter().map(|(account, posts)| (account, *posts)).collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    most.truncate(most.len().div_ceil(10));
    let loudest: usize = most.iter().map(|(_, posts)| posts).sum();
    let share = loudest as f64 / posts.len() as f64;
    let loud = |post: &&Post<'_>| most.iter().any(|(account, _)| **account == post.1.voice_key());
    let theirs: Vec<&Post<'_>> = posts.iter().copied().filter(loud).collect();
    let counts = [posts.len(), needed, written.len(), most.len(), loudest];
    (share >= rules.loudest_share).then(|| loud_few(last.0, &theirs, counts, share, rules))
}

/// The warning about few accounts: how many posts there are and how many it takes, how many accounts there are, how many
/// of them are loud, and how many posts are theirs.
fn loud_few(
    at: Moment,
    theirs: &[&Post<'_>],
    [posts, needed, accounts, loud, loudest]: [usize; 5],
    share: f64,
    rules: &Rules,
) -> Finding {
    Finding {
        kind: SignalKind::Coordination,
        severity: Severity::Low,
        score: share,
        why: format!(
            "{} wrote {loudest} of the {posts} posts of the last {PAST_HOURS} h, {:.0} % ({:.0} % needed): a warning, no story",
            count(loud, "account"),
            share * 100.0,
            rules.loudest_share * 100.0,
        ),
        at,
        evidence: ids(theirs),
        figures: vec![
            figure("posts", posts as f64, ""),
            figure("posts needed", needed as f64, ""),
            figure("accounts", accounts as f64, ""),
            figure("loudest accounts", loud as f64, ""),
            figure("their posts", loudest as f64, ""),
            figure("their share", share, ""),
            figure("share needed", rules.loudest_share, ""),
        ],
        passages: Vec::new(),
        margin: share / rules.loudest_share,
    }
}

#[cfg(test)]
mod tests {
    use crate::signal::{Rules, Story, hear, is_news};
    use crate::story::{Cluster, Moment, Record, Severity, Signal, SignalKind, SourceKind};

    fn post(n: usize, account: &str, seconds: i64, text: &str) -> Record {
        Record {
            id: format!("{n:04}").into(),
            kind: SourceKind::Bluesky,
            byline: Some(account.to_owned()),
            text: Some(text.to_owned()),
            published_at: Some(Moment::from_micros(seconds * 1_000_000)),
            ..Record::default()
        }
    }

    fn warnings(posts: &[Record]) -> Vec<Signal> {
        let mut fired = Vec::new();
        for upto in 1..=posts.len() {
            let members: Vec<&Record> = posts[..upto].iter().collect();
            let copies = posts[1..].iter().map(|record| record.id.clone()).collect();
            let cluster = Cluster { copies, ..Cluster::default() };
            let story = Story::of(&cluster, &members);
            fired.extend(hear(&story, &fired, Moment::from_micros(i64::MAX), &Rules::default()));
        }
        fired.into_iter().filter(|signal| signal.kind == SignalKind::Coordination).collect()
    }

    const SAID: &str = "The harbour bridge was never closed, the papers lie to all of you https://x.example/";

    #[test]
    fn many_accounts_with_one_text_are_a_warning_and_never_news() {
        let posts: Vec<Record> =
            (0..12).map(|n| post(n, &format!("a{n}"), n as i64 * 20, &format!("{SAID}{n}"))).collect();
        let [warning] = &warnings(&posts)[..] else { panic!() };
        assert_eq!((warning.severity, warning.evidence.len()), (Severity::Medium, 5));
        assert!(
            warning.why.contains("5 accounts posted nearly the same words within 1 h"),
            "{}",
            warning.why
        );
        assert_eq!(warning.passages.len(), 2);
        assert!(!is_news(warning));
    }

    #[test]
    fn the_same_spread_over_a_day_or_in_own_words_is_none() {
        let slow: Vec<Record> = (0..12).map(|n| post(n, &format!("a{n}"), n as i64 * 1200, SAID)).collect();
        assert_eq!(warnings(&slow), []);
        let own: Vec<Record> = (0..9)
            .map(|n| post(n, &format!("a{n}"), n as i64, &format!("w{n} x{n} y{n} z{n} bridge v{n} u{n}")))
            .collect();
        assert_eq!(warnings(&own), []);
    }

    #[test]
    fn one_account_that_writes_most_of_it_is_a_warning() {
        let text = |n: usize| format!("w{n} x{n} y{n} z{n} bridge v{n} u{n}");
        let posts: Vec<Record> = (0..10)
            .map(|n| post(n, if n < 6 { "loud" } else { "quiet" }, n as i64 * 600, &text(n)))
            .collect();
        let [warning] = &warnings(&posts)[..] else { panic!() };
        assert!(
            warning.why.starts_with("1 account wrote 6 of the 10 posts of the last 24 h, 60 %"),
            "{}",
            warning.why
        );
    }

    #[test]
    fn posts_without_a_word_and_a_flood_of_them_are_survived() {
        let empty: Vec<Record> = (0..300).map(|n| post(n, &format!("a{n}"), n as i64, "")).collect();
        assert_eq!(warnings(&empty), []);
    }
}
