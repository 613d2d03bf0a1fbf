//! JSON-LD: what a page says about itself in schema.org's words.

use serde_json::Value;

/// What schema.org calls a text.
const TEXTS: [&str; 18] = [
    "AdvertiserContentArticle",
    "AnalysisNewsArticle",
    "Article",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "DiscussionForumPosting",
    "LiveBlogPosting",
    "MedicalScholarlyArticle",
    "NewsArticle",
    "OpinionNewsArticle",
    "Report",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "SatiricalArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "TechArticle",
];

/// An article in schema.org's words, as it stands there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub name: Option<String>,
    pub headline: Option<String>,
    pub byline: Option<String>,
    pub excerpt: Option<String>,
    pub site: Option<String>,
    pub published: Option<String>,
    pub language: Option<String>,
}

/// The first article among these blocks.
pub(super) fn read(blocks: &[String]) -> Linked {
    blocks.iter().find_map(|block| article(block)).unwrap_or_default()
}

fn article(block: &str) -> Option<Linked> {
    let value = parse(block)?;
    let graph = value.get("@graph").unwrap_or(&value);
    let all: Vec<&Value> = match graph {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    let node = all.iter().find(|node| is_text(node))?;
    let text = |key: &str| word(node.get(key)?);
    Some(Linked {
        name: text("name"),
        headline: text("headline"),
        byline: node.get("author").and_then(names).or_else(|| node.get("creator").and_then(names)),
        excerpt: text("description"),
        site: node.get("publisher").and_then(|publisher| word(publisher.get("name")?)),
        published: text("datePublished"),
        language: text("inLanguage"),
    })
}

/// Pages break lines within strings, and wrap the whole in comments.
fn parse(block: &str) -> Option<Value> {
    let block = block.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let block = block.trim_start_matches("//").trim_start().trim_start_matches("<![CDATA[");
    let block = block.trim_end().trim_end_matches("]]>").trim_end().trim_end_matches("//");
    let block = block.trim().trim_end_matches(';');
    serde_json::from_str(block).ok().or_else(|| {
        let mended: String = block.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended).ok()
    })
}

fn is_text(node: &Value) -> bool {
    match node.get("@type") {
        Some(Value::String(kind)) => TEXTS.contains(&kind.as_str()),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(|kind| TEXTS.contains(&kind)),
        _ => false,
    }
}

/// One name or several.
fn names(author: &Value) -> Option<String> {
    let name = |one: &Value| word(one).or_else(|| word(one.get("name")?));
    match author {
        Value::Array(all) => {
            let all: Vec<String> = all.iter().filter_map(name).take(12).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        one => name(one),
    }
}

fn word(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
