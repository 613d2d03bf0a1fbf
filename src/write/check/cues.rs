//! The words by which the rules know what a sentence does: it denies, compares, supposes, reports.
//!
//! Lists by language, short on purpose. A language without a list is not judged by that rule: the others stand.

/// Words that turn a statement round.
const NEGATIONS: [(&str, &[&str]); 8] = [
    (
        "en",
        &[
            "not",
            "no",
            "never",
            "none",
            "nobody",
            "nothing",
            "neither",
            "nor",
            "without",
            "cannot",
            "can't",
            "won't",
            "don't",
            "doesn't",
            "didn't",
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "wouldn't",
            "couldn't",
            "shouldn't",
            "hasn't",
            "haven't",
            "hadn't",
            "mustn't",
            "denied",
            "denies",
            "deny",
            "denying",
            "refused",
            "refuses",
            "refuse",
            "refusing",
            "failed",
            "fails",
            "fail",
            "failing",
            "rejected",
            "rejects",
            "reject",
            "lacks",
            "lacked",
            "lack",
            "unable",
            "barely",
            "hardly",
            "false",
            "nowhere",
            "declined",
            "declines",
            "unlikely",
        ],
    ),
    (
        "de",
        &[
            "nicht", "kein", "keine", "keinen", "keiner", "keinem", "nie", "niemals", "niemand", "nichts",
            "ohne", "weder",
        ],
    ),
    ("fr", &["pas", "jamais", "aucun", "aucune", "rien", "personne", "sans", "ni", "nul", "nulle"]),
    (
        "es",
        &["no", "nunca", "jamás", "ningún", "ninguna", "ninguno", "nada", "nadie", "sin", "ni", "tampoco"],
    ),
    ("it", &["non", "mai", "nessun", "nessuna", "nessuno", "niente", "nulla", "senza", "né"]),
    ("pt", &["não", "nunca", "jamais", "nenhum", "nenhuma", "nada", "ninguém", "sem", "nem"]),
    ("nl", &["niet", "geen", "nooit", "niemand", "niets", "zonder", "noch"]),
    ("ru", &["не", "нет", "ни", "никогда", "никто", "ничего", "без"]),
];

/// Words that set one thing against another.
const COMPARISONS: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "than", "more", "less", "fewer", "most", "least", "higher", "lower", "larger", "smaller",
            "greater", "bigger", "better", "worse", "faster", "slower", "cheaper", "older", "younger",
            "longer", "shorter", "highest", "lowest", "largest", "smallest", "biggest", "best", "worst",
            "fastest", "compared", "versus", "unlike", "twice", "double", "triple", "half",
        ],
    ),
    ("de", &["als", "mehr", "weniger", "höher", "niedriger", "größer", "kleiner", "besser", "schlechter"]),
    ("fr", &["plus", "moins", "davantage", "meilleur", "pire"]),
    ("es", &["más", "menos", "mayor", "menor", "mejor", "peor"]),
];

/// Words of someone who supposes and does not report.
const SUPPOSITIONS: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "suggests",
            "suggest",
            "suggesting",
            "signals",
            "signal",
            "signalling",
            "signaling",
            "reveals",
            "revealing",
            "implies",
            "imply",
            "implying",
            "hints",
            "hint",
            "hinting",
            "could",
            "may",
            "might",
            "perhaps",
            "maybe",
            "possibly",
            "probably",
            "presumably",
            "likely",
            "apparently",
            "seemingly",
            "arguably",
            "seems",
            "seem",
            "appears",
            "appear",
            "speculate",
            "speculation",
            "foreshadows",
            "heralds",
            "portends",
            "underscores",
            "underscoring",
            "highlights",
            "indicates",
            "indicating",
            "points",
            "reflects",
            "reflecting",
            "marks",
        ],
    ),
    (
        "de",
        &[
            "könnte",
            "könnten",
            "dürfte",
            "dürften",
            "vielleicht",
            "vermutlich",
            "wahrscheinlich",
            "offenbar",
            "scheint",
            "deutet",
            "womöglich",
        ],
    ),
    (
        "fr",
        &[
            "pourrait",
            "pourraient",
            "semble",
            "semblent",
            "suggère",
            "peut-être",
            "probablement",
            "apparemment",
        ],
    ),
    (
        "es",
        &[
            "podría",
            "podrían",
            "parece",
            "parecen",
            "sugiere",
            "quizás",
            "quizá",
            "probablemente",
            "aparentemente",
        ],
    ),
];

/// Words of reporting: that someone says so is what the marker is for.
const REPORTS: [&str; 38] = [
    "said",
    "says",
    "say",
    "told",
    "tells",
    "according",
    "reported",
    "reports",
    "report",
    "reporting",
    "stated",
    "states",
    "added",
    "adds",
    "announced",
    "announces",
    "wrote",
    "writes",
    "noted",
    "notes",
    "confirmed",
    "confirms",
    "claimed",
    "claims",
    "argued",
    "argues",
    "explained",
    "explains",
    "described",
    "describes",
    "statement",
    "asked",
    "called",
    "calls",
    "warned",
    "warns",
    "sagte",
    "dijo",
];

fn listed(lists: &[(&str, &[&str])], language: &str, word: &str) -> bool {
    lists.iter().find(|(code, _)| *code == language).is_some_and(|(_, words)| words.contains(&word))
}

/// True for a word (lower case, straight apostrophe) that turns a statement round.
pub(super) fn negates(word: &str, language: &str) -> bool {
    listed(&NEGATIONS, language, word)
}

/// True for a word that compares.
pub(super) fn compares(word: &str, language: &str) -> bool {
    listed(&COMPARISONS, language, word)
}

/// True for a word that supposes.
pub(super) fn supposes(word: &str, language: &str) -> bool {
    listed(&SUPPOSITIONS, language, word)
}

/// True for a word that only says that somebody says so.
pub(super) fn reports(word: &str) -> bool {
    REPORTS.contains(&word)
}
