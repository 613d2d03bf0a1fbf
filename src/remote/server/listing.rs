//! What is new: the list, page by page.

use url::Url;

use super::{Remote, asker::Question};
use crate::{
    net::{Reply, Validators},
    remote::{
        Abilities, Can, Dialect, ListPage, Listed, Stop, Stopped, Walk,
        answer::{
            envelope::{self, Next},
            item::{self, Notes, Told},
            refusal::short,
        },
        walk::{At, Brought, Step},
    },
    story::Moment,
};

/// Rows asked for at once: the most that servers give.
const LIMIT: u64 = 100;
/// The same of the retired API.
const OLD_LIMIT: u64 = 50;
/// Where the retired API may have its list.
const OLD_LISTS: &[&str] = &["stories", "narratives", "dispatches"];
/// A first page that reaches back this far, in seconds, shows every change that is looked for: dispatches may change in
/// place for two days.
const SETTLED: f64 = 48.0 * 3600.0;

/// Where a server's paging may hide something.
const TIED: &str = "A whole page of dispatches has the same time, and the server pages by time: it may be hiding more of them";

/// A page as it was read, before it is known what of it is new.
struct Page {
    rows: Vec<Told>,
    items: usize,
    next: Option<At>,
}

impl Remote {
    /// The next page of a walk. After a page with `last`, do not ask again.
    pub async fn next(&mut self, walk: &mut Walk) -> Result<ListPage, Stopped> {
        self.meet().await?;
        if walk.at() == At::Top {
            self.abilities.begin_walk();
        }
        if self.abilities.dialect == Dialect::File {
            return self.next_of_file(walk).await;
        }
        let mut notes = Notes::default();
        loop {
            let at = walk.at();
            let Some(reply) = self.reply(&at, walk, &mut notes).await? else { continue };
            if reply.status == 304 {
                return Ok(ListPage { last: true, ..ListPage::default() });
            }
            let page = self.read(&reply, &at, &mut notes)?;
            let mut listed = ListPage::default();
            match self.take(walk, &at, page, &mut listed, &mut notes) {
                Step::Again => continue,
                Step::On => {}
                Step::End(why) => {
                    listed.last = true;
                    listed.cut = why.is_some();
                }
            }
            if at == At::Top {
                self.remember_top(&reply, &listed, &mut notes);
            }
            self.name_beats(listed.rows.iter_mut().map(|row| &mut row.dispatch)).await;
            listed.notes = notes.done();
            return Ok(listed);
        }
    }

    /// The answer to a question for a page: the page, or that nothing has changed. `None` if the walk was begun anew.
    async fn reply(&mut self, at: &At, walk: &mut Walk, notes: &mut Notes) -> Result<Option<Reply>, Stopped> {
        // That nothing has changed at the top says nothing of what a walk begun anew is looking for.
        let since = if walk.began_anew() { Validators::default() } else { self.since(at) };
        let conditional = since != Validators::default();
        let reply = self.page(at, since).await?;
        match reply.status {
            200 | 203 => Ok(Some(reply)),
            304 if conditional => Ok(Some(reply)),
            400 | 422 if walk.is_resumed() => {
                notes.add("The server no longer knows where the last walk stopped; it was begun anew.");
                walk.begin_anew();
                Ok(None)
            }
            404 | 405 | 410 | 501 => Err(self.no_list()),
            _ => Err(self.asker.stopped(&reply)),
        }
    }

    /// What makes the first page conditional.
    fn since(&self, at: &At) -> Validators {
        let Abilities { etag, last_modified, .. } = &self.abilities;
        match at {
            At::Top => Validators { etag: etag.clone(), last_modified: last_modified.clone() },
            _ => Validators::default(),
        }
    }

    /// Asks for a page. Where the retired API has its list is found out with the first.
    async fn page(&mut self, at: &At, since: Validators) -> Result<Reply, Stopped> {
        if !self.abilities.list.is_empty() {
            let question = Question {
                since,
                ..Question::new(self.page_url(at, self.routes.route(&self.abilities.list)))
            };
            return self.asker.ask(question).await;
        }
        let mut missing = Reply { status: 404, ..Reply::default() };
        for list in OLD_LISTS {
            let url = self.routes.old_route(list);
            let reply = self.asker.ask(Question::new(self.page_url(at, url))).await?;
            if reply.status != 404 {
                self.abilities.list = self.routes.old_path(list);
                return Ok(reply);
            }
            missing = reply;
        }
        Ok(missing)
    }

    fn page_url(&self, at: &At, mut url: Url) -> Url {
        let old = self.abilities.dialect == Dialect::Legacy;
        let limit = if old { OLD_LIMIT } else { LIMIT };
        let mut query = url.query_pairs_mut();
        query.append_pair("limit", &limit.to_string());
        if let Some(cursor) = at.sent() {
            query.append_pair("cursor", &cursor);
        }
        match at {
            At::Offset(rows) => drop(query.append_pair("offset", &rows.to_string())),
            At::Top if old => drop(query.append_pair("offset", "0")),
            _ => {}
        }
        drop(query);
        url
    }

    fn read(&self, reply: &Reply, at: &At, notes: &mut Notes) -> Result<Page, Stopped> {
        let text = String::from_utf8_lossy(&reply.body);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            notes.add("Some bytes of the page are no UTF-8; they were replaced by \u{fffd}.");
        }
        let page = envelope::open(&text).map_err(|what| self.asker.no_answer(reply, &what))?;
        if page.mended {
            notes.add("The page is not sound JSON; what could be told apart was read.");
        }
        let items = page.items.len();
        let next = match page.next {
            Next::End => None,
            Next::Cursor(cursor) => Some(At::Cursor(cursor)),
            Next::More => {
                let before = if let At::Offset(rows) = at { *rows } else { 0 };
                Some(At::Offset(before + items as u64))
            }
        };
        let mut rows = Vec::with_capacity(items);
        for (index, text) in page.items.into_iter().enumerate() {
            match item::story(text) {
                Ok(told) => rows.push(told),
                Err(what) => notes.add(format!("Item {} of the page cannot be read: {what}.", index + 1)),
            }
        }
        Ok(Page { rows, items, next })
    }

    /// What of a page is new to this walk.
    fn take(&mut self, walk: &mut Walk, at: &At, page: Page, into: &mut ListPage, notes: &mut Notes) -> Step {
        let (items, unread) = (page.items, page.items - page.rows.len());
        let one_time = one_time(&page.rows);
        self.abilities.full_rows |= page.rows.iter().any(Told::has_text);
        self.abilities.cited_rows |= page.rows.iter().any(|told| told.cited);
        for told in page.rows {
            if !walk.brings(&told.dispatch.id) {
                continue;
            }
            let whole = self.is_whole(&told);
            let lossy = !told.losses.is_empty();
            notes.lose(told.dispatch.id.as_str(), told.losses);
            into.rows.push(Listed { dispatch: told.dispatch, whole, lossy });
        }
        let step = walk.step(at, Brought { items, new: into.rows.len(), unread }, page.next);
        match (&step, one_time) {
            (Step::End(Some(why)), _) => notes.add(why.as_str()),
            (Step::Again, Some(time)) if walk.ties() => notes.add(format!("{TIED} ({time}).")),
            _ => {}
        }
        step
    }

    /// Nothing would be gained by asking for the dispatch itself.
    fn is_whole(&self, told: &Told) -> bool {
        let Abilities { dialect, detail, cited_detail, sources, citations, .. } = &self.abilities;
        if !told.named || *dialect == Dialect::Slugline {
            return true;
        }
        let nothing_more = [detail, sources, citations].iter().all(|can| **can == Can::No);
        let reference = *dialect == Dialect::Reference;
        let told_all =
            told.cited || (reference && (*cited_detail == Can::No || !item::should_be_cited(&told.dispatch)));
        nothing_more || (told.has_text() && told_all)
    }

    /// Keeps what makes the first page conditional, if that page alone shows whether there is anything new.
    fn remember_top(&mut self, reply: &Reply, page: &ListPage, notes: &mut Notes) {
        if let Some(moved) = &reply.moved {
            notes.add(format!("The wire has moved for good, its list is now at {}.", short(moved.as_str())));
        }
        let times = || page.rows.iter().filter_map(|row| row.dispatch.time());
        let reach = times().max().zip(times().min()).map_or(0.0, |(new, old)| new.seconds_since(old));
        let kept = if !page.cut && (page.last || reach >= SETTLED) {
            reply.validators.clone()
        } else {
            Validators::default()
        };
        (self.abilities.etag, self.abilities.last_modified) = (kept.etag, kept.last_modified);
    }

    /// A server that had a list once may be another by now: it is met anew the next time.
    fn no_list(&mut self) -> Stopped {
        self.abilities = Abilities::default();
        let what = format!("{} has no list of dispatches", self.asker.host);
        let why = "It has no route for it".to_owned();
        Stopped::new(Stop::Unable, what, why, "Check the address of the wire in the config")
    }
}

/// The one time that all rows of a page have, if there are several.
fn one_time(rows: &[Told]) -> Option<Moment> {
    let (first, rest) = rows.split_first()?;
    let second = |told: &Told| {
        told.dispatch.generated_at.or(told.dispatch.publish_at).map(|time| time.as_micros() / 1_000)
    };
    let same = !rest.is_empty() && rest.iter().all(|told| second(told) == second(first));
    first.dispatch.generated_at.or(first.dispatch.publish_at).filter(|_| same)
}
