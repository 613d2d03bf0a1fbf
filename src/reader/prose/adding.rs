//! What is shown before a source is added, and what is asked before one goes or many come.

use crate::{
    reader::{
        human,
        model::{self, Adding, Question, Settings, Step},
        msg::Outlines,
    },
    story::{Moment, SourceState},
    text::clean,
};

use super::{
    Laid, Role, Target,
    known::{capital, dotted, sentence},
    set::{Galley, Run, run},
    source::offered,
};

/// Sources of a file that are named before they are added.
const NAMED: usize = 200;

/// What stands beneath the address: what helps, what is there, or why nothing is.
pub fn adding(adding: &Adding, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::list(width, settings);
    match &adding.step {
        Step::Typing => {
            galley.words("The address of a feed, or of a site that has one.", Role::Body);
            galley.words(
                "A person, a feed, a list or a search at bsky.app will do, and so will a page of Hacker News.",
                Role::Meta,
            );
            galley.gap();
            galley.words("Enter shows what is there; nothing is added before you have seen it.", Role::Meta);
        }
        Step::Asking => galley.words(&format!("Asking {}", settings.signs().more), Role::Body),
        Step::Failed(trouble) => galley.words(&sentence(trouble), Role::Warn),
        Step::Choosing => {
            let feeds = human::count(adding.choices.len(), "feed", "feeds");
            galley.words(&format!("This page names {feeds}. Enter looks at one."), Role::Body);
            galley.gap();
            for choice in &adding.choices {
                let link = galley.link(Target::Web(choice.url.clone()), None);
                let title = clean::line(&choice.title);
                let title = if title.is_empty() { clean::line(&choice.url) } else { title };
                let known = choice.offer.as_ref().is_some_and(|offer| offer.known.is_some());
                let known = run(if known { "  here already" } else { "" }, Role::Meta);
                galley.text(&[Run { link: Some(link), ..run(title, Role::Body) }, known]);
                galley.hang(None, 2, &[run(clean::line(&choice.url), Role::Meta)]);
                galley.end_link(link);
            }
        }
        Step::Offered(offer) => {
            let next = match &offer.known {
                Some(name) => format!("It is here already, as {}.", clean::line(name.as_str())),
                None => "Enter adds it; Esc goes back.".to_owned(),
            };
            galley.words(&next, Role::Strong);
            galley.gap();
            offered(&mut galley, offer, settings, now);
        }
    }
    galley.finish()
}

/// What is asked back. `state`: of the source that it is about.
pub fn question(question: &Question, state: Option<&SourceState>, width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::list(width, settings);
    match question {
        Question::Remove(name) => {
            let called = clean::line(state.map_or(name.as_str(), model::called));
            galley.words(&format!("Remove {called}?"), Role::Strong);
            galley.gap();
            let records = state.map_or(0, |state| state.records);
            if records > 0 {
                let kept = human::count(records, "record", "records");
                galley.words(
                    &format!("The {kept} it brought will stay, and what was written of them."),
                    Role::Body,
                );
            }
            galley.words("It is not asked any more; its row leaves the config.", Role::Body);
            galley.gap();
            galley.words("Enter removes it; Esc leaves it where it is.", Role::Meta);
        }
        Question::Reading => galley.words(&format!("Reading {}", settings.signs().more), Role::Body),
        Question::Unreadable(trouble) => galley.words(&sentence(trouble), Role::Warn),
        Question::Import(outlines) => import(&mut galley, outlines, settings),
    }
    galley.finish()
}

/// `312 feeds in 14 folders`, what becomes of them, and their names.
fn import(galley: &mut Galley, outlines: &Outlines, settings: &Settings) {
    let Outlines { name, rows, folders, known, notes } = outlines;
    let feeds = human::count(rows.len() + known, "feed", "feeds");
    let folders = if *folders > 0 {
        format!(" in {}", human::count(*folders, "folder", "folders"))
    } else {
        String::new()
    };
    galley.words(&format!("{}: {feeds}{folders}", clean::line(name)), Role::Strong);
    galley.gap();
    if *known > 0 {
        let said = if *known == 1 { "One of them is here already." } else { "" };
        let some = format!("{} of them are here already.", human::number(*known));
        galley.words(if said.is_empty() { &some } else { said }, Role::Body);
    }
    let next = if rows.is_empty() {
        "There is nothing to import. Esc goes back.".to_owned()
    } else {
        let new = human::count(rows.len(), "source", "sources");
        format!("Enter imports {new}; Esc leaves them.")
    };
    galley.words(&next, Role::Body);
    for note in notes.iter().take(12) {
        galley.words(&(capital(&clean::line(note)) + "."), Role::Warn);
    }
    galley.gap();
    for row in rows.iter().take(NAMED) {
        let title = if row.title.is_empty() { row.name.as_str() } else { &row.title };
        galley.row(vec![run(clean::line(title), Role::Body)], &run(clean::line(&row.beat), Role::Meta));
    }
    if rows.len() > NAMED {
        let more = human::number(rows.len() - NAMED);
        galley.words(&dotted(&[format!("and {more} more")], settings), Role::Meta);
    }
}
