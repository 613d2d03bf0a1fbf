//! Where a record was published: the open list of source kinds.

use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $label:literal;)*) => {
        /// The kind of place a record comes from. Open: an unknown word is kept as [`SourceKind::Other`].
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum SourceKind {
            $($(#[$doc])* $name,)*
            /// A kind this version has no name for, as it was written.
            Other(String),
        }

        impl SourceKind {
            /// Reads the word that wires use. Never fails.
            pub fn read(word: &str) -> Self {
                match word {
                    $($slug => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }
            /// The word that wires use.
            pub fn slug(&self) -> &str {
                match self {
                    $(Self::$name => $slug,)*
                    Self::Other(word) => word,
                }
            }
            /// The word a person reads.
            pub fn label(&self) -> &str {
                match self {
                    $(Self::$name => $label,)*
                    Self::Other(word) => word,
                }
            }
        }
    };
}

kinds! {
    /// A news outlet's own feed or page.
    #[default]
    News = "news", "News";
    /// A news article found through Google News.
    GoogleNews = "google_news", "News";
    /// A Bluesky post.
    Bluesky = "bluesky", "Bluesky";
    /// A Hacker News story or comment.
    HackerNews = "hackernews", "Hacker News";
    /// A Reddit post or comment.
    Reddit = "reddit", "Reddit";
    /// A preprint.
    Arxiv = "arxiv", "arXiv";
    /// A post on X.
    X = "twitter", "X";
    /// A video.
    YouTube = "youtube", "YouTube";
    /// A web page found by search.
    Exa = "exa", "Web";
    /// A web page found by a standing search.
    Webset = "webset", "Web";
    /// A model or data set page.
    HuggingFace = "huggingface", "Hugging Face";
}

impl SourceKind {
    /// Posts are short and quick; everything else is edited somewhere before it is seen.
    pub fn is_post(&self) -> bool {
        matches!(self, Self::Bluesky | Self::HackerNews | Self::Reddit | Self::X)
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
