//! `slugline sources import FILE…`: the feeds of OPML files, all of them at once.

use clap::Args;

use super::{beats, borrowed, files};
use crate::{
    cli::{Exit, Failure, Session, typeset::labelled},
    config::edit,
    reader::human::{count, number},
    sources::{
        offer::{self, Plan},
        opml,
    },
};

/// `slugline sources import`
#[derive(Debug, Args)]
pub(super) struct Import {
    /// OPML files, or folders of them; - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
}

/// Names listed before "and so many more".
const LISTED: usize = 12;

impl Import {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let mut offers = Vec::new();
        let mut empty = Vec::new();
        for file in files::all(&self.files, &["opml", "xml"])? {
            let opml = opml::read(&files::read(&file)?);
            for note in &opml.notes {
                session.out.say(&format!("{}: {note}.", file.display()));
            }
            if opml.feeds.is_empty() {
                empty.push(file.display().to_string());
            }
            offers.extend(opml.feeds);
        }
        if offers.is_empty() {
            return Err(Failure::Partly(format!("No feeds stand in {}.", empty.join(", "))));
        }
        let beats = beats(session);
        let plan = offer::plan(&session.config.sources, &borrowed(&beats), &offers);
        let file = session.config_file();
        if !plan.rows.is_empty() {
            edit::add_sources(&file, &plan.rows)?;
        }
        tell(session, &plan)?;
        if !plan.rows.is_empty() {
            let told = format!("They stand in {}. Next: slugline gather", file.display());
            labelled(session.out, "", None, &told)?;
        }
        Ok(if plan.refused.is_empty() { Exit::Done } else { Exit::Partly })
    }
}

/// `312 added, 4 known already, 2 are no web addresses: …`
fn tell(session: &mut Session<'_>, plan: &Plan) -> Result<(), Failure> {
    let mut parts = vec![format!("{} added", number(plan.rows.len()))];
    if !plan.known.is_empty() {
        parts.push(format!("{} known already", number(plan.known.len())));
    }
    if !plan.refused.is_empty() {
        parts.push(format!("{} left out", number(plan.refused.len())));
    }
    labelled(session.out, "", None, &format!("{}.", parts.join(", ")))?;
    for (called, why) in plan.refused.iter().take(LISTED) {
        labelled(session.out, "  ", None, &format!("{called}: {why}"))?;
    }
    if plan.refused.len() > LISTED {
        let more = format!("and {} more", number(plan.refused.len() - LISTED));
        labelled(session.out, "  ", None, &more)?;
    }
    let filed = plan.rows.iter().filter(|row| !row.beat.is_empty()).count();
    if filed > 0 {
        let told = format!(
            "{} filed under the beat that its folder is called like.",
            count(filed, "source is", "sources are")
        );
        labelled(
            session.out,
            "",
            None,
            &told.replace(
                "sources are filed under the beat that its",
                "sources are filed under the beat that their",
            ),
        )?;
    }
    if !plan.folders.is_empty() {
        let told = format!("Folders that are no beat, so that words decide: {}.", listed(&plan.folders));
        labelled(session.out, "", None, &told)?;
    }
    private(session, plan)
}

/// Says which rows may ask the own network.
pub(super) fn private(session: &mut Session<'_>, plan: &Plan) -> Result<(), Failure> {
    let own: Vec<String> = plan.private().into_iter().map(str::to_owned).collect();
    if !own.is_empty() {
        let told = format!(
            "On your own network, which {} may ask because {} named (allow_private = true): {}.",
            if own.len() == 1 { "it" } else { "they" },
            if own.len() == 1 { "its address is" } else { "their addresses are" },
            listed(&own)
        );
        labelled(session.out, "", None, &told)?;
    }
    Ok(())
}

fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(LISTED);
    let shown = names.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {} more", number(more)) } else { shown }
}
