//! The reader for feeds that are the XML they say they are.

use quick_xml::{Reader, escape, events::BytesStart, events::Event};

use super::{entities::Entities, tree::Tree};

/// More attributes than this are no attributes of a feed.
const ATTRIBUTES: usize = 64;

/// A feed that must be mended first.
#[derive(Debug)]
pub(super) struct Unsound;

/// Reads all tags into the tree. Names of HTML that XML does not know are understood, and nothing else is forgiven.
/// It holds as far as it came, where it is no sound XML.
pub(super) fn read(text: &str, tree: &mut Tree<'_>) -> Result<(), Unsound> {
    let mut reader = Reader::from_str(text);
    let mut entities = Entities::default();
    loop {
        match reader.read_event().map_err(|_unsound| Unsound)? {
            Event::Start(tag) => start(&tag, false, &entities, tree)?,
            Event::Empty(tag) => start(&tag, true, &entities, tree)?,
            Event::End(tag) => tree.end(&tag.name().as_ref().to_ascii_lowercase()),
            Event::Text(words) => tree.text(&words.xml10_content()),
            Event::CData(words) => tree.text(&words.xml10_content()),
            Event::GeneralRef(name) => tree.text(&entities.resolved(&name.into_inner()).ok_or(Unsound)?),
            Event::DocType(doctype) => entities = Entities::read(&doctype.into_inner()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if tree.is_open() { Err(Unsound) } else { Ok(()) }
}

fn start(tag: &BytesStart<'_>, alone: bool, entities: &Entities, tree: &mut Tree<'_>) -> Result<(), Unsound> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_unsound| Unsound)?;
        if attributes.len() < ATTRIBUTES {
            let value = escape::unescape_with(&attribute.value, |name| entities.get(name));
            let value = value.map_err(|_unsound| Unsound)?.into_owned();
            attributes.push((attribute.key.as_ref().to_ascii_lowercase(), value));
        }
    }
    tree.start(tag.name().as_ref().to_ascii_lowercase(), attributes, alone);
    Ok(())
}
