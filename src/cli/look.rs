//! From the config's words about the look, and what the environment tells of the terminal, to the reader's settings.

use std::env;

use super::{args::ColorWhen, out};
use crate::{
    config::{self, GlyphChoice, ThemeChoice},
    reader::model::{Glyphs, Settings, ThemeName},
};

/// The reader's settings.
pub(super) fn settings(config: &config::Reader, color: ColorWhen) -> Settings {
    let plain = color == ColorWhen::Never || (color == ColorWhen::Auto && !out::colour_welcome());
    let chosen = if plain { ThemeName::Mono } else { theme(config.theme) };
    Settings {
        theme: chosen.theme(),
        follow_background: !plain && config.theme == ThemeChoice::Auto && many_colours(),
        glyphs: glyphs(config.glyphs),
        ambiguous: config.ambiguous,
        measure: config.measure,
        zone: config.zone.time_zone(),
    }
}

fn theme(choice: ThemeChoice) -> ThemeName {
    match choice {
        ThemeChoice::Auto if !many_colours() => ThemeName::Terminal,
        ThemeChoice::Auto | ThemeChoice::Ink => ThemeName::Ink,
        ThemeChoice::Paper => ThemeName::Paper,
        ThemeChoice::Contrast => ThemeName::Contrast,
        ThemeChoice::Mono => ThemeName::Mono,
        ThemeChoice::Terminal => ThemeName::Terminal,
    }
}

/// The terminal says that it has more than sixteen colours.
fn many_colours() -> bool {
    let term = env::var("TERM").unwrap_or_default();
    let rich = ["256color", "direct", "kitty", "alacritty", "ghostty", "wezterm"];
    env::var_os("COLORTERM").is_some() || rich.iter().any(|word| term.contains(word))
}

/// Unicode, unless the locale is set and is no UTF-8, or the terminal is the Linux console with its 512 letters.
pub(super) fn glyphs(choice: GlyphChoice) -> Glyphs {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let narrow = locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    });
    let console = env::var("TERM").is_ok_and(|term| term == "linux");
    match choice {
        GlyphChoice::Auto if narrow || console => Glyphs::Ascii,
        GlyphChoice::Auto | GlyphChoice::Unicode => Glyphs::Unicode,
        GlyphChoice::Ascii => Glyphs::Ascii,
    }
}
