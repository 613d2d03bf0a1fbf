//! Text from outside, made safe to show.
//!
//! Everything that a stranger wrote (titles, names, links, error bodies, a model's reply) passes here before it
//! meets a terminal, a file or a log. What a terminal would act on, what turns letters around, and what cannot be
//! seen is taken out; what a person can read stays as it was.
//!
//! Text that was read in the wrong alphabet on its way here is mended ([`super::misread`]).
//!
//! It is one pass from left to right whose memory is made only of the characters it *kept*. So cleaning twice is
//! cleaning once, by construction, and the time is linear in the text whatever is in it.
//!
//! It refuses: control characters (an escape sequence goes as a whole, its payload with it), bidi overrides and
//! marks, zero-width and tag characters, variation selectors that change a width, noncharacters; joiners except
//! between emoji, and more than a handful of marks on one letter (a single "letter" of 100,000 accents is
//! 200 kB a frame).

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::{borrow::Cow, iter::Peekable, str::Chars};

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use super::misread;

/// Marks on one letter, at most.
const MARKS: usize = 8;
/// Joiners in one emoji, at most.
const JOINS: usize = 4;
/// Letters joined by viramas into one cluster, at most.
const LINKS: usize = 8;
/// Jamo of one kind, and prepended marks, in a row, at most.
const REPEATS: usize = 3;
/// What a tab becomes.
const TAB: &str = "    ";

const ZWJ: char = '\u{200D}';
const VIRAMA: u8 = 9;

/// One line: everything [`block`] does, and line breaks and tabs become blanks, runs of blanks one, none at the
/// ends.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in safe(text).split([' ', '\n']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    // Taking out a blank can put a mark on another letter, where it may be one too many.
    if out.is_ascii() { out } else { block(&out) }
}

/// Several lines: control characters, escape sequences, bidi overrides, tags and other invisible things removed;
/// `\n` stays.
pub fn block(text: &str) -> String {
    safe(text).into_owned()
}

/// The same as [`block`], without a copy where plain ASCII needs none.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b'\n' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut kept = Kept { out: String::with_capacity(text.len()), ..Kept::default() };
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\t' => TAB.chars().for_each(|blank| kept.take(blank)),
            '\n' | '\u{2028}' | '\u{2029}' => kept.take('\n'),
            '\u{1B}' => skip_escape(&mut rest),
            _ if kept.mends(c) => {}
            '\u{9B}' => skip_csi(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9D}'..='\u{9F}' => skip_string(&mut rest),
            _ if forbidden(c) => {}
            'Ã' | 'â' => {
                let meant = misread::ahead(c, &mut rest).unwrap_or(c);
                kept.meant(meant);
            }
            _ => kept.take(c),
        }
    }
    Cow::Owned(kept.out)
}

/// True for a character that never reaches a screen. `\n` is not among them: a block keeps it.
pub fn forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{9}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' // C0, DEL, C1
        | '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' // separators, bidi, invisible operators
        | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
        || (c as u32) & 0xFFFE == 0xFFFE
}

/// What was kept, and the little that must be remembered of it.
#[derive(Default)]
struct Kept {
    out: String,
    /// The last letter or sign that stands by itself.
    base: char,
    /// Marks since.
    marks: usize,
    /// Joiners in this emoji.
    joins: usize,
    /// A joiner that stays only if an emoji follows.
    joiner: bool,
    /// Viramas in this cluster.
    links: usize,
    /// The last one kept was a virama.
    linked: bool,
    /// How often the last kind of jamo, or a prepended mark, was repeated.
    repeats: usize,
}

impl Kept {
    /// Takes a character that makes another one of those kept last, if it does.
    fn mends(&mut self, c: char) -> bool {
        let Some((gone, meant)) = misread::behind(&self.out, c).filter(|_| !c.is_ascii()) else {
            return false;
        };
        self.out.truncate(self.out.len() - gone);
        self.meant(meant);
        true
    }

    /// Takes a character that was read wrongly and may be anything.
    fn meant(&mut self, c: char) {
        if !forbidden(c) && !self.mends(c) {
            self.take(c);
        }
    }

    fn take(&mut self, c: char) {
        if c.is_ascii() {
            self.start(c, false);
        } else if c == ZWJ {
            self.joiner = self.joins < JOINS;
        } else if extends(c) {
            self.mark(c);
        } else {
            let joined = std::mem::take(&mut self.joiner) && joins_emoji(self.base, c);
            if stacks(c).is_some() && stacks(c) == stacks(self.base) && self.marks == 0 {
                if self.repeats >= REPEATS {
                    return;
                }
                self.repeats += 1;
            } else {
                self.repeats = 1;
            }
            self.start(c, joined);
        }
    }

    fn start(&mut self, c: char, joined: bool) {
        if joined {
            self.out.push(ZWJ);
            self.joins += 1;
        } else {
            self.joins = 0;
        }
        if !std::mem::take(&mut self.linked) {
            self.links = 0;
        }
        (self.base, self.marks, self.joiner) = (c, 0, false);
        self.out.push(c);
    }

    fn mark(&mut self, c: char) {
        let virama = canonical_combining_class(c) == VIRAMA;
        if self.marks >= MARKS || (virama && self.links >= LINKS) {
            return;
        }
        if virama {
            self.links += 1;
            self.linked = true;
        }
        self.joiner = false;
        self.marks += 1;
        self.out.push(c);
    }
}

/// Draws upon the letter before it.
fn extends(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{180E}' | '\u{FF9E}' | '\u{FF9F}' | '\u{1F3FB}'..='\u{1F3FF}')
        || (c >= '\u{300}' && is_combining_mark(c))
}

/// Kinds of letters that pile up into one cluster when repeated: the three sorts of jamo, and prepended marks.
fn stacks(c: char) -> Option<u8> {
    match c {
        '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}' => Some(1),
        '\u{1160}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}' => Some(2),
        '\u{11A8}'..='\u{11FF}' | '\u{D7CB}'..='\u{D7FB}' => Some(3),
        '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' | '\u{8E2}' // prepended
        | '\u{D4E}' | '\u{110BD}' | '\u{110CD}' | '\u{111C2}' | '\u{111C3}' | '\u{113D1}'
        | '\u{1193F}' | '\u{11941}' | '\u{11A3A}' | '\u{11A84}'..='\u{11A89}'
        | '\u{11D46}' | '\u{11F02}' => Some(4),
        _ => None,
    }
}

/// Unicode's own rule (GB11): only two emoji stay one cluster over a joiner.
fn joins_emoji(before: char, after: char) -> bool {
    !before.is_alphanumeric() && String::from_iter([before, ZWJ, after]).graphemes(true).count() == 1
}

/// Past what follows an ESC: a whole sequence of any kind.
fn skip_escape(rest: &mut Peekable<Chars<'_>>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_csi(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            rest.next();
            skip_string(rest);
        }
        _ => {
            while rest.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            rest.next_if(|c| matches!(c, '0'..='~'));
        }
    }
}

/// Past the parameters and the final byte of a control sequence.
fn skip_csi(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    rest.next_if(|c| matches!(c, '@'..='~'));
}

/// Past a string for the terminal (title, clipboard, hyperlink) and its end. One that never ends was no such
/// string: then only its beginning goes, and its words stay, harmless.
fn skip_string(rest: &mut Peekable<Chars<'_>>) {
    let mut ahead = rest.clone();
    let end = loop {
        match ahead.next() {
            Some('\u{7}' | '\u{9C}') => break true,
            Some('\u{1B}') => break ahead.next_if_eq(&'\\').is_some(),
            Some(c) if c.is_control() => break false,
            Some(_) => {}
            None => break false,
        }
    };
    if end {
        *rest = ahead;
    }
}

#[cfg(test)]
mod tests {
    use super::{block, forbidden, line};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[track_caller]
    fn check(from: &str, to: &str) {
        assert_eq!(block(from), to, "{from:?}");
    }

    #[test]
    fn whole_escape_sequences_go() {
        check("a\u{1b}[31;1mred\u{1b}[0m b", "ared b");
        check("a\u{1b}]0;own your title\u{7}b", "ab");
        check("a\u{1b}]52;c;cm0gLXJm\u{1b}\\b", "ab");
        check("a\u{1b}P1$r0m\u{1b}\\b\u{1b}(Bc\u{1b}cd", "abcd");
        check("a\u{9b}31mb\u{9d}0;t\u{9c}c\u{90}q\u{9c}d", "abcd");
        check("a\u{1b}", "a");
        check("a\u{1b}]8;;https://x.example\u{1b}\\link\u{1b}]8;;\u{1b}\\", "alink");
    }

    #[test]
    fn a_string_that_never_ends_loses_only_its_beginning() {
        check("a\u{1b}]0;words stay\nand lines", "a0;words stay\nand lines");
        check("\u{9d}\u{9d}\u{9d}x", "x");
    }

    #[test]
    fn controls_bidi_and_invisible_things_go() {
        check("a\0\r\u{8}\u{7f}\u{85}b", "ab");
        check("a\u{202e}b\u{2066}c\u{200e}d\u{61c}e", "abcde");
        check("a\u{feff}b\u{200b}c\u{ad}d\u{2060}e\u{fff9}f", "abcdef");
        check("\u{1f3f4}\u{e0067}\u{e007f}x\u{e0100}", "\u{1f3f4}x");
        check("a\u{fffe}b\u{1ffff}c\u{fdd0}d", "abcd");
        check("a\u{2028}b\u{2029}c", "a\nb\nc");
        check("❤\u{fe0f}", "❤");
        check("a\tb", "a    b");
    }

    #[test]
    fn joiners_stay_only_between_emoji() {
        check("👩\u{200d}🚀", "👩\u{200d}🚀");
        check("👩\u{1f3fd}\u{200d}🚀", "👩\u{1f3fd}\u{200d}🚀");
        check("👩\u{200d}", "👩");
        check("a\u{200d}b", "ab");
        check("👩\u{200d}\u{200d}🚀", "👩\u{200d}🚀");
        assert_eq!(block(&"👩\u{200d}".repeat(50)).matches('\u{200d}').count(), 40);
    }

    #[test]
    fn no_cluster_grows_without_end() {
        for pile in
            ["\u{301}", "\u{1100}", "\u{1161}", "\u{11a8}", "क\u{94d}", "\u{600}", "👩\u{200d}", "\u{1f3fd}"]
        {
            let safe = block(&format!("a{}", pile.repeat(10_000)));
            let longest = safe.graphemes(true).map(|g| g.chars().count()).max();
            assert!(longest <= Some(20), "{pile:?} {longest:?}");
        }
    }

    #[test]
    fn ordinary_text_in_any_script_stays_as_it_was() {
        for text in [
            "Harbour Bridge “closes” — 40 cm, 31,000 a day…",
            "港湾大橋で亀裂が見つかり、全面通行止め。",
            "항구 다리 폐쇄 · 한국어",
            "أغلق المهندسون الجسر بعد اكتشاف شق",
            "הגשר נסגר לאחר שהתגלה סדק",
            "पुल बंद कर दिया गया है क्षत्रिय",
            "สะพานถูกปิดหลังพบรอยร้าว",
            "Tiếng Việt: cầu cảng đã đóng",
            "می\u{200c}خواهم",
            "🌉🇩🇪👩\u{200d}🚀👍🏽",
            "Ünï\u{308}cödé ﾊﾟ",
        ] {
            check(text, text);
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line("  a\n\n b\tc \u{2028} d "), "a b c d");
        assert_eq!(line("\u{1b}[2J"), "");
    }

    fn nasty() -> impl Strategy<Value = String> {
        let bits = prop_oneof![
            any::<char>().prop_map(String::from),
            "[a-z \\n]{0,4}",
            prop::sample::select(vec![
                "\u{1b}",
                "\u{1b}[",
                "\u{1b}]",
                "\u{9b}",
                "\u{9d}",
                "\u{7}",
                "\u{200d}",
                "👩",
                "🚀",
                "\u{301}",
                "\u{94d}",
                "क",
                "\u{1100}",
                "\u{1161}",
                "\u{600}",
                "\u{fe0f}",
                "\u{1f3fd}",
                "\u{202e}",
                "\u{e0061}",
                "🇩",
                "\t",
                "\r\n",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(bits, 0..60).prop_map(|bits| bits.concat())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_comes_through(text in nasty()) {
            prop_assert!(!block(&text).chars().any(forbidden));
            prop_assert!(!line(&text).contains('\n'));
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in nasty()) {
            let once = block(&text);
            prop_assert_eq!(block(&once), once);
            let once = line(&text);
            prop_assert_eq!(line(&once), once);
        }
    }
}
