//! What changed from one version of a dispatch to another: by sentence, and within a sentence by word.
//!
//! Markers do not count: a citation that has another number now is no change of what is said.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::{
    reader::human,
    story::{Dispatch, Question, RecordId, Section},
    text::{clean, markers::without_markers, sentences::sentences, tokens},
};

/// Sentences of a version that are compared. No dispatch that a person would read has more.
const MOST: usize = 500;
/// Pairs of sentences that are held against each other where several changed at once.
const PAIRS: usize = 4_000;
/// Words of a sentence that are compared.
const WORDS: usize = 400;
/// Two sentences that share this much of their words are one that changed.
const ALIKE: f64 = 0.5;

/// What part of a dispatch a sentence stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Headline,
    Dek,
    Takeaway,
    Body,
}

/// One sentence of a version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) kind: Kind,
    /// The heading or the question it stands under; nothing for what stands above all headings.
    pub(super) under: String,
    pub(super) text: String,
}

/// Words of a sentence, and whether the other version has them, too.
pub(super) type Words = Vec<(String, bool)>;

/// One sentence on the way from the older version to the newer one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// In both.
    Same(Said),
    /// Only in the older one.
    Gone(Said),
    /// Only in the newer one.
    New(Said),
    /// In both, in other words: the newer sentence, the older one's words, the newer one's.
    Changed(Said, Words, Words),
}

/// The way from the older version to the newer one.
pub(super) fn compare(older: &Dispatch, newer: &Dispatch) -> Vec<Step> {
    let (old, new) = (said(older), said(newer));
    let keys = |all: &[Said]| all.iter().map(|said| said.text.clone()).collect::<Vec<String>>();
    let ops = capture_diff_slices(Algorithm::Patience, &keys(&old), &keys(&new));
    let mut steps = Vec::new();
    for op in ops {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                steps.extend(new.iter().skip(new_index).take(len).cloned().map(Step::Same));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                steps.extend(old.iter().skip(old_index).take(old_len).cloned().map(Step::Gone));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                steps.extend(new.iter().skip(new_index).take(new_len).cloned().map(Step::New));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let old = old.get(old_index..old_index + old_len).unwrap_or_default();
                let new = new.get(new_index..new_index + new_len).unwrap_or_default();
                replaced(old, new, &mut steps);
            }
        }
    }
    steps
}

/// Sentences that gave way to others: those that are alike are paired, in their order.
fn replaced(old: &[Said], new: &[Said], steps: &mut Vec<Step>) {
    let mut left = old;
    for said in new {
        let near = old.len() * new.len() <= PAIRS;
        let mate = left.iter().position(|before| {
            before.kind == said.kind
                && (said.kind == Kind::Headline || near && alike(&before.text, &said.text))
        });
        let Some(at) = mate else {
            steps.push(Step::New(said.clone()));
            continue;
        };
        let (gone, rest) = left.split_at(at);
        steps.extend(gone.iter().cloned().map(Step::Gone));
        if let Some((before, rest)) = rest.split_first() {
            let (was, is) = words(&before.text, &said.text);
            steps.push(Step::Changed(said.clone(), was, is));
            left = rest;
        }
    }
    steps.extend(left.iter().cloned().map(Step::Gone));
}

/// Whether most of their words are the same.
fn alike(a: &str, b: &str) -> bool {
    let mut counts: HashMap<String, isize> = HashMap::new();
    let fold = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (mut all, mut shared) = (0, 0);
    for word in a.split_whitespace().take(WORDS) {
        *counts.entry(fold(word)).or_default() += 1;
        all += 1;
    }
    for word in b.split_whitespace().take(WORDS) {
        all += 1;
        if let Some(count) = counts.get_mut(&fold(word)).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    f64::from(2 * shared) >= ALIKE * f64::from(all.max(1))
}

/// The words of both sentences, each with whether the other has it in this place.
fn words(old: &str, new: &str) -> (Words, Words) {
    let cut = |text: &str| text.split_inclusive(' ').take(WORDS).map(str::to_owned).collect::<Vec<String>>();
    let (old, new) = (cut(old), cut(new));
    let bare = |words: &[String]| words.iter().map(|word| word.trim().to_owned()).collect::<Vec<String>>();
    let (mut was, mut is): (Words, Words) = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &bare(&old), &bare(&new)) {
        let same = matches!(op, DiffOp::Equal { .. });
        let run =
            |words: &[String], range| words.get::<std::ops::Range<usize>>(range).unwrap_or_default().concat();
        was.push((run(&old, op.old_range()), same));
        is.push((run(&new, op.new_range()), same));
    }
    was.retain(|(text, _)| !text.is_empty());
    is.retain(|(text, _)| !text.is_empty());
    (was, is)
}

/// Everything a version says, sentence by sentence, in the order it is read.
fn said(dispatch: &Dispatch) -> Vec<Said> {
    let mut all = Vec::new();
    let mut one = |kind, text: &str| all.extend(sentence(kind, "", text));
    one(Kind::Headline, dispatch.title());
    one(Kind::Dek, dispatch.dek.as_deref().unwrap_or_default());
    for point in &dispatch.takeaways {
        one(Kind::Takeaway, point);
    }
    let mut sections: Vec<&Section> = dispatch.sections.iter().collect();
    sections.sort_by_key(|section| section.order);
    if sections.iter().all(|section| section.body.trim().is_empty()) {
        body(&mut all, "", dispatch.content.as_deref().unwrap_or_default());
    }
    for section in sections {
        body(&mut all, section.heading.as_deref().unwrap_or_default(), &section.body);
    }
    let mut questions: Vec<&Question> = dispatch.faq.iter().collect();
    questions.sort_by_key(|question| question.order);
    for question in questions {
        body(&mut all, &question.question, &question.answer);
    }
    all.truncate(MOST);
    all
}

/// The sentences of a body; a line that is a heading is what those after it stand under.
fn body(all: &mut Vec<Said>, heading: &str, text: &str) {
    let mut under = clean::line(&tokens::plain(heading));
    for line in clean::block(text).lines() {
        if all.len() >= MOST {
            return;
        }
        let bare = line.trim_start_matches('#');
        if bare.len() < line.len() && bare.starts_with(' ') {
            under = clean::line(&tokens::plain(bare));
            continue;
        }
        let plain = without_markers(&tokens::plain(line));
        let cut = sentences(&plain, None);
        all.extend(cut.into_iter().filter_map(|range| sentence(Kind::Body, &under, plain.get(range)?)));
    }
}

fn sentence(kind: Kind, under: &str, text: &str) -> Option<Said> {
    let text = clean::line(&without_markers(&tokens::plain(text)));
    let says = text.chars().any(char::is_alphanumeric);
    says.then(|| Said { kind, under: under.to_owned(), text })
}

/// The same in a line of words: `a new headline, 3 sentences new, 1 gone, 2 records more`.
pub(super) fn in_words(older: &Dispatch, newer: &Dispatch, steps: &[Step]) -> String {
    let mut parts = Vec::new();
    let (mut fresh, mut gone, mut other) = (0, 0, 0);
    for step in steps {
        match step {
            Step::Same(_) => {}
            Step::Changed(said, ..) if said.kind == Kind::Headline => parts.push("a new headline".to_owned()),
            Step::Changed(..) => other += 1,
            Step::New(_) => fresh += 1,
            Step::Gone(_) => gone += 1,
        }
    }
    // The first of them says what is counted.
    let mut counted = |n: usize, word: &str| {
        if n > 0 {
            let named = parts.iter().any(|part: &String| part.contains("sentence"));
            let n = if named { human::number(n) } else { human::count(n, "sentence", "sentences") };
            parts.push(format!("{n} {word}"));
        }
    };
    counted(fresh, "new");
    counted(other, "changed");
    counted(gone, "gone");
    let beyond =
        |some: &[RecordId], others: &[RecordId]| some.iter().filter(|id| !others.contains(id)).count();
    let more = beyond(&newer.record_ids, &older.record_ids);
    if more > 0 {
        parts.push(format!("{} more", human::count(more, "record", "records")));
    }
    let fewer = beyond(&older.record_ids, &newer.record_ids);
    if fewer > 0 {
        parts.push(format!("{} fewer", human::count(fewer, "record", "records")));
    }
    if parts.is_empty() {
        let cites = older.citations != newer.citations;
        return if cites { "only its citations" } else { "not a word of it" }.to_owned();
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Dispatch, Section, Step, compare, in_words};

    fn dispatch(headline: &str, body: &str, records: &[&str]) -> Dispatch {
        let section =
            Section { heading: Some("What is reported".into()), body: body.into(), ..Section::default() };
        Dispatch {
            headline: Some(headline.into()),
            sections: vec![section],
            record_ids: records.iter().map(|id| (*id).into()).collect(),
            ..Dispatch::default()
        }
    }

    /// The way in signs: ` ` same, `+` new, `-` gone, `~` changed.
    fn signs(older: &Dispatch, newer: &Dispatch) -> String {
        let sign = |step: &Step| match step {
            Step::Same(_) => ' ',
            Step::New(_) => '+',
            Step::Gone(_) => '-',
            Step::Changed(..) => '~',
        };
        compare(older, newer).iter().map(sign).collect()
    }

    #[test]
    fn sentences_come_go_and_change() {
        let before = "The bridge closed at noon [1]. Ferries sail hourly [2]. Nobody was hurt.";
        for (after, want, said) in [
            (before, "    ", "not a word of it"),
            (
                "The bridge closed at noon [7]. Ferries sail hourly. Nobody was hurt.",
                "    ",
                "not a word of it",
            ),
            (
                "The bridge closed at noon. A crane arrived. Ferries sail hourly. Nobody was hurt.",
                "  +  ",
                "1 sentence new",
            ),
            ("The bridge closed at noon. Nobody was hurt.", "  - ", "1 sentence gone"),
            ("The bridge closed at ten. Ferries sail hourly. Nobody was hurt.", " ~  ", "1 sentence changed"),
            ("It reopened. Trains run.", " ++---", "2 sentences new, 3 gone"),
        ] {
            let (older, newer) = (dispatch("A Headline", before, &[]), dispatch("A Headline", after, &[]));
            assert_eq!(signs(&older, &newer), want, "{after}");
            assert_eq!(in_words(&older, &newer, &compare(&older, &newer)), said, "{after}");
        }
    }

    #[test]
    fn a_headline_in_other_words_is_a_headline_that_changed() {
        let (older, newer) = (
            dispatch("Bridge Closes", "It is shut.", &["a"]),
            dispatch("Port Names an Hour", "It is shut.", &["a", "b", "c"]),
        );
        assert_eq!(signs(&older, &newer), "~ ");
        assert_eq!(in_words(&older, &newer, &compare(&older, &newer)), "a new headline, 2 records more");
    }

    #[test]
    fn within_a_sentence_only_the_words_that_differ_are_told_apart() {
        let (older, newer) = (
            dispatch("H", "It closed at noon on Monday.", &[]),
            dispatch("H", "It closed at ten on Monday.", &[]),
        );
        let Some(Step::Changed(_, was, is)) = compare(&older, &newer).pop() else { panic!() };
        let apart = |words: Vec<(String, bool)>| {
            words.into_iter().filter(|(_, same)| !same).map(|(text, _)| text).collect::<Vec<_>>()
        };
        assert_eq!((apart(was), apart(is)), (vec!["noon ".to_owned()], vec!["ten ".to_owned()]));
    }

    #[test]
    fn a_great_many_sentences_are_compared_soon() {
        let many =
            |word: &str| (0..50_000).map(|n| format!("{word} {n} is here. ")).collect::<Vec<_>>().concat();
        let steps = compare(&dispatch("H", &many("Moth"), &[]), &dispatch("H", &many("Crane"), &[]));
        assert!(steps.len() <= 1_000);
        assert!(compare(&dispatch("H", &"x".repeat(500_000), &[]), &dispatch("H", "", &[])).len() <= 3);
    }
}
