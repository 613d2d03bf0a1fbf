//! Questions to models: written down before they are asked, and their answers before they are used.

use rusqlite::{OptionalExtension, Row as Line, Transaction, params};

use super::writer::Sync;
use super::{Answer, Reader, Writer};
use crate::store::{Allowance, Begun, Ended, Job, Spent};
use crate::story::Moment;

/// So many failures in a row, and the service is left alone for so long.
const FAILURES: usize = 5;
const REST_SECONDS: i64 = 10 * 60;

/// What was asked is kept for so long.
const DAYS: i64 = 60;

const DAY_SECONDS: i64 = 86_400;

fn day(at: Moment) -> i64 {
    at.as_micros().div_euclid(DAY_SECONDS * 1_000_000)
}

impl Writer {
    /// Begins a question, if it may be asked. From then on the most it may come to counts as spent.
    pub fn begin_job(&self, job: Job, allowed: Allowance, now: Moment) -> Answer<Begun> {
        self.write(Sync::Personal, move |tx| {
            let old = now.plus_seconds(-DAYS * DAY_SECONDS).as_micros();
            tx.prepare_cached("DELETE FROM job WHERE asked_at < ?")?.execute([old])?;
            if let Some(known) = known(tx, &job.key)? {
                return Ok(known);
            }
            if let Some(resting) = resting(tx, &job.model, now)? {
                return Ok(resting);
            }
            let spent = spent_on(tx, day(now))?;
            let after = spent.plus(job.most);
            let beyond = |most: Option<u64>, sum: u64| most.is_some_and(|most| sum > most);
            if beyond(allowed.tokens, after.tokens()) || beyond(allowed.money, after.money) {
                return Ok(Begun::TooMuch(spent));
            }
            let sql = "INSERT OR REPLACE INTO job (key, model, salt, asked_at, tokens_in, tokens_out, money) \
                       VALUES (?, ?, ?, ?, ?, ?, ?)";
            let (input, output, money) = numbers(job.most);
            let at = now.as_micros();
            tx.prepare_cached(sql)?
                .execute(params![job.key, job.model, job.salt, at, input, output, money])?;
            add(tx, day(now), 1, numbers(job.most))?;
            Ok(Begun::Ask)
        })
    }

    /// Ends a question: what it really came to counts from now on.
    pub fn end_job(&self, key: &str, ended: Ended, now: Moment) -> Answer<()> {
        let key = key.to_owned();
        self.write(Sync::Personal, move |tx| {
            let sql = "SELECT asked_at, tokens_in, tokens_out, money FROM job WHERE key = ?";
            let begun = tx.prepare_cached(sql)?.query_row([&key], |line| {
                let most: (i64, i64, i64) = (line.get(1)?, line.get(2)?, line.get(3)?);
                Ok((line.get::<_, i64>(0)?, most))
            });
            let Some((asked_at, most)) = begun.optional()? else { return Ok(()) };
            let spent = numbers(ended.spent);
            let sql = "UPDATE job SET ended_at = ?, reply = ?, trouble = ?, again = ?, faulty = ?, not_before = ?, \
                       tokens_in = ?, tokens_out = ?, money = ? WHERE key = ?";
            tx.prepare_cached(sql)?.execute(params![
                now.as_micros(),
                ended.came.as_ref().ok(),
                ended.came.as_ref().err(),
                ended.again,
                ended.faulty,
                ended.not_before.map(Moment::as_micros),
                spent.0,
                spent.1,
                spent.2,
                key,
            ])?;
            let over = (spent.0 - most.0, spent.1 - most.1, spent.2 - most.2);
            add(tx, day(Moment::from_micros(asked_at)), 0, over)
        })
    }
}

impl Reader {
    /// What was spent on the day (UTC) of a moment, and in how many calls. What is under way counts with the most it may
    /// come to.
    pub fn spent(&self, at: Moment) -> Answer<(u64, Spent)> {
        let sql = "SELECT calls, tokens, money FROM spending WHERE day = ?";
        let found = self.conn.prepare_cached(sql)?.query_row([day(at)], |line| {
            let (tokens, money): (i64, i64) = (line.get(1)?, line.get(2)?);
            let spent = Spent { input: whole(tokens), output: 0, money: whole(money) };
            Ok((whole(line.get(0)?), spent))
        });
        Ok(found.optional()?.unwrap_or_default())
    }
}

/// What is known of a question; `None` if it may be asked.
fn known(tx: &Transaction, key: &str) -> Answer<Option<Begun>> {
    let sql =
        "SELECT salt, reply, trouble, tokens_in, tokens_out, money FROM job WHERE key = ? AND again = 0";
    let begun = |line: &Line| -> rusqlite::Result<Begun> {
        let spent =
            Spent { input: whole(line.get(3)?), output: whole(line.get(4)?), money: whole(line.get(5)?) };
        Ok(match line.get(1)? {
            Some(reply) => Begun::Answered { salt: line.get(0)?, reply, spent },
            None => Begun::Lost { why: line.get(2)? },
        })
    };
    Ok(tx.prepare_cached(sql)?.query_row([key], begun).optional()?)
}

/// Until when a model is left alone, and why.
fn resting(tx: &Transaction, model: &str, now: Moment) -> Answer<Option<Begun>> {
    let sql = "SELECT faulty, ended_at, not_before, trouble FROM job WHERE model = ? AND ended_at IS NOT NULL \
               AND asked_at > ? ORDER BY ended_at DESC LIMIT ?";
    let since = now.plus_seconds(-DAY_SECONDS).as_micros();
    let mut ask = tx.prepare_cached(sql)?;
    let rows = ask.query_map(params![model, since, FAILURES as i64], |line| {
        let (faulty, ended, until): (bool, i64, Option<i64>) = (line.get(0)?, line.get(1)?, line.get(2)?);
        Ok((faulty, ended, until, line.get::<_, Option<String>>(3)?.unwrap_or_default()))
    })?;
    let last: Vec<_> = rows.collect::<Result<_, _>>()?;
    let Some((_, ended, wished, why)) = last.first() else { return Ok(None) };
    let all = last.len() == FAILURES && last.iter().all(|(faulty, ..)| *faulty);
    let rest = all.then(|| Moment::from_micros(*ended).plus_seconds(REST_SECONDS));
    let until = rest.max(wished.map(Moment::from_micros));
    Ok(until.filter(|until| *until > now).map(|until| Begun::Resting(until, why.clone())))
}

fn spent_on(tx: &Transaction, day: i64) -> Answer<Spent> {
    let sql = "SELECT tokens, money FROM spending WHERE day = ?";
    let found = tx.prepare_cached(sql)?.query_row([day], |line| {
        Ok(Spent { input: whole(line.get(0)?), output: 0, money: whole(line.get(1)?) })
    });
    Ok(found.optional()?.unwrap_or_default())
}

fn add(tx: &Transaction, day: i64, calls: i64, (input, output, money): (i64, i64, i64)) -> Answer<()> {
    let sql = "INSERT INTO spending (day, calls, tokens, money) VALUES (?1, ?2, max(?3, 0), max(?4, 0)) \
               ON CONFLICT DO UPDATE SET calls = calls + ?2, tokens = max(tokens + ?3, 0), money = max(money + ?4, 0)";
    tx.prepare_cached(sql)?.execute(params![day, calls, input.saturating_add(output), money])?;
    Ok(())
}

fn numbers(spent: Spent) -> (i64, i64, i64) {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX / 4);
    (number(spent.input), number(spent.output), number(spent.money))
}

fn whole(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}
