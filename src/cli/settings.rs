//! The config as the commands need it: read, checked to the last key, with the keymap it makes.

use std::{collections::BTreeMap, path::Path};

use crate::{
    config::{self, Config, Env, Problem, nearest},
    reader::{action::Action, keys::Keymap},
};

/// Reads the config and makes the keymap. Everything that is wrong comes at once, in the order of the file.
pub fn read(file: &Path, asked: bool, env: Env<'_>) -> Result<(Config, Keymap), Vec<Problem>> {
    let config = config::load(file, asked, env)?;
    let (known, unknown): (Vec<_>, Vec<_>) =
        config.keys.iter().partition(|rebound| Action::read(&rebound.action).is_some());
    let mut problems: Vec<Problem> = unknown
        .iter()
        .map(|rebound| {
            let words = Action::ALL.iter().map(|action| action.word());
            Problem {
                spot: rebound.spot.clone(),
                key: format!("keys.{}", rebound.action),
                what: "no such action; `slugline keys` lists them all".to_owned(),
                near: nearest(&rebound.action, words).map(str::to_owned),
            }
        })
        .collect();
    let own: BTreeMap<String, Vec<String>> =
        known.iter().map(|rebound| (rebound.action.clone(), rebound.keys.clone())).collect();
    let keymap = Keymap::with(&own).unwrap_or_else(|wrong| {
        problems.extend(wrong.into_iter().map(|bad| {
            let rebound = config.keys.iter().find(|rebound| rebound.action == bad.action);
            let whole = Problem::whole(&file.display().to_string(), String::new());
            let spot = rebound.map_or(whole.spot, |rebound| rebound.spot.clone());
            Problem { spot, key: format!("keys.{}", bad.action), what: bad.why, near: None }
        }));
        Keymap::default()
    });
    problems.sort_by(|a, b| a.spot.cmp(&b.spot));
    if problems.is_empty() { Ok((config, keymap)) } else { Err(problems) }
}
