//! What a person does to a dispatch or takes from it: read, star, open, copy.

use super::super::{
    effect::Effect,
    model::{DispatchPane, Load, Model, Screen, Status, Subject},
    prose::Target,
};
use crate::story::Key;

/// The dispatch under the cursor or on screen, with its read and star state.
fn subject(model: &Model) -> Option<(Key, bool, bool)> {
    match model.stack.last() {
        None => model.wire.selected().map(|row| (row.key.clone(), row.read, row.starred)),
        Some(Screen::Dispatch(screen)) => {
            screen.kept.here().map(|kept| (screen.key.clone(), kept.read, kept.starred))
        }
        Some(_) => None,
    }
}

/// Puts a star on it, or takes it off.
pub(super) fn star(model: &mut Model) -> Vec<Effect> {
    let Some((key, _, starred)) = subject(model) else { return Vec::new() };
    let starred = !starred;
    each_copy(model, &key, |_, star| *star = starred);
    let said = if starred { "Starred" } else { "Star taken off" };
    model.status = Status::Note(said.to_owned());
    vec![Effect::MarkStarred(key, starred)]
}

/// Marks it as unread, or as read.
pub(super) fn unread(model: &mut Model) -> Vec<Effect> {
    let Some((key, read, _)) = subject(model) else { return Vec::new() };
    let said = if read { "Marked as unread" } else { "Marked as read" };
    let effects = set_read(model, &key, !read);
    model.status = Status::Note(said.to_owned());
    effects
}

/// Keeps that a dispatch was read or not, on screen at once and in the store when it gets there.
pub(super) fn set_read(model: &mut Model, key: &Key, read: bool) -> Vec<Effect> {
    let was = model.wire.page.rows.iter().find(|row| row.key == *key).map(|row| (row.read, row.beat.clone()));
    each_copy(model, key, |seen, _| *seen = read);
    if let Some((_, beat)) = was.filter(|(was, _)| *was != read) {
        recount(model, key, &beat, read);
    }
    vec![Effect::MarkRead(key.clone(), read)]
}

/// The counts beside the beats follow at once.
fn recount(model: &mut Model, key: &Key, beat: &str, read: bool) {
    let by = |unread: &mut usize| *unread = if read { unread.saturating_sub(1) } else { *unread + 1 };
    model.wire.beats.iter_mut().filter(|b| b.beat == beat).for_each(|b| by(&mut b.unread));
    model.wire.wires.iter_mut().filter(|w| w.wire == key.wire).for_each(|w| by(&mut w.unread));
}

/// Everywhere the dispatch stands in the model.
fn each_copy(model: &mut Model, key: &Key, mut set: impl FnMut(&mut bool, &mut bool)) {
    for row in model.wire.page.rows.iter_mut().filter(|row| row.key == *key) {
        set(&mut row.read, &mut row.starred);
        row.newer &= !row.read;
    }
    if let Load::Here(kept) = &mut model.wire.preview
        && kept.dispatch.id == key.id
        && kept.wire == key.wire
    {
        set(&mut kept.read, &mut kept.starred);
    }
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        if let Screen::Dispatch(screen) = screen
            && let (true, Load::Here(kept)) = (screen.key == *key, &mut screen.kept)
        {
            set(&mut kept.read, &mut kept.starred);
        }
    }
}

/// The link that has the focus: a citation's, a record's.
fn link(model: &Model) -> Option<String> {
    match model.stack.last()? {
        Screen::Record(screen) => match (&screen.subject, screen.kept.here()) {
            (Subject::Record(..), Some(kept)) => kept.record.url.clone(),
            _ => screen.citation.as_ref().and_then(|c| c.url.clone()),
        },
        Screen::Dispatch(screen) => {
            let kept = screen.kept.here()?;
            let column =
                if screen.focus == DispatchPane::Faq { &screen.analysis } else { screen.focused_column() };
            let focused = column.link.and_then(|at| column.laid.links.get(at))?;
            match &focused.target {
                Target::Web(url) => Some(url.clone()),
                Target::Citation(at) => {
                    let citation = kept.dispatch.citations.get(*at)?;
                    let record = citation.record_id.as_ref();
                    let record = record.and_then(|id| kept.records.iter().find(|r| r.id == *id));
                    citation.url.clone().or_else(|| record.and_then(|r| r.url.clone()))
                }
                _ => None,
            }
        }
        Screen::Sources(_) => super::sources::link(model),
        Screen::Trace(screen) => super::trace::link(screen),
        Screen::Search(_)
        | Screen::Ledger(_)
        | Screen::Wires(_)
        | Screen::Signals(_)
        | Screen::Why(_)
        | Screen::Versions(_) => None,
    }
}

/// Opens the focused link in the browser.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    match link(model) {
        Some(url) => open_url(model, &url),
        None => no_link(model),
    }
}

/// Opens this link in the browser, if it is one that a browser should be given.
pub(super) fn open_url(model: &mut Model, url: &str) -> Vec<Effect> {
    hand_out(model, url, Effect::Open)
}

/// Copies the focused link.
pub(super) fn copy(model: &mut Model) -> Vec<Effect> {
    match link(model) {
        Some(url) => hand_out(model, &url, Effect::Copy),
        None => no_link(model),
    }
}

/// A link leaves the program only as a web address.
fn hand_out(model: &mut Model, url: &str, effect: fn(String) -> Effect) -> Vec<Effect> {
    match web_address(url) {
        Ok(address) => vec![effect(address)],
        Err(why) => {
            model.status = Status::Note(why);
            Vec::new()
        }
    }
}

fn no_link(model: &mut Model) -> Vec<Effect> {
    let said = match model.stack.last() {
        None => "Links belong to citations and records: open the dispatch first",
        Some(Screen::Dispatch(_)) => "No link in focus: choose a citation first",
        Some(_) => "There is no link here",
    };
    model.status = Status::Note(said.to_owned());
    Vec::new()
}

/// A web address as the `url` crate writes it; anything but http and https is refused, in words.
fn web_address(text: &str) -> Result<String, String> {
    const LONGEST: usize = 8 * 1024;
    let parsed = url::Url::parse(text.trim());
    let parsed = parsed.map_err(|why| format!("The link is no web address: {why}"))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(format!("Only http and https links are opened, not {}:", parsed.scheme()));
    }
    if parsed.as_str().len() > LONGEST {
        return Err("The link is longer than 8 kB and was left alone".to_owned());
    }
    Ok(parsed.into())
}

#[cfg(test)]
mod tests {
    use super::web_address;

    #[test]
    fn only_web_addresses_leave_the_program() {
        assert_eq!(web_address(" https://a.example/x y ").unwrap(), "https://a.example/x%20y");
        assert_eq!(web_address("HTTPS://A.example").unwrap(), "https://a.example/");
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "-x", "", "data:text/html,x"] {
            assert!(web_address(bad).is_err(), "{bad}");
        }
        let escaped = web_address("https://a.example/\u{1b}]52;c;x\u{7}").unwrap();
        assert!(escaped.bytes().all(|b| (0x21..0x7f).contains(&b)), "{escaped}");
        assert!(web_address(&format!("https://a.example/{}", "x".repeat(9000))).is_err());
    }
}
