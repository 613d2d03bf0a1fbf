//! Names present: whoever a claim names, a record that is cited for it must name, too.
//!
//! A name is a run of capitalised words, a word all in capitals, or a word with digits in it (`A320`). A person may be
//! called by the last word alone. Where every word has a capital, in a title and at the beginning of a sentence, a name is
//! what is no ordinary word.

use std::ops::Range;

use crate::text::ordinary;

use super::asked::Asked;
use super::bound::{Context, overlap};
use super::figures::Figure;
use super::lexicon::{Kind, Token};
use super::passage::Evidence;
use super::shelf::{Line, Shelf};

/// From this share of capitals on they say nothing.
const TITLE_CASE: f64 = 0.85;

/// Another name must fit a claim by so much better before it is taken for the one that was meant.
const MARGIN: i32 = 4;

/// Marks after which a sentence begins.
const OPENERS: [char; 15] = ['.', '!', '?', ':', '"', '“', '‘', '\'', '„', '«', '(', '—', '–', '•', '\n'];

/// Lines before a passage in which somebody it speaks of may have been named.
const BEFORE: usize = 4;

/// Lines at the beginning of a record that say whom it is about.
const LEAD: usize = 3;

/// The names of a claim, as ranges of its words.
pub(super) fn names(text: &str, tokens: &[Token], figures: &[Figure], language: &str) -> Vec<Range<usize>> {
    let telling: Vec<&Token> = tokens.iter().filter(|token| !token.kind.is(Kind::STOP)).collect();
    let capitals = telling.iter().filter(|token| token.kind.is(Kind::CAPITAL)).count();
    let titled = telling.len() > 3 && capitals as f64 / telling.len() as f64 > TITLE_CASE;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = run(text, &tokens[at..], titled);
        let named = at..at + length;
        at += length.max(1);
        let named = named.start + usize::from(opens_commonly(text, &tokens[named.clone()]))..named.end;
        if !named.is_empty() && is_name(text, &tokens[named.clone()], titled, language) {
            found.push(named);
        }
    }
    let in_figure = |token: &Token| {
        figures.iter().any(|f| f.range.start <= token.at as usize && (token.end as usize) <= f.range.end)
    };
    found.retain(|name| !tokens[name.clone()].iter().all(in_figure));
    found
}

/// How many tokens from the first on are one name.
fn run(text: &str, tokens: &[Token], titled: bool) -> usize {
    let mut end: Option<usize> = None;
    let mut count = 0;
    for token in tokens {
        let gap = end.map(|end| text.get(end..token.at as usize).unwrap_or_default());
        let joined = gap.is_none_or(|gap| matches!(gap, " " | "-" | ". " | "\u{a0}" | "‑"));
        let common = titled && token.kind.is(Kind::ORDINARY);
        let letters = token.kind.is(Kind::CAPITAL) && !token.kind.is(Kind::STOP) && !common;
        let digits = token.kind.is(Kind::NUMBER)
            && text
                .get(token.at as usize..token.end as usize)
                .is_some_and(|word| word.contains(char::is_alphabetic));
        if !joined || !(letters || digits) {
            break;
        }
        count += 1;
        end = Some(token.end as usize);
        if owns(text, token) {
            break;
        }
    }
    count
}

/// `Naming Hexley`: the first word of a sentence has its capital from there.
fn opens_commonly(text: &str, named: &[Token]) -> bool {
    let [first, _, ..] = named else { return false };
    first.kind.is(Kind::ORDINARY) && begins(text, first)
}

/// True if a sentence begins with this word.
fn begins(text: &str, token: &Token) -> bool {
    let before = text.get(..token.at as usize).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with(OPENERS)
}

fn owns(text: &str, token: &Token) -> bool {
    text.get(token.at as usize..token.end as usize)
        .is_some_and(|word| word.ends_with("'s") || word.ends_with("’s"))
}

fn is_name(text: &str, named: &[Token], titled: bool, language: &str) -> bool {
    let [first, rest @ ..] = named else { return false };
    let opens = begins(text, first);
    let sure = first.kind.is(Kind::ACRONYM) || first.kind.is(Kind::NUMBER);
    let known = ordinary::is_listed(language);
    match (titled, rest.is_empty()) {
        (true, _) => sure || known,
        (false, true) if opens && !owns(text, first) => sure || (known && !first.kind.is(Kind::ORDINARY)),
        (false, true) => sure || language != "de",
        (false, false) => true,
    }
}

/// The names of a claim that no evidence has, as they are written; `true` for those that stand nowhere in the records
/// that speak for the claim, and not only elsewhere in them.
pub(super) fn missing(asked: &Asked<'_>, shelf: &Shelf<'_>, evidence: &Evidence) -> Vec<(String, bool)> {
    let written = |name: &Range<usize>| {
        let (first, last) = (asked.tokens.get(name.start)?, asked.tokens.get(name.end - 1)?);
        asked.text.get(first.at as usize..last.end as usize).map(str::to_owned)
    };
    let lacks = |name: &Range<usize>| match is_there(asked, name.clone(), shelf, evidence) {
        There::Yes => None,
        There::Elsewhere => Some((written(name)?, false)),
        There::Nowhere => Some((written(name)?, true)),
    };
    asked.names.iter().filter_map(lacks).collect()
}

/// Whether a name stands where it must.
enum There {
    Yes,
    Elsewhere,
    Nowhere,
}

fn is_there(asked: &Asked<'_>, name: Range<usize>, shelf: &Shelf<'_>, evidence: &Evidence) -> There {
    let named = &asked.tokens[name.clone()];
    let Some(last) = named.last() else { return There::Yes };
    if !named.iter().all(|token| evidence.sheets().any(|sheet| stands(asked.text, token, shelf, sheet))) {
        return There::Nowhere;
    }
    // A record need not name itself.
    let voiced = |token: &Token| {
        evidence.sheets().any(|sheet| shelf.vocabulary(sheet).is_some_and(|words| words.is_voice(token.key)))
    };
    if named.iter().all(voiced) {
        return There::Yes;
    }
    let context = Context::of(&asked.tokens, named);
    let lines = || evidence.lines.iter().filter_map(|(sheet, line)| shelf.lines(*sheet).get(*line));
    let own = lines().flat_map(|line| line.tokens(shelf).iter().map(move |token| (line, token)));
    let own = own.filter(|(_, token)| token.key == last.key);
    let own = own
        .map(|(line, token)| {
            overlap(&context, &Context::of(line.tokens(shelf), std::slice::from_ref(token)), false)
        })
        .max();
    let own_keys: Vec<u32> =
        asked.names.iter().flat_map(|name| &asked.tokens[name.clone()]).map(|t| t.key).collect();
    let others = lines().flat_map(|line| line.tokens(shelf).iter().map(move |token| (line, token)));
    let others =
        others.filter(|(line, token)| is_other(line.tokens(shelf), token) && !own_keys.contains(&token.key));
    let other = others
        .map(|(line, token)| {
            overlap(&context, &Context::of(line.tokens(shelf), std::slice::from_ref(token)), false)
        })
        .max();
    let fits = match own {
        Some(own) => other.unwrap_or_default() < own + MARGIN,
        None => other.unwrap_or_default() < MARGIN && meant(last.key, shelf, evidence),
    };
    if fits { There::Yes } else { There::Elsewhere }
}

/// A word of a record that may name somebody else.
fn is_other(line: &[Token], token: &Token) -> bool {
    let first = line.first().is_some_and(|first| first == token);
    token.kind.is(Kind::CAPITAL) && !token.kind.is(Kind::STOP) && !first
}

/// True if somebody of that name was named where a passage may lean on it: at the record's beginning, or shortly before.
fn meant(key: u32, shelf: &Shelf<'_>, evidence: &Evidence) -> bool {
    let near = |(sheet, line): &(usize, usize)| {
        let lines = shelf.lines(*sheet);
        let named = |line: &Line| line.tokens(shelf).iter().any(|token| token.key == key);
        lines.iter().take(LEAD).any(named)
            || lines.get(line.saturating_sub(BEFORE)..*line).is_some_and(|before| before.iter().any(named))
    };
    evidence.lines.iter().any(near)
}

/// True if a record has this word of a name, or one that is made from it, or is published under it.
fn stands(text: &str, token: &Token, shelf: &Shelf<'_>, sheet: usize) -> bool {
    let Some(words) = shelf.vocabulary(sheet) else { return false };
    let written = text.get(token.at as usize..token.end as usize).unwrap_or_default();
    let made =
        if token.kind.is(Kind::ACRONYM) { words.has_initials(written) } else { words.has_like(written) };
    made || words.has(token.key) || words.is_voice(token.key)
}
