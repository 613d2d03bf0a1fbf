//! Words of a cluster as people write them, in hardly more room than their letters take.

use super::pack::{Pack, Unpack};

/// Words by number and as people write them, packed: every cluster has some, and few are ever shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms(Box<[u8]>);

impl Forms {
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &str)> {
        let mut read = Unpack(&self.0);
        std::iter::from_fn(move || Some((read.whole()?, read.word()?)))
    }
}

impl<'a> FromIterator<(u64, &'a str)> for Forms {
    fn from_iter<I: IntoIterator<Item = (u64, &'a str)>>(forms: I) -> Self {
        let mut pack = Pack::default();
        for (word, form) in forms {
            pack.whole(word);
            pack.word(form);
        }
        Self(pack.0.into())
    }
}

#[cfg(test)]
mod tests {
    use super::Forms;

    #[test]
    fn they_come_out_as_they_went_in() {
        let words = [(7, "Osaka"), (3, ""), (u64::MAX, "東京")];
        assert!(words.into_iter().collect::<Forms>().iter().eq(words));
        assert_eq!(Forms::default().iter().count(), 0);
    }
}
