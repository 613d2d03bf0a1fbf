//! Who wrote it.

use super::{element::Element, names::Ns};
use crate::text::clean;

/// Somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What they are called; may be empty.
    pub name: String,
    /// Their address for mail; may be empty.
    pub email: String,
    /// Their page; may be empty.
    pub page: String,
    /// All of it, as it stands there.
    pub told: String,
}

impl Person {
    /// From an element that holds a name, in parts (Atom) or in words (RSS). `None` where it holds nothing.
    pub(super) fn read(element: &Element) -> Option<Self> {
        let part = |names: &[&str]| {
            let mut parts = element.children().filter(|part| names.contains(&part.name.as_str()));
            parts.next().map(|part| clean::line(&part.text())).unwrap_or_default()
        };
        if element.children().next().is_none() {
            return Self::parse(&element.text());
        }
        let (name, email) = (part(&["name"]), part(&["email"]));
        let page = part(&["uri", "url", "homepage"]);
        let page = match &element.base {
            Some(base) if !page.is_empty() => base.join(&page).map_or(page, String::from),
            _ => page,
        };
        if name.is_empty() && email.is_empty() && page.is_empty() {
            return Self::parse(&element.text());
        }
        let told = match (name.as_str(), email.as_str()) {
            (name, "") => name.to_owned(),
            ("", email) => email.to_owned(),
            (name, email) => format!("{name} ({email})"),
        };
        Some(Self { name, email, page, told })
    }

    /// From words: `me@example.org (Name)`, `Name <me@example.org>`, `Name`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let told = clean::line(text);
        if told.is_empty() {
            return None;
        }
        let Some(email) = email(&told) else {
            return Some(Self { name: told.clone(), told, ..Self::default() });
        };
        let rest = told.replacen(&format!("mailto:{email}"), "", 1).replacen(email, "", 1);
        let rest = rest.replace("()", "").replace("<>", "").replace("[]", "");
        let name = rest.trim().trim_matches(['"', ',', ';']).trim();
        let inner = name.strip_prefix('(').and_then(|name| name.strip_suffix(')'));
        let name = inner.unwrap_or(name).trim().to_owned();
        Some(Self { name, email: email.to_owned(), page: String::new(), told })
    }

    /// From parts, as JSON has them.
    pub(super) fn named(name: &str, page: &str) -> Option<Self> {
        let name = clean::line(name);
        let told = name.clone();
        (!name.is_empty()).then(|| Self { name, email: String::new(), page: clean::line(page), told })
    }

    /// What to print above an article.
    pub fn byline(&self) -> &str {
        [&self.name, &self.email].into_iter().find(|part| !part.is_empty()).map_or("", String::as_str)
    }
}

/// The first address for mail in it.
fn email(text: &str) -> Option<&str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('@').map(|at| from + at) {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let start =
            before.rfind(|c| !inside(c)).map_or(0, |last| last + before.get(last..).map_or(1, first_len));
        let end = after.find(|c| !inside(c)).unwrap_or(after.len());
        let host = after.get(..end)?.trim_end_matches(['.', '-']);
        if start < at && host.contains('.') && !host.starts_with('.') {
            return text.get(start..at + 1 + host.len());
        }
        from = at + 1;
    }
    None
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// Whether an element names an author. Podcasts name theirs twice.
pub(super) fn is_author(element: &Element) -> bool {
    match element.ns {
        Ns::Core => matches!(element.name.as_str(), "author" | "managingeditor"),
        Ns::Dc => matches!(element.name.as_str(), "creator" | "author"),
        Ns::Itunes => element.name == "author",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Person;

    #[track_caller]
    fn check(told: &str, name: &str, email: &str) {
        let person = Person::parse(told).unwrap_or_default();
        assert_eq!((person.name.as_str(), person.email.as_str()), (name, email), "{told:?}");
    }

    #[test]
    fn names_and_addresses_in_any_order() {
        check("me@example.org (Ada Swan)", "Ada Swan", "me@example.org");
        check("Ada Swan (me@example.org)", "Ada Swan", "me@example.org");
        check("Ada Swan <me+spam@example.org>", "Ada Swan", "me+spam@example.org");
        check("me@example.org", "", "me@example.org");
        check("mailto:me@example.org", "", "me@example.org");
        check("Ada Swan", "Ada Swan", "");
        check("Ada Swan (Harbour Post)", "Ada Swan (Harbour Post)", "");
        check("@ada", "@ada", "");
        check("ü@x @@ a@b.c.", "ü@x @@ .", "a@b.c");
        check("  ", "", "");
        assert_eq!(Person::parse("me@example.org (Ada Swan)").unwrap().byline(), "Ada Swan");
    }
}
