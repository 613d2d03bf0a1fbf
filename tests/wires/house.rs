//! A home whose config names some wires, and what came of syncing them.

use std::{
    collections::HashSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::Value;
use slugline::{
    store::{Access, Reader, Store},
    story::{Key, Moment, WireName},
    wire::page::{Kept, Listing, Row, Scope},
};
use tempfile::TempDir;

use crate::server::stand::Stand;

/// No run of the program may take longer.
const LONGEST: Duration = Duration::from_secs(90);

/// A home.
pub(crate) struct House {
    home: TempDir,
    env: Vec<(String, String)>,
}

/// What a run came to.
pub(crate) struct Ran {
    /// The exit code; -1 for one that was killed.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Standard output, each line a JSON object; a last line without its end does not count.
    pub(crate) fn events(&self) -> Vec<Value> {
        let whole = self.out.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// Those of one kind.
    pub(crate) fn told(&self, event: &str) -> Vec<Value> {
        self.events().into_iter().filter(|told| told["event"] == event).collect()
    }

    /// The same, if it ended with this code.
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }
}

impl House {
    /// A home whose config names these wires.
    pub(crate) fn of(wires: &[(&str, &Stand)]) -> Self {
        let rows: String = wires.iter().map(|(name, stand)| row(name, stand)).collect();
        Self::with_config(&rows)
    }

    /// A home with this config.
    pub(crate) fn with_config(config: &str) -> Self {
        let house = Self { home: tempfile::tempdir().unwrap(), env: Vec::new() };
        house.file(".config/slugline/config.toml", config);
        house
    }

    /// The same, with a variable more in its environment.
    pub(crate) fn with_env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Its folder.
    pub(crate) fn path(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file that only its owner can read; gives its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path
    }

    /// The program, with nothing of our environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
        command.args(arguments).env_clear().env("HOME", self.path()).env("TZ", "UTC").env("TERM", "xterm");
        command.env("PATH", "/usr/bin:/bin").envs(self.env.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts it.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        let mut child = self.command(arguments).spawn().unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        Running { child, out: drained(out), err: drained(err) }
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.start(arguments).ends()
    }

    /// `slugline sync --json`
    pub(crate) fn sync(&self) -> Ran {
        self.run(&["sync", "--json"])
    }

    /// Where the store is.
    pub(crate) fn store(&self) -> PathBuf {
        self.path().join(".local/share/slugline/wire.sqlite")
    }

    /// Whether there is a store. One whose maker was killed in its first moment has nothing in it yet.
    pub(crate) fn has_store(&self) -> bool {
        match Store::open(&self.store(), Access::ReadOnly, later()) {
            Ok(_) => true,
            Err(fault) if !self.store().exists() || fault.why == "it is empty" => false,
            Err(fault) => panic!("{fault}"),
        }
    }

    /// The store, to be asked.
    pub(crate) fn reader(&self) -> Reader {
        Store::open(&self.store(), Access::ReadOnly, later()).unwrap().reader().unwrap()
    }

    /// Every row of a wire's list; none may stand in it twice.
    pub(crate) fn rows(&self, wire: &str) -> Vec<Row> {
        let listing = Listing { scope: Scope::Wire(WireName::from(wire)), ..Listing::default() };
        let page = self.reader().page(&listing, 0, 100_000).unwrap();
        let different: HashSet<&str> = page.rows.iter().map(|row| row.key.id.as_str()).collect();
        assert_eq!((different.len(), page.total), (page.rows.len(), page.rows.len()), "a row stands twice");
        page.rows
    }

    /// A dispatch as it is kept.
    pub(crate) fn kept(&self, wire: &str, id: &str) -> Option<Kept> {
        self.reader().dispatch(&Key::new(wire, id)).unwrap()
    }
}

/// A time after everything that happens here.
pub(crate) fn later() -> Moment {
    Moment::from_micros(1_900_000_000_000_000)
}

/// A wire of a config.
pub(crate) fn row(name: &str, stand: &Stand) -> String {
    let url = stand.url();
    format!("[[wires]]\nname = \"{name}\"\nurl = \"{url}\"\nallow_private = true\nbudget = 100000\n\n")
}

/// A run that goes on.
pub(crate) struct Running {
    /// The process.
    pub(crate) child: Child,
    out: JoinHandle<Vec<u8>>,
    err: JoinHandle<Vec<u8>>,
}

impl Running {
    /// Its end, which must come in time.
    pub(crate) fn ends(mut self) -> Ran {
        let deadline = Instant::now() + LONGEST;
        while self.child.try_wait().unwrap().is_none() {
            if Instant::now() > deadline {
                self.child.kill().unwrap();
                let ran = self.ended();
                panic!("it did not end; so far:\n{}{}", ran.out, ran.err);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        self.ended()
    }

    /// Kills it (SIGKILL).
    pub(crate) fn kill(mut self) -> Ran {
        self.child.kill().unwrap();
        self.ended()
    }

    fn ended(mut self) -> Ran {
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        let text = |bytes: JoinHandle<Vec<u8>>| String::from_utf8(bytes.join().unwrap()).unwrap();
        Ran { code, out: text(self.out), err: text(self.err) }
    }
}

fn drained(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes); // a pipe that breaks has given what it had
        bytes
    })
}
