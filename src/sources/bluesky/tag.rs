//! Language tags (BCP 47), as posts carry them.

/// Tags from before there were rules, which keep to none.
const OLD: [&str; 4] = ["sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE", "en-GB-oed"];

/// What a tag's part may be, in the order they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Language,
    Extended,
    Script,
    Region,
    Variant,
    Extension,
}

/// The language that a tag names, two or three letters; `None` if it is no tag. A tag that is for private use
/// altogether names none: `""`.
pub(super) fn language(tag: &str) -> Option<&str> {
    let (first, rest) = tag.split_once('-').unwrap_or((tag, ""));
    if first.eq_ignore_ascii_case("x") || first == "i" {
        return (!rest.is_empty() && rest.split('-').all(|part| sound(part, 1..=8))).then_some("");
    }
    let named = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase());
    let follows = OLD.contains(&tag) || tag.len() == first.len() || ordered(rest);
    (named && follows).then_some(first)
}

/// What follows the language keeps to the order of its places, and nothing is said twice.
fn ordered(rest: &str) -> bool {
    let mut place = Place::Language;
    let mut said: Vec<String> = Vec::new();
    let mut parts = rest.split('-').peekable();
    while let Some(part) = parts.next() {
        if !sound(part, 1..=8) {
            return false;
        }
        if part.len() == 1 {
            // Whatever stands behind an x is nobody's business.
            if part.eq_ignore_ascii_case("x") {
                return parts.peek().is_some() && parts.all(|part| sound(part, 1..=8));
            }
            let once = new(&mut said, part);
            let mut inner = 0;
            while parts.next_if(|part| sound(part, 2..=8)).is_some() {
                inner += 1;
            }
            if !once || inner == 0 {
                return false;
            }
            place = Place::Extension;
            continue;
        }
        match placed(part, place) {
            Some(next) => place = next,
            None => return false,
        }
        if place == Place::Variant && !new(&mut said, part) {
            return false;
        }
    }
    true
}

/// Where a part stands, if it can stand after `place`.
fn placed(part: &str, place: Place) -> Option<Place> {
    let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
    let digits = part.bytes().all(|b| b.is_ascii_digit());
    let next = match part.len() {
        3 if letters && place <= Place::Extended => return Some(Place::Extended),
        4 if letters => Place::Script,
        2 if letters => Place::Region,
        3 if digits => Place::Region,
        4 if part.starts_with(|c: char| c.is_ascii_digit()) => Place::Variant,
        5..=8 => Place::Variant,
        _ => return None,
    };
    (place < next || (place == next && next == Place::Variant)).then_some(next)
}

fn sound(part: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Remembers a part; false if it was said before.
fn new(said: &mut Vec<String>, part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let first = !said.contains(&part);
    said.push(part);
    first
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn a_tag_names_its_language() {
        let check = |tag: &str, named: Option<&str>| assert_eq!(language(tag), named, "{tag}");
        check("en", Some("en"));
        check("pt-BR", Some("pt"));
        check("zh-Hant-TW", Some("zh"));
        check("es-419", Some("es"));
        check("x-whale", Some(""));
        for none in ["", "e", "english", "EN", "en-", "-en", "en--US", "en-US-US", "en-a", "de 1"] {
            check(none, None);
        }
    }
}
