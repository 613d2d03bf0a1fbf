//! What is dropped on the sources screen: terminals paste the path of a dragged file, each in its own way.

use std::iter::Peekable;

/// What a pasted text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dropped {
    /// An address.
    Address(String),
    /// Paths of files, as the shell would read them; a leading `~` stays.
    Files(Vec<String>),
    /// Neither.
    Neither,
}

/// Files dropped at once, at most.
const MOST: usize = 20;

/// Reads a pasted text.
pub(super) fn read(text: &str) -> Dropped {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let one_word = !text.contains(char::is_whitespace);
    if one_word && ["http://", "https://", "feed:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Dropped::Address(text.to_owned());
    }
    // A path with bare blanks, from a terminal that quotes nothing, is one file if it ends as one does.
    let whole = plain_path(text);
    let paths: Vec<String> = if whole { vec![text.to_owned()] } else { words(text) };
    let paths: Vec<String> = paths.into_iter().filter_map(|word| path(&word)).take(MOST).collect();
    if paths.is_empty() { Dropped::Neither } else { Dropped::Files(paths) }
}

/// A path without any quoting, blanks and all.
fn plain_path(text: &str) -> bool {
    let quoted = text.contains(['\\', '\'', '"', '\n']) || text.starts_with("file:");
    let rooted = text.starts_with('/') || text.starts_with("~/");
    let files =
        text.split_whitespace().filter(|word| word.starts_with('/') || word.starts_with("~/")).count();
    !quoted && rooted && files == 1
}

/// The path that a word names: absolute, under the home directory, or relative with a name that ends in `.opml` or
/// `.xml`.
fn path(word: &str) -> Option<String> {
    let path = match word.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("file://") => unescaped(of_host(word.get(7..)?)),
        _ => word.to_owned(),
    };
    let named = |end: &str| path.to_ascii_lowercase().ends_with(end);
    let rooted = path.starts_with('/') || path.starts_with("~/");
    (rooted || named(".opml") || named(".xml")).then_some(path)
}

/// `localhost/home/…` → `/home/…`
fn of_host(rest: &str) -> &str {
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest)
}

/// Percent signs taken back; what is no UTF-8 then stays as it was.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = [ahead.next(), ahead.next()].map(|d| d.and_then(|d| char::from(d).to_digit(16)));
        match (byte, digits) {
            (b'%', [Some(high), Some(low)]) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_not_utf8| text.to_owned())
}

/// Words as a shell reads them: quotes of both kinds, and blanks after a backslash.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(word) = word(&mut letters) {
        words.push(word);
    }
    words
}

fn word(letters: &mut Peekable<std::str::Chars<'_>>) -> Option<String> {
    while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
    letters.peek()?;
    let mut word = String::new();
    let mut quote = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            // Within single quotes a backslash is only a backslash.
            (None | Some('"'), '\\') => word.extend(letters.next()),
            (None, letter) if letter.is_whitespace() => break,
            (_, letter) => word.push(letter),
        }
    }
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::{Dropped, read};

    fn files(paths: &[&str]) -> Dropped {
        Dropped::Files(paths.iter().map(|path| (*path).to_owned()).collect())
    }

    #[test]
    fn terminals_quote_paths_in_their_own_ways() {
        for (pasted, path) in [
            ("/home/ann/feeds.opml", "/home/ann/feeds.opml"),
            ("'/home/ann/my feeds.opml' ", "/home/ann/my feeds.opml"),
            ("\"/home/ann/my feeds.opml\"", "/home/ann/my feeds.opml"),
            ("/home/ann/my\\ feeds\\ \\(1\\).opml", "/home/ann/my feeds (1).opml"),
            ("/home/ann/my feeds.opml", "/home/ann/my feeds.opml"),
            ("file:///home/ann/my%20feeds.opml\n", "/home/ann/my feeds.opml"),
            ("file://localhost/home/ann/%C3%A4.opml", "/home/ann/ä.opml"),
            ("FILE:///a/b%2", "/a/b%2"),
            ("~/feeds.opml", "~/feeds.opml"),
            ("feeds.opml", "feeds.opml"),
            ("'it'\\''s.opml'", "it's.opml"),
        ] {
            assert_eq!(read(pasted), files(&[path]), "{pasted}");
        }
        assert_eq!(read("'/a/one.opml' '/a/two.opml'"), files(&["/a/one.opml", "/a/two.opml"]));
        assert_eq!(read("/a/one.opml /a/two.opml"), files(&["/a/one.opml", "/a/two.opml"]));
    }

    #[test]
    fn an_address_is_an_address() {
        for address in ["https://post.example/feed", "HTTP://post.example", "feed:https://post.example/rss"] {
            assert_eq!(read(&format!(" {address}\n")), Dropped::Address(address.to_owned()));
        }
    }

    #[test]
    fn anything_else_is_neither() {
        for text in
            ["", "qqq", "rm -rf ~", "hello world", "\u{1b}[A", "\\", "'", "file://", "javascript:alert(1)"]
        {
            assert_eq!(read(text), Dropped::Neither, "{text:?}");
        }
    }
}
