//! Telling a web page from an answer: a login, a browser check, a page for people.

use crate::text::{clean, html};

/// As much of a page is looked at, in bytes.
const LOOKED_AT: usize = 64 << 10;
/// As much of its title is shown, in letters.
const TITLE: usize = 80;

/// Words by which a check of the browser gives itself away.
const CHECKS: &[&str] = &[
    "just a moment",
    "attention required",
    "checking your browser",
    "verify you are human",
    "cf-chl",
    "captcha",
    "enable javascript and cookies",
];
/// Words by which a login does.
const LOGINS: &[&str] = &["type=\"password\"", "type='password'", "type=password"];

/// What the page is, in words, with its title: `a sign-in page titled “Welcome”`. `None` for what is no page.
pub(in crate::remote) fn look(body: &[u8], content_type: &str) -> Option<String> {
    let text = String::from_utf8_lossy(body.get(..LOOKED_AT).unwrap_or(body));
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lower = text.to_ascii_lowercase();
    if !lower.starts_with('<') {
        let told = matches!(content_type, "text/html" | "application/xhtml+xml");
        return (told && !lower.starts_with(['{', '['])).then(|| "a web page".to_owned());
    }
    let feed = ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| lower.contains(tag));
    if feed && !lower.contains("<html") {
        return Some("a news feed (RSS or Atom)".to_owned());
    }
    let title = title(text, &lower);
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let titled = |words: &[&str]| words.iter().any(|word| title.to_ascii_lowercase().contains(word));
    let what = if has(CHECKS) {
        "a page that checks browsers"
    } else if has(LOGINS) || titled(&["sign in", "log in", "login"]) {
        "a sign-in page"
    } else {
        "a web page"
    };
    Some(if title.is_empty() { what.to_owned() } else { format!("{what} titled “{title}”") })
}

/// What stands between `<title>` and its end.
fn title(text: &str, lower: &str) -> String {
    let Some(from) = lower.find("<title") else { return String::new() };
    let Some(begin) = lower.get(from..).and_then(|rest| rest.find('>')).map(|at| from + at + 1) else {
        return String::new();
    };
    let end = lower.get(begin..).and_then(|rest| rest.find("</title")).map_or(text.len(), |at| begin + at);
    let words = text.get(begin..end).unwrap_or_default().replace('<', "&lt;");
    let words: String = words.chars().take(4 * TITLE).collect();
    let words = clean::line(&html::plain(&words));
    if words.chars().count() <= TITLE { words } else { words.chars().take(TITLE).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::look;

    #[track_caller]
    fn check(body: &str, content_type: &str, what: Option<&str>) {
        assert_eq!(look(body.as_bytes(), content_type).as_deref(), what, "{body}");
    }

    #[test]
    fn pages_are_told_by_what_they_are() {
        check(
            "<!doctype html><title>Just a moment...</title>",
            "text/html",
            Some("a page that checks browsers titled “Just a moment...”"),
        );
        check("\u{feff}\n<HTML><form><input type=\"password\">", "", Some("a sign-in page"));
        check(
            "<html><TITLE lang=en>News &amp; more\u{1b}[31m",
            "text/html",
            Some("a web page titled “News & more”"),
        );
        check("<?xml version='1.0'?><rss version='2.0'>", "text/xml", Some("a news feed (RSS or Atom)"));
        check("Not here", "text/html", Some("a web page"));
        check("{\"items\":[]}", "text/html", None);
        check("{\"items\":[]}", "application/json", None);
        check("", "", None);
    }
}
