//! Lists of feeds, dropped on the sources screen: read, and compared with what is there.

use std::{fs::File, io::Read, path::Path};

use crate::{
    config::{SourceRow, under_home},
    desk::beats::Beat,
    reader::{
        human,
        msg::{Outlines, Trouble},
    },
    sources::{
        offer::{self, Offer, Plan},
        opml,
    },
    text::clean,
};

/// The longest file that is read, in bytes.
const CAP: u64 = 16 * 1024 * 1024;

/// What these files would add to the sources that are there.
pub(super) fn read(files: &[String], there: &[SourceRow], beats: &[Beat]) -> Result<Outlines, Trouble> {
    let mut outlines = Outlines { name: human::count(files.len(), "file", "files"), ..Outlines::default() };
    let mut feeds: Vec<Offer> = Vec::new();
    for file in files {
        let path = under_home(file);
        let name = name_of(&path);
        let opml = opml::read(&bytes(&path, &name)?);
        let prefix = if files.len() > 1 { format!("{name}: ") } else { String::new() };
        outlines.notes.extend(opml.notes.into_iter().map(|note| format!("{prefix}{note}")));
        outlines.folders += opml.folders;
        feeds.extend(opml.feeds);
        if files.len() == 1 {
            outlines.name = name;
        }
    }
    if feeds.is_empty() {
        return Err(Trouble {
            what: format!("{} holds no list of feeds", outlines.name),
            why: outlines.notes.join("; "),
            remedy: "Other readers export their feeds as OPML".to_owned(),
        });
    }
    let slugs: Vec<(&str, &str)> =
        beats.iter().map(|beat| (beat.slug.as_str(), beat.name.as_str())).collect();
    let Plan { rows, known, refused, .. } = offer::plan(there, &slugs, &feeds);
    let own = rows.iter().filter(|row| row.allow_private).count();
    outlines
        .notes
        .extend(refused.into_iter().take(6).map(|(what, why)| format!("{what}: its address {why}")));
    if own > 0 {
        let some = human::count(own, "address is", "addresses are");
        outlines.notes.push(format!("{some} of your own network, and may be asked there"));
    }
    Ok(Outlines { rows, known: known.len(), ..outlines })
}

/// What a file is called.
fn name_of(path: &Path) -> String {
    clean::line(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

/// What stands in a file. Only files are read, and none longer than the cap: a path may name anything.
fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, Trouble> {
    let trouble = |why: &str| Trouble {
        what: format!("{name} cannot be read"),
        why: why.split(" (os error").next().unwrap_or(why).to_owned(),
        remedy: String::new(),
    };
    let about = path.metadata().map_err(|why| trouble(&why.to_string()))?;
    if !about.is_file() {
        return Err(trouble("It is no file"));
    }
    if about.len() > CAP {
        return Err(trouble("It is longer than 16 MiB"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|why| trouble(&why.to_string()))?;
    file.take(CAP).read_to_end(&mut bytes).map_err(|why| trouble(&why.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{config::SourceRow, desk::beats::Beat};

    const OPML: &str = r#"<opml version="2.0"><body><outline text="World">
        <outline text="Alder Post" xmlUrl="https://alder.example/feed"/>
        <outline text="Harbour Mail" xmlUrl="https://mail.example/rss"/></outline>
        <outline text="Script" xmlUrl="javascript:alert(1)"/></body></opml>"#;

    #[test]
    fn a_file_is_compared_with_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my feeds.opml");
        std::fs::write(&path, OPML).unwrap();
        let there = [SourceRow {
            name: "mail".into(),
            url: "http://mail.example/rss/".into(),
            ..SourceRow::default()
        }];
        let beats = [Beat { slug: "world".into(), name: "World".into(), ..Beat::default() }];
        let files = [path.to_string_lossy().into_owned()];
        let read_ = read(&files, &there, &beats).unwrap();
        let rows: Vec<_> = read_.rows.iter().map(|row| (row.name.as_str(), row.beat.as_str())).collect();
        assert_eq!((rows, read_.known, read_.folders), (vec![("alder-post", "world")], 1, 1));
        assert_eq!((read_.name.as_str(), read_.notes.len()), ("my feeds.opml", 1));
        let twice = read(&[files[0].clone(), files[0].clone()], &[], &beats).unwrap();
        assert_eq!((twice.name.as_str(), twice.rows.len(), twice.known), ("2 files", 2, 2));
    }

    #[test]
    fn what_is_no_list_of_feeds_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "nothing of the kind").unwrap();
        for (path, what, why) in [
            (path.to_string_lossy().into_owned(), "notes.txt holds no list of feeds", "no OPML"),
            ("/dev/zero".to_owned(), "zero cannot be read", "no file"),
            ("/nowhere/feeds.opml".to_owned(), "feeds.opml cannot be read", "No such file"),
        ] {
            let trouble = read(&[path], &[], &[]).unwrap_err();
            assert!(trouble.what == what && trouble.why.contains(why), "{trouble:?}");
        }
    }
}
