use proptest::prelude::*;

use super::*;
use crate::story::Moment;

fn brief(opml: &Opml) -> Vec<String> {
    let each = |feed: &Offer| format!("{}|{}|{}", feed.folders.join("/"), feed.title, feed.url);
    opml.feeds.iter().map(each).collect()
}

#[track_caller]
fn check(text: &str, feeds: &[&str]) {
    let opml = read(text.as_bytes());
    assert_eq!(brief(&opml), feeds, "{text}\n{:?}", opml.notes);
}

#[test]
fn feeds_are_found_however_they_are_written() {
    check(
        r#"<opml><body><outline text="A" xmlUrl="https://a.example/"/></body></opml>"#,
        &["|A|https://a.example/"],
    );
    check(
        "<OPML><BODY><OUTLINE TITLE='A' XMLURL='https://a.example/'/></BODY></OPML>",
        &["|A|https://a.example/"],
    );
    check(
        r#"<outline text="" title="A &amp; B" xmlurl=" https://a.example/?x=1&y=2 "/>"#,
        &["|A & B|https://a.example/?x=1&y=2"],
    );
    check(r#"<outline type="rss" text="A" url="https://a.example/"/>"#, &["|A|https://a.example/"]);
    check(r#"<outline type="link" text="A" url="https://a.example/"/>"#, &[]);
    check(r#"<outline text="Caf&eacute; &#8211; &lt;b&gt;x&lt;/b&gt;" xmlUrl="u"/>"#, &["|Café – x|u"]);
    check("<outline text=\"a\nb\u{1b}[31m\u{202e}\" xmlUrl=\"u\"/>", &["|a b|u"]);
}

#[test]
fn folders_come_with_their_feeds() {
    check(
        r#"<opml><body>
             <outline text="News"><outline text="Far"><outline text="A" xmlUrl="a"/></outline><outline text="B" xmlUrl="b"/></outline>
             <outline text="Empty"/>
             <outline text="C" xmlUrl="c"><outline text="D" xmlUrl="d"/></outline>
             <outline text="E" xmlUrl="e"></outline>
           </body></opml>"#,
        &["News/Far|A|a", "News|B|b", "|C|c", "|D|d", "|E|e"],
    );
    let deep = "<outline text=\"f\">".repeat(100_000) + "<outline text=\"A\" xmlUrl=\"a\"/>";
    let opml = read(deep.as_bytes());
    assert_eq!((opml.feeds.len(), opml.feeds[0].folders.len(), opml.folders), (1, 16, 100_000));
}

#[test]
fn what_is_broken_costs_no_more_than_itself() {
    let opml = read(br#"<opml><head><title>Mine</title></head><body><outline text="A" xmlUrl="a"/><outline text="B" xmlU"#);
    assert_eq!((opml.title.as_str(), brief(&opml)), ("Mine", vec!["|A|a".to_owned()]));
    assert_eq!(opml.notes, ["it breaks off; what stands before the break is read"]);
    let bomb = r#"<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
                  <opml><body><outline text="&b;&x;" xmlUrl="a"/></body></opml>"#;
    check(bomb, &["|&b;&x;|a"]);
    assert_eq!(read(b"").notes, ["it is no OPML: nothing in it is an outline with an address"]);
    assert_eq!(
        read(br#"<opml><body><outline type="rss" text="A"/></body></opml>"#).notes,
        ["1 of its feeds have no address"]
    );
    check(
        "<opml><body><outline text='A' xmlUrl='a'></body><outline text='B' xmlUrl='b'/>",
        &["|A|a", "|B|b"],
    );
}

#[test]
fn every_encoding_is_read() {
    let xml = |encoding: &str| {
        format!(
            "<?xml version='1.0' encoding='{encoding}'?><opml><body><outline text='Zeitgemäß' xmlUrl='a'/></body></opml>"
        )
    };
    let sixteen = |little: bool| -> Vec<u8> {
        let units = xml("utf-16").encode_utf16().collect::<Vec<u16>>();
        units.iter().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let western = encoding_rs::WINDOWS_1252.encode(&xml("iso-8859-1")).0.into_owned();
    let lying = encoding_rs::WINDOWS_1252.encode(&xml("utf-8")).0.into_owned();
    let marked = format!("\u{feff}{}", xml("windows-1252")).into_bytes();
    let cases = [
        xml("utf-8").into_bytes(),
        sixteen(true),
        sixteen(false),
        western,
        lying,
        marked,
        xml("utf-16").into_bytes(),
    ];
    for (n, bytes) in cases.iter().enumerate() {
        assert_eq!(brief(&read(bytes)), ["|Zeitgemäß|a"], "{n}");
        assert!(is_opml(bytes), "{n}");
    }
    assert!(!is_opml(b"<html><body>an <outline> of it") && !is_opml(b"<rss><channel>"));
}

#[test]
fn what_is_written_is_read_back() {
    let offer = |title: &str, folders: &[&str]| Offer {
        url: format!("https://{}.example/?a=1&b=\"2\"", title.len()),
        title: title.to_owned(),
        folders: folders.iter().map(|name| (*name).to_owned()).collect(),
        page: None,
    };
    let mut feeds = vec![
        offer("A & <B>", &["World"]),
        offer("\"C\" 'd'", &["World", "Far"]),
        offer("é東", &["World"]),
        offer("None", &[]),
    ];
    let text = write("My \"feeds\" & more", &feeds, Moment::parse("2026-04-13T17:45:03Z").unwrap());
    assert!(text.contains("<dateCreated>Mon, 13 Apr 2026 17:45:03 GMT</dateCreated>"), "{text}");
    let opml = read(text.as_bytes());
    feeds.swap(1, 2);
    assert_eq!(
        (opml.title.as_str(), &opml.feeds, opml.notes.len()),
        ("My \"feeds\" & more", &feeds, 0),
        "{text}"
    );
    assert!(!text.contains("& ") && is_opml(text.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_makes_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..600), cut in 0_usize..300) {
        let _ = (read(&bytes), is_opml(&bytes));
        let mut mixed = br#"<?xml version="1.0"?><opml><body><outline text="A"><outline xmlUrl="https://a.example/"/></outline>"#.to_vec();
        mixed.truncate(cut);
        mixed.extend(bytes);
        let _ = read(&mixed);
    }
}
