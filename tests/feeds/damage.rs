//! Feeds that are meant to hurt: each costs no more than its length, and the good item beside it is read.

use slugline::sources::Harvest;

use super::{every_file, lines, parsed_file, read, set, text};

const GOOD: &str = "<item><guid>good</guid><title>GOODITEM</title><link>https://a.example/</link></item>";

fn feed(items: &str) -> Harvest {
    parsed_file(format!("<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>").as_bytes())
}

/// The good item is read, before or after the bad one.
#[track_caller]
fn good(harvest: &Harvest) {
    let titles: Vec<_> = harvest.records.iter().filter_map(|record| record.title.as_deref()).collect();
    assert!(titles.contains(&"GOODITEM"), "{titles:?} {:?} {:?}", harvest.notes, harvest.refused);
}

#[track_caller]
fn both_sides(bad: &str) {
    good(&feed(&format!("{GOOD}{bad}")));
    good(&feed(&format!("{bad}{GOOD}")));
}

#[test]
fn bombs_of_entities_stay_words() {
    let lol = (1..10).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10)));
    let lol = lol.collect::<Vec<_>>().concat();
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY l0 'lol'>{lol}]><rss><channel><item><title>&l9;</title></item>{GOOD}</channel></rss>"
    );
    let harvest = parsed_file(bomb.as_bytes());
    good(&harvest);
    assert_eq!(harvest.records[0].title.as_deref(), Some("&l9;"));
    let file = "<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&f;</title></item></channel></rss>";
    assert_eq!(parsed_file(file.as_bytes()).records[0].title.as_deref(), Some("&f;"));
}

/// So many attributes.
fn many(count: usize, name: &str) -> String {
    (0..count).map(|n| format!("{name}{n}='b'")).collect::<Vec<_>>().join(" ")
}

#[test]
fn depth_and_number_cost_no_more_than_their_length() {
    for tag in ["div", "description", "item", "a:b", "p", "title"] {
        both_sides(&format!("<item><description>{}x", format!("<{tag}>").repeat(30_000)));
        both_sides(&format!(
            "<item><description>{}</description></item>",
            format!("&lt;{tag}&gt;").repeat(30_000)
        ));
        let closed = format!("{}x{}", format!("<{tag}>").repeat(10_000), format!("</{tag}>").repeat(10_000));
        both_sides(&format!("<item><description>{closed}</description></item>"));
    }
    both_sides(&format!("<item {}><title>x</title></item>", many(50_000, "a")));
    both_sides(&format!("<item {}><title>x</title></item>", many(500, "xmlns:a")));
    both_sides(&"<!-- -->".repeat(60_000));
    both_sides(&format!("<item><title>{}</title></item>", "& < &amp".repeat(30_000)));
    both_sides(&format!("<item><title><![CDATA[{}]]></title></item>", "]] <![CDATA[".repeat(30_000)));
    both_sides(&"<item>".repeat(30_000));
    both_sides(&"</item></p></b>".repeat(30_000));
    both_sides(&format!("<item><title>{}</title></item>", "x".repeat(3_000_000)));
    both_sides(&format!(
        "<item><pubDate>{}</pubDate><link>{0}</link><guid>{0}</guid></item>",
        "9".repeat(1_000_000)
    ));
}

#[test]
fn of_many_items_the_newest_are_taken() {
    let item = |n: usize| format!("<item><guid>{n}</guid><pubDate>{}</pubDate></item>", 1_600_000_000 + n);
    let items: String = (0..30_000).map(item).collect();
    let harvest = feed(&items);
    assert_eq!(harvest.records.len(), 5000);
    assert_eq!(harvest.records[0].external_id.as_deref(), Some("25000"));
    assert!(harvest.notes.iter().any(|note| note.contains("25000 are older")), "{:?}", harvest.notes);
    assert_eq!(feed(&"<item/>".repeat(30_000)).records.len(), 0);
}

#[test]
fn what_is_broken_costs_itself() {
    both_sides("<item><title>a & b</title><link>https://b.example/?a=1&b=2</link></item>");
    both_sides("<item><title>unclosed<link>https://b.example/</link></item>");
    both_sides("<item><title>no end of the item</title>");
    both_sides("<item><title a=b c>no quotes</title></item>");
    both_sides("<item><title>\u{1}\u{8}</title></item>");
    both_sides("<item><title>1 < 2</title></item>");
    both_sides("</channel></rss>");
    both_sides("<?xml version='1.0' encoding='utf-16'?>");
    both_sides("<item><link>javascript:alert(1)</link><pubDate>never</pubDate></item>");
    let cut = format!("<rss><channel>{GOOD}<item><guid>x</guid><title>half of a ti");
    let harvest = parsed_file(cut.as_bytes());
    good(&harvest);
    assert_eq!((harvest.records.len(), harvest.repaired), (1, true));
}

#[test]
fn nothing_that_could_be_run_survives() {
    let Some(folder) = set("") else { return };
    let mut all = 0;
    for case in lines(&folder.join("cases.jsonl")) {
        if text(&case, "area") != "sanitize" {
            continue;
        }
        all += 1;
        let feed = read(&folder, &case);
        let bytes = std::fs::read(folder.join(text(&case, "file"))).unwrap();
        let harvest = parsed_file(&bytes);
        assert_eq!(harvest.records.len(), feed.entries.len());
        for record in &harvest.records {
            let words = [&record.title, &record.text, &record.summary, &record.byline, &record.url];
            for words in words.into_iter().flatten().chain(&record.links).chain(&harvest.about.title) {
                let low = words.to_lowercase();
                let run = [
                    "<script",
                    "javascript:",
                    "onload=",
                    "onerror=",
                    "alert(",
                    "<iframe",
                    "<style",
                    "expression(",
                ];
                assert!(!run.iter().any(|run| low.contains(run)), "{}: {words}", text(&case, "id"));
            }
        }
    }
    let files = every_file(&folder.join("files"), &["xml", "json"]).len();
    println!("{all} feeds that are meant to smuggle something in, of {files}: nothing came through");
}
