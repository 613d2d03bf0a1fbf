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
        let unset = format!("\n# {} = ", knob.key);
        let value = if table.contains(&value) { value } else { unset };
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
            Takes::Decimal { min, max, unit } => {
                assert!(comment.contains(&format!("Unit: {unit}.")), "{}", knob.name());
                assert!(comment.contains(&format!("{min} to {max}")), "{}", knob.name());
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

/// What the example says of a key of a row, in the part that begins with these words.
fn told_of(part: &str, key: &str, takes: Takes) -> String {
    let (_, rest) = EXAMPLE.split_once(part).unwrap();
    let (_, after) = rest.split_once(&format!("\n# {key}: ")).unwrap_or_else(|| panic!("{key} is missing"));
    let continued = after.lines().skip(1).take_while(|line| line.starts_with("#   "));
    let told: Vec<&str> =
        after.lines().take(1).chain(continued.map(|line| line.trim_start_matches(['#', ' ']))).collect();
    let told = told.join(" ");
    if let Takes::Whole { min, max, unit } = takes {
        assert!(told.contains(&format!("Unit: {unit}. Range: {min} to {max}.")), "{key}: {told}");
    }
    if let Takes::OneOf(words) = takes {
        assert!(told.contains(&format!("One of: {}.", words.join(", "))), "{key}: {told}");
    }
    told
}

#[test]
fn the_example_tells_every_key_of_a_wire_with_unit_range_and_default() {
    let usual = WireRow::default();
    for known in WIRE_KEYS {
        let told = told_of("\n# Wires that others publish", known.key, known.takes);
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
fn the_example_tells_every_key_of_a_source_with_unit_range_and_default() {
    let usual = SourceRow::default();
    for known in SOURCE_KEYS {
        let told = told_of("\n# Where your own wire's records", known.key, known.takes);
        let default = match known.key {
            "kind" => usual.kind.word().to_owned(),
            "enabled" => usual.enabled.to_string(),
            "allow_private" => usual.allow_private.to_string(),
            "full_text" => usual.full_text.to_string(),
            "interval" => usual.interval.to_string(),
            "min_score" => usual.min_score.to_string(),
            "min_comments" => usual.min_comments.to_string(),
            "key_env" => "no key".to_owned(),
            "name" | "url" | "key_file" | "key_command" => continue,
            _ => String::new(),
        };
        assert!(told.contains(format!("Default: {default}").trim_end()), "{}: {told}", known.key);
    }
}

#[test]
fn the_sources_of_the_example_can_be_read() {
    let (_, rows) = EXAMPLE.split_once("\n# [[sources]]\n").unwrap();
    let rows: Vec<&str> = rows
        .lines()
        .take_while(|line| !line.is_empty())
        .map(|line| line.trim_start_matches(['#', ' ']))
        .collect();
    let sources = parse(&format!("[[sources]]\n{}", rows.join("\n")), "example").unwrap().sources;
    let post = SourceRow {
        name: "harbour-post".into(),
        url: "https://harbour-post.example.org/feed.xml".into(),
        title: "The Harbour Post".into(),
        beat: "world".into(),
        ..SourceRow::default()
    };
    assert_eq!(sources[0], post);
    assert_eq!(
        (sources[1].kind, &sources[1].key),
        (Channel::Bluesky, &KeyFrom::Env("SLUGLINE_KEY_BLUESKY".into()))
    );
    let front = SourceRow {
        name: "hacker-news".into(),
        url: "https://news.ycombinator.com/".into(),
        kind: Channel::HackerNews,
        ..SourceRow::default()
    };
    assert_eq!(sources[2..], [front]);
}

#[test]
fn a_stream_without_words_takes_those_of_its_beat() {
    let beat = "[[beats]]\nslug = \"harbour\"\nname = \"Harbour\"\nwords = [\"ferry\", \"tide\"]\n";
    let stream =
        "[[sources]]\nname = \"sea\"\nurl = \"wss://jetstream.example/subscribe\"\nkind = \"jetstream\"\n";
    let check = |rest: &str, words: &[&str]| {
        let config = parse(&format!("{beat}{stream}{rest}"), "config.toml").unwrap();
        assert_eq!(config.sources[0].words, words, "{rest}");
    };
    check("beat = \"harbour\"", &["ferry", "tide"]);
    check("beat = \"harbour\"\nwords = [\"quay\"]", &["quay"]);
    check("", &[]);
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
fn variables_say_numbers_yes_and_commands() {
    let env = |name: &str| match name {
        "SLUGLINE_SIGNALS_Z_1H" => Some("4".to_owned()),
        "SLUGLINE_SIGNALS_NEW_SHARE" => Some(" 0.5 ".to_owned()),
        "SLUGLINE_EMBEDDINGS_URL" => Some("http://192.168.1.5:11434/v1".to_owned()),
        "SLUGLINE_EMBEDDINGS_ALLOW_PRIVATE" => Some("true".to_owned()),
        "SLUGLINE_EMBEDDINGS_KEY_COMMAND" => Some("pass show models".to_owned()),
        _ => None,
    };
    let config = load(Path::new("/nonexistent/config.toml"), false, &env).unwrap();
    assert!((config.signals.z_1h - 4.0).abs() < 1e-9 && (config.signals.new_share - 0.5).abs() < 1e-9);
    assert!(config.embeddings.is_on() && config.embeddings.allow_private);
    assert_eq!(
        config.embeddings.key,
        KeyFrom::Command(["pass", "show", "models"].map(str::to_owned).to_vec())
    );
    let said = |name: &'static str, value: &'static str| {
        let env = move |asked: &str| (asked == name).then(|| value.to_owned());
        load(Path::new("/nonexistent/config.toml"), false, &env).unwrap_err()[0].to_string()
    };
    assert_eq!(
        said("SLUGLINE_SIGNALS_Z_1H", "NaN"),
        "SLUGLINE_SIGNALS_Z_1H: NaN is not a number from 1 to 50 (σ)"
    );
    let open = said("SLUGLINE_EMBEDDINGS_URL", "http://models.example.org/v1");
    assert!(open.starts_with("SLUGLINE_EMBEDDINGS_URL: plain http would let anyone"), "{open}");
    let key = said("SLUGLINE_EMBEDDINGS_KEY_ENV", "sk-hush");
    assert!(!key.contains("hush"), "{key}");
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
