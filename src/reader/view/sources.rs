//! The sources: two lines each, with what they bring as a picture; and beside them the selected one.

use ratatui::{layout::Rect, style::Style};

use crate::{
    reader::{
        action::Action,
        areas::{Areas, Pane, ROW_LINES},
        glyphs, human,
        model::{self, Model, SourcesPane, SourcesScreen, Stand, Which},
        prose,
    },
    story::SourceState,
};

use super::{brush::Brush, columns, empty, pane, wire::line_of_tabs};

/// Cells before the name: mark and health.
const MARK: u16 = 5;
/// Cells that the name has at least, before another column is shown.
const NAME: u16 = 22;
/// Days in the picture of what a source brings.
const DAYS: usize = 14;

/// A column at the right, by what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// When it last answered.
    Last,
    /// When it is asked again.
    Next,
    /// Records a day, of the last two weeks.
    Days,
    /// How many a day that is.
    Rate,
    /// From publication to capture.
    Lag,
}

impl Column {
    /// From left to right.
    const ALL: [Self; 5] = [Self::Last, Self::Next, Self::Days, Self::Rate, Self::Lag];
    /// The first to be shown where it is tight.
    const BY_NEED: [Self; 5] = [Self::Last, Self::Days, Self::Lag, Self::Next, Self::Rate];

    /// Its name, and its cells with those that part it from the column before.
    fn head(self) -> (&'static str, u16) {
        match self {
            Self::Last => ("last", 8),
            Self::Next => ("next", 8),
            Self::Days => ("14 days", DAYS as u16 + 2),
            Self::Rate => ("a day", 7),
            Self::Lag => ("lag", 8),
        }
    }

    /// Those that a row of this width has room for.
    fn fitting(width: u16) -> Vec<Self> {
        let room = width.saturating_sub(MARK + NAME);
        let some = columns::fitting(room, &Self::BY_NEED, |column| column.head().1);
        Self::ALL.into_iter().filter(|column| some.contains(column)).collect()
    }
}

/// Draws what of the two panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, screen: &SourcesScreen, model: &Model) {
    let alone = areas.panes.len() == 1;
    for (which, rect) in &areas.panes {
        let Pane::Sources(which) = which else { continue };
        let focused = *which == screen.focus;
        match which {
            SourcesPane::List => list(brush, *rect, screen, model),
            SourcesPane::Detail if alone => {
                let head = Rect { y: rect.y - 1, height: 1, ..*rect };
                line_of_tabs(brush, head, &[("SOURCES".to_owned(), false), ("SOURCE".to_owned(), true)]);
                pane::text(brush, *rect, &screen.column, true);
            }
            SourcesPane::Detail => {
                brush.rule_down(rect.x - 1, rect.y - 1, rect.bottom());
                let name = if screen.peek.is_some() { "AS IT ANSWERS NOW" } else { "SOURCE" };
                brush.text(brush.screen(), rect.x + 1, rect.y - 1, name, brush.name(focused));
                pane::text(brush, *rect, &screen.column, focused);
            }
        }
    }
}

fn list(brush: &mut Brush<'_>, rect: Rect, screen: &SourcesScreen, model: &Model) {
    let focused = screen.focus == SourcesPane::List;
    let head = Rect { y: rect.y - 1, height: 1, width: rect.width.saturating_sub(1), ..rect };
    let name = match screen.which {
        Which::All => "SOURCES".to_owned(),
        Which::Bad => brush.dotted(["SOURCES", "in trouble"]),
        Which::Off => brush.dotted(["SOURCES", "turned off"]),
    };
    brush.short(head, (head.x + 1, head.y), head.width.saturating_sub(2), &name, brush.name(focused));
    if screen.order.is_empty() {
        return bare(brush, rect, screen, model);
    }
    let columns = Column::fitting(head.width);
    for (column, cells) in placed(head, &columns) {
        brush.right(cells, head.y, column.head().0, brush.theme.dim);
    }
    let room = usize::from(rect.height / ROW_LINES).max(1);
    for (n, place) in screen.order.iter().enumerate().skip(screen.top).take(room) {
        let Some((_, state)) = model.gathering.at(*place) else { continue };
        let y = rect.y + (n - screen.top) as u16 * ROW_LINES;
        let two = Rect { y, height: ROW_LINES.min(rect.height), ..head };
        let selected = n == screen.cursor;
        row(brush, two, state, &columns, selected, model);
        if selected {
            brush.text(two, two.x + 1, two.y, brush.signs.cursor, brush.name(focused));
        }
    }
}

/// Where each of the columns stands, at the right end of a line.
fn placed(line: Rect, columns: &[Column]) -> Vec<(Column, Rect)> {
    let mut right = line.right();
    let mut placed: Vec<(Column, Rect)> = Vec::new();
    for column in columns.iter().rev() {
        let (_, cells) = column.head();
        let x = right.saturating_sub(cells).max(line.x);
        placed.push((*column, Rect { x, width: right - x, ..line }));
        right = x;
    }
    placed
}

fn row(
    brush: &mut Brush<'_>,
    rect: Rect,
    state: &SourceState,
    columns: &[Column],
    selected: bool,
    model: &Model,
) {
    let theme = brush.theme;
    let standing = Stand::of(state);
    let (sign, word, role) = prose::stand(standing, &model.settings);
    brush.text(rect, rect.x + 3, rect.y, sign, brush.role(role));
    let mut end = rect.right();
    for (column, cells) in placed(rect, columns) {
        let (said, style) = cell(brush, column, state, standing, model);
        brush.right(cells, rect.y, &said, style);
        end = cells.x;
    }
    let quiet = matches!(standing, Stand::Off | Stand::Gone);
    let name = if quiet { theme.dim } else { theme.text };
    let name = if selected { name.patch(theme.selection) } else { name };
    let room = end.saturating_sub(rect.x + MARK + 1);
    brush.short(rect, (rect.x + MARK, rect.y), room, model::called(state), name);
    let (under, style) = match &state.trouble {
        Some(trouble) if standing == Stand::Trouble => (prose::sentence(trouble), theme.warn),
        _ => (under(brush, state, standing, word), theme.dim),
    };
    brush.short(rect, (rect.x + MARK, rect.y + 1), rect.width.saturating_sub(MARK), &under, style);
}

/// `world · feed · answers, with notes`
fn under(brush: &Brush<'_>, state: &SourceState, standing: Stand, word: &str) -> String {
    let word = if standing == Stand::Well { "" } else { word };
    let notes = match (standing, state.repaired, state.notes.first()) {
        (Stand::Odd, true, _) => "mended to be read".to_owned(),
        (Stand::Odd, _, Some(note)) => brush.line(note),
        (Stand::Odd, ..) => "has moved".to_owned(),
        _ => word.to_owned(),
    };
    brush.dotted([brush.line(&state.beat), brush.line(&state.kind), notes])
}

/// What stands in a column.
fn cell(
    brush: &Brush<'_>,
    column: Column,
    state: &SourceState,
    standing: Stand,
    model: &Model,
) -> (String, Style) {
    let theme = brush.theme;
    let asked = !matches!(standing, Stand::Off | Stand::Gone);
    let said = match column {
        Column::Last => state.gathered_at.map(|at| human::age(at, model.now)).unwrap_or_default(),
        Column::Next => match state.next_at.filter(|_| asked && !model.sync.offline) {
            Some(at) if at <= model.now => "due".to_owned(),
            Some(at) => human::slot(at, model.now, &model.settings.zone).0,
            None => String::new(),
        },
        Column::Days => {
            let from = state.days.len().saturating_sub(DAYS);
            let days = state.days.get(from..).unwrap_or_default();
            if days.iter().all(|day| *day == 0) { String::new() } else { glyphs::bars(days, brush.signs) }
        }
        Column::Rate => prose::a_day(state).unwrap_or_default(),
        Column::Lag => state.lag_seconds.map(human::span).unwrap_or_default(),
    };
    (said, if column == Column::Days { theme.text } else { theme.dim })
}

/// No source at all, or none of those asked for.
fn bare(brush: &mut Brush<'_>, rect: Rect, screen: &SourcesScreen, model: &Model) {
    let key = |action| model.keymap.shown(action).unwrap_or_else(|| ":".to_owned());
    let all = format!("{} shows all of them.", key(Action::Back));
    let (what, next) = match screen.which {
        Which::Bad => ("No source is in trouble.", all),
        Which::Off => ("No source is turned off.", all),
        Which::All => (
            "Nothing is gathered yet: there is no source.",
            format!(
                "{} adds one: a feed, a site, a page of Bluesky or Hacker News. An address can be pasted here, and a list \
                 of feeds from another reader (OPML) dropped here. `slugline init --pack world` brings a set.",
                key(Action::Add)
            ),
        ),
    };
    empty::note(brush, rect, what, &next);
}

/// `312 sources · 4 in trouble · 2 off`
pub(super) fn counted(brush: &Brush<'_>, model: &Model) -> String {
    let all = model.gathering.rows.len();
    if all == 0 {
        return String::new();
    }
    let (bad, off) = model.gathering.bad_and_off();
    let some =
        |n: usize, what: &str| if n > 0 { format!("{} {what}", human::number(n)) } else { String::new() };
    brush.dotted([human::count(all, "source", "sources"), some(bad, "in trouble"), some(off, "off")])
}
