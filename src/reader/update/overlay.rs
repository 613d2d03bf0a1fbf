//! Help and the palette, over whatever is on screen.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};
use tui_input::{Input, InputRequest, backend::crossterm::EventHandler};

use super::super::{
    action::Action,
    effect::Effect,
    keys::rows,
    model::{Column, Model, Overlay},
};
use super::{layout, press, scroll, sources};

/// The keys.
pub(super) fn help(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Help(Column::default()));
    layout::relay(model);
    Vec::new()
}

/// Any action by name.
pub(super) fn palette(model: &mut Model) -> Vec<Effect> {
    let matches = matching("");
    model.overlay = Some(Overlay::Palette { input: Input::default(), matches, cursor: 0 });
    Vec::new()
}

/// The actions whose name or words match, best first. Nothing typed matches all.
fn matching(typed: &str) -> Vec<Action> {
    let listed = rows().iter().filter(|row| row.action != Action::Palette);
    let single = |action: Action| action.citation().is_none_or(|n| n == 1);
    let listed = listed.filter(|row| single(row.action));
    if typed.trim().is_empty() {
        return listed.map(|row| row.action).collect();
    }
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let (mut matcher, mut buffer) = (Matcher::new(Config::DEFAULT), Vec::new());
    let mut scored: Vec<(u32, Action)> = listed
        .filter_map(|row| {
            let mut score = |words: &str| pattern.score(Utf32Str::new(words, &mut buffer), &mut matcher);
            let (name, words) = (score(row.action.word()), score(&row.help));
            let best = name.map(|score| score * 2).max(words)?;
            Some((best, row.action))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, action)| action).collect()
}

/// A key while the palette is open; it takes them all.
pub(super) fn typed(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    let Some(Overlay::Palette { input, matches, cursor }) = &mut model.overlay else { return None };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let last = matches.len().saturating_sub(1);
    match key.code {
        KeyCode::Esc => model.overlay = None,
        KeyCode::Backspace if input.value().is_empty() => model.overlay = None,
        KeyCode::Enter => {
            let chosen = matches.get(*cursor).copied();
            model.overlay = None;
            return Some(chosen.map_or_else(Vec::new, |action| press::asked(model, action)));
        }
        KeyCode::Down | KeyCode::Tab => *cursor = (*cursor + 1).min(last),
        KeyCode::Up | KeyCode::BackTab => *cursor = cursor.saturating_sub(1),
        KeyCode::Char('n') if control => *cursor = (*cursor + 1).min(last),
        KeyCode::Char('p') if control => *cursor = cursor.saturating_sub(1),
        _ => {
            input.handle_event(&Event::Key(key));
            (*matches, *cursor) = (matching(input.value()), 0);
        }
    }
    Some(Vec::new())
}

/// Pasted text goes into the palette's line.
pub(super) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(Overlay::Palette { input, matches, cursor }) = &mut model.overlay {
        for letter in text.chars() {
            input.handle(InputRequest::InsertChar(letter));
        }
        (*matches, *cursor) = (matching(input.value()), 0);
    }
    Vec::new()
}

/// An action while the help is open: it scrolls, and anything that would leave closes it.
pub(super) fn asked(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::over_height(model);
    match (&mut model.overlay, action) {
        (Some(Overlay::Add(_)), _) => return sources::adding_asked(model, action),
        (Some(Overlay::Confirm(_)), _) => return sources::confirm_asked(model, action),
        (_, Action::Back | Action::Help | Action::Enter) => model.overlay = None,
        (_, Action::Palette) => return palette(model),
        (Some(Overlay::Help(column)), movement) => {
            if let Some(step) = scroll::Step::of(movement) {
                scroll::lines(column, step, height);
            }
        }
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{Action, matching};

    #[test]
    fn the_palette_finds_by_name_and_by_words() {
        assert_eq!(matching("star").first(), Some(&Action::Star));
        assert_eq!(matching("browser").first(), Some(&Action::Open));
        assert!(matching("zzzz").is_empty());
        assert!(matching("").len() > 20);
    }
}
