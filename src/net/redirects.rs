//! Where an answer sends us, and whether we go.
//!
//! The library's own redirects are off: it would take `x-api-key` along to another host, and it knows nothing of who
//! named an address. Here every hop is judged as if a stranger had named it, unless it stays within one origin.
//! Whoever left home once gets no key back, not even when sent home again: that question would be a stranger's.

use url::Url;

use super::{Ask, Trust, fault::Told, gate};
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

    /// The host that sent us here.
    pub(super) fn sender(&self) -> Option<String> {
        self.been.last().map(gate::bare)
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

#[cfg(test)]
mod tests {
    use url::Url;

    use super::Trail;
    use crate::net::{Ask, Trust, Validators};

    const TYPED: Trust = Trust::Typed { allow_private: true };

    fn from(url: &str) -> Trail {
        Trail::new(&Ask {
            url: url.parse().unwrap(),
            trust: TYPED,
            key: None,
            old_key_header: false,
            since: Validators::default(),
            accept: "*/*",
            cap: 0,
            per_minute: None,
        })
    }

    /// Where a trail from `start` ends, whether it is still at home, and where it moved.
    fn walk(start: &str, hops: &[(u16, &str)]) -> Result<(String, bool, Option<String>), String> {
        let mut trail = from(start);
        for (status, place) in hops {
            trail.go(*status, place.as_bytes(), 5).map_err(|told| told.why)?;
        }
        assert_eq!(trail.home, trail.trust == TYPED);
        Ok((trail.url.into(), trail.home, trail.moved.map(Url::into)))
    }

    #[track_caller]
    fn ends(start: &str, hops: &[(u16, &str)], end: &str, home: bool, moved: Option<&str>) {
        assert_eq!(walk(start, hops), Ok((end.to_owned(), home, moved.map(str::to_owned))));
    }

    #[track_caller]
    fn stops(start: &str, hops: &[(u16, &str)], why: &str) {
        let told = walk(start, hops).unwrap_err();
        assert!(told.contains(why), "{told}");
    }

    #[test]
    fn home_is_scheme_host_and_port() {
        ends("https://a.example/", &[(302, "https://A.example:443/x")], "https://a.example/x", true, None);
        ends("https://a.example/", &[(302, "//b.example/x")], "https://b.example/x", false, None);
        ends(
            "https://a.example/",
            &[(302, "https://a.example:8443/")],
            "https://a.example:8443/",
            false,
            None,
        );
        ends("http://a.example/", &[(302, "https://a.example/")], "https://a.example/", false, None);
        ends("https://a.example/", &[(302, "https://a.example./x")], "https://a.example./x", false, None);
    }

    #[test]
    fn who_left_home_does_not_come_back() {
        let there_and_back = [(302, "https://b.example/"), (302, "https://a.example/secret")];
        ends("https://a.example/", &there_and_back, "https://a.example/secret", false, None);
    }

    #[test]
    fn only_what_moved_for_good_all_the_way_has_moved() {
        let new = "https://b.example/new";
        ends("https://a.example/", &[(301, "/b"), (308, new)], new, false, Some(new));
        ends("https://a.example/", &[(301, "/b"), (302, new)], new, false, Some("https://a.example/b"));
        ends("https://a.example/", &[(307, "/b"), (301, new)], new, false, None);
    }

    #[test]
    fn names_passwords_and_fragments_are_left_behind() {
        ends("https://who:cares@a.example/#here", &[], "https://a.example/", true, None);
        ends("https://a.example/", &[(302, "https://u:p@a.example/x#y")], "https://a.example/x", true, None);
    }

    #[test]
    fn some_ways_are_not_gone() {
        stops("https://a.example/", &[(302, "http://a.example/")], "from https on to http");
        stops("https://a.example/", &[(302, "ftp://a.example/")], "on to ftp:");
        stops("https://a.example/", &[(302, "mailto:a@example.org")], "on to mailto:");
        stops("https://a.example/", &[(302, "#top")], "in a circle");
        stops("https://a.example/", &[(302, "/b"), (302, "/c"), (302, "/b#again")], "in a circle");
        stops("https://a.example/", &[(302, "https://[")], "cannot be read");
        let mut trail = from("https://a.example/");
        assert!(trail.go(302, b"/\xff", 5).is_err());
        let many: Vec<String> = (0..6).map(|n| format!("/{n}")).collect();
        let many: Vec<(u16, &str)> = many.iter().map(|place| (302, place.as_str())).collect();
        stops("https://a.example/", &many, "more than 5 times");
        assert!(walk("https://a.example/", &many[..5]).is_ok());
    }
}
