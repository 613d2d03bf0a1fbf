//! Invented feeds: RSS and Atom in turns, each with the habits of one outlet, the same every time.

use std::fmt::Write as _;

use slugline::story::{Moment, Record};

use super::world::{Dice, World};

/// A feed as it is served, and what is in it.
pub(crate) struct Feed {
    /// Its path on the server.
    pub(crate) path: String,
    /// Its `ETag`.
    pub(crate) etag: String,
    /// The XML.
    pub(crate) xml: String,
    /// Its items, as a parser would read them, and what tells them apart.
    pub(crate) records: Vec<(Record, String)>,
}

/// Makes feeds, one after the other.
pub(crate) struct Press {
    world: World,
    dice: Dice,
    now: Moment,
    made: usize,
}

/// The habits of an outlet.
struct Outlet {
    number: usize,
    name: String,
    host: String,
    atom: bool,
    permalinks: bool,
    /// Seconds between two items.
    gap: i64,
}

/// One item.
struct Item {
    title: String,
    author: String,
    url: String,
    guid: String,
    html: String,
    text: String,
    topic: String,
    at: Moment,
}

impl Press {
    /// Their newest items are of `now`.
    pub(crate) fn new(now: Moment) -> Self {
        Self { world: World::new(0, 0), dice: Dice::new(11), now, made: 0 }
    }

    /// The next feed, of so many items.
    pub(crate) fn feed(&mut self, items: usize) -> Feed {
        let outlet = self.outlet();
        let items: Vec<Item> = (0..items).map(|nth| self.item(&outlet, nth)).collect();
        let xml = if outlet.atom { atom(&outlet, &items) } else { rss(&outlet, &items) };
        let records = items.iter().map(|item| record(&outlet, item)).collect();
        let (path, etag) = (format!("/{}.xml", outlet.number), format!("\"{:x}\"", self.dice.roll()));
        Feed { path, etag, xml, records }
    }

    fn outlet(&mut self) -> Outlet {
        let number = self.made;
        self.made += 1;
        let name = self.world.words(3).trim_end_matches('.').to_owned();
        let host = format!("{}.example", name.to_lowercase().replace([' ', '.'], "-"));
        let gap = [1200, 3600, 10_800, 43_200][self.dice.below(4)];
        let (atom, permalinks) = (number % 2 == 1, number.is_multiple_of(4));
        Outlet { number, name, host, atom, permalinks, gap }
    }

    fn item(&mut self, outlet: &Outlet, nth: usize) -> Item {
        let (title, topic) = (6 + self.dice.below(7), self.world.word().to_owned());
        let title = self.world.words(title).trim_end_matches('.').to_owned();
        let slug: Vec<&str> = title.split(' ').take(6).collect();
        let number = 4_000_000 + outlet.number * 1000 + nth;
        let url = format!("https://www.{}/{topic}/{}-{number}", outlet.host, slug.join("-").to_lowercase());
        let guid = if outlet.permalinks { url.clone() } else { format!("tag:{},2026:{number}", outlet.host) };
        let length = 35 + self.dice.below(65);
        let (before, linked, after) =
            (self.world.words(length / 2), self.world.word().to_owned(), self.world.words(length / 2));
        let html = format!(
            "<p>{before} <a href=\"https://www.{}/{topic}\">{linked}</a>.</p>\n<p>{after}</p>",
            outlet.host
        );
        let text = format!("{before} {linked}.\n\n{after}");
        let back = outlet.gap * nth as i64 + self.dice.below(outlet.gap as usize) as i64;
        let author = self.world.words(2).trim_end_matches('.').to_owned();
        Item { title, author, url, guid, html, text, topic, at: self.now.plus_seconds(-back) }
    }
}

fn record(outlet: &Outlet, item: &Item) -> (Record, String) {
    let record = Record {
        title: Some(item.title.clone()),
        byline: Some(item.author.clone()),
        publisher: Some(outlet.name.clone()),
        url: Some(item.url.clone()),
        published_at: Some(item.at),
        updated_at: outlet.atom.then_some(item.at),
        content_type: Some("article".to_owned()),
        text: Some(item.text.clone()),
        ..Record::default()
    };
    (record, item.guid.clone())
}

fn rss(outlet: &Outlet, items: &[Item]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel>\n<title>{0}</title>\n<link>https://www.{1}/</link>\n<description>All of {0}</description>\n\
         <language>en</language>\n",
        outlet.name, outlet.host
    );
    for item in items {
        let Item { title, author, url, guid, html, topic, at, .. } = item;
        let at = at.to_jiff().strftime("%a, %d %b %Y %H:%M:%S GMT");
        let _ = write!(
            xml,
            "<item>\n<title>{title}</title>\n<link>{url}</link>\n<guid isPermaLink=\"{}\">{guid}</guid>\n\
             <pubDate>{at}</pubDate>\n<dc:creator>{author}</dc:creator>\n<category>{topic}</category>\n\
             <description><![CDATA[{html}]]></description>\n</item>\n",
            outlet.permalinks
        );
    }
    xml + "</channel>\n</rss>\n"
}

fn atom(outlet: &Outlet, items: &[Item]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         <title>{0}</title>\n<id>tag:{1},2026:feed</id>\n<link href=\"https://www.{1}/\"/>\n<updated>2026-11-22T00:00:00Z</updated>\n",
        outlet.name, outlet.host
    );
    for item in items {
        let Item { title, author, url, guid, html, topic, at, .. } = item;
        let html = html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = write!(
            xml,
            "<entry>\n<title>{title}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n<id>{guid}</id>\n\
             <published>{at}</published>\n<updated>{at}</updated>\n<author><name>{author}</name></author>\n\
             <category term=\"{topic}\"/>\n<summary type=\"html\">{html}</summary>\n</entry>\n"
        );
    }
    xml + "</feed>\n"
}
