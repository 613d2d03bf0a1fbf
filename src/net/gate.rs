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

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{is_loopback, reach};
    use crate::net::{Trust, resolve::Reach};

    const ALLOWED: Trust = Trust::Typed { allow_private: true };
    const TYPED: Trust = Trust::Typed { allow_private: false };

    /// Ways to say "this machine".
    const THIS_MACHINE: &[&str] = &[
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "0x7f000001",
        "0x7F.0.0.1",
        "0x7f.1",
        "0177.0.0.1",
        "0177.1",
        "017700000001",
        "2130706433",
        "00000000000000000000177.0.0.0x1",
        "%31%32%37.0.0.1",
        "１２７.０.０.１",
        "127。0。0。1",
        "who:cares@127.0.0.1",
        "news.example@127.0.0.1",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "news.localhost",
        "lo%63alhost",
    ];

    /// Ways to say what is never asked.
    const NEVER: &[&str] = &[
        "0.0.0.0",
        "0",
        "0x0",
        "[::]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
        "169.254.169.254",
        "0xa9fea9fe",
        "2852039166",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "metadata.google.internal",
        "METADATA.google.internal.",
        "255.255.255.255",
        "224.0.0.251",
        "[ff02::fb]",
        "192.0.2.1",
    ];

    /// Ways to say "a machine nearby".
    const NEARBY: &[&str] = &[
        "10.0.0.1",
        "0xa.1",
        "012.0.0.1",
        "192.168.1.1",
        "3232235777",
        "172.16.0.1",
        "100.64.0.1",
        "198.18.0.1",
        "169.254.1.1",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
    ];

    fn url(host: &str) -> Url {
        format!("http://{host}/").parse().unwrap()
    }

    #[test]
    fn this_machine_is_asked_if_that_is_allowed_and_never_over_a_proxy() {
        for host in THIS_MACHINE {
            let url = url(host);
            assert!(is_loopback(&url), "{host}");
            assert!(reach(&url, Trust::Found, false).is_err(), "{host}");
            assert!(reach(&url, TYPED, false).unwrap_err().own, "{host}");
            assert_eq!(reach(&url, ALLOWED, false), Ok(Reach::Own), "{host}");
            assert_eq!(reach(&url, ALLOWED, true), Ok(Reach::Own), "{host}");
        }
    }

    #[test]
    fn what_is_never_asked_is_not_asked_for_anybody() {
        for host in NEVER {
            for trust in [Trust::Found, TYPED, ALLOWED] {
                let told = reach(&url(host), trust, false).unwrap_err();
                assert!(!told.own, "{host}: {}", told.why);
            }
        }
    }

    #[test]
    fn the_own_network_is_asked_if_that_is_allowed() {
        for host in NEARBY {
            let url = url(host);
            assert!(!is_loopback(&url), "{host}");
            assert!(reach(&url, Trust::Found, false).is_err(), "{host}");
            assert!(reach(&url, TYPED, false).unwrap_err().own, "{host}");
            assert_eq!(reach(&url, ALLOWED, false), Ok(Reach::Any), "{host}");
            assert_eq!(reach(&url, ALLOWED, true), Ok(Reach::Own), "{host}");
        }
    }

    #[test]
    fn names_are_left_to_the_lookup_unless_a_stranger_said_them() {
        for host in
            ["news.example", "1.1.1.1", "[2606:4700::1111]", "xn--bcher-kva.example", "localhost.example"]
        {
            assert_eq!(reach(&url(host), Trust::Found, false), Ok(Reach::Public), "{host}");
            assert_eq!(reach(&url(host), TYPED, false), Ok(Reach::Public), "{host}");
            assert_eq!(reach(&url(host), ALLOWED, false), Ok(Reach::Any), "{host}");
        }
        for host in ["printer", "printer.local", "wiki.internal.", "nas.lan", "router.home.arpa"] {
            assert!(reach(&url(host), Trust::Found, false).is_err(), "{host}");
            assert_eq!(reach(&url(host), TYPED, false), Ok(Reach::Public), "{host}");
        }
    }

    #[test]
    fn a_stranger_names_only_the_usual_ports() {
        let port = |port: &str| reach(&url(&format!("news.example:{port}")), Trust::Found, false);
        for usual in ["", "80", "443", "8080", "8443"] {
            assert_eq!(port(usual), Ok(Reach::Public), "{usual}");
        }
        for odd in ["0", "22", "25", "6379", "8000", "65535"] {
            assert!(port(odd).unwrap_err().why.contains("only the usual ports"), "{odd}");
        }
        assert_eq!(reach(&url("news.example:25"), TYPED, false), Ok(Reach::Public));
    }

    #[test]
    fn only_the_web_is_asked() {
        for url in
            ["ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "data:,x", "ws://a.example/"]
        {
            let told = reach(&url.parse().unwrap(), ALLOWED, false).unwrap_err();
            assert!(told.why.starts_with("only http and https are asked"), "{url}");
        }
    }

    #[test]
    fn a_key_is_not_said_aloud() {
        let keyed = |url: &str, trust| reach(&url.parse().unwrap(), trust, true);
        assert_eq!(keyed("https://news.example/", TYPED), Ok(Reach::Public));
        assert_eq!(keyed("https://10.0.0.1/", ALLOWED), Ok(Reach::Any));
        assert!(keyed("http://news.example/", TYPED).unwrap_err().why.contains("over http"));
        assert!(keyed("http://1.1.1.1/", ALLOWED).unwrap_err().why.contains("over http"));
        // Which address the name has is seen when it is looked up.
        assert_eq!(keyed("http://news.example/", ALLOWED), Ok(Reach::Own));
    }
}
