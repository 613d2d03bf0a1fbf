//! What may stand on the command line. One definition for parsing, help, man page, completions and README.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::FalseyValueParser};

use super::{
    article::Article, completions::Completions, edition::Edition, export::Export, gather::Gather,
    import::Import, init::Init, keys::Keys, list::List, prefetch::Prefetch, record::Record, replay::Replay,
    search::Search, show::Show, sources::Sources, stories::Stories, sync::Sync, trace::Trace, verify::Verify,
    why::Why, wires::Wires,
};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "slugline", bin_name = "slugline", version, about, long_about = LONG, after_help = AFTER, max_term_width = 100)]
pub struct CommandLine {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// Which command; none opens the reader.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const LONG: &str = "A newswire in your terminal, with a source behind every sentence.\n\n\
    Without a command the reader opens: the wire, its dispatches, and the records behind every sentence. Where \
    standard output is no terminal, the front page is printed as plain text.";

const AFTER: &str = "Exit codes: 0 done, 1 nothing found or done in part, 2 usage or config, 3 store.\n\
    Every flag above has a variable of the environment: SLUGLINE_CONFIG, SLUGLINE_STORE, …";

/// What holds for every command. Each flag may stand before or after the command and has a variable.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// The config file [default: ~/.config/slugline/config.toml]
    #[arg(long, global = true, value_name = "FILE", env = "SLUGLINE_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// The store [default: ~/.local/share/slugline/wire.sqlite]
    #[arg(long, global = true, value_name = "FILE", env = "SLUGLINE_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// Only this wire; for import, gather and edition, the wire to write to [default there: main]
    #[arg(long, global = true, value_name = "NAME", env = "SLUGLINE_WIRE", hide_env_values = true)]
    pub wire: Option<String>,
    /// Make no request, whatever the command: what is in the store is all there is
    #[arg(long, global = true, env = "SLUGLINE_OFFLINE", hide_env_values = true, value_parser = yes())]
    pub offline: bool,
    /// Colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        env = "SLUGLINE_COLOR",
        hide_env_values = true
    )]
    pub color: ColorWhen,
    /// Say more on standard error
    #[arg(short, long, global = true, overrides_with = "verbose", env = "SLUGLINE_VERBOSE", hide_env_values = true, value_parser = yes())]
    pub verbose: bool,
    /// Meet a fault of our own after the first frame, to see that the terminal survives it
    #[arg(long, global = true, hide = true, env = "SLUGLINE_DEBUG_PANIC", hide_env_values = true, value_parser = yes())]
    pub debug_panic: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands. One command, one file.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The dispatches of a wire, newest first
    List(List),
    /// One dispatch with its citations
    Show(Show),
    /// Each sentence of a dispatch with the words of the records that show it
    Trace(Trace),
    /// Hold every dispatch in the store against its records once more
    Verify(Verify),
    /// One record, whole, and the dispatches that cite it
    Record(Record),
    /// Search dispatches and records
    Search(Search),
    /// Take records and dispatches from files into the store
    Import(Import),
    /// Write the wire to a file
    Export(Export),
    /// Fetch what is new on the wires that others publish
    Sync(Sync),
    /// Fetch all that is needed to read the last days offline
    Prefetch(Prefetch),
    /// The wires that others publish: list, add, remove, test
    Wires(Wires),
    /// Begin with sources that are well known
    Init(Init),
    /// Fetch what is new at your own sources: feeds, Bluesky, Hacker News
    Gather(Gather),
    /// Your own sources: list, add, remove, enable, disable, discover, test, import, export
    Sources(Sources),
    /// Run the desk over the records in the store: signal, cluster, write, publish
    Edition(Edition),
    /// The stories that move, or that are watched for want of evidence
    Stories(Stories),
    /// Why a story is one: what its records met, what fired, what is missing
    Why(Why),
    /// Run the desk's stages over a file of records, without touching the store
    Replay(Replay),
    /// The page behind a link, as readable text
    Article(Article),
    /// Which key does what in the reader
    Keys(Keys),
    /// Where things are, versions, health
    Doctor,
    /// Completions for a shell
    Completions(Completions),
    /// The manual page, for man(1)
    Man,
}

/// How a yes-or-no variable is read: empty, 0, n, no, f, false and off are no.
pub(super) fn yes() -> FalseyValueParser {
    FalseyValueParser::new()
}
