//! The addresses of wires and sources: what may stand there, and whether plain http will do.

use url::{Host, Url};

/// Parameters that carry keys. An address is shown in lists and messages, so it can hold none.
const SECRET_PARAMETERS: &[&str] =
    &["key", "api_key", "apikey", "api-key", "token", "access_token", "auth", "secret", "password", "sig"];

/// The most bytes in the address of a source.
const LONGEST_ADDRESS: usize = 2048;

/// Whether an address will do as far as it can be told from it alone. The error never repeats the address: there may be
/// a password in it.
pub(super) fn check(typed: &str) -> Result<(), String> {
    if !typed.contains("://") {
        return Err(
            "expected an address that begins with https:// (or http:// for a machine of your own)".into()
        );
    }
    let url = Url::parse(typed).map_err(|why| format!("is no address: {why}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{}:// cannot be read; only https:// and http:// can", url.scheme()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("names no host".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a name or a password; put the key into key_env, key_file or key_command".into());
    }
    if let Some((name, _)) = url.query_pairs().find(|(name, _)| is_secret(name)) {
        return Err(format!(
            "has the parameter {name:?}, which looks like a key; put the key into key_env, key_file or key_command"
        ));
    }
    if url.fragment().is_some() {
        return Err("has a part after #, which no server ever sees; leave it out".into());
    }
    Ok(())
}

/// Whether an address of a source will do, as far as it can be told without knowing the source's kind. Plain http will:
/// most of what is published is public. So will a parameter that looks like a key: private feeds are made so, and whoever
/// subscribes to one holds the address itself to be the key. Bluesky has addresses of its own (`at://`, `@handle`).
pub fn check_source(typed: &str) -> Result<(), String> {
    if typed.len() > LONGEST_ADDRESS || typed.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(format!("expected an address of at most {LONGEST_ADDRESS} characters without blanks"));
    }
    if let Some(own) = typed.strip_prefix('@').or_else(|| typed.strip_prefix("at://")) {
        return if own.is_empty() { Err("names nobody".into()) } else { Ok(()) };
    }
    if !typed.contains("://") {
        return Err("expected an address that begins with https:// or http://".into());
    }
    let url = Url::parse(typed).map_err(|why| format!("is no address: {why}"))?;
    if !matches!(url.scheme(), "http" | "https" | "ws" | "wss") {
        return Err(format!("{}:// cannot be read; only https:// and http:// can", url.scheme()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("names no host".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "holds a name or a password, which has no place in a file that gets copied and shown".into()
        );
    }
    if url.fragment().is_some() {
        return Err("has a part after #, which no server ever sees; leave it out".into());
    }
    Ok(())
}

fn is_secret(parameter: &str) -> bool {
    SECRET_PARAMETERS.iter().any(|secret| secret.eq_ignore_ascii_case(parameter))
}

/// Plain http, over which anyone on the way can read along, to a host that does not look like one of the own network.
pub(super) fn is_open_to_all(typed: &str) -> bool {
    Url::parse(typed).is_ok_and(|url| url.scheme() == "http" && !looks_private(&url))
}

fn looks_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let own = ["localhost", "local", "lan", "home.arpa", "internal"];
            !name.contains('.') || own.iter().any(|end| name.ends_with(&format!(".{end}")))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{check, check_source, is_open_to_all};

    #[test]
    fn plain_http_is_for_the_own_network() {
        for (url, open) in [
            ("https://wire.example.org", false),
            ("http://wire.example.org", true),
            ("http://127.0.0.1:8080", false),
            ("http://2130706433/", false),
            ("http://[::1]:80/", false),
            ("http://[fd00::1]/", false),
            ("http://192.168.1.5", false),
            ("http://169.254.1.1", false),
            ("http://8.8.8.8", true),
            ("http://[2001:db8::1]", true),
            ("http://localhost:3000", false),
            ("http://app.localhost", false),
            ("http://printer.local.", false),
            ("http://newsroom", false),
            ("http://nas.lan", false),
            ("http://local.example.org", true),
            ("http://notlocal", false),
        ] {
            assert_eq!((check(url), is_open_to_all(url)), (Ok(()), open), "{url}");
        }
    }

    #[test]
    fn no_word_of_a_password_is_repeated() {
        for url in [
            "https://me:hush@wire.example.org",
            "https://hush@wire.example.org",
            "https://wire.example.org/?token=hush",
            "https://wire.example.org/?a=b&API_KEY=hush",
            "https://wire.example.org/#hush",
            "https://me:hush@",
            "ftp://me:hush@wire.example.org",
            "https://me:hush@[::1",
            "me:hush@wire.example.org",
        ] {
            let said = check(url).unwrap_err();
            assert!(!said.contains("hush"), "{url}: {said}");
        }
    }

    #[test]
    fn a_source_may_be_wherever_something_is_published() {
        for url in [
            "https://example.org/feed.xml",
            "http://example.org/feed?token=a&key=b",
            "http://127.0.0.1:8080/rss",
            "wss://jetstream.example.org/subscribe",
            "at://did:plc:abc/app.bsky.feed.generator/x",
            "@someone.example.org",
        ] {
            assert_eq!(check_source(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "@",
            "at://",
            "example.org/feed",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "javascript://x",
            "https://",
            "https://me:hush@example.org/feed",
            "https://example.org/feed#hush",
            "https://example.org/fe ed",
            "https://exa\nmple.org/hush",
        ] {
            let said = check_source(url).unwrap_err();
            assert!(!said.contains("hush"), "{url}: {said}");
        }
        assert!(check_source(&format!("https://example.org/{}", "x".repeat(2048))).is_err());
    }
}
