//! Themes: a style for each role, read from `assets/themes/*.toml`.
//!
//! Code asks for roles, never for colours. A style in a file is a short line of words: `"#c8a35a bold"`,
//! `"on blue white"`, `"dim italic"`. `mono` names no colour at all, which is what `NO_COLOR` asks for: an escape
//! code for "no colour" would undo bold and reverse in some terminals.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Deserializer, de::Error};

use super::model::{Theme, ThemeName};

impl ThemeName {
    /// Every shipped theme.
    pub const ALL: [Self; 5] = [Self::Ink, Self::Paper, Self::Contrast, Self::Mono, Self::Terminal];

    /// The word that config uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Paper => "paper",
            Self::Contrast => "contrast",
            Self::Mono => "mono",
            Self::Terminal => "terminal",
        }
    }

    /// Reads that word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.word() == word)
    }

    /// The theme itself.
    pub fn theme(self) -> Theme {
        let text = match self {
            Self::Ink => include_str!("../../assets/themes/ink.toml"),
            Self::Paper => include_str!("../../assets/themes/paper.toml"),
            Self::Contrast => include_str!("../../assets/themes/contrast.toml"),
            Self::Mono => include_str!("../../assets/themes/mono.toml"),
            Self::Terminal => include_str!("../../assets/themes/terminal.toml"),
        };
        parse(text).unwrap_or_default()
    }
}

/// Reads a theme file; the error names the line and the role.
pub fn parse(text: &str) -> Result<Theme, toml::de::Error> {
    toml::from_str::<File>(text).map(Theme::from)
}

macro_rules! roles {
    ($($role:ident)*) => {
        /// What a theme file holds: every role, none left out, none misspelt.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File { $(#[serde(deserialize_with = "style")] $role: Style,)* }

        impl From<File> for Theme {
            fn from(file: File) -> Self {
                Self { $($role: file.$role,)* }
            }
        }

        #[cfg(test)]
        fn styles(theme: &Theme) -> Vec<(&'static str, Style)> {
            vec![$((stringify!($role), theme.$role),)*]
        }
    };
}

roles! { text dim accent headline dek mark selection rule good warn bad }

fn style<'de, D: Deserializer<'de>>(from: D) -> Result<Style, D::Error> {
    read_style(&String::deserialize(from)?).map_err(D::Error::custom)
}

/// `"#c8a35a bold"`, `"white on blue"`, `"dim italic"`.
fn read_style(words: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut ground = false;
    for word in words.split_whitespace() {
        let modifier = match word {
            "on" => {
                ground = true;
                continue;
            }
            "plain" => Modifier::empty(),
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            colour => {
                let colour = Color::from_str(colour)
                    .map_err(|_not_a_colour| format!("{colour:?} is no colour and no weight"))?;
                style = if std::mem::take(&mut ground) { style.bg(colour) } else { style.fg(colour) };
                continue;
            }
        };
        style = style.add_modifier(modifier);
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::{ThemeName, parse, read_style, styles};
    use ratatui::style::{Color, Modifier, Style};

    #[test]
    fn every_shipped_theme_has_every_role() {
        for name in ThemeName::ALL {
            let theme = name.theme();
            assert_ne!(theme.headline, Style::default(), "{}", name.word());
            assert_eq!(ThemeName::read(name.word()), Some(name));
        }
    }

    #[test]
    fn mono_has_no_colour_and_terminal_only_the_sixteen() {
        for (role, style) in styles(&ThemeName::Mono.theme()) {
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
        for (role, style) in styles(&ThemeName::Terminal.theme()) {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{role}");
            }
        }
    }

    #[test]
    fn a_style_is_a_line_of_words() {
        let style = Style::new().fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD);
        assert_eq!(read_style("white on blue bold"), Ok(style));
        assert!(read_style("blod").is_err());
    }

    #[test]
    fn a_misspelt_role_is_named() {
        let error = parse("txet = \"white\"").unwrap_err().to_string();
        assert!(error.contains("txet"), "{error}");
    }
}
