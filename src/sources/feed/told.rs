//! What a feed tells, before it becomes records.

use std::time::Duration;

use super::people::Person;
use crate::story::Moment;

/// A feed as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feed {
    /// `rss20`, `atom10`, `json11` …; empty where nothing says.
    pub version: String,
    /// What it was written in.
    pub encoding: String,
    /// The feed itself.
    pub head: Head,
    /// Its items, in their order.
    pub entries: Vec<Entry>,
    /// What could not be read, in words.
    pub losses: Losses,
    /// It could only be read after mending it.
    pub repaired: bool,
    /// It is no feed: why.
    pub refused: Option<String>,
}

/// What a feed says about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// What it is called.
    pub title: Option<String>,
    /// The page it belongs to.
    pub link: Option<String>,
    /// What it is about.
    pub subtitle: Option<String>,
    /// As it says, with dashes.
    pub language: Option<String>,
    /// What it calls itself for programs.
    pub id: Option<String>,
    /// Who is responsible.
    pub authors: Vec<Person>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it last changed.
    pub updated: Option<Dated>,
    /// How long it asks not to be asked again.
    pub ttl: Option<Duration>,
}

/// An item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The feed's own name for it: guid, id, `rdf:about`.
    pub id: Option<String>,
    /// Its page.
    pub link: Option<String>,
    /// Where `link` leads by what the feed says, where that is a counter in between.
    pub original: Option<String>,
    /// Its title, on one line.
    pub title: Option<String>,
    /// Its summary or description, as plain text.
    pub summary: Option<String>,
    /// Its contents, as plain text.
    pub contents: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it was last changed.
    pub updated: Option<Dated>,
    /// When it was made.
    pub created: Option<Dated>,
    /// As it says, with dashes.
    pub language: Option<String>,
    /// The outlet it was taken from, where it names one.
    pub outlet: Option<String>,
    /// The pages it points to.
    pub mentions: Vec<String>,
}

impl Entry {
    /// When it counts as published.
    pub fn time(&self) -> Option<Moment> {
        let dates = [&self.published, &self.created, &self.updated];
        dates.into_iter().flatten().find_map(|dated| dated.moment)
    }
}

/// A date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dated {
    /// As it stands there.
    pub told: String,
    /// The moment, where it is one.
    pub moment: Option<Moment>,
}

/// What could not be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    /// Dates that are none, and the first of them.
    pub dates: (usize, String),
    /// Links that lead nowhere on the web, and the first of them.
    pub links: (usize, String),
    /// Items that say nothing.
    pub empty: usize,
    /// Items beyond the most that are taken.
    pub older: usize,
    /// Other things, in words.
    pub notes: Vec<String>,
}

impl Losses {
    pub(super) fn date(&mut self, told: &str) {
        count(&mut self.dates, told);
    }

    pub(super) fn link(&mut self, told: &str) {
        count(&mut self.links, told);
    }
}

fn count((count, first): &mut (usize, String), told: &str) {
    if *count == 0 {
        told.clone_into(first);
    }
    *count += 1;
}
