//! Where something is found: clusters by a number (of a word, a page, a title).

use crate::text::hash::Numbered;

/// Under each number the places of the clusters that have it, in no order: to keep one would cost more than all else, since
/// a word that many have is let go and taken up again all the time.
///
/// Most numbers have one holder. It stands in the map itself, and only several ask for a list of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    holders: Numbered<Holders>,
    lists: Vec<Vec<u32>>,
    /// Lists that nobody uses.
    free: Vec<u32>,
    /// All places are below it.
    end: usize,
}

/// Who has a number: one place, or a list (then the highest bit is set).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Holders([u32; 1]);

const LIST: u32 = 1 << 31;

impl Holders {
    fn list(self) -> Option<usize> {
        let [number] = self.0;
        (number & LIST != 0).then_some((number & !LIST) as usize)
    }
}

impl Index {
    /// Enters a place under each of these numbers. It must not stand there yet.
    ///
    /// They lie far apart in memory. To look all of them up first, and then to go through the lists, lets the machine fetch
    /// several at a time; one number after the other, each would be waited for.
    pub(super) fn enter(&mut self, numbers: &[u64], place: u32) {
        self.end = self.end.max(place as usize + 1);
        let mut shared = Vec::with_capacity(numbers.len());
        for number in numbers {
            let holders = self.holders.entry(*number).or_insert(Holders([place]));
            match holders.list() {
                Some(list) => shared.push(list),
                None if holders.0 == [place] => (),
                None => {
                    let [one] = holders.0;
                    let list = self.free.pop().unwrap_or_else(|| {
                        self.lists.push(Vec::new());
                        self.lists.len() as u32 - 1
                    });
                    self.lists[list as usize] = vec![one, place];
                    *holders = Holders([list | LIST]);
                }
            }
        }
        for list in shared {
            self.lists[list].push(place);
        }
    }

    /// Removes a place from under each of these numbers.
    pub(super) fn leave(&mut self, numbers: &[u64], place: u32) {
        let mut shared = Vec::with_capacity(numbers.len());
        for number in numbers {
            match self.holders.get(number).map(|holders| (holders.list(), holders.0)) {
                Some((Some(list), _)) => shared.push((*number, list)),
                Some((None, [one])) if one == place => _ = self.holders.remove(number),
                _ => (),
            }
        }
        for (number, at) in shared {
            let list = &mut self.lists[at];
            if let Some(at) = find(list, place) {
                list.swap_remove(at);
            }
            if let [one] = list.as_slice() {
                self.holders.insert(number, Holders([*one]));
                *list = Vec::new();
                self.free.push(at as u32);
            }
        }
    }

    pub(super) fn of(&self, number: u64) -> &[u32] {
        let Some(holders) = self.holders.get(&number) else { return &[] };
        match holders.list() {
            Some(list) => self.lists.get(list).map_or(&[], Vec::as_slice),
            None => &holders.0,
        }
    }

    /// All places are below it.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Gives every holder another place: `moved` has the new place under each old one, or [`GONE`]. Room that is no longer needed is given back.
    pub(super) fn renumber(&mut self, moved: &[u32]) {
        let kept = moved.iter().filter(|place| **place != GONE).count();
        let moved = |place: &u32| moved.get(*place as usize).copied().filter(|place| *place != GONE);
        let (lists, free) = (&mut self.lists, &mut self.free);
        self.end = kept;
        self.holders.retain(|_, holders| {
            let Some(at) = holders.list() else {
                let [one] = &mut holders.0;
                return moved(one).map(|place| *one = place).is_some();
            };
            let Some(list) = lists.get_mut(at) else { return false };
            list.retain_mut(|place| moved(place).map(|to| *place = to).is_some());
            if let one @ ([] | [_]) = list.as_slice() {
                let one = one.first().copied();
                *list = Vec::new();
                free.push(at as u32);
                return one.map(|one| *holders = Holders([one])).is_some();
            }
            if list.capacity() > 2 * list.len() {
                list.shrink_to_fit();
            }
            true
        });
        if self.holders.capacity() > 4 * self.holders.len() {
            self.holders.shrink_to_fit();
        }
    }
}

/// Where a place stands in a list. It is looked for from the end, where what changes mostly stands, and in blocks, since
/// whether one has it is told of many at once.
fn find(list: &[u32], place: u32) -> Option<usize> {
    const BLOCK: usize = 128;
    let mut end = list.len();
    for block in list.rchunks(BLOCK) {
        end -= block.len();
        if block.contains(&place) {
            return Some(end + block.iter().position(|one| *one == place)?);
        }
    }
    None
}

/// The place of a cluster that was let go.
pub(super) const GONE: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{GONE, Index};

    proptest::proptest! {
        #[test]
        fn it_is_what_a_map_of_sets_would_be(steps: Vec<(bool, u8, u8)>, kept: [bool; 256]) {
            let (mut index, mut sets) = (Index::default(), BTreeMap::<u8, BTreeSet<u32>>::new());
            for (enter, number, place) in steps {
                let (number, place) = (number % 16, place % 32);
                if enter {
                    if sets.entry(number).or_default().insert(u32::from(place)) {
                        index.enter(&[u64::from(number)], u32::from(place));
                    }
                } else {
                    index.leave(&[u64::from(number)], u32::from(place));
                    sets.entry(number).or_default().remove(&u32::from(place));
                }
            }
            let mut places = 0..;
            let moved: Vec<u32> =
                kept.iter().map(|kept| if *kept { places.next().unwrap_or(GONE) } else { GONE }).collect();
            let mut later = index.clone();
            later.renumber(&moved);
            let of = |index: &Index, number: u8| {
                let mut places = index.of(u64::from(number)).to_vec();
                places.sort_unstable();
                places
            };
            for number in 0..16u8 {
                let all: Vec<u32> = sets.get(&number).into_iter().flatten().copied().collect();
                proptest::prop_assert_eq!(of(&index, number), all.as_slice());
                let left: Vec<u32> =
                    all.iter().map(|place| moved[*place as usize]).filter(|place| *place != GONE).collect();
                proptest::prop_assert_eq!(of(&later, number), left);
            }
        }
    }
}
