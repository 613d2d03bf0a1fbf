//! `slugline article`: the page behind a link, as readable text.

use std::path::Path;

use clap::Args;
use serde_json::json;

use super::{Exit, Failure, Session, args::yes, json};
use crate::sources::article;

/// `slugline article`
#[derive(Debug, Args)]
pub struct Article {
    /// A file with a page in it, - for standard input, or the address of one
    #[arg(value_name = "FILE_OR_URL")]
    page: String,
    /// One JSON object
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Article {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let bytes = std::fs::read(Path::new(&self.page)).map_err(|e| Failure::Partly(e.to_string()))?;
        let a = article::parse(&bytes, None, None);
        let v = json!({"title": a.title, "byline": a.byline, "site": a.site, "published_at": a.published_at.map(|m| m.to_string()), "language": a.language, "text": a.text, "excerpt": a.excerpt, "notes": a.notes});
        session.out.line(&json::line(&v))?;
        Ok(Exit::Done)
    }
}
