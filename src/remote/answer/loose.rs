//! Cutting JSON into its pieces where it is no strict JSON: by brackets and quotation marks alone.

/// The members of the outermost object, with their names, or the items of the outermost array. `None` where it does
/// not begin with a bracket, or does not end with that bracket's other half.
pub(super) fn pieces(text: &str) -> Option<Vec<(Option<&str>, &str)>> {
    let text = text.trim();
    let inner = text.get(1..)?;
    let object = text.starts_with('{');
    if !object && !text.starts_with('[') {
        return None;
    }
    let mut cut = Vec::new();
    let (mut depth, mut begin, mut colon) = (0_usize, 0, None);
    let mut bytes = inner.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => past_string(&mut bytes)?,
            b'{' | b'[' => depth += 1,
            b':' if depth == 0 && object => colon = colon.or(Some(at)),
            b'}' | b']' if depth > 0 => depth -= 1,
            b',' if depth == 0 => {
                cut.push(piece(inner, begin, colon.take(), at)?);
                begin = at + 1;
            }
            b'}' | b']' => {
                let last = inner.get(begin..at)?;
                if !last.trim().is_empty() {
                    cut.push(piece(inner, begin, colon, at)?);
                }
                let closed = (byte == b'}') == object && inner.get(at + 1..)?.trim().is_empty();
                return closed.then_some(cut);
            }
            _ => {}
        }
    }
    None
}

/// Past the closing quotation mark.
fn past_string(bytes: &mut impl Iterator<Item = (usize, u8)>) -> Option<()> {
    loop {
        match bytes.next()?.1 {
            b'"' => return Some(()),
            b'\\' => drop(bytes.next()?),
            _ => {}
        }
    }
}

fn piece(inner: &str, begin: usize, colon: Option<usize>, end: usize) -> Option<(Option<&str>, &str)> {
    match colon {
        None => Some((None, inner.get(begin..end)?.trim())),
        Some(colon) => {
            let name = inner.get(begin..colon)?.trim().trim_matches('"');
            Some((Some(name), inner.get(colon + 1..end)?.trim()))
        }
    }
}
