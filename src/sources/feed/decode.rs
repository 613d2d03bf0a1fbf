//! From bytes to letters.
//!
//! What a feed says about its own encoding is wrong often enough that nothing it says is simply believed. In this
//! order: a byte order mark, the charset of the HTTP answer, the declaration, UTF-8 if it is that, and at last what the
//! letters look like. One that is named and does not fit the bytes is passed over; a feed that is UTF-8 but for a few
//! bytes stays UTF-8, and loses these.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{sources::Origin, text::clean};

/// How far into the bytes a declaration is looked for.
const HEAD: usize = 1024;

/// A feed's letters.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Without byte order mark and without characters that no document may have.
    pub text: String,
    /// What it was written in, by the name it was called by, lower-cased.
    pub encoding: String,
    /// What had to be mended, in words.
    pub mended: Option<String>,
}

/// Decodes. Any bytes give some text.
pub(super) fn decode(bytes: &[u8], origin: &Origin<'_>) -> Decoded {
    let decoded = marked(bytes).unwrap_or_else(|| unmarked(bytes, origin));
    let Decoded { text, encoding, mended } = decoded;
    if !text.chars().any(illegal) {
        return Decoded { text, encoding, mended };
    }
    let text = text.chars().filter(|c| !illegal(*c)).collect();
    Decoded {
        text,
        encoding,
        mended: mended.or_else(|| Some("Control characters were taken out".to_owned())),
    }
}

/// What XML 1.0 forbids. An escape stays for now: what makes a sequence of it goes as a whole where words are cleaned.
fn illegal(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1A}' | '\u{1C}'..='\u{1F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// By a byte order mark, or by the zeros between the letters of UTF-16 and UTF-32.
fn marked(bytes: &[u8]) -> Option<Decoded> {
    let wide = |width: usize, big: bool, skip: usize, name: &str| {
        let rest = bytes.get(skip..).unwrap_or_default();
        let text = if width == 4 { utf32(rest, big) } else { utf16(rest, big) };
        Some(Decoded { text, encoding: name.to_owned(), mended: None })
    };
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => wide(4, false, 4, "utf-32"),
        [0, 0, 0xFE, 0xFF, ..] => wide(4, true, 4, "utf-32"),
        [b'<', 0, 0, 0, ..] => wide(4, false, 0, "utf-32le"),
        [0, 0, 0, b'<', ..] => wide(4, true, 0, "utf-32be"),
        [0xFF, 0xFE, ..] => wide(2, false, 2, "utf-16"),
        [0xFE, 0xFF, ..] => wide(2, true, 2, "utf-16"),
        [b'<' | b'{', 0, ..] => wide(2, false, 0, "utf-16le"),
        [0, b'<' | b'{', ..] => wide(2, true, 0, "utf-16be"),
        [0xEF, 0xBB, 0xBF, rest @ ..] => match str::from_utf8(rest) {
            Ok(text) => Some(Decoded { text: text.to_owned(), encoding: "utf-8".to_owned(), mended: None }),
            Err(_) => mostly_utf8(rest),
        },
        _ => None,
    }
}

fn utf16(bytes: &[u8], big: bool) -> String {
    let encoding = if big { UTF_16BE } else { UTF_16LE };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn utf32(bytes: &[u8], big: bool) -> String {
    let number = |four: &[u8]| {
        let four: [u8; 4] = four.try_into().unwrap_or_default();
        if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    bytes.chunks_exact(4).map(|four| char::from_u32(number(four)).unwrap_or('\u{FFFD}')).collect()
}

fn unmarked(bytes: &[u8], origin: &Origin<'_>) -> Decoded {
    let utf8 = str::from_utf8(bytes);
    let declared = declared(bytes);
    let named = [origin.charset, declared.as_deref()].into_iter().flatten();
    let named: Vec<(String, &'static Encoding)> = named.filter_map(known).collect();
    // What RFC 3023 makes of text/* without a charset is true of nothing but ASCII.
    if bytes.is_ascii() && origin.charset.is_none() && origin.content_type.starts_with("text/") {
        return clean(utf8.unwrap_or_default(), "us-ascii");
    }
    for (name, encoding) in &named {
        // Text in a Western one-byte encoding that is UTF-8 by chance does not exist.
        let misnamed = *encoding == WINDOWS_1252 && !bytes.is_ascii() && utf8.is_ok();
        if misnamed || *encoding == UTF_8 {
            continue;
        }
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return clean(&text, name);
        }
    }
    if let Ok(text) = utf8 {
        let name = named.iter().find(|(_, encoding)| *encoding == UTF_8 || bytes.is_ascii());
        return clean(text, name.map_or("utf-8", |(name, _)| name));
    }
    mostly_utf8(bytes).unwrap_or_else(|| guessed(bytes, named.first().map(|(name, _)| name.as_str())))
}

fn clean(text: &str, encoding: &str) -> Decoded {
    Decoded { text: text.to_owned(), encoding: encoding.to_owned(), mended: None }
}

/// An encoding by its name, if the bytes can be in it at all: whoever could read the name, reads no UTF-16.
fn known(name: &str) -> Option<(String, &'static Encoding)> {
    let name = clean::line(name).to_ascii_lowercase();
    let encoding = Encoding::for_label(name.as_bytes())?;
    // The larger set that has taken the place of the smaller one, which is what decodes it.
    let name = if name == "gb2312" { "gb18030".to_owned() } else { name };
    (encoding != UTF_16BE && encoding != UTF_16LE && encoding.is_ascii_compatible())
        .then_some((name, encoding))
}

/// The name in `<?xml … encoding="…" ?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes));
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0.to_owned();
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_owned)
}

/// UTF-8 with some bytes that are none; `None` where these are the rule.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let text = || String::from_utf8_lossy(bytes).into_owned();
    (sound > broken).then(|| Decoded {
        text: text(),
        encoding: "utf-8".to_owned(),
        mended: Some(format!(
            "{broken} byte{} no letter in UTF-8",
            if broken == 1 { " is" } else { "s are" }
        )),
    })
}

/// By what the letters look like.
fn guessed(bytes: &[u8], named: Option<&str>) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let name = encoding.name();
    let mended = match named {
        Some(named) => format!("It says it is written in {named}, which it is not; it was read as {name}"),
        None => format!("It does not say in what it is written; it was read as {name}"),
    };
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    Decoded { text, encoding: name.to_ascii_lowercase(), mended: Some(mended) }
}

#[cfg(test)]
mod tests {
    use super::{Decoded, decode};
    use crate::{sources::Origin, story::Moment};

    fn decoded(bytes: &[u8], charset: Option<&str>, content_type: &str) -> Decoded {
        let source = "one".into();
        decode(bytes, &Origin { source: &source, url: None, content_type, charset, now: Moment::default() })
    }

    #[track_caller]
    fn check(bytes: &[u8], charset: Option<&str>, text: &str, encoding: &str, mended: bool) {
        let decoded = decoded(bytes, charset, "");
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (text, encoding));
        assert_eq!(decoded.mended.is_some(), mended, "{:?}", decoded.mended);
    }

    #[test]
    fn a_mark_then_the_charset_then_the_declaration() {
        check(b"\xEF\xBB\xBFcaf\xC3\xA9", Some("latin1"), "café", "utf-8", false);
        check(b"\xFF\xFEa\0\xE9\0", None, "aé", "utf-16", false);
        check(b"<\0a\0", None, "<a", "utf-16le", false);
        check(b"\0<\0a", None, "<a", "utf-16be", false);
        check(b"\0\0\0<\0\0\0a", None, "<a", "utf-32be", false);
        check(
            b"<?xml encoding='koi8-r'?>\xC1",
            Some("windows-1252"),
            "<?xml encoding='koi8-r'?>Á",
            "windows-1252",
            false,
        );
        check(b"<?xml encoding='koi8-r'?>\xC1", None, "<?xml encoding='koi8-r'?>а", "koi8-r", false);
        check(b"plain", None, "plain", "utf-8", false);
    }

    #[test]
    fn what_is_named_and_not_so_is_passed_over() {
        check(
            "<?xml encoding='iso-8859-1'?>é".as_bytes(),
            None,
            "<?xml encoding='iso-8859-1'?>é",
            "utf-8",
            false,
        );
        check("é".as_bytes(), Some("us-ascii"), "é", "utf-8", false);
        check("é".as_bytes(), Some("utf-16"), "é", "utf-8", false);
        check(
            b"<?xml encoding='utf-8'?>caf\xE9s d'\xE9t\xE9",
            None,
            "<?xml encoding='utf-8'?>cafés d'été",
            "windows-1252",
            true,
        );
        check(b"caf\xC3\xA9 \xC3\xA8 \xFF.", Some("utf-8"), "café è \u{FFFD}.", "utf-8", true);
    }

    #[test]
    fn control_characters_go() {
        check(b"a\0b\x01c\td", None, "abc\td", "utf-8", true);
    }
}
