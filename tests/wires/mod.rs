//! The built program against the newsstand: everything arrives, whatever goes wrong on the way, and no key is left
//! anywhere.

pub(crate) mod arrivals;
mod faults;
pub(crate) mod house;
mod kill;
mod screen;
mod secrets;
mod walks;
