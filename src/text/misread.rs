//! Text that was written in UTF-8 and read as if each byte were a letter: `donâ€™t` for `don’t`, `cafÃ©` for `café`.
//!
//! Feeds and pages bring it every day: somebody between the writer and us took one alphabet (windows-1252, or Latin-1) for
//! another. It is mended only where what stands there cannot have been meant: punctuation, and an accented letter after
//! a small one. What could be either stays as it came.

use std::iter::Peekable;
use std::str::Chars;

use encoding_rs::WINDOWS_1252;

/// The character that `lead` and what follows it were, read as Latin-1, where one of those that follow is a control
/// character: nobody writes these. What belongs to it is taken from `rest`.
pub(super) fn ahead(lead: char, rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let follow = match lead {
        'Ã' => 1,
        'â' => 2,
        _ => return None,
    };
    rest.peek().filter(|c| ('\u{80}'..='\u{9F}').contains(*c))?;
    let mut after = rest.clone();
    let mut bytes = vec![u8::try_from(lead).ok()?];
    for _ in 0..follow {
        bytes.push(u8::try_from(after.next()?).ok()?);
    }
    let meant = only(&bytes)?;
    *rest = after;
    Some(meant)
}

/// How many bytes at the end of what was kept belong to one character with `c`, read as windows-1252, and which that is.
pub(super) fn behind(kept: &str, c: char) -> Option<(usize, char)> {
    let mut back = kept.char_indices().rev();
    let (at, last) = back.next().filter(|(_, last)| matches!(last, 'Ã' | 'Â' | '€' | '‚' | '„'))?;
    let (at, before) = back.next().map_or((at, None), |(earlier, before)| match last {
        'Ã' | 'Â' => (at, Some(before)),
        _ => (earlier, Some(before)),
    });
    let sure = match last {
        'Ã' => before.is_some_and(char::is_lowercase),
        'Â' => before == Some('Ã'),
        _ => before == Some('â'),
    };
    let read = format!("{}{c}", kept.get(at..)?);
    let (bytes, _, unknown) = WINDOWS_1252.encode(&read);
    let meant = only(&bytes).filter(|_| sure && !unknown)?;
    Some((kept.len() - at, meant))
}

/// The one character that these bytes are.
fn only(bytes: &[u8]) -> Option<char> {
    let mut found = std::str::from_utf8(bytes).ok()?.chars();
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::text::clean::{block, forbidden};

    #[track_caller]
    fn check(read: &str, written: &str) {
        assert_eq!(block(read), written, "{read:?}");
        assert_eq!(block(written), written);
    }

    #[test]
    fn what_was_read_in_another_alphabet_is_mended() {
        check("donâ€™t", "don’t");
        check("donâ\u{80}\u{99}t", "don’t");
        check("he said â€œnoâ€\u{9d} â€“ twiceâ€¦", "he said “no” – twice…");
        check("â\u{80}\u{9c}Noâ\u{80}\u{9d} for 20 â\u{82}¬", "“No” for 20 €");
        check("20 â‚¬ for Quistâ„¢", "20 € for Quist™");
        check("the cafÃ© in Port Alder, l’HÃ\u{89}toile", "the café in Port Alder, l’HÉtoile");
        check("twice: cafÃƒÂ©", "twice: café");
        check("twice: donÃ¢â‚¬â„¢t", "twice: don’t");
    }

    #[test]
    fn what_may_have_been_meant_stays() {
        for meant in ["«MAÇÃ»", "â la carte", "Ã 2", "20 €", "â € ™", "câ‚", "pâté"] {
            check(meant, meant);
        }
    }

    proptest! {
        #[test]
        fn mending_is_done_in_one_go(text in "[âÃÂ€‚„™œ“ƒ¢¬© cf\u{80}\u{84}\u{99}\u{9b}\u{9d}\u{1b}\u{202e}]{0,24}") {
            let once = block(&text);
            prop_assert!(!once.chars().any(forbidden), "{once:?}");
            prop_assert_eq!(block(&once), once);
        }
    }
}
