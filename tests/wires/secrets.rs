//! No key is ever left anywhere: not in the store, its journal, the log, what is printed, or the list of processes.

use std::{fs, path::Path, time::Duration};

use super::{
    arrivals::{Told, arrived, today},
    faults::{TROUBLES, at_once, of_trouble},
    house::{House, Ran, row},
};
use crate::server::stand::{Dialect, Fault, Habits, Stand, World};

/// A key that nothing else looks like.
pub(crate) const SENTINEL: &str = "SENTINEL-7f3a";

/// A home whose wire `stand` has the key from a file.
pub(crate) fn keyed(stand: &Stand) -> House {
    let house = House::of(&[]);
    let file = house.file("keys/stand.key", &format!("{SENTINEL}\n"));
    assert!(holds(&fs::read(&file).unwrap()), "what is looked for can be found");
    let row = row("stand", stand).replace("budget", &format!("key_file = \"{}\"\nbudget", file.display()));
    house.file(".config/slugline/config.toml", &row);
    house
}

/// Looks for the key in all that a home holds and in all that was said.
pub(crate) fn nothing_tells(house: &House, ran: &Ran) {
    for (place, text) in [("standard output", &ran.out), ("standard error", &ran.err)] {
        assert!(!text.contains(SENTINEL), "the key is on {place}: {text}");
    }
    let mut files = Vec::new();
    walk(house.path(), &mut files);
    for (path, bytes) in &files {
        let key_file = path.ends_with("keys/stand.key");
        assert!(key_file || !holds(bytes), "the key is in {}", path.display());
    }
    assert!(files.iter().any(|(path, _)| path.ends_with("wire.sqlite")), "a store was looked at");
}

fn holds(bytes: &[u8]) -> bool {
    bytes.windows(SENTINEL.len()).any(|window| window == SENTINEL.as_bytes())
}

fn walk(folder: &Path, files: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if let Ok(bytes) = fs::read(&path) {
            files.push((path, bytes));
        }
    }
}

fn locked(dialect: Dialect) -> Stand {
    Stand::open(Habits::of(dialect).with_key(SENTINEL), World::of(today(12)))
}

#[test]
fn no_fault_brings_a_key_to_light() {
    let dialects = [Dialect::Hosted, Dialect::Reference, Dialect::Legacy];
    let cases = TROUBLES.iter().flat_map(|trouble| dialects.map(|dialect| (dialect, *trouble)));
    at_once(&cases.collect::<Vec<_>>(), |(dialect, trouble)| {
        let stand = locked(*dialect);
        // What the server is has been found out; its list fails.
        stand.always(if *dialect == Dialect::Legacy { "/" } else { "/v1/stories" }, of_trouble(*trouble));
        let house = keyed(&stand);
        nothing_tells(&house, &house.run(&["--verbose", "sync", "--json"]));
        assert!(stand.was_told(SENTINEL), "{dialect:?}: the stand was told its key");
    });
}

#[test]
fn looking_at_a_server_that_fails_tells_no_key() {
    at_once(TROUBLES, |trouble| {
        let stand = locked(Dialect::Slugline);
        let house = keyed(&stand);
        nothing_tells(&house, &house.sync().with(0));
        stand.always("/", of_trouble(*trouble));
        nothing_tells(&house, &house.run(&["--verbose", "wires", "test"]));
    });
}

#[test]
fn a_key_that_servers_say_aloud_is_not_repeated() {
    at_once(&[400, 401, 402, 403, 500], |status| {
        let stand = locked(Dialect::Hosted);
        stand.always("/v1/stories", Fault::EchoesKey(*status));
        let house = keyed(&stand);
        for arguments in [&["--verbose", "sync", "--json"][..], &["wires", "list"], &["wires", "test"]] {
            nothing_tells(&house, &house.run(arguments));
        }
    });
}

#[test]
fn a_redirect_to_another_host_takes_no_key_along() {
    for dialect in [Dialect::Hosted, Dialect::Reference, Dialect::Legacy] {
        let (stand, other) = (locked(dialect), locked(dialect));
        stand.always("/", Fault::Redirect(format!("{}/v1/stories", other.url())));
        let house = keyed(&stand);
        nothing_tells(&house, &house.sync());
        assert!(stand.was_told(SENTINEL) && !other.was_told(SENTINEL), "{dialect:?}");
    }
}

#[test]
fn keys_from_a_variable_and_from_a_program_work_and_do_not_show() {
    let program = format!("key_command = [\"/bin/echo\", \"{SENTINEL}\"]");
    let cases = [("key_env = \"STAND_KEY\"", true), (program.as_str(), false)];
    for (from, hidden) in cases {
        let stand = locked(Dialect::Slugline);
        let config = row("stand", &stand).replace("budget", &format!("{from}\nbudget"));
        let house = House::with_config(&config).with_env("STAND_KEY", SENTINEL);
        let ran = house.sync().with(0);
        if hidden {
            nothing_tells(&house, &ran);
        }
        arrived(&house, "stand", &stand, Told::All);
    }
}

#[test]
fn the_list_of_processes_and_an_export_are_silent() {
    let stand = Stand::open(
        Habits::of(Dialect::Slugline).with_key(SENTINEL).slow(Duration::from_millis(200)),
        World::of(today(12)),
    );
    let house = keyed(&stand);
    let running = house.start(&["sync", "--json"]);
    while stand.asked().is_empty() {
        std::thread::sleep(Duration::from_millis(2));
    }
    let line = fs::read(format!("/proc/{}/cmdline", running.child.id())).unwrap();
    assert!(!line.is_empty() && !holds(&line));
    nothing_tells(&house, &running.ends().with(0));
    for arguments in [&["export"][..], &["doctor"], &["wires", "list", "--json"]] {
        nothing_tells(&house, &house.run(arguments));
    }
}
