//! The file itself: made, refused, moved aside, read-only, shared, damaged.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;

use super::{Place, dispatch, key, noon, record, records, stories, wire};
use crate::store::sqlite::within::{APPLICATION_ID, MIGRATIONS, NEWEST, migrate_with};
use crate::store::{Access, Store};
use crate::wire::page::{Listing, Scope};

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
#[cfg(unix)]
fn it_is_for_its_owner_alone() {
    let place = Place::new();
    let store = place.open();
    store.writer().unwrap().put(&wire(), stories([dispatch("a", "X", 1)]), noon()).unwrap();
    assert_eq!(mode(place.path().parent().unwrap()), 0o700);
    for entry in fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
#[cfg(unix)]
fn only_what_is_a_store_is_shut_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let open_to_all = |path: &std::path::Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    };
    let place = Place::new();
    drop(place.open());
    open_to_all(&place.path());
    let _store = place.open();
    for journal in ["", "-wal", "-shm"] {
        let path = std::path::PathBuf::from(format!("{}{journal}", place.path().display()));
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    let foreign = place.folder.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    open_to_all(&foreign);
    assert!(Store::open(&foreign, Access::ReadWrite, noon()).is_err());
    assert_eq!(mode(&foreign), 0o644);
    let device = Store::open(std::path::Path::new("/dev/null"), Access::ReadWrite, noon()).unwrap_err();
    assert!(device.to_string().contains("a device or a pipe"), "{device}");
}

#[test]
fn a_newer_store_and_a_foreign_one_are_refused_in_words() {
    for (pragma, words) in [
        (format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 9999"), "newer Slugline"),
        ("PRAGMA application_id = 5; CREATE TABLE t (x)".to_owned(), "another program"),
        ("CREATE TABLE t (x)".to_owned(), "another program"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        Connection::open(&path).unwrap().execute_batch(&pragma).unwrap();
        let before = fs::read(&path).unwrap();
        for access in [Access::ReadWrite, Access::ReadOnly] {
            let fault = Store::open(&path, access, noon()).unwrap_err().to_string();
            assert!(fault.contains(words), "{fault}");
        }
        assert_eq!(fs::read(&path).unwrap(), before, "and it is left as it was");
    }
}

#[test]
fn what_is_no_database_is_moved_aside_and_kept() {
    let truncated: Vec<u8> = [&b"SQLite format 3\0"[..], &[7; 300]].concat();
    for content in [&b"\xff\xd8\xff\xe0 a picture"[..], b"x", &truncated] {
        let place = Place::new();
        fs::create_dir_all(place.path().parent().unwrap()).unwrap();
        fs::write(place.path(), content).unwrap();
        assert!(Store::open(&place.path(), Access::ReadOnly, noon()).is_err());
        let store = place.open();
        assert!(store.notices()[0].contains(".corrupt-2026"), "{:?}", store.notices());
        let kept = fs::read_dir(place.path().parent().unwrap()).unwrap().find_map(|entry| {
            let path = entry.unwrap().path();
            path.to_string_lossy().contains(".corrupt-").then(|| fs::read(path).unwrap())
        });
        assert_eq!(kept.as_deref(), Some(content));
        assert!(store.reader().unwrap().beats(&Scope::All).unwrap().is_empty());
    }
}

#[test]
fn an_empty_file_is_a_new_store_and_a_folder_is_none() {
    let place = Place::new();
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    fs::write(place.path(), b"").unwrap();
    assert!(place.open().notices().is_empty());
    assert!(
        Store::open(place.folder.path(), Access::ReadWrite, noon())
            .unwrap_err()
            .to_string()
            .contains("folder")
    );
}

#[test]
#[cfg(unix)]
fn a_link_is_followed_in_a_folder_of_ones_own() {
    let place = Place::new();
    drop(place.open());
    let link = place.folder.path().join("link.db");
    std::os::unix::fs::symlink(place.path(), &link).unwrap();
    assert!(Store::open(&link, Access::ReadWrite, noon()).unwrap().notices().is_empty());
}

#[test]
fn reading_only_reads_and_says_so() {
    let place = Place::new();
    let store = place.open();
    store.writer().unwrap().put(&wire(), stories([dispatch("a", "X", 1)]), noon()).unwrap();
    drop(store);
    let store = Store::open(&place.path(), Access::ReadOnly, noon()).unwrap();
    assert_eq!(store.reader().unwrap().page(&Listing::default(), 0, 9).unwrap().total, 1);
    assert!(store.writer().unwrap_err().to_string().contains("reading only"));
    assert!(Store::open(&place.folder.path().join("none.db"), Access::ReadOnly, noon()).is_err());
}

#[test]
fn an_older_store_is_copied_and_brought_up_to_date_in_one_step() {
    let place = Place::new();
    drop(place.open());
    let mut conn = Connection::open(place.path()).unwrap();
    let with = |more| [MIGRATIONS, &[more]].concat();
    assert!(migrate_with(&mut conn, &place.path(), &with("CREATE TABLE half (x); not sql")).is_err());
    let version = |conn: &Connection| {
        conn.pragma_query_value(None, "user_version", |line| line.get::<_, i64>(0)).unwrap_or(0)
    };
    assert_eq!(version(&conn), NEWEST as i64);
    let halves: i64 =
        conn.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |l| l.get(0)).unwrap();
    assert_eq!(halves, 0, "all or nothing");
    let said = migrate_with(&mut conn, &place.path(), &with("CREATE TABLE more (x)")).unwrap();
    assert!(said.unwrap().contains(&format!("before-{NEWEST}")));
    assert_eq!(version(&conn), NEWEST as i64 + 1);
}

#[test]
fn two_stores_on_one_file_write_at_once() {
    let place = Place::new();
    drop(place.open());
    std::thread::scope(|scope| {
        for name in ["a", "b", "c"] {
            let place = &place;
            scope.spawn(move || {
                let store = place.open();
                let writer = store.writer().unwrap();
                for n in 0..30 {
                    let items = stories([dispatch(&format!("{name}{n}"), "X", n)]);
                    writer.put(&wire(), items, noon()).unwrap();
                    writer.mark_read(&key(&format!("{name}{n}")), true).unwrap();
                }
            });
        }
    });
    let beats = place.open().reader().unwrap().beats(&Scope::All).unwrap();
    assert_eq!((beats[0].total, beats[0].unread), (90, 0));
}

#[test]
fn flipped_bytes_never_end_the_program() {
    let place = Place::new();
    let store = place.open();
    let items =
        [stories((0..30).map(|n| dispatch(&format!("d{n}"), "X", n))), records([record("1", "words")])]
            .concat();
    store.writer().unwrap().put(&wire(), items, noon()).unwrap();
    store.close();
    let sound = fs::read(place.path()).unwrap();
    let mut dice: u64 = 1;
    let folder = tempfile::tempdir().unwrap();
    for round in 0..250 {
        let path = folder.path().join(format!("{round}.db"));
        let mut bytes = sound.clone();
        for _ in 0..4 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let reach = if round % 4 == 0 { 200 } else { bytes.len() };
            let at = (dice >> 33) as usize % reach;
            bytes[at] ^= (dice >> 24) as u8 | 1;
        }
        fs::write(&path, &bytes).unwrap();
        let survived = catch_unwind(AssertUnwindSafe(|| use_it(&path)));
        assert!(survived.is_ok(), "round {round}");
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
    }
}

/// Whatever comes of it is an answer or a fault.
fn use_it(path: &std::path::Path) {
    let Ok(store) = Store::open(path, Access::ReadWrite, noon()) else { return };
    if let Ok(reader) = store.reader() {
        drop(reader.beats(&Scope::All));
        drop(reader.page(&Listing::default(), 3, 20));
        drop(reader.dispatch(&key("d3")));
        drop(reader.search(&Scope::All, "head", 9));
    }
    drop(store.writer().map(|writer| writer.mark_read(&key("d3"), true)));
}
