//! What `&name;` stands for.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use quick_xml::escape::resolve_predefined_entity;

/// The longest text that one may stand for, in bytes, and the most that a feed may declare.
const LONGEST: usize = 1024;
const MOST: usize = 64;

/// The names that a feed declares itself, beside those of XML and HTML.
#[derive(Debug, Default)]
pub(super) struct Entities(Vec<(String, String)>);

impl Entities {
    /// Reads the declarations in a DOCTYPE. Only those are taken that stand for plain words: one that is made of others
    /// could grow without end, one that is a file or an address is not looked at.
    pub(super) fn read(doctype: &str) -> Self {
        let declarations = doctype.split("<!ENTITY").skip(1);
        Self(declarations.filter_map(declaration).take(MOST).collect())
    }

    /// What a name stands for in XML, or by the feed's own word.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let own = || self.0.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str());
        resolve_predefined_entity(name).or_else(own)
    }

    /// What a whole reference stands for: `name`, `#10` or `#xA`, without `&` and `;`.
    pub(super) fn resolved(&self, reference: &str) -> Option<String> {
        match reference.strip_prefix('#') {
            Some(number) => character(number).map(String::from),
            None => self.get(reference).map(str::to_owned).or_else(|| of_html(reference)),
        }
    }
}

/// ` name "text">`
fn declaration(rest: &str) -> Option<(String, String)> {
    let (name, rest) = rest.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let text = rest.split(quote).nth(1)?;
    let plain = !text.contains(['&', '%', '<']) && text.len() <= LONGEST && name != "%";
    plain.then(|| (name.to_owned(), text.to_owned()))
}

/// What a name stands for in HTML. (`quick-xml` 0.42 has a table of these names, too, and it is wrong for most of the
/// Greek letters.)
fn of_html(name: &str) -> Option<String> {
    let reference = format!("&{name};");
    let tokens = Tokenizer::new_with_emitter(reference.as_str(), DefaultEmitter::<()>::default());
    let text: String = tokens
        .filter_map(|Ok(token)| match token {
            Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
            _ => None,
        })
        .collect();
    (text != reference && !text.ends_with(';')).then_some(text)
}

/// A character by its number, decimal or `x` hexadecimal; by the number that windows-1252 gives it where Unicode has
/// none but a control there, as everyone reads it.
fn character(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let c = char::from_u32(code).filter(|c| *c != '\0')?;
    Some(western(c))
}

/// What a C1 control was meant to be.
pub(super) fn western(c: char) -> char {
    match c {
        '\u{80}'..='\u{9F}' => {
            let byte = [c as u8];
            let (decoded, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            decoded.chars().next().unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::Entities;

    #[track_caller]
    fn check(doctype: &str, reference: &str, text: Option<&str>) {
        assert_eq!(Entities::read(doctype).resolved(reference).as_deref(), text, "{reference}");
    }

    #[test]
    fn names_of_xml_of_html_and_of_the_feed() {
        check("", "amp", Some("&"));
        check("", "eacute", Some("é"));
        check("", "alpha", Some("α"));
        check("", "nobody", None);
        check("", "copyx", None);
        check(r#"<!DOCTYPE rss [<!ENTITY own "words">]>"#, "own", Some("words"));
        check("<!DOCTYPE rss [<!ENTITY % own 'words'><!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "a", None);
        check("<!DOCTYPE x [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]>", "lol2", None);
    }

    #[test]
    fn characters_by_number() {
        check("", "#233", Some("é"));
        check("", "#xE9", Some("é"));
        check("", "#146", Some("’"));
        check("", "#0", None);
        check("", "#xD800", None);
        check("", "#99999999999", None);
    }
}
