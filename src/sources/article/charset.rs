//! From the bytes of a page to its characters.
//!
//! Who knows the encoding best is asked first: a byte order mark cannot be an accident; the server comes next, then
//! the page itself. Where all are silent, or name what does not exist, bytes that are UTF-8 are UTF-8, and others are
//! what browsers have always taken them for. A page that says UTF-8 and is not is read as the latter, too: a wrong
//! letter now and then is better than a hole in each word.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A page's own word on its encoding stands within so many bytes.
const LOOKED_AT: usize = 4096;

/// The characters of a page; `charset` is what the server called its encoding.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    let named = charset.and_then(label).or_else(|| declared(bytes));
    let encoding = named.unwrap_or(UTF_8);
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // A page that is cut within a letter, or has one bad byte in a thousand, is still UTF-8.
            Err(_) if mostly_utf8(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        };
    }
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn label(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

/// More letters of several bytes are whole than broken.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken * 4
}

/// What a `meta` in the beginning of the page says. UTF-16 cannot be meant, or it could not have been read.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    for after in head.split("<meta").skip(1) {
        let tag = after.split('>').next().unwrap_or_default();
        let Some((_, value)) = tag.split_once("charset") else { continue };
        let Some(value) = value.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let name = value.split(|c: char| c.is_whitespace() || "\"';/".contains(c)).next();
        if let Some(encoding) = name.and_then(label) {
            return Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[track_caller]
    fn check(bytes: &[u8], charset: Option<&str>, text: &str) {
        assert!(decode(bytes, charset).ends_with(text), "{:?}", decode(bytes, charset));
    }

    #[test]
    fn who_knows_best_is_asked_first() {
        check(b"caf\xC3\xA9", None, "café");
        check(b"caf\xE9", None, "café");
        check(b"caf\xE9", Some("utf-8"), "café");
        check(b"\xEF\xBB\xBFcaf\xC3\xA9", Some("windows-1251"), "café");
        check(b"\xFF\xFEc\0a\0f\0\xE9\0", None, "café");
        check(b"\xCC\xEE\xF1\xEA\xE2\xE0", Some("windows-1251"), "Москва");
        check(b"<meta charset='koi8-r'>\xED\xCF\xD3\xCB\xD7\xC1", None, "Москва");
        check(
            b"<META http-equiv=x content=\"text/html; charset=Shift_JIS\">\x93\x8C\x8B\x9E",
            Some("nonsense"),
            "東京",
        );
        check(b"<meta charset=utf-16>caf\xC3\xA9", None, "café");
        check("ünïcödé and one bad \u{0}".as_bytes(), None, "bad \u{0}");
        check(b"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xE9", None, "ééééé \u{fffd}");
    }
}
