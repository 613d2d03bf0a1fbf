//! The commands about sources: the built program on homes of its own, and the papers of an invented town on a loopback
//! server. Nothing else is ever asked.

use std::{fmt::Write as _, fs};

use serde_json::Value;
use slugline::{sources::opml, story::Moment};

use crate::{
    server::faults::{Answer, Faults},
    terminal::{Answers, Terminal},
    wires::house::{House, Ran},
};

/// The papers of the town: the path of their feed, and their name.
const PAPERS: &[(&str, &str)] = &[
    ("/alder.xml", "The Alder Post"),
    ("/coast.xml", "Coast Wire"),
    ("/mail.xml", "Harbour Mail"),
    ("/tide.xml", "Tide Times"),
];

/// The same news in the words of each.
const BRIDGE: &[(&str, &str)] = &[
    (
        "Harbour Bridge closed after crack found in eastern hanger",
        "The port authority closed the Harbour Bridge to all traffic after a drone inspection found a crack in the eastern \
         hanger. Mara Quist, the chief engineer, ordered the closure. The crack is 40 centimetres long. \
         Some 18,000 cars cross the bridge on a working day, and the nearest crossing lies six kilometres up the river at \
         the Upper Lock. The authority said that a second flight had confirmed the finding before the barriers came down. \
         Divers will look at the foundations on Friday, and the result will be published on its website.",
    ),
    (
        "Harbour Bridge shut: crack found in eastern hanger",
        "Ferries run every ten minutes between the two banks while the Harbour Bridge stays shut, the city said. Engineers \
         found a crack of 40 centimetres in its eastern hanger during a routine flight of a drone. \
         Commuters queued at the landing stage before seven in the morning, and the operator put a fourth boat into service. \
         Tickets for the tram are valid on the ferries as long as the closure lasts. The city asked firms to let their people \
         work from home, and the university moved its examinations to the northern campus.",
    ),
    (
        "Crack in eastern hanger closes Harbour Bridge",
        "Lorries are sent over the Upper Lock since the Harbour Bridge was closed. A crack in the eastern hanger was seen by \
         a drone, said the port authority, and repairs will take two weeks. \
         Hauliers complained of detours of forty minutes and more, and the chamber of commerce asked for a night lane for \
         heavy goods. The Upper Lock was built for barges and carries a single lane, so that traffic lights were put up on \
         both sides. Fresh fish reached the market at ten instead of six.",
    ),
    (
        "Harbour Bridge closed to traffic over crack in hanger",
        "A crack in a hanger has closed the Harbour Bridge. The port authority expects traffic to return when a steel plate \
         has been bolted over the crack in the eastern hanger, its engineer Mara Quist told reporters. \
         She would not say whether the hanger had been inspected last year. The bridge opened in 1971 and was last repainted \
         nine years ago. A spokesman for the builders' union called for the reports of the past inspections to be laid open, \
         and the mayor promised that they would be.",
    ),
];

fn town() -> Faults {
    let now = Moment::from(jiff::Timestamp::now());
    Faults::serve(move |asked| {
        if let Some((path, name)) = PAPERS.iter().find(|(path, _)| *path == asked.path()) {
            return Answer::ok(feed(path, name, now)).header("Content-Type", "application/rss+xml");
        }
        match asked.path() {
            "/" => Answer::ok(page(&["/alder.xml", "/coast.xml", "/missing.xml"]))
                .header("Content-Type", "text/html"),
            "/one" => Answer::ok(page(&["/tide.xml"])).header("Content-Type", "text/html"),
            "/hidden/" | "/bare" => {
                Answer::ok("<html><title>Bare</title>").header("Content-Type", "text/html")
            }
            "/hidden/feed" => Answer::ok(feed("/hidden", "Hidden Post", now)),
            "/elsewhere" => {
                Answer::ok(page(&["http://127.0.0.1:9/feed.xml"])).header("Content-Type", "text/html")
            }
            "/nonsense" => Answer::ok("{\"a\": 1}").header("Content-Type", "application/json"),
            "/busy.xml" => Answer::status(503).header("Retry-After", "3600"),
            _ => Answer::status(404),
        }
    })
}

/// What a paper says: one story that all of them tell, and some of its own.
fn feed(path: &str, name: &str, now: Moment) -> String {
    let mut items = String::new();
    let mut item = |n: &str, title: &str, text: &str, minutes: i64| {
        let when = now.plus_seconds(-60 * minutes);
        let _ = write!(
            items,
            "<item><title>{title}</title><link>https://town.example{path}/{n}</link><guid>{path}#{n}</guid>\
             <pubDate>{when}</pubDate><description>{text}</description></item>"
        );
    };
    let told = PAPERS.iter().position(|(known, _)| *known == path).unwrap_or_default();
    let (title, text) = BRIDGE[told];
    item("bridge", title, text, 20);
    for (n, matter) in ["market", "ferry", "school"].iter().enumerate() {
        let text = format!("{name} on the {matter}: all quiet there.");
        item(matter, &format!("{name} visits the {matter}"), &text, 60 * (5 + 7 * n as i64));
    }
    format!(
        "<rss version=\"2.0\"><channel><title>{name}</title><link>https://town.example/</link>{items}</channel></rss>"
    )
}

fn page(feeds: &[&str]) -> String {
    let link = |path: &&str| format!("<link rel=alternate type=application/rss+xml href=\"{path}\">");
    let links: Vec<String> = feeds.iter().map(link).collect();
    format!(
        "<!doctype html><html><head><title>Papers</title>{}</head><body>Papers</body></html>",
        links.concat()
    )
}

/// A list of the papers as another reader would write it.
fn list(town: &Faults) -> String {
    let mut body = String::from("<opml version=\"1.0\"><body><outline text=\"World\">");
    for (path, name) in PAPERS {
        let _ = write!(body, "<outline type=\"rss\" title=\"{name}\" xmlUrl=\"{}\"/>", town.url(path));
    }
    body.push_str("</outline><outline text=\"Odds &amp; ends\"><outline text=\"Mail me\" xmlUrl=\"mailto:a@b.example\"/>");
    let _ = write!(
        body,
        "<outline text=\"Again\" xmlUrl=\"{}\"/></outline></body></opml>",
        town.url(PAPERS[0].0)
    );
    body
}

fn config(house: &House) -> String {
    fs::read_to_string(house.path().join(".config/slugline/config.toml")).unwrap()
}

/// Words that may be broken over lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs, expects this code, and gives what was said on both ways, on one line.
#[track_caller]
fn said(house: &House, arguments: &[&str], code: i32) -> String {
    let Ran { code: came, out, err } = house.run(arguments);
    assert_eq!(came, code, "{arguments:?}: {out}{err}");
    flat(&format!("{out}\n{err}"))
}

/// Runs, expects it to be done, and gives the objects it printed.
#[track_caller]
fn told(house: &House, arguments: &[&str]) -> Vec<Value> {
    house.run(arguments).with(0).events()
}

#[test]
fn a_list_of_feeds_becomes_dispatches_that_lead_back_to_its_items() {
    let town = town();
    let house = House::with_config("# mine\n[desk]\nwords = 100\n");
    let file = house.file("my feeds.opml", &list(&town));
    let dragged = file.display().to_string().replace(' ', "\\ ");
    let summary = said(&house, &["--offline", "sources", "import", &dragged], 1);
    assert!(summary.contains("4 added, 1 known already, 1 left out. Mail me: "), "{summary}");
    assert!(
        summary.contains("4 sources are filed under the beat that their folder is called like."),
        "{summary}"
    );
    assert!(summary.contains("On your own network") && summary.contains("the-alder-post"), "{summary}");
    assert!(
        config(&house).starts_with("# mine\n[desk]\nwords = 100\n\n[[sources]]\nname = \"the-alder-post\"")
    );
    assert_eq!(town.asked().len(), 0);

    let gathered = told(&house, &["gather", "--json"]);
    let new: u64 = gathered.iter().map(|source| source["new"].as_u64().unwrap()).sum();
    assert_eq!((gathered.len(), new), (4, 16), "{gathered:?}");
    let again = said(&house, &["gather"], 0);
    assert!(again.contains("0 new records. 4 sources: "), "{again}");

    let edition = said(&house, &["--offline", "edition"], 0);
    assert!(edition.contains("published") && edition.contains("Harbour Bridge"), "{edition}");
    let rows = told(&house, &["--offline", "list", "--json"]);
    let bridge = rows.iter().find(|row| row["headline"].as_str().unwrap().contains("Bridge")).unwrap();
    let shown = house.run(&["--offline", "show", bridge["code"].as_str().unwrap(), "--json"]).with(0);
    let dispatch: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(dispatch["topicName"], "World", "{dispatch}");
    let cited: Vec<&str> =
        dispatch["citations"].as_array().unwrap().iter().filter_map(|c| c["recordId"].as_str()).collect();
    assert!(!cited.is_empty(), "{dispatch}");
    for id in cited {
        let record: Value =
            serde_json::from_str(&house.run(&["--offline", "record", id, "--json"]).with(0).out).unwrap();
        let record = record.get("record").unwrap_or(&record);
        let url = record["url"].as_str().unwrap();
        assert!(
            PAPERS.iter().any(|(path, _)| url == format!("https://town.example{path}/bridge")),
            "{record}"
        );
    }
}

#[test]
fn what_a_source_would_be_is_shown_in_the_promised_shape() {
    let town = town();
    let house = House::with_config("");
    let file = house.file("feed.rss", &feed("/x", "The \u{9b}31mX", Moment::default()));
    let file = file.display().to_string();
    for what in [file.as_str(), &town.url("/alder.xml")] {
        let came = told(&house, &["sources", "test", what, "--json"]);
        let [whole] = came.as_slice() else { panic!("{came:?}") };
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let mut top = keys(whole);
        top.sort();
        assert_eq!(top, ["feed", "kind", "notes", "records"]);
        assert_eq!((&whole["kind"], &whole["feed"]["version"]), (&"feed".into(), &"rss20".into()));
        let record = &whole["records"][0];
        let mut names = keys(record);
        names.sort();
        let promised = ["author", "id", "published_at", "summary", "text", "title", "updated_at", "url"];
        assert_eq!(names, promised);
        assert!(record["id"].as_str().unwrap().ends_with("#bridge") && record["author"].is_null());
        assert!(Moment::parse(record["published_at"].as_str().unwrap()).is_some());
        assert!(record["published_at"].as_str().unwrap().ends_with('Z'), "{record}");
    }
    let words = said(&house, &["sources", "test", &file], 0);
    assert!(words.contains("RSS 2.0 · 4 items") && words.contains("Nothing was kept"), "{words}");
    assert!(!house.path().join(".local/share/slugline/wire.sqlite").exists());
    let none = house.run(&[
        "sources",
        "test",
        &house.file("x.html", "<html>no</html>").display().to_string(),
        "--json",
    ]);
    let none: Value = serde_json::from_str(&none.with(1).out).unwrap();
    assert!(none["records"].as_array().unwrap().is_empty() && !none["notes"].as_array().unwrap().is_empty());
}

#[test]
fn a_feed_or_the_feed_of_a_page_is_added_once() {
    let town = town();
    let house = House::with_config("");
    let feed = town.url("/alder.xml");
    let added = said(&house, &["sources", "add", &feed, "--beat", "world", "--interval", "30"], 0);
    assert!(added.contains("The Alder Post") && added.contains("Harbour Bridge closed"), "{added}");
    assert!(added.contains("Next: slugline gather --source the-alder-post"), "{added}");
    let row = format!(
        "[[sources]]\nname = \"the-alder-post\"\nurl = \"{feed}\"\nbeat = \"world\"\nallow_private = true\ninterval = 30\n"
    );
    assert_eq!(config(&house), row);
    let twice = said(&house, &["sources", "add", &format!("{feed}/")], 1);
    assert!(twice.contains("the-alder-post is that source already"), "{twice}");

    let one = said(&house, &["sources", "add", &town.url("/one")], 0);
    assert!(one.contains("Added tide-times"), "{one}");
    let hidden = said(&house, &["sources", "add", &town.url("/hidden/")], 0);
    assert!(hidden.contains("Added hidden-post"), "{hidden}");

    let several = said(&house, &["sources", "add", &town.url("/")], 1);
    assert!(several.contains("has 2 feeds") && several.contains("--first or --all"), "{several}");
    assert!(several.contains("/missing.xml, too: 127.0.0.1 does not have it"), "{several}");
    let all = said(&house, &["sources", "add", &town.url("/"), "--all"], 0);
    assert!(all.contains("the-alder-post is the same source") && all.contains("Added coast-wire"), "{all}");
    let listed = told(&house, &["sources", "--json"]);
    let names: Vec<&str> = listed.iter().map(|source| source["source"].as_str().unwrap()).collect();
    assert_eq!(names, ["the-alder-post", "tide-times", "hidden-post", "coast-wire"]);
    assert!(listed.iter().all(|source| source["health"] == "new"), "{listed:?}");
}

#[test]
fn a_page_cannot_send_us_into_the_own_network() {
    let town = town();
    let house = House::with_config("");
    // The page is on this very machine because the person typed it; what it names on another port is not.
    let ran = said(&house, &["sources", "add", &town.url("/elsewhere"), "--all"], 1);
    assert!(ran.contains("127.0.0.1") && !ran.contains("Added"), "{ran}");
    assert_eq!(config(&house), "");
}

#[test]
fn what_cannot_be_added_is_told_and_nothing_is_written() {
    let town = town();
    let own = "[[sources]]\nname = \"mine\"\nurl = \"https://mine.example/feed\"\n";
    let house = House::with_config(own);
    for (arguments, code, words) in [
        (vec!["add", "news"], 2, "URL: names no host on the web"),
        (vec!["add", "javascript:alert(1)"], 2, "URL: expected an address that begins with"),
        (vec!["add", "https://me:hush@a.example/"], 2, "URL: holds a name or a password"),
        (vec!["add", "https://mine.example/feed"], 1, "mine is that source already"),
        (
            vec!["add", "https://a.example/", "--name", "mine", "--untested"],
            2,
            "--name: there is a source mine already",
        ),
        (
            vec!["add", "https://a.example/", "--name", "a b", "--untested"],
            2,
            "--name: \"a b\" is not a name",
        ),
        (
            vec!["add", "https://a.example/", "--interval", "99999", "--untested"],
            2,
            "--interval: 99999 is not a whole number",
        ),
        (vec!["add", "https://a.example/", "--beat", "wrld", "--untested"], 2, "Did you mean \"world\"?"),
        (vec!["add", "https://a.example/", "https://b.example/", "--name", "x"], 2, "one address at a time"),
        (vec!["add", &town.url("/gone")], 1, "127.0.0.1 does not have it"),
        (vec!["add", &town.url("/nonsense")], 1, "127.0.0.1 sent no feed"),
        (vec!["add", &town.url("/bare")], 1, "names no feed that can be read"),
        (vec!["remove", "mien"], 1, "No source is called mien. Did you mean \"mine\"?"),
        (vec!["disable", "x"], 1, "No source is called x."),
        (vec!["import", "nowhere.opml"], 2, "nowhere.opml cannot be read"),
        (vec!["test", "nowhere"], 2, "nowhere is no file that is there, and as an address it names no host"),
        (vec!["discover", "ftp://a.example/"], 2, "URL: ftp:// cannot be read"),
    ] {
        let came = said(&house, &[&["sources"], &arguments[..]].concat(), code);
        assert!(came.contains(words), "{arguments:?}: {came}");
        assert!(!came.contains("hush"), "{came}");
    }
    assert_eq!(config(&house), own);
}

#[test]
fn sources_are_turned_off_taken_away_and_put_back() {
    let row = "# slow\n[[sources]]\nname = \"a\"\nurl = \"https://a.example/feed\" # really\n";
    let house =
        House::with_config(&format!("{row}\n[[sources]]\nname = \"b\"\nurl = \"https://b.example/feed\"\n"));
    let before = config(&house);
    assert!(said(&house, &["sources", "disable", "a"], 0).contains("a is not asked any more"));
    assert!(config(&house).contains("# really\nenabled = false\n"), "{}", config(&house));
    assert!(said(&house, &["sources", "enable", "https://a.example/feed"], 0).contains("a is asked again"));
    assert_eq!(config(&house), before);
    let gone = house.run(&["sources", "remove", "a", "b"]).with(0);
    assert_eq!(config(&house), "");
    assert!(gone.out.contains("    # slow\n    [[sources]]\n    name = \"a\"\n"), "{}", gone.out);
    assert!(said(&house, &["sources"], 1).contains("No sources are configured yet"));
    assert!(said(&house, &["gather"], 1).contains("No sources are configured yet"));
}

#[test]
fn offline_asks_nobody() {
    let town = town();
    let house = House::with_config("");
    let url = town.url("/alder.xml");
    assert!(said(&house, &["sources", "add", &url, "--offline"], 0).contains("was not asked (--offline)"));
    for arguments in [&["gather"][..], &["sources", "discover", &url], &["sources", "test", &url]] {
        let came = said(&house, &[&["--offline"], arguments].concat(), 1);
        assert!(came.contains("Offline: nothing was"), "{arguments:?}: {came}");
    }
    said(&house, &["--offline", "sources"], 0);
    assert_eq!(town.asked().len(), 0);
}

#[test]
fn a_gathering_tells_what_failed_and_ends_so() {
    let town = town();
    let row = |name: &str, path: &str| {
        format!("[[sources]]\nname = \"{name}\"\nurl = \"{}\"\nallow_private = true\n", town.url(path))
    };
    let rows =
        [row("good", "/coast.xml"), row("lost", "/lost.xml"), row("busy", "/busy.xml"), row("page", "/one")];
    let house = House::with_config(&rows.concat());
    let ran = house.run(&["gather", "--json"]).with(1);
    let events = ran.events();
    let outcome =
        |name: &str| events.iter().find(|event| event["source"] == name).unwrap()["outcome"].clone();
    assert_eq!(
        [outcome("good"), outcome("lost"), outcome("busy"), outcome("page")],
        ["records", "failed", "failed", "failed"]
    );
    let listed = told(&house, &["sources", "list", "--json", "--trouble"]);
    assert_eq!(listed.len(), 3, "{listed:?}");
    assert!(listed.iter().all(|source| !source["trouble"]["what"].as_str().unwrap().is_empty()));
    let table = said(&house, &["sources"], 0);
    assert!(table.contains("4 sources: 1 well, 3 in trouble. 4 records."), "{table}");
    let words = said(&house, &["gather", "-s", "lost"], 1);
    assert!(
        words.contains("lost: 127.0.0.1 does not have it") && words.contains("1 source: 1 failed"),
        "{words}"
    );
    let asked = town.hits("/busy.xml");
    let words = said(&house, &["gather", "-s", "busy"], 1);
    assert!(words.contains("busy: not asked."), "{words}");
    assert_eq!(town.hits("/busy.xml"), asked);
    assert!(said(&house, &["gather", "--due"], 0).contains("No source is due"));
}

#[test]
fn the_sources_of_one_home_are_those_of_another() {
    let rows = "[[sources]]\nname = \"a\"\nurl = \"https://a.example/feed?x=1&y=2\"\nbeat = \"science\"\ntitle = \"A & B\"\n\
                [[sources]]\nname = \"b\"\nurl = \"https://b.example/\"\n\
                [[sources]]\nname = \"hn\"\nurl = \"https://news.ycombinator.com/\"\nkind = \"hackernews\"\n";
    let house = House::with_config(rows);
    let out = house.path().join("out.opml");
    let ran = house.run(&["sources", "export", out.to_str().unwrap()]).with(0);
    assert!(flat(&ran.err).contains("2 feeds in") && flat(&ran.err).contains("no feeds: hn."), "{}", ran.err);
    assert!(
        said(&house, &["sources", "export", out.to_str().unwrap()], 2).contains("--force writes over it")
    );
    assert_eq!(
        house.run(&["sources", "export"]).with(0).out.lines().count(),
        fs::read_to_string(&out).unwrap().lines().count()
    );
    let other = House::with_config("");
    said(&other, &["sources", "import", out.to_str().unwrap()], 0);
    let listed = told(&other, &["sources", "--json"]);
    let each = |s: &Value| {
        [&s["source"], &s["url"], &s["beat"], &s["title"]].map(|v| v.as_str().unwrap().to_owned())
    };
    assert_eq!(each(&listed[0]), ["a-b", "https://a.example/feed?x=1&y=2", "science", "A & B"]);
    assert_eq!((each(&listed[1])[1].as_str(), listed.len()), ("https://b.example/", 2));
}

#[test]
fn a_pack_is_a_beginning() {
    let house =
        House::with_config("[[sources]]\nname = \"mine\"\nurl = \"http://www.nature.com/nature.rss\"\n");
    let listed = said(&house, &["init"], 0);
    assert!(
        ["world", "tech", "science", "business", "ai"].iter().all(|pack| listed.contains(pack)),
        "{listed}"
    );
    let came = said(&house, &["init", "--pack", "science", "--pack", "ai"], 0);
    assert!(came.contains("1 known already") && came.contains("added to"), "{came}");
    let count = told(&house, &["sources", "--json"]).len();
    assert!(count > 30, "{count}");
    assert!(said(&house, &["init", "--pack", "science,ai"], 0).contains("Nothing was added"));
    assert_eq!(told(&house, &["sources", "--json"]).len(), count);
    assert!(said(&house, &["init", "--pack", "sports"], 2).contains("sports"));
    let doctor = said(&house, &["doctor"], 0);
    assert!(doctor.contains("sources of your own"), "{doctor}");
}

#[test]
fn on_a_terminal_somebody_is_asked() {
    let town = town();
    let house = House::with_config("");
    let url = town.url("/one");
    for (answer, rows) in [("n\r", 0), ("y\r", 1)] {
        let mut terminal =
            Terminal::start(&["sources", "add", &url], house.path(), (100, 30), &[], Answers::No);
        terminal.shows("Add it? [y/N]");
        terminal.press(answer);
        let _ = terminal.ends();
        assert_eq!(config(&house).matches("[[sources]]").count(), rows, "{answer:?}");
    }
}

/// The lists that other readers wrote: every outline with an address is found.
#[test]
fn lists_of_other_readers_are_read_whole() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let near = ["../shared/data/feeds/opml", "../../shared/data/feeds/opml"].map(|place| root.join(place));
    let Some(files) = near.iter().find_map(|folder| fs::read_dir(folder).ok()) else {
        println!("skipped: ../shared/data/feeds/opml is not here");
        return;
    };
    for file in files.map(|file| file.unwrap().path()) {
        let bytes = fs::read(&file).unwrap();
        let outlines = String::from_utf8_lossy(&bytes).to_lowercase().matches("xmlurl=").count();
        let read = opml::read(&bytes);
        assert_eq!(
            (read.feeds.len(), read.notes.len()),
            (outlines, 0),
            "{}: {:?}",
            file.display(),
            read.notes
        );
        assert!(read.feeds.iter().all(|feed| !feed.title.is_empty()), "{}", file.display());
    }
}
