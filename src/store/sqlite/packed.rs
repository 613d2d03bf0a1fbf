//! What a record says, packed.
//!
//! The words and addresses of a wire's own records are most of what a store holds. An item's address, its guid, its
//! outlet's name and the links in its text repeat each other; compressed together they and the text take little more than
//! half the room. It is done by whoever brings them, so that the one thread that writes need not; reading costs a few
//! millionths of a second. Times, ids and titles stay outside. Where little is gained, and for records of other people's
//! wires, all stays as it is: so the column of the text holds text, or bytes that are these parts.

use std::io::Read;

use flate2::read::DeflateDecoder;
use rusqlite::Row as Line;
use rusqlite::types::{FromSqlError, ValueRef};
use zstd::bulk::{self, Compressor};
use zstd::zstd_safe::get_frame_content_size;

use super::rows::kept;
use crate::story::{Record, SourceKind};

/// Less is left as it is, in bytes.
const SHORTEST: usize = 160;
/// How packed parts begin: those of older stores, and those of today. Deflate takes twice as long for a twentieth less.
const DEFLATED: u8 = 1;
const ZSTANDARD: u8 = 2;
/// Of a text of a page, higher levels save one part in a hundred.
const LEVEL: i32 = 1;
/// The most that is unpacked, in bytes: nothing was ever packed that is longer.
const LONGEST: u64 = 8 << 20;
/// Stands between two parts; text that has been cleaned has no such character.
const BETWEEN: char = '\u{1f}';

/// The parts. None of them is ever empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) url: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) resolved_url: Option<String>,
    pub(super) canonical_url: Option<String>,
    pub(super) links: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) text: Option<String>,
}

/// Who packs. Making one costs more than packing a record; without memory for it nothing is packed.
pub(super) struct Packer(Option<Compressor<'static>>);

impl Packer {
    pub(super) fn new() -> Self {
        Self(Compressor::new(LEVEL).ok())
    }

    /// What a record says as bytes, if that is worth it.
    pub(super) fn pack(&mut self, record: &Record) -> Option<Vec<u8>> {
        let url = record.url.as_deref();
        let links = (!record.links.is_empty()).then(|| record.links.join("\n"));
        // Posts are looked up by what their provider calls them, which therefore stays outside.
        let external = record.external_id.as_deref().filter(|_| record.kind != SourceKind::Bluesky);
        let parts = [
            url,
            kept(external, url),
            record.publisher.as_deref(),
            record.byline.as_deref(),
            record.resolved_url.as_deref(),
            kept(record.canonical_url.as_deref(), url),
            links.as_deref(),
            record.summary.as_deref(),
            record.text.as_deref(),
        ];
        if parts.iter().flatten().any(|part| part.is_empty() || part.contains(BETWEEN)) {
            return None;
        }
        let whole = parts.map(Option::unwrap_or_default).join(&BETWEEN.to_string());
        self.squeeze(&whole)
    }

    fn squeeze(&mut self, whole: &str) -> Option<Vec<u8>> {
        if whole.len() < SHORTEST || whole.len() as u64 > LONGEST {
            return None;
        }
        let squeezed = self.0.as_mut()?.compress(whole.as_bytes()).ok()?;
        let worth = squeezed.len() < whole.len() - whole.len() / 8;
        worth.then(|| [&[ZSTANDARD], squeezed.as_slice()].concat())
    }
}

/// The column of a record's text, packed or not. What cannot be unpacked is a damaged store.
pub(super) fn parts(value: ValueRef<'_>) -> rusqlite::Result<Parts> {
    match value {
        ValueRef::Null => Ok(Parts::default()),
        ValueRef::Text(text) => {
            Ok(Parts { text: Some(String::from_utf8_lossy(text).into_owned()), ..Parts::default() })
        }
        ValueRef::Blob([DEFLATED, packed @ ..]) => {
            let mut whole = String::with_capacity(packed.len() * 2);
            let read = DeflateDecoder::new(packed).take(LONGEST).read_to_string(&mut whole);
            read.map_err(|error| FromSqlError::Other(Box::new(error)))?;
            Ok(parted(&whole))
        }
        ValueRef::Blob([ZSTANDARD, packed @ ..]) => {
            let long = get_frame_content_size(packed).ok().flatten().filter(|long| *long <= LONGEST);
            let whole = bulk::decompress(packed, long.ok_or(FromSqlError::InvalidType)? as usize);
            let whole = whole.map_err(|error| FromSqlError::Other(Box::new(error)))?;
            Ok(parted(&String::from_utf8_lossy(&whole)))
        }
        _ => Err(FromSqlError::InvalidType.into()),
    }
}

fn parted(whole: &str) -> Parts {
    let mut parts = whole.split(BETWEEN);
    let mut next = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
    Parts {
        url: next(),
        external_id: next(),
        publisher: next(),
        byline: next(),
        resolved_url: next(),
        canonical_url: next(),
        links: next(),
        summary: next(),
        text: next(),
    }
}

/// What a record is found by, from its columns `title, byline, publisher, text`, the first of them at `from`.
pub(super) fn told(line: &Line, from: usize) -> rusqlite::Result<Record> {
    let parts = parts(line.get_ref(from + 3)?)?;
    Ok(Record {
        title: line.get(from)?,
        byline: parts.byline.or(line.get(from + 1)?),
        publisher: parts.publisher.or(line.get(from + 2)?),
        text: parts.text,
        ..Record::default()
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::types::ValueRef;

    use super::{Packer, parts};
    use crate::story::{Record, SourceKind};

    const PROSE: &str = "The port authority closed the harbour bridge on Thursday after a drone found a crack in the \
        third hanger of the eastern tower, and gave no hour for its reopening. École, 東京, ﬁn. ";

    fn record(text: &str) -> Record {
        Record {
            url: Some("https://post.example/a".to_owned()),
            canonical_url: Some("https://post.example/a".to_owned()),
            external_id: Some("tag:post.example,2026:a".to_owned()),
            text: Some(text.to_owned()),
            links: vec!["https://a.example/".to_owned(), "https://b.example/".to_owned()],
            ..Record::default()
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        let mut packer = Packer::new();
        for text in [PROSE.to_owned(), PROSE.repeat(900)] {
            let packed = packer.pack(&record(&text)).unwrap();
            let found = parts(ValueRef::Blob(&packed)).unwrap();
            assert_eq!((found.text.as_deref(), found.byline), (Some(text.as_str()), None));
            assert_eq!(found.links.as_deref(), Some("https://a.example/\nhttps://b.example/"));
            assert_eq!((found.canonical_url.as_deref(), found.external_id.is_some()), (Some("="), true));
        }
        let post = Record { kind: SourceKind::Bluesky, ..record(PROSE) };
        let packed = packer.pack(&post).unwrap();
        assert_eq!(parts(ValueRef::Blob(&packed)).unwrap().external_id, None);
    }

    #[test]
    fn what_is_short_or_odd_is_left_as_it_is() {
        let mut packer = Packer::new();
        assert_eq!(packer.pack(&Record::default()), None);
        assert_eq!(packer.pack(&record(&PROSE.replace('.', "\u{1f}"))), None);
        assert_eq!(packer.pack(&Record { byline: Some(String::new()), ..record(PROSE) }), None);
    }

    /// The beginning of a frame that says it holds a thousand million bytes.
    const BOMB: [u8; 14] = [2, 0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0x00, 0xca, 0x9a, 0x3b, 1, 0, 0, 0];

    #[test]
    fn what_older_stores_hold_is_read() {
        let mut old = flate2::read::DeflateEncoder::new(
            "https://post.example/a\u{1f}\u{1f}Post".as_bytes(),
            flate2::Compression::default(),
        );
        let mut bytes = vec![1];
        std::io::Read::read_to_end(&mut old, &mut bytes).unwrap();
        let found = parts(ValueRef::Blob(&bytes)).unwrap();
        assert_eq!(found.url.as_deref(), Some("https://post.example/a"));
        assert_eq!(found.publisher.as_deref(), Some("Post"));
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic() {
        for bytes in [&[][..], &[1], &[2], &[2, 3], &[3, 3], &[1, 0xff, 0xff, 0xff], &BOMB] {
            assert!(parts(ValueRef::Blob(bytes)).is_err(), "{bytes:?}");
        }
    }
}
