//! The environment's layer: `SLUGLINE_READER_THEME=paper` is `theme = "paper"` under `[reader]`.

use super::{Env, KNOBS, Problem, Spot, Takes, settings::Config, takes::Given};

/// Lays the variables that are set over the settings. An empty variable counts as not set.
pub(super) fn apply(config: &mut Config, env: Env<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for knob in KNOBS {
        let variable = knob.variable();
        let Some(value) = env(&variable).filter(|value| !value.is_empty()) else { continue };
        let given = match (knob.takes, value.trim().parse()) {
            (Takes::Whole { .. }, Ok(number)) => Given::Whole(number),
            _ => Given::Word(value),
        };
        if let Err((what, near)) = knob.set(config, &given) {
            let spot = Spot { file: variable, line: 0, column: 0 };
            problems.push(Problem { spot, key: String::new(), what, near });
        }
    }
    problems
}
