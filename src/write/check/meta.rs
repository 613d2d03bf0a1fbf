//! No talk about the talk: what a machine says of itself or of its task, and what was never filled in.

/// Words that no dispatch needs.
const TALK: &[&str] = &[
    "as an ai",
    "language model",
    "i cannot",
    "i can't",
    "i'm sorry",
    "i am unable",
    "i do not have access",
    "my training",
    "word count",
    "words)",
    "characters)",
    "note to self",
    "note to editor",
    "editor's note:",
    "note:",
    "todo",
    "tbd",
    "lorem ipsum",
    "insert ",
    "placeholder",
    "as requested",
    "as instructed",
    "per your instructions",
    "the provided",
    "provided records",
    "provided sources",
    "here is the",
    "here's the",
    "here is a",
    "in this dispatch",
    "this dispatch",
    "this article",
    "the above sentences",
    "the cited records",
    "the numbered sentences",
];

/// Openings of tokens that should have been replaced.
const TOKENS: [&str; 7] = ["{{", "}}", "[insert", "<insert", "${", "[your", "[name"];

/// The words of a claim that speak of the writing and not of the news.
pub(super) fn talk(claim: &str) -> Option<&'static str> {
    let lower = claim.to_lowercase().replace('’', "'");
    if let Some(token) = TOKENS.iter().find(|token| lower.contains(**token)) {
        return Some(token);
    }
    TALK.iter().copied().find(|words| {
        lower.match_indices(words).any(|(at, _)| {
            let before = lower.get(..at).and_then(|text| text.chars().next_back());
            let after = lower.get(at + words.len()..).and_then(|text| text.chars().next());
            let open = words.ends_with([' ', ':', ')']) || !after.is_some_and(char::is_alphanumeric);
            let begins = !before.is_some_and(char::is_alphanumeric);
            open && (begins || words.ends_with(')'))
                && (*words != "insert " || lower.trim_start().starts_with(words))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::talk;

    #[test]
    fn a_machine_speaks_of_itself() {
        for claim in [
            "As an AI language model, I report the bridge.",
            "The bridge closed (42 words).",
            "Note: this was not verified.",
            "The bridge closed on {{date}}.",
            "[INSERT NAME] closed the bridge.",
            "Here is the headline you asked for.",
            "I cannot verify the crack.",
        ] {
            assert!(talk(claim).is_some(), "{claim}");
        }
    }

    #[test]
    fn news_does_not() {
        for claim in
            ["The bridge closed at noon.", "Inserting a pin took an hour.", "A banknote: worth little."]
        {
            assert_eq!(talk(claim), None, "{claim}");
        }
    }
}
