//! The web citations of a dispatch: pages that its records point to, and that were read.
//!
//! They stand behind the records in its list and carry no marker, since no sentence of the dispatch was taken from them:
//! what is claimed is still claimed by records alone, and the copydesk's word on that holds.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::story::{Citation, CitationKind, Dispatch, Record, RecordId, WebPage};

/// So many pages at most.
const MOST: usize = 6;
/// Characters of an excerpt.
const EXCERPT: usize = 300;

/// Adds to a dispatch the pages that the records it cites point to. `members` are the records of its story.
pub(super) fn cite(dispatch: &mut Dispatch, members: &[&Record], pages: &[WebPage]) {
    let read = pages.iter().filter(|page| page.is_read());
    let known: HashMap<&str, &WebPage> =
        read.flat_map(|page| [(page.place(), page), (page.url.as_str(), page)]).collect();
    let cited: HashSet<&RecordId> =
        dispatch.citations.iter().filter_map(|citation| citation.record_id.as_ref()).collect();
    let cited: Vec<&Record> = members.iter().copied().filter(|record| cited.contains(&record.id)).collect();
    // A record that is itself such a page has been cited as a record.
    let mut seen: HashSet<&str> =
        cited.iter().filter(|record| !record.kind.is_post()).flat_map(|record| addresses(record)).collect();
    let own = cited.iter().filter(|record| !record.kind.is_post()).filter_map(|record| {
        let page = *addresses(record).find_map(|address| known.get(address))?;
        (record.words() != page.text).then_some(page)
    });
    let linked = cited.iter().flat_map(|record| &record.links);
    let linked: Vec<&WebPage> = linked.filter_map(|link| known.get(link.as_str()).copied()).collect();
    let mut found: Vec<&WebPage> = linked
        .into_iter()
        .filter(|page| !seen.contains(page.place()) && !seen.contains(page.url.as_str()))
        .collect();
    found.extend(own);
    seen.clear();
    found.retain(|page| seen.insert(page.place()));
    let tail = dispatch.citations.iter().find_map(|citation| citation.id.as_deref()?.split_once('-'));
    let tail = tail.map_or("web", |(tail, _)| tail).to_owned();
    for page in found.into_iter().take(MOST) {
        let number = dispatch.citations.len() + 1;
        dispatch.citations.push(Citation { id: Some(format!("{tail}-{number}")), ..citation(page) });
    }
}

fn addresses(record: &Record) -> impl Iterator<Item = &str> {
    [&record.canonical_url, &record.resolved_url, &record.url].into_iter().flatten().map(String::as_str)
}

fn citation(page: &WebPage) -> Citation {
    let host = Url::parse(page.place()).ok().and_then(|url| url.host_str().map(str::to_owned));
    let bare = |host: String| host.strip_prefix("www.").map_or(host.clone(), str::to_owned);
    let excerpt = page.excerpt.as_deref().or_else(|| page.text.lines().find(|line| !line.trim().is_empty()));
    Citation {
        kind: CitationKind::External,
        url: Some(page.place().to_owned()),
        domain: host.map(bare),
        fetched_at: page.fetched_at,
        title: page.title.clone(),
        excerpt: excerpt.map(short),
        fact_type: Some("context".to_owned()),
        ..Citation::default()
    }
}

/// The beginning of an excerpt, to the end of a word.
fn short(excerpt: &str) -> String {
    let Some((end, _)) = excerpt.char_indices().nth(EXCERPT) else { return excerpt.to_owned() };
    let cut = excerpt.get(..end).unwrap_or_default();
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words).trim_end())
}

#[cfg(test)]
mod tests {
    use super::cite;
    use crate::story::{Citation, Dispatch, Moment, Record, SourceKind, WebPage};

    fn page(url: &str, title: &str) -> WebPage {
        WebPage {
            url: url.to_owned(),
            title: Some(title.to_owned()),
            excerpt: Some("What it says.".to_owned()),
            text: "What it says at length.".to_owned(),
            fetched_at: Some(Moment::default()),
            ..WebPage::default()
        }
    }

    fn citing(records: &[&Record]) -> Dispatch {
        let citation = |(at, record): (usize, &&Record)| Citation {
            id: Some(format!("abcdef-{}", at + 1)),
            marker: Some(at as u32 + 1),
            record_id: Some(record.id.clone()),
            ..Citation::default()
        };
        Dispatch { citations: records.iter().enumerate().map(citation).collect(), ..Dispatch::default() }
    }

    #[test]
    fn pages_that_cited_records_point_to_stand_behind_them() {
        let links = ["https://www.a.example/1", "https://b.example/2", "https://c.example/unread"];
        let post = Record {
            id: "post".into(),
            kind: SourceKind::Bluesky,
            links: links.map(str::to_owned).to_vec(),
            ..Record::default()
        };
        let news =
            Record { id: "news".into(), url: Some("https://b.example/2".to_owned()), ..Record::default() };
        let other =
            Record { id: "other".into(), links: vec!["https://d.example/3".to_owned()], ..Record::default() };
        let unread = WebPage { fetched_at: None, ..page(links[2], "Unread") };
        let read = WebPage { text: String::new(), ..page(links[1], "Its own") };
        let pages = [page(links[0], "One"), read, unread, page("https://d.example/3", "Not cited")];
        let mut dispatch = citing(&[&post, &news]);
        cite(&mut dispatch, &[&post, &news, &other], &pages);
        let web: Vec<&Citation> = dispatch.citations.iter().filter(|citation| citation.is_web()).collect();
        assert_eq!(web.len(), 1, "{web:?}");
        assert_eq!(web[0].title.as_deref(), Some("One"));
        assert_eq!(web[0].domain.as_deref(), Some("a.example"));
        assert_eq!(web[0].id.as_deref(), Some("abcdef-3"));
        assert_eq!((web[0].marker, web[0].fetched_at), (None, Some(Moment::default())));
    }

    #[test]
    fn a_record_whose_words_were_kept_leads_to_its_page() {
        let url = "https://a.example/1";
        let news = |text: &str| Record {
            id: "news".into(),
            canonical_url: Some(url.to_owned()),
            text: Some(text.to_owned()),
            ..Record::default()
        };
        let web = |record: &Record| {
            let mut dispatch = citing(&[record]);
            cite(&mut dispatch, &[record], &[page(url, "One")]);
            dispatch.web_count()
        };
        assert_eq!(web(&news("What the feed says.")), 1);
        assert_eq!(web(&news("What it says at length.")), 0);
    }
}
