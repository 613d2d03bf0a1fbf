//! A dispatch sentence by sentence, each behind the sign of what became of it.

use crate::{
    reader::{
        glyphs::GlyphSet,
        human,
        model::{Fetch, Settings},
        msg::Traced,
    },
    story::{Dispatch, Part, Section, Share, Trace, TracedClaim, Verdict},
    text::clean,
};

use super::{
    Laid, Role, Target, body,
    known::{dotted, sentence},
    set::{Galley, Run, run},
};

/// The sign of a verdict, and how it looks.
pub fn verdict(verdict: Verdict, signs: &GlyphSet) -> (&'static str, Role) {
    match verdict {
        Verdict::Verbatim => (signs.verbatim, Role::Good),
        Verdict::Supported => (signs.supported, Role::Good),
        Verdict::Number => (signs.number, Role::Warn),
        Verdict::Reading => (signs.reading, Role::Meta),
        Verdict::NotFound => (signs.missing, Role::Bad),
    }
}

/// What the screen sets apart as the writer's own.
pub(super) const READING: &str = "Reading: what no record says";

/// `4 of 5 records are not on this machine`
pub fn absent(gone: usize, all: usize) -> String {
    match (gone, all) {
        (1, 1) => "Its one record is not on this machine".to_owned(),
        (gone, all) if gone == all => {
            format!("None of its {} records is on this machine", human::number(all))
        }
        (gone, all) => {
            let verb = if gone == 1 { "is" } else { "are" };
            format!("{} of {} records {verb} not on this machine", human::number(gone), human::number(all))
        }
    }
}

/// `11 of 12 claims traced · 1 reading · 0 not found`, with the dot of these signs.
pub fn tally(trace: &Trace, settings: &Settings) -> String {
    trace.tally().replace('·', settings.signs().dot)
}

/// The sentences, one link each, under the headings of the dispatch; above them what could not be looked at.
pub fn claims(traced: &Traced, fetch: &Fetch, remote: bool, width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::prose(width, settings);
    missing(&mut galley, traced, fetch, remote, settings);
    shares(&mut galley, &traced.trace, settings);
    let dispatch = &traced.kept.dispatch;
    let mut last = None;
    for (at, claim) in traced.trace.claims.iter().enumerate() {
        if last != Some(claim.part) {
            over(&mut galley, dispatch, claim.part, last, settings);
            last = Some(claim.part);
        }
        set(&mut galley, at, claim, settings);
    }
    if traced.trace.claims.is_empty() {
        let words = if traced.kept.partial {
            "Only the list's lines of this dispatch are here yet: there is no sentence to hold against a record."
        } else {
            "This dispatch has no sentence to hold against a record."
        };
        galley.gap();
        galley.words(words, Role::Meta);
    }
    galley.finish()
}

/// `Found here: 1 of 2 quotations word for word · 3 of 3 numbers.`
fn shares(galley: &mut Galley, trace: &Trace, settings: &Settings) {
    let share = |share: Share, one: &str, many: &str| match share.total {
        0 => String::new(),
        total => format!("{} of {}", human::number(share.found), human::count(total, one, many)),
    };
    let quotes = share(trace.quotes, "quotation word for word", "quotations word for word");
    let said = dotted(&[quotes, share(trace.numbers, "number", "numbers")], settings);
    if !said.is_empty() {
        galley.words(&format!("Found here: {said}."), Role::Meta);
    }
}

fn set(galley: &mut Galley, at: usize, claim: &TracedClaim, settings: &Settings) {
    let (sign, role) = verdict(claim.verdict, settings.signs());
    let link = galley.link(Target::Claim(at), None);
    let body = match claim.part {
        Part::Headline => Role::Headline,
        Part::Dek => Role::Dek,
        _ => Role::Body,
    };
    let words = clean::line(&claim.text);
    let linked = |run: Run| Run { link: Some(link), ..run };
    let mut runs: Vec<Run> = body::plain_runs(&words, body).into_iter().map(linked).collect();
    let markers: Vec<String> = claim.markers.iter().take(40).map(|n| format!("[{n}]")).collect();
    if !markers.is_empty() {
        runs.push(Run { glued: true, ..run(format!(" {}", markers.concat()), Role::Meta) });
    }
    galley.hang(Some(run(format!("{sign} "), role)), 2, &runs);
    galley.end_link(link);
}

/// What stands over the first sentence of a part.
fn over(galley: &mut Galley, dispatch: &Dispatch, part: Part, last: Option<Part>, settings: &Settings) {
    if matches!((part, last), (Part::Takeaway(_), Some(Part::Takeaway(_)))) {
        return;
    }
    galley.gap();
    match part {
        Part::Section(at) => {
            let Some(section) = dispatch.sections.get(at) else { return };
            heading(galley, section, settings);
        }
        Part::Answer(at) => {
            let question = dispatch.faq.get(at).map(|asked| clean::line(&asked.question));
            galley.hang(None, 2, &body::plain_runs(&question.unwrap_or_default(), Role::Strong));
        }
        Part::Headline | Part::Dek | Part::Takeaway(_) => {}
    }
}

fn heading(galley: &mut Galley, section: &Section, settings: &Settings) {
    if section.is_reading() {
        let label = format!("{} {READING}", settings.signs().reading);
        galley.words(&label, Role::Meta);
    }
    let heading = clean::line(section.heading.as_deref().unwrap_or_default());
    if !heading.is_empty() {
        galley.hang(None, 2, &body::plain_runs(&heading, Role::Heading));
    }
}

/// What could not be looked at, and what would bring it.
fn missing(galley: &mut Galley, traced: &Traced, fetch: &Fetch, remote: bool, settings: &Settings) {
    let gone = traced.trace.missing.len();
    if gone == 0 {
        return;
    }
    let said = absent(gone, gone + traced.kept.records.len());
    galley.words(&format!("{said}: what only they say cannot be found here."), Role::Warn);
    let next = match fetch {
        Fetch::Not if remote => "p fetches them from the wire.".to_owned(),
        Fetch::Not => {
            "The wire names them and has not sent them; `slugline import FILE` adds records to it.".to_owned()
        }
        Fetch::UnderWay | Fetch::Come => format!("Fetching them from the wire {}", settings.signs().more),
        Fetch::Failed(trouble) => sentence(trouble),
    };
    galley.words(&next, Role::Meta);
}
