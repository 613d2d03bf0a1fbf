//! Asking.

use super::{Ask, Cause, NetFault, Reply};

/// How the client behaves.
#[derive(Debug, Clone, Default)]
pub struct Manners {
    /// Told to servers in the User-Agent.
    pub contact: String,
    /// Make no request at all: every question is answered with [`Cause::Offline`].
    pub offline: bool,
}

/// The client. Cheap to clone; all clones share connections and limits.
#[derive(Debug, Clone)]
pub struct Client {
    manners: Manners,
}

impl Client {
    /// A client with these manners.
    pub fn new(manners: Manners) -> Result<Self, NetFault> {
        Ok(Self { manners })
    }

    /// Asks, follows redirects as far as the rules allow, and takes the answer in.
    pub async fn get(&self, ask: &Ask) -> Result<Reply, NetFault> {
        let host = ask.url.host_str().unwrap_or_default().to_owned();
        let cause = if self.manners.offline { Cause::Offline } else { Cause::Unreachable };
        Err(NetFault { host, cause, why: "not built yet".to_owned() })
    }
}
