//! From tags to items.
//!
//! The tags of a feed come in one after the other, from either of the two readers, and are put together to one item at
//! a time. An item that is whole is handed on at once, so that of a large feed only its head and the item being told
//! are held. What is nested deeper, or is longer, than any item a person wrote is left out without its depth or length
//! costing anything; the words of what is nested too deeply stay.
//!
//! Tags that a careless hand forgot are put in where the next tag shows that they are missing (only by the lenient
//! reader's leave): an item ends where the next one begins, a title where a link begins.

use std::rc::Rc;

use url::Url;

use super::{
    element::{Element, Part},
    forgotten,
    names::{Ns, Scopes, parted},
};

/// The deepest nesting that is kept; deeper tags are dropped, their words are not.
const DEEPEST: usize = 96;
/// The longest item, and the longest head, in bytes of words and addresses.
const LONGEST: usize = 2 * 1024 * 1024;
/// The most elements of an item or head.
const MOST: usize = 50_000;

/// The tags so far.
pub(super) struct Tree<'a> {
    /// Forgotten tags are put in.
    lenient: bool,
    /// Where the document came from.
    base: Option<Rc<Url>>,
    scopes: Scopes,
    /// The elements that are open, from the outermost in.
    open: Vec<Element>,
    /// Open tags below them that are not kept.
    dropped: usize,
    /// Which of them is the item.
    item: Option<usize>,
    /// What the item, or the head, may still take: bytes, elements.
    left: (usize, usize),
    /// The same for the head, while an item is told.
    head_left: (usize, usize),
    /// The page the channel belongs to, from where addresses in RSS count.
    page: Option<Rc<Url>>,
    /// It was looked for.
    sought: bool,
    /// The outermost elements that are closed, items apart.
    heads: Vec<Element>,
    /// The first tag of the feed.
    root: Option<Root>,
    /// The first tag that begins no feed.
    stranger: Option<String>,
    /// Something was too long or too deep.
    clipped: bool,
    whole: &'a mut dyn FnMut(Element),
}

/// The first tag of a feed.
pub(super) struct Root {
    /// Its name without prefix, lower-cased.
    pub name: String,
    /// Its attributes, by their names as written, lower-cased.
    pub attributes: Vec<(String, String)>,
}

/// What is left when all tags are in.
pub(super) struct Rest {
    /// The first tag of the feed.
    pub root: Option<Root>,
    /// The outermost elements, without items.
    pub heads: Vec<Element>,
    /// The first tag that begins no feed, where none was found that does.
    pub stranger: Option<String>,
    /// The document ends in the middle of an item, which was left out.
    pub cut: bool,
    /// Something was too long or too deep.
    pub clipped: bool,
}

impl<'a> Tree<'a> {
    /// An empty one, that hands on each item as it is whole.
    pub(super) fn new(lenient: bool, base: Option<&Url>, whole: &'a mut dyn FnMut(Element)) -> Self {
        Self {
            lenient,
            base: base.cloned().map(Rc::new),
            scopes: Scopes::default(),
            open: Vec::new(),
            dropped: 0,
            item: None,
            left: (LONGEST, MOST),
            head_left: (LONGEST, MOST),
            page: None,
            sought: false,
            heads: Vec::new(),
            root: None,
            stranger: None,
            clipped: false,
            whole,
        }
    }

    /// Tags are open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// A start tag; names are as written, lower-cased. `alone`: it is its own end tag.
    pub(super) fn start(&mut self, written: String, attributes: Vec<(String, String)>, alone: bool) {
        let (prefix, name) = parted(&written);
        let alone = alone || (self.lenient && self.open.len() > 1 && forgotten::stands_alone(name));
        if self.open.is_empty() && !forgotten::is_root(name) && !self.is_late(name) {
            self.stranger.get_or_insert(written);
            return;
        }
        if self.lenient {
            self.end_forgotten(&written);
        }
        let bytes = attributes.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        let first = self.open.is_empty();
        let begins = self.item.is_none() && matches!(name, "item" | "entry");
        if begins {
            self.head_left = self.left;
            self.left = (LONGEST, MOST);
        }
        if self.dropped > 0 || self.open.len() >= DEEPEST || !self.takes(bytes) {
            self.dropped += usize::from(!alone);
            self.clipped = true;
            return;
        }
        self.scopes.enter(self.open.len(), &attributes);
        if first {
            self.scopes.adopt(prefix);
        }
        let ns = self.scopes.of(prefix);
        let name = name.to_owned();
        if first && self.root.is_none() {
            self.root = Some(Root { name: name.clone(), attributes: attributes.clone() });
        }
        if begins && ns == Ns::Core {
            self.item = Some(self.open.len());
        }
        let (base, language) = (self.base_of(&attributes), self.language_of(&attributes));
        self.open.push(Element { ns, name, written, attributes, base, language, parts: Vec::new() });
        if alone {
            self.pop();
        }
    }

    /// Whether it is an item that stands after the end of its feed.
    fn is_late(&self, name: &str) -> bool {
        self.lenient && self.root.is_some() && matches!(name, "item" | "entry")
    }

    /// Whether there is room for an element with so many bytes.
    fn takes(&mut self, bytes: usize) -> bool {
        let room = bytes <= self.left.0 && self.left.1 > 0;
        if room {
            self.left = (self.left.0 - bytes, self.left.1 - 1);
        }
        room
    }

    fn base_of(&self, attributes: &[(String, String)]) -> Option<Rc<Url>> {
        let outer = self.open.last().map_or(&self.base, |outer| &outer.base);
        let own = attributes.iter().find(|(name, _)| name == "xml:base");
        let own = own.and_then(|(_, place)| match outer {
            Some(outer) => outer.join(place.trim()).ok(),
            None => Url::parse(place.trim()).ok(),
        });
        own.filter(|own| !own.cannot_be_a_base()).map(Rc::new).or_else(|| outer.clone())
    }

    fn language_of(&self, attributes: &[(String, String)]) -> Option<Rc<str>> {
        let own = attributes.iter().find(|(name, _)| name == "xml:lang");
        match own.or_else(|| attributes.iter().find(|(name, _)| name == "lang")) {
            Some((_, own)) => Some(own.trim().replace('_', "-")).filter(|own| !own.is_empty()).map(Rc::from),
            None => self.open.last().and_then(|outer| outer.language.clone()),
        }
    }

    /// Ends what must have ended before this tag.
    fn end_forgotten(&mut self, written: &str) {
        let name = parted(written).1;
        let Some(outer) = self.item else { return };
        if matches!(name, "item" | "entry")
            && self.open.get(outer).is_some_and(|item| item.written == written)
        {
            self.end_to(outer);
            return;
        }
        if self.open.get(outer + 1).is_some_and(|field| forgotten::ends(&field.name, name)) {
            self.end_to(outer + 1);
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, written: &str) {
        if self.dropped > 0 {
            // Of dropped tags nothing is known but their number, which the lenient reader cannot rely on.
            let known = self.lenient && self.is_field(written);
            if !known {
                self.dropped -= 1;
                return;
            }
        }
        if let Some(at) = self.open.iter().rposition(|open| open.written == written) {
            self.end_to(at);
        }
    }

    /// Whether it is the field that is open, or the item, or something around it.
    fn is_field(&self, written: &str) -> bool {
        self.open.iter().take(self.item.map_or(2, |at| at + 2)).any(|open| open.written == written)
    }

    fn end_to(&mut self, at: usize) {
        self.dropped = 0;
        while self.open.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(element) = self.open.pop() else { return };
        self.scopes.leave(self.open.len());
        if self.item == Some(self.open.len()) {
            self.item = None;
            self.left = self.head_left;
            self.hand_on(element);
        } else if let Some(outer) = self.open.last_mut() {
            outer.parts.push(Part::Inner(element));
        } else {
            self.heads.push(element);
        }
    }

    /// Hands an item on. In RSS, which knows no `xml:base`, its addresses count from the channel's page.
    fn hand_on(&mut self, mut item: Element) {
        if !std::mem::replace(&mut self.sought, true) {
            self.page = self.channels_page();
        }
        if let Some(page) = self.page.as_ref().filter(|_| item.base == self.base) {
            item.rebase(self.base.as_ref(), page);
        }
        (self.whole)(item);
    }

    fn channels_page(&self) -> Option<Rc<Url>> {
        // In RDF the channel is over when the items begin.
        let over = self.open.iter().filter_map(|open| open.child(Ns::Core, "channel"));
        let channels = self.open.iter().filter(|open| open.name == "channel").chain(over);
        let mut links = channels.filter_map(|channel| channel.child(Ns::Core, "link")).map(Element::text);
        let page = links.find_map(|link| Url::parse(link.trim()).ok());
        page.filter(|page| matches!(page.scheme(), "http" | "https")).map(Rc::new)
    }

    /// Words.
    pub(super) fn text(&mut self, text: &str) {
        let blank = || text.chars().all(char::is_whitespace);
        let between = match self.item {
            Some(at) => at + 1 == self.open.len(),
            None => self.open.last().is_some_and(|open| forgotten::is_root(&open.name)),
        };
        let Some(open) = self.open.last_mut() else { return };
        if text.len() > self.left.0 {
            self.clipped = true;
            return;
        }
        self.left.0 -= text.len();
        match open.parts.last_mut() {
            Some(Part::Text(before)) => before.push_str(text),
            // Blanks between the elements of a head or an item are nobody's words.
            None | Some(Part::Inner(_)) if between && blank() => {}
            _ => open.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// No more tags come. An item that is still open is handed on where it breaks off between two fields and has told
    /// its id and its title; half of a field is worse than none.
    pub(super) fn finish(mut self) -> Rest {
        let mut cut = false;
        if let Some(at) = self.item {
            let between = self.open.len() == at + 1 && self.dropped == 0;
            let has = |name| self.open.get(at).is_some_and(|item| item.child(Ns::Core, name).is_some());
            let told = (has("guid") || has("id")) && has("title");
            cut = !(between && told);
            if cut {
                self.open.truncate(at);
                self.item = None;
            }
        }
        self.end_to(0);
        let Self { root, heads, stranger, clipped, .. } = self;
        Rest { root, heads, stranger, cut, clipped }
    }
}
