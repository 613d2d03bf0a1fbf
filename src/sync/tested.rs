//! Trying a server out: what it is, and whether it gives what its kind gives. Nothing is kept.

use super::far::Far;
use crate::{
    remote::{Abilities, ListPage, Stopped},
    story::{Dispatch, Record, RecordId},
    wire::state::Trouble,
};

/// What a server turned out to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tested {
    /// What it is and can do.
    pub abilities: Abilities,
    /// What was tried, and what came of it, in words.
    pub steps: Vec<Step>,
}

/// One thing that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// `list`, `dispatch`, `record`
    pub what: &'static str,
    /// `25 dispatches, the newest of 2026-04-13T14:02:00Z`; or why not.
    pub went: Result<String, Trouble>,
}

/// Meets it, and asks for a page, a dispatch and a record at most.
pub(super) async fn try_out<F: Far>(far: &mut F) -> Result<Tested, Stopped> {
    far.meet().await?;
    let mut steps = Vec::new();
    let mut walk = far.walk(None);
    let page = match far.next(&mut walk).await {
        Ok(page) => {
            steps.push(Step { what: "list", went: Ok(list(&page)) });
            page
        }
        Err(stopped) => {
            steps.push(Step { what: "list", went: Err(stopped.trouble) });
            ListPage::default()
        }
    };
    let mut named: Option<RecordId> = page.rows.iter().find_map(|row| record_of(&row.dispatch));
    let row = page.rows.iter().find(|row| !row.whole).map(|row| row.dispatch.clone());
    if let Some(row) = row {
        let went = far.dispatch(row).await.map(|(dispatch, _)| {
            named = record_of(&dispatch).or(named.take());
            format!("{}, {}", count(dispatch.citations.len(), "citation"), words(&dispatch))
        });
        steps.push(Step { what: "dispatch", went: went.map_err(|stopped| stopped.trouble) });
    }
    if let Some(record) = page.records.first() {
        steps.push(Step { what: "record", went: Ok(text(record)) }); // it came along with the list
    } else if let Some(id) = named {
        let went = far.record(&id).await.map(|(record, _)| text(&record));
        steps.push(Step { what: "record", went: went.map_err(|stopped| stopped.trouble) });
    }
    Ok(Tested { abilities: far.abilities().clone(), steps })
}

fn list(page: &ListPage) -> String {
    let newest = page.rows.iter().filter_map(|row| row.dispatch.time()).max();
    let more = if page.last { "" } else { ", and more" };
    let newest = newest.map_or_else(String::new, |newest| format!(", the newest of {newest}"));
    format!("{}{more}{newest}", count(page.rows.len(), "dispatch"))
}

fn words(dispatch: &Dispatch) -> &'static str {
    if dispatch.content.is_none() && dispatch.sections.is_empty() { "no text" } else { "with its text" }
}

fn text(record: &Record) -> String {
    match record.words().chars().count() {
        0 => "without its text".to_owned(),
        long => format!("whole, {}", count(long, "character")),
    }
}

fn record_of(dispatch: &Dispatch) -> Option<RecordId> {
    let cited = dispatch.citations.iter().find_map(|citation| citation.record_id.clone());
    cited.or_else(|| dispatch.record_ids.first().cloned())
}

fn count(n: usize, one: &str) -> String {
    match (n, one) {
        (1, _) => format!("1 {one}"),
        (_, "dispatch") => format!("{n} dispatches"),
        _ => format!("{n} {one}s"),
    }
}
