//! Where an answer sends us, and whether we go.
//!
//! The library's own redirects are off: it would take `x-api-key` along to another host, and it knows nothing of who
//! named an address. Here every hop is judged as if a stranger had named it, unless it stays within one origin.
//! Whoever left home once gets no key back, not even when sent home again: that question would be a stranger's.

use url::Url;

use super::{Ask, Trust, fault::Told};
use crate::text::clean;

/// Where we are, and how we came here.
#[derive(Debug)]
pub(super) struct Trail {
    /// To be asked now.
    pub url: Url,
    /// Who named it.
    pub trust: Trust,
    /// Still at the origin that was asked first: key and validators may be sent.
    pub home: bool,
    /// Where it moved for good.
    pub moved: Option<Url>,
    /// All hops so far were for good.
    lasting: bool,
    been: Vec<Url>,
}

impl Trail {
    pub(super) fn new(ask: &Ask) -> Self {
        let mut url = ask.url.clone();
        strip(&mut url);
        Self { url, trust: ask.trust, home: true, moved: None, lasting: true, been: Vec::new() }
    }

    /// Goes on to `place`, which an answer with this status named; at most so many `hops` in all.
    pub(super) fn go(&mut self, status: u16, place: &[u8], hops: usize) -> Result<(), Told> {
        let next = str::from_utf8(place).ok().and_then(|place| self.url.join(place).ok());
        let mut next =
            next.ok_or_else(|| Told::broken("it sends us on to an address that cannot be read"))?;
        strip(&mut next);
        if !matches!(next.scheme(), "http" | "https") {
            let scheme = clean::line(next.scheme());
            return Err(Told::forbidden(format!("it sends us on to {scheme}:, which is not followed")));
        }
        if self.url.scheme() == "https" && next.scheme() == "http" {
            let why = "it sends us from https on to http, which is not followed: anyone on the way could read along";
            return Err(Told::forbidden(why));
        }
        let here = std::mem::replace(&mut self.url, next);
        if here.origin() != self.url.origin() {
            self.trust = Trust::Found;
            self.home = false;
        }
        self.lasting &= matches!(status, 301 | 308);
        if self.lasting {
            self.moved = Some(self.url.clone());
        }
        self.been.push(here);
        if self.been.contains(&self.url) {
            return Err(Told::forbidden("it sends us around in a circle"));
        }
        if self.been.len() > hops {
            return Err(Told::forbidden(format!("it sends us on more than {hops} times")));
        }
        Ok(())
    }
}

/// True for a status that sends elsewhere.
pub(super) fn onward(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Without name and password, which the library would send as a key of its own, and without the fragment, which is
/// nobody's business but the reader's.
fn strip(url: &mut Url) {
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
}
