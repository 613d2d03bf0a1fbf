//! Which language a text is in.
//!
//! A feed says it, or its words do. The library that knows seventy languages takes a third of a millisecond a text, which a
//! hundred thousand of them would feel; so the commonest languages are first looked for by their little words, which
//! takes a hundredth of that, and only where these are clear.

use unicode_segmentation::UnicodeSegmentation;
use whatlang::Lang;

use crate::text::stopwords::is_stopword;

/// Languages with little words that no neighbour shares, and those neighbours whose words must not be as many.
const CLEAR: [&str; 3] = ["en", "de", "fr"];
const OTHERS: [&str; 5] = ["nl", "es", "it", "pt", "sl"];
/// Words looked at for that.
const FIRST_WORDS: usize = 60;
/// Of ten words so many must be little ones …
const CLEAR_TENTHS: usize = 3;
/// … and so many times as many as of any other language.
const CLEAR_LEAD: usize = 2;

/// Fewer characters say too little.
const SHORTEST: usize = 50;
/// More do not make it surer.
const LOOKED_AT: usize = 2000;

/// A tag as a source gives it (`en-US`, `EN_us`, `de-de`), in the usual spelling. `None` for what is no language tag.
pub fn tag(given: &str) -> Option<String> {
    let mut parts = given.trim().split(['-', '_']);
    let first = parts.next()?.to_ascii_lowercase();
    let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase());
    if !is_language || matches!(first.as_str(), "und" | "mul" | "zxx" | "xx") {
        return None;
    }
    let mut spelt = first;
    for part in parts.filter(|part| !part.is_empty() && part.len() <= 8).take(3) {
        if !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        spelt.push('-');
        match part.len() {
            2 => spelt.push_str(&part.to_ascii_uppercase()),
            _ => spelt.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(spelt)
}

/// The language that the words themselves are in, as two letters where it has them; `None` where it is not sure.
pub fn told_by(title: &str, text: &str) -> Option<String> {
    let words: String = title.chars().chain([' ']).chain(text.chars()).take(LOOKED_AT).collect();
    if words.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST {
        return None;
    }
    if let Some(clear) = by_little_words(&words) {
        return Some(clear.to_owned());
    }
    let found = whatlang::detect(&words).filter(whatlang::Info::is_reliable)?;
    Some(short(found.lang()).to_owned())
}

/// A language whose little words are many, and no other's.
fn by_little_words(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text.unicode_words().take(FIRST_WORDS).map(str::to_lowercase).collect();
    let little = |language: &str| words.iter().filter(|word| is_stopword(word, language)).count();
    let counts: Vec<(usize, &str)> =
        CLEAR.into_iter().chain(OTHERS).map(|code| (little(code), code)).collect();
    let (most, code) = *counts.iter().max_by_key(|(count, _)| *count)?;
    let next = counts.iter().filter(|(_, other)| *other != code).map(|(count, _)| *count).max()?;
    let is_clear = most * 10 >= words.len() * CLEAR_TENTHS && most >= next * CLEAR_LEAD;
    CLEAR.into_iter().find(|clear| *clear == code && is_clear)
}

/// The three letters that the library says, and the two of ISO 639-1.
const SHORT: &str = "\
    amh:am jav:jv aka:ak sna:sn afr:af ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh cym:cy \
    dan:da deu:de ell:el eng:en epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy \
    ind:id ita:it jpn:ja kan:kn kat:ka khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my \
    nep:ne nld:nl nob:nb ori:or pan:pa pes:fa pol:pl por:pt ron:ro rus:ru sin:si slk:sk slv:sl spa:es \
    srp:sr swe:sv tam:ta tel:te tgl:tl tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu";

/// ISO 639-1 where there is one.
fn short(lang: Lang) -> &'static str {
    let pairs = SHORT.split_whitespace().filter_map(|pair| pair.split_once(':'));
    let mut fitting = pairs.filter(|(three, _)| *three == lang.code());
    fitting.next().map_or_else(|| lang.code(), |(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::{tag, told_by};

    #[test]
    fn tags_are_spelt_one_way() {
        for (given, spelt) in [
            ("EN_us", Some("en-US")),
            ("de-de", Some("de-DE")),
            (" fr ", Some("fr")),
            ("zh-Hant-TW", Some("zh-hant-TW")),
            ("english", None),
            ("und", None),
            ("", None),
            ("e\u{1b}", None),
        ] {
            assert_eq!(tag(given).as_deref(), spelt, "{given:?}");
        }
    }

    #[test]
    fn words_tell_their_language_if_there_are_enough() {
        let told = |text| told_by("", text);
        let german = "Die Fähre nach Südufer bleibt wegen des starken Windes auch am Montag im Hafen, sagte die Reederei.";
        let english = "The ferry to the south bank will stay in the harbour on Monday because of the strong wind, its owner said.";
        let russian =
            "Паром на южный берег останется в гавани и в понедельник из-за сильного ветра, сообщил владелец.";
        assert_eq!(told(german).as_deref(), Some("de"));
        assert_eq!(told(english).as_deref(), Some("en"));
        assert_eq!(told(russian).as_deref(), Some("ru"));
        assert_eq!(told("Ferry stays"), None);
        let little = |text, code| assert_eq!(super::by_little_words(text), code, "{text}");
        little(german, Some("de"));
        little(english, Some("en"));
        little(russian, None);
        little(
            "De veerboot naar de zuidoever blijft ook op maandag in de haven wegens de harde wind, zei de rederij.",
            None,
        );
    }

    #[test]
    fn every_language_told_has_a_short_name() {
        let long: Vec<&str> = whatlang::Lang::all()
            .iter()
            .map(|lang| super::short(*lang))
            .filter(|tag| tag.len() != 2)
            .collect();
        assert_eq!(long, [""; 0]);
    }
}
