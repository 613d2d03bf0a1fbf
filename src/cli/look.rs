//! How the reader looks here: what the person chose, and where they left the choice, what the terminal can do.

use std::env;

use super::{Session, args::ColorWhen, out::colour_welcome};
use crate::{
    config::{GlyphChoice, ThemeChoice},
    reader::{
        glyphs::Glyphs,
        model::{Settings, ThemeName},
    },
};

/// The reader's settings for this terminal.
pub(super) fn settings(session: &Session<'_>) -> Settings {
    let var = |name: &str| env::var(name).unwrap_or_default();
    let chosen = &session.config.reader;
    let coloured = match session.global.color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => colour_welcome(),
    };
    let (name, follow_background) = theme(chosen.theme, coloured, &var("TERM"), &var("COLORTERM"));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(var).find(|locale| !locale.is_empty());
    Settings {
        theme: name.theme(),
        follow_background,
        glyphs: glyphs(chosen.glyphs, locale.as_deref(), &var("TERM")),
        ambiguous: chosen.ambiguous,
        measure: chosen.measure,
        zone: chosen.zone.time_zone(),
    }
}

/// Which theme, and whether the terminal's background may still change it.
fn theme(chosen: ThemeChoice, coloured: bool, term: &str, colorterm: &str) -> (ThemeName, bool) {
    if !coloured {
        return (ThemeName::Mono, false);
    }
    // Names of terminals that are sure to have no more than sixteen colours.
    let few =
        matches!(term, "linux" | "xterm" | "screen" | "vt100" | "vt220" | "ansi") && colorterm.is_empty();
    match chosen {
        ThemeChoice::Auto if few => (ThemeName::Terminal, false),
        ThemeChoice::Auto => (ThemeName::Ink, true),
        ThemeChoice::Ink => (ThemeName::Ink, false),
        ThemeChoice::Paper => (ThemeName::Paper, false),
        ThemeChoice::Contrast => (ThemeName::Contrast, false),
        ThemeChoice::Mono => (ThemeName::Mono, false),
        ThemeChoice::Terminal => (ThemeName::Terminal, false),
    }
}

/// ASCII where the locale names another encoding than UTF-8, and on the bare Linux console, which lacks the signs.
fn glyphs(chosen: GlyphChoice, locale: Option<&str>, term: &str) -> Glyphs {
    let utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    match chosen {
        GlyphChoice::Unicode => Glyphs::Unicode,
        GlyphChoice::Auto if utf8 && term != "linux" => Glyphs::Unicode,
        GlyphChoice::Ascii | GlyphChoice::Auto => Glyphs::Ascii,
    }
}

#[cfg(test)]
mod tests {
    use super::{GlyphChoice, Glyphs, ThemeChoice, ThemeName, glyphs, theme};

    #[test]
    fn no_colour_wins_over_any_theme() {
        for chosen in ThemeChoice::ALL {
            assert_eq!(theme(*chosen, false, "xterm-256color", "truecolor"), (ThemeName::Mono, false));
        }
    }

    #[test]
    fn what_is_left_to_us_follows_the_terminal() {
        assert_eq!(theme(ThemeChoice::Auto, true, "xterm-256color", ""), (ThemeName::Ink, true));
        assert_eq!(theme(ThemeChoice::Auto, true, "linux", ""), (ThemeName::Terminal, false));
        assert_eq!(theme(ThemeChoice::Paper, true, "linux", ""), (ThemeName::Paper, false));
        assert_eq!(glyphs(GlyphChoice::Auto, Some("en_US.UTF-8"), "xterm"), Glyphs::Unicode);
        assert_eq!(glyphs(GlyphChoice::Auto, Some("POSIX"), "xterm"), Glyphs::Ascii);
        assert_eq!(glyphs(GlyphChoice::Auto, None, "xterm"), Glyphs::Unicode);
        assert_eq!(glyphs(GlyphChoice::Unicode, Some("C"), "linux"), Glyphs::Unicode);
    }
}
