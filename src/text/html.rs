//! From HTML to plain text, for the short bodies that some records come in.
//!
//! Only tags are looked at, never a tree of them: a post is a few paragraphs with links, and a body of a hundred
//! thousand open tags costs no more than its length. Paragraphs are parted by a blank line, other blocks by a line
//! break; a link whose words are not its address has the address after it. What is not meant to be read (scripts,
//! styles, templates) is left out.

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer, naive_next_state};

use super::clean;

/// The words of `html`, decoded and safe to show. Text without any markup comes back as it was, but for its blanks.
pub fn plain(html: &str) -> String {
    plain_with(html, &mut |href| web(href).then(|| href.to_owned()))
}

/// The same without the addresses of links: for a long text, in which they would only be in the way.
pub fn prose(html: &str) -> String {
    plain_with(html, &mut |_href| None)
}

/// The same, where `place` says for each link in turn which address to write after its words, if any: that is how
/// relative links are completed, and how a caller learns of them.
pub fn plain_with(html: &str, place: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut tokens = Tokenizer::new_with_emitter(html, DefaultEmitter::<()>::default());
    let mut page = Page::default();
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                // What XHTML closes in its own tag (`<script …/>`) is over, whatever HTML says of it. What stands in
                // a frame is for those who have no frames.
                let over = tag.self_closing || &**tag.name == b"iframe";
                if let Some(state) = naive_next_state(&tag.name).filter(|_| !over) {
                    tokens.set_state(state);
                }
                page.open(&tag, place);
            }
            Token::EndTag(tag) => page.close(&tag),
            Token::String(words) if page.unread == 0 => page.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    page.finish()
}

/// The text as far as it is written.
#[derive(Default)]
struct Page {
    out: String,
    /// Line breaks due before the next word.
    breaks: usize,
    /// A blank is due before the next word.
    blank: bool,
    /// How many `pre` are open: blanks and line breaks count there.
    kept: usize,
    /// How many elements are open that nobody reads.
    unread: usize,
    /// Where the words of the open link begin, and where it leads.
    link: Option<(usize, String)>,
}

impl Page {
    fn open(&mut self, tag: &StartTag<()>, place: &mut dyn FnMut(&str) -> Option<String>) {
        match &**tag.name {
            b"pre" | b"textarea" => {
                self.due(2);
                self.kept += 1;
            }
            name if unread(name) && !tag.self_closing => self.unread += 1,
            b"a" => {
                self.end_link();
                let href = tag.attributes.get(&b"href"[..]);
                let href = href.map(|href| clean::line(&String::from_utf8_lossy(href)));
                if let Some(href) = href.and_then(|href| place(&href)) {
                    self.link = Some((self.out.len(), href));
                }
            }
            b"td" | b"th" => self.blank = true,
            b"li" => {
                self.due(1);
                self.words("• ");
            }
            b"br" => {
                self.breaks += 1;
                self.blank = false;
            }
            name => self.due(breaks(name)),
        }
    }

    fn close(&mut self, tag: &EndTag<()>) {
        match &**tag.name {
            b"pre" | b"textarea" => {
                self.due(2);
                self.kept = self.kept.saturating_sub(1);
            }
            name if unread(name) => self.unread = self.unread.saturating_sub(1),
            b"a" => self.end_link(),
            name => self.due(breaks(name)),
        }
    }

    /// At least so many line breaks are due before the next word.
    fn due(&mut self, breaks: usize) {
        if breaks > 0 {
            self.breaks = self.breaks.max(breaks);
            self.blank = false;
        }
    }

    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let run = rest.split([' ', '\n', '\t', '\r', '\u{c}']).next().unwrap_or_default();
            if run.is_empty() {
                match c {
                    '\n' if self.kept > 0 => self.breaks += 1,
                    ' ' if self.kept > 0 => self.put(" "),
                    _ => self.blank = true,
                }
            } else {
                self.put(run);
            }
            rest = rest.get(run.len().max(c.len_utf8())..).unwrap_or_default();
        }
    }

    fn put(&mut self, words: &str) {
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.breaks.min(2)));
            if self.blank && self.breaks == 0 {
                self.out.push(' ');
            }
        }
        (self.breaks, self.blank) = (0, false);
        self.out.push_str(words);
    }

    /// Writes the address after the words of the link that is open, unless they are the address, or its beginning.
    fn end_link(&mut self) {
        let Some((start, href)) = self.link.take() else { return };
        let words = self.out.get(start..).unwrap_or_default().trim();
        let stem = words.trim_end_matches("...").trim_end_matches('…');
        if stem.is_empty() || words == href {
            return;
        }
        let bare = href.split_once("://").map_or("", |(_, rest)| rest);
        if href.starts_with(stem) || bare.starts_with(stem) {
            let at = self.out.len() - self.out.get(start..).unwrap_or_default().trim_start().len();
            self.out.truncate(at);
            self.out.push_str(&href);
        } else {
            self.out.extend([" (", &href, ")"]);
        }
    }

    fn finish(mut self) -> String {
        self.end_link();
        let text = clean::block(&self.out);
        text.trim().to_owned()
    }
}

fn web(href: &str) -> bool {
    href.starts_with("https://") || href.starts_with("http://")
}

/// Elements whose words are not for reading.
fn unread(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"template" | b"noscript" | b"title" | b"svg")
}

/// Line breaks that an element begins and ends with.
fn breaks(name: &[u8]) -> usize {
    match name {
        b"p" | b"blockquote" | b"ul" | b"ol" | b"dl" | b"table" | b"figure" | b"h1" | b"h2" | b"h3"
        | b"h4" | b"h5" | b"h6" => 2,
        b"div" | b"li" | b"tr" | b"hr" | b"section" | b"article" | b"dt" | b"dd" | b"header" | b"footer"
        | b"main" | b"aside" | b"nav" | b"address" | b"figcaption" | b"caption" | b"details" | b"summary"
        | b"form" | b"fieldset" | b"center" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain;
    use crate::text::clean;

    #[track_caller]
    fn check(html: &str, text: &str) {
        assert_eq!(plain(html), text, "{html:?}");
    }

    #[test]
    fn paragraphs_entities_and_links_as_hacker_news_writes_them() {
        check("It&#x27;s &quot;done&quot;.<p>Second &amp; last.", "It's \"done\".\n\nSecond & last.");
        check(
            "see <a href=\"https:&#x2F;&#x2F;x.example&#x2F;a\" rel=\"nofollow\">https:&#x2F;&#x2F;x.exa...</a>!",
            "see https://x.example/a!",
        );
        check("<a href=\"https://x.example/a\">the page</a> says", "the page (https://x.example/a) says");
        check("<a href=\"javascript:x\">no</a> <a>none</a>", "no none");
        check("<p>a<pre><code>if x {\n  y\n}</code></pre>b", "a\n\nif x {\n  y\n}\n\nb");
        check("a <i>b</i>\n c<br>d", "a b c\nd");
        check("<ul><li>one<li>two</ul>end", "• one\n• two\n\nend");
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        check("a<script>alert('<p>')</script><style>p{}</style>b<!-- c -->", "ab");
        check("a &lt;b&gt; &unknown; &#27;[31m &#x202e;c < d", "a <b> &unknown;  c < d");
        check("a <iframe src='x'/>b <iframe src='y'>c</iframe>d <script src='z'/>e", "a b cd e");
        check("", "");
    }

    #[test]
    fn piles_of_tags_cost_no_more_than_their_length() {
        for bit in
            ["<div>", "<p>", "<a href=https://x.example>", "<pre>", "</p>", "<", "&", "<a b=c ", "<li>"]
        {
            plain(&bit.repeat(100_000));
        }
    }

    proptest! {
        #[test]
        fn any_text_at_all_comes_out_safe(html in "(<[a-z/!]{0,6}|[a-z \\n&;#x0-9\"'=>-]|\\PC){0,80}") {
            let text = plain(&html);
            prop_assert!(!text.chars().any(clean::forbidden));
            prop_assert!(!text.contains("\n\n\n"));
        }
    }
}
