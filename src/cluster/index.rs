//! Where something is found: clusters by a number (of a word, a page, a title).

use crate::text::hash::Numbered;

/// Under each number the places of the clusters that have it, rising: the order in which they were opened.
#[derive(Debug, Clone, Default)]
pub(super) struct Index(Numbered<Vec<u32>>);

impl Index {
    pub(super) fn enter(&mut self, number: u64, place: u32) {
        let holders = self.0.entry(number).or_default();
        match holders.last() {
            Some(last) if *last < place => holders.push(place),
            _ => {
                if let Err(at) = holders.binary_search(&place) {
                    holders.insert(at, place);
                }
            }
        }
    }

    pub(super) fn leave(&mut self, number: u64, place: u32) {
        let Some(holders) = self.0.get_mut(&number) else { return };
        if let Ok(at) = holders.binary_search(&place) {
            holders.remove(at);
        }
        if holders.is_empty() {
            self.0.remove(&number);
        }
    }

    pub(super) fn of(&self, number: u64) -> &[u32] {
        self.0.get(&number).map_or(&[], Vec::as_slice)
    }
}
