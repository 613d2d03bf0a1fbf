//! What is asked of a stand, and what it answers, before either is HTTP.

use std::{
    fmt::{Display, Write as _},
    io::{Read, Write},
};

use axum::{
    body::{Body, Bytes},
    http::Request,
    response::Response,
};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A request, taken apart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    /// `GET`, …
    pub(crate) method: String,
    /// Path and query, as sent.
    pub(crate) target: String,
    /// The path alone, as sent.
    pub(crate) path: String,
    /// The query, decoded as forms are: a bare `+` is a blank.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The asker takes gzip.
    pub(crate) gzip: bool,
}

impl Question {
    /// Takes a request apart.
    pub(super) fn of(request: &Request<Body>) -> Self {
        let target = request.uri().path_and_query().map_or("/", |both| both.as_str());
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = request.headers().iter();
        let headers: Vec<_> =
            headers.map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect();
        let mut question = Self { method: request.method().to_string(), headers, ..Self::get(target) };
        question.gzip = question.header("accept-encoding").is_some_and(|codings| codings.contains("gzip"));
        question
    }

    /// One of our own, without headers.
    pub(super) fn get(target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let (method, path) = ("GET".to_owned(), path.to_owned());
        Self { method, target: target.to_owned(), path, query, ..Self::default() }
    }

    /// A header's value.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A parameter's value, if it is not empty.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The parts of the path; a slash at its end leaves an empty one.
    pub(super) fn parts(&self) -> Vec<&str> {
        self.path.trim_start_matches('/').split('/').collect()
    }

    /// What it would have us believe: `Authorization` and `x-api-key`.
    pub(super) fn credentials(&self) -> (Option<&str>, Option<&str>) {
        (self.header("authorization"), self.header("x-api-key"))
    }

    /// It carries this key as `Authorization: Bearer KEY`, the scheme's case being the asker's business.
    pub(super) fn bears(&self, key: &str) -> bool {
        self.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).map(str::trim)
            == Some(key)
    }
}

/// Encoded for a query.
pub(super) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Bytes as hex digits.
pub(super) fn hex(bytes: impl Iterator<Item = u8>) -> String {
    bytes.fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// 200 …
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// As it is sent.
    pub(crate) body: Bytes,
}

impl Answer {
    /// Words of some type.
    pub(super) fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into() }
    }

    /// JSON.
    pub(super) fn json(status: u16, value: &Value) -> Self {
        Self::text(status, "application/json", value.to_string())
    }

    /// The same with a header more.
    pub(super) fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.headers.push((name, format!("{value}")));
        self
    }

    /// The same, with what makes the next question conditional.
    pub(super) fn tagged(self) -> Self {
        let hash = Sha256::digest(&self.body);
        self.with("etag", format!("\"{}\"", hex(hash.into_iter().take(8))))
    }

    /// A header's value.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// 304 instead, if the asker has it already.
    pub(super) fn unless_known(self, question: &Question) -> Self {
        let same = |ours: &str, theirs: &str| {
            self.header(ours).is_some() && self.header(ours) == question.header(theirs)
        };
        let known = match question.header("if-none-match") {
            Some(_) => same("etag", "if-none-match"),
            None => same("last-modified", "if-modified-since"),
        };
        if !known || self.status != 200 {
            return self;
        }
        let kept = self.headers.into_iter().filter(|(name, _)| ["etag", "last-modified"].contains(name));
        Self { status: 304, headers: kept.collect(), body: Bytes::new() }
    }

    /// Compresses the body.
    pub(super) fn compress(&mut self) {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&self.body).expect("memory takes everything");
        self.body = packer.finish().expect("memory takes everything").into();
        self.headers.push(("content-encoding", "gzip".to_owned()));
    }

    /// The body as it was before compression.
    pub(super) fn plain(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        if self.header("content-encoding").is_none() {
            return self.body.to_vec();
        }
        GzDecoder::new(&self.body[..]).read_to_end(&mut plain).expect("our own gzip");
        plain
    }

    /// As HTTP.
    pub(super) fn into_response(self) -> Response {
        let body = Body::from(self.body.clone());
        self.head().body(body).expect("an answer")
    }

    /// Status and headers as HTTP.
    pub(super) fn head(&self) -> axum::http::response::Builder {
        let start = Response::builder().status(self.status);
        self.headers.iter().fold(start, |head, (name, value)| head.header(*name, value))
    }
}
