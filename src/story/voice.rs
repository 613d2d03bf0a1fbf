//! Who speaks in a record, for counting voices.

use super::Record;

impl Record {
    /// One spelling for each voice: [`Record::speaker`] in lower case.
    pub fn voice_key(&self) -> String {
        self.speaker().trim().to_lowercase()
    }

    /// Who speaks, as people read it: the outlet or the person, else the host of its page, else the kind of place.
    pub fn speaker(&self) -> String {
        let named = [&self.publisher, &self.byline].into_iter().flatten().any(|name| !name.trim().is_empty());
        let host = if named { None } else { self.domain() };
        host.unwrap_or_else(|| self.voice().to_owned())
    }

    /// The host of its page, without `www.`.
    pub fn domain(&self) -> Option<String> {
        let url = self.canonical_url.as_deref().or(self.url.as_deref())?;
        let host = url::Url::parse(url).ok()?.host_str()?.to_lowercase();
        Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use crate::story::Record;

    #[test]
    fn an_unnamed_outlet_speaks_with_its_host() {
        let url = Some("https://www.post.example/a".to_owned());
        assert_eq!(Record { url, ..Record::default() }.voice_key(), "post.example");
        assert_eq!(Record::default().voice_key(), "news");
    }
}
