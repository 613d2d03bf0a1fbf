//! A growing cluster as it is kept between two runs.

use crate::story::{Moment, RecordId};

use super::growing::{Growing, Mark};
use super::memory::Kept;
use super::pack::{Pack, Unpack};

/// The first byte of a state. Another one is of another version, and not read.
const VERSION: u8 = 1;

/// A moment that may be missing, as one number.
fn moment(at: Option<Moment>) -> i64 {
    at.map_or(i64::MIN, Moment::as_micros)
}

fn read_moment(micros: i64) -> Option<Moment> {
    (micros != i64::MIN).then(|| Moment::from_micros(micros))
}

impl Growing {
    pub(super) fn keep(&self) -> Kept {
        let mut pack = Pack(vec![VERSION]);
        pack.number(self.opened);
        pack.number(self.turn);
        pack.signed(self.touched.as_micros());
        self.times.iter().for_each(|at| pack.signed(moment(*at)));
        pack.double(self.square);
        pack.double(self.words);
        pack.number(u64::from(self.texts));
        pack.rising(self.sum.words().iter().copied());
        for (_, weight) in self.sum.iter() {
            pack.float(weight);
        }
        pack.number(self.pages.len() as u64);
        self.pages.iter().for_each(|page| pack.whole(*page));
        pack.rising(self.voices.iter().copied());
        pack.number(self.marks.len() as u64);
        self.marks.iter().for_each(|mark| mark.pack(&mut pack));
        pack.number(self.dense.len() as u64);
        self.dense.iter().for_each(|number| pack.float(*number));
        pack.number(self.forms.iter().count() as u64);
        for (word, form) in self.forms.iter() {
            pack.whole(word);
            pack.word(form);
        }
        Kept { cluster: self.cluster.clone(), aliases: self.aliases.clone(), state: pack.0 }
    }

    /// `None` if the state is of another version, or was damaged.
    pub(super) fn recall(kept: Kept) -> Option<Self> {
        let (version, rest) = kept.state.split_first()?;
        if *version != VERSION {
            return None;
        }
        let read = &mut Unpack(rest);
        let (opened, turn) = (read.number()?, read.number()?);
        let touched = Moment::from_micros(read.signed()?);
        let times =
            kept.cluster.records.iter().map(|_| read.signed().map(read_moment)).collect::<Option<_>>()?;
        let (square, words, texts) = (read.double()?, read.double()?, u32::try_from(read.number()?).ok()?);
        let sum = read.rising()?;
        let sum = sum.into_iter().map(|word| Some((word, read.float()?))).collect::<Option<_>>()?;
        let pages = (0..read.count()?).map(|_| read.whole()).collect::<Option<_>>()?;
        let voices = read.rising()?;
        let marks = (0..read.count()?).map(|_| Mark::unpack(read)).collect::<Option<_>>()?;
        let dense = (0..read.count()?).map(|_| read.float()).collect::<Option<_>>()?;
        let forms = (0..read.count()?).map(|_| form(read)).collect::<Option<_>>()?;
        if !read.0.is_empty() {
            return None;
        }
        Some(Self {
            cluster: kept.cluster,
            aliases: kept.aliases,
            times,
            opened,
            turn,
            touched,
            sum,
            square,
            words,
            texts,
            pages,
            voices,
            marks,
            dense,
            forms,
            changed: false,
        })
    }
}

/// A word as people write it.
fn form<'a>(read: &mut Unpack<'a>) -> Option<(u64, &'a str)> {
    Some((read.whole()?, read.word()?))
}

impl Mark {
    fn pack(&self, pack: &mut Pack) {
        pack.word(self.record.as_str());
        pack.signed(moment(self.at));
        pack.number(self.keys.len() as u64);
        self.keys.iter().for_each(|key| pack.whole(*key));
        pack.rising(self.sketch.iter().map(|run| u64::from(*run)));
    }

    fn unpack(read: &mut Unpack<'_>) -> Option<Self> {
        Some(Self {
            record: RecordId::new(read.word()?),
            at: read_moment(read.signed()?),
            keys: (0..read.count()?).map(|_| read.whole()).collect::<Option<_>>()?,
            sketch: read.rising()?.into_iter().map(|run| run as u32).collect(),
        })
    }
}
