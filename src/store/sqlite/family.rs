//! The versions of one story: which belong together, and which of them is current.
//!
//! Versions are linked by `previous`, and may arrive in any order: the third before the first, and the second,
//! which links them, last. So a newcomer may join a family, or join two families into one.

use rusqlite::{Transaction, params};

use super::index::Kind;
use super::put::Batch;
use super::{Answer, rows, words};
use crate::story::{Dispatch, DispatchId};

/// Finds the family of dispatch `n`, and makes its newest version the current one, in lists and in the index.
pub(super) fn settle(tx: &Transaction, wire: i64, n: i64, story: &Dispatch, batch: &mut Batch) -> Answer<()> {
    let family = join(tx, wire, n, story)?;
    let order = "SELECT n FROM dispatch d WHERE family = ? ORDER BY active DESC, \
                 EXISTS (SELECT 1 FROM dispatch e WHERE e.wire = d.wire AND e.previous = d.id AND e.n <> d.n \
                 AND e.active >= d.active), version DESC, at DESC, id DESC";
    let members: Vec<i64> =
        tx.prepare_cached(order)?.query_map([family], |line| line.get(0))?.collect::<Result<_, _>>()?;
    let newest = members.first().copied().unwrap_or(n);
    let mut mark = tx.prepare_cached("UPDATE dispatch SET current = ?1 WHERE n = ?2 AND current <> ?1")?;
    for member in members {
        let current = member == newest;
        let changed = mark.execute(params![current, member])? > 0;
        if current && member == n {
            batch.index.instead(Kind::Dispatch, n, || text_of(wire, story));
        } else if current && changed {
            let json: String = tx
                .prepare_cached("SELECT json FROM body WHERE n = ?")?
                .query_row([member], |line| line.get(0))?;
            let newest = rows::dispatch(&json)?;
            batch.index.instead(Kind::Dispatch, member, || text_of(wire, &newest));
        } else if changed {
            batch.index.gone(Kind::Dispatch, member);
        }
    }
    Ok(())
}

/// The number of the family, after everyone related has joined it. A star on one is a star on all.
fn join(tx: &Transaction, wire: i64, n: i64, story: &Dispatch) -> Answer<i64> {
    let related = "SELECT family FROM dispatch WHERE n = ?1 \
                   UNION SELECT family FROM dispatch WHERE wire = ?2 AND previous = ?3 \
                   UNION SELECT family FROM dispatch WHERE wire = ?2 AND id = ?4 \
                   UNION SELECT family FROM dispatch WHERE wire = ?2 AND previous = ?4";
    let previous = story.previous.as_ref().map(DispatchId::as_str);
    let families: Vec<i64> = tx
        .prepare_cached(related)?
        .query_map(params![n, wire, story.id.as_str(), previous], |line| line.get(0))?
        .collect::<Result<_, _>>()?;
    let family = families.iter().copied().min().unwrap_or(n);
    if families.len() > 1 {
        for other in families.into_iter().filter(|other| *other != family) {
            tx.prepare_cached("UPDATE dispatch SET family = ? WHERE family = ?")?.execute([family, other])?;
        }
        let share = "UPDATE dispatch SET starred = 1 WHERE family = ?1 AND starred = 0 \
                     AND EXISTS (SELECT 1 FROM dispatch WHERE family = ?1 AND starred = 1)";
        tx.prepare_cached(share)?.execute([family])?;
    }
    Ok(family)
}

/// The words by which a dispatch is found, its code among them.
pub(super) fn text_of(wire: i64, story: &Dispatch) -> String {
    let code = story.code().digits();
    let mut parts: Vec<&str> = vec![&code, story.title()];
    parts.extend(story.dek.as_deref());
    parts.extend(story.takeaways.iter().map(String::as_str));
    if story.sections.is_empty() {
        parts.extend(story.content.as_deref());
    }
    for section in &story.sections {
        parts.extend(section.heading.as_deref());
        parts.push(&section.body);
    }
    for question in &story.faq {
        parts.extend([question.question.as_str(), question.answer.as_str()]);
    }
    words::feed(wire, parts)
}
