//! How names are written at Bluesky: handles, DIDs, record keys, addresses of records, times.
//!
//! The AT Protocol says exactly what is one and what is not. What is none is not asked for, and not kept as an
//! address: a name that only looks like one could lead anywhere when it is put into a URL.

use crate::story::Moment;

/// The longest DID taken, in bytes; the protocol allows as much.
const LONGEST_DID: usize = 2048;
/// The longest address of a record.
const LONGEST_URI: usize = 8192;

/// `alice.example.org`: a host name whose last label begins with a letter.
pub(super) fn is_handle(text: &str) -> bool {
    text.len() <= 253 && is_domain(text) && text.contains('.') && last_begins_with_letter(text)
}

/// `did:plc:7iza6de2dwap2sbkpav7c6c6`
pub(super) fn is_did(text: &str) -> bool {
    let Some((method, id)) = text.strip_prefix("did:").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'%' | b'-');
    text.len() <= LONGEST_DID
        && !method.is_empty()
        && method.bytes().all(|b| b.is_ascii_lowercase())
        && id.bytes().all(sound)
        && id.bytes().next_back().is_some_and(|last| !matches!(last, b':' | b'%'))
}

/// A handle or a DID.
pub(super) fn is_actor(text: &str) -> bool {
    is_did(text) || is_handle(text)
}

/// The last part of a record's address.
pub(super) fn is_record_key(text: &str) -> bool {
    let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'~' | b'.' | b':' | b'-');
    (1..=512).contains(&text.len()) && text.bytes().all(sound) && !matches!(text, "." | "..")
}

/// `app.bsky.feed.post`: the name of a kind of records, from the owner's domain backwards.
pub(super) fn is_nsid(text: &str) -> bool {
    let Some((domain, name)) = text.rsplit_once('.') else { return false };
    let begins_with_letter = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    text.len() <= 317
        && domain.contains('.')
        && is_domain(domain)
        && begins_with_letter(domain)
        && begins_with_letter(name)
        && name.len() <= 63
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The parts of `at://WHO/COLLECTION/KEY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AtUri<'a> {
    /// A handle or a DID.
    pub who: &'a str,
    /// Which kind of records.
    pub collection: Option<&'a str>,
    /// Which of them.
    pub key: Option<&'a str>,
}

/// Reads the address of a record, of a collection or of a whole repository. `None` for anything else.
pub(super) fn at_uri(text: &str) -> Option<AtUri<'_>> {
    if text.len() > LONGEST_URI {
        return None;
    }
    let mut parts = text.strip_prefix("at://")?.split('/');
    let uri = AtUri { who: parts.next()?, collection: parts.next(), key: parts.next() };
    let sound = parts.next().is_none()
        && is_actor(uri.who)
        && uri.collection.is_none_or(is_nsid)
        && uri.key.is_none_or(is_record_key);
    sound.then_some(uri)
}

/// The moment that a record's key was made from, if it is one that was made from a moment (a TID): 13 signs of base
/// 32, in which the microseconds stand above ten bits of chance.
pub(super) fn tid(key: &str) -> Option<Moment> {
    const SIGNS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";
    if key.len() != 13 || !key.starts_with(|c| matches!(c, '2'..='7' | 'a'..='j')) {
        return None;
    }
    let value = key.bytes().try_fold(0_u64, |value, sign| {
        let five_bits = SIGNS.iter().position(|known| *known == sign)?;
        Some((value << 5) | five_bits as u64)
    })?;
    Some(Moment::from_micros((value >> 10) as i64))
}

/// A time as the protocol writes it: RFC 3339 and ISO 8601 at once. `None` for anything else.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let (civil, rest) = text.split_at_checked(19)?;
    let as_written = |(sign, pattern): (u8, u8)| match pattern {
        b'0' => sign.is_ascii_digit(),
        _ => sign == pattern,
    };
    if !civil.bytes().zip(*b"0000-00-00T00:00:00").all(as_written) || civil.starts_with("000") {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at_checked(rest.bytes().take_while(u8::is_ascii_digit).count())?,
        None => ("0", rest),
    };
    let offset = |zone: &str| zone.len() == 6 && zone.bytes().zip(*b"+00:00").skip(1).all(as_written);
    let sound = zone == "Z" || (zone.starts_with(['+', '-']) && zone != "-00:00" && offset(zone));
    if !sound || fraction.is_empty() {
        return None;
    }
    // Finer than a nanosecond is nobody's clock, and more than the library reads.
    let fraction = fraction.get(..9).unwrap_or(fraction);
    Moment::parse(&format!("{civil}.{fraction}{zone}"))
}

/// Labels of letters, digits and inner hyphens.
fn is_domain(text: &str) -> bool {
    text.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

fn last_begins_with_letter(text: &str) -> bool {
    text.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{at_uri, is_actor, is_did, is_handle, is_nsid, is_record_key, moment, tid};
    use crate::sources::bluesky::tag::language;

    type Is = fn(&str) -> bool;

    /// Each line of the protocol's own list of cases, which stands beside this repository or is left out.
    fn each(list: &str, valid: bool, is: Is) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/social/atproto-interop");
        let Ok(cases) = std::fs::read_to_string(folder.join(list)) else {
            return println!("left out: {list} is not here");
        };
        let cases: Vec<_> = cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert!(cases.len() > 3, "{list}");
        for case in cases {
            assert_eq!(is(case), valid, "{list}: {case:?}");
        }
    }

    #[test]
    fn the_protocols_own_cases_are_told_apart() {
        let lists: [(&str, Is); 9] = [
            ("handle", is_handle),
            ("did", is_did),
            ("atidentifier", is_actor),
            ("aturi", |text| at_uri(text).is_some()),
            ("recordkey", is_record_key),
            ("nsid", is_nsid),
            ("tid", |text| tid(text).is_some()),
            ("datetime", |text| moment(text).is_some()),
            ("language", |text| language(text).is_some()),
        ];
        for (name, is) in lists {
            each(&format!("{name}_syntax_valid.txt"), true, is);
            each(&format!("{name}_syntax_invalid.txt"), false, is);
        }
        each("datetime_parse_invalid.txt", false, |text| moment(text).is_some());
        each("language_parse_invalid.txt", false, |text| language(text).is_some());
    }

    #[test]
    fn names_are_told_from_what_only_looks_like_them() {
        for handle in ["harbour.example", "a.co", "xn--ls8h.test"] {
            assert!(is_handle(handle) && is_actor(handle), "{handle}");
        }
        for none in
            ["harbour", "harbour.", "a..b", "-a.example", "a.7", "127.0.0.1", "a b.example", "did:plc:a"]
        {
            assert!(!is_handle(none), "{none}");
        }
        for none in ["did:plc:", "did::x", "did:PLC:x", "did:plc:x:", "did:plc:x/../y", "did:plc:x?y"] {
            assert!(!is_did(none), "{none}");
        }
        assert!(
            !is_record_key("..") && !is_record_key("a/b") && !is_record_key("") && is_record_key("3l~a:b")
        );
    }

    #[test]
    fn an_address_falls_into_its_parts() {
        let uri = at_uri("at://did:plc:abc/app.bsky.feed.post/3kabc").unwrap();
        assert_eq!(
            (uri.who, uri.collection, uri.key),
            ("did:plc:abc", Some("app.bsky.feed.post"), Some("3kabc"))
        );
        for none in [
            "at://did:plc:abc/",
            "at://did:plc:abc/app.bsky.feed.post/",
            "at://a.example/x/y",
            "at://a.example#",
        ] {
            assert_eq!(at_uri(none), None, "{none}");
        }
    }

    #[test]
    fn a_key_tells_when_it_was_made() {
        let made = tid("3mptbyplj5d2a").unwrap();
        assert_eq!(made.to_string().get(..16), Some("2026-07-04T14:38"));
        assert_eq!(tid("kjzfcijpj2z2a"), None);
    }

    #[test]
    fn times_are_read_to_the_microsecond_and_no_further() {
        let check = |text: &str, read: Option<&str>| {
            assert_eq!(moment(text).map(|moment| moment.to_string()).as_deref(), read, "{text}");
        };
        check("2026-07-04T14:38:06.1234567890123+02:00", Some("2026-07-04T12:38:06.123456Z"));
        check("2026-07-04T14:38:06Z", Some("2026-07-04T14:38:06Z"));
        check("2026-07-04", None);
        check("2026-07-04T14:38:06é", None);
    }
}
