//! Pages in one spelling, so that two records about one link are seen to be so.

use crate::story::Record;

/// At most so many links of one text are looked at.
const MOST: usize = 8;

/// The page a record stands on, and the pages its text links to.
pub(super) fn pages(record: &Record) -> Vec<String> {
    let own = [&record.canonical_url, &record.url].into_iter().flatten().filter_map(|url| page(url));
    let linked =
        record.words().split_whitespace().filter(|word| word.contains("://")).filter_map(page).take(MOST);
    let mut pages: Vec<String> = own.chain(linked).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// Host and path of a web address, without scheme, `www.`, tracking and the last slash. A bare host is no page.
fn page(url: &str) -> Option<String> {
    let start = url.find("http")?;
    let url = url::Url::parse(url.get(start..)?.trim_end_matches([')', ']', '.', ',', '>', '"'])).ok()?;
    let host = url.host_str()?;
    let path = url.path().trim_end_matches('/');
    let told: Vec<String> = url
        .query_pairs()
        .filter(|(key, _)| !tracking(key))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if path.is_empty() && told.is_empty() {
        return None;
    }
    Some(format!("{}{path}?{}", host.strip_prefix("www.").unwrap_or(host), told.join("&")))
}

fn tracking(key: &str) -> bool {
    key.starts_with("utm_") || matches!(key, "fbclid" | "gclid" | "track" | "ref" | "src" | "cmpid")
}

#[cfg(test)]
mod tests {
    use super::{page, pages};
    use crate::story::Record;

    #[test]
    fn one_page_in_many_spellings() {
        let plain = page("https://post.example/a/b");
        assert!(plain.is_some());
        for url in ["http://www.post.example/a/b/", "https://post.example/a/b?utm_source=x#top"] {
            assert_eq!(page(url), plain, "{url}");
        }
        assert_ne!(page("https://post.example/a/b?id=2"), plain);
        assert_eq!(page("https://post.example/"), None);
        assert_eq!(page("no address"), None);
    }

    #[test]
    fn a_post_carries_its_link() {
        let post = Record { text: Some("look (https://post.example/a/b).".to_owned()), ..Record::default() };
        assert_eq!(pages(&post), page("https://post.example/a/b").into_iter().collect::<Vec<_>>());
    }
}
