//! One linear pass over a page, before anybody builds a tree of it.
//!
//! The extractor's time grows with the square of the depth, and a page can ask a tree builder for millions of elements
//! with a few bytes each (every open `b` is opened anew in every paragraph). So the tokens are written out again as a
//! page that is no deeper than [`DEPTH`], has no more than [`ATTRIBUTES`] a tag and [`ELEMENTS`] in all, and where
//! each element is closed before one that contains it. Words are never dropped, only tags. What a page says about
//! itself (`title`, `meta`, JSON-LD …) is picked up on the way, so that it is known even if nothing else comes of it.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, HtmlString, Spanned, StartTag, State, Token, Tokenizer};

use super::head::Head;

/// The deepest nesting kept. What is deeper stands in the deepest element.
const DEPTH: usize = 256;
/// Nested elements that only change how words look: a tree builder opens each of them anew, again and again.
const STYLED: usize = 16;
/// Attributes of one tag.
const ATTRIBUTES: usize = 64;
/// Bytes of one attribute that the extractor sees. It looks at names and classes; pictures come in here as data.
const ATTRIBUTE: usize = 2048;
/// Headings that are looked at for the title.
const HEADINGS: usize = 40;
/// Elements of one page; beyond, they are left out.
const ELEMENTS: usize = 40_000;

/// A page as the pass left it.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The page, within its caps and well nested.
    pub html: String,
    /// What it says about itself.
    pub head: Head,
    /// Something had to be left out.
    pub capped: bool,
}

/// Makes the pass.
pub(super) fn scan(page: &str) -> Scan {
    let mut pass = Pass::default();
    pass.out.html.reserve(page.len());
    let mut tokens = Tokenizer::new_with_emitter(page, DefaultEmitter::default());
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                if let Some(state) = raw(&tag.name) {
                    tokens.set_state(state);
                }
                pass.open(&tag);
            }
            Token::EndTag(tag) => pass.close(&tag.name),
            Token::String(words) => pass.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    pass.finish()
}

/// An element that is open.
struct Open {
    name: Vec<u8>,
    /// Its tag was written.
    kept: bool,
}

#[derive(Default)]
struct Pass {
    out: Scan,
    stack: Vec<Open>,
    /// How many of the stack were written.
    depth: usize,
    /// How many of those are `b`, `i`, `font` …
    styled: usize,
    /// How many `p` are open: none, most of the time, and then none need be looked for.
    paragraphs: usize,
    elements: usize,
    /// The words of the heading that is open.
    heading: Option<String>,
    /// The words of an element that is picked up or thrown away, not written.
    aside: Option<Aside>,
}

/// Where the words of an element go.
enum Aside {
    Title(String),
    Data(String),
    Nowhere,
}

/// How the words of such an element are read: as they are, with tags and references meaning nothing.
fn raw(name: &[u8]) -> Option<State> {
    match name {
        b"title" | b"textarea" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"style" | b"iframe" | b"xmp" | b"noembed" | b"noframes" => Some(State::RawText),
        _ => None,
    }
}

impl Pass {
    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        self.out.head.meet(name, &tag.attributes);
        if self.is_aside(name, tag) || matches!(name, b"link" | b"meta" | b"base" | b"plaintext") {
            return;
        }
        self.end_implied(name);
        if matches!(name, b"h1" | b"h2") {
            self.heading = Some(String::new());
        }
        self.elements += 1;
        let room = self.elements <= ELEMENTS;
        if void(name) || tag.self_closing && self.is_open(b"svg") {
            if room {
                self.write_tag(tag);
            }
            return;
        }
        let kept = room && self.depth < DEPTH && (!styles(name) || self.styled < STYLED);
        if kept {
            self.write_tag(tag);
            self.depth += 1;
            self.styled += usize::from(styles(name));
        } else {
            self.out.capped = true;
            self.out.html.push(' ');
        }
        self.paragraphs += usize::from(name == b"p");
        self.stack.push(Open { name: name.to_vec(), kept });
    }

    /// Whether an element's words are picked up or thrown away, and the element with them.
    fn is_aside(&mut self, name: &[u8], tag: &StartTag<()>) -> bool {
        let aside = match name {
            b"script" if attribute(&tag.attributes, b"type").is_some_and(|kind| kind.contains("ld+json")) => {
                Aside::Data(String::new())
            }
            b"title" if self.out.head.title.is_none() && !self.is_open(b"svg") => Aside::Title(String::new()),
            _ if raw(name).is_some() => Aside::Nowhere,
            _ => return false,
        };
        self.aside = Some(aside);
        true
    }

    fn write_tag(&mut self, tag: &StartTag<()>) {
        let html = &mut self.out.html;
        html.push('<');
        html.push_str(&String::from_utf8_lossy(&tag.name));
        for (name, value) in tag.attributes.iter().filter(|(name, _)| told(name)).take(ATTRIBUTES) {
            let value = String::from_utf8_lossy(value);
            let value = value.get(..value.floor_char_boundary(ATTRIBUTE)).unwrap_or_default();
            html.extend([" ", &String::from_utf8_lossy(name), "=\""]);
            escape(value, html);
            html.push('"');
        }
        html.push('>');
        self.out.capped |= tag.attributes.len() > ATTRIBUTES;
    }

    fn close(&mut self, name: &[u8]) {
        if raw(name).is_some() {
            match self.aside.take() {
                Some(Aside::Title(title)) => self.out.head.title = Some(title),
                Some(Aside::Data(data)) => self.out.head.data.push(data),
                _ => {}
            }
            return;
        }
        // An end that ends nothing near is an error of the page. Looking further would make the pass quadratic.
        let near = self.stack.iter().rev().take(DEPTH);
        let Some(above) =
            near.take_while(|open| !bounds(&open.name, name)).position(|open| open.name == name)
        else {
            match name {
                b"p" => self.out.html.push_str("<p></p>"),
                b"br" => self.out.html.push_str("<br>"),
                _ => {}
            }
            return;
        };
        self.pop(above + 1);
    }

    /// Closes the innermost elements.
    fn pop(&mut self, count: usize) {
        for _ in 0..count {
            let Some(open) = self.stack.pop() else { return };
            self.paragraphs -= usize::from(&*open.name == b"p");
            if matches!(&*open.name, b"h1" | b"h2") {
                let level = if &*open.name == b"h1" { 1 } else { 2 };
                if let Some(heading) = self.heading.take().filter(|_| self.out.head.headings.len() < HEADINGS)
                {
                    self.out.head.headings.push((level, heading));
                }
            }
            if open.kept {
                self.out.html.extend(["</", &String::from_utf8_lossy(&open.name), ">"]);
                self.depth -= 1;
                self.styled -= usize::from(styles(&open.name));
            } else {
                self.out.html.push(' ');
            }
        }
    }

    /// Ends what the start of `name` ends without saying so: a paragraph, an item of a list, a cell.
    fn end_implied(&mut self, name: &[u8]) {
        let near = || self.stack.iter().rev().take(DEPTH);
        let find = |wanted: &[&[u8]], until: &[&[u8]]| {
            near()
                .take_while(|open| !until.contains(&&*open.name))
                .position(|open| wanted.contains(&&*open.name))
        };
        let above = match name {
            b"li" => find(&[b"li"], &[b"ul", b"ol", b"menu", b"table", b"td"]),
            b"dt" | b"dd" => find(&[b"dt", b"dd"], &[b"dl", b"table", b"td"]),
            b"tr" => find(&[b"tr"], &[b"table"]),
            b"td" | b"th" => find(&[b"td", b"th"], &[b"table", b"tr"]),
            b"thead" | b"tbody" | b"tfoot" => find(&[b"thead", b"tbody", b"tfoot"], &[b"table"]),
            b"option" => find(&[b"option"], &[b"select"]),
            b"a" => find(&[b"a"], &[b"table", b"td", b"div", b"p", b"li", b"article", b"section"]),
            name if self.paragraphs > 0 && block(name) => {
                find(&[b"p"], &[b"table", b"td", b"th", b"button", b"caption", b"object"])
            }
            _ => None,
        };
        if let Some(above) = above {
            self.pop(above + 1);
        }
    }

    fn is_open(&self, name: &[u8]) -> bool {
        self.stack.iter().rev().take(8).any(|open| open.name == name)
    }

    fn words(&mut self, words: &str) {
        match &mut self.aside {
            Some(Aside::Title(to) | Aside::Data(to)) => to.push_str(words),
            Some(Aside::Nowhere) => {}
            None => {
                if let Some(heading) = &mut self.heading {
                    heading.push_str(words);
                }
                escape(words, &mut self.out.html);
            }
        }
    }

    fn finish(mut self) -> Scan {
        match self.aside.take() {
            Some(Aside::Title(title)) => self.out.head.title = Some(title),
            Some(Aside::Data(data)) => self.out.head.data.push(data),
            _ => {}
        }
        self.pop(self.stack.len());
        self.out
    }
}

/// The value of an attribute.
pub(super) fn attribute(
    attributes: &BTreeMap<HtmlString, Spanned<HtmlString, ()>>,
    name: &[u8],
) -> Option<String> {
    attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned())
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

/// An attribute that can be written, and that the extractor may look at.
fn told(name: &[u8]) -> bool {
    !name.starts_with(b"on")
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
}

/// Elements that have no inside.
fn void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
            | b"frame"
            | b"keygen"
    )
}

/// Elements that a tree builder opens anew where they were left open.
fn styles(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"b"
            | b"big"
            | b"code"
            | b"em"
            | b"font"
            | b"i"
            | b"nobr"
            | b"s"
            | b"small"
            | b"strike"
            | b"strong"
            | b"tt"
            | b"u"
    )
}

/// An end tag does not reach beyond these.
fn bounds(open: &[u8], ended: &[u8]) -> bool {
    matches!(open, b"table" | b"td" | b"th" | b"caption") && open != ended && {
        !matches!(ended, b"table" | b"tr" | b"tbody" | b"thead" | b"tfoot" | b"html" | b"body")
    }
}

/// Elements that end an open paragraph.
fn block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"center"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"header"
            | b"hgroup"
            | b"hr"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"p"
            | b"pre"
            | b"section"
            | b"summary"
            | b"table"
            | b"ul"
    )
}
