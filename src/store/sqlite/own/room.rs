//! Room for a large gathering, and the store made small again after it.

use crate::store::sqlite::{Answer, Writer};

/// So many records at once are a large gathering …
pub(super) const MANY: usize = 500;
/// … whose records go everywhere between others. With room for the pages that each touches, and fewer times that the
/// journal is folded in, it costs a third less.
pub(super) const ROOM: &str = "PRAGMA cache_size = -26624; PRAGMA wal_autocheckpoint = 40000";
/// What holds otherwise, as `open` sets it.
const NO_ROOM: &str = "PRAGMA cache_size = -4096; PRAGMA wal_autocheckpoint = 4000; PRAGMA shrink_memory";

/// A file is packed only up to this size, in bytes: while it is, nobody else can write.
const PACKED_UP_TO: i64 = 1 << 30;
/// And only if so many records have come in, in no order of time.
const PACKED_FROM: usize = 5_000;

impl Writer {
    /// Makes a file smaller of which at least half has just come in. Records stand in the order of time, and a first
    /// gathering brings them source by source: each goes between others, and leaves pages half full. So a store is packed
    /// at the first gathering, and hardly ever again. True if it was done.
    pub fn pack(&self, new: usize) -> Answer<bool> {
        if new < MANY {
            return Ok(false);
        }
        self.outside(move |conn| {
            conn.execute_batch(NO_ROOM)?;
            if new < PACKED_FROM {
                return Ok(false);
            }
            let all: i64 =
                conn.query_row("SELECT coalesce(sum(records), 0) FROM wire", [], |line| line.get(0))?;
            let pragma = |name: &str| conn.pragma_query_value(None, name, |line| line.get::<_, i64>(0));
            if new as i64 * 2 < all || pragma("page_count")? * pragma("page_size")? > PACKED_UP_TO {
                return Ok(false);
            }
            // What lies beside the store meanwhile is as large as it is, and does not belong in memory.
            conn.execute_batch("PRAGMA temp_store = FILE")?;
            let packed = conn.execute_batch("VACUUM");
            conn.execute_batch("PRAGMA temp_store = MEMORY")?;
            Ok(packed.map(|()| true)?)
        })
    }
}
