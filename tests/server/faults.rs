//! A server that can do everything wrong: a plain listener on 127.0.0.1 that says what a closure tells it to say,
//! byte for byte where that is wanted, and remembers what it was asked.
//!
//! ```ignore
//! let server = Faults::serve(|asked| match asked.path() {
//!     "/news" => Answer::ok("[]").header("ETag", "\"1\""),
//!     "/cut" => Answer::ok("half of it, the other h").announcing(1000),
//!     _ => Answer::status(404),
//! });
//! client.get(&ask(&server.url("/news"))).await;
//! assert_eq!(server.hits("/cut"), 0);
//! ```

#![allow(clippy::unwrap_used, reason = "a server of a test that cannot go on should stop")]

use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// The longest that anything here waits for: a test that fails ends all the same.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Path and query, as they came.
    pub target: String,
    /// Names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// What was sent along, as far as a length was named.
    pub body: Vec<u8>,
    /// How many requests came before this one, to all paths.
    pub nth: usize,
    /// The connection it came on, counted from 0.
    pub connection: usize,
    /// How often everyone had been released when it came.
    released: usize,
}

impl Request {
    /// The target without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The first header of this name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// What to do, one after the other.
#[derive(Debug, Clone)]
enum Step {
    Send(Vec<u8>),
    /// The same bytes, so many times; for ever if that is `usize::MAX`.
    Repeat(Vec<u8>, usize),
    Wait(Duration),
    /// Until [`Faults::release`] is called, or the other side has gone.
    Hold,
    /// The connection is cut, with a RST.
    Reset,
    /// The connection is closed, with a FIN.
    Close,
}

/// What the server says to one request.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    /// Before the head.
    first: Vec<Step>,
    /// After it.
    body: Vec<Step>,
    /// How long the body is; unless a length is announced otherwise, or none is.
    length: usize,
    announced: Option<usize>,
    chunked: bool,
    /// No head at all.
    raw: bool,
}

impl Answer {
    /// A head and no body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            first: Vec::new(),
            body: Vec::new(),
            length: 0,
            announced: None,
            chunked: false,
            raw: false,
        }
    }

    /// 200 with this body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).body(body)
    }

    /// Elsewhere.
    pub fn redirect(status: u16, place: &str) -> Self {
        Self::status(status).header("Location", place)
    }

    /// These bytes and nothing else, then the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { raw: true, body: vec![Step::Send(bytes.into())], ..Self::status(0) }
    }

    /// Nothing: the connection is closed.
    pub fn closed() -> Self {
        Self::raw("")
    }

    /// Nothing: the connection is cut.
    pub fn reset() -> Self {
        Self::raw("").then_reset()
    }

    /// Nothing, until the other side goes away or [`Faults::release`] is called.
    pub fn silence() -> Self {
        Self::raw("").hold()
    }

    /// These bytes and nothing else, one after the other with a pause before each, then the connection is closed.
    pub fn dripping(bytes: &[u8], pause: Duration) -> Self {
        Self::raw("").drip(bytes, pause)
    }

    /// The head, and then this without end.
    pub fn endless(chunk: impl Into<Vec<u8>>) -> Self {
        Self { body: vec![Step::Repeat(chunk.into(), usize::MAX)], chunked: true, ..Self::status(200) }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// More of the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        self.length += body.len();
        self.body.push(Step::Send(body));
        self
    }

    /// The same bytes so many times, as more of the body; without end if that is `usize::MAX`.
    pub fn repeat(mut self, bytes: impl Into<Vec<u8>>, times: usize) -> Self {
        let bytes = bytes.into();
        self.length = self.length.saturating_add(bytes.len().saturating_mul(times));
        self.body.push(Step::Repeat(bytes, times));
        self
    }

    /// Announces another length than the body has; if it is longer, the connection is closed after the body.
    pub fn announcing(mut self, length: usize) -> Self {
        self.announced = Some(length);
        self
    }

    /// In chunks, one for each part, instead of announcing a length.
    pub fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    /// Waits here: before the head if nothing was said yet, else at this place of the body.
    pub fn pause(mut self, time: Duration) -> Self {
        self.place().push(Step::Wait(time));
        self
    }

    /// Waits here until [`Faults::release`]. (An answer that is whole by then is one to the client: it may send its
    /// next question after it, which waits, too.)
    pub fn hold(mut self) -> Self {
        self.place().push(Step::Hold);
        self
    }

    /// Cuts the connection here.
    pub fn then_reset(mut self) -> Self {
        self.body.push(Step::Reset);
        self
    }

    /// Closes the connection here, whatever was announced.
    pub fn then_close(mut self) -> Self {
        self.body.push(Step::Close);
        self
    }

    /// The body byte by byte, with a pause before each.
    pub fn drip(mut self, body: &[u8], pause: Duration) -> Self {
        for byte in body {
            self.length += 1;
            self.body.push(Step::Wait(pause));
            self.body.push(Step::Send(vec![*byte]));
        }
        self
    }

    fn place(&mut self) -> &mut Vec<Step> {
        if self.body.is_empty() && !self.raw { &mut self.first } else { &mut self.body }
    }

    fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Said so\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let bodiless = matches!(self.status, 204 | 304);
        if self.chunked {
            head.extend(b"Transfer-Encoding: chunked\r\n");
        } else if !bodiless || self.announced.is_some() {
            let _ = write!(head, "Content-Length: {}\r\n", self.announced.unwrap_or(self.length));
        }
        head.extend(b"\r\n");
        head
    }
}

type Script = dyn Fn(&Request) -> Answer + Send + Sync;

#[derive(Default)]
struct Shared {
    asked: Mutex<Vec<Request>>,
    connections: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
    over: AtomicBool,
    more: Condvar,
    released: Mutex<usize>,
    changed: Condvar,
    lines: Mutex<Vec<TcpStream>>,
}

/// The server. Dropping it closes all its connections.
pub struct Faults {
    at: SocketAddr,
    shared: Arc<Shared>,
}

impl Faults {
    /// Serves on a port of its own, each connection on a thread of its own.
    pub fn serve(script: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let script: Arc<Script> = Arc::new(script);
        let for_thread = Arc::clone(&shared);
        thread::spawn(move || {
            for line in listener.incoming() {
                if for_thread.over.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(line) = line else { continue };
                let (shared, script) = (Arc::clone(&for_thread), Arc::clone(&script));
                thread::spawn(move || talk(&line, &shared, script.as_ref()));
            }
        });
        Self { at, shared }
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.at
    }

    /// The URL of a path (and query) here.
    pub fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.at)
    }

    /// Everything it was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// How often this path was asked for.
    pub fn hits(&self, path: &str) -> usize {
        self.shared.asked.lock().unwrap().iter().filter(|request| request.path() == path).count()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many requests were being answered at the same time, at most.
    pub fn most_at_once(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }

    /// Waits until it has been asked so often. True if that came about.
    pub fn wait_for(&self, requests: usize) -> bool {
        let asked = self.shared.asked.lock().unwrap();
        let waited = self.shared.more.wait_timeout_while(asked, PATIENCE, |asked| asked.len() < requests);
        waited.unwrap().0.len() >= requests
    }

    /// Lets everyone go on who is on hold now.
    pub fn release(&self) {
        *self.shared.released.lock().unwrap() += 1;
        self.shared.changed.notify_all();
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        self.release();
        for line in self.shared.lines.lock().unwrap().drain(..) {
            let _ = line.shutdown(Shutdown::Both);
        }
        let _ = TcpStream::connect(self.at); // wakes the listener
    }
}

/// One connection: request after request, until one side has enough.
fn talk(line: &TcpStream, shared: &Shared, script: &Script) {
    let connection = shared.connections.fetch_add(1, Ordering::SeqCst);
    let _ = line.set_nodelay(true);
    let _ = line.set_write_timeout(Some(PATIENCE));
    if let Ok(line) = line.try_clone() {
        shared.lines.lock().unwrap().push(line);
    }
    let mut incoming = BufReader::new(line);
    while let Some(mut request) = listen(&mut incoming) {
        request.connection = connection;
        {
            // Noted before the request shows: whoever sees it and releases it means this one, too.
            request.released = *shared.released.lock().unwrap();
            let mut asked = shared.asked.lock().unwrap();
            request.nth = asked.len();
            asked.push(request.clone());
        }
        shared.more.notify_all();
        let now = shared.now.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most.fetch_max(now, Ordering::SeqCst);
        let goes_on =
            speak(&Line { to: line, shared, released: Cell::new(request.released) }, &script(&request));
        shared.now.fetch_sub(1, Ordering::SeqCst);
        match goes_on {
            Ok(true) => {}
            Ok(false) => {
                let _ = line.shutdown(Shutdown::Both);
                break;
            }
            Err(_) => break,
        }
    }
}

/// A request; `None` at the end, or if it is none.
fn listen(incoming: &mut impl BufRead) -> Option<Request> {
    let mut line = || {
        let mut line = String::new();
        let read = incoming.take(64 * 1024).read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut request =
        Request { method, target, headers, body: Vec::new(), nth: 0, connection: 0, released: 0 };
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    incoming.take(length).read_to_end(&mut request.body).ok()?;
    Some(request)
}

/// What saying something takes.
struct Line<'a> {
    to: &'a TcpStream,
    shared: &'a Shared,
    released: Cell<usize>,
}

/// Says it. True if the connection can go on.
fn speak(line: &Line<'_>, answer: &Answer) -> io::Result<bool> {
    let mut out = line.to;
    for step in &answer.first {
        if !take(line, step, false)? {
            return Ok(false);
        }
    }
    if !answer.raw {
        out.write_all(&answer.head())?;
    }
    for step in &answer.body {
        if !take(line, step, answer.chunked)? {
            return Ok(false);
        }
    }
    if answer.chunked {
        out.write_all(b"0\r\n\r\n")?;
    }
    Ok(!answer.raw && answer.announced.is_none_or(|announced| announced <= answer.length))
}

/// One step. False if it was the last.
fn take(line: &Line<'_>, step: &Step, chunked: bool) -> io::Result<bool> {
    match step {
        Step::Send(bytes) if bytes.is_empty() => {}
        Step::Send(bytes) => send(line.to, bytes, chunked)?,
        Step::Repeat(bytes, times) => {
            let mut left = *times;
            while left > 0 && !line.shared.over.load(Ordering::SeqCst) {
                send(line.to, bytes, chunked)?;
                left = if left == usize::MAX { left } else { left - 1 };
            }
        }
        Step::Wait(time) => thread::sleep(*time),
        Step::Hold => hold(line),
        Step::Reset => {
            // Closed with no time to linger, it sends a RST instead of a FIN; the clone of it must be gone, too.
            let peer = line.to.peer_addr().ok();
            line.shared.lines.lock().unwrap().retain(|other| other.peer_addr().ok() != peer);
            rustix::net::sockopt::set_socket_linger(line.to, Some(Duration::ZERO))?;
            return Err(io::Error::from(io::ErrorKind::ConnectionReset)); // closed, not shut down
        }
        Step::Close => return Ok(false),
    }
    Ok(true)
}

fn send(mut line: &TcpStream, bytes: &[u8], chunked: bool) -> io::Result<()> {
    if !chunked {
        return line.write_all(bytes);
    }
    write!(line, "{:x}\r\n", bytes.len())?;
    line.write_all(bytes)?;
    line.write_all(b"\r\n")
}

/// Until released, or until the other side has gone.
fn hold(line: &Line<'_>) {
    let _ = line.to.set_nonblocking(true);
    let end = Instant::now() + PATIENCE;
    loop {
        let released = line.shared.released.lock().unwrap();
        let (released, _) = line.shared.changed.wait_timeout(released, Duration::from_millis(10)).unwrap();
        let over = line.shared.over.load(Ordering::SeqCst) || Instant::now() > end;
        if over || *released > line.released.get() || matches!(line.to.peek(&mut [0]), Ok(0)) {
            line.released.set(*released);
            break;
        }
    }
    let _ = line.to.set_nonblocking(false);
}
