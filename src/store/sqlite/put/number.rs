//! Giving out row numbers that run with time.

use std::collections::HashMap;

use rusqlite::Transaction;

use crate::store::StoreFault;
use crate::store::sqlite::Answer;

/// The first tries stand next to each other; each further eight reach four times as far.
const NEAR: i64 = 8;

/// Where room was last found, by table and second, so that ten thousand dispatches stamped with one second, as some
/// wires do, need not knock at every door again for each of them.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<(&'static str, i64), Search>);

/// How far a search has come: tries in vain, and what the next leap is drawn from.
#[derive(Debug)]
struct Search {
    vain: i64,
    stir: u64,
}

impl Numbers {
    /// A free number for something at `at`: sixteen to a second, further off where those are taken.
    pub(super) fn free(&mut self, tx: &Transaction, table: &'static str, at: i64) -> Answer<i64> {
        let base = (at.max(0) / 1_000_000) * 16 + 1;
        let mut taken = tx.prepare_cached(&format!("SELECT 1 FROM {table} WHERE n = ?"))?;
        // Each transaction draws other leaps than the one before, whose places are taken.
        let search = Search { vain: 0, stir: 0x9e37_79b9_7f4a_7c15 ^ tx.last_insert_rowid() as u64 };
        let search = self.0.entry((table, base)).or_insert(search);
        while search.vain < i64::MAX {
            let reach = 16_u64 << (2 * (search.vain / NEAR)).min(40);
            search.stir = search.stir.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(base as u64 | 1);
            let step = if search.vain < NEAR { search.vain } else { ((search.stir >> 20) % reach) as i64 };
            if !taken.exists([base + step])? {
                return Ok(base + step);
            }
            search.vain += 1;
        }
        Err(StoreFault::new("No room", "all numbers are taken", "Start a new store."))
    }
}
