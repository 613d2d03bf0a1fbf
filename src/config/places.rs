//! Where things are: the XDG base directories, or what stands for them on other systems.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The usual places of our files. A flag or a setting may name others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// `$XDG_CONFIG_HOME/slugline/config.toml`
    pub config: PathBuf,
    /// `$XDG_DATA_HOME/slugline/wire.sqlite`
    pub store: PathBuf,
    /// `$XDG_STATE_HOME/slugline/slugline.log`
    pub log: PathBuf,
}

impl Places {
    /// Asks the environment. `None` where not even a home directory is known.
    pub fn find() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self {
            config: base.config_dir().join("slugline").join("config.toml"),
            store: base.data_dir().join("slugline").join("wire.sqlite"),
            log: state.join("slugline").join("slugline.log"),
        })
    }
}

/// A path with a leading `~/` replaced by the home directory.
pub fn under_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
