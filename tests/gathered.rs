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

/// What each of them says when the bridge closes: one story in four voices, none of them the copy of another.
const BRIDGE: &[(&str, &str)] = &[
    (
        "Harbour Bridge closed after crack found in eastern hanger",
        "Port Alder closed the Harbour Bridge to all traffic at noon after a drone inspection found a crack in the eastern \
         hanger, the port authority said. Mara Quist, the port's chief engineer, ordered the closure of the bridge 25 minutes \
         after seeing the pictures. The crack is 40 centimetres long and runs along a weld in the third hanger from the east \
         tower. The port authority gave no hour for reopening the bridge. Buses between the two banks will turn at the old \
         customs house, and the ferry will sail every twenty minutes until midnight. A second flight of the drone is planned \
         for dawn, and its pictures will be published by noon, the authority said in a statement to the town.",
    ),
    (
        "Crack in hanger shuts Harbour Bridge, engineers say",
        "Engineers shut the Harbour Bridge in Port Alder at noon. The crack in the eastern hanger of the bridge is 40 \
         centimetres long, said Mara Quist, and no hour was named for the reopening. The bridge was last inspected in the \
         spring, when nothing was found. A weld had given way along the third hanger, the engineers said after a first look \
         from a boat beneath the span. They want to see the whole of the hanger from both sides before anybody drives over it \
         again. The town council meets in the evening to talk about lorries, which the ferry cannot take, and about who pays \
         for the detour through the hills.",
    ),
    (
        "Harbour Bridge: traffic stops as hanger cracks",
        "Traffic over the Harbour Bridge in Port Alder stopped at noon. Some 31,000 vehicles cross the bridge each day; \
         drivers were sent round by the hills after the crack in the eastern hanger came to light.",
    ),
    (
        "Port Alder closes Harbour Bridge over cracked hanger",
        "The port authority of Port Alder has closed the Harbour Bridge. A drone saw the crack in the eastern hanger. The \
         weekly market on the southern bank will move until the bridge opens again.",
    ),
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
        let told = PAPERS.iter().position(|(other, _)| *other == path).and_then(|at| BRIDGE.get(at));
        let (title, text) = told.copied().unwrap_or_default();
        item("/bridge", title, text, 1);
    }
    for (n, matter) in ["market", "ferry", "school", "library"].iter().enumerate() {
        let text = format!("{name} on the {matter}. Nothing came of it.");
        item(matter, &format!("{name} looks at the {matter}"), &text, 60 * (5 + 7 * n as i64));
    }
    format!("<rss version=\"2.0\"><channel><title>{name}</title>{items}</channel></rss>")
}

fn page() -> String {
    let mut links = String::new();
    for (path, name) in PAPERS.iter().take(2) {
        let _ =
            write!(links, "<link rel=alternate type=application/rss+xml href=\"{path}\" title=\"{name}\">");
    }
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
    terminal.shows("gathering 0 of 1");
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
    terminal.shows("No story has moved yet");
    terminal.press("S");
    terminal.shows("alder");
    terminal.press("R");
    terminal.shows("Offline, as asked");
    terminal.press("q");
    assert!(terminal.ends().success());
    assert!(town.server.asked().is_empty());
}
