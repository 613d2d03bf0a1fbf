//! The page behind a link, as readable text.
//!
//! A page of news is an article in the middle of a hundred other things, and nothing in it says reliably which is which.
//! A library that compares the parts of its tree finds the article; around it stands what keeps a page from doing harm,
//! for pages are written by anyone: [`charset`] makes characters of the bytes; [`scan`] goes over them once, in linear
//! time, and writes them out again within caps (depth, attributes, elements), picking up what the page says about itself
//! ([`head`], [`linked`]); [`body`] runs the library on what is left, on a thread with a stack and a second of its own.
//! Where it finds nothing, takes too long or breaks, [`linear`] takes the words as they stand: too many words are better than
//! none. [`title`] and [`facts`] judge what the page says about itself, whichever way its words were found.
//!
//! [`visit`] asks for a page: robots.txt first, and a word on what came instead of an article.
//!
//! What it refuses: to run a script, to fetch anything the page names (pictures, frames, fonts), to follow the page to
//! addresses that are not of the web, more than 2 MB of a page, more than a second. What it costs: 10 to 60 ms for a
//! usual page and three times its size in memory, for the moment.

mod body;
mod charset;
mod facts;
mod head;
mod linear;
mod linked;
mod scan;
mod title;
pub mod visit;

use std::time::Duration;

use url::Url;

use crate::story::Moment;
use crate::text::html;
use scan::Scan;

/// A page, as far as it can be read as an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The outlet.
    pub site: Option<String>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// BCP 47.
    pub language: Option<String>,
    /// The address that the page itself calls its own.
    pub canonical_url: Option<String>,
    /// Its first sentences, or its own description.
    pub excerpt: Option<String>,
    /// Its words, as plain text; paragraphs parted by line breaks. Never empty where the page shows any.
    pub text: String,
    /// What was odd, in words.
    pub notes: Vec<String>,
}

/// The patience with the extractor.
const BUDGET: Duration = Duration::from_secs(1);
/// The most of a page that is read, in bytes after decoding.
const LONGEST: usize = 2 * 1024 * 1024;

/// Reads a page.
pub fn parse(bytes: &[u8], url: Option<&Url>, charset: Option<&str>) -> Article {
    parse_within(BUDGET, bytes, url, charset)
}

/// The same with another patience.
pub fn parse_within(budget: Duration, bytes: &[u8], url: Option<&Url>, charset: Option<&str>) -> Article {
    let mut notes = Vec::new();
    let mut page = charset::decode(bytes, charset);
    page.retain(|c| c != '\0'); // means nothing, and costs the tokenizer a note each
    if page.len() > LONGEST {
        page.truncate(page.floor_char_boundary(LONGEST));
        notes.push("The page is longer than 2 MB; what comes after was not read.".to_owned());
    }
    let scan = scan::scan(&page);
    drop(page);
    let (head, linked) = (&scan.head, linked::read(&scan.head.data));
    let (title, byline) = (facts::title(head, &linked), facts::byline(head, &linked));
    let (text, found) = text(budget, &scan, title.as_deref(), byline.as_deref(), &mut notes);
    let language = facts::language(head, &linked, title.as_deref().unwrap_or_default(), &text);
    Article {
        title,
        byline: byline.or(found),
        site: facts::site(head, &linked),
        published_at: facts::published(head, &linked),
        language,
        canonical_url: facts::canonical(head, url),
        excerpt: facts::excerpt(head, &linked, &text),
        text,
        notes,
    }
}

/// The words of the page, and who the page says in its text wrote it.
fn text(
    budget: Duration,
    scan: &Scan,
    title: Option<&str>,
    byline: Option<&str>,
    notes: &mut Vec<String>,
) -> (String, Option<String>) {
    let missed = match body::within(budget, body::headed(&scan.html, title, byline)) {
        Ok(found) => {
            let text = html::prose(&found.html);
            if !text.is_empty() {
                return (text, found.byline.as_deref().and_then(facts::found));
            }
            "nothing in it looks like an article"
        }
        Err(missed) => missed,
    };
    let text = linear::text(&scan.html);
    notes.push(if text.is_empty() {
        "The page shows no words without a browser.".to_owned()
    } else {
        format!("All words of the page are shown: {missed}.")
    });
    (text, None)
}
