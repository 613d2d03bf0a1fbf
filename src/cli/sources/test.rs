//! `slugline sources test FILE_OR_URL`: what it comes to when it is read as a source. Nothing is kept, nothing is added.

use clap::{Args, builder::PossibleValuesParser};
use serde_json::{Value, json};

use super::{files, preview};
use crate::{
    cli::{
        Exit, Failure, Session,
        args::yes,
        json,
        online::{self, Went, sentence},
        typeset::{Clock, labelled},
    },
    config::{Channel, SourceRow},
    net::Client,
    sources::{
        Harvest, KINDS, Origin, kind,
        look::{Found, Look, Preview, look},
        offer,
    },
    story::{Moment, Record, SourceName},
};

/// `slugline sources test`
#[derive(Debug, Args)]
pub(super) struct Test {
    /// A file, - for standard input, an address, or the name of a source
    #[arg(value_name = "FILE|URL|NAME")]
    what: String,
    /// What kind it is [default: whatever can read it]
    #[arg(long, value_parser = PossibleValuesParser::new(Channel::WORDS), env = "SLUGLINE_KIND", hide_env_values = true)]
    kind: Option<String>,
    /// Addresses of your own network, and of this machine, may be asked
    #[arg(long, env = "SLUGLINE_ALLOW_PRIVATE", hide_env_values = true, value_parser = yes())]
    allow_private: bool,
    /// One JSON object, records and all
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Test {
    /// `json`: so it was asked before the word, too.
    pub(super) fn run(&self, session: &mut Session<'_>, json: bool) -> Result<Exit, Failure> {
        let file = files::path(&self.what);
        let tested = if self.what == "-" || file.is_file() {
            self.file(&file, session.now())?
        } else {
            match self.address(session)? {
                Went::Stopped(code) => return Ok(online::stopped(session, code, "Stopped.")),
                Went::Through(tested) => tested,
            }
        };
        let exit = if tested.harvest.refused.is_some() { Exit::Partly } else { Exit::Done };
        if json || self.json {
            session.out.line(&json::line(&whole(&tested)))?;
            return Ok(exit);
        }
        if let Some(why) = &tested.harvest.refused {
            let told = format!("{} is no {}: {why}", self.what, kind(tested.kind).about);
            return Err(Failure::Partly(if told.ends_with('.') { told } else { told + "." }));
        }
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        preview::show(session.out, &clock, &tested)?;
        labelled(session.out, "", None, "Nothing was kept. --json prints every record whole.")?;
        Ok(exit)
    }

    fn said_kind(&self) -> Option<Channel> {
        Channel::ALL.iter().find(|channel| Some(channel.word()) == self.kind.as_deref()).copied()
    }

    /// A file: its base is unknown, its kind is whichever reads it.
    fn file(&self, file: &std::path::Path, now: Moment) -> Result<Preview, Failure> {
        let bytes = files::read(file)?;
        let source = SourceName::from("test");
        let origin = Origin { source: &source, url: None, content_type: "", charset: None, now };
        let tried = |channel: Channel| (channel, (kind(channel).parse)(&bytes, &origin));
        let (kind, harvest) = match self.said_kind() {
            Some(channel) => tried(channel),
            None => sniffed(&tried),
        };
        let title = harvest.about.title.clone().unwrap_or_default();
        Ok(Preview { url: self.what.clone(), title, kind, harvest })
    }

    /// The row of an address that was typed.
    fn typed(&self) -> Result<SourceRow, Failure> {
        let told = |why| {
            Failure::Usage(format!("{} is no file that is there, and as an address it {why}.", self.what))
        };
        let url = offer::address(&self.what).map_err(told)?;
        let (kind, allow_private) = (offer::kind_of(&url), offer::is_own(&url));
        Ok(SourceRow { name: "test".into(), kind, allow_private, url, ..SourceRow::default() })
    }

    /// What is at an address that was typed, or at that of a source.
    fn address(&self, session: &mut Session<'_>) -> Result<Went<Preview>, Failure> {
        let known = session.config.sources.iter().find(|row| row.name.as_str() == self.what).cloned();
        let mut row = if let Some(row) = known { row } else { self.typed()? };
        row.kind = self.said_kind().unwrap_or(row.kind);
        row.allow_private |= self.allow_private;
        online::allowed(session, "nothing was asked")?;
        match seek(session, &row)? {
            Went::Stopped(code) => Ok(Went::Stopped(code)),
            Went::Through(Found::Source(preview)) => Ok(Went::Through(*preview)),
            Went::Through(Found::Page { feeds, .. }) => {
                let urls: Vec<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
                let has = match urls.as_slice() {
                    [] => "no feed was found there".to_owned(),
                    urls => format!("its feeds are {}", urls.join(", ")),
                };
                let harvest =
                    Harvest { refused: Some(format!("it is a web page; {has}")), ..Harvest::default() };
                Ok(Went::Through(Preview { url: row.url, title: String::new(), kind: row.kind, harvest }))
            }
        }
    }
}

/// Looks at an address, until it is known what is there or a signal comes.
pub(super) fn seek(session: &Session<'_>, row: &SourceRow) -> Result<Went<Found>, Failure> {
    let client = Client::new(online::manners(session)).map_err(|fault| Failure::Partly(fault.to_string()))?;
    let key = crate::net::obtain(&row.key).map_err(Failure::Partly)?;
    let now = session.now();
    let looked =
        online::wait_for(async { look(&Look { client: &client, row, key: key.as_ref(), now }).await })?;
    match looked {
        Went::Stopped(code) => Ok(Went::Stopped(code)),
        Went::Through(Ok(found)) => Ok(Went::Through(found)),
        Went::Through(Err(stopped)) => {
            Err(Failure::Partly(sentence(&online::at_first(&stopped.trouble, false))))
        }
    }
}

/// The first kind that reads it and finds something, else the first that reads it, else what a feed would be refused for.
fn sniffed(tried: &dyn Fn(Channel) -> (Channel, Harvest)) -> (Channel, Harvest) {
    let mut read: Option<(Channel, Harvest)> = None;
    let mut refused = None;
    for kind in KINDS {
        let came = tried(kind.channel);
        if came.1.refused.is_some() {
            refused.get_or_insert(came);
        } else if came.1.records.is_empty() {
            read.get_or_insert(came);
        } else {
            return came;
        }
    }
    read.or(refused).unwrap_or_default()
}

/// The promised object.
fn whole(tested: &Preview) -> Value {
    let Harvest { about, records, notes, refused, repaired, .. } = &tested.harvest;
    let mut notes = notes.clone();
    if *repaired && notes.is_empty() {
        notes.insert(0, "it could only be read after mending it".to_owned());
    }
    notes.extend(refused.clone());
    json!({
        "kind": tested.kind.word(),
        "feed": { "title": about.title, "link": about.link, "version": about.version },
        "records": records.iter().map(record).collect::<Vec<_>>(),
        "notes": notes,
    })
}

fn record(record: &Record) -> Value {
    let moment = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
    json!({
        "id": record.external_id,
        "title": record.title,
        "url": record.url,
        "author": record.byline,
        "published_at": moment(record.published_at),
        "updated_at": moment(record.updated_at),
        // A source that gives one body only has given both: it stands once in the record, and in both places here.
        "summary": record.summary.as_ref().or(record.text.as_ref()),
        "text": record.text,
    })
}
