//! Whether a URL may be asked, and how far its connection may reach: what can be said before any name is looked up.

use std::net::IpAddr;

use url::{Host, Url};

use super::{Trust, address::loopback, fault::Told, resolve::Reach};
use crate::text::clean;

/// Ports that a stranger may send us to.
const USUAL_PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// Ends of names that mean something only inside a network. A name without a dot means nothing elsewhere, either.
const INSIDE: [&str; 6] = ["localhost", "local", "internal", "lan", "intranet", "home.arpa"];

/// Names of metadata services.
const METADATA: [&str; 3] = ["metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"];

/// How far a connection to this URL may reach, or why it is not asked. `keyed`: a key goes with it.
pub(super) fn reach(url: &Url, trust: Trust, keyed: bool) -> Result<Reach, Told> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Told::forbidden(format!(
            "only http and https are asked, not {}:",
            clean::line(url.scheme())
        )));
    }
    let host = bare(url);
    if METADATA.contains(&host.as_str()) {
        return Err(Told::forbidden(format!(
            "{host} is where a cloud tells its machines their secrets, which is never asked"
        )));
    }
    let reach = match trust {
        Trust::Typed { allow_private: true } => Reach::Any,
        Trust::Typed { allow_private: false } => Reach::Public,
        Trust::Found => found(url, &host)?,
    };
    let here = is_loopback(url);
    if here && reach == Reach::Public && address(url).is_none() {
        return Err(Told { own: true, ..Told::forbidden(format!("{host} is a name of this machine")) });
    }
    if let Some(ip) = address(url) {
        reach.admits(&host, ip)?;
    }
    // A proxy elsewhere would find another machine under this name, and read a key that is meant for nobody else.
    if here {
        return Ok(Reach::Own);
    }
    if keyed && url.scheme() == "http" {
        return plain(url, &host, reach);
    }
    Ok(reach)
}

/// A key over http: only within the own network, if that is allowed.
fn plain(url: &Url, host: &str, reach: Reach) -> Result<Reach, Told> {
    if reach != Reach::Any {
        return Err(Told::forbidden(format!(
            "the key is not sent to {host} over http, where anyone on the way can read it; use https"
        )));
    }
    if let Some(ip) = address(url) {
        Reach::Own.admits(host, ip)?;
    }
    Ok(Reach::Own)
}

/// What a stranger named: the usual ports, and no names of the inside.
fn found(url: &Url, host: &str) -> Result<Reach, Told> {
    let port = url.port_or_known_default().unwrap_or_default();
    if !USUAL_PORTS.contains(&port) {
        return Err(Told::forbidden(format!(
            "{host}:{port} is not asked: only the usual ports are, unless you name it"
        )));
    }
    let inside = address(url).is_none()
        && (!host.contains('.') || INSIDE.iter().any(|end| host.ends_with(&format!(".{end}"))));
    if inside {
        return Err(Told::forbidden(format!("{host} is a name of a private network, or of this machine")));
    }
    Ok(Reach::Public)
}

/// True for a URL that leads to this machine by its very words.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = bare(url);
    address(url).map_or(host == "localhost" || host.ends_with(".localhost"), loopback)
}

/// The address, if the URL names one instead of a name.
fn address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(_) => None,
    }
}

/// The host, lower-cased as `url` has it, without brackets and without the dot that may end a name.
pub(super) fn bare(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => name.strip_suffix('.').unwrap_or(name).to_owned(),
        Some(Host::Ipv4(ip)) => ip.to_string(),
        Some(Host::Ipv6(ip)) => ip.to_string(),
        None => String::new(),
    }
}
