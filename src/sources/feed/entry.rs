//! An item, out of its element.
//!
//! The vocabularies are read side by side, whatever the format: an RSS item may have Atom's summary, Dublin Core's
//! creator and the title of Media RSS. Where several fields say the same, the feed's own goes before Dublin Core's only
//! in that it usually comes first; of dates and links the last one counts, of titles the first.

use super::{
    address, dates,
    element::Element,
    names::Ns,
    people::{Person, is_author},
    phrase,
    told::{Dated, Entry, Losses},
};
use crate::text::clean;

/// An item that is being read.
struct Telling<'a> {
    entry: Entry,
    losses: &'a mut Losses,
    /// Plain text is the rule, as in Atom.
    atom: bool,
    /// What Media RSS and podcasts say, for where nothing else does.
    media: (Option<String>, Option<String>),
    /// An address that is to be used for want of a link: a guid, an enclosure.
    spare: Option<String>,
    /// Authors of the podcast.
    hosts: Vec<Person>,
}

/// Reads an item.
pub(super) fn read(item: &Element, atom: bool, losses: &mut Losses) -> Entry {
    let mut telling = Telling {
        entry: Entry { language: item.language.as_deref().map(str::to_owned), ..Entry::default() },
        losses,
        atom,
        media: (None, None),
        spare: None,
        hosts: Vec::new(),
    };
    telling.attributes(item);
    for field in item.children() {
        telling.field(field);
    }
    telling.finish()
}

impl Telling<'_> {
    /// What RDF and CDF say in attributes.
    fn attributes(&mut self, item: &Element) {
        if let Some(about) = item.attribute("rdf:about").or_else(|| item.attribute("about")) {
            self.entry.id = Some(clean::line(about)).filter(|id| !id.is_empty());
        }
        if let Some(page) = item.attribute("href") {
            self.entry.link = address::of(page, item.base.as_deref(), self.losses);
        }
        if let Some(changed) = item.attribute("lastmod") {
            self.entry.updated = date(changed, self.losses);
        }
    }

    fn field(&mut self, field: &Element) {
        if is_author(field) {
            let authors = if field.ns == Ns::Itunes { &mut self.hosts } else { &mut self.entry.authors };
            authors.extend(Person::read(field));
            return;
        }
        match field.ns {
            Ns::Core => self.core(field),
            Ns::Dc => self.dublin(field),
            Ns::Terms => self.dated(field),
            Ns::Content if field.name == "encoded" => self.content(field),
            Ns::Page if field.name == "body" => self.content(field),
            Ns::Media => self.media(field),
            Ns::Itunes if field.name == "summary" => self.summary(field),
            Ns::Itunes if field.name == "title" => self.media_title(field),
            Ns::Burner if field.name == "origlink" => {
                self.entry.original = address::of(&field.text(), field.base.as_deref(), self.losses);
            }
            _ => {}
        }
    }

    fn core(&mut self, field: &Element) {
        match field.name.as_str() {
            "title" => self.title(field),
            "link" => self.link(field),
            "guid" | "id" => self.id(field),
            "description" | "summary" | "abstract" => self.summary(field),
            "content" | "body" | "fullitem" | "encoded" => self.content(field),
            "source" => self.source(field),
            "enclosure" => {
                let place = field.attribute("url").or_else(|| field.attribute("href"));
                self.spare(place.unwrap_or_default());
            }
            "language" => self.entry.language = language(field).or_else(|| self.entry.language.take()),
            _ => self.dated(field),
        }
    }

    fn dublin(&mut self, field: &Element) {
        match field.name.as_str() {
            "title" => self.title(field),
            "description" => self.summary(field),
            "language" => self.entry.language = language(field).or_else(|| self.entry.language.take()),
            "publisher" => {
                self.entry.outlet.get_or_insert_with(|| clean::line(&field.text()));
            }
            _ => self.dated(field),
        }
    }

    fn dated(&mut self, field: &Element) {
        let place = match field.name.as_str() {
            "pubdate" | "published" | "issued" => &mut self.entry.published,
            "updated" | "modified" | "lastbuilddate" | "date" => &mut self.entry.updated,
            "created" => &mut self.entry.created,
            _ => return,
        };
        *place = date(&field.text(), self.losses).or_else(|| place.take());
    }

    fn title(&mut self, field: &Element) {
        if self.entry.title.is_none() {
            self.entry.title = Some(phrase::line(field, self.atom)).filter(|title| !title.is_empty());
        }
    }

    fn media_title(&mut self, field: &Element) {
        if self.media.0.is_none() {
            self.media.0 = Some(phrase::line(field, false)).filter(|title| !title.is_empty());
        }
    }

    fn link(&mut self, field: &Element) {
        let Some(place) = field.attribute("href") else {
            let written = field.text();
            if !written.trim().is_empty() {
                let link = address::of(&written, field.base.as_deref(), self.losses);
                self.entry.link = link.or_else(|| self.entry.link.take());
            }
            return;
        };
        let rel = field.attribute("rel").unwrap_or("alternate").trim().to_ascii_lowercase();
        match rel.as_str() {
            "alternate" if is_page(field) => {
                let link = address::of(place, field.base.as_deref(), self.losses);
                self.entry.link = link.or_else(|| self.entry.link.take());
            }
            "alternate" | "enclosure" => self.spare(place),
            "related" | "via" => {
                self.entry.mentions.extend(address::of(place, field.base.as_deref(), self.losses));
            }
            _ => {}
        }
    }

    fn spare(&mut self, place: &str) {
        if self.spare.is_none() && address::is_whole(place.trim()) {
            self.spare = Some(place.trim().to_owned());
        }
    }

    fn id(&mut self, field: &Element) {
        let Some(id) = address::id(field) else { return };
        let said = field.attribute("ispermalink").is_some_and(|said| said.eq_ignore_ascii_case("false"));
        if !said && address::is_whole(&id) {
            self.spare = Some(id.clone());
        }
        self.entry.id = Some(id);
    }

    /// The first is the summary, a second one what it summarises.
    fn summary(&mut self, field: &Element) {
        let told = phrase::body(field, self.atom);
        if told.text.is_empty() {
            return;
        }
        self.entry.mentions.extend(told.links);
        match &self.entry.summary {
            None => self.entry.summary = Some(told.text),
            Some(_) => self.entry.contents.push(told.text),
        }
    }

    fn content(&mut self, field: &Element) {
        let told = phrase::body(field, self.atom);
        if !told.text.is_empty() {
            self.entry.mentions.extend(told.links);
            self.entry.contents.push(told.text);
        }
    }

    fn media(&mut self, field: &Element) {
        match field.name.as_str() {
            "title" => self.media_title(field),
            "description" | "text" if self.media.1.is_none() => {
                self.media.1 = Some(phrase::body(field, false).text).filter(|text| !text.is_empty());
            }
            "group" | "content" => field.children().for_each(|inner| {
                if inner.ns == Ns::Media {
                    self.media(inner);
                }
            }),
            _ => {}
        }
    }

    /// Where it was taken from: Atom tells a whole feed, RSS a name.
    fn source(&mut self, field: &Element) {
        let name = match field.child(Ns::Core, "title") {
            Some(title) => phrase::line(title, self.atom),
            None if field.children().next().is_none() => phrase::line(field, false),
            None => String::new(),
        };
        if !name.is_empty() {
            self.entry.outlet = Some(name);
        }
    }

    fn finish(self) -> Entry {
        let Self { mut entry, media: (title, text), spare, hosts, .. } = self;
        entry.title = entry.title.or(title);
        entry.link = entry.link.or(spare);
        if entry.summary.is_none() && entry.contents.is_empty() {
            entry.summary = text;
        }
        if entry.authors.is_empty() {
            entry.authors = hosts;
        }
        entry
    }
}

/// Whether a link leads to a page for people.
pub(super) fn is_page(link: &Element) -> bool {
    let kind = link.attribute("type").unwrap_or("text/html").trim().to_ascii_lowercase();
    kind.is_empty()
        || kind.starts_with("text/html")
        || kind.starts_with("application/xhtml")
        || kind == "html"
}

/// The language an element names.
pub(super) fn language(field: &Element) -> Option<String> {
    Some(clean::line(&field.text()).replace('_', "-")).filter(|language| !language.is_empty())
}

/// A date, or the loss of one.
pub(super) fn date(told: &str, losses: &mut Losses) -> Option<Dated> {
    let told = clean::line(told);
    if told.is_empty() {
        return None;
    }
    let moment = dates::read(&told);
    if moment.is_none() {
        losses.date(&told);
    }
    Some(Dated { told, moment })
}
