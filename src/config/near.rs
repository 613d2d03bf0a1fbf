//! The nearest known word for a typo.

/// The candidate fewest edits away from `typed`, if it is near enough to be meant: a third of its length, at least 1,
/// at most 3. Swapping two neighbours is one edit.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.to_lowercase().chars().take(64).collect();
    let reach = (typed.len() / 3).clamp(1, 3);
    let with_distance = known.into_iter().map(|word| (distance(&typed, word), word));
    with_distance.filter(|(edits, _)| *edits <= reach).min().map(|(_, word)| word)
}

/// Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment).
fn distance(typed: &[char], word: &str) -> usize {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=word.len()).collect();
    for (i, a) in typed.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in word.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == word[j - 1] && typed[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[word.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        let known = ["theme", "glyphs", "measure", "zone", "j"];
        for (typed, meant) in [
            ("them", Some("theme")),
            ("thmee", Some("theme")),
            ("Measur", Some("measure")),
            ("glyph", Some("glyphs")),
            ("colour", None),
            ("", Some("j")),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }
}
