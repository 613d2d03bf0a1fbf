//! What the person chose about the look.

use ratatui::style::Style;

use crate::{
    reader::glyphs::{GlyphSet, Glyphs},
    text::width::Ambiguous,
};

/// The shipped themes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Dark ground.
    #[default]
    Ink,
    /// Light ground.
    Paper,
    /// Strong contrast.
    Contrast,
    /// No colour at all.
    Mono,
    /// The terminal's own sixteen colours.
    Terminal,
}

/// Roles, not colours: what code asks a theme for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Theme {
    /// Body text.
    pub text: Style,
    /// What stands back.
    pub dim: Style,
    /// The one accent of a screen.
    pub accent: Style,
    /// Headlines.
    pub headline: Style,
    /// The sentence under a headline.
    pub dek: Style,
    /// A cited passage, a search match.
    pub mark: Style,
    /// The selected thing.
    pub selection: Style,
    /// Rules between panes.
    pub rule: Style,
    /// Found, fresh, well.
    pub good: Style,
    /// Thin, stale.
    pub warn: Style,
    /// Not found, failed.
    pub bad: Style,
}

/// What the person chose about the look.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The theme in use.
    pub theme: Theme,
    /// Follow the terminal's background between ink and paper.
    pub follow_background: bool,
    /// The glyphs in use.
    pub glyphs: Glyphs,
    /// Cells that ambiguous-width characters take: 1 or 2.
    pub ambiguous: u8,
    /// The widest a line of prose may be, in cells.
    pub measure: u16,
    /// The zone times are shown in.
    pub zone: jiff::tz::TimeZone,
}

impl Settings {
    /// The signs to draw with: ASCII where the terminal would draw the others two cells wide.
    pub fn signs(&self) -> &'static GlyphSet {
        match self.cells() {
            Ambiguous::One => self.glyphs.set(),
            Ambiguous::Two => Glyphs::Ascii.set(),
        }
    }

    /// How ambiguous characters are counted.
    pub fn cells(&self) -> Ambiguous {
        if self.ambiguous == 2 { Ambiguous::Two } else { Ambiguous::One }
    }
}

impl Settings {
    /// No colour, whatever the terminal: `NO_COLOR`, plain output, tests.
    pub fn plain() -> Self {
        Self { theme: ThemeName::Mono.theme(), follow_background: false, ..Self::default() }
    }

    /// The terminal told its background: ink on a dark one, paper on a light one, unless a theme was chosen.
    pub fn background_seen(&mut self, light: bool) {
        if self.follow_background {
            self.theme = if light { ThemeName::Paper } else { ThemeName::Ink }.theme();
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeName::default().theme(),
            follow_background: true,
            glyphs: Glyphs::Unicode,
            ambiguous: 1,
            measure: 72,
            zone: jiff::tz::TimeZone::UTC,
        }
    }
}
