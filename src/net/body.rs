//! Taking a body in: as it comes, counted after decompression, never more than was agreed.

use std::time::Duration;

use reqwest::{Response, header::CONTENT_ENCODING};
use tokio::time::{Instant, timeout_at};

use super::fault::{Cause, Told, bytes, reading, seconds};
use crate::text::clean;

/// What a gzip stream begins with.
const GZIP: [u8; 3] = [0x1F, 0x8B, 0x08];

/// No more than this is set aside because a server announced it.
const AHEAD: usize = 64 * 1024;

/// The patience with a body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pull {
    /// The longest body, in bytes.
    pub cap: usize,
    /// The longest silence.
    pub idle: Duration,
    /// When it must be whole.
    pub deadline: Instant,
    /// How long that was from the beginning, for the message.
    pub total: Duration,
}

/// Who hears each part of a body when it has come. `false`: it has heard enough, and what came is taken for the whole.
pub type Each<'a> = dyn FnMut(&[u8]) -> bool + Send + 'a;

/// The body of an answer, decompressed. What is too long is left where it is and the connection closed.
pub(super) async fn take(
    mut answer: Response,
    pull: Pull,
    mut each: Option<&mut Each<'_>>,
) -> Result<Vec<u8>, Told> {
    known_coding(&answer)?;
    let announced = answer.content_length().unwrap_or_default();
    if announced > pull.cap as u64 {
        return Err(too_large(pull.cap));
    }
    let mut body = Vec::with_capacity((announced as usize).min(AHEAD));
    while let Some(chunk) = next(&mut answer, body.len(), pull).await? {
        if chunk.len() > pull.cap - body.len() {
            return Err(too_large(pull.cap));
        }
        body.extend_from_slice(&chunk);
        if each.as_mut().is_some_and(|each| !each(&chunk)) {
            break;
        }
    }
    // Two codings on lines of their own reach us with one taken off and both lines gone.
    if body.starts_with(&GZIP) {
        return Err(Told::broken("its answer is compressed more than once, which is not taken"));
    }
    Ok(body)
}

async fn next(answer: &mut Response, so_far: usize, pull: Pull) -> Result<Option<bytes::Bytes>, Told> {
    let silence = Instant::now() + pull.idle;
    match timeout_at(silence.min(pull.deadline), answer.chunk()).await {
        Ok(Ok(chunk)) => Ok(chunk),
        Ok(Err(error)) => {
            let why = reading(&error);
            Err(Told::broken(format!("the answer broke off after {}{why}", bytes(so_far))))
        }
        Err(_) if silence < pull.deadline => Err(Told::broken(format!(
            "the answer stood still for {} after {}",
            seconds(pull.idle),
            bytes(so_far)
        ))),
        Err(_) => Err(Told::broken(format!(
            "the answer was not whole within {}; {} had come",
            seconds(pull.total),
            bytes(so_far)
        ))),
    }
}

/// The library takes off one coding that it knows, and the header with it. What is left is not for us.
fn known_coding(answer: &Response) -> Result<(), Told> {
    for value in answer.headers().get_all(CONTENT_ENCODING) {
        let coding = String::from_utf8_lossy(value.as_bytes());
        if !coding.trim().is_empty() && !coding.trim().eq_ignore_ascii_case("identity") {
            let coding: String = clean::line(&coding).chars().take(40).collect();
            return Err(Told::broken(format!(
                "its answer is compressed in a way that is not taken: {coding}"
            )));
        }
    }
    Ok(())
}

fn too_large(cap: usize) -> Told {
    Told::new(Cause::TooLarge, format!("the answer is longer than {}, the most that is taken", bytes(cap)))
}
