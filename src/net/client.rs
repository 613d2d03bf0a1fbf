//! Asking.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use reqwest::{
    Response,
    header::{
        ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    },
    header::{IF_NONE_MATCH, LAST_MODIFIED, LOCATION},
};
use tokio::time::{Instant, timeout};
use url::Url;

use super::{
    Ask, Cause, Form, Key, Lookup, Manners, NetFault, Reply, Trust, Validators,
    body::{self, Each, Pull},
    dial::Dial,
    fault::{Told, asking, seconds},
    gate,
    hosts::Hosts,
    redirects::{Trail, onward},
    resolve::Reach,
    waits,
};
use crate::text::clean;

/// The longest validator kept, in bytes.
const LONGEST_VALIDATOR: usize = 4096;
/// The longest `Content-Type` kept, in bytes.
const LONGEST_TYPE: usize = 120;

/// The client. Cheap to clone; all clones share connections and limits.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) manners: Manners,
    pub(super) dial: Dial,
    pub(super) hosts: Hosts,
}

/// What one request came to.
enum Said {
    Answer(Box<Reply>),
    /// Look there instead: the status and the place.
    Onward(u16, Vec<u8>),
}

impl Client {
    /// A client with these manners. Nothing is opened, read or looked up before it is asked something.
    pub fn new(manners: Manners) -> Result<Self, NetFault> {
        Ok(Self::built(manners, None))
    }

    /// One that finds the addresses of names in its own way, and uses no proxy, which would do that in its stead.
    pub fn with_lookup(manners: Manners, lookup: Arc<dyn Lookup>) -> Self {
        Self::built(manners, Some(lookup))
    }

    fn built(manners: Manners, lookup: Option<Arc<dyn Lookup>>) -> Self {
        let dial = Dial::new(manners.clone(), lookup);
        Self(Arc::new(Inner { manners, dial, hosts: Hosts::new() }))
    }

    /// Asks, follows redirects as far as the rules allow, and takes the answer in. It may be dropped at any moment.
    ///
    /// Any status is an answer; a fault is what kept us from one. No fault names the key, and of the answer only the
    /// body can, if the server says it back.
    pub async fn get(&self, ask: &Ask) -> Result<Reply, NetFault> {
        self.0.online(&ask.url)?;
        told(self.0.follow(ask, None, None).await, ask.key.as_ref())
    }

    /// Fills in a form: the same, but that nothing is sent on. An answer that would send us elsewhere is a fault.
    pub async fn post(&self, ask: &Ask, form: &Form<'_>) -> Result<Reply, NetFault> {
        self.0.online(&ask.url)?;
        let secret = form.secret.map(|(_, key)| key);
        told(told(self.0.follow(ask, Some(form), None).await, ask.key.as_ref()), secret)
    }

    /// The same, and each part of the answer's body is heard as it comes: for a server that thinks while it speaks. What
    /// came is the answer's body all the same. Of an answer that breaks off, only what was heard is left.
    pub async fn post_heard(
        &self,
        ask: &Ask,
        form: &Form<'_>,
        each: &mut Each<'_>,
    ) -> Result<Reply, NetFault> {
        self.0.online(&ask.url)?;
        let secret = form.secret.map(|(_, key)| key);
        told(told(self.0.follow(ask, Some(form), Some(each)).await, ask.key.as_ref()), secret)
    }
}

/// Without the key, whatever came.
fn told(came: Result<Reply, NetFault>, key: Option<&Key>) -> Result<Reply, NetFault> {
    match (came, key) {
        (Ok(reply), key) => Ok(unsaid(reply, key)),
        (Err(fault), Some(key)) => {
            Err(NetFault { host: key.hidden(&fault.host), why: key.hidden(&fault.why), ..fault })
        }
        (Err(fault), None) => Err(fault),
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("manners", &self.0.manners).finish_non_exhaustive()
    }
}

impl Inner {
    /// Nothing is asked while offline.
    pub(super) fn online(&self, url: &Url) -> Result<(), NetFault> {
        if self.manners.offline {
            let told = Told::new(Cause::Offline, "no request is made while offline");
            return Err(told.of(&gate::bare(url)));
        }
        Ok(())
    }

    async fn follow(
        &self,
        ask: &Ask,
        form: Option<&Form<'_>>,
        mut each: Option<&mut Each<'_>>,
    ) -> Result<Reply, NetFault> {
        let mut trail = Trail::new(ask);
        let mut left = self.manners.limits.total;
        loop {
            let secret = form.is_some_and(|form| form.secret.is_some());
            let reach = self.admitted(ask, &trail, secret).map_err(|told| blamed(&told, ask, &trail))?;
            let host = gate::bare(&trail.url);
            let per_minute = ask.per_minute.filter(|_| !gate::is_loopback(&trail.url));
            let turn = self.hosts.turn(&host, per_minute).await;
            let begun = Instant::now();
            let heard = each.as_deref_mut();
            let said = Box::pin(self.exchange(ask, (form, heard), &trail, reach, left)).await;
            drop(turn);
            match said.map_err(|told| blamed(&told, ask, &trail))? {
                Said::Answer(reply) => {
                    return Ok(Reply { moved: trail.moved, url: Some(trail.url), ..*reply });
                }
                Said::Onward(..) if form.is_some() => {
                    let why = "it sends us on, and what is written to it is not sent on";
                    return Err(Told::forbidden(why).of(&host));
                }
                Said::Onward(status, place) => {
                    trail.go(status, &place, self.manners.limits.hops).map_err(|told| told.of(&host))?;
                }
            }
            left = left.saturating_sub(begun.elapsed());
        }
    }

    /// How far the next question may reach, or why it is not asked.
    fn admitted(&self, ask: &Ask, trail: &Trail, secret: bool) -> Result<Reach, Told> {
        let host = gate::bare(&trail.url);
        // The proxy's name is dialled wherever it leads; so a stranger may not name it.
        if trail.trust == Trust::Found && self.dial.is_proxy(&host) {
            return Err(Told::forbidden(format!("{host} is a proxy, which is not asked for itself")));
        }
        gate::reach(&trail.url, trail.trust, secret || carried(ask, trail).is_some())
    }

    /// One request and its answer.
    async fn exchange(
        &self,
        ask: &Ask,
        (form, each): (Option<&Form<'_>>, Option<&mut Each<'_>>),
        trail: &Trail,
        reach: Reach,
        left: Duration,
    ) -> Result<Said, Told> {
        let limits = self.manners.limits;
        let client = self.dial.client(reach).await?;
        let headers = headers(ask, form, trail)?;
        let request = match form {
            None => client.get(trail.url.clone()),
            Some(form) => form.filled(client.post(trail.url.clone())),
        };
        let begun = Instant::now();
        let patience = limits.first_byte.min(left);
        let answer = timeout(patience, request.headers(headers).send()).await;
        let answer = answer.map_err(|_elapsed| {
            Told::new(Cause::Unreachable, format!("no answer within {}", seconds(patience)))
        })?;
        let answer = answer.map_err(|error| {
            let told = asking(&error, limits.connect);
            let by_the_way = if told.cause == Cause::Unreachable { self.dial.by_the_way(reach) } else { "" };
            Told { why: told.why + by_the_way, ..told }
        })?;
        self.fits(answer.headers())?;
        if let Some(place) = answer.headers().get(LOCATION).filter(|_| onward(answer.status().as_u16())) {
            return Ok(Said::Onward(answer.status().as_u16(), place.as_bytes().to_vec()));
        }
        let reply = opened(&answer, ask, trail);
        let pull = Pull { cap: ask.cap, idle: limits.idle, deadline: begun + left, total: limits.total };
        let body = body::take(answer, pull, each).await?;
        Ok(Said::Answer(Box::new(Reply { body, ..reply })))
    }

    /// The libraries keep to their own measure of headers, which is larger than ours.
    fn fits(&self, headers: &HeaderMap) -> Result<(), Told> {
        let limits = self.manners.limits;
        let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if headers.len() > limits.headers || bytes > limits.header_bytes {
            return Err(Told::new(Cause::TooLarge, "its answer begins with more headers than we take"));
        }
        Ok(())
    }
}

/// A fault with its host, and with what a person can do about it. Where we would not go, the host is the one that
/// sent us there.
fn blamed(told: &Told, ask: &Ask, trail: &Trail) -> NetFault {
    let typed = matches!(ask.trust, Trust::Typed { .. });
    let (why, cause) = (&told.why, told.cause);
    match trail.sender() {
        Some(sender) if !trail.home && cause == Cause::Forbidden => {
            let advice =
                if told.own && typed { "; if that is meant, write its address in the config" } else { "" };
            Told::forbidden(format!("it sends us on, but {why}{advice}")).of(&sender)
        }
        _ => {
            let advice =
                if told.own && typed { "; set allow_private = true for it in the config" } else { "" };
            Told::new(cause, format!("{why}{advice}")).of(&gate::bare(&trail.url))
        }
    }
}

/// The key, if it goes with this question.
fn carried<'a>(ask: &'a Ask, trail: &Trail) -> Option<&'a Key> {
    ask.key.as_ref().filter(|_| trail.home && matches!(trail.trust, Trust::Typed { .. }))
}

fn headers(ask: &Ask, form: Option<&Form<'_>>, trail: &Trail) -> Result<HeaderMap, Told> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ask.accept));
    if trail.home {
        let since = [(IF_NONE_MATCH, &ask.since.etag), (IF_MODIFIED_SINCE, &ask.since.last_modified)];
        for (name, value) in since {
            // One that cannot be sent is left out: then the question is not conditional, and that is all.
            if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_str(value).ok()) {
                headers.insert(name, value);
            }
        }
    }
    if let Some(key) = carried(ask, trail) {
        let unfit = || Told::forbidden("the key has characters in it that cannot be sent");
        let alone = form.is_some_and(|form| form.key_alone);
        if !alone {
            headers.insert(AUTHORIZATION, key.bearer().ok_or_else(unfit)?);
        }
        if alone || ask.old_key_header {
            headers.insert(HeaderName::from_static("x-api-key"), key.bare().ok_or_else(unfit)?);
        }
    }
    for (name, value) in form.iter().flat_map(|form| form.headers) {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    Ok(headers)
}

/// What the headers tell.
fn opened(answer: &Response, ask: &Ask, trail: &Trail) -> Reply {
    let status = answer.status().as_u16();
    let text = |name: HeaderName| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let kept = |name| text(name).filter(|value| value.len() <= LONGEST_VALIDATOR).map(str::to_owned);
    let mut validators = Validators { etag: kept(ETAG), last_modified: kept(LAST_MODIFIED) };
    if status == 304 && trail.home && validators == Validators::default() {
        validators = ask.since.clone();
    }
    let kind = text(CONTENT_TYPE).filter(|value| value.len() <= LONGEST_TYPE).unwrap_or_default();
    let (kind, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let wait = || waits::wished(answer.headers(), SystemTime::now());
    Reply {
        status,
        content_type: clean::line(kind).to_ascii_lowercase(),
        charset: charset(parameters),
        fresh_for: waits::fresh(answer.headers(), SystemTime::now()),
        validators,
        wait: if status >= 400 { wait() } else { None },
        ..Reply::default()
    }
}

/// The `charset` among the parameters of a `Content-Type`.
fn charset(parameters: &str) -> Option<String> {
    let named = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
    let mut named = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let (_, value) = named.next()?;
    Some(clean::line(value.trim().trim_matches(['"', '\''])))
}

/// Without what would carry the key into the store or onto the screen, if the server says it back in a header.
fn unsaid(reply: Reply, key: Option<&Key>) -> Reply {
    let Some(key) = key else { return reply };
    let clear = |text: &str| key.hidden(text) == text;
    let url = |url: Option<Url>| url.filter(|url| clear(url.as_str()));
    let text = |text: Option<String>| text.filter(|text| clear(text));
    Reply {
        url: url(reply.url),
        moved: url(reply.moved),
        content_type: key.hidden(&reply.content_type),
        charset: text(reply.charset),
        validators: Validators {
            etag: text(reply.validators.etag),
            last_modified: text(reply.validators.last_modified),
        },
        ..reply
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTHORIZATION, Trail, headers};
    use crate::net::{Ask, Key, Trust, Validators};

    /// The names of the headers sent after these hops.
    fn sent(trust: Trust, hops: &[&str]) -> Vec<String> {
        let ask = Ask {
            url: "https://a.example/".parse().unwrap(),
            trust,
            key: Some(Key::new("SENTINEL-7f3a")),
            old_key_header: true,
            since: Validators { etag: Some("\"e\"".to_owned()), last_modified: Some("yesterday".to_owned()) },
            accept: "*/*",
            cap: 0,
            per_minute: None,
        };
        let mut trail = Trail::new(&ask);
        for place in hops {
            trail.go(302, place.as_bytes(), 5).unwrap();
        }
        let headers = headers(&ask, None, &trail).unwrap();
        assert!(headers.get(AUTHORIZATION).is_none_or(reqwest::header::HeaderValue::is_sensitive));
        assert!(!format!("{headers:?}").contains("SENTINEL"));
        let mut names: Vec<String> = headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    }

    #[test]
    fn the_key_goes_home_and_nowhere_else() {
        let typed = Trust::Typed { allow_private: false };
        let all = ["accept", "authorization", "if-modified-since", "if-none-match", "x-api-key"];
        assert_eq!(sent(typed, &[]), all);
        assert_eq!(sent(typed, &["/b", "https://a.example:443/c"]), all);
        for away in
            ["https://b.example/", "https://a.example:8443/", "https://a.example.b.example/", "//A.example./"]
        {
            assert_eq!(sent(typed, &[away]), ["accept"], "{away}");
            assert_eq!(sent(typed, &[away, "https://a.example/back"]), ["accept"], "{away}");
        }
        assert_eq!(
            sent(Trust::Found, &[]),
            ["accept", "if-modified-since", "if-none-match"],
            "nobody typed it"
        );
    }
}
