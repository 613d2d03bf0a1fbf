//! What every command that reads a wire needs: settings, places, the store, and where words go.

use std::path::PathBuf;

use super::{DEFAULT_WIRE, Failure, Out, args::Global, settings};
use crate::{
    config::{Config, Places},
    reader::keys::Keymap,
    store::{Access, Reader, Store, StoreFault},
    story::{Moment, WireName},
    wire::page::Scope,
};

/// One run of one command.
pub struct Session<'a> {
    /// The flags that hold for every command.
    pub global: Global,
    /// The settings.
    pub config: Config,
    /// Which key does what.
    pub keymap: Keymap,
    /// The usual places of our files.
    pub places: Places,
    /// Where words go.
    pub out: &'a mut Out,
}

impl<'a> Session<'a> {
    /// Reads the settings. A wrong config stops every command here.
    pub fn begin(global: Global, out: &'a mut Out) -> Result<Self, Failure> {
        let places = Places::find().unwrap_or_default();
        let file = global.config.clone().unwrap_or_else(|| places.config.clone());
        let env = |name: &str| std::env::var(name).ok();
        let (config, keymap) =
            settings::read(&file, global.config.is_some(), &env).map_err(Failure::Config)?;
        let session = Self { global, config, keymap, places, out };
        session.remark_on_start(&file);
        Ok(session)
    }

    fn remark_on_start(&self, file: &std::path::Path) {
        tracing::debug!(config = %file.display(), store = %self.store_path().display(), "begun");
    }

    /// The config file: the flag or its variable, else the usual place.
    pub fn config_file(&self) -> PathBuf {
        self.global.config.clone().unwrap_or_else(|| self.places.config.clone())
    }

    /// The store: the flag or its variable, else the config's, else the usual place.
    pub fn store_path(&self) -> PathBuf {
        let named = self.global.store.clone().or_else(|| self.config.store.path.clone());
        named.unwrap_or_else(|| self.places.store.clone())
    }

    /// Which wires a reading command looks at.
    pub fn scope(&self) -> Scope {
        self.global.wire.as_deref().map_or(Scope::All, |name| Scope::Wire(WireName::from(name)))
    }

    /// Which wire a writing command writes to.
    pub fn wire(&self) -> WireName {
        WireName::from(self.global.wire.as_deref().unwrap_or(DEFAULT_WIRE))
    }

    /// The time. Read here and handed down; nothing below looks at a clock.
    pub fn now(&self) -> Moment {
        Moment::from(jiff::Timestamp::now())
    }

    /// A remark that only `-v` shows.
    pub fn remark(&mut self, text: &str) {
        if self.global.verbose {
            self.out.say(text);
        }
    }

    /// Opens the store for reading and writing, making it if it is not there; its notices are left to the caller.
    pub fn open_quietly(&mut self) -> Result<Store, Failure> {
        Ok(Store::open(&self.store_path(), Access::ReadWrite, self.now())?)
    }

    /// Opens the store for reading and writing, and passes on what there is to say about that.
    pub fn open_store(&mut self) -> Result<Store, Failure> {
        let store = self.open_quietly()?;
        self.remark(&format!("Store: {}", store.path().display()));
        for notice in store.notices() {
            self.out.say(notice);
        }
        Ok(store)
    }

    /// A reader of the store; where there is neither a store nor a config, of a demo wire built on the spot.
    pub fn open_reader(&mut self) -> Result<(Store, Reader), Failure> {
        let store = self.open_store()?;
        super::demo::build_if_due(self, &store)?;
        let reader = store.reader()?;
        self.know_wire(&reader)?;
        Ok((store, reader))
    }

    /// A wire that was named must be there, unless there is none at all.
    fn know_wire(&self, reader: &Reader) -> Result<(), Failure> {
        let Scope::Wire(asked) = self.scope() else { return Ok(()) };
        let wires = reader.wires()?;
        let names: Vec<&str> = wires.iter().map(|wire| wire.wire.as_str()).collect();
        if names.is_empty() || names.contains(&asked.as_str()) {
            return Ok(());
        }
        let near = crate::config::nearest(asked.as_str(), names.iter().copied());
        let meant = near.map_or_else(String::new, |near| format!(" Did you mean {near:?}?"));
        Err(Failure::Partly(format!("No wire is called {asked}.{meant} There are {}.", names.join(", "))))
    }
}

impl From<StoreFault> for Failure {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault.to_string())
    }
}
