//! An element of a feed, with everything in it.

use std::rc::Rc;

use url::Url;

use super::names::Ns;

/// Elements whose tag stands alone in HTML.
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "area", "base", "col", "embed", "wbr"];

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// The vocabulary its name belongs to.
    pub ns: Ns,
    /// Its name without prefix, lower-cased.
    pub name: String,
    /// Its name as it was written, lower-cased.
    pub written: String,
    /// Its attributes by their names as written, lower-cased.
    pub attributes: Vec<(String, String)>,
    /// From where its relative addresses count.
    pub base: Option<Rc<Url>>,
    /// The language of its words.
    pub language: Option<Rc<str>>,
    /// What is in it.
    pub parts: Vec<Part>,
}

/// Something in an element.
#[derive(Debug)]
pub(super) enum Part {
    /// Words, decoded.
    Text(String),
    /// Another element.
    Inner(Element),
}

impl Element {
    /// The elements directly in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.parts.iter().filter_map(|part| match part {
            Part::Inner(inner) => Some(inner),
            Part::Text(_) => None,
        })
    }

    /// The first of that name directly in it.
    pub(super) fn child(&self, ns: Ns, name: &str) -> Option<&Self> {
        self.children().find(|child| child.ns == ns && child.name == name)
    }

    /// An attribute, by its name with or without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let exact = self.attributes.iter().find(|(own, _)| own == name);
        exact.map(|(_, value)| value.as_str())
    }

    /// The words directly in it and in what is in it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        out
    }

    fn gather(&self, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Inner(inner) => inner.gather(out),
            }
        }
    }

    /// Counts the addresses in it that count from `from` from another place.
    pub(super) fn rebase(&mut self, from: Option<&Rc<Url>>, to: &Rc<Url>) {
        if self.base.as_ref() != from {
            return;
        }
        self.base = Some(Rc::clone(to));
        for part in &mut self.parts {
            if let Part::Inner(inner) = part {
                inner.rebase(from, to);
            }
        }
    }

    /// What is in it, written as HTML, its addresses completed.
    pub(super) fn markup(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => escape(text, out),
                Part::Inner(inner) => inner.write_whole(out),
            }
        }
    }

    fn write_whole(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            let place = matches!(name.as_str(), "href" | "src");
            let whole = self.base.as_ref().filter(|_| place).and_then(|base| base.join(value.trim()).ok());
            out.extend([" ", name, "=\""]);
            escape(whole.as_ref().map_or(value, Url::as_str), out);
            out.push('"');
        }
        out.push('>');
        if !VOID.contains(&self.name.as_str()) {
            self.write(out);
            out.extend(["</", &self.name, ">"]);
        }
    }
}

fn escape(text: &str, out: &mut String) {
    text.chars().for_each(|c| literal(c, out));
}

/// A character that is meant as it stands.
pub(super) fn literal(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        c => out.push(c),
    }
}
