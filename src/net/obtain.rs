//! Where keys come from.
//!
//! A sentence about a key names its place, never its content: not what a program printed, not what it complained of,
//! not the character that does not belong there.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use super::Key;
use crate::{config::KeyFrom, text::clean};

/// The longest first line that can be a key, in bytes.
const LONGEST: u64 = 4096;
/// How long a program may take to print it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked whether it has ended, once it has printed.
const GLANCE: Duration = Duration::from_millis(10);

/// Gets the key. The error is a sentence that names the place and never its content.
///
/// It blocks, for a program up to ten seconds: put it on a thread.
pub fn obtain(from: &KeyFrom) -> Result<Option<Key>, String> {
    match from {
        KeyFrom::Nowhere => Ok(None),
        KeyFrom::Env(name) => variable(name).map(Some),
        KeyFrom::File(path) => file(path).map(Some),
        KeyFrom::Command(words) => command(words, PATIENCE).map(Some),
    }
}

fn variable(name: &str) -> Result<Key, String> {
    let shown = clean::line(name);
    match std::env::var(name) {
        Ok(text) => sound(text.as_bytes(), &format!("The variable {shown}")),
        Err(std::env::VarError::NotPresent) => {
            Err(format!("The variable {shown} is not set; the key is expected in it"))
        }
        Err(std::env::VarError::NotUnicode(_)) => Err(unsound(&format!("The variable {shown}"))),
    }
}

fn file(path: &Path) -> Result<Key, String> {
    let shown = clean::line(&path.display().to_string());
    let failed = |error: io::Error| format!("The key's file {shown} cannot be read: {}", reason(&error));
    // Looked at before it is opened, since opening a pipe would wait for someone to write into it, and again after.
    guarded(&fs::metadata(path).map_err(failed)?, &shown)?;
    let file = File::open(path).map_err(failed)?;
    guarded(&file.metadata().map_err(failed)?, &shown)?;
    let line = first_line(file).map_err(failed)?;
    sound(&line, &format!("The key's file {shown}"))
}

/// Only its owner may read it, and its owner is who runs this.
fn guarded(meta: &fs::Metadata, shown: &str) -> Result<(), String> {
    if !meta.is_file() {
        return Err(format!("The key's file {shown} is no plain file"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if meta.uid() != rustix::process::geteuid().as_raw() {
            return Err(format!("The key's file {shown} belongs to somebody else, so its key is not used"));
        }
        if meta.mode() & 0o077 != 0 {
            return Err(format!("Others can read the key's file {shown}; run: chmod 600 {shown}"));
        }
    }
    Ok(())
}

fn command(words: &[String], patience: Duration) -> Result<Key, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("No program is named that prints the key".to_owned());
    };
    let shown = clean::line(program);
    let mut run = Command::new(program);
    run.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    // A group of its own, so that what it starts can be ended together with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut run, 0);
    let failed =
        |error: io::Error| format!("{shown}, which prints the key, cannot be run: {}", reason(&error));
    let mut child = run.spawn().map_err(failed)?;
    let end = Instant::now() + patience;
    let line = child.stdout.take().and_then(|printed| printed_line(printed, patience));
    let status = ended(&mut child, end).map_err(failed)?;
    match (line, status) {
        (Some(line), Some(status)) if status.success() => {
            sound(&line.map_err(failed)?, &format!("What {shown} prints"))
        }
        (_, Some(status)) if !status.success() => {
            Err(format!("{shown}, which prints the key, failed ({status}); run it by hand to see why"))
        }
        _ => Err(format!("{shown}, which prints the key, did not end within {} s", patience.as_secs_f64())),
    }
}

/// The first line it prints. Read on a thread, which is left behind if nothing ever comes.
fn printed_line(printed: ChildStdout, patience: Duration) -> Option<io::Result<Vec<u8>>> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut printed = BufReader::new(printed);
        let _ = tell.send(first_line(&mut printed));
        // Read to the end, or a program that prints more than a line would fail for want of a reader.
        let _ = io::copy(&mut printed, &mut io::sink());
    });
    told.recv_timeout(patience).ok()
}

/// How it ended; `None` if it had to be ended.
fn ended(child: &mut Child, end: Instant) -> io::Result<Option<std::process::ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            #[cfg(unix)]
            if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
                let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
            }
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(GLANCE);
    }
}

/// The first line, one byte more than is allowed at most.
fn first_line(from: impl Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(from.take(LONGEST + 1)).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// What may be a key: one word or some, of plain letters that a header can hold.
fn sound(line: &[u8], place: &str) -> Result<Key, String> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Err(format!("{place} is empty; the key is expected in it"));
    }
    match str::from_utf8(line) {
        Ok(text) if line.len() as u64 <= LONGEST && text.bytes().all(|b| matches!(b, b' '..=b'~')) => {
            Ok(Key::new(text))
        }
        _ => Err(unsound(place)),
    }
}

fn unsound(place: &str) -> String {
    format!("{place} holds no key: a key is one line of plain letters, digits and signs")
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => clean::line(&error.to_string()),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

    use super::{KeyFrom, command, obtain};
    use crate::net::Key;

    const KEY: &str = "SENTINEL-7f3a";

    #[track_caller]
    fn gives(from: &KeyFrom, key: &str) {
        let got = obtain(from).unwrap().unwrap();
        assert_eq!(got.fingerprint(""), Key::new(key).fingerprint(""));
    }

    #[track_caller]
    fn fails(from: &KeyFrom, why: &str) {
        let said = obtain(from).unwrap_err();
        assert!(said.contains(why), "{said}");
        assert!(!said.contains("SENTINEL"), "{said}");
    }

    /// A file of its own with this in it.
    fn file(content: &[u8], mode: u32) -> (tempfile::TempDir, KeyFrom) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (home, KeyFrom::File(path))
    }

    fn run(words: &[&str]) -> KeyFrom {
        KeyFrom::Command(words.iter().map(ToString::to_string).collect())
    }

    fn shell(script: &str) -> KeyFrom {
        run(&["sh", "-c", script])
    }

    #[test]
    fn nowhere_is_no_key() {
        assert!(obtain(&KeyFrom::Nowhere).unwrap().is_none());
    }

    #[test]
    fn a_variable_holds_it() {
        // One that every test has.
        gives(&KeyFrom::Env("CARGO_PKG_NAME".to_owned()), "slugline");
        let unset = KeyFrom::Env("SLUGLINE_NO_SUCH\u{1b}[31m".to_owned());
        fails(&unset, "The variable SLUGLINE_NO_SUCH is not set; the key is expected in it");
        fails(&KeyFrom::Env("A=B".to_owned()), "is not set");
    }

    #[test]
    fn a_file_holds_it_that_nobody_else_can_read() {
        for mode in [0o600, 0o400] {
            let (_home, from) = file(b"  SENTINEL-7f3a \r\nmore\n", mode);
            gives(&from, KEY);
        }
        for mode in [0o640, 0o604, 0o666, 0o610] {
            let (home, from) = file(KEY.as_bytes(), mode);
            let path = home.path().join("key");
            fails(&from, &format!("Others can read the key's file {0}; run: chmod 600 {0}", path.display()));
        }
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let home = tempfile::tempdir().unwrap();
        fails(&KeyFrom::File(home.path().to_owned()), "is no plain file");
        fails(&KeyFrom::File(home.path().join("none")), "cannot be read: there is no such file");
        fails(&KeyFrom::File(PathBuf::from("/dev/null")), "is no plain file");
        let pipe = home.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
        fails(&KeyFrom::File(pipe), "is no plain file");
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_unsaid() {
        let no_key = |content: &[u8]| {
            fails(&file(content, 0o600).1, "holds no key: a key is one line of plain letters");
        };
        no_key(b"SENTINEL\x1b[31m");
        no_key("SENTINEL-\u{e9}".as_bytes());
        no_key(b"SENTINEL\xff");
        no_key(b"SENTINEL\0");
        no_key(&[b'S'; 5000]);
        fails(&file(b"", 0o600).1, "is empty; the key is expected in it");
        fails(&file(b"\nSENTINEL-7f3a", 0o600).1, "is empty");
    }

    #[test]
    fn a_program_prints_it() {
        gives(&run(&["echo", "SENTINEL-7f3a"]), KEY);
        gives(&shell("printf SENTINEL-7f3a"), KEY);
        gives(&shell("echo SENTINEL-7f3a; yes | head -c 1000000; echo loud >&2"), KEY);
        gives(&run(&["echo", "$HOME; `id`"]), "$HOME; `id`");
    }

    #[test]
    fn a_program_that_fails_is_named_and_not_quoted() {
        fails(
            &shell("echo SENTINEL-7f3a; echo SENTINEL >&2; exit 3"),
            "sh, which prints the key, failed (exit status: 3)",
        );
        fails(
            &run(&["/no/such/program"]),
            "/no/such/program, which prints the key, cannot be run: there is no such",
        );
        fails(&shell("true"), "What sh prints is empty");
        fails(&run(&[]), "No program is named");
        fails(&shell("cat"), "What sh prints is empty"); // its input is empty, so it cannot ask
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let words = |script: &str| ["sh", "-c", script].map(str::to_owned);
        for script in ["sleep 60", "echo SENTINEL-7f3a; sleep 60", "trap '' TERM; sleep 60 & wait"] {
            let said = command(&words(script), Duration::from_millis(100)).unwrap_err();
            assert_eq!(said, "sh, which prints the key, did not end within 0.1 s");
        }
    }
}
