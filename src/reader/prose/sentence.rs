//! The sentence around a marker.

/// How far a sentence is followed in each direction, in bytes.
const REACH: usize = 600;

/// The sentence of `text` around byte `at`, without blanks at its ends. A marker behind the full stop belongs to
/// the sentence before it.
pub(super) fn around(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(REACH));
    let to = text.ceil_char_boundary((at + REACH).min(text.len()));
    let window = text.get(from..to).unwrap_or_default();
    let (mut start, mut end) = (0, window.len());
    for stop in ends(window) {
        if from + stop > at {
            end = stop;
            break;
        }
        start = stop;
    }
    window.get(start..end).unwrap_or_default().trim()
}

/// Where the sentences of a text end: behind the stop, the quotation marks and the markers that follow it.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '。', '！', '？', '\n']).filter_map(|(at, stop)| {
        let rest = text.get(at + stop.len()..)?;
        let after =
            past_markers(rest.trim_start_matches(['"', '”', '’', '\'', ')', '»', '」', '』', '.', '!', '?']));
        let end = text.len() - after.len();
        let wide = matches!(stop, "。" | "！" | "？" | "\n");
        let next = after.trim_start().chars().next();
        let parted = after.is_empty() || after.starts_with(char::is_whitespace);
        (wide || (parted && next.is_none_or(|c| !c.is_lowercase()))).then_some(end)
    })
}

/// What follows the markers at the beginning of a text, with the blanks between them.
fn past_markers(text: &str) -> &str {
    let mut rest = text;
    while let Some((inside, after)) = rest.trim_start().strip_prefix('[').and_then(|t| t.split_once(']')) {
        if inside.is_empty() || inside.len() > 24 || !inside.chars().all(char::is_numeric) {
            break;
        }
        rest = after;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::around;

    #[track_caller]
    fn check(text: &str, marker: &str, want: &str) {
        assert_eq!(around(text, text.find(marker).unwrap()), want);
    }

    #[test]
    fn a_marker_belongs_to_the_sentence_it_ends() {
        let text =
            "It closed at 13:05 [1]. A crack ran approx. a metre. [2][3] \"Nobody saw it.\" [4] No. It held.";
        check(text, "[1]", "It closed at 13:05 [1].");
        check(text, "[2]", "A crack ran approx. a metre. [2][3]");
        check(text, "[3]", "A crack ran approx. a metre. [2][3]");
        check(text, "[4]", "\"Nobody saw it.\" [4]");
        check("港湾大橋を閉鎖[1]。続報を待つ[2]。", "[2]", "続報を待つ[2]。");
    }

    #[test]
    fn an_endless_sentence_is_followed_only_so_far() {
        let text = "word ".repeat(10_000) + "[1]" + &" word".repeat(10_000);
        assert!(around(&text, 50_000).len() <= 1_210);
    }
}
