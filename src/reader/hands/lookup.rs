//! Looking at something before it is kept: an address, or what a source answers.

use crate::{
    config::{Channel, SourceRow},
    desk::{beats::Beat, gather::Gatherer},
    net::Client,
    reader::msg::{Choice, Found, Offer, Trouble},
    sources::{
        self, Harvest, Stopped,
        look::{self, Look, Preview},
        offer::{self, Plan},
    },
    story::Moment,
    text::clean,
};

/// What an address is looked at with.
pub(super) struct Glass {
    pub(super) client: Client,
    /// The sources there are, and the beats.
    pub(super) rows: std::sync::Arc<[SourceRow]>,
    pub(super) beats: Vec<Beat>,
    pub(super) now: Moment,
}

impl Glass {
    /// What is at an address, as a person typed it. Where it names no scheme and nobody answers to the safe one, the
    /// other is tried.
    pub(super) async fn address(&self, typed: &str) -> Result<Found, Trouble> {
        let url = offer::address(typed).map_err(|why| Trouble {
            what: format!("{} is no address of a source", clean::line(typed)),
            why: format!("It {why}"),
            remedy: "A feed's address begins with https://".to_owned(),
        })?;
        let found = self.look(&url).await;
        let bare = !typed.contains("://");
        let found = match (found, url.strip_prefix("https://")) {
            (Err(stopped), Some(rest)) if bare && stopped.status == 0 && stopped.wait.is_none() => {
                self.look(&format!("http://{rest}")).await.map_err(|_also| stopped)
            }
            (found, _) => found,
        };
        match found.map_err(|stopped| stopped.trouble)? {
            look::Found::Source(preview) => Ok(Found::Offer(Box::new(self.offer(*preview)))),
            look::Found::Page { title, feeds, dead, more } => {
                let offered = feeds.into_iter().map(|feed| self.offer(feed)).map(|offer| Choice {
                    title: if offer.title.is_empty() { title.clone() } else { offer.title.clone() },
                    url: offer.row.url.clone(),
                    offer: Some(Box::new(offer)),
                });
                let more = more.into_iter().map(|named| Choice {
                    title: named.title,
                    url: named.url.to_string(),
                    offer: None,
                });
                let choices: Vec<Choice> = offered.chain(more).collect();
                if choices.is_empty() { Err(no_feed(&url, &dead)) } else { Ok(Found::Choices(choices)) }
            }
        }
    }

    async fn look(&self, url: &str) -> Result<look::Found, Stopped> {
        let row = SourceRow {
            name: "preview".into(),
            kind: offer::kind_of(url),
            url: url.to_owned(),
            allow_private: offer::is_own(url),
            ..SourceRow::default()
        };
        look::look(&Look { client: &self.client, row: &row, key: None, now: self.now }).await
    }

    /// A source as it would stand in the config.
    fn offer(&self, preview: Preview) -> Offer {
        let Preview { url, title, kind, harvest } = preview;
        let beats: Vec<(&str, &str)> =
            self.beats.iter().map(|beat| (beat.slug.as_str(), beat.name.as_str())).collect();
        let wanted = offer::Offer { url: url.clone(), title: title.clone(), ..offer::Offer::default() };
        let Plan { mut rows, known, .. } = offer::plan(&self.rows, &beats, &[wanted]);
        let known = known.into_iter().next().map(|(_, name)| name);
        let row = rows.pop().unwrap_or_else(|| SourceRow { kind, url, ..SourceRow::default() });
        offered(row, title, harvest, known)
    }
}

fn no_feed(url: &str, dead: &[(url::Url, Trouble)]) -> Trouble {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or(url);
    let why = dead.first().map(|(_, trouble)| format!("The one it names is none: {}", trouble.what));
    Trouble {
        what: format!("No feed was found at {}", clean::line(host)),
        why: why.unwrap_or_else(|| "The page names none, and there is none at the usual places".to_owned()),
        remedy: "Look on the page for a link called RSS or Atom, and paste that".to_owned(),
    }
}

/// What a source of the config answers.
pub(super) async fn source(gatherer: &Gatherer, row: &SourceRow) -> Result<Found, Trouble> {
    let harvest = gatherer.preview(row).await?;
    if let Some(why) = &harvest.refused {
        return Err(Trouble {
            what: format!("{} sent nothing that can be read", row.name),
            why: clean::line(why),
            remedy: String::new(),
        });
    }
    let title = harvest.about.title.clone().unwrap_or_default();
    Ok(Found::Offer(Box::new(offered(row.clone(), title, harvest, Some(row.name.clone())))))
}

fn offered(
    row: SourceRow,
    title: String,
    harvest: Harvest,
    known: Option<crate::story::SourceName>,
) -> Offer {
    let mut records = harvest.records;
    records.sort_by_key(|record| std::cmp::Reverse(record.time()));
    let about = sources::kind(row.kind).about;
    let what = match row.kind {
        Channel::Feed if !harvest.about.version.is_empty() => harvest.about.format(),
        _ => about.to_owned(),
    };
    let (notes, repaired) = (harvest.notes, harvest.repaired);
    Offer { row, title, what, records, notes, repaired, known }
}
