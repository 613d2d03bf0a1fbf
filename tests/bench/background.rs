//! `cargo bench --profile dev -- background`: makes `assets/background.txt` anew, the table of how common words are in news
//! at large, from the sets of records in `../shared/data/clusters` (or in the folder named after `--from=`).
//!
//! It holds counts alone, each language for itself, of words that stand in at least three texts.

use std::fs;
use std::path::{Path, PathBuf};

use slugline::cluster::Background;
use slugline::desk::replay;
use slugline::story::Record;

/// A word in fewer texts than this is left out.
const LEAST: u32 = 3;

const HEAD: &str = "\
# How many news texts a word stands in, by language: counts alone, of words that stand in three texts and more. A line
# \"language en 5417\" begins a language with the number of its texts; each line after it holds a number of texts and the
# words that stand in so many. Words are stems, or the first five letters and ~; names begin with a capital.
# Made by: cargo bench --profile dev -- background
";

pub(crate) fn make() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = std::env::args().find_map(|word| word.strip_prefix("--from=").map(PathBuf::from));
    let folder = said.unwrap_or_else(|| root.join("../shared/data/clusters"));
    let mut records: Vec<Record> = Vec::new();
    for name in ["ecbplus", "uci2014", "wikinews", "og2021"] {
        let file = folder.join(format!("{name}.jsonl"));
        match fs::read_to_string(&file) {
            Ok(lines) => records.extend(replay::read(&lines).records),
            Err(error) => return println!("{}: {error}", file.display()),
        }
    }
    let table = format!("{HEAD}{}", Background::table(&records, LEAST));
    let place = root.join("assets/background.txt");
    match fs::write(&place, &table) {
        Ok(()) => println!("{} texts, {} bytes: {}", records.len(), table.len(), place.display()),
        Err(error) => println!("{}: {error}", place.display()),
    }
}
