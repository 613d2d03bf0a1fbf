//! The environment's layer: `SLUGLINE_READER_THEME=paper` is `theme = "paper"` under `[reader]`.

use super::{Env, KNOBS, Problem, Spot, Takes, read_wires::OPEN_TO_ALL, settings::Config, takes::Given};

/// Lays the variables that are set over the settings. An empty variable counts as not set.
pub(super) fn apply(config: &mut Config, env: Env<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for knob in KNOBS {
        let variable = knob.variable();
        let Some(value) = env(&variable).filter(|value| !value.is_empty()) else { continue };
        let given = given(knob.takes, &value);
        if let Err((what, near)) = knob.set(config, &given) {
            let spot = Spot { file: variable, line: 0, column: 0 };
            problems.push(Problem { spot, key: String::new(), what, near });
        }
    }
    let places = [
        ("SLUGLINE_EMBEDDINGS_URL", config.embeddings.is_open_to_all()),
        ("SLUGLINE_WRITER_URL", config.writer.is_open_to_all()),
    ];
    for (url, open) in places {
        if open && env(url).is_some_and(|value| !value.is_empty()) {
            let spot = Spot { file: url.to_owned(), line: 0, column: 0 };
            problems.push(Problem { spot, key: String::new(), what: OPEN_TO_ALL.to_owned(), near: None });
        }
    }
    problems
}

/// What a variable says, as the file would say it: the words of a command are parted by blanks.
fn given(takes: Takes, value: &str) -> Given {
    let word = || Given::Word(value.to_owned());
    let trimmed = value.trim();
    match takes {
        Takes::Whole { .. } => trimmed.parse().map_or_else(|_| word(), Given::Whole),
        Takes::Decimal { .. } => trimmed.parse().map_or_else(|_| word(), Given::Decimal),
        Takes::YesNo => trimmed.parse().map_or_else(|_| word(), Given::Yes),
        Takes::Command => Given::Words(trimmed.split_whitespace().map(str::to_owned).collect()),
        _ => word(),
    }
}
