//! What the status line says of the sources, while nothing else is said there.

use crate::reader::{human, model::Model, msg::Asking};
use crate::wire::page::Scope;

use super::brush::Brush;

/// The gathering under way: `gathering 37 of 312 · 14 new`; then who writes: `a-model writes … · 340 words`.
pub(super) fn running(brush: &Brush<'_>, model: &Model) -> Option<String> {
    let gathering = &model.gathering;
    let more = brush.signs.more;
    let Some(pace) = gathering.running else {
        let so_far = |asking: &Asking| {
            let words = human::count(asking.words, "word", "words");
            brush.dotted([format!("{} writes {more}", asking.model), words])
        };
        let told = || gathering.asking.as_ref().map(so_far);
        return gathering.writing.then(|| told().unwrap_or_else(|| format!("writing from what came {more}")));
    };
    if pace.of == 0 {
        return Some(format!("gathering {more}"));
    }
    let so_far = format!("gathering {} of {} {more}", human::number(pace.done), human::number(pace.of));
    let new = if pace.new > 0 { format!("{} new", human::number(pace.new)) } else { String::new() };
    Some(brush.dotted([so_far, new]))
}

/// `gathered 14:03 · 2 sources in trouble`; nothing where no source is, or another wire is read.
pub(super) fn freshness(brush: &Brush<'_>, model: &Model) -> Option<String> {
    let gathering = &model.gathering;
    let meant = match &model.wire.listing.scope {
        Scope::All => true,
        Scope::Wire(name) => *name == gathering.wire,
    };
    if gathering.rows.is_empty() || !meant {
        return None;
    }
    let newest = gathering.states.iter().filter_map(|state| state.gathered_at).max();
    let at = newest.map(|at| human::time(at, model.now, &model.settings.zone));
    let gathered = match (at, model.sync.offline) {
        (Some(at), true) => format!("offline, as of {at}"),
        (Some(at), false) => format!("gathered {at}"),
        (None, true) => "offline".to_owned(),
        (None, false) => return None,
    };
    let (bad, _) = gathering.bad_and_off();
    let bad = if bad > 0 { human::count(bad, "source", "sources") + " in trouble" } else { String::new() };
    Some(brush.dotted([gathered, bad]))
}
