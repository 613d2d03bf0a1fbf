//! `[[wires]]` and `[net]`: which wires are read from elsewhere, and how politely.

use std::path::PathBuf;

use crate::story::WireName;

/// `[net]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Net {
    /// A mail address or a page, told to servers in the User-Agent so that they can ask who reads them; empty for none.
    pub contact: String,
}

/// One of `[[wires]]`: a wire that somebody else publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireRow {
    /// What the person calls it.
    pub name: WireName,
    /// Where it is: checked to be http or https, with a host and without a password.
    pub url: String,
    /// What is expected there.
    pub kind: WireKind,
    /// Where its key comes from.
    pub key: KeyFrom,
    /// Addresses of the person's own network, and this machine's, may be asked.
    pub allow_private: bool,
    /// The most requests a day (UTC).
    pub budget: u32,
    /// Minutes between two syncs while the reader is open; 0 for only when asked.
    pub interval: u32,
    /// The most requests a minute. A server on this machine is not held to it.
    pub per_minute: u32,
}

/// What holds for a row that says no more than name and url. `config.example.toml` tells the same, and a test compares.
impl Default for WireRow {
    fn default() -> Self {
        Self {
            name: WireName::default(),
            url: String::new(),
            kind: WireKind::Auto,
            key: KeyFrom::Nowhere,
            allow_private: false,
            budget: 500,
            interval: 30,
            per_minute: 60,
        }
    }
}

/// What is expected at the other end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WireKind {
    /// Whatever it turns out to be.
    #[default]
    Auto,
    /// A server of the AIDRAN Delivery API.
    Delivery,
    /// Another Slugline: its server, or a file that `slugline export` wrote, put on any web server.
    Slugline,
}

impl WireKind {
    /// The words for them, in the order of `ALL`.
    pub const WORDS: &[&str] = &["auto", "delivery", "slugline"];
    /// All of them.
    pub const ALL: &[Self] = &[Self::Auto, Self::Delivery, Self::Slugline];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Delivery => "delivery",
            Self::Slugline => "slugline",
        }
    }
}

/// Where a key comes from. The key itself never stands in the config.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum KeyFrom {
    /// No key.
    #[default]
    Nowhere,
    /// A variable of the environment.
    Env(String),
    /// The first line of a file that only its owner can read.
    File(PathBuf),
    /// What a program prints, first line; the program and its arguments, run without a shell.
    Command(Vec<String>),
}
