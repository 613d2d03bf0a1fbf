//! A server that is only pretended: a list in memory, pages of it, and faults by the number of the request.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::{
    remote::{Abilities, Budget, ListPage, Listed, Stop, Stopped},
    story::{Citation, Dispatch, DispatchId, Moment, Record, RecordId},
    sync::far::Far,
    wire::state::Trouble,
};

/// How its cursors work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cursors {
    /// After this row: arrivals change nothing.
    Row,
    /// After so many rows: arrivals push everything down.
    Count,
}

/// The server.
pub(super) struct Server {
    pub(super) now: Moment,
    pub(super) cursors: Cursors,
    /// Rows on a page.
    pub(super) limit: usize,
    /// Rows are all there is.
    pub(super) whole: bool,
    /// Newest first.
    list: Vec<Dispatch>,
    /// Cursors of another age are not known any more.
    pub(super) age: u32,
    /// Requests of this run; what each asked for.
    pub(super) asked: Vec<String>,
    /// At this request (from 1) the line goes dead for good.
    pub(super) hangs_at: Option<usize>,
    /// At this request, this instead of an answer.
    pub(super) stops_at: Option<(usize, Stop)>,
    /// Answers to these ids, instead of a dispatch or record.
    pub(super) refuses: Vec<(String, Stop)>,
    hung: Arc<Notify>,
    made: u32,
}

impl Server {
    pub(super) fn new(now: Moment, cursors: Cursors, limit: usize, whole: bool) -> Self {
        Self {
            now,
            cursors,
            limit,
            whole,
            list: Vec::new(),
            age: 0,
            asked: Vec::new(),
            hangs_at: None,
            stops_at: None,
            refuses: Vec::new(),
            hung: Arc::default(),
            made: 0,
        }
    }

    /// A run begins.
    pub(super) fn begin(&mut self) -> Arc<Notify> {
        self.asked.clear();
        self.hung = Arc::default();
        self.hung.clone()
    }

    /// Publishes a dispatch of so many seconds ago.
    pub(super) fn publish(&mut self, seconds: i64) -> DispatchId {
        self.made += 1;
        // Ids in no order, so that ties by time are no order of arrival.
        let id = DispatchId::new(format!("{:08x}", self.made.wrapping_mul(0x9e37_79b1)));
        self.add(Dispatch {
            id: id.clone(),
            headline: Some(format!("Headline {}", self.made)),
            version: 1,
            active: true,
            generated_at: Some(self.now.plus_seconds(-seconds)),
            citations: vec![Citation {
                record_id: Some(format!("r{}", self.made).into()),
                ..Citation::default()
            }],
            ..Dispatch::default()
        });
        id
    }

    fn add(&mut self, story: Dispatch) {
        self.list.push(story);
        self.list.sort_by(|a, b| (b.time(), &b.id).cmp(&(a.time(), &a.id)));
    }

    /// Adds web citations to a dispatch of the last two days, in place.
    pub(super) fn enrich(&mut self, pick: usize, at: Moment) {
        let settled = self.now.plus_seconds(-47 * 3600);
        let recent: Vec<usize> =
            (0..self.list.len()).filter(|index| self.list[*index].time() > Some(settled)).collect();
        if let Some(index) = recent.get(pick % recent.len().max(1)) {
            self.list[*index].enriched_at = Some(at);
        }
    }

    /// Publishes a newer version of a dispatch that has none.
    pub(super) fn revise(&mut self, pick: usize, seconds: i64) {
        let Some(old) = self.list.get(pick % self.list.len().max(1)).cloned() else { return };
        if self.list.iter().any(|newer| newer.previous.as_ref() == Some(&old.id)) {
            return;
        }
        let id = self.publish(seconds);
        let story = self.list.iter_mut().find(|story| story.id == id).unwrap();
        (story.version, story.previous) = (old.version + 1, Some(old.id));
    }

    /// All of it, by id.
    pub(super) fn everything(&self) -> Vec<Dispatch> {
        let mut all = self.list.clone();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// Where a cursor leads, if it is known.
    fn place(&self, cursor: &str) -> Option<usize> {
        let (age, place) = cursor.split_once(' ')?;
        if age != self.age.to_string() {
            return None;
        }
        match self.cursors {
            Cursors::Count => place.parse().ok(),
            Cursors::Row => {
                let (micros, id) = place.split_once(' ')?;
                let last = (Moment::from_micros(micros.parse().ok()?), id);
                Some(
                    self.list
                        .iter()
                        .position(|row| (row.time().unwrap(), row.id.as_str()) < last)
                        .unwrap_or(self.list.len()),
                )
            }
        }
    }

    fn page(&self, from: usize) -> (Vec<Dispatch>, Option<String>) {
        let rows: Vec<Dispatch> = self.list.iter().skip(from).take(self.limit).cloned().collect();
        let next = from + rows.len();
        let more = rows.last().filter(|_| next < self.list.len()).map(|last| match self.cursors {
            Cursors::Count => format!("{} {next}", self.age),
            Cursors::Row => format!("{} {} {}", self.age, last.time().unwrap().as_micros(), last.id),
        });
        (rows, more)
    }
}

/// The far end of the line to it.
pub(super) struct Pretended {
    server: Arc<Mutex<Server>>,
    budget: Arc<Budget>,
    abilities: Abilities,
}

/// A walk through its list.
pub(super) struct Strides {
    cursor: Option<String>,
    anew: bool,
}

fn stopped(stop: Stop) -> Stopped {
    Stopped { stop, trouble: Trouble { what: format!("{stop:?}"), ..Trouble::default() } }
}

impl Pretended {
    pub(super) fn new(server: Arc<Mutex<Server>>, budget: Arc<Budget>) -> Self {
        let abilities = Abilities { list: "v1/stories".to_owned(), ..Abilities::default() };
        Self { server, budget, abilities }
    }

    async fn ask(&self, what: &str) -> Result<(), Stopped> {
        if !self.budget.spend() {
            return Err(stopped(Stop::Budget));
        }
        // Both in one go of the scheduler or in two: the server does not say.
        tokio::task::yield_now().await;
        let hung = {
            let mut server = self.server.lock().unwrap();
            server.asked.push(what.to_owned());
            let number = server.asked.len();
            if let Some((at, stop)) = server.stops_at.filter(|(at, _)| *at == number) {
                server.stops_at = Some((at + 1_000_000, stop));
                return Err(stopped(stop));
            }
            (server.hangs_at == Some(number)).then(|| server.hung.clone())
        };
        if let Some(hung) = hung {
            hung.notify_one();
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    fn refuses(&self, id: &str) -> Result<(), Stopped> {
        let server = self.server.lock().unwrap();
        server
            .refuses
            .iter()
            .find(|(refused, _)| refused == id)
            .map_or(Ok(()), |(_, stop)| Err(stopped(*stop)))
    }
}

impl Far for Pretended {
    type Walk = Strides;

    fn walk(&self, cursor: Option<String>) -> Strides {
        Strides { cursor, anew: false }
    }
    fn cursor(walk: &Strides) -> Option<String> {
        walk.cursor.clone()
    }
    fn began_anew(walk: &Strides) -> bool {
        walk.anew
    }
    fn abilities(&self) -> &Abilities {
        &self.abilities
    }
    fn twin(&self) -> Option<Self> {
        Some(Self::new(self.server.clone(), self.budget.clone()))
    }
    async fn meet(&mut self) -> Result<(), Stopped> {
        self.ask("meet").await
    }
    async fn next(&mut self, walk: &mut Strides) -> Result<ListPage, Stopped> {
        self.ask("page").await?;
        let server = self.server.lock().unwrap();
        let from = match &walk.cursor {
            None => 0,
            Some(cursor) => server.place(cursor).unwrap_or_else(|| {
                walk.anew = true;
                0
            }),
        };
        let (rows, next) = server.page(from);
        let row = |dispatch: Dispatch| {
            let content = server.whole.then(|| "All of it.".to_owned());
            let citations = if server.whole { dispatch.citations.clone() } else { Vec::new() };
            Listed {
                dispatch: Dispatch { content, citations, ..dispatch },
                whole: server.whole,
                lossy: false,
            }
        };
        let rows = rows.into_iter().map(row).collect();
        walk.cursor.clone_from(&next);
        Ok(ListPage { rows, last: next.is_none(), ..ListPage::default() })
    }
    async fn dispatch(&mut self, row: Dispatch) -> Result<(Dispatch, Vec<String>), Stopped> {
        self.ask(&format!("dispatch {}", row.id)).await?;
        self.refuses(row.id.as_str())?;
        let server = self.server.lock().unwrap();
        let found = server.list.iter().find(|story| story.id == row.id);
        let story = found.cloned().ok_or_else(|| stopped(Stop::Missing))?;
        Ok((Dispatch { content: Some("All of it.".to_owned()), ..story }, Vec::new()))
    }
    async fn record(&mut self, id: &RecordId) -> Result<(Record, Vec<String>), Stopped> {
        self.ask(&format!("record {id}")).await?;
        self.refuses(id.as_str())?;
        Ok((Record { id: id.clone(), text: Some("Words.".to_owned()), ..Record::default() }, Vec::new()))
    }
}
