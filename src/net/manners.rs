//! How the client behaves, and how long it waits.

use std::time::Duration;

use crate::text::clean;

/// The longest contact told, in characters.
const LONGEST_CONTACT: usize = 120;

/// How the client behaves.
#[derive(Debug, Clone, Default)]
pub struct Manners {
    /// Told to servers in the User-Agent.
    pub contact: String,
    /// Make no request at all: every question is answered with [`Cause::Offline`](super::Cause::Offline).
    pub offline: bool,
    /// How long it waits, and how far it goes.
    pub limits: Limits,
}

/// How long the client waits, and how far it goes. Time spent waiting for a turn at a host does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection, looking up the name and agreeing on a cipher included: 10 s.
    pub connect: Duration,
    /// For the headers of the answer, from the question on: 15 s.
    pub first_byte: Duration,
    /// Between two parts of the body: 15 s.
    pub idle: Duration,
    /// For all of it, redirects included: 60 s.
    pub total: Duration,
    /// Redirects followed: 5.
    pub hops: usize,
    /// Headers of an answer: 100.
    pub headers: usize,
    /// Bytes of these headers: 64 kB.
    pub header_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(15),
            idle: Duration::from_secs(15),
            total: Duration::from_mins(1),
            hops: 5,
            headers: 100,
            header_bytes: 64 * 1024,
        }
    }
}

impl Manners {
    /// Who asks: `Slugline/0.1.0 (terminal news reader; desk@example.org)`. Of the contact only what can stand in a
    /// header's comment is told.
    pub(super) fn user_agent(&self) -> String {
        let contact = clean::line(&self.contact);
        let contact = contact.chars().filter(|c| matches!(c, ' '..='~') && !matches!(c, '(' | ')' | '\\'));
        let contact: String = contact.take(LONGEST_CONTACT).collect();
        let contact = contact.trim();
        let end = if contact.is_empty() { String::new() } else { format!("; {contact}") };
        format!("Slugline/{} (terminal news reader{end})", env!("CARGO_PKG_VERSION"))
    }
}

#[cfg(test)]
mod tests {
    use super::Manners;

    #[track_caller]
    fn check(contact: &str, told: &str) {
        let manners = Manners { contact: contact.to_owned(), ..Manners::default() };
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(manners.user_agent(), format!("Slugline/{version} (terminal news reader{told})"));
    }

    #[test]
    fn the_contact_is_told_as_far_as_a_header_holds_it() {
        check("", "");
        check(" \n", "");
        check("desk@example.org", "; desk@example.org");
        check("https://example.org/bot?a=b", "; https://example.org/bot?a=b");
        check("a\r\nX-Evil: 1", "; a X-Evil: 1");
        check("\u{1b}[31mred)\\(", "; red");
        check("b\u{fc}cher", "; bcher");
        check(&"x".repeat(500), &format!("; {}", "x".repeat(120)));
    }
}
