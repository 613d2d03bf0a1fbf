//! JSON written by careless hands: half a surrogate pair in a string, which no strict parser lets through.

/// Replaces every `\uD800`…`\uDFFF` that is no half of a pair by `\uFFFD`. `None` if there was none to replace.
pub(super) fn surrogates(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut replaced = false;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        out.push('\\');
        rest = after;
        match unit(rest) {
            Some(high) if (0xd800..0xdc00).contains(&high) => {
                let low = rest.get(5..).and_then(|tail| tail.strip_prefix('\\')).and_then(unit);
                let paired = low.is_some_and(|low| (0xdc00..0xe000).contains(&low));
                let taken = if paired { 11 } else { 5 };
                out.push_str(if paired { rest.get(..11).unwrap_or_default() } else { "uFFFD" });
                replaced |= !paired;
                rest = rest.get(taken..).unwrap_or_default();
            }
            Some(low) if (0xdc00..0xe000).contains(&low) => {
                out.push_str("uFFFD");
                replaced = true;
                rest = rest.get(5..).unwrap_or_default();
            }
            _ => {
                let mut chars = rest.chars();
                out.extend(chars.next());
                rest = chars.as_str();
            }
        }
    }
    out.push_str(rest);
    replaced.then_some(out)
}

/// The number in `uXXXX`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::surrogates;

    #[test]
    fn pairs_stay_and_halves_go() {
        assert_eq!(surrogates(r#""\ud83e\udd80 \n""#), None);
        assert_eq!(surrogates(r#""\ud83e x \udd80""#).as_deref(), Some(r#""\uFFFD x \uFFFD""#));
        assert_eq!(surrogates(r#""\\ud83e""#), None);
        assert_eq!(surrogates("\\ud83e\\").as_deref(), Some("\\uFFFD\\"));
        assert_eq!(surrogates("\\ud83e\\é\\").as_deref(), Some("\\uFFFD\\é\\"));
    }
}
