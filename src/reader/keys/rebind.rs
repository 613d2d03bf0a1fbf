//! The person's own keys over the bundled ones.

use std::collections::BTreeMap;

use keybinds::{KeySeq, Match};

use super::{Action, Keymap};

/// A key of the `[keys]` table that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadKey {
    /// The action it stands under, as it was written.
    pub action: String,
    /// Why it cannot be, in plain words.
    pub why: String,
}

impl Keymap {
    /// The bundled keys with these in their place: `action → keys`. All that is wrong comes back at once.
    pub fn with(own: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<BadKey>> {
        let mut wrong = Vec::new();
        let mut asked: Vec<(KeySeq, Action)> = Vec::new();
        let mut map = Self::default();
        for (word, keys) in own {
            let bad = |why: String| BadKey { action: word.clone(), why };
            let Some(action) = Action::read(word) else {
                wrong.push(bad(no_such_action(word)));
                continue;
            };
            map.bindings.retain(|(_, bound)| *bound != action);
            for key in keys {
                match key.parse::<KeySeq>() {
                    Err(error) => wrong.push(bad(format!("`{key}` is no key: {error}"))),
                    Ok(sequence) => match asked.iter().find(|(other, _)| clash(other, &sequence)) {
                        Some((_, other)) => {
                            wrong.push(bad(format!("`{key}` is also asked for `{}`", other.word())));
                        }
                        None => asked.push((sequence, action)),
                    },
                }
            }
        }
        map.bindings.retain(|(bundled, _)| !asked.iter().any(|(own, _)| clash(own, bundled)));
        map.bindings.extend(asked);
        if let Some(lost) = map.lost() {
            wrong.push(lost);
        }
        if wrong.is_empty() { Ok(map) } else { Err(wrong) }
    }

    /// There must be a way out.
    fn lost(&self) -> Option<BadKey> {
        let ways_out = [Action::Quit, Action::Back, Action::Enter];
        let without = ways_out.into_iter().find(|action| self.keys_of(*action).is_empty())?;
        Some(BadKey { action: without.word().to_owned(), why: "is left without any key".to_owned() })
    }
}

/// Equal, or one begins the other.
fn clash(a: &KeySeq, b: &KeySeq) -> bool {
    a.match_to(b.as_slice()) != Match::Unmatch || b.match_to(a.as_slice()) != Match::Unmatch
}

fn no_such_action(word: &str) -> String {
    let close = |action: &&Action| action.word().contains(word) || word.contains(action.word());
    match Action::ALL.iter().find(close) {
        Some(near) => format!("there is no action `{word}`; did you mean `{}`?", near.word()),
        None => format!("there is no action `{word}`; `slugline keys` lists them all"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Keymap};

    fn with(rows: &[(&str, &[&str])]) -> Result<Keymap, Vec<String>> {
        let own = rows
            .iter()
            .map(|(a, k)| ((*a).to_owned(), k.iter().map(|k| (*k).to_owned()).collect()))
            .collect();
        Keymap::with(&own)
            .map_err(|bad| bad.into_iter().map(|b| format!("{}: {}", b.action, b.why)).collect())
    }

    #[test]
    fn a_rebound_action_loses_its_old_keys_and_takes_others() {
        let map = with(&[("down", &["n"])]).unwrap();
        assert_eq!(map.keys_of(Action::Down), ["n"]);
        assert!(map.keys_of(Action::NextUnread).is_empty());
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_name() {
        assert_eq!(
            with(&[("dwn", &["x"])]).unwrap_err(),
            ["dwn: there is no action `dwn`; `slugline keys` lists them all"]
        );
        assert!(with(&[("down", &["Hyper+x"])]).unwrap_err()[0].starts_with("down: `Hyper+x` is no key"));
        assert_eq!(
            with(&[("down", &["x"]), ("up", &["x"])]).unwrap_err(),
            ["up: `x` is also asked for `down`"]
        );
        assert_eq!(with(&[("quit", &[])]).unwrap_err(), ["quit: is left without any key"]);
    }
}
