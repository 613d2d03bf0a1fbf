use std::path::Path;

use super::*;

#[test]
fn the_example_is_the_defaults() {
    let config = defaults();
    assert_eq!((config.reader.ambiguous, config.reader.measure, config.desk.words), (1, 72, 220));
    assert_eq!((config.reader.theme, config.store.path), (ThemeChoice::Auto, None));
    assert!(config.keys.is_empty() && config.beats.is_empty());
}

#[test]
fn every_key_stands_in_the_example_with_unit_range_and_default() {
    for knob in KNOBS {
        let (_, table) = EXAMPLE.split_once(&format!("\n[{}]\n", knob.table)).unwrap();
        let table = table.split("\n[").next().unwrap();
        let value = format!("\n{} = ", knob.key);
        let (before, _) = table.split_once(&value).unwrap_or_else(|| panic!("{} is missing", knob.name()));
        let comment = before.rsplit("\n\n").next().unwrap();
        assert!(comment.contains("Default: "), "{} has no default in words", knob.name());
        match knob.takes {
            Takes::OneOf(words) => assert!(comment.contains(&format!("One of: {}.", words.join(", ")))),
            Takes::Whole { min, max, unit } => {
                assert!(comment.contains(&format!("Unit: {unit}.")), "{}", knob.name());
                let range = [format!("{min} to {max}"), format!("{min} or {max}")];
                assert!(range.iter().any(|r| comment.contains(r)), "{}", knob.name());
            }
            _ => {}
        }
    }
}

/// The commented rows of the example, without their `# `.
fn example_wires() -> Vec<WireRow> {
    let (_, rows) = EXAMPLE.split_once("\n# [[wires]]\n").unwrap();
    let rows: Vec<&str> = rows.lines().map(|line| line.trim_start_matches('#').trim_start()).collect();
    parse(&format!("[[wires]]\n{}", rows.join("\n")), "example").unwrap().wires
}

#[test]
fn the_example_tells_every_key_of_a_wire_with_unit_range_and_default() {
    for known in WIRE_KEYS {
        let (_, after) = EXAMPLE.split_once(&format!("\n# {}: ", known.key)).unwrap();
        let continued = after.lines().skip(1).take_while(|line| line.starts_with("#   "));
        let told: Vec<&str> = after.lines().take(1).chain(continued).collect();
        let told = told.join(" ");
        if let Takes::Whole { min, max, unit } = known.takes {
            assert!(told.contains(&format!("Unit: {unit}. Range: {min} to {max}.")), "{}: {told}", known.key);
        }
        if let Takes::OneOf(words) = known.takes {
            assert!(told.contains(&format!("One of: {}.", words.join(", "))), "{}: {told}", known.key);
        }
        let usual = WireRow::default();
        let default = match known.key {
            "kind" => usual.kind.word().to_owned(),
            "key_env" => "no key".to_owned(),
            "allow_private" => usual.allow_private.to_string(),
            "budget" => usual.budget.to_string(),
            "interval" => usual.interval.to_string(),
            "per_minute" => usual.per_minute.to_string(),
            _ => continue,
        };
        assert!(told.contains(&format!("Default: {default}.")), "{}: {told}", known.key);
    }
}

#[test]
fn the_wires_of_the_example_can_be_read() {
    let wires = example_wires();
    let usual = WireRow {
        name: "world".into(),
        url: "https://wire.example.org".into(),
        key: KeyFrom::Env("SLUGLINE_KEY_WORLD".into()),
        ..WireRow::default()
    };
    assert_eq!(wires[0], usual);
    assert!(matches!(wires[1].key, KeyFrom::File(_)) && wires[1].allow_private);
    assert_eq!(wires[2].key, KeyFrom::Command(["pass", "show", "news/agency"].map(str::to_owned).to_vec()));
}

#[test]
fn the_environment_wins_over_the_file() {
    let env = |name: &str| match name {
        "SLUGLINE_READER_THEME" => Some("paper".to_owned()),
        "SLUGLINE_READER_MEASURE" => Some("60".to_owned()),
        "SLUGLINE_STORE" => Some("/tmp/x.sqlite".to_owned()),
        _ => None,
    };
    let config = load(Path::new("/nonexistent/config.toml"), false, &env).unwrap();
    assert_eq!((config.reader.theme, config.reader.measure), (ThemeChoice::Paper, 60));
    assert_eq!(config.store.path.as_deref(), Some(Path::new("/tmp/x.sqlite")));
}

#[test]
fn a_wrong_variable_is_named() {
    let env = |name: &str| (name == "SLUGLINE_READER_MEASURE").then(|| "wide".to_owned());
    let problems = load(Path::new("/nonexistent/config.toml"), false, &env).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "SLUGLINE_READER_MEASURE: expected a whole number from 40 to 120 (cells), found the string \"wide\""
    );
}

#[test]
fn a_file_asked_for_by_name_must_exist() {
    let problems = load(Path::new("/nonexistent/config.toml"), true, &|_| None).unwrap_err();
    assert!(problems[0].to_string().starts_with("/nonexistent/config.toml: cannot be read: "));
}
