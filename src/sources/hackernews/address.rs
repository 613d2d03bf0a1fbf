//! What a person types, and what is asked for it.

use url::Url;

use crate::{config::SourceRow, story::Moment};

const FIREBASE: &str = "https://hacker-news.firebaseio.com";
const ALGOLIA: &str = "https://hn.algolia.com";

/// Stories found at once.
const FOUND: &str = "100";
/// Comments of a discussion: the most that Algolia gives at once.
const SAID: &str = "1000";
/// How much older than the newest story known a story may be that is asked for again: by then it has its points.
const GROWING: i64 = 2 * 24 * 3600;

/// Pages that show a list, and what Firebase calls it.
const LISTS: [(&str, &str); 9] = [
    ("", "topstories"),
    ("news", "topstories"),
    ("front", "topstories"),
    ("newest", "newstories"),
    ("best", "beststories"),
    ("ask", "askstories"),
    ("show", "showstories"),
    ("shownew", "showstories"),
    ("jobs", "jobstories"),
];

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Door {
    /// A list, by Firebase's name.
    List(&'static str),
    /// Stories with these words.
    Search(String),
    /// Stories of a site.
    Site(String),
    /// Stories of a person.
    By(String),
    /// A story and what is said about it.
    Discussion(u64),
    /// A question to a server, as it is.
    Asked(Url),
}

/// Reads what was typed. `None` for anything else.
pub(super) fn door(typed: &str) -> Option<Door> {
    let typed = typed.trim();
    let typed = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&typed).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let asked = |name: &str| {
        let found = url.query_pairs().find(|(n, _)| n == name).map(|(_, value)| value.trim().to_owned());
        found.filter(|value| !value.is_empty())
    };
    match url.host_str()? {
        "news.ycombinator.com" => match url.path().trim_matches('/') {
            "item" => Some(Door::Discussion(asked("id")?.parse().ok()?)),
            "user" | "submitted" => asked("id").filter(|id| is_name(id)).map(Door::By),
            "from" => asked("site").map(Door::Site),
            page => LISTS.iter().find(|(name, _)| *name == page).map(|(_, list)| Door::List(list)),
        },
        "hn.algolia.com" if url.path().starts_with("/api/v1/") => Some(Door::Asked(url)),
        "hn.algolia.com" => asked("q").or_else(|| asked("query")).map(Door::Search),
        "hacker-news.firebaseio.com" => Some(Door::Asked(url)),
        _ => None,
    }
}

/// What people are called there.
fn is_name(id: &str) -> bool {
    (1..=40).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// The question for it, to the server that the row names or the usual one. `None` if that is no server.
pub(super) fn asked(door: &Door, row: &SourceRow, known: Option<Moment>) -> Option<Url> {
    let usual = if matches!(door, Door::List(_)) { FIREBASE } else { ALGOLIA };
    let server = if row.server.is_empty() { usual } else { &row.server };
    let mut url = Url::parse(server).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let mut found: Vec<(&str, String)> = Vec::new();
    match door {
        Door::Asked(asked) => return Some(asked.clone()),
        Door::List(list) => {
            url.set_path(&format!("/v0/{list}.json"));
            return Some(url);
        }
        Door::Search(words) => found.extend([("query", words.clone()), ("tags", "story".to_owned())]),
        Door::Site(site) => found.extend([
            ("query", site.clone()),
            ("tags", "story".to_owned()),
            ("restrictSearchableAttributes", "url".to_owned()),
        ]),
        Door::By(who) => found.push(("tags", format!("story,author_{who}"))),
        Door::Discussion(story) => found.push(("tags", format!("story_{story}"))),
    }
    let discussion = matches!(door, Door::Discussion(_));
    found.push(("hitsPerPage", if discussion { SAID } else { FOUND }.to_owned()));
    let mut bounds = Vec::new();
    if let Some(known) = known.filter(|_| !discussion) {
        bounds.push(format!("created_at_i>{}", known.as_micros() / 1_000_000 - GROWING));
    }
    if !discussion && row.min_score > 0 {
        bounds.push(format!("points>={}", row.min_score));
    }
    if !discussion && row.min_comments > 0 {
        bounds.push(format!("num_comments>={}", row.min_comments));
    }
    if !bounds.is_empty() {
        found.push(("numericFilters", bounds.join(",")));
    }
    url.set_path("/api/v1/search_by_date");
    url.query_pairs_mut().clear().extend_pairs(found);
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::{Door, asked, door};
    use crate::{config::SourceRow, story::Moment};

    #[track_caller]
    fn check(typed: &str, known: Option<&str>, wanted: Option<&str>) {
        let row = SourceRow::default();
        let known = known.and_then(Moment::parse);
        let found = door(typed).and_then(|door| asked(&door, &row, known));
        let found =
            found.map(|url| url.to_string().replace("%2C", ",").replace("%3E", ">").replace("%3D", "="));
        assert_eq!(found.as_deref(), wanted, "{typed}");
    }

    #[test]
    fn each_page_leads_to_its_door() {
        let list = |name: &str| format!("https://hacker-news.firebaseio.com/v0/{name}.json");
        check("https://news.ycombinator.com/", None, Some(&list("topstories")));
        check("news.ycombinator.com", None, Some(&list("topstories")));
        check("https://news.ycombinator.com/newest", None, Some(&list("newstories")));
        check("https://news.ycombinator.com/jobs", None, Some(&list("jobstories")));
        let found = |rest: &str| format!("https://hn.algolia.com/api/v1/search_by_date?{rest}");
        let bounds = "numericFilters=points>=50,num_comments>=10";
        check(
            "https://hn.algolia.com/?q=harbour+bridge",
            None,
            Some(&found(&format!("query=harbour+bridge&tags=story&hitsPerPage=100&{bounds}"))),
        );
        check(
            "https://news.ycombinator.com/submitted?id=mira",
            Some("1970-01-04T00:00:00Z"),
            Some(&found(
                "tags=story,author_mira&hitsPerPage=100&numericFilters=created_at_i>86400,points>=50,num_comments>=10",
            )),
        );
        check(
            "https://news.ycombinator.com/item?id=42",
            Some("1970-01-04T00:00:00Z"),
            Some(&found("tags=story_42&hitsPerPage=1000")),
        );
        assert_eq!(
            door("https://news.ycombinator.com/from?site=harbour.example"),
            Some(Door::Site("harbour.example".to_owned()))
        );
    }

    #[test]
    fn other_pages_lead_nowhere() {
        for typed in [
            "",
            "https://news.ycombinator.com/item?id=x",
            "https://news.ycombinator.com/user?id=a,b",
            "https://news.ycombinator.com/login",
            "https://hn.algolia.com/",
            "https://harbour.example/",
            "ftp://news.ycombinator.com/",
        ] {
            check(typed, None, None);
        }
    }

    #[test]
    fn another_server_can_be_asked() {
        let row = SourceRow {
            server: "http://127.0.0.1:9".to_owned(),
            min_score: 0,
            min_comments: 0,
            ..SourceRow::default()
        };
        let url = asked(&Door::Search("a".to_owned()), &row, None).unwrap();
        assert_eq!(
            url.as_str(),
            "http://127.0.0.1:9/api/v1/search_by_date?query=a&tags=story&hitsPerPage=100"
        );
        let row = SourceRow { server: "somewhere".to_owned(), ..row };
        assert_eq!(asked(&Door::List("topstories"), &row, None), None);
    }
}
