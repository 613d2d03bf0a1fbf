//! The built program on a terminal of its own, with feeds of a town on a loopback server: a list of them is dropped on the
//! sources screen, they are gathered from, and what they say next arrives as a dispatch.

use std::{
    fmt::Write as _,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use slugline::story::Moment;

use crate::{
    server::faults::{Answer, Faults},
    terminal::{Answers, Terminal},
    wires::house::House,
};

/// The papers of the town, by the path of their feed.
const PAPERS: &[(&str, &str)] = &[
    ("/alder", "The Alder Post"),
    ("/coast", "Coast Wire"),
    ("/mail", "Harbour Mail"),
    ("/tide", "Tide Times"),
];

/// The town, with a bridge that may close.
struct Town {
    server: Faults,
    closed: Arc<AtomicBool>,
}

impl Town {
    fn open() -> Self {
        let closed = Arc::new(AtomicBool::new(false));
        let bridge = closed.clone();
        let server = Faults::serve(move |asked| {
            let paper = PAPERS.iter().find(|(path, _)| *path == asked.path());
            let shut = bridge.load(Ordering::SeqCst);
            match (paper, asked.path()) {
                (Some((path, name)), _) => {
                    Answer::ok(feed(path, name, shut)).header("Content-Type", "application/rss+xml")
                }
                (None, "/") => Answer::ok(page()).header("Content-Type", "text/html"),
                (None, "/slow") => Answer::silence(),
                _ => Answer::status(404),
            }
        });
        Self { server, closed }
    }

    /// A list of its papers as another reader would export it; one of them is no more.
    fn opml(&self, folder: &Path) -> String {
        let mut body = String::from("<opml version=\"2.0\"><body><outline text=\"World\">");
        for (path, name) in PAPERS.iter().chain(&[("/gone", "The Old Paper")]) {
            let _ =
                write!(body, "<outline type=\"rss\" text=\"{name}\" xmlUrl=\"{}\"/>", self.server.url(path));
        }
        body.push_str("</outline></body></opml>");
        let file = folder.join("my feeds.opml");
        std::fs::write(&file, body).unwrap();
        file.to_string_lossy().replace(' ', "\\ ")
    }
}

fn feed(path: &str, name: &str, closed: bool) -> String {
    let now = Moment::from(jiff::Timestamp::now());
    let mut items = String::new();
    let mut item = |n: &str, title: &str, text: &str, minutes: i64| {
        let when = now.plus_seconds(-60 * minutes);
        let _ = write!(
            items,
            "<item><title>{title}</title><guid>{path}{n}</guid><pubDate>{when}</pubDate><description>{text}</description></item>"
        );
    };
    if closed {
        let text = "The port authority closed the Harbour Bridge to all traffic after a drone inspection found a crack in the \
                    eastern hanger. Mara Quist, the chief engineer, ordered the closure. The crack is 40 centimetres long.";
        item(
            "/bridge",
            "Harbour Bridge closed after crack found in eastern hanger",
            &format!("{text} So says {name}."),
            1,
        );
    }
    for (n, matter) in ["market", "ferry", "school", "library"].iter().enumerate() {
        let text = format!("{name} on the {matter}. Nothing came of it.");
        item(matter, &format!("{name} looks at the {matter}"), &text, 60 * (5 + 7 * n as i64));
    }
    format!("<rss version=\"2.0\"><channel><title>{name}</title>{items}</channel></rss>")
}

fn page() -> String {
    let links: String = PAPERS
        .iter()
        .take(2)
        .map(|(path, name)| {
            format!("<link rel=alternate type=application/rss+xml href=\"{path}\" title=\"{name}\">")
        })
        .collect();
    format!("<!doctype html><html><head><title>Papers</title>{links}</head><body>Papers</body></html>")
}

fn read(house: &House, arguments: &[&str]) -> Terminal {
    Terminal::start(arguments, house.path(), (120, 36), &[], Answers::Yes)
}

fn paste(terminal: &Terminal, text: &str) {
    terminal.press(&format!("\x1b[200~{text}\x1b[201~"));
}

#[test]
fn a_list_of_feeds_dropped_on_the_reader_becomes_dispatches() {
    let town = Town::open();
    let house = House::with_config("[reader]\ntheme = \"ink\"\n");
    let mut terminal = read(&house, &[]);
    terminal.shows("no dispatches yet");
    terminal.press("S");
    terminal.shows("Nothing is gathered yet");
    paste(&terminal, &town.opml(house.path()));
    terminal.shows("my feeds.opml: 5 feeds in 1 folder");
    terminal.shows("Enter imports 5 sources");
    terminal.press("\r");
    terminal.shows("16 new records · 1 source in trouble");
    terminal.shows("127.0.0.1 does not have it");
    terminal.press("jjj\r");
    terminal.shows("looks at the market");
    town.closed.store(true, Ordering::SeqCst);
    terminal.press("\x1b");
    terminal.press("R");
    terminal.shows("4 new records");
    terminal.press("\x1b");
    terminal.shows("Harbour Bridge");
    terminal.press("\r");
    terminal.shows("Filed under");
    terminal.press("1");
    terminal.shows("Source");
    terminal.press("q");
    assert!(terminal.ends().success());
    let config = std::fs::read_to_string(house.path().join(".config/slugline/config.toml")).unwrap();
    assert!(
        config.starts_with("[reader]\ntheme = \"ink\"\n") && config.matches("[[sources]]").count() == 5,
        "{config}"
    );
}

#[test]
fn a_site_is_looked_at_before_one_of_its_feeds_is_added_and_that_can_be_undone() {
    let town = Town::open();
    let house = House::with_config("");
    let mut terminal = read(&house, &[]);
    terminal.shows("no dispatches yet");
    terminal.press("S");
    terminal.shows("Nothing is gathered yet");
    paste(&terminal, &town.server.url("/"));
    terminal.shows("ADD A SOURCE");
    terminal.press("\r");
    terminal.shows("This page names 2 feeds");
    terminal.press("j\r");
    terminal.shows("Coast Wire looks at the market");
    terminal.shows("Enter adds it");
    terminal.press("\r");
    terminal.shows("4 new records");
    terminal.press("u");
    terminal.shows("Taken back: coast-wire");
    terminal.shows("Nothing is gathered yet");
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn leaving_does_not_wait_for_a_source() {
    let town = Town::open();
    let url = town.server.url("/slow");
    let house =
        House::with_config(&format!("[[sources]]\nname = \"slow\"\nurl = \"{url}\"\nallow_private = true\n"));
    let mut terminal = read(&house, &[]);
    terminal.shows("no dispatches yet");
    terminal
        .until("the source being asked", |seen| seen.screen.screen().contents().contains("gathering 0 of 1"));
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn offline_no_source_is_asked() {
    let town = Town::open();
    let url = town.server.url("/alder");
    let house = House::with_config(&format!(
        "[[sources]]\nname = \"alder\"\nurl = \"{url}\"\nallow_private = true\n"
    ));
    let mut terminal = read(&house, &["--offline"]);
    terminal.shows("no dispatches yet");
    terminal.press("S");
    terminal.shows("alder");
    terminal.press("R");
    terminal.shows("Offline, as asked");
    terminal.press("q");
    assert!(terminal.ends().success());
    assert!(town.server.asked().is_empty());
}
