//! Which tags show that an end tag before them was forgotten.

/// What a feed can begin with.
const ROOTS: &[&str] = &["rss", "rdf", "feed", "channel", "entry"];
/// Fields that hold nothing but words, so that another field within them shows that their end is missing.
const WORDS: &[&str] =
    &["title", "link", "guid", "id", "pubdate", "published", "updated", "category", "creator", "date"];
/// Fields of an item whose names no HTML has.
const FIELDS: &[&str] = &[
    "link",
    "guid",
    "pubdate",
    "description",
    "published",
    "updated",
    "encoded",
    "creator",
    "category",
    "content",
];
/// Tags of HTML that stand alone.
const VOID: &[&str] = &["br", "hr", "img", "input", "meta", "wbr", "embed", "area", "param"];

/// Whether a feed can begin with it.
pub(super) fn is_root(name: &str) -> bool {
    ROOTS.contains(&name)
}

/// Whether a field of that name is over where a tag begins.
pub(super) fn ends(field: &str, tag: &str) -> bool {
    FIELDS.contains(&tag) && WORDS.contains(&field)
}

/// Whether a tag never has an end.
pub(super) fn stands_alone(name: &str) -> bool {
    VOID.contains(&name)
}
