//! How many voices stand behind the sentences of a dispatch, to and from JSON.

use serde_json::{Value, json};

use super::fields::Fields;
use crate::story::{Confidence, Part, Support};

/// Reads the sentences; what is said of them as a whole is counted anew.
pub(super) fn read(mut fields: Fields) -> Confidence {
    Confidence::of(fields.objects("claims", "part", |_, part| support(part)))
}

fn support(mut fields: Fields) -> Support {
    let at = fields.whole(&["at"]).unwrap_or_default();
    let part = match fields.line(&["part"]).as_deref() {
        Some("dek") => Part::Dek,
        Some("takeaway") => Part::Takeaway(at),
        Some("section") => Part::Section(at),
        Some("answer") => Part::Answer(at),
        _ => Part::Headline,
    };
    Support {
        part,
        voices: fields.whole(&["voices"]).unwrap_or_default(),
        strong: fields.whole(&["strong"]).unwrap_or_default(),
        contested: fields.flag(&["contested"]).unwrap_or_default(),
    }
}

/// Writes them, and what they come to for readers who want no more than that.
pub(super) fn write(confidence: &Confidence) -> Value {
    json!({
        "lowest": confidence.lowest,
        "median": confidence.median,
        "contested": confidence.contested,
        "claims": confidence.claims.iter().map(claim).collect::<Value>(),
    })
}

fn claim(support: &Support) -> Value {
    let (part, at) = match support.part {
        Part::Headline => ("headline", None),
        Part::Dek => ("dek", None),
        Part::Takeaway(at) => ("takeaway", Some(at)),
        Part::Section(at) => ("section", Some(at)),
        Part::Answer(at) => ("answer", Some(at)),
    };
    let mut out = json!({ "part": part, "voices": support.voices, "strong": support.strong });
    if let Some(at) = at {
        out["at"] = at.into();
    }
    if support.contested {
        out["contested"] = true.into();
    }
    out
}
