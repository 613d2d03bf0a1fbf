//! One story in a list: headline, what moved or is missing, when its records came and what became of it.

use ratatui::layout::Rect;

use crate::{
    reader::{
        human,
        model::{Model, SignalsPane},
        prose::{self, Role, Spark},
    },
    text::{tokens, wrap},
    wire::{page::Scope, stories::StoryRow},
};

use super::{brush::Brush, columns};

/// Cells before the time: the mark of the selected story.
pub(super) const MARK: u16 = 3;
/// Cells for the time.
const TIME: u16 = 7;
/// From this width on, what stands beneath the headline is set in under it.
pub(super) const ROOMY: u16 = 60;
/// Cells that what moved has at least, before another number is shown beside it.
const MOVED: u16 = 26;
/// Hours that one bar stands for at most.
const COARSEST: usize = 4;
/// Cells that part a label from its bars, and those from the next label.
const PARTED: u16 = 3;
/// Cells for `22 h …`, and what parts it from what follows.
const HOURS_SAID: u16 = 8;

/// A number at the right, by what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// The detector's own measure.
    Score,
    /// Records of the story.
    Records,
    /// Independent voices among them.
    Voices,
    /// Records that only repeat another.
    Copies,
}

impl Column {
    /// From left to right.
    const ALL: [Self; 4] = [Self::Score, Self::Records, Self::Voices, Self::Copies];
    /// The first to be shown where it is tight.
    const BY_NEED: [Self; 4] = [Self::Voices, Self::Score, Self::Records, Self::Copies];

    /// Its name, and its cells with those that part it from the column before.
    pub(super) fn head(self) -> (&'static str, u16) {
        match self {
            Self::Score => ("score", 8),
            Self::Records => ("records", 9),
            Self::Voices => ("voices", 8),
            Self::Copies => ("copies", 8),
        }
    }

    /// What stands in it.
    fn cell(self, row: &StoryRow) -> String {
        let cluster = &row.cluster;
        match self {
            Self::Score => row.signal.as_ref().map(|s| prose::figure(s.score)).unwrap_or_default(),
            Self::Records => human::number(cluster.records.len()),
            Self::Voices => human::number(cluster.voices),
            Self::Copies if cluster.copies.is_empty() => String::new(),
            Self::Copies => human::number(cluster.copies.len()),
        }
    }

    /// Those that a line of this width has room for, each with its place.
    pub(super) fn placed(line: Rect) -> Vec<(Self, Rect)> {
        let room = line.width.saturating_sub(MARK + MOVED);
        let some = columns::fitting(room, &Self::BY_NEED, |column| column.head().1);
        let mut right = line.right();
        let mut placed = Vec::new();
        for column in Self::ALL.into_iter().rev().filter(|column| some.contains(column)) {
            let (_, width) = column.head();
            right -= width;
            placed.push((column, Rect { x: right, width, ..line }));
        }
        placed
    }
}

/// Draws it. `columns`: the numbers that have a column of their own, and where.
pub(super) fn draw(
    brush: &mut Brush<'_>,
    rect: Rect,
    row: &StoryRow,
    (which, selected): (SignalsPane, bool),
    columns: &[(Column, Rect)],
    model: &Model,
) {
    let theme = brush.theme;
    let fired = row.signal.as_ref().map(|signal| signal.at);
    let at = if which == SignalsPane::Moved { fired.or(row.cluster.last_at) } else { row.cluster.last_at };
    let slot = at.map(|at| human::slot(at, model.now, &model.settings.zone));
    let (time, day) = slot.unwrap_or_default();
    brush.text(rect, rect.x + MARK, rect.y, &time, theme.dim);
    let style = if selected { theme.text.patch(theme.selection) } else { theme.text };
    let headline = tokens::words(&row.headline);
    brush.short(rect, (rect.x + MARK + TIME, rect.y), rect.width, &headline, style);
    let x = rect.x + if rect.width >= ROOMY { MARK + TIME } else { MARK };
    let together = model.wire.listing.scope == Scope::All && model.wire.wires.len() > 1;
    let wire = if together { brush.line(row.wire.as_str()) } else { String::new() };
    let rest = brush.dotted([day.unwrap_or_default(), wire]);
    match which {
        SignalsPane::Moved => moved(brush, rect, x, row, columns, &rest),
        SignalsPane::Watched => watched(brush, rect, x, row, &rest),
    }
}

/// What moved, with its numbers; when its records came, and what became of it.
fn moved(brush: &mut Brush<'_>, rect: Rect, x: u16, row: &StoryRow, columns: &[(Column, Rect)], rest: &str) {
    let theme = brush.theme;
    let line = Rect { y: rect.y + 1, ..rect };
    let mut end = rect.right();
    for (column, cells) in columns {
        brush.right(Rect { y: line.y, ..*cells }, line.y, &column.cell(row), theme.text);
        end = cells.x;
    }
    let mut words = x;
    if let Some(signal) = &row.signal {
        let (what, role) = prose::moved(signal, brush.signs);
        let style = brush.role(role);
        words = brush.short(rect, (x, line.y), end.saturating_sub(x), &what, style);
    }
    let voices = || human::count(row.cluster.voices, "voice", "voices");
    let counts = if columns.is_empty() { voices() } else { String::new() };
    let after = brush.dotted([counts.as_str(), rest]);
    if !after.is_empty() {
        let after = format!(" {} {after}", brush.signs.dot);
        brush.short(rect, (words, line.y), end.saturating_sub(words), &after, theme.dim);
    }
    let (state, role) = prose::outcome_short(row, brush.signs);
    pictures(brush, rect, x, row, &state, role);
}

/// What is missing, in words; when its records came, and how many tell it.
fn watched(brush: &mut Brush<'_>, rect: Rect, x: u16, row: &StoryRow, rest: &str) {
    let theme = brush.theme;
    let reason = brush.line(&row.reason);
    let reason = if reason.is_empty() { "Not looked at yet".to_owned() } else { reason };
    let room = usize::from(rect.right().saturating_sub(x).max(1));
    let lines = wrap::lines(&reason, room, &[], brush.cells);
    if rect.width < ROOMY
        && let [first, second, ..] = lines.as_slice()
    {
        // What is missing comes before when it came.
        let rest = reason.get(second.start..).unwrap_or_default();
        brush.text(rect, x, rect.y + 1, reason.get(first.clone()).unwrap_or_default(), theme.text);
        brush.short(rect, (x, rect.y + 2), rect.width, rest, theme.text);
        return;
    }
    brush.short(rect, (x, rect.y + 1), rect.width, &reason, theme.text);
    let moved = row.signal.as_ref().map(|signal| prose::moved(signal, brush.signs).0).unwrap_or_default();
    let said = brush.dotted([moved, counted_row(brush, row), rest.to_owned()]);
    pictures(brush, rect, x, row, &said, Role::Meta);
}

/// `6 records · 4 voices`
fn counted_row(brush: &Brush<'_>, row: &StoryRow) -> String {
    let records = human::count(row.cluster.records.len(), "record", "records");
    brush.dotted([records, human::count(row.cluster.voices, "voice", "voices")])
}

/// The arrivals kind by kind, as many kinds as fit beside what is said at the right.
fn pictures(brush: &mut Brush<'_>, rect: Rect, x: u16, row: &StoryRow, said: &str, role: Role) {
    let y = rect.y + 2;
    if y >= rect.bottom() {
        return;
    }
    let style = brush.role(role);
    let room = Rect { x, width: rect.right().saturating_sub(x), ..rect };
    let from = brush.right(room, y, said, style);
    let cells = |spark: &Spark| brush.width(&spark.label) + brush.width(&spark.bars) + PARTED;
    let fitting = |mut sparks: Vec<Spark>| {
        let mut room = from.saturating_sub(x + HOURS_SAID);
        let fits = sparks.iter().position(|spark| {
            let too_wide = cells(spark) > room;
            room = room.saturating_sub(cells(spark));
            too_wide
        });
        sparks.truncate(fits.unwrap_or(sparks.len()));
        sparks
    };
    let kinds = prose::sparks(&row.arrivals, 1, brush.signs).len();
    // One bar for several hours makes room for more kinds; where it does not, an hour has its own.
    let pictures = (1..=COARSEST).map(|each| fitting(prose::sparks(&row.arrivals, each, brush.signs)));
    let sparks =
        pictures.reduce(|best, next| if next.len() > best.len() { next } else { best }).unwrap_or_default();
    let (start, mut x) = (x, x);
    for spark in &sparks {
        let label = brush.line(&spark.label);
        x = brush.text(rect, x, y, &label, brush.theme.dim) + 1;
        x = brush.text(rect, x, y, &spark.bars, brush.theme.text) + 2;
    }
    if let Some(spark) = sparks.first().filter(|_| x > start) {
        x = brush.text(rect, x, y, &format!("{} h", spark.hours), brush.theme.dim) + 1;
        if sparks.len() < kinds {
            brush.text(rect, x, y, brush.signs.more, brush.theme.dim);
        }
    }
}
