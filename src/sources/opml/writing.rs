//! Writing OPML 2.0, as other readers want it.

use std::fmt::Write;

use crate::story::Moment;

use super::super::offer::Offer;

/// The feeds as OPML; those of one folder together, in the order of their first, and those of none behind them.
pub fn write(title: &str, feeds: &[Offer], now: Moment) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n");
    let _ = writeln!(out, "    <title>{}</title>", escaped(title));
    let date =
        now.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let _ = writeln!(out, "    <dateCreated>{date}</dateCreated>\n  </head>\n  <body>");
    let mut folders: Vec<&[String]> = Vec::new();
    for feed in feeds {
        if !feed.folders.is_empty() && !folders.contains(&feed.folders.as_slice()) {
            folders.push(&feed.folders);
        }
    }
    for folder in folders {
        for (depth, name) in folder.iter().enumerate() {
            let _ = writeln!(out, "{}<outline text=\"{n}\" title=\"{n}\">", pad(depth), n = escaped(name));
        }
        for feed in feeds.iter().filter(|feed| feed.folders == folder) {
            outline(&mut out, folder.len(), feed);
        }
        for depth in (0..folder.len()).rev() {
            let _ = writeln!(out, "{}</outline>", pad(depth));
        }
    }
    for feed in feeds.iter().filter(|feed| feed.folders.is_empty()) {
        outline(&mut out, 0, feed);
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn outline(out: &mut String, depth: usize, feed: &Offer) {
    let name = escaped(if feed.title.is_empty() { &feed.url } else { &feed.title });
    let page = feed.page.as_ref().map(|page| format!(" htmlUrl=\"{}\"", escaped(page))).unwrap_or_default();
    let url = escaped(&feed.url);
    let _ = writeln!(
        out,
        "{}<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{url}\"{page}/>",
        pad(depth)
    );
}

fn pad(depth: usize) -> String {
    "  ".repeat(depth + 2)
}

/// Text as it may stand in an attribute. Characters that XML has no room for are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}
