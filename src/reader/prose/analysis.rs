//! The analysis of a dispatch: filed under, headline, dek, takeaways, sections.

use crate::{
    reader::{
        human,
        model::{Fetch, Settings},
        msg::History,
    },
    story::{Dispatch, Key, Moment, Section, Trace},
    text::{clean, tokens},
    wire::page::{Kept, Running},
};

use super::{
    Laid, Role, Target, accounts, body, changes, claims,
    known::{capital, sentence},
    leads::Leads,
    set::{Galley, Run, run},
};

/// What is known of a dispatch besides its words.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// If not all of it is here: whether the rest is being fetched.
    pub fetch: &'a Fetch,
    /// Its sentences held against the records, once that is done.
    pub trace: Option<&'a Trace>,
    /// The version that had been read before this one.
    pub since: Option<&'a Key>,
    /// All its versions, whole, where there are several and they are here.
    pub history: Option<&'a History>,
}

/// The analysis of a dispatch, with its `[n]` markers as links to citations.
pub fn analysis(kept: &Kept, beside: Beside<'_>, width: u16, settings: &Settings, now: Moment) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let dispatch = &kept.dispatch;
    galley.words(&filed(kept, settings, now), Role::Meta);
    versions(&mut galley, kept, beside, settings, now);
    top(&mut galley, dispatch);
    partial(&mut galley, kept, beside.fetch, settings);
    let mut leads = Leads::of(dispatch);
    takeaways(&mut galley, dispatch, settings, &mut leads);
    sections(&mut galley, dispatch, settings, Some(&mut leads), usize::MAX);
    running(&mut galley, &kept.running, settings, now);
    methodology(&mut galley, kept, beside.trace, settings);
    galley.finish()
}

/// The other parts of a running story, in order, one link each.
fn running(galley: &mut Galley, running: &Running, settings: &Settings, now: Moment) {
    if running.earlier.is_empty() && running.later.is_empty() {
        return;
    }
    galley.gap();
    galley.words("The running story", Role::Heading);
    for (word, links) in [("Earlier", &running.earlier), ("Later", &running.later)] {
        for part in links {
            let time = part.time.map(|time| human::time(time, now, &settings.zone));
            let link = galley.link(Target::Dispatch(part.key.clone()), None);
            let headline = clean::line(&tokens::words(&part.headline));
            let runs = [
                Run { link: Some(link), ..run(headline, Role::Link) },
                run(time.map(|time| format!("  {time}")).unwrap_or_default(), Role::Meta),
            ];
            galley.hang(Some(run(format!("{word:<8}"), Role::Meta)), 8, &runs);
            galley.end_link(link);
        }
    }
}

/// `↻ Changed since you read version 1: a new headline, 2 sentences new.` Or that this one was superseded.
fn versions(galley: &mut Galley, kept: &Kept, beside: Beside<'_>, settings: &Settings, now: Moment) {
    let here = kept.versions.iter().position(|version| version.key.id == kept.dispatch.id);
    let Some(here) = here else { return };
    let newest = kept.versions.last().filter(|_| here + 1 < kept.versions.len());
    let words = if let Some(newest) = newest {
        let time = newest.time.map(|time| format!(", {}", human::time(time, now, &settings.zone)));
        format!("There is a newer version of this: version {}{}", newest.version, time.unwrap_or_default())
    } else if let Some(since) = beside.since {
        let before = kept.versions.iter().find(|version| version.key == *since);
        let changed =
            beside.history.and_then(|history| changes::since(history, since, &kept.versions[here].key));
        let Some(before) = before else { return };
        let changed = changed.filter(|changed| !changed.is_empty()).map(|changed| format!(": {changed}"));
        format!("Changed since you read version {}{}", before.version, changed.unwrap_or_default())
    } else {
        return;
    };
    let sign = run(format!("{} ", settings.signs().newer), Role::Warn);
    galley.hang(
        Some(sign),
        2,
        &[run(format!("{words}. "), Role::Warn), run("v shows what changed.", Role::Meta)],
    );
    galley.gap();
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

/// How the dispatch came about, in the words of its wire, and why it was written; and what was found of it here.
fn methodology(galley: &mut Galley, kept: &Kept, trace: Option<&Trace>, settings: &Settings) {
    let how = kept.dispatch.methodology.as_ref();
    let text = how.and_then(|how| how.text.as_deref()).unwrap_or_default();
    let why = how.and_then(|how| how.signal.as_ref()).and_then(|signal| signal.why.as_deref());
    let why = why.filter(|why| !text.contains(why)).map(clean::line);
    let found = trace.filter(|trace| !trace.claims.is_empty()).map(|trace| found(trace, kept, settings));
    let changed = how.map(|how| how.changed.join("; ")).filter(|changed| !changed.is_empty());
    let changed = changed.map(|changed| format!("Written anew for: {}.", clean::line(&changed)));
    let behind = how.and_then(|how| how.confidence.as_ref()).filter(|all| !all.claims.is_empty());
    let behind = behind.map(|confidence| format!("{}.", capital(&confidence.words())));
    let told = [Some(clean::line(text)), why, changed, behind, found];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.iter().all(String::is_empty) {
        return;
    }
    galley.gap();
    galley.text(&body::plain_runs("How this dispatch came about", Role::Heading));
    for words in told.iter().filter(|words| !words.is_empty()) {
        galley.text(&body::plain_runs(words, Role::Meta));
    }
}

/// `Held against the records here: 11 of 12 claims traced · 1 reading · 0 not found.`
fn found(trace: &Trace, kept: &Kept, settings: &Settings) -> String {
    let tally = claims::tally(trace, settings);
    let lacking = match trace.missing.len() {
        0 => String::new(),
        n => format!(" {}.", claims::absent(n, n + kept.records.len())),
    };
    format!("Held against the records here: {tally}.{lacking} t shows each sentence beside its source.")
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
        let text = head(&section.body, left);
        left = left.saturating_sub(section.body.len());
        galley.gap();
        if section.is_reading() {
            reading(galley, section, text, leads.as_deref_mut(), settings);
            continue;
        }
        let heading = clean::line(section.heading.as_deref().unwrap_or_default());
        if !heading.is_empty() {
            galley.text(&body::plain_runs(&heading, Role::Heading));
        }
        match section.accounts().filter(|_| text.len() == section.body.len()) {
            Some(accounts) => {
                galley.close();
                accounts::set(galley, &accounts, leads.as_deref_mut(), settings);
            }
            None => under(galley, text, leads.as_deref_mut(), settings, heading.is_empty()),
        }
    }
}

/// The writer's readings, apart from fact: between rules, under a name that says what they are, set in.
fn reading(
    galley: &mut Galley,
    section: &Section,
    text: &str,
    leads: Option<&mut Leads>,
    settings: &Settings,
) {
    let signs = settings.signs();
    galley.rule(signs.across);
    galley.hang(Some(run(format!("{} ", signs.reading), Role::Meta)), 2, &[run(claims::READING, Role::Meta)]);
    let heading = clean::line(section.heading.as_deref().unwrap_or_default());
    if !heading.is_empty() {
        galley.hang(None, 2, &body::plain_runs(&heading, Role::Heading));
        galley.close();
    }
    body::set(galley, text, 2, leads, signs);
    galley.rule(signs.across);
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
