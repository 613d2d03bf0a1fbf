//! The headline of a page.
//!
//! What the page says in so many words comes first: JSON-LD, then the `meta` elements that were made for it. Where it
//! says nothing, the headline has to be cut out of `title`, which names the outlet, too, before it or after it, with
//! one of a dozen separators between.

use super::{head::Head, linked::Linked};

/// What stands between a headline and the name of the outlet.
const SEPARATORS: [char; 8] = ['|', '-', '–', '—', '\\', '/', '>', '»'];
/// Those of them that stand between a page and the section it is in.
const STEPS: [char; 4] = ['\\', '/', '>', '»'];

/// The `meta` elements that say it, the most particular first.
const NAMES: [&str; 9] = [
    "dc:title",
    "dcterm:title",
    "dcterms:title",
    "og:title",
    "weibo:article:title",
    "weibo:webpage:title",
    "title",
    "twitter:title",
    "parsely-title",
];

/// The headline; `None` for a page without any.
pub(super) fn title(head: &Head, linked: &Linked) -> Option<String> {
    let told = from_data(head, linked).or_else(|| head.first(&NAMES).map(str::to_owned));
    told.or_else(|| Some(from_head(head))).filter(|title| !title.trim().is_empty())
}

/// JSON-LD knows a name and a headline. Of two that differ, the one that the page's own title repeats.
fn from_data(head: &Head, linked: &Linked) -> Option<String> {
    let (name, headline) = (linked.name.as_ref(), linked.headline.as_ref());
    let both = name.zip(headline).filter(|(name, headline)| name != headline);
    if let Some((name, headline)) = both {
        let page = from_head(head);
        let repeats = |text: &str| similar(text, &page) > 0.75;
        return Some(if repeats(headline) && !repeats(name) { headline } else { name }.clone());
    }
    name.or(headline).cloned()
}

/// How much of `b` is said in `a`, from 0 to 1.
fn similar(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let text = text.to_lowercase();
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let length = |words: &[&String]| words.iter().map(|word| word.len() + 1).sum::<usize>();
    let all = length(&b.iter().collect::<Vec<_>>());
    let new = length(&b.iter().filter(|word| !a.contains(word)).collect::<Vec<_>>());
    if a.is_empty() || all == 0 { 0.0 } else { 1.0 - new as f64 / all as f64 }
}

/// The headline as `title` has it, without the outlet's name.
fn from_head(head: &Head) -> String {
    let whole = squeezed(head.title.as_deref().unwrap_or_default());
    let parts = parts(&whole);
    let cut = if parts.len() > 1 {
        let last = parts.last().map_or(0, |part| part.0);
        let before = whole.get(..last).unwrap_or_default().trim_end().trim_end_matches(SEPARATORS).trim_end();
        let after = whole.get(parts[1].1..).unwrap_or_default().trim_start();
        if count(before) < 3 { after } else { before }
    } else if whole.contains(": ") && !head.headings.iter().any(|(_, heading)| squeezed(heading) == whole) {
        after_colon(&whole)
    } else if !(15..=150).contains(&whole.chars().count()) {
        // A title of a word or two is the section's or the outlet's, unless the heading says less.
        let heading = only_heading(head).filter(|heading| count(heading) > count(&whole));
        return heading.unwrap_or(whole);
    } else {
        &whole
    };
    let steps = parts.iter().skip(1).any(|part| part.2);
    let words: usize = whole.split(SEPARATORS).map(count).sum();
    if count(cut) <= 4 && (!steps || count(cut) + 1 != words) { whole } else { cut.to_owned() }
}

/// Where each part between separators begins, separator included and not, and whether that one is a step.
fn parts(whole: &str) -> Vec<(usize, usize, bool)> {
    let mut parts = vec![(0, 0, false)];
    let mut before = ' ';
    let mut chars = whole.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or('x', |(_, c)| *c);
        if SEPARATORS.contains(&c) && before.is_whitespace() && after.is_whitespace() {
            parts.push((at, at + c.len_utf8(), STEPS.contains(&c)));
        }
        before = c;
    }
    parts
}

/// What stands after the last colon, or the first one if that is too little; all of it after a long beginning.
fn after_colon(whole: &str) -> &str {
    let last = whole.rsplit_once(':').map_or(whole, |(_, rest)| rest.trim());
    if count(last) < 3 {
        return whole.split_once(':').map_or(whole, |(_, rest)| rest.trim());
    }
    let beginning = whole.split_once(':').map_or(0, |(beginning, _)| count(beginning));
    if beginning > 5 { whole } else { last }
}

/// The `h1`, if there is but one.
fn only_heading(head: &Head) -> Option<String> {
    let mut highest =
        head.headings.iter().filter(|(level, _)| *level == 1).map(|(_, heading)| squeezed(heading));
    let heading = highest.next().filter(|heading| !heading.is_empty());
    if highest.next().is_some() { None } else { heading }
}

fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Head, Linked, title};

    #[track_caller]
    fn check(whole: &str, heading: &str, expected: &str) {
        let head = Head {
            title: Some(whole.to_owned()),
            headings: vec![(1, heading.to_owned())],
            ..Head::default()
        };
        assert_eq!(title(&head, &Linked::default()).as_deref(), Some(expected));
    }

    #[test]
    fn the_outlets_name_is_cut_off() {
        check("Ferry runs again after a storm | Alder Post", "", "Ferry runs again after a storm");
        check("Alder Post | Ferry runs again after storm", "", "Ferry runs again after storm");
        check("Alder Post: Ferry runs again after storm", "", "Ferry runs again after storm");
        check("Storm: the ferry runs again", "Storm: the ferry runs again", "Storm: the ferry runs again");
        check("A well-known ferry is running again", "", "A well-known ferry is running again");
        check("Home", "Ferry runs again", "Ferry runs again");
        check("Ferry - Alder", "", "Ferry - Alder");
    }

    #[test]
    fn what_is_said_in_so_many_words_comes_first() {
        let head = Head { title: Some("Ferry runs again after storm - Post".to_owned()), ..Head::default() };
        let linked = Linked {
            name: Some("Alder Post".to_owned()),
            headline: Some("Ferry runs again after storm".to_owned()),
            ..Linked::default()
        };
        assert_eq!(title(&head, &linked).as_deref(), Some("Ferry runs again after storm"));
    }
}
