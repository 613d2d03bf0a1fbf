//! Gathering: the first step of the straight path.

mod gatherer;
mod news;
mod pages;
mod worth;

pub use gatherer::Gatherer;
pub use news::{Came, Gathered, News, NotBegun};
