//! A word as a number that stays the same: from run to run, from version to version, on every machine.
//!
//! The standard library's hashes may change with its next release. What is kept in a store or shipped as a table needs
//! one that does not: FNV-1a over the bytes, and two rounds of mixing, so that all bits take part.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The number of some bytes.
pub fn stable(bytes: &[u8]) -> u64 {
    stable_of(bytes.iter().copied())
}

/// The number of some bytes that stand nowhere together.
pub fn stable_of(bytes: impl Iterator<Item = u8>) -> u64 {
    mix(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    }))
}

/// One number of two, in which their order counts.
pub fn both(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(23) ^ second.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Spreads what differs in a few bits over all of them.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A map over such numbers, which need no hashing again.
pub type Numbered<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

/// Takes a number for its own hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = both(self.0, stable(bytes));
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::{both, stable};

    #[test]
    fn the_numbers_never_change() {
        assert_eq!(stable(b"bridge"), 4_456_491_865_776_337_213);
        assert_ne!(both(1, 2), both(2, 1));
    }
}
