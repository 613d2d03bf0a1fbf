//! From a name to the addresses that may be dialled.
//!
//! The rules for addresses are applied here, to what the lookup answered, and only what passes is handed to the
//! connector. There is no second lookup between the check and the dialling, so a name that answers differently the
//! second time gains nothing by it.

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{
    address::{Ground, ground},
    fault::{Cause, Told},
};

/// What a lookup will answer.
pub type Looked<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Finds the addresses of a name. Tests bring their own; everyone else has the system's.
pub trait Lookup: Send + Sync {
    /// All its addresses, in the order to try them.
    fn lookup<'a>(&'a self, host: &'a str) -> Looked<'a>;
}

/// What the system knows: its hosts file, its name servers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct System;

impl Lookup for System {
    fn lookup<'a>(&'a self, host: &'a str) -> Looked<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// How far a connection may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To public addresses.
    Public,
    /// To public ones and the own network.
    Any,
    /// To this machine and its network only, and never through a proxy.
    Own,
}

impl Reach {
    /// Whether this address of `host` may be dialled; if not, why.
    pub(super) fn admits(self, host: &str, ip: IpAddr) -> Result<(), Told> {
        let it = if host == ip.to_string() { host.to_owned() } else { format!("{host} ({ip})") };
        match (ground(ip), self) {
            (Ground::Never(what), _) => Err(Told::forbidden(format!("{it} is {what}, which is never asked"))),
            (Ground::Own(what), Self::Public) => {
                Err(Told { own: true, ..Told::forbidden(format!("{it} is {what}")) })
            }
            (Ground::Public, Self::Own) => Err(Told::forbidden(format!(
                "{it} is a public address, and a key is not sent there over http, where anyone on the way can read \
                 it; use https"
            ))),
            _ => Ok(()),
        }
    }
}

/// Why a name could not be made into an address.
#[derive(Debug)]
pub(super) struct Unresolved(pub(super) Told);

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.why)
    }
}

impl std::error::Error for Unresolved {}

/// Resolves for one reach.
#[derive(Clone)]
pub(super) struct Resolver {
    pub lookup: Arc<dyn Lookup>,
    pub reach: Reach,
    /// Names of proxies: the person configured them, so they are dialled wherever they are.
    pub proxies: Arc<[String]>,
}

impl Resolver {
    /// The addresses of `host` that may be dialled; at least one.
    pub(super) async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Unresolved> {
        let unknown = || {
            let why = "the name is not known (no such host, or no network)";
            Unresolved(Told::new(Cause::Unreachable, why))
        };
        let found = self.lookup.lookup(host).await.map_err(|_reason| unknown())?;
        if self.proxies.iter().any(|proxy| proxy == host) {
            return Ok(found);
        }
        let mut refused = None;
        let mut allowed = Vec::with_capacity(found.len());
        for ip in found {
            match self.reach.admits(host, ip) {
                Ok(()) => allowed.push(ip),
                Err(told) => refused = refused.or(Some(told)),
            }
        }
        match refused {
            Some(told) if allowed.is_empty() => Err(Unresolved(told)),
            _ if allowed.is_empty() => Err(unknown()),
            _ => Ok(allowed),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let this = self.clone();
        Box::pin(async move {
            let found = this.addresses(name.as_str()).await?;
            // The port 0 stands for the URL's own.
            Ok(Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0))) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        net::IpAddr,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
    };

    use super::{Looked, Lookup, Reach, Resolver};
    use crate::net::Cause;

    /// Says something else each time, and in the end that there is no such name.
    struct Fickle(&'static [&'static str], AtomicUsize);

    impl Lookup for Fickle {
        fn lookup<'a>(&'a self, _: &'a str) -> Looked<'a> {
            let said = self.0.get(self.1.fetch_add(1, Ordering::SeqCst));
            let found = said.map(|said| said.split_whitespace().map(|ip| ip.parse().unwrap()).collect());
            Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
        }
    }

    fn resolver(reach: Reach, says: &'static [&'static str]) -> Resolver {
        let lookup = Arc::new(Fickle(says, AtomicUsize::default()));
        Resolver { lookup, reach, proxies: Arc::new(["proxy.example".to_owned()]) }
    }

    async fn check(resolver: &Resolver, host: &str, answer: Result<&str, (Cause, &str)>) {
        match (resolver.addresses(host).await, answer) {
            (Ok(found), Ok(wanted)) => {
                let wanted: Vec<IpAddr> = wanted.split_whitespace().map(|ip| ip.parse().unwrap()).collect();
                assert_eq!(found, wanted);
            }
            (Err(told), Err((cause, why))) => {
                assert_eq!(told.0.cause, cause);
                assert!(told.0.why.contains(why), "{told}");
            }
            (came, wanted) => panic!("{came:?} instead of {wanted:?}"),
        }
    }

    #[tokio::test]
    async fn a_name_that_changes_its_mind_gains_nothing() {
        let public = resolver(Reach::Public, &["93.184.215.14", "127.0.0.1", "::1 1.1.1.1 10.0.0.1"]);
        check(&public, "news.example", Ok("93.184.215.14")).await;
        let here = "news.example (127.0.0.1) is an address of this machine";
        check(&public, "news.example", Err((Cause::Forbidden, here))).await;
        check(&public, "news.example", Ok("1.1.1.1")).await;
        check(&public, "news.example", Err((Cause::Unreachable, "the name is not known"))).await;
    }

    #[tokio::test]
    async fn who_may_ask_nearby_may_not_ask_everywhere() {
        let any = resolver(
            Reach::Any,
            &["10.0.0.1 169.254.169.254 1.1.1.1 127.0.0.1", "169.254.169.254", "0.0.0.0"],
        );
        check(&any, "news.example", Ok("10.0.0.1 1.1.1.1 127.0.0.1")).await;
        check(&any, "news.example", Err((Cause::Forbidden, "never asked"))).await;
        check(&any, "news.example", Err((Cause::Forbidden, "never asked"))).await;
        let own = resolver(Reach::Own, &["10.0.0.1 1.1.1.1", "1.1.1.1"]);
        check(&own, "news.example", Ok("10.0.0.1")).await;
        check(&own, "news.example", Err((Cause::Forbidden, "is a public address"))).await;
    }

    #[tokio::test]
    async fn the_proxy_is_dialled_wherever_it_is() {
        let public = resolver(Reach::Public, &["127.0.0.1", "127.0.0.1"]);
        check(&public, "proxy.example", Ok("127.0.0.1")).await;
        check(&public, "other.example", Err((Cause::Forbidden, "this machine"))).await;
    }
}
