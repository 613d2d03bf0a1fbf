//! stub
use super::{Exit, Failure, Session};
/// stub
#[derive(Debug, clap::Args)]
pub struct Export {}
impl Export {
    pub(super) fn run(&self, _s: &mut Session<'_>) -> Result<Exit, Failure> {
        Ok(Exit::Done)
    }
}
