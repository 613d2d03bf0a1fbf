//! Vectors from a model, asked of servers that answer rightly and wrongly.

use serde_json::{Value, json};
use slugline::{
    models::{Embedder, Place},
    net::{Client, Key, Manners},
};

use crate::server::faults::{Answer, Faults, Request};

/// Asks for the vectors of so many texts.
fn asked(server: &Faults, path: &str, texts: usize) -> Result<Vec<Vec<f32>>, String> {
    let place = Place {
        url: server.url(path).parse().unwrap(),
        model: "small".to_owned(),
        key: Some(Key::new("SENTINEL-7f3a")),
        allow_private: true,
    };
    let texts: Vec<String> = (0..texts).map(|at| format!("text {at}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let embedder = Embedder::new(Client::new(Manners::default()).unwrap(), place);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(embedder.vectors(&texts)).map_err(|trouble| format!("{}: {}", trouble.what, trouble.why))
}

/// What was sent to it.
fn sent(request: &Request) -> (String, Vec<String>) {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let texts = body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned());
    (body["model"].as_str().unwrap().to_owned(), texts.collect())
}

/// The number in a text's words, as a vector of length five times that.
fn vector(text: &str) -> Value {
    let n: f32 = text.trim_start_matches("text ").parse().unwrap();
    json!([3.0 * (n + 1.0), 4.0 * (n + 1.0)])
}

#[test]
fn vectors_come_in_the_order_of_the_texts_from_either_kind_of_server() {
    let server = Faults::serve(|asked| {
        let (model, texts) = sent(asked);
        assert_eq!((model.as_str(), asked.header("authorization")), ("small", Some("Bearer SENTINEL-7f3a")));
        match asked.path() {
            "/api/embed" => {
                let all: Vec<Value> = texts.iter().map(|text| vector(text)).collect();
                Answer::ok(json!({ "embeddings": all }).to_string())
            }
            "/v1/embeddings" => {
                let one = |(at, text): (usize, &String)| json!({ "index": at, "embedding": vector(text) });
                let all: Vec<Value> = texts.iter().enumerate().map(one).rev().collect();
                Answer::ok(json!({ "data": all }).to_string())
            }
            other => Answer::ok(other),
        }
    });
    for (path, texts) in [("", 3), ("/api/", 33), ("/v1", 3), ("/v1/", 65)] {
        let vectors = asked(&server, path, texts).unwrap();
        assert_eq!(vectors.len(), texts);
        for vector in vectors {
            assert!((vector[0] - 0.6).abs() < 1e-6 && (vector[1] - 0.8).abs() < 1e-6, "{vector:?}");
        }
    }
    assert_eq!(server.hits("/api/embed"), 1 + 2);
    assert_eq!(server.hits("/v1/embeddings"), 1 + 3);
}

#[test]
fn what_is_no_vector_is_refused_in_words_and_the_key_does_not_show() {
    let cases = [
        (Answer::ok("[]"), "holds no vectors"),
        (Answer::ok(r#"{"embeddings":[[1,2]]}"#), "1 vectors for 2 texts"),
        (Answer::ok(r#"{"embeddings":[[1,2],[1]]}"#), "not of one length"),
        (Answer::ok(r#"{"embeddings":[[],[]]}"#), "not of one length"),
        (Answer::ok(r#"{"embeddings":[[3e38,3e38],[1,2]]}"#), "no number"),
        (Answer::status(401), "the status 401"),
        (
            Answer::status(404).body(r#"{"error":"model SENTINEL-7f3a \u001b[31mnot found"}"#),
            "the status 404 (model *** not found)",
        ),
    ];
    for (answer, why) in cases {
        let server = Faults::serve(move |_| answer.clone());
        let told = asked(&server, "/", 2).unwrap_err();
        assert!(told.contains(why) && !told.contains("SENTINEL") && !told.contains('\u{1b}'), "{told:?}");
        assert!(told.starts_with("No vectors came from 127.0.0.1"), "{told}");
    }
}
