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
