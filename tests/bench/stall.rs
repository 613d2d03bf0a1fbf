//! A stall that serves feeds: a listener with a thread for each connection, which knows conditional questions. One
//! path drips a byte a second.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use super::feeds::Feed;

/// Where it drips.
pub(crate) const DRIP: &str = "/drip.xml";

/// The stall.
pub(crate) struct Stall {
    at: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Stall {
    /// Opens it on a port of its own.
    pub(crate) fn open(feeds: Vec<Feed>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let at = listener.local_addr().expect("a port");
        let feeds: HashMap<String, (String, Vec<u8>)> =
            feeds.into_iter().map(|feed| (feed.path, (feed.etag, feed.xml.into_bytes()))).collect();
        let (feeds, asked) = (Arc::new(feeds), Arc::new(AtomicUsize::new(0)));
        let counter = Arc::clone(&asked);
        thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let (feeds, asked) = (Arc::clone(&feeds), Arc::clone(&counter));
                thread::spawn(move || drop(serve(line, &feeds, &asked)));
            }
        });
        Self { at, asked }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// How often it was asked since it was last looked.
    pub(crate) fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

fn serve(
    mut line: TcpStream,
    feeds: &HashMap<String, (String, Vec<u8>)>,
    asked: &AtomicUsize,
) -> std::io::Result<()> {
    line.set_nodelay(true)?;
    let mut reader = BufReader::new(line.try_clone()?);
    loop {
        let (mut path, mut tag) = (String::new(), String::new());
        loop {
            let mut text = String::new();
            if reader.read_line(&mut text)? == 0 {
                return Ok(());
            }
            let text = text.trim_end();
            if text.is_empty() {
                break;
            }
            if path.is_empty() {
                text.split(' ').nth(1).unwrap_or_default().clone_into(&mut path);
            } else if let Some((name, value)) = text.split_once(": ")
                && name.eq_ignore_ascii_case("if-none-match")
            {
                value.clone_into(&mut tag);
            }
        }
        asked.fetch_add(1, Ordering::SeqCst);
        match feeds.get(&path) {
            _ if path == DRIP => return drip(line),
            Some((etag, _)) if *etag == tag => {
                write!(line, "HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n")?;
            }
            Some((etag, xml)) => {
                write!(
                    line,
                    "HTTP/1.1 200 OK\r\nETag: {etag}\r\nContent-Type: application/xml\r\nContent-Length: {}\r\n\r\n",
                    xml.len()
                )?;
                line.write_all(xml)?;
            }
            None => write!(line, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?,
        }
    }
}

fn drip(mut line: TcpStream) -> std::io::Result<()> {
    line.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 100000\r\n\r\n")?;
    loop {
        line.write_all(b" ")?;
        thread::sleep(Duration::from_secs(1));
    }
}
