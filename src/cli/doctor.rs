//! `slugline doctor`: where things are, versions, health. It works where nothing else does: with a wrong config, and
//! with a store that cannot be opened, which it tells instead of failing on.

use std::{env, io, path::Path};

use url::Url;

use super::{
    DEFAULT_WIRE, Exit, Failure, Out,
    args::Global,
    out::{Ink, colour_welcome, screen_size},
    settings,
    typeset::labelled,
};
use crate::{
    config::{Config, Places, SourceRow, WireRow, WriterKind, Writing},
    desk::compose,
    net::Manners,
    reader::human::{self, count, number},
    store::{Access, Health, Store, StoreFault},
    story::Moment,
    wire::page::WireCount,
};

/// Columns for the names on the left.
const LABEL: usize = 10;

pub(super) fn run(global: &Global, out: &mut Out) -> Result<Exit, Failure> {
    let places = Places::find().unwrap_or_default();
    row(out, "Slugline", &[env!("CARGO_PKG_VERSION"), env::consts::OS, env::consts::ARCH].join(" "))?;
    let (config, mut exit) = config(global, &places, out)?;
    let (wires, sources, writing) = (config.wires, config.sources, config.writer);
    let path = global.store.clone().or(config.store.path);
    exit = exit.max(store(out, &path.unwrap_or_else(|| places.store.clone()))?);
    row(out, "Log", &places.log.display().to_string())?;
    let model = !matches!(writing.kind, WriterKind::Extractive | WriterKind::Replay);
    network(global, &wires, &sources, model.then_some(writing.model.as_str()), out)?;
    writer(global, &writing, config.net.contact, out)?;
    terminal(out)?;
    Ok(exit)
}

fn row(out: &mut Out, name: &str, what: &str) -> io::Result<()> {
    let label = out.inked(Ink::Bold, &format!("{name:LABEL$}"));
    super::typeset::hanging(out, &label, LABEL, None, what)
}

fn more(out: &mut Out, what: &str) -> io::Result<()> {
    labelled(out, &" ".repeat(LABEL), None, what)
}

fn config(global: &Global, places: &Places, out: &mut Out) -> Result<(Config, Exit), Failure> {
    let file = global.config.clone().unwrap_or_else(|| places.config.clone());
    let there = if file.exists() { "" } else { " (not there; the defaults hold)" };
    row(out, "Config", &format!("{}{there}", file.display()))?;
    match settings::read(&file, global.config.is_some(), &|name| env::var(name).ok()) {
        Ok((config, _)) => Ok((config, Exit::Done)),
        Err(problems) => {
            for problem in problems {
                more(out, &format!("wrong: {problem}"))?;
            }
            Ok((crate::config::defaults(), Exit::Usage))
        }
    }
}

fn store(out: &mut Out, path: &Path) -> Result<Exit, Failure> {
    if !path.exists() {
        row(out, "Store", &format!("{} (not there yet)", path.display()))?;
        more(
            out,
            &format!(
                "slugline builds a demo wire; slugline gather and slugline import fill the wire {DEFAULT_WIRE}"
            ),
        )?;
        return Ok(Exit::Done);
    }
    row(out, "Store", &path.display().to_string())?;
    match looked_over(path) {
        Ok((health, wires)) => healthy(out, &health, &wires),
        Err(fault) => {
            more(out, &fault.to_string())?;
            Ok(Exit::Store)
        }
    }
}

/// Opened for reading only: a doctor changes nothing.
fn looked_over(path: &Path) -> Result<(Health, Vec<WireCount>), StoreFault> {
    let now = Moment::from(jiff::Timestamp::now());
    let reader = Store::open(path, Access::ReadOnly, now)?.reader()?;
    Ok((reader.health()?, reader.wires()?))
}

fn healthy(out: &mut Out, health: &Health, wires: &[WireCount]) -> Result<Exit, Failure> {
    let Health { schema, sqlite, bytes, journal_bytes, .. } = health;
    let sizes = format!("{} and {} of journal", human::bytes(*bytes), human::bytes(*journal_bytes));
    more(out, &format!("version {schema}, SQLite {sqlite}, {sizes}"))?;
    more(
        out,
        &format!(
            "{} with all versions, {}, {} in the ledger",
            count(health.dispatches, "dispatch", "dispatches"),
            count(health.records, "record", "records"),
            count(health.ledger, "line", "lines")
        ),
    )?;
    for wire in wires {
        let (total, unread) = (count(wire.total, "dispatch", "dispatches"), number(wire.unread));
        let records = count(wire.records, "record", "records");
        more(out, &format!("wire {}: {total}, {unread} unread, {records}", wire.wire))?;
    }
    for damage in &health.damage {
        more(out, &format!("damaged: {damage}"))?;
    }
    if health.damage.is_empty() {
        more(out, "sound: the integrity check found nothing")?;
        return Ok(Exit::Done);
    }
    more(out, "slugline export --out FILE saves what can still be read")?;
    Ok(Exit::Store)
}

/// Who may be asked, and which way. Of a proxy only the host is named: there may be a password beside it.
fn network(
    global: &Global,
    wires: &[WireRow],
    sources: &[SourceRow],
    model: Option<&str>,
    out: &mut Out,
) -> io::Result<()> {
    let mut servers: Vec<String> = wires.iter().map(|wire| wire.name.to_string()).collect();
    let on = sources.iter().filter(|source| source.enabled).count();
    if on > 0 {
        servers.push(count(on, "source of your own", "sources of your own"));
    }
    servers.extend(model.map(|model| format!("the model {model}")));
    let asked = match servers.as_slice() {
        _ if global.offline => "--offline: no request is made".to_owned(),
        [] => "no sources and no wires of others are configured, so nobody is asked".to_owned(),
        names => format!("asks the servers of {}, and nobody else", names.join(", ")),
    };
    row(out, "Network", &asked)?;
    if on < sources.len() {
        more(out, &format!("{} turned off", count(sources.len() - on, "source is", "sources are")))?;
    }
    let proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    for name in proxies {
        if let Some(value) = env::var(name).ok().filter(|value| !value.is_empty()) {
            more(out, &format!("{name} names {}", proxy_host(&value)))?;
        }
    }
    Ok(())
}

/// Who writes; and of a model whether it can be asked, which costs nothing.
fn writer(global: &Global, writing: &Writing, contact: String, out: &mut Out) -> io::Result<()> {
    let manners = Manners { contact, offline: global.offline, ..Manners::default() };
    if writing.kind == WriterKind::Extractive {
        return row(out, "Writer", "extractive: sentences taken from the records");
    }
    let place = if writing.place().is_empty() { String::new() } else { format!(" at {}", writing.place()) };
    let name = if writing.model.is_empty() { "recorded replies" } else { &writing.model };
    row(out, "Writer", &format!("{name}{place}"))?;
    if global.offline && writing.kind != WriterKind::Replay {
        return more(out, "--offline: it is not asked; dispatches are extractive");
    }
    match compose::reachable(writing, manners) {
        Ok(told) => more(out, &told.unwrap_or_default())?,
        Err(why) => more(out, &format!("cannot be asked: {why}; dispatches are extractive meanwhile"))?,
    }
    let bounds = format!(
        "at most {} tokens a dispatch and {} a day",
        number(writing.dispatch_tokens as usize),
        number(writing.day_tokens as usize)
    );
    let priced = writing.price_in > 0.0 || writing.price_out > 0.0;
    let money = writing.dispatch_money > 0.0 || writing.day_money > 0.0;
    let unpriced = "; money is not counted, since no price is set (writer.price_in, writer.price_out)";
    more(out, &format!("{bounds}{}", if money && !priced { unpriced } else { "" }))
}

fn proxy_host(value: &str) -> String {
    let whole = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let url = Url::parse(&whole).ok();
    let host = url.as_ref().and_then(|url| Some((url.host_str()?, url.port_or_known_default())));
    match host {
        Some((host, Some(port))) => format!("the proxy {host}:{port}"),
        Some((host, None)) => format!("the proxy {host}"),
        None => "no address that can be read".to_owned(),
    }
}

fn terminal(out: &mut Out) -> io::Result<()> {
    let var = |name: &str| env::var(name).unwrap_or_else(|_| "not set".to_owned());
    let size = screen_size().map_or("of unknown size".to_owned(), |(w, h)| format!("{w}×{h}"));
    let screen = if out.screen { "a screen" } else { "no screen: plain text is printed" };
    row(out, "Terminal", &format!("{screen}, {size}, TERM {}, COLORTERM {}", var("TERM"), var("COLORTERM")))?;
    let colours = if colour_welcome() { "welcome" } else { "not welcome (NO_COLOR or TERM)" };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| env::var(name).ok());
    more(out, &format!("colours {colours}, locale {}", locale.as_deref().unwrap_or("not set")))
}

#[cfg(test)]
mod tests {
    use super::proxy_host;

    #[test]
    fn of_a_proxy_only_the_host_is_named() {
        for (value, told) in [
            ("http://me:hush@proxy.example:3128", "the proxy proxy.example:3128"),
            ("socks5h://me:hush@proxy.example", "the proxy proxy.example"),
            ("me:hush@proxy.example:80", "the proxy proxy.example:80"),
            ("http://me:hush@", "no address that can be read"),
        ] {
            assert_eq!(proxy_host(value), told);
        }
    }
}
