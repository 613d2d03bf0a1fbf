//! Who speaks in a record.

use crate::story::Record;

/// Who speaks in a record: the outlet or the person, else the host of its page, else the kind of place. Lower case,
/// so that two spellings of an outlet are one voice.
pub fn voice(record: &Record) -> String {
    let named = [&record.publisher, &record.byline].into_iter().flatten().any(|name| !name.trim().is_empty());
    let host = if named { None } else { domain(record) };
    host.unwrap_or_else(|| record.voice().trim().to_lowercase())
}

/// The host of a record's page, without `www.`.
pub fn domain(record: &Record) -> Option<String> {
    let url = record.canonical_url.as_deref().or(record.url.as_deref())?;
    let host = url::Url::parse(url).ok()?.host_str()?.to_lowercase();
    Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::voice;
    use crate::story::Record;

    #[test]
    fn an_unnamed_outlet_speaks_with_its_host() {
        let url = Some("https://www.post.example/a".to_owned());
        assert_eq!(voice(&Record { url, ..Record::default() }), "post.example");
        assert_eq!(voice(&Record::default()), "news");
    }
}
