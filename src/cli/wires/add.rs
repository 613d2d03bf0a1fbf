//! `slugline wires add [NAME] URL`: asks the server what it is, and writes a row for it into the config.

use clap::Args;
use toml_edit::{Table, value};
use url::{Host, Url};

use super::{
    list,
    reach::{self, Reach},
    test,
};
use crate::{
    cli::{
        Exit, Failure, Session,
        args::yes,
        online::{self, Went, sentence},
        typeset::labelled,
    },
    config::{WireRow, edit},
    desk::wired::DEMO,
    wire::state::{Trouble, WireState},
};

/// `slugline wires add`
#[derive(Debug, Args)]
#[command(override_usage = "slugline wires add [OPTIONS] [NAME] <URL>")]
pub(super) struct Add {
    /// What to call it, and its address; the name may be left out
    #[arg(value_name = "[NAME] URL", required = true, num_args = 1..=2)]
    named: Vec<String>,
    /// The most requests a day (UTC) [default: 500]
    #[arg(long, value_name = "N", env = "SLUGLINE_BUDGET", hide_env_values = true)]
    budget: Option<i64>,
    /// Minutes between two syncs while the reader is open; 0 for only when asked [default: 30]
    #[arg(long, value_name = "MINUTES", env = "SLUGLINE_INTERVAL", hide_env_values = true)]
    interval: Option<i64>,
    /// The most requests a minute [default: 60]
    #[arg(long, value_name = "N", env = "SLUGLINE_PER_MINUTE", hide_env_values = true)]
    per_minute: Option<i64>,
    /// Add it without asking its server
    #[arg(long, env = "SLUGLINE_UNTESTED", hide_env_values = true, value_parser = yes())]
    untested: bool,
    #[command(flatten)]
    reach: Reach,
}

impl Add {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let row = self.row()?;
        let checked = reach::checked(&row)?;
        let states = list::states(session)?;
        is_free(session, &checked, &states)?;
        if self.untested || session.global.offline {
            let why = if self.untested { "--untested" } else { "--offline" };
            session.out.say(&format!("Its server was not asked ({why})."));
        } else {
            match test::ask(session, &checked)? {
                Went::Stopped(code) => {
                    return Ok(online::stopped(session, code, "Stopped; nothing was added."));
                }
                Went::Through(Err(trouble)) => return Err(refused(&checked, &trouble)),
                Went::Through(asked) => test::tell(session.out, &checked, &asked, true)?,
            }
        }
        let file = session.config_file();
        edit::add_wire(&file, &row)?;
        let told = format!("Added to {}. Next: slugline sync {}", file.display(), checked.name);
        labelled(session.out, "", None, &told)?;
        remark(session, &checked, &states)?;
        Ok(Exit::Done)
    }

    /// The row as it will stand in the config: only what was said.
    fn row(&self) -> Result<Table, Failure> {
        let (name, url) = match self.named.as_slice() {
            [name, url] => (name.clone(), url),
            [url] => (name_from(url), url),
            _ => return Err(Failure::Usage("A wire is added by its name and its address.".to_owned())),
        };
        let mut row = Table::new();
        row["name"] = value(name);
        row["url"] = value(url);
        self.reach.write(&mut row)?;
        for (key, given) in
            [("budget", self.budget), ("interval", self.interval), ("per_minute", self.per_minute)]
        {
            if let Some(n) = given {
                row[key] = value(n);
            }
        }
        Ok(row)
    }
}

/// Nobody has the name yet, neither in the config nor, as a wire of one's own, in the store.
fn is_free(session: &Session<'_>, row: &WireRow, states: &[WireState]) -> Result<(), Failure> {
    let name = &row.name;
    if let Some(known) = session.config.wires.iter().find(|known| known.name == *name) {
        return Err(Failure::Usage(format!(
            "There is a wire {name} already ({}). Choose another name: slugline wires add NAME {}",
            known.url, row.url
        )));
    }
    if states.iter().any(|state| state.wire == *name && state.url.is_empty()) {
        return Err(Failure::Usage(format!(
            "{name} is a wire of your own. Choose another name: slugline wires add NAME {}",
            row.url
        )));
    }
    Ok(())
}

/// What helps with a row of the config does not help here: there is none yet.
fn refused(row: &WireRow, trouble: &Trouble) -> Failure {
    let told = sentence(&online::at_first(trouble, false));
    Failure::Partly(format!("{told}\nNothing was added. --untested adds {} all the same.", row.name))
}

/// What else is worth knowing: what is kept from before, and the demo.
fn remark(session: &mut Session<'_>, row: &WireRow, states: &[WireState]) -> Result<(), Failure> {
    if let Some(kept) = states.iter().find(|state| state.wire == row.name) {
        let elsewhere = if kept.url == row.url { String::new() } else { format!(" from {}", kept.url) };
        let told = format!("The {} dispatches kept{elsewhere} before are part of it.", kept.total);
        labelled(session.out, "", None, &told)?;
    }
    if states.iter().any(|state| state.wire.as_str() == DEMO) {
        let told = "The demo wire stays until you say `slugline wires remove demo --purge`.";
        labelled(session.out, "", None, told)?;
    }
    Ok(())
}

/// A name made of the host: `https://app.aidran.ai` is aidran, `http://localhost:3000` localhost-3000.
pub(super) fn name_from(url: &str) -> String {
    const SAY_NOTHING: &[&str] = &["www", "app", "api", "wire", "news", "feed", "feeds"];
    let Ok(url) = Url::parse(url) else { return "wire".to_owned() };
    let port = url.port().map_or_else(String::new, |port| format!("-{port}"));
    match url.host() {
        Some(Host::Domain(host)) => {
            let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
            let says_nothing = |label: &&&str| labels.len() > 2 && SAY_NOTHING.contains(*label);
            let skipped = labels.iter().take_while(says_nothing).count().min(labels.len().saturating_sub(2));
            let label = labels.get(skipped).copied().unwrap_or("wire");
            format!("{}{port}", label.chars().take(30).collect::<String>())
        }
        Some(Host::Ipv4(ip)) => format!("{ip}{port}"),
        _ => format!("wire{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::name_from;

    #[test]
    fn a_host_makes_a_name() {
        for (url, name) in [
            ("https://app.aidran.ai", "aidran"),
            ("https://wire.example.org/x", "example"),
            ("https://api.news.example.co.uk", "example"),
            ("https://www.wire", "www"),
            ("https://wire.org", "wire"),
            ("https://example.org", "example"),
            ("http://localhost:3000", "localhost-3000"),
            ("http://127.0.0.1:8080/", "127.0.0.1-8080"),
            ("http://[::1]:80", "wire"),
            ("http://[::1]:81", "wire-81"),
            ("nonsense", "wire"),
        ] {
            assert_eq!(name_from(url), name, "{url}");
        }
    }
}
