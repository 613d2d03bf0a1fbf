//! A dispatch as Markdown, for notes and for other people.
//!
//! Markers stay `[n]` and lead to a numbered list of citations at the end. Characters that Markdown would obey in
//! foreign text are escaped, and only http and https addresses become links.

use std::fmt::Write;

use super::typeset::{Clock, badges, called, how, sections};
use super::{provenance, section};
use crate::{
    story::Dispatch,
    text::{clean, tokens::plain},
};

/// One dispatch.
pub(super) fn dispatch(dispatch: &Dispatch, clock: &Clock) -> String {
    let mut page = Page(String::new());
    top(&mut page, dispatch, clock);
    for section in sections(dispatch) {
        if let Some(heading) = section.heading.as_deref().filter(|heading| !heading.trim().is_empty()) {
            page.put(&format!("## {}", line(&plain(heading))));
        }
        if section.is_reading() {
            page.put(&quoted(&format!("*{}*\n\n{}", section::READING, body(&section.body))));
        } else if let Some(accounts) = section.accounts() {
            let row = |(outlet, words): (&str, &str)| {
                format!("- **{}**: {}", line(&plain(outlet)), body(words).replace('\n', " "))
            };
            page.put(&accounts.into_iter().map(row).collect::<Vec<_>>().join("\n"));
        } else {
            page.put(&body(&section.body));
        }
    }
    if !dispatch.faq.is_empty() {
        page.put("## Frequently asked");
    }
    let mut questions: Vec<_> = dispatch.faq.iter().collect();
    questions.sort_by_key(|question| question.order);
    for question in questions {
        page.put(&format!("### {}", line(&plain(&question.question))));
        page.put(&body(&question.answer));
    }
    page.put(&format!("## Citations: {}", dispatch.sources_line()));
    page.put(&citations(dispatch));
    if let Some(methodology) = &dispatch.methodology {
        page.put("## How it came about");
        page.put(&body(&how(methodology)));
        for (label, told) in provenance::lines(&dispatch.beat, methodology) {
            page.put(&format!("{label}: {}", line(&plain(&told))));
        }
    }
    page.0.trim_end().to_owned() + "\n"
}

/// A block set apart from the rest.
fn quoted(block: &str) -> String {
    let quote = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    block.trim_end().lines().map(quote).collect::<Vec<_>>().join("\n")
}

/// Blocks parted by blank lines.
struct Page(String);

impl Page {
    fn put(&mut self, block: &str) {
        let block = block.trim_end();
        if !block.is_empty() {
            self.0.push_str(block);
            self.0.push_str("\n\n");
        }
    }
}

fn top(page: &mut Page, dispatch: &Dispatch, clock: &Clock) {
    page.put(&format!("# {}", line(&plain(dispatch.title()))));
    let mut parts =
        vec![dispatch.code().to_string(), line(&dispatch.beat.label()), clock.exact(dispatch.time())];
    parts.extend(badges(dispatch.badge(clock.now), dispatch.version));
    page.put(&parts.join(" · "));
    if let Some(dek) = dispatch.dek.as_deref().filter(|dek| !dek.trim().is_empty()) {
        page.put(&format!("*{}*", line(&plain(dek))));
    }
    let points: Vec<String> =
        dispatch.takeaways.iter().map(|point| format!("- {}", line(&plain(point)))).collect();
    page.put(&points.join("\n"));
}

fn citations(dispatch: &Dispatch) -> String {
    let mut list = String::new();
    for citation in &dispatch.citations {
        let marker = citation.marker.map_or_else(|| "–".to_owned(), |n| format!("[{n}]"));
        let _ = write!(list, "- {marker} {}", line(&called(citation)));
        if let Some(excerpt) = citation.excerpt.as_deref().filter(|excerpt| !excerpt.trim().is_empty()) {
            let _ = write!(list, ": “{}”", line(excerpt.trim()));
        }
        if let Some(id) = &citation.record_id {
            let _ = write!(list, " (record {})", line(id.as_str()));
        }
        if let Some(link) = citation.url.as_deref().and_then(link) {
            let _ = write!(list, " <{link}>");
        }
        list.push('\n');
    }
    list
}

/// An address that may stand between angle brackets.
fn link(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    let web = matches!(url.scheme(), "http" | "https");
    web.then(|| url.as_str().replace('<', "%3C").replace('>', "%3E"))
}

/// One line of foreign text.
fn line(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean::line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Paragraphs that may hold light Markdown of their own; only raw HTML is defused.
fn body(text: &str) -> String {
    clean::block(&plain(text)).replace('<', "\\<")
}
