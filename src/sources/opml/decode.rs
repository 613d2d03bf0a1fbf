//! From bytes to text, whatever the file says of itself.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file: by its mark, else by the look of UTF-16, else by what it declares, else UTF-8, else windows-1252.
pub(super) fn text(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| sixteen(bytes));
    let encoding = encoding.or_else(|| declared(bytes)).unwrap_or(UTF_8);
    let (text, _, wrong) = encoding.decode(bytes);
    if !wrong || encoding != UTF_8 {
        return text.into_owned();
    }
    // A bad byte or two in what is otherwise UTF-8 cost those letters; bytes that are nothing of the kind are Western.
    let good = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count())
        .sum::<usize>();
    let bad = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    if good >= bad { text.into_owned() } else { WINDOWS_1252.decode(bytes).0.into_owned() }
}

/// UTF-16 without a mark: a `<` with a zero beside it.
fn sixteen(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// What `<?xml encoding="…"?>` says, if that can be: whoever could read it was not reading UTF-16.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let name = after.trim_start_matches([' ', '=', '\t', '\n', '\r']).trim_start_matches(['"', '\'']);
    let name = name.split(['"', '\'', ' ']).next()?;
    Encoding::for_label(name.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}
