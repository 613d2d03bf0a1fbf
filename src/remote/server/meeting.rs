//! Finding out what a server is.
//!
//! The questions are asked in the order in which they tell most for least: what a hosted service and a Slugline say of
//! themselves, the reference server's pulse, the hosted one's, the retired one's. A server that answers none of them
//! may still have a list, or be a file. No answer is taken for more than it is: a login page answers everything.

use serde_json::{Map, Value};

use super::{Remote, asker::Question, file::as_wire, fits};
use crate::{
    config::WireKind,
    net::Reply,
    remote::{
        Dialect, Stop, Stopped,
        answer::{
            envelope::{self, Next},
            item,
            refusal::short,
        },
    },
};

/// The questions, in order.
const PROBES: &[(&str, Probe)] = &[
    ("/v1", Probe::Itself),
    ("/healthz", Probe::Pulse),
    ("/api/health", Probe::Health),
    ("/status", Probe::Status),
    ("/v1/stories", Probe::List),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Probe {
    Itself,
    Pulse,
    Health,
    Status,
    List,
}

/// What an answer gave away.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Met {
    dialect: Dialect,
    version: String,
}

impl Remote {
    /// Finds out what the server is, unless it is known.
    pub async fn meet(&mut self) -> Result<(), Stopped> {
        if self.abilities.dialect != Dialect::Unknown {
            return Ok(());
        }
        let met = if self.routes.names_a_file() {
            self.meet_file().await.map_err(as_wire)?
        } else {
            self.probe().await?
        };
        if !fits(self.kind, met.dialect) {
            self.file = None;
            return Err(self.other_kind(met.dialect));
        }
        let abilities = &mut self.abilities;
        abilities.dialect = met.dialect;
        abilities.version = met.version;
        abilities.cited_rows = matches!(met.dialect, Dialect::Slugline | Dialect::File);
        abilities.full_rows = abilities.cited_rows || met.dialect == Dialect::Reference;
        abilities.list = match met.dialect {
            // Found out with the first page.
            Dialect::File | Dialect::Legacy | Dialect::Unknown => String::new(),
            Dialect::Hosted | Dialect::Reference | Dialect::Slugline => "v1/stories".to_owned(),
        };
        self.asker.old_key_header |= met.dialect == Dialect::Legacy;
        Ok(())
    }

    async fn probe(&mut self) -> Result<Met, Stopped> {
        let mut answered = Vec::new();
        let mut odd: Option<Stopped> = None;
        for (path, probe) in PROBES {
            let reply = self.asker.ask(self.question(*probe)).await?;
            if let Some(met) = recognise(*probe, &reply) {
                return Ok(met);
            }
            answered.push(format!("{path} {}", reply.status));
            match reply.status {
                200 | 203 => {
                    odd = odd.or_else(|| Some(self.asker.no_answer(&reply, "something that is no wire")));
                }
                404 | 405 | 410 => {}
                _ => odd = odd.or_else(|| Some(self.asker.stopped(&reply))),
            }
            if *probe == Probe::Itself && self.kind == WireKind::Slugline {
                match self.meet_file().await {
                    Ok(met) => return Ok(met),
                    Err(stopped) if stopped.stop == Stop::Missing => {}
                    Err(stopped) => odd = odd.or(Some(stopped)),
                }
            }
        }
        if self.kind != WireKind::Slugline {
            match self.meet_file().await {
                Ok(met) => return Ok(met),
                Err(stopped) if stopped.stop == Stop::Missing => {}
                Err(stopped) => odd = odd.or(Some(stopped)),
            }
        }
        Err(odd.unwrap_or_else(|| self.no_wire(&answered)))
    }

    fn question(&self, probe: Probe) -> Question {
        let mut url = match probe {
            Probe::Itself => self.routes.route("v1"),
            Probe::Pulse => self.routes.route("healthz"),
            Probe::Health => self.routes.route("api/health"),
            Probe::Status => self.routes.old_route("status"),
            Probe::List => self.routes.route("v1/stories"),
        };
        if probe == Probe::List {
            url.query_pairs_mut().append_pair("limit", "1");
        }
        Question { patient: false, ..Question::new(url) }
    }

    /// The address itself as a file. It is kept for the walk that follows.
    async fn meet_file(&mut self) -> Result<Met, Stopped> {
        self.fetch_file(false).await?;
        Ok(Met { dialect: Dialect::File, version: String::new() })
    }

    fn no_wire(&self, answered: &[String]) -> Stopped {
        let what = format!("{} has no wire at this address", self.asker.host);
        let why = format!("It answered {}", answered.join(", "));
        Stopped::new(Stop::Unable, what, why, "Check the address of the wire in the config")
    }

    fn other_kind(&self, dialect: Dialect) -> Stopped {
        let (is, kind) = match dialect {
            Dialect::Slugline => ("another Slugline's server", "slugline"),
            Dialect::File => ("a file in the wire format", "slugline"),
            _ => ("a server of the Delivery API", "delivery"),
        };
        let what = format!("{} is not what the config says", self.asker.host);
        let why = format!("It is {is}");
        let remedy = format!("Set `kind = \"{kind}\"` or `kind = \"auto\"` for the wire {}", self.name);
        Stopped::new(Stop::Unable, what, why, remedy)
    }
}

/// What an answer to a probe gives away, if anything.
fn recognise(probe: Probe, reply: &Reply) -> Option<Met> {
    if !matches!(reply.status, 200 | 203) {
        return None;
    }
    let text = String::from_utf8_lossy(&reply.body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if probe == Probe::List {
        return recognise_list(text);
    }
    let object: Map<String, Value> = serde_json::from_str(text).ok()?;
    let says = |name: &str| object.get(name).and_then(Value::as_str);
    let has = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
    let dialect = match probe {
        Probe::Itself if says("server").is_some_and(|server| server.eq_ignore_ascii_case("slugline")) => {
            Dialect::Slugline
        }
        Probe::Itself if has(&["version", "routers", "openapi"]) => Dialect::Hosted,
        Probe::Pulse if object.get("ok") == Some(&Value::Bool(true)) => Dialect::Reference,
        Probe::Health if matches!(says("status"), Some("ok" | "degraded")) => Dialect::Hosted,
        Probe::Status if has(&["status", "ok", "version"]) => Dialect::Legacy,
        _ => return None,
    };
    let version = if dialect == Dialect::Legacy { None } else { says("version") };
    Some(Met { dialect, version: version.map(short).unwrap_or_default() })
}

/// A server that says nothing of itself, by its list: the reference server's rows are whole, and carry what others
/// keep to themselves.
fn recognise_list(text: &str) -> Option<Met> {
    let page = envelope::open(text).ok()?;
    let first = page.items.first().map(|row| item::story(row)).transpose().ok()?;
    let dialect = match first {
        _ if page.next == Next::More => Dialect::Legacy,
        Some(told) if told.has_text() && !told.cited => Dialect::Reference,
        _ => Dialect::Hosted,
    };
    Some(Met { dialect, version: String::new() })
}

#[cfg(test)]
mod tests {
    use super::{Met, Probe, recognise};
    use crate::{net::Reply, remote::Dialect};

    #[track_caller]
    fn check(probe: Probe, body: &str, dialect: Option<Dialect>) {
        let reply = Reply { status: 200, body: body.into(), ..Reply::default() };
        assert_eq!(recognise(probe, &reply).map(|met| met.dialect), dialect, "{body}");
    }

    #[test]
    fn what_servers_say_of_themselves() {
        check(
            Probe::Itself,
            r#"{"version":"0","routers":["stories"],"openapi":"/o"}"#,
            Some(Dialect::Hosted),
        );
        check(Probe::Itself, r#"{"server":"slugline","version":"0.1.0"}"#, Some(Dialect::Slugline));
        check(Probe::Itself, r#"{"hello":"world"}"#, None);
        check(Probe::Pulse, r#"{"ok":true}"#, Some(Dialect::Reference));
        check(Probe::Pulse, r#"{"ok":"yes"}"#, None);
        check(Probe::Health, r#"{"status":"degraded","checks":{}}"#, Some(Dialect::Hosted));
        check(Probe::Status, r#"{"status":"operational"}"#, Some(Dialect::Legacy));
        check(Probe::List, r#"{"items":[],"nextCursor":null}"#, Some(Dialect::Hosted));
        check(Probe::List, r#"{"items":[{"id":"1","content":"x"}]}"#, Some(Dialect::Reference));
        check(Probe::List, r#"{"data":[],"pagination":{"hasMore":true}}"#, Some(Dialect::Legacy));
        for probe in [Probe::Itself, Probe::Pulse, Probe::Health, Probe::Status, Probe::List] {
            check(probe, "<!doctype html><title>Sign in</title>", None);
            check(probe, "{}", None);
            check(probe, "", None);
        }
    }

    #[test]
    fn a_version_is_shown_only_cleaned() {
        let body = br#"{"version":"1\u001b[31m.2"}"#.to_vec();
        let met = recognise(Probe::Itself, &Reply { status: 200, body, ..Reply::default() });
        assert_eq!(met, Some(Met { dialect: Dialect::Hosted, version: "1.2".into() }));
    }
}
