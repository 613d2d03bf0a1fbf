//! What a person types, and what is asked for it.

use url::Url;

use super::syntax::{at_uri, is_actor, is_did, is_handle, is_record_key};

/// Where people read.
const READERS: [&str; 4] = ["bsky.app", "www.bsky.app", "main.bsky.dev", "staging.bsky.app"];

/// A place at Bluesky.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// What somebody posts: a handle or a DID.
    Author(String),
    /// A feed that somebody made: whose, and its key.
    Feed(String, String),
    /// What the people on a list post: whose list, and its key.
    List(String, String),
    /// A post and what is said under it: whose, and its key.
    Thread(String, String),
    /// What is found by these words.
    Search(String),
    /// A question to a server, as it is.
    Asked(Url),
}

/// Reads what was typed: the page that shows it at bsky.app, an `at://` address, a DID, `@handle`, or the question
/// itself. `None` for anything else.
pub(super) fn place(typed: &str) -> Option<Place> {
    let typed = typed.trim();
    if typed.starts_with("at://") {
        return record(typed);
    }
    let bare = typed.strip_prefix('@').unwrap_or(typed);
    if is_did(bare) || is_handle(bare) {
        return Some(Place::Author(bare.to_owned()));
    }
    let typed = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&typed).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    if READERS.contains(&url.host_str()?) {
        return page_of(&url);
    }
    url.path().starts_with("/xrpc/app.bsky.feed.").then_some(Place::Asked(url))
}

/// True for what can be nothing else. A handle alone could be a web site, too, unless it is one of those that Bluesky
/// itself gives out.
pub(super) fn certain(typed: &str) -> bool {
    let typed = typed.trim();
    match place(typed) {
        Some(Place::Author(who)) => {
            typed.contains("://") || typed.starts_with('@') || is_did(&who) || who.ends_with(".bsky.social")
        }
        place => place.is_some(),
    }
}

fn record(typed: &str) -> Option<Place> {
    let uri = at_uri(typed.trim_end_matches('/'))?;
    let who = uri.who.to_owned();
    match (uri.collection, uri.key) {
        (Some("app.bsky.feed.generator"), Some(key)) => Some(Place::Feed(who, key.to_owned())),
        (Some("app.bsky.graph.list"), Some(key)) => Some(Place::List(who, key.to_owned())),
        (Some("app.bsky.feed.post"), Some(key)) => Some(Place::Thread(who, key.to_owned())),
        (None, None) | (Some("app.bsky.actor.profile"), _) => Some(Place::Author(who)),
        _ => None,
    }
}

fn page_of(url: &Url) -> Option<Place> {
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let key = |key: &str| is_record_key(key).then(|| key.to_owned());
    match *parts.as_slice() {
        ["profile", who, ref rest @ ..] => {
            let who = decoded(who);
            let who = is_actor(&who).then_some(who)?;
            match *rest {
                ["feed", feed] => Some(Place::Feed(who, key(feed)?)),
                ["lists", list] => Some(Place::List(who, key(list)?)),
                ["post", post, ..] => Some(Place::Thread(who, key(post)?)),
                [] => Some(Place::Author(who)),
                _ => None,
            }
        }
        ["search"] => {
            let words = url.query_pairs().find(|(name, _)| name == "q")?.1;
            (!words.trim().is_empty()).then(|| Place::Search(words.trim().to_owned()))
        }
        ["hashtag", tag] => Some(Place::Search(format!("#{}", decoded(tag)))),
        _ => None,
    }
}

/// Without the escapes of a path.
fn decoded(part: &str) -> String {
    let query = format!("x={}", part.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes())
        .next()
        .map(|(_, text)| text.into_owned())
        .unwrap_or_default()
}

/// The page that shows a record. DIDs stay what they are: a handle may change hands, and one post has one address,
/// whichever way it came.
pub(super) fn page(uri: &str) -> Option<String> {
    let uri = at_uri(uri)?;
    let (who, key) = (uri.who, uri.key?);
    match uri.collection? {
        "app.bsky.feed.post" => Some(format!("https://bsky.app/profile/{who}/post/{key}")),
        "app.bsky.feed.generator" => Some(format!("https://bsky.app/profile/{who}/feed/{key}")),
        "app.bsky.graph.list" => Some(format!("https://bsky.app/profile/{who}/lists/{key}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, certain, page, place};

    #[track_caller]
    fn check(typed: &str, wanted: &Place) {
        assert_eq!(place(typed).as_ref(), Some(wanted), "{typed}");
    }

    fn pair(make: fn(String, String) -> Place, who: &str, key: &str) -> Place {
        make(who.to_owned(), key.to_owned())
    }

    #[test]
    fn pages_and_addresses_are_read() {
        let author = |who: &str| Place::Author(who.to_owned());
        check("https://bsky.app/profile/mira.example", &author("mira.example"));
        check("bsky.app/profile/did:plc:abc/", &author("did:plc:abc"));
        check("https://bsky.app/profile/did%3Aplc%3Aabc", &author("did:plc:abc"));
        check("@mira.example", &author("mira.example"));
        check("mira.example", &author("mira.example"));
        check("at://did:plc:abc", &author("did:plc:abc"));
        check("https://bsky.app/profile/mira.example/feed/port", &pair(Place::Feed, "mira.example", "port"));
        check("at://did:plc:abc/app.bsky.feed.generator/port", &pair(Place::Feed, "did:plc:abc", "port"));
        check("https://bsky.app/profile/mira.example/lists/3k", &pair(Place::List, "mira.example", "3k"));
        check("https://bsky.app/profile/mira.example/post/3k", &pair(Place::Thread, "mira.example", "3k"));
        check("https://bsky.app/search?q=harbour+bridge", &Place::Search("harbour bridge".to_owned()));
        check("https://bsky.app/hashtag/Br%C3%BCcke", &Place::Search("#Brücke".to_owned()));
        let asked = "https://public.api.bsky.app/xrpc/app.bsky.feed.getFeed?feed=at://did:plc:abc/x.y.z/k";
        check(asked, &Place::Asked(asked.parse().unwrap()));
    }

    #[test]
    fn other_things_are_not() {
        for typed in [
            "",
            "@",
            "@harbour",
            "https://harbour.example/feed.xml",
            "https://bsky.app/",
            "https://bsky.app/profile/no_handle",
            "https://bsky.app/profile/a.example/post/../..",
            "at://a.example/x.y.z/k",
            "https://bsky.app/search?q=+",
            "https://bsky.app/profile/a.example/feed/a%2Fb",
            "ftp://bsky.app/profile/a.example",
        ] {
            assert!(place(typed).is_none() && !certain(typed), "{typed}");
        }
    }

    #[test]
    fn a_bare_handle_may_be_a_web_site() {
        assert!(!certain("harbour.example") && certain("@harbour.example") && certain("mira.bsky.social"));
        assert!(!certain("https://harbour.example") && certain("did:plc:abc"));
    }

    #[test]
    fn a_record_has_a_page() {
        let post = "at://did:plc:abc/app.bsky.feed.post/3kq";
        assert_eq!(page(post).as_deref(), Some("https://bsky.app/profile/did:plc:abc/post/3kq"));
        assert_eq!(page("at://did:plc:abc/app.bsky.feed.post/../x"), None);
        assert_eq!(page("at://did:plc:abc"), None);
    }
}
