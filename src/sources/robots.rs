//! robots.txt (RFC 9309): what a site asks of programs that read its pages.
//!
//! It is asked before a page is read that nobody subscribed to; a feed is an invitation, and needs none. Of the file
//! only what concerns us is kept: the groups for `slugline`, else those for everyone. The longest pattern that fits
//! holds, and of equals the one that allows.
//!
//! A site without the file allows everything, and one that cannot answer now allows nothing for now. Both are
//! [`Robots`] like any other.

use std::fmt::Write as _;

use url::Url;

/// Our name in such files, in lower case.
const NAME: &str = "slugline";
/// The most of a file that is read, in bytes. RFC 9309 asks for at least as much.
pub const LONGEST: usize = 500 * 1024;
/// The most of it that is kept, in bytes of patterns.
const KEPT: usize = 64 * 1024;
/// The most of an address that is compared, in bytes.
const ADDRESS: usize = 4096;

/// A site's rules, as far as they concern us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// In the spelling of [`spelt`].
    pattern: String,
}

impl Robots {
    /// Allows everything.
    pub fn open() -> Self {
        Self::default()
    }

    /// Allows nothing.
    pub fn closed() -> Self {
        Self { rules: vec![Rule { allow: false, pattern: "/".to_owned() }] }
    }

    /// Reads a file. What is no rule is passed over.
    pub fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).into_owned();
        let (mut ours, mut everyones) = (Group::default(), Group::default());
        let mut naming = false;
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" | "useragent" | "user agent" => {
                    if !naming {
                        (ours.open, everyones.open, naming) = (false, false, true);
                    }
                    ours.open |= is_us(value);
                    everyones.open |= value.starts_with('*');
                    ours.named |= ours.open;
                }
                "allow" | "disallow" => {
                    naming = false;
                    for group in [&mut ours, &mut everyones].into_iter().filter(|group| group.open) {
                        group.take(key == "allow", value);
                    }
                }
                _ => {}
            }
        }
        Self { rules: if ours.named { ours.rules } else { everyones.rules } }
    }

    /// Whether a page may be read.
    pub fn allows(&self, url: &Url) -> bool {
        let mut path = url.path().to_owned();
        if path == "/robots.txt" {
            return true;
        }
        if let Some(query) = url.query() {
            path.extend(["?", query]);
        }
        path.truncate(path.floor_char_boundary(ADDRESS));
        let path = spelt(&path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The rules as a few lines of text, to be kept: `+` allows, `-` does not.
    pub fn to_lines(&self) -> String {
        let mut lines = String::new();
        for rule in &self.rules {
            let _ = writeln!(lines, "{}{}", if rule.allow { '+' } else { '-' }, rule.pattern);
        }
        lines
    }

    /// From those lines.
    pub fn from_lines(lines: &str) -> Self {
        let rule = |line: &str| {
            let (sign, pattern) = line.split_at_checked(1)?;
            Some(Rule { allow: sign == "+", pattern: pattern.to_owned() })
        };
        Self { rules: lines.lines().filter_map(rule).collect() }
    }
}

/// Rules for the same readers.
#[derive(Default)]
struct Group {
    rules: Vec<Rule>,
    bytes: usize,
    /// It is somewhere in the file.
    named: bool,
    /// The lines that come are for it.
    open: bool,
}

impl Group {
    fn take(&mut self, allow: bool, value: &str) {
        // An empty rule says nothing; and there is no path that does not begin so.
        if !value.starts_with(['/', '*']) || self.bytes + value.len() > KEPT {
            return;
        }
        self.bytes += value.len();
        self.rules.push(Rule { allow, pattern: spelt(value) });
    }
}

/// Only the letters of a name count: `Slugline/1.0` is us.
fn is_us(value: &str) -> bool {
    let end = value.find(|c: char| !c.is_ascii_alphabetic() && c != '_' && c != '-').unwrap_or(value.len());
    value.get(..end).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
}

/// One spelling for what can be written in several ways: what may stand bare stands bare, everything else is
/// percent-encoded in capitals.
fn spelt(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let coded = (byte == b'%').then(|| {
            let mut ahead = bytes.clone();
            let digits = (ahead.next()?, ahead.next()?);
            let value = hex(digits.0)? * 16 + hex(digits.1)?;
            bytes = ahead;
            Some(value)
        });
        match coded.flatten() {
            Some(value) if value.is_ascii_alphanumeric() || matches!(value, b'-' | b'.' | b'_' | b'~') => {
                out.push(char::from(value));
            }
            Some(value) => {
                let _ = write!(out, "%{value:02X}");
            }
            None if byte.is_ascii_graphic() => out.push(char::from(byte)),
            None => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// Whether a pattern fits the beginning of a path; `*` stands for anything, and `$` at its end for the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let last = pieces.pop();
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    match last {
        None => !to_the_end || rest.is_empty(),
        Some(piece) if to_the_end => rest.ends_with(piece),
        Some(piece) => rest.contains(piece),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{Robots, fits};

    #[track_caller]
    fn check(file: &str, path: &str, allowed: bool) {
        let robots = Robots::read(file.as_bytes());
        let url = Url::parse("https://post.example").unwrap().join(path).unwrap();
        assert_eq!(robots.allows(&url), allowed, "{path} by {file:?}");
        assert_eq!(Robots::from_lines(&robots.to_lines()), robots);
    }

    #[test]
    fn the_longest_pattern_holds_and_of_equals_the_kinder() {
        let file = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /x\nAllow: /x\n";
        check(file, "/news/a", false);
        check(file, "/news/open/a", true);
        check(file, "/newspaper", false);
        check(file, "/x", true);
        check(file, "/other", true);
        check(file, "/robots.txt", true);
    }

    #[test]
    fn our_own_groups_come_before_everyones() {
        let file = "User-agent: Slugline/2.0 (reader)\nDisallow: /a\n\nuser-agent: *\nDisallow: /\n\
                    User-agent: other\nUser-agent: SLUGLINE\nDisallow: /b # why\nSitemap: https://x.example\nAllow: /b/c\n";
        check(file, "/a", false);
        check(file, "/b", false);
        check(file, "/b/c", true);
        check(file, "/c", true);
        check("User-agent: sluglines\nDisallow: /", "/", true);
        check("User-agent: slugline\n\nUser-agent: *\nDisallow: /", "/", false);
        check("User-agent: *\nDisallow: /\nUser-agent: slugline\nDisallow:\n", "/", true);
    }

    #[test]
    fn wildcards_and_ends() {
        for (pattern, path, yes) in [
            ("/*.php", "/index.php", true),
            ("/*.php", "/index.php?a=b", true),
            ("/*.php$", "/index.php?a=b", false),
            ("/*.php$", "/a.php/b.php", true),
            ("/fish*", "/fishheads", true),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
            ("/*a*b*c$", "/xaxbxc", true),
            ("/*a*b*c$", "/xcbxa", false),
            ("*", "/", true),
            ("/", "", false),
        ] {
            assert_eq!(fits(pattern, path), yes, "{pattern} {path}");
        }
    }

    #[test]
    fn one_path_has_one_spelling() {
        check("User-agent: *\nDisallow: /a%3cd.html", "/a%3Cd.html", false);
        check("User-agent: *\nDisallow: /%7ejoe/", "/~joe/x", false);
        check("User-agent: *\nDisallow: /ツ", "/%E3%83%84", false);
        check("User-agent: *\nDisallow: /a%2fb", "/a/b", true);
        check("\u{feff}User-Agent:*\r\nDisallow:/p?q=1\r\n", "/p?q=1&r", false);
    }

    #[test]
    fn no_file_opens_and_trouble_closes() {
        let url = Url::parse("https://post.example/a").unwrap();
        assert!(Robots::open().allows(&url) && !Robots::closed().allows(&url));
        check("<html>not found</html>", "/a", true);
        check("Disallow: /", "/a", true);
    }

    proptest! {
        #[test]
        fn any_file_and_any_path_are_judged(file in "(user-agent|allow|disallow|[:*/$%#a-f0-9 \\n]|\\PC){0,60}", path in "[/*$%a-f0-9?]{0,40}") {
            let robots = Robots::read(file.as_bytes());
            let url = Url::parse("https://post.example/").unwrap().join(&path);
            let _ = url.map(|url| robots.allows(&url));
            prop_assert_eq!(Robots::from_lines(&robots.to_lines()), robots);
        }
    }
}
