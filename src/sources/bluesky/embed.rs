//! What a post carries besides its words: the card of a page, pictures and their descriptions, another post.
//!
//! The servers for readers (AppViews) send a filled-in form of it, with the words of the other post; the stream and
//! the repositories send the bare one, which names the other post by its address alone. Both are read here.

use serde_json::Value;

use super::{
    address,
    post::unwilling,
    rich::{rich, web},
};
use crate::text::clean;

/// Pictures whose descriptions are read.
const PICTURES: usize = 10;

/// What was attached, as plain text and as links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attached {
    /// Paragraphs to stand after the words.
    pub paragraphs: Vec<String>,
    /// Where it leads.
    pub links: Vec<String>,
}

/// Reads an `embed`, filled in or bare.
pub(super) fn attached(embed: &Value) -> Attached {
    let mut attached = Attached::default();
    attached.take(embed);
    attached
}

impl Attached {
    fn take(&mut self, embed: &Value) {
        let kind = embed["$type"].as_str().unwrap_or_default();
        match kind.strip_suffix("#view").unwrap_or(kind) {
            "app.bsky.embed.external" => self.card(&embed["external"]),
            "app.bsky.embed.images" => {
                let pictures = embed["images"].as_array().map(Vec::as_slice).unwrap_or_default();
                pictures.iter().take(PICTURES).for_each(|picture| self.described("Image", picture));
            }
            "app.bsky.embed.video" => self.described("Video", embed),
            "app.bsky.embed.record" => self.other(&embed["record"]),
            "app.bsky.embed.recordWithMedia" => {
                // One level, whatever is inside: media are never both.
                if embed["media"]["$type"].as_str().is_some_and(|kind| !kind.contains("recordWithMedia")) {
                    self.take(&embed["media"]);
                }
                self.other(&embed["record"]["record"]);
            }
            _ => {}
        }
    }

    /// The card of a page: its title and what it says about itself.
    fn card(&mut self, card: &Value) {
        let (title, about) = (words(&card["title"]), words(&card["description"]));
        let address = card["uri"].as_str().unwrap_or_default();
        let lines = [&title, &about];
        // Cards without a title show the bare address, which is a link already.
        let told = lines.into_iter().filter(|line| !line.is_empty() && *line != address);
        self.paragraph(told.map(String::as_str).collect::<Vec<_>>().join("\n"));
        self.links.extend(web(address));
    }

    fn described(&mut self, what: &str, picture: &Value) {
        let description = words(&picture["alt"]);
        if !description.is_empty() {
            self.paragraph(format!("{what}: {description}"));
        }
    }

    /// Another post, as a quotation of who wrote it; or something else that has a name.
    fn other(&mut self, other: &Value) {
        let Some(uri) = other["uri"].as_str() else { return };
        let who = other["author"]["handle"].as_str().filter(|handle| super::syntax::is_handle(handle));
        let said = rich(&other["value"]);
        let text = clean::block(&said.text);
        if let Some(who) = who
            && !text.trim().is_empty()
            && !unwilling(other)
        {
            self.paragraph(format!("@{who} wrote: “{}”", text.trim()));
            self.links.extend(said.links);
        }
        let name =
            [&other["displayName"], &other["name"]].into_iter().map(words).find(|name| !name.is_empty());
        self.paragraph(name.unwrap_or_default());
        self.links.extend(address::page(uri));
    }

    fn paragraph(&mut self, text: String) {
        if !text.is_empty() {
            self.paragraphs.push(text);
        }
    }
}

/// A line of somebody's words.
fn words(value: &Value) -> String {
    clean::line(value.as_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::attached;

    #[track_caller]
    fn check(embed: &Value, paragraphs: &[&str], links: &[&str]) {
        let found = attached(embed);
        assert_eq!(
            (found.paragraphs, found.links),
            (
                paragraphs.iter().map(ToString::to_string).collect(),
                links.iter().map(ToString::to_string).collect()
            )
        );
    }

    #[test]
    fn a_card_is_its_title_and_description() {
        let card = json!({"$type": "app.bsky.embed.external", "external":
            {"uri": "https://harbour.example/b", "title": "Bridge\nshut", "description": "Cracks \u{1b}[31mfound", "thumb": {}}});
        check(&card, &["Bridge shut\nCracks found"], &["https://harbour.example/b"]);
        let bare = json!({"$type": "app.bsky.embed.external#view", "external":
            {"uri": "javascript:x", "title": "", "description": 7}});
        check(&bare, &[], &[]);
    }

    #[test]
    fn another_post_is_a_quotation_of_its_author() {
        let post = json!({"$type": "app.bsky.embed.record#view", "record": {"$type": "app.bsky.embed.record#viewRecord",
            "uri": "at://did:plc:abc/app.bsky.feed.post/3kq", "author": {"did": "did:plc:abc", "handle": "mira.example"},
            "value": {"text": "The bridge is shut."}}});
        let page = "https://bsky.app/profile/did:plc:abc/post/3kq";
        check(&post, &["@mira.example wrote: “The bridge is shut.”"], &[page]);
        let mut unwilling = post.clone();
        unwilling["record"]["author"]["labels"] = json!([{"val": "!no-unauthenticated"}]);
        check(&unwilling, &[], &[page]);
        let bare = json!({"$type": "app.bsky.embed.record", "record": {"uri": "at://did:plc:abc/app.bsky.feed.post/3kq"}});
        check(&bare, &[], &[page]);
        let gone = json!({"$type": "app.bsky.embed.record#view", "record": {"$type": "app.bsky.embed.record#viewNotFound",
            "uri": "at://did:plc:abc/app.bsky.feed.post/3kq", "notFound": true}});
        check(&gone, &[], &[page]);
    }

    #[test]
    fn pictures_are_their_descriptions() {
        let images =
            json!({"$type": "app.bsky.embed.images", "images": [{"alt": "A crack"}, {"alt": ""}, 3]});
        check(&images, &["Image: A crack"], &[]);
        let both = json!({"$type": "app.bsky.embed.recordWithMedia", "media": images,
            "record": {"record": {"uri": "at://did:plc:abc/app.bsky.feed.post/3kq"}}});
        check(&both, &["Image: A crack"], &["https://bsky.app/profile/did:plc:abc/post/3kq"]);
        check(&json!({"$type": "app.bsky.embed.video#view", "alt": "Divers"}), &["Video: Divers"], &[]);
        check(&json!({"$type": "app.bsky.embed.images", "images": {}}), &[], &[]);
        check(&json!(7), &[], &[]);
    }

    #[test]
    fn what_is_no_post_is_its_name() {
        let feed = json!({"$type": "app.bsky.embed.record#view", "record": {"$type": "app.bsky.feed.defs#generatorView",
            "uri": "at://did:plc:abc/app.bsky.feed.generator/port", "displayName": "Port news"}});
        check(&feed, &["Port news"], &["https://bsky.app/profile/did:plc:abc/feed/port"]);
    }
}
