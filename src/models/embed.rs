//! Dense vectors of texts.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    net::{Ask, Client, Form, Key, NetFault, Reply, Trust, Validators},
    story::Trouble,
};

use super::refusal::said;

/// Texts in one request.
const TOGETHER: usize = 32;
/// Of a text so many characters are sent: a model of this kind looks at a few hundred words.
const CHARACTERS: usize = 2_000;
/// The longest answer taken, in bytes: 32 vectors of 4,096 numbers, written out.
const CAP: usize = 8 << 20;
/// No vector is longer than this.
const LONGEST: usize = 8_192;

/// Where vectors are asked for.
#[derive(Debug, Clone)]
pub struct Place {
    /// The base address. One without a path, or that ends in `/api`, speaks as Ollama does and is asked at `/api/embed`; any
    /// other speaks as OpenAI does, and `/embeddings` is hung on.
    pub url: Url,
    /// The model's name there.
    pub model: String,
    /// The key, if one is needed.
    pub key: Option<Key>,
    /// Addresses of the own network, and of this machine, may be asked.
    pub allow_private: bool,
}

/// Who asks a model for vectors.
#[derive(Debug, Clone)]
pub struct Embedder {
    client: Client,
    place: Place,
}

#[derive(Deserialize)]
struct Ollama {
    embeddings: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct OpenAi {
    data: Vec<OpenAiVector>,
}

#[derive(Deserialize)]
struct OpenAiVector {
    #[serde(default)]
    index: usize,
    embedding: Vec<f32>,
}

impl Embedder {
    /// Nothing is asked yet.
    pub fn new(client: Client, place: Place) -> Self {
        Self { client, place }
    }

    /// A vector of length one for each text, in their order, all of as many numbers. All or nothing: a group of records of
    /// which only some have vectors would be compared unfairly.
    pub async fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Trouble> {
        let mut all: Vec<Vec<f32>> = Vec::with_capacity(texts.len());
        for some in texts.chunks(TOGETHER) {
            let reply = self.ask(some).await.map_err(|fault| self.trouble(&fault.to_string()))?;
            let found = self.read(&reply).map_err(|why| self.trouble(&why))?;
            let long = all.first().or(found.first()).map_or(0, Vec::len);
            if found.len() != some.len() {
                return Err(self.trouble(&format!(
                    "it gave {} vectors for {} texts",
                    found.len(),
                    some.len()
                )));
            }
            if long == 0 || long > LONGEST || found.iter().any(|vector| vector.len() != long) {
                return Err(self.trouble("its vectors are not of one length"));
            }
            for vector in found {
                all.push(
                    unit(vector).ok_or_else(|| self.trouble("a vector holds something that is no number"))?,
                );
            }
        }
        Ok(all)
    }

    /// The path that is asked, and whether it is OpenAI's.
    fn path(&self) -> (String, bool) {
        let base = self.place.url.path().trim_end_matches('/');
        match base.strip_suffix("/api") {
            Some(root) => (format!("{root}/api/embed"), false),
            None if base.is_empty() => ("/api/embed".to_owned(), false),
            None => (format!("{base}/embeddings"), true),
        }
    }

    async fn ask(&self, texts: &[&str]) -> Result<Reply, NetFault> {
        let texts: Vec<String> = texts.iter().map(|text| text.chars().take(CHARACTERS).collect()).collect();
        let mut url = self.place.url.clone();
        url.set_path(&self.path().0);
        let mut whole: Map<String, Value> = Map::new();
        whole.insert("model".to_owned(), json!(self.place.model));
        whole.insert("input".to_owned(), json!(texts));
        let ask = Ask {
            url,
            trust: Trust::Typed { allow_private: self.place.allow_private },
            key: self.place.key.clone(),
            old_key_header: false,
            since: Validators::default(),
            accept: "application/json",
            cap: CAP,
            per_minute: None,
        };
        self.client.post(&ask, &Form { whole: Some(&whole), ..Form::default() }).await
    }

    /// The vectors of an answer, in the order of the texts.
    fn read(&self, reply: &Reply) -> Result<Vec<Vec<f32>>, String> {
        if reply.status != 200 {
            let said = said(&reply.body);
            let said = if said.is_empty() { said } else { format!(" ({said})") };
            return Err(format!("it answered with the status {}{said}", reply.status));
        }
        let no_vectors = |_error| "its answer holds no vectors".to_owned();
        if self.path().1 {
            let mut data = serde_json::from_slice::<OpenAi>(&reply.body).map_err(no_vectors)?.data;
            data.sort_by_key(|one| one.index);
            return Ok(data.into_iter().map(|one| one.embedding).collect());
        }
        Ok(serde_json::from_slice::<Ollama>(&reply.body).map_err(no_vectors)?.embeddings)
    }

    fn trouble(&self, why: &str) -> Trouble {
        let host = self.place.url.host_str().unwrap_or_default();
        Trouble {
            what: format!("No vectors came from {host}"),
            why: self.place.key.as_ref().map_or_else(|| why.to_owned(), |key| key.hidden(why)),
            remedy: "Check [embeddings] in the config; records are grouped by their words alone meanwhile"
                .to_owned(),
        }
    }
}

/// The same direction with length one; `None` where a number is none. A vector of zeros stays.
fn unit(mut vector: Vec<f32>) -> Option<Vec<f32>> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if !length.is_finite() {
        return None;
    }
    if length > 0.0 {
        for x in &mut vector {
            *x /= length;
        }
    }
    Some(vector)
}
