//! What can keep an answer from us, in plain words.
//!
//! What the libraries say is a chain of errors of several crates whose outermost link is always "error sending
//! request" or "error decoding response body", a time-out included. So the chain is walked and each link asked what
//! it is; its own words are used only where nothing better is known.

use std::{error::Error, io, time::Duration};

use rustls::CertificateError;

use super::resolve::Unresolved;
use crate::text::clean;

/// The kind of thing that went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No way to the server: no network, no such host, refused, timed out before an answer. Worth trying later.
    Unreachable,
    /// The answer broke off, or was no sound HTTP. Worth one more try.
    Broken,
    /// We would not ask, or not go on: a private address, a redirect too many, a scheme.
    Forbidden,
    /// More than we take.
    TooLarge,
    /// No request is allowed at all (`--offline`).
    Offline,
}

/// Why there is no answer. No key is ever in it, and its words are safe to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {why}")]
pub struct NetFault {
    /// The host asked.
    pub host: String,
    /// The kind.
    pub cause: Cause,
    /// Why, in plain words: "the name is not known", "no answer within 15 s".
    pub why: String,
}

/// A fault whose host is not yet written beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub cause: Cause,
    pub why: String,
    /// What was refused belongs to the own network: whoever typed it can allow it.
    pub own: bool,
}

impl Told {
    pub(super) fn new(cause: Cause, why: impl Into<String>) -> Self {
        Self { cause, why: why.into(), own: false }
    }

    pub(super) fn forbidden(why: impl Into<String>) -> Self {
        Self::new(Cause::Forbidden, why)
    }

    pub(super) fn broken(why: impl Into<String>) -> Self {
        Self::new(Cause::Broken, why)
    }

    /// With its host, and cleaned: parts of it may be a stranger's words.
    pub(super) fn of(self, host: &str) -> NetFault {
        NetFault { host: clean::line(host), cause: self.cause, why: clean::line(&self.why) }
    }
}

/// Why no answer began.
pub(super) fn asking(error: &(dyn Error + 'static), connect: Duration) -> Told {
    let links = links(error);
    links.iter().find_map(|link| known(*link, connect)).unwrap_or_else(|| {
        let last = links.last().map(ToString::to_string).unwrap_or_default();
        Told::new(Cause::Unreachable, format!("it cannot be asked: {last}"))
    })
}

/// Why an answer that had begun did not go on; in words that follow "the answer broke off after so many bytes".
pub(super) fn reading(error: &(dyn Error + 'static)) -> String {
    let links = links(error);
    let io = links.iter().find_map(|link| link.downcast_ref::<io::Error>().map(io::Error::kind));
    let hyper = links.iter().find_map(|link| link.downcast_ref::<hyper::Error>());
    match (io, hyper) {
        (Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe), _) => {
            ": the connection was cut".into()
        }
        (_, Some(_)) => String::new(),
        // No fault of the connection: so it is one of what came over it.
        _ => ": what came cannot be decompressed".into(),
    }
}

/// An error and what it came from. An I/O error's own content is a link, too, which `source` skips.
fn links<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut links: Vec<&'a (dyn Error + 'static)> = Vec::new();
    let mut next = Some(error);
    while let Some(link) = next {
        links.push(link);
        let inner = link.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| link.source());
        if links.len() > 32 {
            break;
        }
    }
    links
}

fn known(link: &(dyn Error + 'static), connect: Duration) -> Option<Told> {
    if let Some(unresolved) = link.downcast_ref::<Unresolved>() {
        return Some(unresolved.0.clone());
    }
    if let Some(error) = link.downcast_ref::<rustls::Error>() {
        return Some(Told::new(Cause::Unreachable, secure(error)));
    }
    if let Some(error) = link.downcast_ref::<hyper::Error>() {
        return spoken(error);
    }
    if let Some(error) = link.downcast_ref::<io::Error>() {
        return connected(error.kind());
    }
    let error = link.downcast_ref::<reqwest::Error>()?;
    (error.is_connect() && error.is_timeout())
        .then(|| Told::new(Cause::Unreachable, format!("no connection within {}", seconds(connect))))
}

fn connected(kind: io::ErrorKind) -> Option<Told> {
    let unreachable = |why: &str| Some(Told::new(Cause::Unreachable, why));
    match kind {
        io::ErrorKind::ConnectionRefused => unreachable("it refused the connection"),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
            unreachable("there is no way to it: is there a network?")
        }
        io::ErrorKind::AddrNotAvailable => unreachable("this machine has no address to ask it from"),
        io::ErrorKind::PermissionDenied => unreachable("this machine does not permit the connection"),
        io::ErrorKind::TimedOut => unreachable("the connection timed out"),
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => {
            Some(Told::broken("it cut the connection before answering"))
        }
        io::ErrorKind::UnexpectedEof => Some(Told::broken("it closed the connection before answering")),
        _ => None,
    }
}

fn spoken(error: &hyper::Error) -> Option<Told> {
    // (The question for it is only there for servers.)
    if error.is_parse() && error.to_string().contains("too large") {
        return Some(Told::new(Cause::TooLarge, "its answer begins with more headers than we take"));
    }
    if error.is_parse() {
        return Some(Told::broken("what it answers is not HTTP"));
    }
    // An error that comes from below tells more about itself in the next link.
    if error.source().is_none() && (error.is_incomplete_message() || error.is_closed() || error.is_canceled())
    {
        return Some(Told::broken("it closed the connection before answering"));
    }
    None
}

fn secure(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(certificate) = error else {
        return format!("no secure connection comes about: {error}");
    };
    let why = match certificate {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet; is this machine's clock right?".to_owned()
        }
        CertificateError::UnknownIssuer => "nobody whom this machine trusts vouches for it".to_owned(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it was made out to another name".to_owned()
        }
        CertificateError::Revoked => "it was revoked".to_owned(),
        CertificateError::Other(why) => format!("it is not made as it should be ({why})"),
        other => other.to_string(),
    };
    format!("its certificate is not trusted: {why}")
}

/// `15 s`, `0.2 s`
pub(super) fn seconds(time: Duration) -> String {
    format!("{} s", time.as_millis() as f64 / 1000.0)
}

/// `1,234 bytes`
pub(super) fn bytes(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + if count == 1 { " byte" } else { " bytes" }
}

#[cfg(test)]
mod tests {
    use std::{io, time::Duration};

    use rustls::{CertificateError, Error as Tls};

    use super::{Cause, Told, asking, bytes, seconds};

    #[track_caller]
    fn check(error: io::Error, cause: Cause, why: &str) {
        // As deep inside of other errors as it comes.
        let error = io::Error::other(io::Error::other(error));
        assert_eq!(asking(&error, Duration::from_secs(10)), Told::new(cause, why));
    }

    #[test]
    fn what_the_system_says_is_said_in_words() {
        check(io::ErrorKind::ConnectionRefused.into(), Cause::Unreachable, "it refused the connection");
        check(
            io::ErrorKind::NetworkUnreachable.into(),
            Cause::Unreachable,
            "there is no way to it: is there a network?",
        );
        check(io::ErrorKind::ConnectionReset.into(), Cause::Broken, "it cut the connection before answering");
        check(io::Error::other("as it is"), Cause::Unreachable, "it cannot be asked: as it is");
    }

    #[test]
    fn what_is_wrong_with_a_certificate_is_said_in_words() {
        let tls = |error, why: &str| {
            check(io::Error::other(Tls::InvalidCertificate(error)), Cause::Unreachable, why);
        };
        tls(CertificateError::Expired, "its certificate is not trusted: it has expired");
        tls(
            CertificateError::NotValidForName,
            "its certificate is not trusted: it was made out to another name",
        );
        let nobody = "its certificate is not trusted: nobody whom this machine trusts vouches for it";
        tls(CertificateError::UnknownIssuer, nobody);
    }

    #[test]
    fn numbers_are_written_to_be_read() {
        assert_eq!(
            [0, 1, 999, 1000, 1_234_567].map(bytes).join(", "),
            "0 bytes, 1 byte, 999 bytes, 1,000 bytes, 1,234,567 bytes"
        );
        assert_eq!(seconds(Duration::from_secs(15)), "15 s");
        assert_eq!(seconds(Duration::from_micros(200_999)), "0.2 s");
    }

    #[test]
    fn foreign_words_are_cleaned() {
        let fault = Told::broken("said \u{1b}[31mred\nand more").of("a\u{7}.example");
        assert_eq!(fault.to_string(), "a.example: said red and more");
    }
}
