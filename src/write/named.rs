//! Whom a sentence names in full, and whom it takes as known.
//!
//! A text names a person once in full and then by the last name. A sentence that is lifted out of it takes that for granted:
//! it needs another before it that says who that is. Only a name that its own text gave in full, earlier, is taken so; a firm
//! that is always called by one word needs nobody to introduce it.

use std::collections::BTreeSet;

use crate::text::words::is_cjk;

use super::brief::Sentence;

/// Words before a last name that do not say who somebody is.
pub(super) const FORMS: [&str; 9] = ["Mr", "Mrs", "Ms", "Miss", "Dr", "Herr", "Frau", "Sr", "Mme"];

/// Words before a last name that say who somebody is.
const OFFICES: [&str; 32] = [
    "President",
    "Chancellor",
    "Premier",
    "Minister",
    "Senator",
    "Sen",
    "Rep",
    "Gov",
    "Governor",
    "Judge",
    "Justice",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Pope",
    "Bishop",
    "Archbishop",
    "Cardinal",
    "Mayor",
    "Sheriff",
    "General",
    "Gen",
    "Admiral",
    "Colonel",
    "Col",
    "Captain",
    "Capt",
    "Sgt",
    "Lt",
    "Officer",
    "Detective",
];

/// Small words inside a name.
const PARTICLES: [&str; 14] =
    ["de", "da", "di", "del", "der", "den", "van", "von", "bin", "ibn", "al", "el", "la", "le"];

/// Names given in full, and last names alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// The last word of each name of two words and more.
    pub(super) full: BTreeSet<String>,
    /// Names of one word.
    pub(super) lone: BTreeSet<String>,
}

impl Named {
    /// Whom a text names.
    pub(super) fn of(text: &str) -> Self {
        let mut named = Self::default();
        let mut run: Vec<&str> = Vec::new();
        for (at, token) in text.split_whitespace().enumerate() {
            let (word, closes) = bare(token);
            let opens = token.starts_with(['(', '"', '“', '‘', '«', '[']);
            if opens {
                named.close(&mut run);
            }
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let known = at == 0 && crate::text::stopwords::is_stopword(&word.to_lowercase(), "en");
            if capital && !known {
                run.push(word);
            } else if run.is_empty() || !PARTICLES.contains(&word) {
                named.close(&mut run);
            }
            if closes {
                named.close(&mut run);
            }
        }
        named.close(&mut run);
        named
    }

    /// Ends a run of capitalised words: a name.
    fn close(&mut self, run: &mut Vec<&str>) {
        let words: Vec<&str> = run.drain(..).filter(|word| !FORMS.contains(word)).collect();
        let Some(last) = words.last().filter(|last| last.chars().count() > 2 && !last.chars().any(is_cjk))
        else {
            return;
        };
        if words.len() > 1 {
            self.full.insert((*last).to_owned());
        } else if !OFFICES.contains(last) {
            self.lone.insert((*last).to_owned());
        }
    }

    /// What a sentence of a document takes as known: last names alone that the title or an earlier sentence gave in full.
    pub(super) fn taken(&self, before: &BTreeSet<String>) -> BTreeSet<String> {
        self.lone
            .iter()
            .filter(|name| before.contains(*name) && !self.full.contains(*name))
            .cloned()
            .collect()
    }
}

/// A word without the marks around it and without a possessive, and whether a name ends with it.
fn bare(token: &str) -> (&str, bool) {
    let word = token.trim_matches(|c: char| !c.is_alphanumeric());
    let possessive = ["'s", "’s", "'", "’"].iter().find_map(|ending| word.strip_suffix(ending));
    let tail = token.rsplit(|c: char| c.is_alphanumeric()).next().unwrap_or_default();
    // `Sen.` and `J.` go on; `Quist.` ends.
    let short = tail == "." && (word.chars().count() < 2 || FORMS.contains(&word) || OFFICES.contains(&word));
    (possessive.unwrap_or(word), possessive.is_some() || (!tail.is_empty() && !short))
}

/// For each sentence of a document, whom it takes as known.
pub(super) fn taken(title: &str, sentences: &[Sentence<'_>]) -> Vec<BTreeSet<String>> {
    let mut before = Named::of(title).full;
    let of = |sentence: &Sentence<'_>| {
        let named = &sentence.traits.named;
        let taken = named.taken(&before);
        before.extend(named.full.iter().cloned());
        taken
    };
    sentences.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::Named;

    fn check(text: &str, full: &[&str], lone: &[&str]) {
        let named = Named::of(text);
        let strings = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
        assert_eq!((strings(&named.full), strings(&named.lone)), (own(full), own(lone)), "{text}");
    }

    fn own(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn names_in_full_and_alone() {
        check("Mara Quist closed the bridge, Quist said.", &["Quist"], &["Quist"]);
        check("On Tuesday, Mr Vale left.", &[], &["Tuesday", "Vale"]);
        check("The ferry of Oren van Vale's port", &["Vale"], &[]);
        check("Sen. Ida Brandt and President Okoro met.", &["Brandt", "Okoro"], &[]);
    }
}
