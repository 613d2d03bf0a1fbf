//! What is kept with a dispatch about how it came to be as it is: its beat, what is new in it, who stands behind it, and
//! the running story it belongs to.

use std::io;

use super::Out;
use super::typeset::{Clock, heading, labelled};
use crate::{
    story::{Beat, Code, Methodology},
    text::tokens::words,
    wire::page::{Link, Running},
};

/// Each as a label and a sentence; nothing where a wire tells nothing of it.
pub(super) fn lines(beat: &Beat, methodology: &Methodology) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if !methodology.changed.is_empty() {
        lines.push(("Changed", methodology.changed.join("; ")));
    }
    lines.extend(methodology.confidence.as_ref().map(|confidence| ("Confidence", confidence.words())));
    lines.extend(
        methodology.filed.as_ref().map(|filed| ("Filed", format!("under {}: {}", beat.label(), filed.why))),
    );
    lines
}

/// The same for a person.
pub(super) fn print(out: &mut Out, indent: usize, beat: &Beat, methodology: &Methodology) -> io::Result<()> {
    for (label, told) in lines(beat, methodology) {
        labelled(out, &format!("{}{label}: ", " ".repeat(indent)), None, &words(&told))?;
    }
    Ok(())
}

/// What was told before it and after it, oldest first.
pub(super) fn running(out: &mut Out, clock: &Clock, running: &Running) -> io::Result<()> {
    for (told, links) in
        [("Earlier in this story", &running.earlier), ("Later in this story", &running.later)]
    {
        if !links.is_empty() {
            heading(out, told)?;
        }
        for Link { key, headline, time } in links {
            let label = format!("  {}  {}  ", Code::of(&key.id), clock.short(*time));
            labelled(out, &label, None, &words(headline))?;
        }
    }
    Ok(())
}
