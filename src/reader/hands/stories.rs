//! What the store says of stories, until it can be asked.
#![allow(clippy::unnecessary_wraps)] // as the store will answer

use crate::{
    store::{Reader, StoreFault},
    story::{ClusterId, Key, WireName},
    wire::stories::{Stories, StoryRow, Why},
};

pub(super) fn stories(
    _: &Reader,
    _: &Stories,
    _: usize,
    _: usize,
) -> Result<(usize, Vec<StoryRow>), StoreFault> {
    Ok((0, Vec::new()))
}

pub(super) fn why(_: &Reader, _: &WireName, _: &ClusterId) -> Result<Option<Why>, StoreFault> {
    Ok(None)
}

pub(super) fn why_of(_: &Reader, _: &Key) -> Result<Option<Why>, StoreFault> {
    Ok(None)
}
