//! Words, packed.
//!
//! The words of a wire's own records are most of what a store holds, and a third less of it when they are deflated. It
//! is done by whoever brings them, so that the one thread that writes need not; reading them costs a few millionths of
//! a second each. What would gain little stays as it is: so a column holds text, or bytes that are packed text.

use std::io::Read;

use flate2::{Compress, Compression, FlushCompress, Status, read::DeflateDecoder};
use rusqlite::types::{FromSqlError, ValueRef};

/// Shorter texts are left as they are, in bytes.
const SHORTEST: usize = 160;
/// How packed text begins, so that there may be another way some day.
const DEFLATED: u8 = 1;
/// The longest text that is unpacked, in bytes: none was ever packed that is longer.
const LONGEST: u64 = 8 << 20;

/// Who packs. Making one costs more than packing a text.
pub(super) struct Packer(Compress);

impl Packer {
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(6), false))
    }

    /// The text as bytes, if that is worth it.
    pub(super) fn pack(&mut self, text: &str) -> Option<Vec<u8>> {
        if text.len() < SHORTEST || text.len() as u64 > LONGEST {
            return None;
        }
        // Where it does not fit into seven eighths it is not worth it.
        let mut packed = Vec::with_capacity(text.len() - text.len() / 8);
        packed.push(DEFLATED);
        self.0.reset();
        let ended = self.0.compress_vec(text.as_bytes(), &mut packed, FlushCompress::Finish);
        (ended.ok()? == Status::StreamEnd).then(|| {
            packed.shrink_to_fit();
            packed
        })
    }
}

/// A column that holds text, packed or not. What cannot be unpacked is a damaged store.
pub(super) fn text(value: ValueRef<'_>) -> rusqlite::Result<Option<String>> {
    match value {
        ValueRef::Null => Ok(None),
        ValueRef::Text(text) => Ok(Some(String::from_utf8_lossy(text).into_owned())),
        ValueRef::Blob([DEFLATED, packed @ ..]) => {
            let mut text = String::with_capacity(packed.len() * 2);
            let read = DeflateDecoder::new(packed).take(LONGEST).read_to_string(&mut text);
            read.map_err(|error| FromSqlError::Other(Box::new(error)))?;
            Ok(Some(text))
        }
        _ => Err(FromSqlError::InvalidType.into()),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::types::ValueRef;

    use super::{Packer, text};

    #[test]
    fn what_is_packed_comes_back() {
        let mut packer = Packer::new();
        let prose = "The port authority closed the harbour bridge on Thursday after a drone found a crack in the third \
                     hanger of the eastern tower, and gave no hour for its reopening. École, 東京, ﬁn. ";
        for words in [prose.to_owned(), prose.repeat(900)] {
            let packed = packer.pack(&words).unwrap();
            assert!(packed.len() * 8 < words.len() * 7);
            assert_eq!(text(ValueRef::Blob(&packed)).unwrap().unwrap(), words);
        }
    }

    #[test]
    fn what_is_short_or_gains_nothing_is_left_as_it_is() {
        let mut packer = Packer::new();
        assert_eq!(packer.pack("short"), None);
        let noise: String = (0..200_u32).filter_map(|n| char::from_u32(0x4e00 + n * 97 % 20_000)).collect();
        assert!(packer.pack(&noise).is_none());
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic() {
        for bytes in [&[][..], &[1], &[2, 3], &[1, 0xff, 0xff, 0xff]] {
            assert!(text(ValueRef::Blob(bytes)).is_err(), "{bytes:?}");
        }
    }
}
