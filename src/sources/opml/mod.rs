//! OPML: the list of feeds that readers exchange.
//!
//! What reaches us was written by forty programs over twenty years: attributes in any case (`xmlUrl`, `XMLURL`), titles in
//! `text` or in `title`, bare `&` in addresses, HTML entities, encodings that lie, files that break off. So it is not read
//! as XML, which refuses a file for one such thing, but with the tokenizer that browsers use for HTML, which knows no
//! errors: it finds `<outline …>` and its attributes in whatever stands around them, in one pass, without a tree. Entities
//! that a file declares for itself mean nothing to it, so there is nothing to expand, and nothing is ever fetched.
//!
//! A folder is an outline without an address; its name comes with each feed inside, outermost first. What an outline
//! without any address but with `type="rss"` may have meant is noted, not guessed.
//!
//! What it refuses: more than [`MOST`] feeds of one file, folders deeper than [`DEEPEST`]. What it costs: one pass.

mod decode;
mod writing;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::offer::Offer;
use crate::text::{clean, html};
pub use writing::write;

/// The most feeds read of one file.
pub const MOST: usize = 20_000;
/// How deep folders are told apart; what lies deeper belongs to the last one told.
const DEEPEST: usize = 16;

/// What an OPML file lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opml {
    /// What the file calls itself; may be empty.
    pub title: String,
    /// Its feeds, in the order they stand there, addresses as they are written.
    pub feeds: Vec<Offer>,
    /// How many folders it has.
    pub folders: usize,
    /// What could not be read, in words.
    pub notes: Vec<String>,
}

/// Whether bytes look like OPML: an `<opml>` or an `<outline>` not far from the beginning.
pub fn is_opml(bytes: &[u8]) -> bool {
    let head = decode::text(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    head.contains("<opml") || (head.contains("<outline") && !head.contains("<html"))
}

/// Reads an OPML file, or what is left of one.
pub fn read(bytes: &[u8]) -> Opml {
    let text = decode::text(bytes);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(false);
    let mut reading = Reading::default();
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reading.open(&tag),
            Token::EndTag(tag) => reading.close(&tag.name),
            Token::String(words) if reading.in_title => {
                reading.found.title.push_str(&String::from_utf8_lossy(&words));
            }
            _ => {}
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    found: Opml,
    /// Outlines that are open: the name of a folder, or nothing for a feed that holds others.
    open: Vec<Option<String>>,
    in_title: bool,
    saw_opml: bool,
    closed: bool,
    over: usize,
    nameless: usize,
}

impl Reading {
    fn open(&mut self, tag: &StartTag<()>) {
        match &**tag.name {
            b"opml" => self.saw_opml = true,
            b"title" => self.in_title = !tag.self_closing && self.found.title.is_empty(),
            b"outline" => self.outline(tag),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"opml" | b"body" => self.closed = true,
            b"title" => self.in_title = false,
            b"outline" => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn outline(&mut self, tag: &StartTag<()>) {
        let said = |key: &str| {
            let value = tag.attributes.get(key.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).trim().to_owned()).unwrap_or_default()
        };
        let title = ["text", "title"].map(&said).into_iter().map(|title| label(&title));
        let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
        let is_feed =
            matches!(said("type").to_lowercase().as_str(), "rss" | "rss1" | "atom" | "feed" | "rdf" | "json");
        let url = match said("xmlurl") {
            url if !url.is_empty() => url,
            _ if is_feed => said("url"),
            _ => String::new(),
        };
        if url.is_empty() {
            self.nameless += usize::from(is_feed);
            self.found.folders += usize::from(!is_feed && !tag.self_closing);
        } else if self.found.feeds.len() < MOST {
            let folders = self.open.iter().take(DEEPEST).flatten().cloned().collect();
            let page = Some(said("htmlurl")).filter(|page| !page.is_empty());
            self.found.feeds.push(Offer { url: url.clone(), title: title.clone(), folders, page });
        } else {
            self.over += 1;
        }
        if !tag.self_closing {
            self.open.push(Some(title).filter(|title| url.is_empty() && !title.is_empty()));
        }
    }

    fn finish(mut self) -> Opml {
        self.found.title = label(&self.found.title);
        let notes = &mut self.found.notes;
        if self.nameless > 0 {
            notes.push(format!("{} of its feeds have no address", self.nameless));
        }
        if self.over > 0 {
            notes.push(format!("only its first {MOST} feeds are read; {} more stand there", self.over));
        }
        if self.found.feeds.is_empty() && !self.saw_opml {
            notes.push("it is no OPML: nothing in it is an outline with an address".to_owned());
        } else if !self.closed {
            notes.push("it breaks off; what stands before the break is read".to_owned());
        }
        self.found
    }
}

/// A name for people: some programs write HTML there.
fn label(written: &str) -> String {
    let is_html = written.contains("</") || (written.contains('&') && !written.contains('<'));
    let name = if is_html { clean::line(&html::plain(written)) } else { clean::line(written) };
    name.chars().take(200).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests;
