//! Listening: a WebSocket, under the rules that hold for asking.
//!
//! The URL is judged as its http twin would be (`ws` where `http` may be asked, `wss` for `https`), the addresses that
//! the resolver lets through are what is dialled, and the certificate is judged by the same verifier and the same
//! cryptography as everywhere else here. That is why the connection is opened here and handed to the library ready:
//! its own way would look the name up again. A message has a greatest length, silence an end, and all of it another.
//! Nothing is compressed, so nothing can swell. Redirects are not followed, keys are not sent, and proxies are not
//! used: where only a proxy leads outside, a listener hears nothing.

use std::{
    fmt,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use futures_util::StreamExt as _;
use rustls::{ClientConfig, ConfigBuilder, client::WantsClientCert, crypto::aws_lc_rs};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config,
    tungstenite::{
        Error, Message, client::IntoClientRequest as _, error::ProtocolError, handshake::client::Request,
        protocol::WebSocketConfig,
    },
};
use url::Url;

use super::{
    Cause, Client, NetFault, Trust,
    client::Inner,
    fault::{Told, asking, bytes, seconds},
    gate,
    hosts::Turn,
    resolve::Reach,
    waits,
};

/// Read from the connection at once, in bytes.
const AT_ONCE: usize = 16 * 1024;

/// Where to listen, and how long.
#[derive(Debug, Clone)]
pub struct Listen {
    /// `ws://…` or `wss://…`. A name and password in it are not sent.
    pub url: Url,
    /// Who named it.
    pub trust: Trust,
    /// The longest message taken, in bytes.
    pub cap: usize,
    /// The longest silence.
    pub idle: Duration,
    /// How long it is listened in all.
    pub total: Duration,
}

/// What came of the wish to listen.
#[derive(Debug)]
pub enum Opened {
    /// It talks.
    Open(Box<Socket>),
    /// It answered with a status instead.
    Declined {
        /// 404, 429 …
        status: u16,
        /// How long it asks us to wait.
        wait: Option<Duration>,
    },
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message.
    Words(String),
    /// Nothing for as long as it was listened.
    Silence,
    /// The server has ended it, in good order.
    End,
    /// The time for all of it is over.
    TimeUp,
}

/// A server that is listened to. It has one of the turns at its host until it is dropped.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    host: String,
    idle: Duration,
    end: Instant,
    cap: usize,
    _turn: Option<Turn>,
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Client {
    /// Begins to listen. It may be dropped at any moment, as may what it gives.
    pub async fn listen(&self, to: &Listen) -> Result<Opened, NetFault> {
        self.0.online(&to.url)?;
        let host = gate::bare(&to.url);
        self.0.opened(to, &host).await.map_err(|told| {
            let typed = told.own && matches!(to.trust, Trust::Typed { .. });
            let advice = if typed { "; set allow_private = true for this source" } else { "" };
            Told::new(told.cause, told.why + advice).of(&host)
        })
    }
}

impl Inner {
    async fn opened(&self, to: &Listen, host: &str) -> Result<Opened, Told> {
        let twin = twin(&to.url)?;
        let reach = gate::reach(&twin, to.trust, false)?;
        let request = self.request(&to.url)?;
        let turn = self.hosts.turn(host, None).await;
        let end = Instant::now() + to.total;
        let connector = match to.url.scheme() {
            "wss" => Connector::Rustls(self.dial.tls().await?),
            _ => Connector::Plain,
        };
        let stream = self.connection(&twin, host, reach).await?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(to.cap))
            .max_frame_size(Some(to.cap))
            .read_buffer_size(AT_ONCE)
            .write_buffer_size(0);
        let shaken = client_async_tls_with_config(request, stream, Some(config), Some(connector));
        let patience = self.manners.limits.first_byte.min(to.total);
        let shaken = timeout(patience, shaken).await;
        let shaken = shaken.map_err(|_elapsed| {
            Told::new(Cause::Unreachable, format!("no answer within {}", seconds(patience)))
        })?;
        match shaken {
            Ok((stream, _)) => {
                let (host, idle, cap) = (host.to_owned(), to.idle, to.cap);
                Ok(Opened::Open(Box::new(Socket { stream, host, idle, end, cap, _turn: turn })))
            }
            Err(Error::Http(answer)) if answer.status().as_u16() >= 400 => {
                let wait = waits::wished(answer.headers(), SystemTime::now());
                Ok(Opened::Declined { status: answer.status().as_u16(), wait })
            }
            Err(error) => Err(shaking(&error, self.manners.limits.connect)),
        }
    }

    /// The question for a WebSocket, which says who asks.
    fn request(&self, url: &Url) -> Result<Request, Told> {
        let mut url = url.clone();
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        let unfit = || Told::forbidden("its address cannot be asked");
        let mut request = url.as_str().into_client_request().map_err(|_reason| unfit())?;
        let agent = self.manners.user_agent().parse().map_err(|_reason| unfit())?;
        request.headers_mut().insert("User-Agent", agent);
        Ok(request)
    }

    /// A connection to the first of its addresses that takes one.
    async fn connection(&self, url: &Url, host: &str, reach: Reach) -> Result<TcpStream, Told> {
        let limit = self.manners.limits.connect;
        let port = url.port_or_known_default().unwrap_or_default();
        let dialled = async {
            let addresses = match host.parse() {
                Ok(ip) => vec![ip],
                Err(_) => self.dial.resolver(reach).addresses(host).await.map_err(|none| none.0)?,
            };
            let mut last = Told::new(Cause::Unreachable, "it has no address");
            for ip in addresses {
                match TcpStream::connect(SocketAddr::new(ip, port)).await {
                    Ok(stream) => return Ok(stream),
                    Err(error) => last = asking(&error, limit),
                }
            }
            Err(last)
        };
        let late =
            |_elapsed| Told::new(Cause::Unreachable, format!("no connection within {}", seconds(limit)));
        timeout(limit, dialled).await.map_err(late)?
    }
}

impl Socket {
    /// The next thing that is heard. After anything but words, or a fault, nothing more comes.
    pub async fn next(&mut self) -> Result<Heard, NetFault> {
        let silence = Instant::now() + self.idle;
        loop {
            match timeout_at(silence.min(self.end), self.stream.next()).await {
                Err(_) if silence < self.end => return Ok(Heard::Silence),
                Err(_) => return Ok(Heard::TimeUp),
                Ok(None | Some(Err(Error::ConnectionClosed | Error::AlreadyClosed))) => {
                    return Ok(Heard::End);
                }
                Ok(Some(Ok(Message::Text(words)))) => return Ok(Heard::Words(words.as_str().to_owned())),
                Ok(Some(Ok(Message::Binary(_)))) => {
                    return Err(Told::broken("it sends what is no text").of(&self.host));
                }
                Ok(Some(Ok(Message::Close(_)))) => return Ok(Heard::End),
                // Pings are answered by the library; they are no words, and silence goes on.
                Ok(Some(Ok(_))) => {}
                Ok(Some(Err(error))) => return Err(listening(&error, self.cap).of(&self.host)),
            }
        }
    }
}

/// The address by which it is judged.
fn twin(url: &Url) -> Result<Url, Told> {
    let scheme = match url.scheme() {
        "ws" => "http",
        "wss" => "https",
        _ => return Err(Told::forbidden("a WebSocket's address begins with wss: or ws:")),
    };
    let mut twin = url.clone();
    let unfit = |()| Told::forbidden("its address cannot be asked");
    twin.set_scheme(scheme).map_err(unfit)?;
    Ok(twin)
}

/// Why no WebSocket came about.
fn shaking(error: &Error, connect: Duration) -> Told {
    match error {
        Error::Io(error) => asking(error, connect),
        Error::Capacity(_) | Error::AttackAttempt => {
            Told::new(Cause::TooLarge, "its answer begins with more headers than we take")
        }
        Error::Http(answer) if answer.status().is_redirection() => {
            Told::forbidden("it sends us on, which is not followed to a WebSocket")
        }
        _ => Told::broken("what it answers is no WebSocket"),
    }
}

/// Why one that had come about went on no more.
fn listening(error: &Error, cap: usize) -> Told {
    match error {
        Error::Capacity(_) => {
            Told::new(Cause::TooLarge, format!("it sends a message longer than {}", bytes(cap)))
        }
        Error::Utf8(_) => Told::broken("it sends text that is no UTF-8"),
        Error::Io(_) | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            Told::broken("the connection was cut")
        }
        _ => Told::broken("it does not keep to the rules of WebSockets"),
    }
}

/// What judges certificates, and speaks their cryptography. The provider is named, so that another one in the build
/// could never leave the choice open, which the library answers with a panic. It reads this machine's certificates:
/// for a thread that may wait.
pub(super) fn tls() -> Result<Arc<ClientConfig>, Told> {
    let built = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(ConfigBuilder::with_platform_verifier)
        .map(ConfigBuilder::<ClientConfig, WantsClientCert>::with_no_client_auth);
    built.map(Arc::new).map_err(|error| {
        Told::new(Cause::Unreachable, format!("this machine cannot make secure connections: {error}"))
    })
}
