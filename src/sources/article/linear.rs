//! Readable text without a tree: for pages that the extractor finds nothing in, or takes too long over.
//!
//! It looks at tags alone, in one pass: the words of `article`, else of `main`, else of everything but what stands
//! around an article on every page, else of everything. So it costs no more than the length of the page, and comes
//! to nothing only where the page shows nothing.

use crate::text::html;

/// Fewer words than these are no article, and more may stand elsewhere.
const ENOUGH: usize = 40;

/// What stands around an article.
const AROUND: [&str; 12] = [
    "nav", "header", "footer", "aside", "form", "menu", "dialog", "button", "select", "object", "figure",
    "label",
];
/// What a page may hide, and a reader would not miss.
const NEVER: [&str; 3] = ["noscript", "template", "svg"];

/// The words of a page that has been through [`super::scan`].
pub(super) fn text(page: &str) -> String {
    for within in ["article", "main", "body"] {
        let text = html::prose(&cut(page, Some(within), &AROUND));
        if text.split_whitespace().nth(ENOUGH).is_some() {
            return text;
        }
    }
    let without = html::prose(&cut(page, None, &["nav", "footer", "form"]));
    if without.is_empty() { html::prose(&cut(page, None, &[])) } else { without }
}

/// The page without some elements, and, where one is named, only what stands in elements of that name. The pass before
/// has closed every element and escaped every `<` and `>` that is none of a tag.
fn cut(page: &str, within: Option<&str>, without: &[&str]) -> String {
    let mut out = String::new();
    let (mut inside, mut left_out) = (0_usize, Vec::new());
    for piece in page.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        let end = tag.starts_with('/');
        let begins = || without.contains(&name) || NEVER.contains(&name) || hidden(tag) && !void(name);
        if end && left_out.last() == Some(&name) {
            left_out.pop();
        } else if !end && (left_out.last() == Some(&name) || begins()) {
            left_out.push(name);
        }
        if within == Some(name) {
            inside = if end { inside.saturating_sub(1) } else { inside + 1 };
        }
        if left_out.is_empty() && (within.is_none() || inside > 0) {
            out.extend(["<", tag, ">", words]);
        } else {
            out.push(' ');
        }
    }
    out
}

fn hidden(tag: &str) -> bool {
    let style =
        tag.split_once(" style=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap_or_default());
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden") || tag.contains(" hidden=\"")
}

fn void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "input" | "source" | "wbr" | "col" | "area" | "embed" | "track" | "param"
    )
}
