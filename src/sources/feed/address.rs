//! Addresses as feeds write them.

use url::Url;

use super::{element::Element, told::Losses};
use crate::{sources::canonical, text::clean};

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 8192;

/// An address in an element, or in one of its attributes, completed; as it was written where it is whole. What leads
/// nowhere on the web is a loss.
pub(super) fn of(written: &str, base: Option<&Url>, losses: &mut Losses) -> Option<String> {
    let written = bare(written);
    if written.is_empty() {
        return None;
    }
    let found = Some(&written).filter(|written| written.len() <= LONGEST);
    let Some(url) = found.and_then(|written| canonical::address(written, base)) else {
        losses.link(&clean::line(&written));
        return None;
    };
    let plain = is_whole(&written) && !written.contains(['\\', '@']);
    Some(if plain { written } else { url.into() })
}

/// Where an identifier is an address without its beginning, the whole; any other as it stands there.
pub(super) fn id(element: &Element) -> Option<String> {
    let written = clean::line(&element.text());
    let relative = written.contains('/') && !written.contains([':', ' ']);
    let permalink = element.attribute("ispermalink").is_none_or(|said| !said.eq_ignore_ascii_case("false"));
    let whole = match &element.base {
        Some(base) if relative && permalink => base.join(&written).ok().map(String::from),
        _ => None,
    };
    whole.or(Some(written)).filter(|id| !id.is_empty())
}

/// Whether it can be an address on the web as it stands.
pub(super) fn is_whole(written: &str) -> bool {
    let scheme =
        |scheme: &str| written.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    scheme("http://") || scheme("https://")
}

/// Without the blanks and line breaks that addresses are folded with.
fn bare(written: &str) -> String {
    let lines = clean::block(written);
    let lines = lines.trim();
    if lines.contains('\n') { lines.lines().map(str::trim).collect() } else { lines.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::sources::feed::told::Losses;

    #[track_caller]
    fn check(written: &str, found: Option<&str>) {
        let base = "https://post.example/news/feed.xml".parse().unwrap();
        let mut losses = Losses::default();
        assert_eq!(of(written, Some(&base), &mut losses).as_deref(), found, "{written:?}");
        assert_eq!(losses.links.0, usize::from(found.is_none() && !written.trim().is_empty()));
    }

    #[test]
    fn addresses_are_completed_or_lost() {
        check(" https://a.example/x?a=1&b=2 ", Some("https://a.example/x?a=1&b=2"));
        check("HTTPS://A.example", Some("HTTPS://A.example"));
        check("/x", Some("https://post.example/x"));
        check("x", Some("https://post.example/news/x"));
        check("//b.example/x", Some("https://b.example/x"));
        check("https://a.example/\n   x", Some("https://a.example/x"));
        check("https://bank.example@evil.example/", Some("https://evil.example/"));
        check("javascript:alert(1)", None);
        check("file:///etc/passwd", None);
        check("tag:a.example,2004:1", None);
        check("", None);
    }
}
