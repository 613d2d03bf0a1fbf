//! The questions a reader would ask; an answer opens under its question.

use crate::{reader::model::Settings, text::clean, wire::page::Kept};

use super::{
    Laid, Role, Target, body,
    set::{Galley, Run, run},
};

/// The questions of a dispatch, one link each, in the order of `faq`; those of `open` with their answers.
pub fn questions(kept: &Kept, open: &[bool], width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let signs = settings.signs();
    for (at, asked) in kept.dispatch.faq.iter().enumerate() {
        let is_open = open.get(at).copied().unwrap_or(false);
        let sign = if is_open { signs.open } else { signs.closed };
        let link = galley.link(Target::Question(at), None);
        let question = Run { link: Some(link), ..run(clean::line(&asked.question), Role::Strong) };
        galley.hang(Some(run(format!("{sign} "), Role::Meta)), 2, &[question]);
        if is_open {
            galley.close();
            body::set(&mut galley, &asked.answer, 4, None, signs);
        }
        galley.end_link(link);
    }
    if kept.dispatch.faq.is_empty() {
        galley.words("This dispatch came without questions.", Role::Meta);
    }
    galley.finish()
}
