//! What stands before a sentence and is no part of it: datelines, the names of agencies, labels.
//!
//! `LONDON (Reuters) — `, `PORT ALDER, Oct. 3 - `, `(CNN) -- `, `【東京】`, `BREAKING: `. Cutting it off leaves a passage of the
//! record all the same. Where it cannot be told from a sentence, nothing is cut.

/// Bytes within which a dateline ends, and the words it has at most.
const FAR: usize = 90;
const WORDS: usize = 9;

/// Marks that part a dateline from its sentence, the longer before those they begin with.
const PARTINGS: [&str; 9] = [" -- ", " — ", " – ", " ― ", " - ", "--", "—", " －", ".- "];

/// Words in capitals that stand before a colon and only call for attention.
const LABELS: [&str; 15] = [
    "BREAKING",
    "UPDATE",
    "UPDATED",
    "EXCLUSIVE",
    "URGENT",
    "FLASH",
    "ALERT",
    "NEWS",
    "LATEST",
    "CORRECTED",
    "WRAPUP",
    "BREAKING NEWS",
    "Summary",
    "Breaking",
    "Update",
];

/// Bytes to cut off the front of a sentence.
pub(super) fn front(text: &str) -> usize {
    let mut cut = 0;
    // A label before a dateline before an agency: never more.
    for _ in 0..3 {
        let rest = text.get(cut..).unwrap_or_default();
        let Some(more) = label(rest).or_else(|| bracketed(rest)).or_else(|| dateline(rest)) else { break };
        cut += more;
    }
    let kept = text.get(cut..).unwrap_or_default();
    let cut = cut + (kept.len() - kept.trim_start().len());
    if text.get(cut..).is_some_and(|kept| !kept.is_empty()) { cut } else { 0 }
}

fn label(text: &str) -> Option<usize> {
    let (head, _) = text.split_once(": ")?;
    LABELS.contains(&head).then_some(head.len() + 2)
}

/// `(Reuters) - `, `(CNN)`, `【ポートアルダー】`, `[東京 ロイター] - ` at the very front.
fn bracketed(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '【' => '】',
        _ => return None,
    };
    let end = text.find(close)?;
    let inner = text.get(..end)?;
    let cut = end + close.len_utf8();
    if inner.split_whitespace().count() > 4 || inner.len() > FAR {
        return None;
    }
    let rest = text.get(cut..)?.trim_start_matches([' ', '\u{a0}', '-', '–', '—', '－', ':']);
    rest.starts_with(|c: char| !c.is_lowercase()).then_some(text.len() - rest.len())
}

fn dateline(text: &str) -> Option<usize> {
    let near = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= FAR).last().unwrap_or_default();
    let near = text.get(..near)?;
    if !near.contains(['-', '—', '–', '―', '－']) {
        return None;
    }
    let (at, mark) =
        PARTINGS.iter().filter_map(|mark| Some((near.find(mark)?, *mark))).min_by_key(|(at, _)| *at)?;
    let head = text.get(..at)?.trim();
    let rest = text.get(at + mark.len()..)?.trim_start_matches([' ', '-', '–', '—', '－']);
    let opens = rest.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    (opens && is_place(head)).then_some(text.len() - rest.len())
}

/// A place, perhaps with a date and an agency: capitals throughout, and a sign that it is no subject of a sentence.
fn is_place(head: &str) -> bool {
    let words: Vec<&str> = head.split_whitespace().collect();
    if words.is_empty() || words.len() > WORDS {
        return false;
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let dated = words.windows(2).any(|pair| {
        pair.iter().any(|word| bare(word).chars().next().is_some_and(char::is_numeric))
            && pair.iter().any(|word| bare(word).chars().next().is_some_and(char::is_alphabetic))
    });
    let agency = |word: &str| word.starts_with(['(', '（']);
    let cased = |word: &&str| {
        let raw: &str = word;
        let word = bare(raw);
        let small = word.chars().count() <= 4 && (dated || word == "of" || word == "the" || word == "de");
        word.chars().next().is_none_or(|c| !c.is_lowercase()) || small || agency(raw)
    };
    let named = head.ends_with([')', '）']);
    let first = bare(words[0]);
    let capitals = first.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && first.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
    words.iter().all(cased) && (named || capitals)
}

#[cfg(test)]
mod tests {
    use super::front;

    fn check(text: &str, kept: &str) {
        assert_eq!(text.get(front(text)..), Some(kept), "{text}");
    }

    #[test]
    fn datelines_go_and_sentences_stay() {
        for head in [
            "PORT ALDER (Reuters) — ",
            "PORT ALDER, Oct. 3 (Coast Wire) -- ",
            "HEXLEY – ",
            "HEXLEY, Southland (AP) - ",
            "Hexley (dpa) - ",
            "Hexley, 3 oct (EFE).- ",
            "(Coast Wire) - ",
            "(CNN) -- ",
            "(CNN)",
            "BREAKING: ",
            "By Mara Quist HEXLEY (AP) — ",
            "UPDATE: PORT ALDER — ",
        ] {
            check(&format!("{head}The bridge closed on Monday."), "The bridge closed on Monday.");
        }
        check("【ポートアルダー】橋は閉鎖された。", "橋は閉鎖された。");
        check("[東京 ロイター] - 橋は閉鎖された。", "橋は閉鎖された。");
        check("بورت ألدر (رويترز) - أغلق الجسر يوم الاثنين.", "أغلق الجسر يوم الاثنين.");
        for whole in [
            "Mara Quist — The Engineer — closed the bridge.",
            "Harbour Bridge — closed since Monday — stays shut.",
            "The bridge - Hexley's oldest - closed.",
            "Police said: Nobody crossed.",
            "(The bridge is old.)",
            "NATO-led troops — Hexley's among them — left.",
            "HEXLEY — ",
        ] {
            check(whole, whole);
        }
    }
}
