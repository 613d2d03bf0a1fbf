//! A wire that is a file: what `slugline export` wrote, put on any web server.
//!
//! One question brings all of it, and if it is the file of last time, the web server says so and sends nothing. It is
//! given in pages all the same, newest first, each dispatch with the records it names, so that whoever stores it can
//! stop anywhere and go on later.

use std::{collections::HashMap, ops::Range};

use sha2::{Digest, Sha256};

use super::{Remote, asker::Question};
use crate::{
    net::Validators,
    remote::{ListPage, Listed, Stop, Stopped, Walk, answer::item::Notes, walk::At},
    story::{Dispatch, Moment, RecordId},
    wire::format::{self, Item},
};

/// The longest file taken, in bytes.
const LONGEST: usize = 64 << 20;
/// What is asked for.
const LINES: &str = "application/x-ndjson, application/jsonl, text/plain;q=0.9, */*;q=0.5";
/// Dispatches on a page, and records that none of them names.
const ROWS: usize = 100;
const LOOSE: usize = 500;

/// A file, read as far as telling what is where in it.
#[derive(Debug)]
pub(super) struct File {
    text: String,
    /// Its hash: pages counted in another state of the file lead nowhere.
    state: String,
    pages: Vec<Vec<Range<usize>>>,
    /// What could not be read, by line.
    notes: Vec<String>,
    validators: Validators,
}

impl File {
    /// Looks a file through. The error says what it is instead.
    fn open(body: Vec<u8>, validators: Validators) -> Result<Self, String> {
        let hash: [u8; 32] = Sha256::digest(&body).into();
        let state = format!(
            "{:016x}",
            hash.iter().take(8).fold(0, |number: u64, byte| number << 8 | u64::from(*byte))
        );
        let text = String::from_utf8(body)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let mut shelf = Shelf::default();
        let mut notes = Notes::default();
        let mut unread = 0;
        for (number, range) in lines(&text) {
            match format::read_line(text.get(range.clone()).unwrap_or_default()) {
                Ok((item, _)) => shelf.place(&item, range),
                Err(why) => {
                    unread += 1;
                    notes.add(format!("Line {number} cannot be read: {why}."));
                }
            }
        }
        if shelf.is_empty() && (unread > 0 || text.trim().is_empty()) {
            return Err("something that has no lines of records and stories in it".to_owned());
        }
        Ok(Self { pages: shelf.pages(), text, state, notes: notes.done(), validators })
    }

    /// One page, read.
    fn page(&self, index: usize) -> ListPage {
        let mut page = ListPage { last: index + 1 >= self.pages.len(), free: true, ..ListPage::default() };
        let mut notes = Notes::default();
        if index == 0 {
            self.notes.iter().for_each(|note| notes.add(note.clone()));
        }
        for range in self.pages.get(index).into_iter().flatten() {
            let Ok((item, losses)) = format::read_line(self.text.get(range.clone()).unwrap_or_default())
            else {
                continue;
            };
            let id = match &item {
                Item::Story(story) => story.id.as_str().to_owned(),
                Item::Record(record) => record.id.as_str().to_owned(),
            };
            let lossy = !losses.is_empty();
            notes.lose(&id, losses);
            match item {
                Item::Story(story) => page.rows.push(Listed { dispatch: *story, whole: true, lossy }),
                Item::Record(record) => page.records.push(*record),
            }
        }
        page.notes = notes.done();
        page
    }
}

/// The lines of a text that are not blank, with their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
    let mut at = 0;
    text.split_inclusive('\n').enumerate().filter_map(move |(index, line)| {
        let begin = at;
        at += line.len();
        let blank = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty();
        (!blank).then_some((index + 1, begin..at))
    })
}

/// What stands where.
#[derive(Default)]
struct Shelf {
    stories: Vec<(Option<Moment>, Range<usize>, Vec<RecordId>)>,
    records: HashMap<RecordId, Range<usize>>,
}

impl Shelf {
    fn place(&mut self, item: &Item, range: Range<usize>) {
        match item {
            Item::Story(story) => self.stories.push((story.time(), range, named(story))),
            Item::Record(record) => drop(self.records.insert(record.id.clone(), range)),
        }
    }

    fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.records.is_empty()
    }

    /// Dispatches newest first, each page with the records named there for the first time; then all other records.
    fn pages(mut self) -> Vec<Vec<Range<usize>>> {
        self.stories.sort_by_key(|(time, range, _)| (std::cmp::Reverse(*time), range.start));
        let mut pages = Vec::new();
        for rows in self.stories.chunks(ROWS) {
            let mut page: Vec<Range<usize>> = rows.iter().map(|(_, range, _)| range.clone()).collect();
            page.extend(rows.iter().flat_map(|(_, _, named)| named).filter_map(|id| self.records.remove(id)));
            pages.push(page);
        }
        let mut loose: Vec<Range<usize>> = self.records.into_values().collect();
        loose.sort_by_key(|range| range.start);
        pages.extend(loose.chunks(LOOSE).map(<[_]>::to_vec));
        pages
    }
}

fn named(story: &Dispatch) -> Vec<RecordId> {
    let cited = story.citations.iter().filter_map(|citation| citation.record_id.clone());
    cited.chain(story.record_ids.iter().cloned()).collect()
}

/// A file that is not there is a wire that is not there.
pub(super) fn as_wire(stopped: Stopped) -> Stopped {
    let stop = if stopped.stop == Stop::Missing { Stop::Unable } else { stopped.stop };
    Stopped { stop, ..stopped }
}

impl Remote {
    /// Fetches the file, if it is not the one of last time. True if there is a file to read now.
    pub(super) async fn fetch_file(&mut self, conditional: bool) -> Result<bool, Stopped> {
        let (etag, last_modified) = (self.abilities.etag.clone(), self.abilities.last_modified.clone());
        let since = Validators { etag, last_modified };
        let since = if conditional { since } else { Validators::default() };
        let asked = since != Validators::default();
        let question = Question { since, accept: LINES, cap: LONGEST, ..Question::new(self.routes.typed()) };
        let reply = self.asker.ask(question).await?;
        match reply.status {
            304 if asked => return Ok(false),
            200 | 203 => {}
            404 | 410 => {
                let what = format!("{} has no file at this address", self.asker.host);
                let why = self.asker.stopped(&reply).trouble.why;
                return Err(Stopped::new(
                    Stop::Missing,
                    what,
                    why,
                    "Check the address of the wire in the config",
                ));
            }
            _ => return Err(self.asker.stopped(&reply)),
        }
        let file = File::open(reply.body.clone(), reply.validators.clone());
        self.file = Some(file.map_err(|what| self.asker.no_answer(&reply, &what))?);
        Ok(true)
    }

    pub(super) async fn next_of_file(&mut self, walk: &mut Walk) -> Result<ListPage, Stopped> {
        let at = walk.at();
        if self.file.is_none() && !self.fetch_file(at == At::Top).await.map_err(as_wire)? {
            walk.stand(None);
            return Ok(ListPage { last: true, free: true, ..ListPage::default() });
        }
        let Some(file) = &self.file else { return Ok(ListPage::default()) };
        let index = match at {
            At::File(page, state) if state == file.state && page < file.pages.len() => page,
            At::Top => 0,
            _ => {
                walk.begin_anew();
                0
            }
        };
        let page = file.page(index);
        if page.last {
            let Validators { etag, last_modified } = file.validators.clone();
            (self.abilities.etag, self.abilities.last_modified) = (etag, last_modified);
            walk.stand(None);
            self.file = None;
        } else {
            let next = At::File(index + 1, file.state.clone());
            walk.stand(Some(&next));
        }
        Ok(page)
    }
}
