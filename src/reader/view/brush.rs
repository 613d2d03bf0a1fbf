//! The only thing that touches a cell.

use std::num::NonZeroU16;

use ratatui::{
    buffer::{Buffer, CellDiffOption, CellWidth},
    layout::Rect,
    style::{Modifier, Style},
};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    reader::{
        glyphs::GlyphSet,
        model::{Settings, Theme},
        prose::Role,
    },
    text::{
        clean,
        width::{self, Ambiguous},
    },
};

/// As much of a foreign text as is looked at for one line on screen, in bytes.
const ENOUGH: usize = 4096;

/// The beginning of a text, clean and on one line, its blanks as they are.
fn flat(text: &str) -> String {
    clean::safe(text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or_default()).replace('\n', " ")
}

/// Writes text into cells: cleaned, measured, and never beyond its column.
pub(super) struct Brush<'a> {
    buffer: &'a mut Buffer,
    pub(super) theme: &'a Theme,
    pub(super) signs: &'static GlyphSet,
    pub(super) cells: Ambiguous,
}

impl<'a> Brush<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, settings: &'a Settings) -> Self {
        Self { buffer, theme: &settings.theme, signs: settings.signs(), cells: settings.cells() }
    }

    /// The whole screen.
    pub(super) fn screen(&self) -> Rect {
        self.buffer.area
    }

    /// The ground: every cell a blank in the style of the text.
    pub(super) fn ground(&mut self) {
        let area = self.buffer.area;
        self.clear(area);
    }

    /// Blanks.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].reset();
        }
        // A wide character must not reach in from the left.
        for y in area.top()..area.bottom() {
            let beside = area.x.checked_sub(1).filter(|x| *x >= self.buffer.area.x);
            if let Some(cell) =
                beside.and_then(|x| self.buffer.cell_mut((x, y))).filter(|c| c.symbol().cell_width() > 1)
            {
                cell.set_symbol(" ");
            }
        }
        self.buffer.set_style(area, self.theme.text);
    }

    /// Text from the cell (x, y) on, no further than the right end of `within`. Returns where it ends.
    pub(super) fn text(&mut self, within: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let within = within.intersection(self.buffer.area);
        let (mut x, right) = (x, within.right());
        if y < within.top() || y >= within.bottom() || x < within.left() {
            return x;
        }
        for grapheme in clean::safe(text).graphemes(true) {
            let cells = width::of_grapheme(grapheme, self.cells) as u16;
            if x.saturating_add(cells) > right {
                break;
            }
            if cells > 0 && grapheme != "\n" {
                self.put(x, y, grapheme, cells, style);
                x += cells;
            }
        }
        x
    }

    /// One grapheme. Where ratatui counts other cells than we do (ambiguous characters; halfwidth katakana with
    /// a sound mark, which it counts twice), ours are what the terminal moves by.
    fn put(&mut self, x: u16, y: u16, grapheme: &str, cells: u16, style: Style) {
        let theirs = grapheme.cell_width();
        self.buffer.set_stringn(x, y, grapheme, usize::from(cells.max(theirs)), style);
        if let Some(cells) = NonZeroU16::new(cells).filter(|cells| theirs != cells.get()) {
            self.buffer[(x, y)].set_diff_option(CellDiffOption::ForcedWidth(cells));
        }
    }

    /// Text cut with `…` to so many cells. Returns where it ends.
    pub(super) fn short(
        &mut self,
        within: Rect,
        at: (u16, u16),
        cells: u16,
        text: &str,
        style: Style,
    ) -> u16 {
        let room = cells.min(within.right().saturating_sub(at.0));
        let (text, _) = width::truncate_with(&flat(text), usize::from(room), self.cells, self.signs.more);
        self.text(within, at.0, at.1, &text, style)
    }

    /// Text that ends at the right end of `within`. Returns where it begins.
    pub(super) fn right(&mut self, within: Rect, y: u16, text: &str, style: Style) -> u16 {
        let text = flat(text);
        let x = within.right().saturating_sub(self.width(&text)).max(within.left());
        self.text(within, x, y, &text, style);
        x
    }

    /// A rule down a column.
    pub(super) fn rule_down(&mut self, x: u16, from: u16, to: u16) {
        let area = self.buffer.area;
        for y in from..to {
            self.text(area, x, y, self.signs.rule, self.theme.rule);
        }
    }

    /// A rule along a line.
    pub(super) fn rule_across(&mut self, within: Rect, y: u16) {
        let rule = self.signs.across.repeat(usize::from(within.width));
        self.text(within, within.x, y, &rule, self.theme.rule);
    }

    /// Cells of a text on one line.
    pub(super) fn width(&self, text: &str) -> u16 {
        width::of(text, self.cells).min(usize::from(u16::MAX)) as u16
    }

    /// The beginning of a foreign text as one clean line.
    pub(super) fn line(&self, text: &str) -> String {
        let line = clean::line(text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or_default());
        // The dot that parts words has a twin, too.
        if self.signs.dot == "·" { line } else { line.replace('·', self.signs.dot) }
    }

    /// A key as it is shown.
    pub(super) fn key(&self, key: &str) -> String {
        if self.signs.dot == "·" { key.to_owned() } else { key.replace('↵', "Enter") }
    }

    /// Words parted by a dot.
    pub(super) fn dotted<S: AsRef<str>>(&self, parts: impl IntoIterator<Item = S>) -> String {
        let mut out = String::new();
        for part in parts {
            if !out.is_empty() && !part.as_ref().is_empty() {
                out = out + " " + self.signs.dot + " ";
            }
            out += part.as_ref();
        }
        out
    }

    /// The name of a pane: accent and bold where the focus is, dim elsewhere.
    pub(super) fn name(&self, focused: bool) -> Style {
        if focused { self.strong_accent() } else { self.theme.dim }
    }

    /// The accent, bold.
    pub(super) fn strong_accent(&self) -> Style {
        self.theme.accent.add_modifier(Modifier::BOLD)
    }

    /// How a role looks.
    pub(super) fn role(&self, role: Role) -> Style {
        let theme = self.theme;
        match role {
            Role::Body => theme.text,
            Role::Meta => theme.dim,
            Role::Headline => theme.headline,
            Role::Dek => theme.dek,
            Role::Heading => self.strong_accent(),
            Role::Link => theme.accent,
            Role::Mark => theme.mark,
            Role::Strong => theme.text.add_modifier(Modifier::BOLD),
            Role::Warn => theme.warn,
            Role::Good => theme.good,
            Role::Bad => theme.bad,
            Role::Added => theme.good.add_modifier(Modifier::BOLD),
            Role::Removed => theme.bad.add_modifier(Modifier::UNDERLINED),
        }
    }
}
