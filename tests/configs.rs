//! Config files that must be read, and files that must be refused with exactly the text beside them.
//! Add a case by adding a file: `tests/fixtures/config/{valid,invalid}/<name>.toml`, and `<name>.txt` for what is said.
//! `SLUGLINE_BLESS=1 cargo test configs` writes the texts anew; read the difference before committing it.

use std::{fs, path::PathBuf};

use slugline::cli::settings;

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/config").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn said(path: &std::path::Path) -> Option<String> {
    let problems = settings::read(path, true, &|_| None).err()?;
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let lines = problems.iter().map(|p| p.to_string().replace(&path.display().to_string(), &name) + "\n");
    Some(lines.collect())
}

#[test]
fn valid_files_are_read() {
    for path in cases("valid") {
        assert_eq!(said(&path), None, "{}", path.display());
    }
}

#[test]
fn invalid_files_are_refused_in_plain_words() {
    for path in cases("invalid") {
        let said = said(&path).unwrap_or_else(|| panic!("{} was accepted", path.display()));
        let expected = path.with_extension("txt");
        if std::env::var_os("SLUGLINE_BLESS").is_some() {
            fs::write(&expected, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(said, expected, "{}", path.display());
    }
}
