//! What is written to a server: a form of words, which is how one logs in, or a whole JSON object.

use std::fmt;

use reqwest::{RequestBuilder, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use super::Key;

/// What is written to a server. An empty one is sent without a body.
#[derive(Clone, Copy, Default)]
pub struct Form<'a> {
    /// Names and what is written there.
    pub fields: &'a [(&'a str, &'a str)],
    /// One more, whose content shows nowhere. Over http it goes within the own network only, as a key does.
    pub secret: Option<(&'a str, &'a Key)>,
    /// A whole object, to which the words are added.
    pub whole: Option<&'a Map<String, Value>>,
    /// Headers that a service wants beside the usual ones.
    pub headers: &'a [(&'static str, &'static str)],
    /// The key goes as `x-api-key` alone, for a service that reads `Authorization` as something else.
    pub key_alone: bool,
}

impl fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("fields", &self.fields)
            .field("secret", &self.secret)
            .finish_non_exhaustive()
    }
}

impl Form<'_> {
    /// The request with this form in it.
    pub(super) fn filled(&self, request: RequestBuilder) -> RequestBuilder {
        let secret = self.secret.map(|(name, key)| (name, key.text()));
        let fields = self.fields.iter().copied().chain(secret);
        let mut object = self.whole.cloned().unwrap_or_default();
        object.extend(fields.map(|(name, words)| (name.to_owned(), words.into())));
        if object.is_empty() {
            return request;
        }
        request.header(CONTENT_TYPE, "application/json").body(Value::Object(object).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::net::Key;

    #[test]
    fn the_secret_is_sent_and_does_not_show() {
        let key = Key::new("SENTINEL-7f3a");
        let form = Form { fields: &[("who", "a\"b")], secret: Some(("password", &key)), ..Form::default() };
        let request = form.filled(reqwest::Client::new().post("http://127.0.0.1/")).build().unwrap();
        let body = request.body().and_then(|body| body.as_bytes()).unwrap();
        assert_eq!(str::from_utf8(body), Ok(r#"{"password":"SENTINEL-7f3a","who":"a\"b"}"#));
        assert!(!format!("{form:?}").contains("SENTINEL"));
    }

    #[test]
    fn an_empty_form_has_no_body() {
        let request =
            Form::default().filled(reqwest::Client::new().post("http://127.0.0.1/")).build().unwrap();
        assert!(request.body().is_none() && request.headers().is_empty());
    }
}
