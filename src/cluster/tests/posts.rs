//! Posts follow their links; a few words of their own seldom make a story.

use super::{news, take};
use crate::cluster::{Evidence, Memory, Minimum, Rules};
use crate::story::{Met, Record, SourceKind};

fn post(id: &str, text: &str, links: &[&str], minutes: i64) -> Record {
    Record {
        kind: SourceKind::Bluesky,
        title: None,
        publisher: None,
        byline: Some(format!("@{id}.example")),
        text: Some(text.to_owned()),
        links: links.iter().map(|link| (*link).to_owned()).collect(),
        ..news(id, "", minutes)
    }
}

fn met(records: &[Record]) -> Vec<Met> {
    take(&mut Memory::default(), records, &Rules::default())
        .into_iter()
        .map(|decision| decision.met)
        .collect()
}

#[test]
fn a_post_goes_where_its_link_leads() {
    let url = "https://post.example/alder-bridge";
    let article = Record { url: Some(url.to_owned()), ..news("a", "Alder bridge closes after crack", 0) };
    let linked = post("b", "well, that was to be expected", &[url], 5);
    assert_eq!(met(&[article.clone(), linked.clone()]), [Met::Opened, Met::Linked]);
    // And the page to the post, if that came first.
    assert_eq!(met(&[linked, article]), [Met::Opened, Met::Linked]);
}

#[test]
fn what_a_post_says_beside_its_link_moves_no_story() {
    let url = "https://post.example/alder-bridge";
    let article = Record { url: Some(url.to_owned()), ..news("a", "Alder bridge closes after crack", 0) };
    let off = post("b", "Dunmore ferry strike talks fail again, crews walk out", &[url], 5);
    let ferry = news("c", "Dunmore ferry strike: crews walk out as talks fail", 6);
    assert_eq!(met(&[article, off, ferry]), [Met::Opened, Met::Linked, Met::Opened]);
}

#[test]
fn a_post_must_be_nearer_than_a_headline() {
    let story = news("a", "Alder bridge closes after crack found in hanger", 0);
    let text = "Alder bridge closed, traffic everywhere this morning folks";
    let mut memory = Memory::default();
    take(&mut memory, std::slice::from_ref(&story), &Rules::default());
    let as_post = memory.clone().take(&post("b", text, &[], 1), None, super::at(1), &Rules::default());
    let as_news = memory.take(&news("b", text, 1), None, super::at(1), &Rules::default());
    let margin = as_post.needed - as_news.needed;
    assert!((margin - Rules::default().post_margin).abs() < 1e-9, "{margin}");
}

#[test]
fn posts_alone_are_watched() {
    let text = "Alder bridge closed after a crack, avoid the harbour road";
    let say = |n: i64| post(&format!("p{n}"), &format!("{text} {n}"), &[], n);
    let records: Vec<Record> = (0..5).map(say).collect();
    let mut memory = Memory::default();
    let decisions = take(&mut memory, &records, &Rules::default());
    let cluster = memory.cluster(&decisions[0].cluster).unwrap();
    assert!(cluster.records.len() > 2, "{cluster:?}");
    let members: Vec<&Record> = records.iter().collect();
    assert!(Minimum::default().missing(Evidence::of(cluster, &members)).is_some());
}

#[test]
fn what_articles_point_to_joins_nothing() {
    let linking = |id: &str, title: &str, minutes| Record {
        links: vec!["https://post.example/subscribe".to_owned()],
        ..news(id, title, minutes)
    };
    let records =
        [linking("a", "Alder bridge closes", 0), linking("b", "Ferry crews at Dunmore walk out", 1)];
    assert_eq!(met(&records), [Met::Opened, Met::Opened]);
}

#[test]
fn a_known_copy_goes_to_its_original_whatever_its_words() {
    let copy =
        Record { copy_of: Some("a".into()), ..news("b", "Something else entirely, one would think", 3) };
    let mut memory = Memory::default();
    let decisions = take(&mut memory, &[news("a", "Alder bridge closes", 0), copy], &Rules::default());
    assert_eq!((decisions[1].met, decisions[1].other.as_deref()), (Met::Copied, Some("a")));
    let cluster = memory.cluster(&decisions[1].cluster).unwrap();
    assert_eq!((cluster.voices, cluster.copies.len()), (1, 1));
}
