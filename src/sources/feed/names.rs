//! What an element is called, whatever prefix it goes by.

/// The vocabulary a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ns {
    /// RSS, Atom, CDF: what a feed is made of. Their names do not get into each other's way.
    Core,
    /// Dublin Core, the old elements.
    Dc,
    /// Dublin Core, the terms.
    Terms,
    /// `content:encoded`
    Content,
    /// Media RSS
    Media,
    /// Podcasts
    Itunes,
    /// RDF itself
    Rdf,
    /// Syndication: how often it is updated.
    Sy,
    /// FeedBurner
    Burner,
    /// XHTML
    Page,
    /// `xml:`
    Xml,
    /// Any other.
    Other,
}

/// Beginnings of addresses of vocabularies, in lower case, without their scheme.
const SPACES: &[(&str, Ns)] = &[
    ("www.w3.org/2005/atom", Ns::Core),
    ("purl.org/atom/", Ns::Core),
    ("purl.org/pie", Ns::Core),
    ("example.com/newformat#", Ns::Core),
    ("example.com/necho", Ns::Core),
    ("purl.org/echo/", Ns::Core),
    ("uri/of/echo/namespace#", Ns::Core),
    ("purl.org/rss/1.0/modules/content", Ns::Content),
    ("purl.org/rss/1.0/modules/syndication", Ns::Sy),
    ("purl.org/rss/1.0/modules/", Ns::Other),
    ("purl.org/rss/", Ns::Core),
    ("purl.org/net/rss", Ns::Core),
    ("channel.netscape.com/rdf/simple/", Ns::Core),
    ("my.netscape.com/", Ns::Core),
    ("backend.userland.com/", Ns::Core),
    ("blogs.law.harvard.edu/tech/rss", Ns::Core),
    ("cyber.law.harvard.edu/rss", Ns::Core),
    ("www.rssboard.org/rss-specification", Ns::Core),
    ("rssnamespace.org/feedburner", Ns::Burner),
    ("purl.org/dc/elements/", Ns::Dc),
    ("purl.org/dc/terms", Ns::Terms),
    ("purl.org/dc/", Ns::Dc),
    ("search.yahoo.com/mrss", Ns::Media),
    ("video.search.yahoo.com/mrss", Ns::Media),
    ("tools.search.yahoo.com/mrss", Ns::Media),
    ("www.itunes.com/dtds/", Ns::Itunes),
    ("www.itunes.com/", Ns::Itunes),
    ("example.com/dtds/podcast", Ns::Itunes),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Ns::Rdf),
    ("www.w3.org/1999/xhtml", Ns::Page),
    ("www.w3.org/xml/1998/namespace", Ns::Xml),
];

/// What prefixes mean that nobody has declared.
const PREFIXES: &[(&str, Ns)] = &[
    ("", Ns::Core),
    ("atom", Ns::Core),
    ("atom10", Ns::Core),
    ("atom03", Ns::Core),
    ("rss", Ns::Core),
    ("dc", Ns::Dc),
    ("dcterms", Ns::Terms),
    ("content", Ns::Content),
    ("media", Ns::Media),
    ("itunes", Ns::Itunes),
    ("rdf", Ns::Rdf),
    ("sy", Ns::Sy),
    ("feedburner", Ns::Burner),
    ("xhtml", Ns::Page),
    ("xml", Ns::Xml),
];

/// The vocabulary of an address.
fn of_address(address: &str) -> Option<Ns> {
    let address = address.trim().to_ascii_lowercase();
    let bare = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    SPACES.iter().find(|(start, _)| bare.starts_with(start)).map(|(_, ns)| *ns)
}

/// The declarations that are in force.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    /// Prefix, what it means, and how deep it was declared.
    declared: Vec<(String, Ns, usize)>,
}

/// More declarations than any feed makes are not listened to: looking them up would cost.
const MOST: usize = 128;

impl Scopes {
    /// Takes up what the attributes of an element at this depth declare.
    pub(super) fn enter(&mut self, depth: usize, attributes: &[(String, String)]) {
        for (name, address) in attributes {
            let Some(rest) = name.strip_prefix("xmlns") else { continue };
            let prefix = match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None if rest.is_empty() => "",
                None => continue,
            };
            if self.declared.len() < MOST {
                // A vocabulary of its own without a prefix is somebody's RSS.
                let unknown = if prefix.is_empty() && depth == 0 { Ns::Core } else { Ns::Other };
                let ns = of_address(address).unwrap_or(unknown);
                self.declared.push((prefix.to_owned(), ns, depth));
            }
        }
    }

    /// Forgets what elements deeper than this have declared.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(.., at)| *at >= depth) {
            self.declared.pop();
        }
    }

    /// Takes the vocabulary of the outermost element for the feed's own.
    pub(super) fn adopt(&mut self, prefix: &str) {
        for (declared, ns, _) in &mut self.declared {
            if declared == prefix && *ns == Ns::Other {
                *ns = Ns::Core;
            }
        }
    }

    /// What a prefix means here.
    pub(super) fn of(&self, prefix: &str) -> Ns {
        let declared = self.declared.iter().rev().find(|(declared, ..)| declared == prefix);
        let usual = || PREFIXES.iter().find(|(usual, _)| *usual == prefix).map(|(_, ns)| *ns);
        declared.map(|(_, ns, _)| *ns).or_else(usual).unwrap_or(Ns::Other)
    }
}

/// A name as it stands there, in two.
pub(super) fn parted(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::{Ns, Scopes, of_address, parted};

    #[test]
    fn vocabularies_are_known_by_their_addresses_in_any_spelling() {
        assert_eq!(of_address("http://purl.org/dc/elements/1.1/"), Some(Ns::Dc));
        assert_eq!(of_address(" HTTPS://www.w3.org/2005/Atom"), Some(Ns::Core));
        assert_eq!(of_address("http://purl.org/rss/1.0/modules/content/"), Some(Ns::Content));
        assert_eq!(of_address("http://purl.org/rss/1.0/modules/wiki/"), Some(Ns::Other));
        assert_eq!(of_address("urn:own"), None);
    }

    #[test]
    fn a_declaration_holds_within_its_element() {
        let mut scopes = Scopes::default();
        let bind = |name: &str, address: &str| vec![(name.to_owned(), address.to_owned())];
        assert_eq!(scopes.of("dc"), Ns::Dc);
        scopes.enter(0, &bind("xmlns", "urn:own"));
        scopes.enter(2, &bind("xmlns:dc", "urn:own"));
        assert_eq!((scopes.of(""), scopes.of("dc")), (Ns::Core, Ns::Other));
        scopes.leave(2);
        assert_eq!((scopes.of("dc"), scopes.of("nobody")), (Ns::Dc, Ns::Other));
        assert_eq!((parted("dc:title"), parted("title")), (("dc", "title"), ("", "title")));
    }
}
