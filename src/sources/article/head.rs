//! What a page says about itself, as it stands there: picked up in the order of the page, judged elsewhere.

use std::collections::{BTreeMap, HashMap};

use html5gum::{HtmlString, Spanned};

use super::scan::attribute;

/// Longest value taken, in bytes; and so many names.
const LONGEST: usize = 4096;
const NAMES: usize = 400;

/// The words of a page about itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// `title`, as it stands there.
    pub title: Option<String>,
    /// `h1` and `h2` with their level, in their order.
    pub headings: Vec<(u8, String)>,
    /// `html lang`
    pub language: Option<String>,
    /// `base href`
    pub base: Option<String>,
    /// `link rel=canonical`
    pub canonical: Option<String>,
    /// `time` and the like that say when it was published.
    pub dated: Option<String>,
    /// The blocks of JSON-LD.
    pub data: Vec<String>,
    /// The `meta` elements: by lower-case name, with colons for dots. The last of a name holds.
    pub named: HashMap<String, String>,
}

type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, ()>>;

impl Head {
    /// An element of the page.
    pub(super) fn meet(&mut self, name: &[u8], attributes: &Attributes) {
        let get = |name: &[u8]| attribute(attributes, name).filter(|value| value.len() <= LONGEST);
        let is = |name: &[u8], word: &str| {
            let words = get(name).unwrap_or_default();
            words.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(word))
        };
        match name {
            b"html" if self.language.is_none() => self.language = get(b"lang").or_else(|| get(b"xml:lang")),
            b"base" if self.base.is_none() => self.base = get(b"href"),
            b"link" if self.canonical.is_none() && is(b"rel", "canonical") => self.canonical = get(b"href"),
            b"meta" => self.meta(attributes),
            _ => {}
        }
        let published =
            is(b"itemprop", "datePublished") || name == b"time" && attributes.contains_key(&b"pubdate"[..]);
        if published && self.dated.is_none() {
            self.dated = get(b"datetime").or_else(|| get(b"content"));
        }
    }

    fn meta(&mut self, attributes: &Attributes) {
        let get = |name: &[u8]| attribute(attributes, name).filter(|value| value.len() <= LONGEST);
        let Some(content) = get(b"content").filter(|content| !content.trim().is_empty()) else { return };
        // Some say several names in one property; the others are names with dots or colons, whichever was in fashion.
        let property = get(b"property").unwrap_or_default();
        let name = get(b"name").or_else(|| get(b"http-equiv")).unwrap_or_default().replace('.', ":");
        for key in property.split_ascii_whitespace().chain([name.trim()]).filter(|key| !key.is_empty()) {
            if self.named.len() < NAMES {
                self.named.insert(key.to_ascii_lowercase(), content.trim().to_owned());
            }
        }
    }

    /// The first of these `meta` that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.named.get(*name)).map(String::as_str)
    }
}
