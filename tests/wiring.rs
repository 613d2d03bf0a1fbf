//! The commands about other people's wires: the built program, on homes of its own. What they ask of servers that answer
//! is tested where there is a server to ask; here there is none, or one that must not be asked.

use std::{
    fs,
    io::ErrorKind,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::terminal::{Answers, Terminal};

/// A home with nothing in it.
struct Home(TempDir);

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(config: &str) -> Self {
        let home = Self::new();
        fs::create_dir_all(home.config().parent().unwrap()).unwrap();
        fs::write(home.config(), config).unwrap();
        home
    }

    fn config(&self) -> PathBuf {
        self.0.path().join(".config/slugline/config.toml")
    }

    fn read(&self) -> String {
        fs::read_to_string(self.config()).unwrap_or_default()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
        command.args(arguments).env_clear().env("HOME", self.0.path()).env("TZ", "UTC").env("TERM", "xterm");
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Runs and gives standard output, which must come with exit code 0.
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    fn on_screen(&self, arguments: &[&str]) -> Terminal {
        Terminal::start(arguments, self.0.path(), (100, 30), &[], Answers::No)
    }

    /// Two dispatches and a record on a wire of one's own.
    fn filled(&self, wire: &str) {
        let file = self.0.path().join("wire.jsonl");
        fs::write(
            &file,
            "{\"record\":{\"id\":\"r1\",\"title\":\"A\"}}\n{\"story\":{\"id\":\"s1\",\"headline\":\"One\"}}\n\
             {\"story\":{\"id\":\"s2\",\"headline\":\"Two\"}}\n",
        )
        .unwrap();
        self.done(&["import", "--wire", wire, &file.display().to_string()]);
    }
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Words that may be broken over lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const URL: &str = "https://wire.example.org";

#[test]
fn a_wire_is_added_beside_what_stands_there_and_taken_away_again() {
    let own = "# my settings\n[desk]\nwords = 100 # short\n";
    let home = Home::with(own);
    let told =
        home.done(&["wires", "add", URL, "--untested", "--budget", "9", "--key-command", "pass", "-c", "it"]);
    assert!(flat(&told).contains("Next: slugline sync example"), "{told}");
    let row = "\n[[wires]]\nname = \"example\"\nurl = \"https://wire.example.org\"\n\
               key_command = [\"pass\", \"-c\", \"it\"]\nbudget = 9\n";
    assert_eq!(home.read(), format!("{own}{row}"));
    let listed = home.done(&["wires", "list", "--json"]);
    assert_eq!(home.done(&["wires", "--json"]), listed);
    assert_eq!(home.done(&["wires", "--offline", "--json", "list"]), listed);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!((&listed["wire"], &listed["health"]), (&"example".into(), &"new".into()));
    assert!(home.done(&["wires"]).contains("not synced yet: slugline sync example"));
    let told = flat(&home.done(&["wires", "remove", "example"]));
    let again = "slugline wires add example https://wire.example.org --budget 9 --key-command pass -c it";
    assert!(told.contains(again), "{told}");
    assert_eq!(home.read(), own);
    let words: Vec<&str> = again.split(' ').skip(1).collect();
    home.done(&[&["--offline"], &words[..]].concat());
    assert_eq!(home.read(), format!("{own}{row}"));
}

#[test]
fn what_cannot_be_a_wire_is_refused_and_nothing_is_written() {
    let home = Home::new();
    home.filled("desk1");
    home.done(&["wires", "add", "world", URL, "--untested"]);
    let before = home.read();
    for (arguments, said) in [
        (&["world", URL][..], "There is a wire world already"),
        (&["desk1", URL], "desk1 is a wire of your own"),
        (&["demo", URL], "NAME: \"demo\" is the name of a wire that is made here"),
        (&["a", "wire.example.org"], "URL: expected an address that begins with https://"),
        (&["a", "https://me:hush@wire.example.org"], "URL: holds a name or a password"),
        (&["a", "http://wire.example.org"], "--allow-private"),
        (&["a", URL, "--budget", "0"], "--budget: 0 is not a whole number from 1 to 1000000"),
        (&["a", URL, "--key-env", "aidran_live_hush"], "--key-env: expected the name of a variable"),
        (&["a", URL, "--kind", "rss"], "'rss'"),
        (&["a", URL, "--key-env", "A", "--key-file", "b"], "cannot be used with"),
        (&["a", URL, "--key-command", "pass", "x", "--budget", "3"], "put --budget before it"),
        (&["a", "b", "c"], "unexpected"),
        (&[], "URL"),
    ] {
        let ran = home.run(&[&["wires", "add", "--untested"], arguments].concat());
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(flat(&ran.err).contains(said), "{arguments:?}: {}", ran.err);
        assert!(!ran.err.contains("hush"), "{}", ran.err);
    }
    assert_eq!(home.read(), before);
}

#[test]
fn a_server_that_is_not_there_is_not_added() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{closed}");
    let home = Home::new();
    let ran = home.run(&["wires", "add", "x", &url, "--allow-private"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("Nothing was added. --untested adds x all the same."), "{}", ran.err);
    assert!(!home.config().exists());
}

#[test]
fn a_wire_of_the_store_goes_only_when_that_is_said() {
    let home = Home::with("");
    home.filled("desk1");
    let ran = home.run(&["wires", "remove", "desk1"]);
    assert_eq!(ran.code, 2);
    assert!(flat(&ran.err).contains("only in the store. --purge deletes"), "{}", ran.err);
    let ran = home.run(&["wires", "remove", "desk1", "--purge"]);
    assert_eq!(ran.code, 2);
    assert!(flat(&ran.err).contains("Say --yes, too"), "{}", ran.err);
    assert!(flat(&ran.err).contains("slugline export --wire desk1"), "{}", ran.err);
    let ran = home.run(&["wires", "remove", "desk"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("Did you mean \"desk1\"?"), "{}", ran.err);
    assert!(home.done(&["wires"]).contains("a wire of your own"));
    assert!(
        home.done(&["wires", "remove", "desk1", "--purge", "--yes"]).contains("2 dispatches and 1 record")
    );
    assert_eq!(home.run(&["wires"]).code, 1);
}

#[test]
fn the_demo_is_named_when_a_wire_is_added_and_goes_when_told_to() {
    let home = Home::new();
    assert!(home.run(&["list"]).err.contains("slugline wires add URL"));
    let told = flat(&home.done(&["wires", "add", URL, "--untested"]));
    assert!(told.contains("slugline wires remove demo --purge"), "{told}");
    assert!(home.done(&["wires"]).contains("the demo: invented records"));
    home.done(&["wires", "remove", "demo", "--purge", "--yes"]);
    assert_eq!(home.run(&["list"]).code, 1, "the demo came back");
}

#[test]
fn what_is_not_there_to_sync_is_said() {
    let home = Home::new();
    for arguments in [&["sync"][..], &["prefetch"], &["wires", "test"], &["sync", "x"]] {
        let ran = home.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
        assert!(ran.err.contains("`slugline wires add URL` adds one."), "{}", ran.err);
    }
    home.done(&["wires", "add", "world", URL, "--untested"]);
    for arguments in [&["sync", "wolrd"][..], &["--wire", "wolrd", "prefetch"], &["wires", "test", "wolrd"]] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}");
        assert!(ran.err.contains("Did you mean \"world\"?"), "{}", ran.err);
    }
    let ran = home.run(&["prefetch", "--since", "long ago"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("say 7d, 36h or 2w"), "{}", ran.err);
}

/// Commands of every kind, with the exit code that each has offline. `url` has a server.
fn every_kind(url: &str) -> [(Vec<&str>, i32); 18] {
    [
        (vec!["sync"], 1),
        (vec!["sync", "here", "--json"], 1),
        (vec!["prefetch", "--since", "2w"], 1),
        (vec!["wires"], 0),
        (vec!["wires", "list", "--json"], 0),
        (vec!["wires", "test"], 1),
        (vec!["wires", "test", url, "--allow-private"], 1),
        (vec!["wires", "add", "there", url, "--allow-private"], 0),
        (vec!["wires", "remove", "there", "--purge", "--yes"], 0),
        (vec!["list"], 0),
        (vec!["show", "s1"], 0),
        (vec!["record", "r1"], 0),
        (vec!["record", "absent"], 1),
        (vec!["search", "One"], 0),
        (vec!["export"], 0),
        (vec!["edition"], 0),
        (vec!["doctor"], 0),
        (vec![], 0),
    ]
}

#[test]
fn offline_no_command_makes_a_connection() {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    door.set_nonblocking(true).unwrap();
    let url = format!("http://{}", door.local_addr().unwrap());
    let home = Home::with(&format!(
        "[[wires]]\nname = \"here\"\nurl = \"{url}\"\nallow_private = true\nkey_command = [\"false\"]\n"
    ));
    home.filled("main");
    let both: [(&[&str], &str); 2] = [(&["--offline"], ""), (&[], "1")];
    for (flag, variable) in both {
        for (arguments, code) in every_kind(&url) {
            let mut command = home.command(&[flag, &arguments].concat());
            let proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, &url));
            let went = ran(command.env("SLUGLINE_OFFLINE", variable).envs(proxies));
            assert_eq!(went.code, code, "{arguments:?}: {}{}", went.out, went.err);
        }
    }
    assert_eq!(door.accept().map(|_| ()).map_err(|e| e.kind()), Err(ErrorKind::WouldBlock));
}

#[test]
fn offline_a_sync_says_why_nothing_came() {
    let home = Home::with("[[wires]]\nname = \"there\"\nurl = \"https://wire.example.org\"\n");
    let said = flat(&home.run(&["--offline", "sync"]).err);
    assert!(said.contains("Offline: nothing was fetched, and no request was made"), "{said}");
}

#[test]
fn a_doctor_says_who_is_asked_and_hides_what_is_secret() {
    let home = Home::with(&format!("[[wires]]\nname = \"world\"\nurl = \"{URL}\"\n"));
    let ran = ran(home.command(&["doctor"]).env("HTTPS_PROXY", "http://me:hush@proxy.example:3128"));
    assert!(ran.out.contains("asks the servers of world, and nobody else"), "{}", ran.out);
    assert!(ran.out.contains("HTTPS_PROXY names the proxy proxy.example:3128"), "{}", ran.out);
    assert!(!ran.out.contains("hush"), "{}", ran.out);
    assert!(home.done(&["doctor", "--offline"]).contains("no request is made"));
}

#[test]
fn a_person_is_asked_before_anything_is_deleted() {
    let home = Home::with("");
    home.filled("desk1");
    let purge = ["wires", "remove", "desk1", "--purge"];
    for answer in ["n\r", "\r", "maybe\r"] {
        let mut terminal = home.on_screen(&purge);
        terminal.shows("[y/N]");
        terminal.press(answer);
        assert_eq!(terminal.ends().exit_code(), 1, "{answer:?}");
        terminal.shows("Nothing was removed.");
    }
    assert_eq!(home.done(&["list"]).lines().count(), 2);
    let mut terminal = home.on_screen(&purge);
    terminal.shows("[y/N]");
    terminal.press("yes\r");
    assert!(terminal.ends().success());
    terminal.shows("2 dispatches and 1 record of desk1 are deleted.");
}

/// The door's bell rings and nobody comes: connections are taken by the system, and never answered.
#[test]
fn a_signal_ends_a_sync_that_waits_for_an_answer() {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", door.local_addr().unwrap());
    let home = Home::with(&format!("[[wires]]\nname = \"mute\"\nurl = \"{url}\"\nallow_private = true\n"));
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut terminal = home.on_screen(&["sync"]);
        terminal.shows("mute");
        terminal.signal(signal);
        assert_eq!(terminal.ends().exit_code(), code, "{signal}");
        terminal.shows("the next sync goes on from there");
    }
}
