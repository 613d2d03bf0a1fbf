//! The page behind a link: real pages against what people expect of them, our own against what they held the last time,
//! hostile ones against the clock, and the command that shows them.
//!
//! `SLUGLINE_BLESS=1 cargo test articles` writes what our own pages come to; look at what changed before it is kept. The
//! real pages are not part of the project: they are looked for in `../shared/data/articles`, or where
//! `SLUGLINE_ARTICLES` says.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use slugline::{
    config::SourceRow,
    desk::{
        edition,
        gather::{Came, Gatherer},
        wired,
    },
    net::Manners,
    sources::article::{self, Article},
    store::{Access, Store, Window},
    story::{Moment, Record, RecordId, SourceKind, SourceName, WireName},
    wire::format::Item,
};
use tempfile::TempDir;
use url::Url;

use crate::server::faults::{Answer, Faults, Request};

/// Enough for a machine that does ten other things; what holds for people is measured, not asserted.
const PATIENT: Duration = Duration::from_secs(30);

fn parse(bytes: &[u8], url: Option<&str>) -> Article {
    let url = url.map(|url| Url::parse(url).unwrap());
    article::parse_within(PATIENT, bytes, url.as_ref(), None)
}

// Real pages.

/// How far a text is the expected one, by words: the harmonic mean of precision and recall.
fn f1(text: &str, expected: &str) -> f64 {
    let count = |text: &str| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        counts
    };
    let (got, wanted) = (count(text), count(expected));
    let total = |counts: &HashMap<String, usize>| counts.values().sum::<usize>() as f64;
    let shared: usize = got.iter().map(|(word, n)| wanted.get(word).copied().unwrap_or(0).min(*n)).sum();
    match total(&got) + total(&wanted) {
        0.0 => 1.0,
        all => 2.0 * shared as f64 / all,
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether what was read is what is expected, blanks aside.
fn same(ours: Option<&str>, case: &Value, key: &str) -> bool {
    let wanted = case["metadata"][key].as_str().unwrap_or_default();
    squeezed(ours.unwrap_or_default()) == squeezed(wanted)
}

#[test]
fn real_pages_are_read_as_people_read_them() {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/articles");
    let folder = std::env::var_os("SLUGLINE_ARTICLES").map_or(usual, PathBuf::from);
    let Ok(cases) = fs::read_to_string(folder.join("cases.jsonl")) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let (mut words, mut titles, mut bylines, mut slowest, mut pages) = (0.0, 0, 0, Duration::ZERO, 0);
    for case in cases.lines() {
        let case: Value = serde_json::from_str(case).unwrap();
        let read = |key: &str| fs::read(folder.join(case[key].as_str().unwrap())).unwrap();
        let bytes = read("file");
        let begun = Instant::now();
        let article = parse(&bytes, Some("http://fakehost/test/page.html"));
        let took = begun.elapsed();
        let score = f1(&article.text, &String::from_utf8(read("expected_text")).unwrap());
        let (title, byline) = (
            same(article.title.as_deref(), &case, "title"),
            same(article.byline.as_deref(), &case, "byline"),
        );
        println!(
            "{score:.3} {:6.1} ms  {} {} {}",
            took.as_secs_f64() * 1e3,
            if title { "title" } else { "     " },
            if byline { "byline" } else { "      " },
            case["id"].as_str().unwrap()
        );
        words += score;
        titles += usize::from(title);
        bylines += usize::from(byline);
        slowest = slowest.max(took);
        pages += 1;
    }
    let (mean, share) = (words / f64::from(pages), |n: usize| n as f64 / f64::from(pages));
    println!(
        "{pages} pages: mean word F1 {mean:.4}, titles {:.3}, bylines {:.3}, slowest {slowest:.1?}",
        share(titles),
        share(bylines)
    );
    assert!(mean >= 0.92, "mean word F1 {mean:.4}");
    assert!(share(titles) >= 0.95, "titles {:.3}", share(titles));
}

// Our own pages.

#[test]
fn our_own_pages_come_to_what_they_came_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources/article");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 8, "only {} pages found", cases.len());
    for case in cases {
        let bytes = fs::read(case.join("in.html")).unwrap();
        let article = parse(&bytes, Some("https://www.alderpost.example/page"));
        let came = json!({
            "title": article.title,
            "byline": article.byline,
            "site": article.site,
            "published_at": article.published_at.map(|at| at.to_string()),
            "language": article.language,
            "canonical_url": article.canonical_url,
            "excerpt": article.excerpt,
            "text": article.text.lines().collect::<Vec<_>>(),
            "notes": article.notes,
        });
        let came = serde_json::to_string_pretty(&came).unwrap() + "\n";
        let file = case.join("out.json");
        if std::env::var_os("SLUGLINE_BLESS").is_some() {
            fs::write(&file, &came).unwrap();
        }
        assert_eq!(came, fs::read_to_string(&file).unwrap_or_default(), "{}", case.display());
    }
}

// Hostile pages.

/// Pages whose tree would cost more than their length, each with a word that people would see.
fn bombs() -> Vec<(&'static str, String)> {
    let nested = |tag: &str, times: usize, close: bool| {
        let end = if close { format!("</{tag}>").repeat(times) } else { String::new() };
        format!("{}VISIBLE words{end}", format!("<{tag}>").repeat(times))
    };
    let many = |times: usize, each: &dyn Fn(usize) -> String| (0..times).map(each).collect::<String>();
    let styles = many(300, &|n| format!("<b a{n}=x>"));
    vec![
        ("10,000 div", nested("div", 10_000, true)),
        ("100,000 div", nested("div", 100_000, true)),
        ("20,000 div, open", nested("div", 20_000, false)),
        ("10,000 span", nested("span", 10_000, true)),
        ("100,000 span", nested("span", 100_000, true)),
        ("500 lists", format!("{}VISIBLE", "<ul><li>x ".repeat(500))),
        ("2,000 quotes", format!("{}VISIBLE", "<blockquote>q ".repeat(2_000))),
        ("3,000 tables", format!("{}VISIBLE", "<table><tr><td>".repeat(3_000))),
        ("50,000 attributes", format!("<p {}>VISIBLE</p>", many(50_000, &|n| format!("a{n}=b ")))),
        ("styles in paragraphs", format!("{styles}{}VISIBLE", "<p>x".repeat(10_000))),
        ("styles in blocks", format!("<p>{styles}{}VISIBLE", "<div>x</div>".repeat(10_000))),
        ("links in links", format!("{}VISIBLE", "<a href=x>".repeat(10_000))),
        ("words beside a table", format!("<table>{}VISIBLE", "x<b>".repeat(10_000))),
        ("50,000 comments", format!("{}<p>VISIBLE", "<!--x-->".repeat(50_000))),
        ("zeros", format!("{}VISIBLE", "\0".repeat(1_000_000))),
        ("a class of 1 MB", format!("<p class=\"{}\">VISIBLE", "ad ".repeat(350_000))),
    ]
}

#[test]
fn hostile_pages_cost_no_more_than_their_length() {
    for (name, page) in bombs() {
        let begun = Instant::now();
        let article = article::parse(page.as_bytes(), None, None);
        println!("{:8.1} ms  {name}", begun.elapsed().as_secs_f64() * 1e3);
        assert!(article.text.contains("VISIBLE"), "{name}: {:?}", article.notes);
    }
}

#[test]
fn no_cut_and_no_noise_breaks_the_reading() {
    let page =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources/article/news/in.html"))
            .unwrap();
    let mut noise = 7_u64;
    for at in 0..60 {
        let cut = &page[..page.len() * at / 60];
        let _ = parse(cut, None);
        let mut bent = page.clone();
        for _ in 0..20 {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (noise >> 33) as usize % bent.len();
            bent[place] = b"<>/\"'&= \0\x80ap"[(noise >> 8) as usize % 12];
        }
        let _ = parse(&bent, None);
    }
}

// The command.

const PAGE: &str = "<html lang=en><head><title>Harbour Bridge closes after crack</title>\
    <meta name=author content='Ines Moreau'></head><body><article><p>Port Alder closed the Harbour Bridge to all \
    traffic at 16:40 on Thursday after a drone inspection found a crack in the eastern hanger, the port authority \
    said. Nobody was hurt.</p><p>The bridge carries 31,000 vehicles a day between Port Alder and Southbank, and the \
    port authority gave no hour for reopening it.</p></article></body></html>";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: &[&str], input: Option<&str>) -> Ran {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
    command.args(arguments).env_clear().env("HOME", home.path()).env("TZ", "UTC").env("TERM", "xterm");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.unwrap_or_default().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A site with one page and whatever else is said of a path.
fn site(else_: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Faults {
    Faults::serve(move |asked| match asked.path() {
        "/page" => Answer::ok(PAGE).header("Content-Type", "text/html; charset=utf-8"),
        _ => else_(asked),
    })
}

#[test]
fn a_page_is_shown_from_a_file_from_a_pipe_and_from_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    fs::write(&file, PAGE).unwrap();
    let server = site(|_| Answer::status(404));
    for (what, input) in
        [(file.display().to_string(), None), ("-".to_owned(), Some(PAGE)), (server.url("/page"), None)]
    {
        let ran = run(&["article", &what, "--json"], input);
        assert_eq!(ran.code, 0, "{what}: {}", ran.err);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(told["title"], "Harbour Bridge closes after crack");
        assert_eq!(told["byline"], "Ines Moreau");
        assert_eq!(told["language"], "en");
        assert!(told["text"].as_str().unwrap().contains("Nobody was hurt."), "{told}");
        let keys: Vec<&String> = told.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["byline", "language", "published_at", "site", "text", "title"]);
        let ran = run(&["article", &what], input);
        assert!(
            ran.out.starts_with("Harbour Bridge closes after crack\nInes Moreau\n\nPort Alder"),
            "{}",
            ran.out
        );
    }
    assert_eq!(server.hits("/robots.txt"), 2);
}

#[test]
fn what_cannot_be_read_is_said_in_words() {
    let server = site(|asked| match asked.path() {
        "/robots.txt" => Answer::ok("User-agent: *\nDisallow: /private\n"),
        "/pdf" => Answer::ok("%PDF-1.7").header("Content-Type", "application/pdf"),
        "/check" => Answer::status(403)
            .body("<title>Just a moment...</title>Enable JavaScript and cookies to continue")
            .header("Content-Type", "text/html"),
        "/app" => Answer::ok("<html><div id=root></div>").header("Content-Type", "text/html"),
        "/later" => Answer::status(429),
        _ => Answer::status(404),
    });
    for (path, why) in [
        ("/private/page", "its robots.txt asks programs to leave it alone"),
        ("/pdf", "it is a PDF, not a page"),
        ("/check", "it answers with a page that checks browsers"),
        ("/app", "it shows no words without a browser"),
        ("/later", "it asks to be left alone for a while"),
        ("/none", "it has no such page"),
    ] {
        let ran = run(&["article", &server.url(path)], None);
        assert_eq!(ran.code, 1, "{path}: {}", ran.out);
        let told = squeezed(&ran.err);
        assert!(told.contains(why) && told.contains("127.0.0.1"), "{path}: {told}");
        assert_eq!(ran.out, "");
    }
    assert_eq!(server.hits("/private/page"), 0);
    let ran = run(&["article", "/nowhere/page.html"], None);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = run(&["article", "-"], Some("<script>x</script>"));
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
}

#[test]
fn offline_nothing_is_asked_for() {
    let server = site(|_| Answer::status(404));
    let ran = run(&["article", &server.url("/page"), "--offline"], None);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("Offline: the page was not asked for"), "{}", ran.err);
    assert_eq!(server.connections(), 0);
}

// A record's own page.

/// A store with records, and who reads their pages.
struct Newsroom {
    _folder: TempDir,
    store: Arc<Store>,
    wire: WireName,
    gatherer: Gatherer,
}

/// A source on that server.
fn row(server: &Faults, name: &str, allow_private: bool) -> SourceRow {
    let url = server.url(&format!("/feed/{name}"));
    SourceRow { name: name.into(), url, allow_private, ..SourceRow::default() }
}

impl Newsroom {
    fn new(server: &Faults, allowed: bool, records: Vec<Record>) -> Self {
        Self::with(vec![row(server, "post", allowed)], records)
    }

    fn with(rows: Vec<SourceRow>, records: Vec<Record>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Moment::from(jiff::Timestamp::now());
        let store =
            Arc::new(Store::open(&folder.path().join("wire.sqlite"), Access::ReadWrite, now).unwrap());
        let wire = WireName::from("main");
        let items = records.into_iter().map(|record| Item::Record(Box::new(record)));
        store.writer().unwrap().put(&wire, items.collect(), now).unwrap();
        let gatherer = Gatherer::new(Arc::clone(&store), wire.clone(), rows, Manners::default()).unwrap();
        Self { _folder: folder, store, wire, gatherer }
    }

    fn records(&self) -> Vec<Record> {
        self.store.reader().unwrap().records(&self.wire, Window::default()).unwrap()
    }

    fn edition(&self) -> edition::Edition {
        let now = Moment::from(jiff::Timestamp::now());
        let settings = edition::Settings::default();
        wired::run(&self.store, &self.wire, &[], &settings, now, &mut |_| {}).unwrap()
    }

    fn read(&self, id: &str) -> Result<Came, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let id = RecordId::from(id);
        let asked = self.gatherer.page(&self.wire, &id);
        runtime.block_on(asked).map_err(|trouble| trouble.why)
    }

    fn record(&self, id: &str) -> Record {
        self.store.reader().unwrap().record(&self.wire, &RecordId::from(id)).unwrap().unwrap().record
    }

    fn gather(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(self.gatherer.run(&[], true, &mut |_| {})).unwrap();
    }
}

/// The page of an outlet, long enough to be quoted.
fn long_page(outlet: &str) -> String {
    let more = format!("The {outlet} asked the port authority about the crack in the hanger of the bridge. ")
        .repeat(8);
    PAGE.replace("</article>", &format!("<p>{more}</p></article>"))
}

fn feed(server: &str, outlet: &str) -> String {
    format!(
        "<rss version='2.0'><channel><title>{outlet}</title><link>{server}/</link><item>\
         <title>Harbour Bridge closes after crack in hanger, {outlet} reports</title><link>{server}/{outlet}</link>\
         <guid>{outlet}-1</guid><description>Port Alder closed the Harbour Bridge after a crack was found in its \
         hanger.</description></item></channel></rss>"
    )
}

/// Three outlets and a post tell a story: their pages are read, the records speak with the pages' words, and what the
/// post points to stands behind them in the dispatch.
#[test]
fn a_story_that_several_tell_is_written_from_their_pages() {
    let server = outlets();
    let room = Newsroom::with(
        ["post", "herald", "closed"].map(|name| row(&server, name, true)).to_vec(),
        vec![post(&server)],
    );
    room.gather();
    let told = room.records();
    let mut from_page: Vec<&str> = told
        .iter()
        .filter(|record| record.words().contains("asked the port authority"))
        .filter_map(|record| record.source.as_ref().map(SourceName::as_str))
        .collect();
    from_page.sort_unstable();
    assert_eq!(from_page, ["herald", "post"], "{told:?}");
    assert_eq!((server.hits("/robots.txt"), server.hits("/closed")), (1, 0));
    // What could not be had is not asked for again; what was read neither.
    let asked = server.asked().len();
    room.gather();
    let again: Vec<String> = server.asked().into_iter().skip(asked).map(|asked| asked.target).collect();
    assert!(again.iter().all(|path| path.starts_with("/feed/")), "{again:?}");
    let made = room.edition();
    let dispatch = made.dispatches.first().unwrap_or_else(|| panic!("{:?}", made.ledger));
    let citations = &dispatch.citations;
    assert!(citations.iter().any(|citation| citation.record_id == Some("p".into())), "{citations:?}");
    let web: Vec<_> = citations.iter().filter(|citation| citation.is_web()).collect();
    assert_eq!(web.len(), 1, "{web:?}");
    assert_eq!(web[0].title.as_deref(), Some("The council's letter"));
    assert_eq!(web[0].url, Some(server.url("/linked")));
    assert!(web[0].fetched_at.is_some() && web[0].excerpt.is_some());
}

/// Three outlets with a feed and a page each, one of which wants its page left alone.
fn outlets() -> Faults {
    Faults::serve(|asked| {
        let host = asked.header("host").unwrap_or_default().to_owned();
        let html = |page: String| Answer::ok(page).header("Content-Type", "text/html");
        match asked.path().split('/').collect::<Vec<_>>().as_slice() {
            ["", "robots.txt"] => Answer::ok("User-agent: *\nDisallow: /closed\n"),
            ["", "feed", outlet] => Answer::ok(feed(&format!("http://{host}"), outlet)),
            ["", outlet @ ("post" | "herald" | "closed")] => html(long_page(outlet)),
            ["", "linked"] => html(
                long_page("council").replace("Harbour Bridge closes after crack", "The council's letter"),
            ),
            _ => Answer::status(404),
        }
    })
}

/// A post about it, which points to a page that is there and to one that is not.
fn post(server: &Faults) -> Record {
    Record {
        kind: SourceKind::Bluesky,
        byline: Some("ada.example".to_owned()),
        text: Some(
            "The Harbour Bridge closes after a crack in its hanger: here is the council's letter".to_owned(),
        ),
        links: vec![server.url("/linked"), server.url("/missing")],
        published_at: Some(Moment::from(jiff::Timestamp::now())),
        title: None,
        ..record("p", "https://bsky.example/p")
    }
}

fn record(id: &str, url: &str) -> Record {
    Record {
        id: id.into(),
        title: Some("Harbour Bridge closes".to_owned()),
        url: Some(url.to_owned()),
        text: Some("A bridge was closed.".to_owned()),
        source: Some("post".into()),
        ..Record::default()
    }
}

#[test]
fn a_record_gets_the_words_of_its_page_and_where_it_is() {
    let server = site(|asked| match asked.path() {
        "/short" => Answer::redirect(302, "/page"),
        _ => Answer::status(404),
    });
    let room = Newsroom::new(&server, true, vec![record("a", &server.url("/short?utm_source=rss"))]);
    assert_eq!(room.read("a"), Ok(Came::Records { new: 0, changed: 1, same: 0 }));
    let read = room.record("a");
    assert!(read.words().starts_with("Port Alder closed"), "{read:?}");
    assert_eq!(read.summary.as_deref(), Some("A bridge was closed."));
    assert_eq!(read.byline.as_deref(), Some("Ines Moreau"));
    assert_eq!(read.title.as_deref(), Some("Harbour Bridge closes"));
    assert_eq!(read.resolved_url, Some(server.url("/page")));
    assert_eq!(read.canonical_url, Some(server.url("/page")));
    // The same again changes nothing, and robots.txt is not asked for again that day.
    assert_eq!(room.read("a"), Ok(Came::Unchanged));
    assert_eq!((server.hits("/robots.txt"), server.hits("/page")), (1, 2));
}

#[test]
fn a_page_nearby_is_not_read_unless_its_source_may() {
    let server = site(|_| Answer::status(404));
    let room = Newsroom::new(&server, false, vec![record("a", &server.url("/page"))]);
    let why = room.read("a").unwrap_err();
    assert!(why.contains("127.0.0.1") || why.contains("this machine"), "{why}");
    assert_eq!(server.connections(), 0);
    assert_eq!(room.record("a").words(), "A bridge was closed.");
}

#[test]
fn a_page_that_speaks_of_something_else_is_not_taken() {
    let server = Faults::serve(|asked| match asked.path() {
        "/wall" => Answer::ok(
            "<p>We value your privacy. Accept all cookies, partners and purposes to continue reading.",
        )
        .header("Content-Type", "text/html"),
        _ => Answer::status(404),
    });
    let room = Newsroom::new(&server, true, vec![record("a", &server.url("/wall"))]);
    assert_eq!(room.read("a"), Ok(Came::Unchanged));
    assert_eq!(room.record("a").words(), "A bridge was closed.");
}
