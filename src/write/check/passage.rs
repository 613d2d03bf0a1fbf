//! The passage that says what a claim says: the sentence of a record, with its neighbours or with one or two others, that
//! holds most of the claim's words, names and numbers.

use std::collections::BTreeSet;

use super::asked::Asked;
use super::shelf::Shelf;

/// Sentences that a claim may be put together from.
const MOST: usize = 3;

/// A further sentence must hold this share of the claim's words, unless it is the first one's neighbour.
const SHARE: f64 = 0.35;

/// What speaks for a claim.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// Which sheet, which line of it; the best first.
    pub(super) lines: Vec<(usize, usize)>,
    /// What of the claim stands in them.
    pub(super) mask: u128,
}

impl Evidence {
    /// The sheets that speak, each once.
    pub(super) fn sheets(&self) -> impl Iterator<Item = usize> + '_ {
        let sheets: BTreeSet<usize> = self.lines.iter().map(|(sheet, _)| *sheet).collect();
        sheets.into_iter()
    }
}

/// What of a claim stands in each line of each sheet.
#[derive(Debug)]
pub(super) struct Masks(Vec<(usize, usize, u128)>);

impl Masks {
    /// Of some sheets; lines that speak to a machine count for nothing where `wary`.
    pub(super) fn of(asked: &Asked<'_>, shelf: &Shelf<'_>, sheets: &[usize], wary: bool) -> Self {
        let mut masks = Vec::new();
        for sheet in sheets {
            for (at, line) in shelf.lines(*sheet).iter().enumerate() {
                let mask = asked.mask(line.tokens(shelf), line.figures(shelf));
                if mask != 0 && !(wary && line.commands) {
                    masks.push((*sheet, at, mask));
                }
            }
        }
        Self(masks)
    }

    /// The best evidence that these sheets have, taken together; `close` where a sentence and its neighbours must do.
    pub(super) fn best(&self, asked: &Asked<'_>, sheets: &[usize], close: bool) -> Evidence {
        let mut evidence = Evidence::default();
        let whole = asked.keys.len() as f64;
        while evidence.lines.len() < MOST {
            let first = evidence.lines.is_empty();
            let gain = |(sheet, line, mask): &&(usize, usize, u128)| {
                let new = asked.weight(mask & !evidence.mask);
                let near = evidence.lines.iter().any(|(s, l)| s == sheet && l.abs_diff(*line) == 1);
                // Of two that say the same the title gives way, and so does what stands further down.
                (2 * new + u32::from(near && new > 0), *line > 0)
            };
            let enough = |(sheet, line, mask): &&(usize, usize, u128)| {
                let new = asked.weight(mask & !evidence.mask);
                let near = evidence.lines.first().is_some_and(|(s, l)| s == sheet && l.abs_diff(*line) == 1);
                first
                    || (new >= 1 && near)
                    || (!close && new >= 2 && asked.words_in(*mask) as f64 >= SHARE * whole)
            };
            let free = self.0.iter().filter(|(sheet, line, _)| {
                sheets.contains(sheet) && !evidence.lines.contains(&(*sheet, *line))
            });
            let Some(best) = free.filter(enough).rev().max_by_key(gain) else { break };
            if best.2 & !evidence.mask == 0 {
                break;
            }
            evidence.lines.push((best.0, best.1));
            evidence.mask |= best.2;
        }
        evidence
    }
}
