//! A key, and that it never shows.

use std::fmt;

use reqwest::header::HeaderValue;
use sha2::{Digest, Sha256};

/// A key. It shows as `***` and is compared with nothing; only a request's header ever holds its text.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// Takes it, without blanks at its ends.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// `text` with every occurrence of the key replaced by `***`, in upper case or lower (hosts are lower-cased): for
    /// what servers say about it.
    pub fn hidden(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        // ASCII lower case leaves all letters where they are.
        let (low, key) = (text.to_ascii_lowercase(), self.0.to_ascii_lowercase());
        let (mut out, mut end) = (String::with_capacity(text.len()), 0);
        for (at, _) in low.match_indices(&key) {
            out.push_str(text.get(end..at).unwrap_or_default());
            out.push_str("***");
            end = at + key.len();
        }
        out.push_str(text.get(end..).unwrap_or_default());
        out
    }

    /// It begins like this; kinds of keys have beginnings of their own.
    pub fn begins_with(&self, beginning: &str) -> bool {
        self.0.starts_with(beginning)
    }

    /// 16 hexadecimal digits that another key does not have and that tell nothing about this one: to see whether it
    /// was changed. `salt`, the wire's name for instance, makes those of one key differ from place to place.
    pub fn fingerprint(&self, salt: &str) -> String {
        let parts = [salt.len().to_string().as_bytes(), b":", salt.as_bytes(), self.0.as_bytes()].concat();
        let digest = Sha256::digest(parts);
        let first: [u8; 8] = std::array::from_fn(|n| digest[n]);
        format!("{:016x}", u64::from_be_bytes(first))
    }

    /// The text itself, for the body of a form.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// `Bearer …`, marked as secret for everyone who handles it; `None` if it cannot stand in a header.
    pub(super) fn bearer(&self) -> Option<HeaderValue> {
        secret(&format!("Bearer {}", self.0))
    }

    /// The key alone, likewise.
    pub(super) fn bare(&self) -> Option<HeaderValue> {
        secret(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn it_shows_as_stars() {
        let key = Key::new(" Secret-1 ");
        assert_eq!(format!("{key:?} {:?}", Some(&key)), "*** Some(***)");
        assert!(!format!("{:?}", key.bearer()).contains("Secret"));
        assert_eq!(key.hidden("Secret-1, secret-1: \u{e9}SECRET-1Secret-1!"), "***, ***: \u{e9}******!");
        assert_eq!(key.hidden("nothing of it: Secret-"), "nothing of it: Secret-");
        assert_eq!(Key::new(" ").hidden("as it was"), "as it was");
    }

    #[test]
    fn another_key_has_another_fingerprint() {
        let of = |key: &str, salt: &str| Key::new(key).fingerprint(salt);
        assert_eq!(of("a", "b"), of(" a\n", "b"));
        assert_eq!(of("a", "b").len(), 16);
        let all = [of("a", "b"), of("b", "b"), of("a", "c"), of("ba", ""), of("", "ba"), of("1:a", "")];
        for (n, one) in all.iter().enumerate() {
            assert!(!all.iter().skip(n + 1).any(|other| other == one), "{n}");
        }
    }

    #[test]
    fn only_what_can_stand_in_a_header_does() {
        assert!(Key::new("a\r\nb").bearer().is_none());
        let bearer = Key::new("abc").bearer().unwrap();
        assert!(bearer.is_sensitive());
        assert_eq!(bearer.to_str().unwrap(), "Bearer abc");
    }
}
