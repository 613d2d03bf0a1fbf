//! The library's clients, one for each reach.
//!
//! They are kept apart because connections are kept: one that was opened to the own network, for a wire that may ask
//! there, must never be found in the pool by a question that may not. Each is built when it is first needed, on a
//! thread of its own, since it reads all the certificates that this machine trusts.

use std::{sync::Arc, time::Duration};

use reqwest::redirect::Policy;
use tokio::sync::OnceCell;
use url::Url;

use super::{
    Manners,
    fault::{Cause, Told},
    resolve::{Lookup, Reach, Resolver, System},
    socket,
};

/// Connections that nobody used for so long are closed.
const REST: Duration = Duration::from_secs(30);
/// Connections kept open at one host.
const KEPT: usize = 2;

/// Variables that name proxies.
const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// One client for each reach.
pub(super) struct Dial {
    manners: Manners,
    lookup: Arc<dyn Lookup>,
    proxies: Arc<[String]>,
    public: OnceCell<reqwest::Client>,
    any: OnceCell<reqwest::Client>,
    own: OnceCell<reqwest::Client>,
    tls: OnceCell<Arc<rustls::ClientConfig>>,
}

impl Dial {
    /// Nothing is built yet; the names of the proxies are read from the environment. With a `lookup` of one's own no
    /// proxy is used, since that would look names up itself.
    pub(super) fn new(manners: Manners, lookup: Option<Arc<dyn Lookup>>) -> Self {
        let [public, any, own] = [OnceCell::new(), OnceCell::new(), OnceCell::new()];
        let (lookup, proxies) = match lookup {
            Some(lookup) => (lookup, Arc::default()),
            None => (Arc::new(System) as Arc<dyn Lookup>, proxies()),
        };
        Self { manners, lookup, proxies, public, any, own, tls: OnceCell::new() }
    }

    /// What looks up names for connections that no library opens, and no proxy.
    pub(super) fn resolver(&self, reach: Reach) -> Resolver {
        Resolver { lookup: Arc::clone(&self.lookup), reach, proxies: Arc::default() }
    }

    /// What makes such connections secure.
    pub(super) async fn tls(&self) -> Result<Arc<rustls::ClientConfig>, Told> {
        let tls = self.tls.get_or_try_init(|| async {
            let built = tokio::task::spawn_blocking(socket::tls).await;
            built.map_err(|_ending| Told::new(Cause::Unreachable, "the program is about to end"))?
        });
        tls.await.cloned()
    }

    /// True for the name of a proxy of the environment.
    pub(super) fn is_proxy(&self, host: &str) -> bool {
        self.proxies.iter().any(|proxy| proxy == host)
    }

    /// What to add to why a server could not be reached.
    pub(super) fn by_the_way(&self, reach: Reach) -> &'static str {
        let perhaps = reach != Reach::Own && !self.proxies.is_empty();
        if perhaps { " (a proxy is set in the environment)" } else { "" }
    }

    /// The client for this reach.
    pub(super) async fn client(&self, reach: Reach) -> Result<&reqwest::Client, Told> {
        let cell = match reach {
            Reach::Public => &self.public,
            Reach::Any => &self.any,
            Reach::Own => &self.own,
        };
        cell.get_or_try_init(|| async {
            let lookup = Arc::clone(&self.lookup);
            let proxies = Arc::clone(&self.proxies);
            let resolver = Resolver { lookup, reach, proxies };
            let manners = self.manners.clone();
            let built = tokio::task::spawn_blocking(move || build(&manners, resolver)).await;
            let built =
                built.map_err(|_ending| Told::new(Cause::Unreachable, "the program is about to end"))?;
            built.map_err(|error| {
                let why =
                    std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                Told::new(Cause::Unreachable, format!("this machine cannot make secure connections: {why}"))
            })
        })
        .await
    }
}

fn build(manners: &Manners, resolver: Resolver) -> reqwest::Result<reqwest::Client> {
    let limits = manners.limits;
    let direct = resolver.reach == Reach::Own || resolver.proxies.is_empty();
    let client = reqwest::Client::builder()
        .user_agent(manners.user_agent())
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(limits.connect)
        .http1_max_headers(limits.headers)
        .http2_max_header_list_size(limits.header_bytes as u32)
        .pool_idle_timeout(REST)
        .pool_max_idle_per_host(KEPT)
        .dns_resolver(resolver);
    if direct { client.no_proxy().build() } else { client.build() }
}

/// The hosts of the proxies that the environment names, with and without a scheme.
fn proxies() -> Arc<[String]> {
    let named = PROXIES.iter().filter_map(|name| std::env::var(name).ok());
    named.filter_map(|proxy| proxy_host(&proxy)).collect()
}

fn proxy_host(proxy: &str) -> Option<String> {
    let proxy = proxy.trim();
    let url = if proxy.contains("://") { Url::parse(proxy) } else { Url::parse(&format!("http://{proxy}")) };
    url.ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::proxy_host;

    #[test]
    fn a_proxy_is_known_by_its_host() {
        let check =
            |proxy: &str, host: Option<&str>| assert_eq!(proxy_host(proxy).as_deref(), host, "{proxy}");
        check("http://user:pass@Proxy.example:3128/", Some("proxy.example"));
        check("proxy.example:3128", Some("proxy.example"));
        check("proxy", Some("proxy"));
        check("socks5h://proxy.example:1080", Some("proxy.example"));
        check("", None);
        check("http://", None);
    }
}
