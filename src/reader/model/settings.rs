//! What the person chose about the look.

use ratatui::style::Style;

/// Which glyph set to draw with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// ● ★ ↯ …
    #[default]
    Unicode,
    /// * + ! …
    Ascii,
}

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
    /// The terminal told its background.
    pub fn background_seen(&mut self, _light: bool) {}
}
