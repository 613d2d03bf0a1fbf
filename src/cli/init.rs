//! `slugline init`: a config with sources to begin with.
//!
//! A pack is a file of `[[sources]]` rows in `assets/packs/`, read by the code that reads the config. Its rows are added
//! behind what stands in the config; a source that is there already, under whatever name, is left as it is.

use clap::{Args, builder::PossibleValuesParser};

use super::{
    Exit, Failure, Session,
    out::Ink,
    sources,
    typeset::{hanging, labelled},
};
use crate::{
    config::{self, SourceRow, edit},
    reader::human::count,
    sources::{names::Names, offer::place},
};

/// The starter packs: what each is called, and its file.
const PACKS: &[(&str, &str)] = &[
    ("world", include_str!("../../assets/packs/world.toml")),
    ("tech", include_str!("../../assets/packs/tech.toml")),
    ("science", include_str!("../../assets/packs/science.toml")),
    ("business", include_str!("../../assets/packs/business.toml")),
    ("ai", include_str!("../../assets/packs/ai.toml")),
];

/// `slugline init`
#[derive(Debug, Args)]
pub struct Init {
    /// A starter pack; may be said several times, or several parted by commas
    #[arg(long = "pack", short = 'p', value_name = "PACK", value_delimiter = ',', value_parser = PossibleValuesParser::new(PACKS.iter().map(|(word, _)| *word)), env = "SLUGLINE_PACK", hide_env_values = true)]
    packs: Vec<String>,
}

impl Init {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        if self.packs.is_empty() {
            return list(session);
        }
        let file = session.config_file();
        let was_there = file.exists();
        let (mut added, beats) = (self.missing(session)?, sources::beats(session));
        let mut unfiled = 0;
        for row in added.iter_mut().filter(|row| beats.iter().all(|(slug, _)| *slug != row.beat)) {
            row.beat.clear();
            unfiled += 1;
        }
        if added.is_empty() {
            labelled(session.out, "", None, "Nothing was added; all of it stands in the config.")?;
            return Ok(Exit::Done);
        }
        edit::add_sources(&file, &added)?;
        let written = if was_there { "added to" } else { "written to" };
        let told = format!("{} {written} {}.", count(added.len(), "source", "sources"), file.display());
        labelled(session.out, "", None, &told)?;
        if unfiled > 0 {
            let told = format!("{unfiled} of them belong to no beat of yours, so their words decide.");
            labelled(session.out, "", None, &told)?;
        }
        let told = "Next: slugline gather, then slugline edition. `slugline sources` lists them.";
        labelled(session.out, "", None, told)?;
        Ok(Exit::Done)
    }

    /// The rows of the packs that are not in the config yet; says how many each brings.
    fn missing(&self, session: &mut Session<'_>) -> Result<Vec<SourceRow>, Failure> {
        let mut known = session.config.sources.clone();
        let before = known.len();
        for (word, text) in PACKS.iter().filter(|(word, _)| self.packs.iter().any(|pack| pack == word)) {
            let new = rows(text, &known);
            let there = pack(text).len() - new.len();
            let known_too = if there > 0 { format!(", {there} known already") } else { String::new() };
            let told = format!("{}{known_too}", count(new.len(), "source", "sources"));
            hanging(session.out, &format!("{word}: "), word.len() + 2, None, &told)?;
            known.extend(new);
        }
        Ok(known.split_off(before))
    }
}

/// What packs there are.
fn list(session: &mut Session<'_>) -> Result<Exit, Failure> {
    for (word, text) in PACKS {
        let label = format!("{}  ", session.out.inked(Ink::Bold, &format!("{word:8}")));
        let about = about(text);
        let about = about.split_once(": ").map_or(about, |(_, what)| what);
        hanging(
            session.out,
            &label,
            10,
            None,
            &format!("{about} ({})", count(pack(text).len(), "source", "sources")),
        )?;
    }
    let told = "`slugline init --pack world` writes its sources into the config; `slugline sources add URL` adds one of your own.";
    labelled(session.out, "", None, told)?;
    Ok(Exit::Done)
}

/// The first line of a pack says what it is about.
fn about(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
}

/// The rows of a pack; a test proves that all of them read whole.
fn pack(text: &str) -> Vec<SourceRow> {
    config::parse(text, "pack").map(|config| config.sources).unwrap_or_default()
}

/// Those of its rows that are not there yet, under names that are free.
fn rows(text: &str, known: &[SourceRow]) -> Vec<SourceRow> {
    let mut names = Names::of(known);
    let is_known = |row: &SourceRow| known.iter().any(|known| place(&known.url) == place(&row.url));
    let new = pack(text).into_iter().filter(|row| !is_known(row));
    new.map(|row| SourceRow { name: names.fresh(row.name.as_str(), &row.url), ..row }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{desk::wired::bundled_beats, sources::offer::kind_of};

    #[test]
    fn packs_are_read_whole_and_nothing_stands_in_them_twice() {
        let (mut names, mut places) = (HashSet::new(), HashSet::new());
        let beats: Vec<String> = bundled_beats().into_iter().map(|beat| beat.slug).collect();
        for ((word, text), known) in PACKS.iter().zip(["world", "tech", "science", "business", "ai"]) {
            assert_eq!(*word, known);
            let rows = config::parse(text, word).unwrap().sources;
            assert!((12..=25).contains(&rows.len()), "{word}: {}", rows.len());
            assert!(about(text).to_lowercase().starts_with(&format!("{word}: ")), "{}", about(text));
            for row in rows {
                assert!(row.url.starts_with("https://"), "{}", row.url);
                assert!(beats.contains(&row.beat) && !row.title.is_empty(), "{}", row.name);
                assert_eq!(kind_of(&row.url), row.kind, "{}", row.name);
                assert!(names.insert(row.name.clone()), "{} stands twice", row.name);
                assert!(places.insert(place(&row.url)), "{} stands twice", row.url);
            }
        }
    }

    #[test]
    fn names_of_a_pack_give_way_to_those_of_the_person() {
        let mine =
            |name: &str, url: &str| SourceRow { name: name.into(), url: url.into(), ..SourceRow::default() };
        let known = [mine("nature", "https://mine.example/"), mine("x", "http://nature.com/nature.rss")];
        let new = rows(PACKS[2].1, &known);
        assert_eq!(new.len(), pack(PACKS[2].1).len() - 1);
        let new = rows(PACKS[2].1, &known[..1]);
        assert_eq!(new[0].name.as_str(), "nature-2");
    }
}
