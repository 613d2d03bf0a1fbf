//! The wire: what is published, in which order it is read, and the JSON that everyone reads.
pub mod format;
pub mod page;
pub mod publish;
