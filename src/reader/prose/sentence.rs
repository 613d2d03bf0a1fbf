//! The sentence around a marker.

/// How far a sentence is followed in each direction, in bytes.
const REACH: usize = 300;
/// How far what may follow a full stop is looked at: quotation marks, markers.
const TAIL: usize = 100;

/// The sentences of a paragraph.
pub(super) struct Sentences<'a> {
    text: &'a str,
    /// Where they end.
    ends: Vec<usize>,
}

impl<'a> Sentences<'a> {
    /// Finds them, in one pass.
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, ends: ends(text).collect() }
    }

    /// The sentence around byte `at`, without blanks at its ends. A marker behind the full stop belongs to the
    /// sentence before it.
    pub(super) fn around(&self, at: usize) -> &'a str {
        let next = self.ends.partition_point(|end| *end <= at);
        let start = next.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(next).copied().unwrap_or(self.text.len());
        let from = self.text.floor_char_boundary(start.max(at.saturating_sub(REACH)));
        let to = self.text.ceil_char_boundary(end.min(at + REACH));
        self.text.get(from..to).unwrap_or_default().trim()
    }
}

/// Where the sentences of a text end: behind the stop, the quotation marks and the markers that follow it.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '。', '！', '？', '\n']).filter_map(|(at, stop)| {
        let from = at + stop.len();
        let tail = text.get(from..text.floor_char_boundary(from + TAIL))?;
        let closed = tail.trim_start_matches(['"', '”', '’', '\'', ')', '»', '」', '』', '.', '!', '?']);
        let after = past_markers(closed);
        let wide = matches!(stop, "。" | "！" | "？" | "\n");
        let next = after.trim_start().chars().next();
        let parted = after.is_empty() || after.starts_with(char::is_whitespace);
        let ends = wide || (parted && next.is_none_or(|c| !c.is_lowercase()));
        ends.then_some(from + tail.len() - after.len())
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
    use super::Sentences;

    #[track_caller]
    fn check(text: &str, marker: &str, want: &str) {
        assert_eq!(Sentences::of(text).around(text.find(marker).unwrap()), want);
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
        assert!(Sentences::of(&text).around(50_000).len() <= 610);
    }
}
