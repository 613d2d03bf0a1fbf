//! A feed of any kind, out of its bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use url::Url;

use super::{
    decode, entry, head, json, lenient, refusal, strict,
    told::{Entry, Feed, Losses},
    tree::{Rest, Tree},
    version,
};
use crate::sources::Origin;

/// The most items that are taken of a feed, the newest.
const MOST: usize = 5000;

/// Reads a feed. Whatever the bytes are, this comes back, with what could be read of them.
pub fn read(bytes: &[u8], origin: &Origin<'_>) -> Feed {
    // The libraries below are sound as far as we have tried; if one ever is not, that must cost this feed only.
    catch_unwind(AssertUnwindSafe(|| told(bytes, origin))).unwrap_or_else(|_fell| Feed {
        refused: Some("it cannot be read, which is a mistake of ours".to_owned()),
        ..Feed::default()
    })
}

fn told(bytes: &[u8], origin: &Origin<'_>) -> Feed {
    let decode::Decoded { text, encoding, mended } = decode::decode(bytes, origin);
    let mut feed = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => json::read(&text, origin.url),
        _ => xml(&text, origin.url),
    };
    feed.repaired |= mended.is_some();
    feed.losses.notes.splice(0..0, mended);
    feed.encoding = encoding;
    if feed.refused.is_some() {
        feed.losses = Losses::default();
    }
    feed
}

/// By the reader that forgives nothing, and if it comes to a halt, from the beginning by the one that does.
fn xml(text: &str, base: Option<&Url>) -> Feed {
    let atom = is_atom(text);
    let mut items = Items::new(atom);
    let mut whole = |item| items.take(&item);
    let mut tree = Tree::new(false, base, &mut whole);
    if strict::read(text, &mut tree).is_ok() {
        let rest = tree.finish();
        return items.feed(&rest, text, false);
    }
    let mut items = Items::new(atom);
    let mut whole = |item| items.take(&item);
    let mut tree = Tree::new(true, base, &mut whole);
    lenient::read(text, &mut tree);
    let rest = tree.finish();
    items.feed(&rest, text, true)
}

/// Whether the first tag of a feed in it is Atom's, where plain text is plain text.
fn is_atom(text: &str) -> bool {
    let tags =
        text.match_indices('<').take(500).map(|(at, _)| text.get(at + 1..at + 64).or(text.get(at + 1..)));
    let names = tags
        .flatten()
        .map(|tag| tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default());
    let mut roots = names.filter_map(|name| {
        let local = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        matches!(local.as_str(), "rss" | "rdf" | "channel" | "feed" | "entry").then_some(local)
    });
    roots.next().is_some_and(|root| matches!(root.as_str(), "feed" | "entry"))
}

/// The items so far.
struct Items {
    atom: bool,
    entries: Vec<Entry>,
    losses: Losses,
}

impl Items {
    fn new(atom: bool) -> Self {
        Self { atom, entries: Vec::new(), losses: Losses::default() }
    }

    fn take(&mut self, item: &super::element::Element) {
        if item.parts.is_empty() && item.attributes.is_empty() {
            self.losses.empty += 1;
            return;
        }
        self.entries.push(entry::read(item, self.atom, &mut self.losses));
        if self.entries.len() >= 2 * MOST {
            newest(&mut self.entries, &mut self.losses);
        }
    }

    fn feed(mut self, rest: &Rest, document: &str, repaired: bool) -> Feed {
        if rest.heads.is_empty() && self.entries.is_empty() {
            let refused = Some(refusal::why(document, rest.stranger.as_deref()));
            return Feed { refused, ..Feed::default() };
        }
        newest(&mut self.entries, &mut self.losses);
        if rest.cut {
            self.losses.notes.push("It breaks off in the middle of an item, which was left out".to_owned());
        } else if repaired {
            self.losses.notes.push("It is not sound XML; it was mended as well as it goes".to_owned());
        }
        if rest.clipped {
            self.losses
                .notes
                .push("Something in it was nested too deeply, or too long, and was cut".to_owned());
        }
        let version = rest.root.as_ref().map_or("", |root| version::of(root, document)).to_owned();
        let head = head::read(&rest.heads, self.atom, &mut self.losses);
        let Self { entries, losses, .. } = self;
        Feed { version, head, entries, losses, repaired, ..Feed::default() }
    }
}

/// Leaves the newest, in their order. What has no date counts as new: it stands where its feed put it.
pub(super) fn newest(entries: &mut Vec<Entry>, losses: &mut Losses) {
    let Some(older) = entries.len().checked_sub(MOST).filter(|older| *older > 0) else { return };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let time =
        |at: &usize| entries.get(*at).and_then(Entry::time).map_or(i64::MAX, crate::story::Moment::as_micros);
    order.sort_by_key(|at| (std::cmp::Reverse(time(at)), *at));
    let mut kept = vec![false; entries.len()];
    for at in order.into_iter().take(MOST) {
        if let Some(kept) = kept.get_mut(at) {
            *kept = true;
        }
    }
    let mut kept = kept.into_iter();
    entries.retain(|_| kept.next().unwrap_or(false));
    losses.older += older;
}
