//! From the address a person typed to the addresses that are asked.

use url::Url;

use crate::text::clean;

/// The address of a wire.
#[derive(Debug, Clone)]
pub(in crate::remote) struct Routes {
    /// As typed.
    typed: Url,
    /// Below which the routes lie: without `/v1`, with a slash at its end, without a question.
    root: Url,
    /// The address as typed ended in `/v1`, as older servers' did.
    versioned: bool,
}

impl Routes {
    /// Takes the address apart. The error says what is wrong with it.
    pub(in crate::remote) fn new(address: &str) -> Result<Self, String> {
        let typed = Url::parse(address.trim()).map_err(|error| error.to_string())?;
        if !matches!(typed.scheme(), "http" | "https") || !typed.has_host() {
            return Err("not an http or https address".to_owned());
        }
        let mut root = typed.clone();
        root.set_query(None);
        root.set_fragment(None);
        let path = root.path().trim_end_matches('/').to_owned();
        let (path, versioned) = match path.strip_suffix("/v1") {
            Some(shorter) => (shorter.to_owned(), true),
            None => (path, false),
        };
        root.set_path(&format!("{path}/"));
        Ok(Self { typed, root, versioned })
    }

    /// As typed: where a file is.
    pub(in crate::remote) fn typed(&self) -> Url {
        self.typed.clone()
    }

    /// The host, and the port where it is not the usual one: how a person calls it.
    pub(in crate::remote) fn host(&self) -> String {
        let host = clean::line(self.root.host_str().unwrap_or_default());
        self.root.port().map_or(host.clone(), |port| format!("{host}:{port}"))
    }

    /// The server is on this machine.
    pub(in crate::remote) fn is_here(&self) -> bool {
        match self.root.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// The last part of the path has a dot in it: a file, surely.
    pub(in crate::remote) fn names_a_file(&self) -> bool {
        let last = self.typed.path_segments().and_then(|mut parts| parts.next_back());
        last.is_some_and(|last| last.trim_matches('.').contains('.'))
    }

    /// A route below the address: `v1/stories`.
    pub(in crate::remote) fn route(&self, path: &str) -> Url {
        self.below(path, None, None)
    }

    /// A route of servers that were typed with their `/v1`.
    pub(in crate::remote) fn old_route(&self, name: &str) -> Url {
        self.route(&self.old_path(name))
    }

    /// The same as a path below the address.
    pub(in crate::remote) fn old_path(&self, name: &str) -> String {
        if self.versioned { format!("v1/{name}") } else { name.to_owned() }
    }

    /// A route with an id in it, and what comes after that: `v1/stories`, `:id`, `sources`. The id is one part of the
    /// path whatever is in it; `None` for the few that no address can hold.
    pub(in crate::remote) fn of(&self, path: &str, id: &str, after: Option<&str>) -> Option<Url> {
        let holds = !id.is_empty() && !matches!(id, "." | "..") && !id.contains(char::is_control);
        holds.then(|| self.below(path, Some(id), after))
    }

    fn below(&self, path: &str, id: Option<&str>, after: Option<&str>) -> Url {
        let mut url = self.root.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path.split('/')).extend(id).extend(after);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::Routes;

    #[test]
    fn an_address_is_taken_with_and_without_its_end() {
        for (typed, list, old) in [
            ("https://news.example", "https://news.example/v1/stories", "https://news.example/status"),
            ("https://news.example/", "https://news.example/v1/stories", "https://news.example/status"),
            ("https://news.example/v1", "https://news.example/v1/stories", "https://news.example/v1/status"),
            (
                "https://news.example/a/v1/?x=1#y",
                "https://news.example/a/v1/stories",
                "https://news.example/a/v1/status",
            ),
            (
                "http://127.0.0.1:3000/wire",
                "http://127.0.0.1:3000/wire/v1/stories",
                "http://127.0.0.1:3000/wire/status",
            ),
        ] {
            let routes = Routes::new(typed).unwrap();
            assert_eq!(routes.route("v1/stories").as_str(), list);
            assert_eq!(routes.old_route("status").as_str(), old);
        }
        for wrong in ["", "news.example", "file:///etc/passwd", "mailto:a@b.example"] {
            assert!(Routes::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_id_is_one_part_of_a_path_and_never_more() {
        let routes = Routes::new("https://news.example/").unwrap();
        let of = |id: &str| routes.of("v1/records", id, None).map(|url| url.path().to_owned());
        assert_eq!(of("r_2611_0c41").as_deref(), Some("/v1/records/r_2611_0c41"));
        assert_eq!(of("../a?b#c d").as_deref(), Some("/v1/records/..%2Fa%3Fb%23c%20d"));
        assert_eq!(of("%2e%2e").as_deref(), Some("/v1/records/%252e%252e"));
        for none in ["", ".", "..", "a\0"] {
            assert_eq!(of(none), None, "{none:?}");
        }
        let sources = routes.of("v1/stories", "ü", Some("sources")).unwrap();
        assert_eq!(sources.path(), "/v1/stories/%C3%BC/sources");
    }

    #[test]
    fn names_and_places() {
        let routes = |typed: &str| Routes::new(typed).unwrap();
        assert_eq!(routes("https://news.example:8443/x").host(), "news.example:8443");
        assert!(routes("http://[::1]:1/").is_here() && routes("http://127.9.9.9/").is_here());
        assert!(!routes("http://127.0.0.1.example/").is_here());
        assert!(routes("https://x.example/wire.jsonl?v=2").names_a_file());
        assert!(!routes("https://x.example/a.b/wire/").names_a_file());
    }
}
