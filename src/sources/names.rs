//! What new sources are called: words of their title or their host, as the config takes them, none twice.

use std::collections::HashSet;

use url::{Host, Url};

use crate::{
    config::{LONGEST_NAME, SourceRow, is_name},
    story::SourceName,
};

/// Names that are taken, in lower case: two that differ only by that would be taken for each other.
#[derive(Debug, Clone, Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// Those of some rows.
    pub fn of(rows: &[SourceRow]) -> Self {
        Self(rows.iter().map(|row| row.name.as_str().to_lowercase()).collect())
    }

    /// A name that is not taken yet, made of the title, else of the address; it is taken then.
    pub fn fresh(&mut self, title: &str, url: &str) -> SourceName {
        let stem = [slugged(title), slugged(&host_words(url))].into_iter().find(|stem| is_name(stem));
        let stem = stem.unwrap_or_else(|| "source".to_owned());
        if self.0.insert(stem.clone()) {
            return SourceName::from(stem);
        }
        // What tells them apart is often the host; a number only where that does not help either.
        let host = slugged(&format!("{stem} {}", host_words(url)));
        if is_name(&host) && !stem.contains(&slugged(&host_words(url))) && self.0.insert(host.clone()) {
            return SourceName::from(host);
        }
        let numbered = (2..).map(|n: usize| {
            let number = format!("-{n}");
            let room = LONGEST_NAME - number.len();
            format!("{}{number}", stem.chars().take(room).collect::<String>().trim_end_matches('-'))
        });
        let free = numbered.into_iter().find(|name| self.0.insert(name.clone()));
        SourceName::from(free.unwrap_or(stem))
    }
}

/// Words as a name: lower-case letters and digits, hyphens between.
fn slugged(words: &str) -> String {
    let mut name = String::new();
    let mut room = LONGEST_NAME;
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let length = word.chars().count() + usize::from(!name.is_empty());
        if length > room {
            if name.is_empty() {
                name = word.chars().take(room).collect();
            }
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word);
        room -= length;
    }
    name
}

/// What an address says: what is sought there, and what the host is called. `https://feeds.bbci.co.uk/…` is bbci, `https://blog.rust-lang.org` blog rust lang.
fn host_words(url: &str) -> String {
    const SAY_NOTHING: &[&str] = &["www", "feeds", "feed", "rss", "xml", "api", "m"];
    const BEFORE_A_COUNTRY: &[&str] = &["co", "com", "org", "net", "gov", "ac", "edu"];
    let parsed = Url::parse(url).ok();
    let Some(host) = parsed.as_ref().and_then(Url::host) else {
        return url.trim_start_matches("at://").trim_start_matches('@').to_owned();
    };
    let Host::Domain(host) = host else {
        let port = parsed.as_ref().and_then(Url::port).map(|port| format!(" {port}")).unwrap_or_default();
        return format!("{host}{port}");
    };
    let mut labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    if labels.len() > 1 {
        labels.pop();
    }
    if labels.len() > 1 && labels.last().is_some_and(|last| BEFORE_A_COUNTRY.contains(last)) {
        labels.pop();
    }
    let sought = parsed.as_ref().and_then(|url| url.query_pairs().find(|(name, _)| name == "q"));
    let says = labels.iter().position(|label| !SAY_NOTHING.contains(label)).unwrap_or(0);
    let host = labels.split_off(says).join(" ");
    sought.map_or(host.clone(), |(_, words)| format!("{words} {host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_it_is_and_are_never_taken_twice() {
        let mut names = Names::default();
        let mut name = |title: &str, url: &str| names.fresh(title, url).to_string();
        assert_eq!(name("BBC News – World", "https://feeds.bbci.co.uk/news/world/rss.xml"), "bbc-news-world");
        assert_eq!(name("BBC News – World", "https://feeds.bbci.co.uk/x"), "bbc-news-world-bbci");
        assert_eq!(name("BBC News – World", "https://feeds.bbci.co.uk/y"), "bbc-news-world-2");
        assert_eq!(name("", "https://feeds.arstechnica.com/arstechnica"), "arstechnica");
        assert_eq!(name("", "https://blog.rust-lang.org/feed.xml"), "blog-rust-lang");
        assert_eq!(name("", "https://bsky.app/search?q=night+ferry"), "night-ferry-bsky");
        assert_eq!(name("", "http://127.0.0.1:8080/rss"), "127-0-0-1-8080");
        assert_eq!(name("!!!", "@someone.example.org"), "someone-example-org");
        assert_eq!(name("Süddeutsche 東京", "https://x.example"), "süddeutsche-東京");
        let long = name(&"word ".repeat(30), "https://x.example");
        assert!(is_name(&long) && !long.ends_with('-'), "{long}");
        assert!(is_name(&name(&"x".repeat(90), "https://x.example")));
        for _ in 0..120 {
            assert!(is_name(&name(&"x".repeat(90), "https://x.example")));
        }
    }
}
