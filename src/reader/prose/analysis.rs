//! The analysis of a dispatch: filed under, headline, dek, takeaways, sections.

use crate::{
    reader::{
        human,
        model::{Fetch, Settings},
    },
    story::{Dispatch, Moment, Section},
    text::clean,
    wire::page::Kept,
};

use super::{
    Laid, Role, body,
    known::sentence,
    leads::Leads,
    set::{Galley, run},
};

/// The analysis of a dispatch, with its `[n]` markers as links to citations.
pub fn analysis(kept: &Kept, fetch: &Fetch, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let dispatch = &kept.dispatch;
    galley.words(&filed(kept, settings, now), Role::Meta);
    top(&mut galley, dispatch);
    partial(&mut galley, kept, fetch, settings);
    let mut leads = Leads::of(dispatch);
    takeaways(&mut galley, dispatch, settings, &mut leads);
    sections(&mut galley, dispatch, settings, Some(&mut leads), usize::MAX);
    methodology(&mut galley, dispatch);
    galley.finish()
}

/// `Filed under World · yesterday 18:40 · 5 records · 3 web citations`
fn filed(kept: &Kept, settings: &Settings, now: Moment) -> String {
    let dispatch = &kept.dispatch;
    let beat = format!("Filed under {}", clean::line(&dispatch.beat.label()));
    let time = dispatch.time().map(|time| human::time(time, now, &settings.zone));
    let dot = settings.signs().dot;
    let named = dispatch.record_count() + dispatch.web_count() > 0;
    let sources = named.then(|| dispatch.sources_line().replace('·', dot));
    [Some(beat), time, sources].into_iter().flatten().collect::<Vec<_>>().join(&format!(" {dot} "))
}

/// How the dispatch came about, in the words of its wire, and why it was written.
fn methodology(galley: &mut Galley, dispatch: &Dispatch) {
    let Some(how) = &dispatch.methodology else { return };
    let text = how.text.as_deref().unwrap_or_default();
    let why = how.signal.as_ref().and_then(|signal| signal.why.as_deref()).filter(|why| !text.contains(why));
    let told: Vec<String> = [Some(text), why].into_iter().flatten().map(clean::line).collect();
    if told.iter().all(String::is_empty) {
        return;
    }
    galley.gap();
    galley.text(&body::plain_runs("How this dispatch came about", Role::Heading));
    for words in told.iter().filter(|words| !words.is_empty()) {
        galley.text(&body::plain_runs(words, Role::Meta));
    }
}

/// A dispatch of which only the list's row is here says so, and what becomes of the rest.
pub(super) fn partial(galley: &mut Galley, kept: &Kept, fetch: &Fetch, settings: &Settings) {
    if !kept.partial {
        return;
    }
    let signs = settings.signs();
    let rest = match fetch {
        Fetch::Not => String::new(),
        Fetch::UnderWay | Fetch::Come => format!(" {} fetching {}", signs.dot, signs.more),
        Fetch::Failed(trouble) => format!(". {}", sentence(trouble)),
    };
    galley.gap();
    galley.words(&format!("Only the list's lines are here yet{rest}"), Role::Warn);
}

/// Headline and dek.
pub(super) fn top(galley: &mut Galley, dispatch: &Dispatch) {
    galley.text(&body::plain_runs(&clean::line(dispatch.title()), Role::Headline));
    let dek = clean::line(dispatch.dek.as_deref().unwrap_or_default());
    if !dek.is_empty() {
        galley.text(&body::plain_runs(&dek, Role::Dek));
    }
}

fn takeaways(galley: &mut Galley, dispatch: &Dispatch, settings: &Settings, leads: &mut Leads) {
    galley.gap();
    for point in &dispatch.takeaways {
        let runs = body::runs(galley, &clean::line(point), Role::Body, Some(leads));
        galley.hang(Some(run(format!("{} ", settings.signs().bullet), Role::Meta)), 2, &runs);
    }
}

/// The sections, or the content of a dispatch without any; at most about `bytes` of it.
pub(super) fn sections(
    galley: &mut Galley,
    dispatch: &Dispatch,
    settings: &Settings,
    mut leads: Option<&mut Leads>,
    bytes: usize,
) {
    let signs = settings.signs();
    let mut left = bytes;
    let mut sections: Vec<&Section> = dispatch.sections.iter().collect();
    sections.sort_by_key(|section| section.order);
    if sections.iter().all(|section| section.body.trim().is_empty()) {
        let content = dispatch.content.as_deref().unwrap_or_default();
        galley.gap();
        body::set(galley, head(content, left), 0, leads, signs);
        return;
    }
    for section in sections {
        if left == 0 {
            return;
        }
        galley.gap();
        let heading = clean::line(section.heading.as_deref().unwrap_or_default());
        if !heading.is_empty() {
            galley.text(&body::plain_runs(&heading, Role::Heading));
        }
        let text = head(&section.body, left);
        under(galley, text, leads.as_deref_mut(), settings, heading.is_empty());
        left = left.saturating_sub(section.body.len());
    }
}

/// A body close under its heading.
fn under(galley: &mut Galley, text: &str, leads: Option<&mut Leads>, settings: &Settings, bare: bool) {
    if !bare && !text.trim().is_empty() {
        galley.close();
    }
    body::set(galley, text, 0, leads, settings.signs());
}

fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or_default()
}
