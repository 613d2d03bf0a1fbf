//! Sources on offer: what an OPML file, a page or a pack names, on its way to rows of the config.
//!
//! The one place that decides what a new row looks like, for the commands and the reader alike: which kind an address is,
//! what the source is called, which beat its folder means, whether it is there already, and whether its address is one of
//! the own network, which a person who names it means to ask.

use std::collections::HashMap;

use url::{Host, Url};

use super::{KINDS, names::Names};
use crate::{
    config::{Channel, SourceRow, check_source_address},
    net::public,
    story::SourceName,
    text::clean,
};

/// A source on offer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Where it is, as it was written.
    pub url: String,
    /// What it is called; may be empty.
    pub title: String,
    /// The folders it stands in, outermost first.
    pub folders: Vec<String>,
    /// The page it belongs to.
    pub page: Option<String>,
}

/// What becomes of some offers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Rows to add, in the order of the offers.
    pub rows: Vec<SourceRow>,
    /// Those that are there already, by the name they have.
    pub known: Vec<(String, SourceName)>,
    /// Those that cannot be a source: what they are called or where they are, and why not.
    pub refused: Vec<(String, String)>,
    /// Folders that are no beat, each once.
    pub folders: Vec<String>,
}

impl Plan {
    /// The names of rows whose address is one of the own network: they may be asked there, which is worth saying.
    pub fn private(&self) -> Vec<&str> {
        self.rows.iter().filter(|row| row.allow_private).map(|row| row.name.as_str()).collect()
    }

    fn row(&mut self, offer: &Offer, url: String, beats: &[(&str, &str)], names: &mut Names) -> SourceRow {
        let beat = beat_of(&offer.folders, beats);
        if beat.is_none() {
            for folder in &offer.folders {
                if !self.folders.contains(folder) {
                    self.folders.push(folder.clone());
                }
            }
        }
        SourceRow {
            name: names.fresh(&offer.title, &url),
            kind: kind_of(&url),
            title: short(&offer.title),
            beat: beat.unwrap_or_default(),
            allow_private: is_own(&url),
            url,
            ..SourceRow::default()
        }
    }
}

/// Makes rows of offers. `known`: the rows there are; `beats`: the slug and the name of each beat there is.
pub fn plan(known: &[SourceRow], beats: &[(&str, &str)], offers: &[Offer]) -> Plan {
    let mut plan = Plan::default();
    let mut names = Names::of(known);
    let mut places: HashMap<String, SourceName> =
        known.iter().map(|row| (place(&row.url), row.name.clone())).collect();
    for offer in offers {
        match address(&offer.url) {
            Err(why) => {
                let called = if offer.title.is_empty() { &offer.url } else { &offer.title };
                plan.refused.push((short(called), why));
            }
            Ok(url) => {
                if let Some(name) = places.get(&place(&url)) {
                    plan.known.push((url, name.clone()));
                } else {
                    let row = plan.row(offer, url, beats, &mut names);
                    places.insert(place(&row.url), row.name.clone());
                    plan.rows.push(row);
                }
            }
        }
    }
    plan
}

/// An address as people write it and other programs pass it on, as the config wants it: with a scheme, without a fragment.
/// The error says why it is none.
pub fn address(typed: &str) -> Result<String, String> {
    let typed = typed.trim().trim_matches(['<', '>', '"', '\'']).trim();
    if typed.starts_with('@') || typed.starts_with("at://") {
        return check_source_address(typed).map(|()| typed.to_owned());
    }
    let bare = match typed.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => typed.get(5..).unwrap_or_default(),
        _ => typed,
    };
    let whole = match bare.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None if bare.contains("://") || has_scheme(bare) => bare.to_owned(),
        // A machine of one's own rarely has a certificate.
        None if is_own(&format!("http://{bare}")) => format!("http://{bare}"),
        None => format!("https://{bare}"),
    };
    let without = whole.split('#').next().unwrap_or_default();
    check_source_address(without)?;
    if !Url::parse(without).is_ok_and(|url| looks_like_a_host(&url)) {
        return Err("names no host on the web".to_owned());
    }
    Ok(without.to_owned())
}

/// `mailto:…`, `javascript:…`; but not `localhost:8080/feed` or `example.org:8080`.
fn has_scheme(typed: &str) -> bool {
    let Some((scheme, rest)) = typed.split_once(':') else { return false };
    let word = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-".contains(c));
    word && !rest.starts_with(|c: char| c.is_ascii_digit())
}

/// A name with a dot, or one that is known to be of this machine: `news` alone is a word, not an address.
fn looks_like_a_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.contains('.') || name == "localhost" || url.port().is_some(),
        Some(_) => true,
        None => false,
    }
}

/// Which kind an address is.
pub fn kind_of(url: &str) -> Channel {
    let by_address = KINDS.iter().find(|kind| (kind.is)(url));
    by_address.map_or(Channel::Feed, |kind| kind.channel)
}

/// Two addresses with the same place are the same source: the scheme, `www.` and a slash at the end make no difference.
pub fn place(url: &str) -> String {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.split('#').next().unwrap_or(bare).trim_end_matches('/');
    let (host, path) = bare.split_at(bare.find(['/', '?']).unwrap_or(bare.len()));
    let host = host.to_lowercase();
    let host = host.trim_start_matches("www.").trim_end_matches(":80").trim_end_matches(":443");
    format!("{host}{path}")
}

/// Whether an address names, by its number or as `localhost`, a machine of the own network.
pub fn is_own(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    match url.host() {
        Some(Host::Ipv4(ip)) => !public(ip.into()),
        Some(Host::Ipv6(ip)) => !public(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// The beat that a folder means: the innermost that is called like one.
fn beat_of(folders: &[String], beats: &[(&str, &str)]) -> Option<String> {
    let called = |folder: &str| {
        let folder = folder.trim().to_lowercase();
        beats.iter().find(|(slug, name)| folder == *slug || folder == name.to_lowercase())
    };
    folders.iter().rev().find_map(|folder| called(folder)).map(|(slug, _)| (*slug).to_owned())
}

fn short(text: &str) -> String {
    clean::line(text).chars().take(200).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(url: &str, title: &str, folders: &[&str]) -> Offer {
        let folders = folders.iter().map(|name| (*name).to_owned()).collect();
        Offer { url: url.to_owned(), title: title.to_owned(), folders, page: None }
    }

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        for (typed, want) in [
            (" https://a.example/feed#top ", Some("https://a.example/feed")),
            ("a.example/feed", Some("https://a.example/feed")),
            ("feed://a.example/feed", Some("https://a.example/feed")),
            ("feed:http://a.example/feed", Some("http://a.example/feed")),
            ("<https://a.example>", Some("https://a.example")),
            ("localhost:8080/rss", Some("http://localhost:8080/rss")),
            ("@a.example", Some("@a.example")),
            ("news", None),
            ("", None),
            ("mailto:a@b.example", None),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("https://me:hush@a.example/", None),
        ] {
            let came = address(typed);
            assert_eq!(came.as_deref().ok(), want, "{typed}: {came:?}");
            assert!(!came.err().is_some_and(|why| why.contains("hush")));
        }
    }

    #[test]
    fn offers_become_rows_once() {
        let known = [SourceRow {
            name: "mine".into(),
            url: "http://www.a.example/feed/".into(),
            ..SourceRow::default()
        }];
        let beats = [("world", "World"), ("sea", "Harbour & Sea")];
        let offers = [
            offer("https://a.example/feed", "A", &[]),
            offer("https://b.example/feed", "B", &["News", "WORLD"]),
            offer("https://B.example/feed/", "B again", &[]),
            offer("https://c.example/feed", "Mine", &["harbour & sea", "Ferries"]),
            offer("mailto:x@y.example", "Mail", &[]),
            offer("http://192.168.0.7/feed", "", &["Home"]),
        ];
        let plan = plan(&known, &beats, &offers);
        let rows: Vec<_> =
            plan.rows.iter().map(|r| (r.name.as_str(), r.beat.as_str(), r.allow_private)).collect();
        assert_eq!(rows, [("b", "world", false), ("mine-c", "sea", false), ("192-168-0-7", "", true)]);
        let known: Vec<_> = plan.known.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(
            (known, plan.refused.len(), plan.folders),
            (vec!["mine", "b"], 1, vec!["Home".to_owned()])
        );
    }

    #[test]
    fn own_addresses_are_known_by_their_looks() {
        for (url, own) in [
            ("http://127.0.0.1:1/", true),
            ("http://2130706433/", true),
            ("http://[::1]/", true),
            ("http://10.1.2.3/", true),
            ("http://localhost:3000/", true),
            ("http://a.localhost/", true),
            ("http://8.8.8.8/", false),
            ("https://localhost.example.org/", false),
            ("@a.example", false),
        ] {
            assert_eq!(is_own(url), own, "{url}");
        }
    }
}
