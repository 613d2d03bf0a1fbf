//! Which key does what: `assets/keys.toml`, with the person's own choices laid over it.
//!
//! A key means the same wherever it is pressed, so there is one table, not one for each screen; the screens
//! decide what an action does to them. Sequences (`g g`) wait for their next key without a timer: time is no
//! part of the model, and a key that cannot go on is taken by itself.
//!
//! Rebinding replaces an action's keys. A key taken from another action by that is taken from it; a key asked for
//! twice in the same `[keys]` table, or one that could never be reached because it begins another's sequence, is
//! refused with both names.

mod rebind;
mod rows;

pub use rebind::BadKey;
pub use rows::{Row, rows};

use keybinds::{KeyInput, KeySeq, Match};

use super::action::Action;

/// Which key does what.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    bindings: Vec<(KeySeq, Action)>,
}

/// What a key press comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// This action.
    Asked(Action),
    /// The beginning of a longer sequence.
    Begun,
    /// Nothing.
    Nothing,
}

impl Default for Keymap {
    /// The bundled keys.
    fn default() -> Self {
        let bound = |row: &Row| row.sequences().map(|seq| (seq, row.action)).collect::<Vec<_>>();
        Self { bindings: rows().iter().flat_map(bound).collect() }
    }
}

impl Keymap {
    /// What the keys pressed so far come to.
    pub fn meaning(&self, pressed: &[KeyInput]) -> Meaning {
        let mut begun = false;
        for (sequence, action) in &self.bindings {
            match sequence.match_to(pressed) {
                Match::Matched => return Meaning::Asked(*action),
                Match::Prefix => begun = true,
                Match::Unmatch => {}
            }
        }
        if begun { Meaning::Begun } else { Meaning::Nothing }
    }

    /// The keys of an action as they are written in `keys.toml`: `g g`, `Ctrl+d`.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        self.bindings.iter().filter(|(_, a)| *a == action).map(|(seq, _)| written(seq)).collect()
    }

    /// The first key of an action as a screen shows it: `↵`, `ctrl-d`, `gg`.
    pub fn shown(&self, action: Action) -> Option<String> {
        self.bindings.iter().find(|(_, a)| *a == action).map(|(seq, _)| shown(seq))
    }

    /// The keys that matter on a screen, with a word each, in the order of `keys.toml`.
    pub fn hints(&self, screen: &str) -> Vec<(String, String)> {
        let hint = |row: &Row| {
            let (word, own) = row.hint_on(screen)?;
            let key = self.shown(row.action)?;
            let key = if row.action == Action::Citation1 && key == "1" { "1-9".to_owned() } else { key };
            let back = twin(row.action).and_then(|action| self.shown(action));
            Some((!own, back.map_or(key.clone(), |back| format!("{key}/{back}")), word.to_owned()))
        };
        // What is called by another name here is what one is here for.
        let mut hints: Vec<_> = rows().iter().filter_map(hint).collect();
        hints.sort_by_key(|(common, ..)| *common);
        hints.into_iter().map(|(_, key, word)| (key, word)).collect()
    }
}

/// The way back of an action that goes on, where a screen names both together: `j/k`, `n/N`.
fn twin(action: Action) -> Option<Action> {
    Some(match action {
        Action::Down => Action::Up,
        Action::NextUnread => Action::PreviousUnread,
        Action::NextMarker => Action::PreviousMarker,
        _ => return None,
    })
}

/// As config writes it.
fn written(sequence: &KeySeq) -> String {
    sequence.as_slice().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// As a screen shows it: short.
fn shown(sequence: &KeySeq) -> String {
    let one = |input: &KeyInput| match input.to_string().as_str() {
        "Enter" => "↵".to_owned(),
        "PageDown" => "PgDn".to_owned(),
        "PageUp" => "PgUp".to_owned(),
        long => long.replace("Ctrl+", "ctrl-").replace("Alt+", "alt-").replace("Shift+", "shift-"),
    };
    sequence.as_slice().iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{Action, Keymap, Meaning, rows};
    use keybinds::{KeyInput, KeySeq};

    fn meaning(map: &Keymap, keys: &str) -> Meaning {
        let sequence: KeySeq = keys.parse().unwrap();
        map.meaning(sequence.as_slice())
    }

    #[test]
    fn every_action_has_a_row_and_a_key_and_words() {
        for action in Action::ALL {
            let row = rows().iter().find(|row| row.action == *action);
            let row = row.unwrap_or_else(|| panic!("{action:?} has no row in keys.toml"));
            assert!(!row.keys.is_empty() && !row.help.is_empty() && !row.group.is_empty(), "{row:?}");
            assert!(row.on.is_empty() || !row.hint.is_empty(), "{row:?} is hinted at without a word");
        }
    }

    #[test]
    fn no_two_rows_collide() {
        let map = Keymap::default();
        for (sequence, action) in &map.bindings {
            assert_eq!(map.meaning(sequence.as_slice()), Meaning::Asked(*action), "{sequence}");
            for cut in 1..sequence.as_slice().len() {
                let begun = sequence.as_slice().get(..cut).unwrap();
                assert_eq!(map.meaning(begun), Meaning::Begun, "{sequence} is shadowed");
            }
        }
    }

    #[test]
    fn a_sequence_waits_for_its_end() {
        let map = Keymap::default();
        assert_eq!(meaning(&map, "g"), Meaning::Begun);
        assert_eq!(meaning(&map, "g g"), Meaning::Asked(Action::Top));
        assert_eq!(meaning(&map, "g x"), Meaning::Nothing);
        assert_eq!(meaning(&map, "Shift+Tab"), Meaning::Asked(Action::PreviousPane));
    }

    #[test]
    fn terminals_say_capital_letters_in_two_ways() {
        use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
        let map = Keymap::default();
        for modifiers in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
            let input = KeyInput::from(KeyEvent::new(KeyCode::Char('G'), modifiers));
            assert_eq!(map.meaning(&[input]), Meaning::Asked(Action::Bottom));
        }
    }

    #[test]
    fn hints_follow_the_live_keymap() {
        let map = Keymap::default();
        assert_eq!(map.hints("wire")[0], ("↵".to_owned(), "open".to_owned()));
        let own = [("search".to_owned(), vec!["Ctrl+s".to_owned()])].into_iter().collect();
        let map = Keymap::with(&own).unwrap();
        assert!(map.hints("wire").contains(&("ctrl-s".to_owned(), "search".to_owned())));
    }
}
