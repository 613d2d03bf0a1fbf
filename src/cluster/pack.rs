//! Numbers and words as bytes: what a cluster is kept in.
//!
//! Small numbers take one byte. Reading believes nothing: it ends at the last byte, and no count makes it ask for more
//! room than the bytes could fill.

/// Bytes in the making.
#[derive(Debug, Default)]
pub(super) struct Pack(pub(super) Vec<u8>);

impl Pack {
    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    pub(super) fn whole(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn float(&mut self, number: f32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn double(&mut self, number: f64) {
        self.whole(number.to_bits());
    }

    pub(super) fn word(&mut self, word: &str) {
        self.number(word.len() as u64);
        self.0.extend_from_slice(word.as_bytes());
    }

    /// Numbers in rising order, by what each is above the one before.
    pub(super) fn rising(&mut self, numbers: impl ExactSizeIterator<Item = u64>) {
        self.number(numbers.len() as u64);
        let mut before = 0;
        for number in numbers {
            self.number(number.wrapping_sub(before));
            before = number;
        }
    }
}

/// Bytes being read. Everything is `None` once they end too early.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpack<'a>(pub(super) &'a [u8]);

impl<'a> Unpack<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for at in 0..10 {
            let byte = *self.bytes(1)?.first()?;
            number |= u64::from(byte & 0x7f) << (7 * at);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn whole(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }

    pub(super) fn float(&mut self) -> Option<f32> {
        let number = f32::from_le_bytes(self.bytes(4)?.try_into().ok()?);
        number.is_finite().then_some(number)
    }

    pub(super) fn double(&mut self) -> Option<f64> {
        let number = f64::from_bits(self.whole()?);
        number.is_finite().then_some(number)
    }

    pub(super) fn word(&mut self) -> Option<&'a str> {
        let count = self.count()?;
        std::str::from_utf8(self.bytes(count)?).ok()
    }

    /// How many of something follow: no more than there are bytes left.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    pub(super) fn rising(&mut self) -> Option<Vec<u64>> {
        let count = self.count()?;
        let mut before = 0u64;
        (0..count)
            .map(|_| {
                before = before.wrapping_add(self.number()?);
                Some(before)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Pack, Unpack};

    proptest::proptest! {
        #[test]
        fn what_is_packed_is_read_back(number: u64, signed: i64, float: f32, word: String, mut rising: Vec<u64>) {
            proptest::prop_assume!(float.is_finite());
            rising.sort_unstable();
            let mut pack = Pack::default();
            pack.number(number);
            pack.signed(signed);
            pack.float(float);
            pack.word(&word);
            pack.rising(rising.iter().copied());
            pack.whole(number);
            let mut read = Unpack(&pack.0);
            proptest::prop_assert_eq!(read.number(), Some(number));
            proptest::prop_assert_eq!(read.signed(), Some(signed));
            proptest::prop_assert_eq!(read.float(), Some(float));
            proptest::prop_assert_eq!(read.word(), Some(word.as_str()));
            proptest::prop_assert_eq!(read.rising(), Some(rising));
            proptest::prop_assert_eq!(read.whole(), Some(number));
            proptest::prop_assert_eq!(read.number(), None);
        }
    }
}
