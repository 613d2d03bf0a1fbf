//! The words a model is asked with: three files with slots, which a person may replace.

use super::{Fallen, Numbered, schema};
use crate::text::digest::sha256;

/// The files, and the slots that each has to have.
pub const FILES: [(&str, &[&str]); 3] = [
    ("system.txt", &["fence"]),
    ("write.txt", &["records", "language", "words"]),
    ("repair.txt", &["flaws"]),
];

/// Every slot there is.
const SLOTS: [&str; 5] = ["fence", "records", "language", "words", "flaws"];

/// Those that come with Slugline.
const OWN: [&str; 3] = [
    include_str!("../../../assets/prompts/system.txt"),
    include_str!("../../../assets/prompts/write.txt"),
    include_str!("../../../assets/prompts/repair.txt"),
];

/// The longest file, in bytes.
const LONGEST: usize = 64 * 1024;

/// A file taken apart: words, and slots between them. So what is put into a slot is never looked at for slots itself.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Slot(&'static str),
}

/// The three files, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompts {
    system: Vec<Piece>,
    write: Vec<Piece>,
    repair: Vec<Piece>,
    hash: String,
}

impl Prompts {
    /// Reads them: `own` gives a person's file by its name; where there is none, the one that comes with Slugline is used.
    /// The error names the file and the slot.
    pub fn read(own: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut read = Vec::with_capacity(FILES.len());
        let mut all = String::new();
        for ((name, needed), usual) in FILES.iter().zip(OWN) {
            let text = own(name).unwrap_or_else(|| usual.to_owned());
            read.push(taken_apart(name, &text, needed)?);
            all.extend([name, "\0", &text, "\0"]);
        }
        all += &schema().to_string();
        let mut read = read.into_iter();
        let mut next = || read.next().unwrap_or_default();
        Ok(Self { system: next(), write: next(), repair: next(), hash: sha256(&all) })
    }

    /// SHA-256 of the files and the schema, in hex: what a dispatch remembers of them.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What the model is to be and to keep to. No word of a record is in it.
    pub fn system(&self, numbered: &Numbered) -> String {
        filled(&self.system, &|slot| if slot == "fence" { numbered.fence.clone() } else { String::new() })
    }

    /// The question: write a dispatch.
    pub fn write(&self, numbered: &Numbered, language: &str, words: usize) -> String {
        filled(&self.write, &|slot| match slot {
            "fence" => numbered.fence.clone(),
            "records" => numbered.text.clone(),
            "language" => language.to_owned(),
            "words" => words.to_string(),
            _ => String::new(),
        })
    }

    /// The second question: mend what fell.
    pub fn repair(&self, numbered: &Numbered, fallen: &[Fallen]) -> String {
        let flaw = |(at, fallen): (usize, &Fallen)| {
            format!("{}. “{}”: {}\n", at + 1, fallen.text.replace(['\n', '\r'], " "), fallen.why)
        };
        let flaws: String = fallen.iter().enumerate().map(flaw).collect();
        filled(&self.repair, &|slot| match slot {
            "fence" => numbered.fence.clone(),
            "flaws" => flaws.clone(),
            _ => String::new(),
        })
    }
}

fn taken_apart(name: &str, text: &str, needed: &[&str]) -> Result<Vec<Piece>, String> {
    if text.len() > LONGEST {
        return Err(format!("{name} is longer than {} kB", LONGEST / 1024));
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inside, after)) = after.split_once("}}") else {
            return Err(format!("{name} has a {{{{ that is not closed"));
        };
        let Some(slot) = SLOTS.into_iter().find(|slot| *slot == inside.trim()) else {
            let known = SLOTS.map(|slot| format!("{{{{{slot}}}}}")).join(", ");
            return Err(format!("{name} has a slot {{{{{inside}}}}} that nobody fills; there are {known}"));
        };
        pieces.push(Piece::Words(before.to_owned()));
        pieces.push(Piece::Slot(slot));
        rest = after;
    }
    pieces.push(Piece::Words(rest.to_owned()));
    match needed.iter().find(|slot| !pieces.iter().any(|piece| matches!(piece, Piece::Slot(s) if s == *slot)))
    {
        Some(slot) => Err(format!("{name} lacks the slot {{{{{slot}}}}}")),
        None => Ok(pieces),
    }
}

fn filled(pieces: &[Piece], with: &dyn Fn(&str) -> String) -> String {
    let fill = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Slot(slot) => with(slot),
    };
    pieces.iter().map(fill).collect()
}

#[cfg(test)]
mod tests {
    use super::{Numbered, Prompts};

    fn read(name: &'static str, text: &'static str) -> Result<Prompts, String> {
        Prompts::read(&|asked| (asked == name).then(|| text.to_owned()))
    }

    #[test]
    fn what_is_bundled_has_every_slot() {
        Prompts::read(&|_| None).unwrap();
    }

    #[test]
    fn a_file_of_ones_own_is_checked_when_it_is_read() {
        let lacks = read("write.txt", "{{records}} {{words}}").unwrap_err();
        assert_eq!(lacks, "write.txt lacks the slot {{language}}");
        assert!(
            read("repair.txt", "{{flaws}} {{recods}}").unwrap_err().contains("{{recods}} that nobody fills")
        );
        assert!(read("system.txt", "{{fence").unwrap_err().contains("not closed"));
        let own = read("system.txt", "Short. {{ fence }}").unwrap();
        assert_ne!(own.hash(), Prompts::read(&|_| None).unwrap().hash());
        let numbered = Numbered { fence: "k7".to_owned(), ..Numbered::default() };
        assert_eq!(own.system(&numbered), "Short. k7");
    }

    #[test]
    fn a_record_that_looks_like_a_slot_is_not_filled() {
        let prompts = Prompts::read(&|_| None).unwrap();
        let text = "{{flaws}} {{fence}}".to_owned();
        let numbered = Numbered { fence: "k7".to_owned(), text, ..Numbered::default() };
        assert!(prompts.write(&numbered, "en", 200).contains("{{flaws}} {{fence}}"));
        assert!(!prompts.system(&numbered).contains("{{"));
    }
}
