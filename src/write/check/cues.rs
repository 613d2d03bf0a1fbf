//! The words by which the rules know what a sentence does: it denies, compares, supposes, reports.
//!
//! Lists by language, short on purpose. A language without a list is not judged by that rule: the others stand.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

use super::lexicon::Kind;

/// A language and its words.
type List = (&'static str, &'static [&'static str]);

/// Words that turn a statement round.
const NEGATIONS: [List; 8] = [
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
const COMPARISONS: [List; 4] = [
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
const SUPPOSITIONS: [List; 4] = [
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

/// What the words of the lists do, by language and word.
static CUES: LazyLock<HashMap<(&str, &str), Kind>> = LazyLock::new(|| {
    let mut cues: HashMap<(&str, &str), Kind> = HashMap::default();
    let lists: [(&[List], Kind); 3] =
        [(&NEGATIONS, Kind::NEGATES), (&COMPARISONS, Kind::COMPARES), (&SUPPOSITIONS, Kind::SUPPOSES)];
    for (languages, kind) in lists {
        for (language, words) in languages {
            for word in *words {
                let known = cues.entry((language, word)).or_default();
                *known = known.and(kind);
            }
        }
    }
    cues
});

static REPORTING: LazyLock<HashSet<&str>> = LazyLock::new(|| REPORTS.into_iter().collect());

/// Whether a word (lower case, straight apostrophe) turns a statement round, compares, supposes.
pub(super) fn kind(word: &str, language: &str) -> Kind {
    CUES.get(&(language, word)).copied().unwrap_or_default()
}

/// True for a word that only says that somebody says so.
pub(super) fn reports(word: &str) -> bool {
    REPORTING.contains(word)
}
