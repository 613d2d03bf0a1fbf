//! Which format it is, by the words that feed readers have for them.

use super::tree::Root;

/// The version of a feed by its outermost element, and by its beginning where that names the DTD of Netscape.
pub(super) fn of(root: &Root, document: &str) -> &'static str {
    let said = root.attributes.iter().find(|(name, _)| name == "version");
    let said = said.map_or("", |(_, version)| version.trim());
    match root.name.as_str() {
        "rss" => rss(said, document),
        "rdf" => rdf(root),
        "feed" | "entry" => atom(root, said),
        "channel" => "cdf",
        _ => "",
    }
}

fn rss(said: &str, document: &str) -> &'static str {
    match said {
        "0.90" => "rss090",
        "0.91" => {
            let head = document.get(..2048.min(document.len())).unwrap_or(document);
            if head.contains("netscape.com/publish/formats/rss-0.91") { "rss091n" } else { "rss091u" }
        }
        "0.92" => "rss092",
        "0.93" => "rss093",
        "0.94" => "rss094",
        "1.0" => "rss10",
        said if said.starts_with("2.") || said == "2" => "rss20",
        _ => "rss",
    }
}

fn rdf(root: &Root) -> &'static str {
    let speaks = |words: &str| spaces(root).any(|space| space.trim_end_matches('/').ends_with(words));
    if speaks("purl.org/rss/1.0") {
        "rss10"
    } else if speaks("netscape.com/rdf/simple/0.9") {
        "rss090"
    } else {
        "rss"
    }
}

fn atom(root: &Root, said: &str) -> &'static str {
    match said {
        "0.1" => "atom01",
        "0.2" => "atom02",
        "0.3" => "atom03",
        _ if spaces(root).any(|space| space.contains("www.w3.org/2005/atom")) => "atom10",
        "1.0" => "atom10",
        _ if spaces(root).any(|space| space.contains("purl.org/atom/")) => "atom03",
        _ => "atom",
    }
}

/// The vocabularies it declares, in lower case.
fn spaces(root: &Root) -> impl Iterator<Item = String> {
    let declared = root.attributes.iter().filter(|(name, _)| name.starts_with("xmlns"));
    declared.map(|(_, address)| address.trim().to_ascii_lowercase())
}
