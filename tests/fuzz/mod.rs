//! Bytes that nobody meant: what must hold whatever comes.
//!
//! A target is a function of bytes that panics where something does not hold. It is run here on mutants of the fixtures,
//! and of the sets beside the repository where they are: the same ones each time, unless `SLUGLINE_SEED=7` asks for
//! others; `SLUGLINE_FUZZ=1000000` asks for more.

#![allow(clippy::print_stdout, reason = "figures are there to be read")]

mod feed;
mod reply;

/// Random numbers that are the same each time (xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// Dice by a seed, or by the one that the environment names.
    pub fn new(seed: u64) -> Self {
        let asked = std::env::var("SLUGLINE_SEED").ok().and_then(|seed| seed.parse().ok());
        Self(asked.unwrap_or(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let thrown = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
        if end == 0 { 0 } else { (thrown % end as u64) as usize }
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// How many mutants a bounded run makes.
pub fn mutants(usual: usize) -> usize {
    std::env::var("SLUGLINE_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

/// A mutant of a seed: one to six changes, of the kinds that servers, editors and attackers make.
pub fn mutant(seed: &[u8], others: &[Vec<u8>], words: &[&[u8]], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(64)).min(bytes.len());
        match dice.below(9) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, dice.pick(words).to_vec())),
            3 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            4 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            5 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            6 => {
                let other = &others[dice.below(others.len())];
                let from = dice.below(other.len());
                bytes.splice(at..end, other[from..(from + 200).min(other.len())].to_vec());
            }
            7 => {
                let piece = dice.pick(words).repeat(1 + dice.below(40));
                bytes.splice(at..at, piece);
            }
            _ => bytes[at..end].reverse(),
        }
    }
    bytes
}
