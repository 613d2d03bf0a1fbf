//! What the beats are called, where rows tell only their ids.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Remote, asker::Question};
use crate::{
    remote::{
        Can, Dialect,
        answer::{
            envelope::{self, Next},
            refusal::short,
        },
    },
    story::Dispatch,
    wire::format,
};

/// As many pages of beats are asked for.
const PAGES: usize = 10;
/// As many names are kept.
const NAMES: usize = 2_000;

impl Remote {
    /// Names the beats of these dispatches. The names are asked for once and kept; where the server has none, the beats
    /// stay numbers, and that is no trouble.
    pub(super) async fn name_beats(&mut self, dispatches: impl Iterator<Item = &mut Dispatch>) {
        let mut nameless: Vec<&mut Dispatch> = dispatches
            .filter(|dispatch| {
                dispatch.beat.id.is_some() && dispatch.beat.name.as_deref().unwrap_or_default().is_empty()
            })
            .collect();
        let id = |dispatch: &Dispatch| dispatch.beat.id.clone().unwrap_or_default();
        let unknown = nameless.iter().any(|dispatch| !self.abilities.beats.contains_key(&id(dispatch)));
        if unknown && self.abilities.topics != Can::No && !self.session.beats_asked {
            self.learn_beats().await;
            if self.abilities.topics == Can::Yes {
                for dispatch in &nameless {
                    if self.abilities.beats.len() < NAMES {
                        self.abilities.beats.entry(id(dispatch)).or_default();
                    }
                }
            }
        }
        for dispatch in &mut nameless {
            dispatch.beat.name =
                self.abilities.beats.get(&id(dispatch)).filter(|name| !name.is_empty()).cloned();
        }
    }

    async fn learn_beats(&mut self) {
        if matches!(self.abilities.dialect, Dialect::File | Dialect::Unknown) {
            return;
        }
        self.session.beats_asked = true;
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let mut url = self.routes.route(&self.beside("topics"));
            url.query_pairs_mut()
                .append_pair("limit", "100")
                .extend_pairs(cursor.iter().map(|at| ("cursor", at)));
            // Whatever keeps the answer away will show itself again with the next question that matters.
            let Ok(reply) = self.asker.ask(Question { patient: false, ..Question::new(url) }).await else {
                return;
            };
            match reply.status {
                200 | 203 => {}
                404 | 405 | 410 | 501 => {
                    self.abilities.topics = Can::No;
                    return;
                }
                _ => return,
            }
            let text = String::from_utf8_lossy(&reply.body);
            let Ok(page) = envelope::open(&text) else { return };
            self.abilities.topics = Can::Yes;
            for item in page.items {
                if let Some((id, name)) = beat(item)
                    && self.abilities.beats.len() < NAMES
                {
                    self.abilities.beats.insert(id, name);
                }
            }
            match page.next {
                Next::Cursor(next) if cursor.as_ref() != Some(&next) => cursor = Some(next),
                _ => return,
            }
        }
    }
}

/// The id and the name of a beat.
fn beat(item: &str) -> Option<(String, String)> {
    let (object, _) = format::object(item).ok()?;
    let id = match object.get("id").or_else(|| object.get("topicId"))? {
        Value::String(id) => short(id),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let names: BTreeMap<&str, &str> =
        object.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    let name =
        ["displayName", "display_name", "label", "name", "slug"].iter().find_map(|name| names.get(name))?;
    Some((id, short(name)))
}

#[cfg(test)]
mod tests {
    use super::beat;

    #[test]
    fn a_beat_is_called_by_the_name_people_read() {
        let named = |item: &str| beat(item).map(|(id, name)| format!("{id} {name}"));
        let topic = r#"{"id":7,"slug":"ai-safety","name":"ai-safety","displayName":"AI Safety\u001b[2J"}"#;
        assert_eq!(named(topic).as_deref(), Some("7 AI Safety"));
        assert_eq!(named(r#"{"id":"7","name":"ports"}"#).as_deref(), Some("7 ports"));
        assert_eq!(named(r#"{"name":"ports"}"#), None);
        assert_eq!(named("7"), None);
    }
}
