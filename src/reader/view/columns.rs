//! Which columns of a list a line has room for.

/// Those of the columns, the most needed first, that fit into so many cells. The first that does not fit leaves no room for
/// the others: a list does not show what is needed less beside a gap.
pub(super) fn fitting<C: Copy>(mut room: u16, by_need: &[C], cells: impl Fn(&C) -> u16) -> Vec<C> {
    let fits = |column: &&C| {
        let cells = cells(column);
        let fits = cells <= room;
        room = if fits { room - cells } else { 0 };
        fits
    };
    by_need.iter().filter(fits).copied().collect()
}
