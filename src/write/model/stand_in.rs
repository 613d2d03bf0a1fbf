//! What becomes of lines that fell: mended by the model, replaced by a record's own sentence, or left out.

use std::collections::BTreeSet;

use super::{At, Fallen, Numbered, Story, read::repairs};
use crate::text::words::words;
use crate::write::{Brief, Place};

/// How much of a fallen line's words a record's sentence has to hold to stand in for it.
const NEAR: f64 = 0.34;

/// How much of the claims of fact has to be the model's own, or it is not its dispatch.
const OWN: f64 = 0.5;

/// Claims of fact that a dispatch has to have.
const LEAST: usize = 2;

impl Story {
    /// Puts in what the model made of the parts that fell, by their numbers. Tells how many it mended.
    pub fn mend(&mut self, reply: &str, fallen: &[Fallen], numbered: &Numbered) -> Result<usize, String> {
        let mut mended = 0;
        let mut out = Vec::new();
        for (number, line, reading) in repairs(reply, numbered)? {
            let Some(Fallen { at, .. }) = fallen.get(number) else { continue };
            match at {
                At::Headline if !line.text.is_empty() => self.headline = line.text,
                At::Dek => self.dek = line.text,
                At::Headline => continue,
                // A claim that turns out to be a reading moves to where readings stand.
                At::Claim(..) if reading && !line.text.is_empty() => {
                    self.readings.push(line);
                    out.push(*at);
                }
                _ if line.text.is_empty() => out.push(*at),
                _ => {
                    if let Some(place) = self.line(*at) {
                        *place = line;
                    }
                }
            }
            mended += 1;
        }
        self.clear_out(&out);
        Ok(mended)
    }

    /// Lines that are given up stay where they are, empty, until the next time lines are taken out: numbers must hold.
    fn clear_out(&mut self, out: &[At]) {
        for at in out {
            if let Some(line) = self.line(*at) {
                line.text.clear();
                line.cites.clear();
            }
        }
        let empty: BTreeSet<At> =
            self.lines().filter(|(_, line)| line.text.is_empty()).map(|(at, _)| at).collect();
        self.drop_lines(&empty);
    }

    /// Puts a record's sentence in the place of each claim that fell, where one is near enough, and takes the others out.
    /// Of readings, takeaways and answers none is replaced: those are the model's to give or nobody's. Tells how many
    /// were replaced, and how many left out.
    pub fn stand_in(&mut self, fallen: &[Fallen], brief: &Brief<'_>, words: usize) -> (usize, usize) {
        let mut told: BTreeSet<Place> =
            self.lines().filter(|(_, line)| line.stand_in).flat_map(|(_, line)| line.cites.clone()).collect();
        let (mut replaced, mut out) = (0, BTreeSet::new());
        for Fallen { at, .. } in fallen {
            let line = self.line(*at).filter(|line| matches!(at, At::Claim(..)) && !line.stand_in);
            let Some((line, place)) = line.and_then(|line| {
                let place = nearest(brief, &line.text, &line.cites, &told)?;
                Some((line, place))
            }) else {
                out.insert(*at);
                continue;
            };
            told.insert(place);
            brief.sentence(place).text.clone_into(&mut line.text);
            line.cites = vec![place];
            line.unknown.clear();
            line.stand_in = true;
            replaced += 1;
        }
        self.take_out(&out, brief, words);
        (replaced, out.len())
    }

    /// What is left is the model's dispatch: claims enough, and half of them its own.
    pub fn is_enough(&self) -> bool {
        let facts = self.sections.iter().flat_map(|(_, claims)| claims);
        let (all, own) = facts.fold((0, 0), |(all, own), line| (all + 1, own + usize::from(!line.stand_in)));
        all >= LEAST && own as f64 >= OWN * all as f64 && !self.headline.is_empty()
    }
}

/// The sentence nearest to a line: first of those that it cites, else of all. None that was told.
fn nearest(brief: &Brief<'_>, text: &str, cites: &[Place], told: &BTreeSet<Place>) -> Option<Place> {
    let wanted = keys(text, &brief.language);
    let near = |place: &Place| {
        let has = keys(brief.sentence(*place).text, &brief.language);
        wanted.intersection(&has).count() as f64 / wanted.len().max(1) as f64
    };
    let fits =
        |place: &Place| !told.contains(place) && brief.sentence(*place).fit.stands() && near(place) >= NEAR;
    let best = |places: &mut dyn Iterator<Item = Place>| {
        places.filter(fits).max_by(|a, b| near(a).total_cmp(&near(b)).then(b.cmp(a)))
    };
    best(&mut cites.iter().copied()).or_else(|| best(&mut brief.places()))
}

fn keys(text: &str, language: &str) -> BTreeSet<String> {
    words(text, Some(language)).into_iter().map(|word| word.key).collect()
}
