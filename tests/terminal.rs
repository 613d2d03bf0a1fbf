//! A terminal for tests and benchmarks: runs the real binary on a pseudo-terminal, keeps every byte it writes and
//! the screen they make, and answers the questions a terminal is asked.

use std::{
    io::{Read, Write},
    path::Path,
    sync::{
        Arc, Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// What came from the program so far.
pub(crate) struct Seen {
    /// The screen it makes.
    pub(crate) screen: vt100::Parser,
    /// Every byte.
    pub(crate) bytes: Vec<u8>,
    /// When the last frame ended (the end of a synchronized update).
    pub(crate) framed_at: Option<Instant>,
    /// Frames so far.
    pub(crate) frames: usize,
}

/// A program on a terminal.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    closed: Arc<AtomicBool>,
    /// When the program was started.
    pub(crate) started: Instant,
}

/// Whether the terminal answers what it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    /// Background and device attributes, like any terminal of today.
    Yes,
    /// Nothing, like a very old one.
    No,
}

impl Terminal {
    /// Starts the binary with these arguments and this home, and nothing else of our environment.
    pub(crate) fn start(
        args: &[&str],
        home: &Path,
        size: (u16, u16),
        env: &[(&str, &str)],
        answers: Answers,
    ) -> Self {
        let (columns, rows) = size;
        let pty_size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(pty_size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_slugline"));
        command.args(args);
        command.env_clear();
        let path = std::env::var("PATH").unwrap_or_default();
        for (name, value) in [("TERM", "xterm-256color"), ("PATH", &path), ("TZ", "UTC"), ("LANG", "C.UTF-8")]
        {
            command.env(name, value);
        }
        command.env("HOME", home);
        for (name, value) in env {
            command.env(name, value);
        }
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the binary starts");
        drop(pair.slave);
        let seen = Seen {
            screen: vt100::Parser::new(rows, columns, 0),
            bytes: Vec::new(),
            framed_at: None,
            frames: 0,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let closed = Arc::new(AtomicBool::new(false));
        let keys = Arc::new(Mutex::new(pair.master.take_writer().expect("a way to press keys")));
        let reader = pair.master.try_clone_reader().expect("a way to read");
        watch(reader, seen.clone(), closed.clone(), (answers == Answers::Yes).then(|| keys.clone()));
        Self { child, _master: pair.master, keys, seen, closed, started }
    }

    /// Presses keys, as the bytes a terminal sends for them.
    pub(crate) fn press(&self, keys: &str) {
        let mut writer = self.keys.lock().expect("keys");
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("the terminal takes keys");
    }

    /// Everything seen so far.
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().expect("seen")
    }

    /// The screen as text.
    pub(crate) fn text(&self) -> String {
        self.seen().screen.screen().contents()
    }

    /// Waits until what is seen satisfies; panics with the screen after ten seconds.
    pub(crate) fn until(&self, what: &str, enough: impl Fn(&Seen) -> bool) {
        assert!(
            self.within(Duration::from_secs(10), enough),
            "waited in vain for {what}; screen:\n{}",
            self.text()
        );
    }

    /// Waits until the screen shows a text.
    pub(crate) fn shows(&self, text: &str) {
        self.until(&format!("{text:?}"), |seen| seen.screen.screen().contents().contains(text));
    }

    /// Waits until what is seen satisfies, or the time is up.
    pub(crate) fn within(&self, limit: Duration, enough: impl Fn(&Seen) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        let mut seen = self.seen();
        loop {
            if enough(&seen) {
                return true;
            }
            let Some(left) = deadline.checked_duration_since(Instant::now()) else { return false };
            if self.closed.load(Ordering::SeqCst) {
                return false;
            }
            seen = self.seen.1.wait_timeout(seen, left).expect("seen").0;
        }
    }

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap_or_default()
    }

    /// Waits for the program's end.
    pub(crate) fn ends(&mut self) -> ExitStatus {
        let deadline = Instant::now() + Duration::from_secs(10);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("a child to wait for") {
                self.within(Duration::from_secs(2), |_| self.closed.load(Ordering::SeqCst));
                return status;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let screen = self.text();
        self.child.kill().expect("a child to kill");
        panic!("the program did not end; screen:\n{screen}");
    }

    /// Sends a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let status =
            std::process::Command::new("kill").args([&format!("-{name}"), &self.pid().to_string()]).status();
        assert!(status.expect("kill").success());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

type Keys = Arc<Mutex<Box<dyn Write + Send>>>;

fn watch(
    mut reader: Box<dyn Read + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    closed: Arc<AtomicBool>,
    answers: Option<Keys>,
) {
    std::thread::spawn(move || {
        let mut chunk = vec![0; 65536];
        while let Ok(n @ 1..) = reader.read(&mut chunk) {
            let bytes = &chunk[..n];
            if let (Some(keys), true) = (&answers, contains(bytes, b"\x1b[c")) {
                let mut keys = keys.lock().expect("keys");
                let _ = keys.write_all(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07\x1b[?62;22c");
            }
            let mut now = seen.0.lock().expect("seen");
            now.screen.process(bytes);
            now.bytes.extend_from_slice(bytes);
            if contains(bytes, b"\x1b[?2026l") {
                (now.framed_at, now.frames) = (Some(Instant::now()), now.frames + 1);
            }
            seen.1.notify_all();
        }
        closed.store(true, Ordering::SeqCst);
        seen.1.notify_all();
    });
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
