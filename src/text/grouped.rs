//! Counts as people read them: thousands apart, and a word that agrees.

/// `1,284`.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 record`, `1,284 records`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{count, number};

    #[test]
    fn numbers_are_grouped() {
        for (n, said) in [(0, "0"), (999, "999"), (1_284, "1,284"), (1_000_000, "1,000,000")] {
            assert_eq!(number(n), said);
        }
        assert_eq!(count(1, "record", "records"), "1 record");
        assert_eq!(count(1_284, "record", "records"), "1,284 records");
    }
}
