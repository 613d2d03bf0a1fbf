//! What is fetched one by one: dispatches whose list told only part of them, and records.

use super::{
    far::Far,
    run::{Halt, Run},
    shelf::Shelf,
};
use crate::{
    remote::{Stop, Stopped},
    store::{Haul, Piece, Verdict, Wanted},
    story::{Moment, RecordId},
};

/// Looked up at once.
const SOME: usize = 50;
/// What breaks is tried again after so many seconds, and what is not given after a day …
const AGAIN: i64 = 6 * 3600;
const TOMORROW: i64 = 86_400;
/// … so often.
const TRIES: u32 = 3;
/// After so many in a row that broke, the rest is left for another time.
const BROKEN: u32 = 5;

impl<F: Far> Run<'_, F> {
    /// What a person opened and could not have then. The reserve is for this.
    pub(super) async fn fetch_opened(&mut self) -> Result<(), Halt> {
        self.fetch(Piece::Dispatch, "details", true).await?;
        self.fetch(Piece::Record, "records", true).await
    }

    /// The rest of the dispatches of which only a row is here.
    pub(super) async fn fetch_dispatches(&mut self) -> Result<(), Halt> {
        self.fetch(Piece::Dispatch, "details", false).await
    }

    /// The records somebody asked for.
    pub(super) async fn fetch_records(&mut self) -> Result<(), Halt> {
        self.fetch(Piece::Record, "records", false).await
    }

    /// The newest first, two at a time, as long as the budget allows. What came is kept while the next two are asked for.
    async fn fetch(&mut self, piece: Piece, what: &'static str, opened: bool) -> Result<(), Halt> {
        let mut twin = None;
        let mut round = Round { what, of: None, broken: 0, came: Haul::default() };
        loop {
            let some = self.shelf.wanted(piece, opened, SOME).await?;
            if some.is_empty() {
                return Ok(());
            }
            if round.of.is_none() {
                round.of = Some(if opened { some.len() } else { self.lacking(piece).await? });
            }
            if twin.is_none() && some.len() > 1 {
                twin = self.far.twin();
            }
            for two in some.chunks(if twin.is_some() { 2 } else { 1 }) {
                if round.broken >= BROKEN || (!opened && self.budget.left() <= self.reserve()) {
                    break;
                }
                self.pair(two, twin.as_mut(), &mut round).await?;
            }
            self.keep(&mut round).await?;
            if round.broken >= BROKEN {
                self.tally
                    .note([format!("{BROKEN} {what} in a row broke; the rest is left for the next sync.")]);
                return Ok(());
            }
            if !opened && self.budget.left() <= self.reserve() {
                let left = self.lacking(piece).await?;
                let kept_back = self.reserve();
                self.tally.note((left > 0).then(|| {
                    format!(
                        "{left} {what} wait for another day's requests; the last {kept_back} are kept for what you open."
                    )
                }));
                return Ok(());
            }
        }
    }

    /// How many are wanted, due or not.
    async fn lacking(&self, piece: Piece) -> Result<usize, Halt> {
        let (partial, queued) = self.shelf.lacking().await?;
        Ok(if piece == Piece::Dispatch { partial } else { queued })
    }

    /// Requests kept back for what a person opens.
    fn reserve(&self) -> u32 {
        (self.daily / 10).max(10)
    }

    /// Asks for one or two, while those before them are kept. What a server asks to wait for is asked again the next
    /// time round.
    async fn pair(&mut self, two: &[Wanted], twin: Option<&mut F>, round: &mut Round) -> Result<(), Halt> {
        let keeping = (!round.is_kept()).then(|| self.load(round));
        let shelf = self.shelf.clone();
        let kept = async {
            match keeping {
                Some(haul) => shelf.take(haul).await.map(Some),
                None => Ok(None),
            }
        };
        let (taken, answers) = tokio::join!(kept, ask(&self.shelf, two, &mut self.far, twin));
        if let Some(taken) = taken? {
            self.tally.pieces(round.what, &taken, round.of, &self.budget);
        }
        let mut halted = None;
        for (wanted, answer) in answers? {
            let stopped = match answer {
                Ok(came) => {
                    round.broken = 0;
                    self.tally.note(came.into_haul(&mut round.came));
                    continue;
                }
                Err(stopped) => stopped,
            };
            let Some(verdict) = verdict(wanted, &stopped, self.clock.now()) else {
                halted = Some(stopped);
                continue;
            };
            round.broken += u32::from(stopped.stop == Stop::Broken);
            self.tally.note((verdict == Verdict::GivenUp).then(|| words(&stopped)));
            round.came.missed.push((wanted.piece, wanted.id.clone(), verdict));
        }
        if let Some(stopped) = halted {
            self.keep(round).await?;
            return self.sit_out(stopped).await;
        }
        self.sat_out = 0;
        Ok(())
    }

    /// Keeps what came last.
    async fn keep(&mut self, round: &mut Round) -> Result<(), Halt> {
        if !round.is_kept() {
            let haul = self.load(round);
            let taken = self.shelf.take(haul).await?;
            self.tally.pieces(round.what, &taken, round.of, &self.budget);
        }
        Ok(())
    }

    /// What came last, with what it cost, as a haul.
    fn load(&mut self, round: &mut Round) -> Haul {
        let Haul { server, requests, .. } = self.haul();
        Haul { server, requests, ..std::mem::take(&mut round.came) }
    }
}

/// Asks for one or two, at the same time where there is a twin to ask.
async fn ask<'w, F: Far>(
    shelf: &Shelf,
    two: &'w [Wanted],
    far: &mut F,
    twin: Option<&mut F>,
) -> Result<Answers<'w>, Halt> {
    if let ([first, second], Some(twin)) = (two, twin) {
        let (one, other) = tokio::join!(ask_one(shelf, first, far), ask_one(shelf, second, twin));
        return Ok(vec![(first, one?), (second, other?)]);
    }
    let mut answers = Vec::new();
    for wanted in two {
        answers.push((wanted, ask_one(shelf, wanted, far).await?));
    }
    Ok(answers)
}

/// Asks for one, with what is known of it already.
async fn ask_one<F: Far>(shelf: &Shelf, wanted: &Wanted, far: &mut F) -> Result<Result<Came, Stopped>, Halt> {
    let question = match wanted.piece {
        Piece::Dispatch => Question::Dispatch(Box::new(shelf.row(wanted.id.clone()).await?)),
        Piece::Record => Question::Record(RecordId::from(wanted.id.as_str())),
    };
    Ok(question.fetch(far).await)
}

/// One kind of piece, as long as there are any.
struct Round {
    what: &'static str,
    /// How many there are, once that is known.
    of: Option<usize>,
    /// In a row.
    broken: u32,
    /// What came and is still to be kept.
    came: Haul,
}

impl Round {
    fn is_kept(&self) -> bool {
        self.came.details.is_empty() && self.came.records.is_empty() && self.came.missed.is_empty()
    }
}

/// What was asked for, and what came of it.
type Answers<'w> = Vec<(&'w Wanted, Result<Came, Stopped>)>;

/// Something to ask for.
pub(super) enum Question {
    /// A dispatch, as far as it is known.
    Dispatch(Box<crate::story::Dispatch>),
    /// A record.
    Record(RecordId),
}

/// What came, with notes.
pub(super) enum Came {
    Dispatch(Box<crate::story::Dispatch>, Vec<String>),
    Record(Box<crate::story::Record>, Vec<String>),
}

impl Question {
    /// Asks for it.
    pub(super) async fn fetch<F: Far>(self, far: &mut F) -> Result<Came, Stopped> {
        match self {
            Self::Dispatch(row) => {
                let (dispatch, notes) = far.dispatch(*row).await?;
                Ok(Came::Dispatch(Box::new(dispatch), notes))
            }
            Self::Record(id) => {
                let (record, notes) = far.record(&id).await?;
                Ok(Came::Record(Box::new(record), notes))
            }
        }
    }
}

impl Came {
    /// Puts it where it is kept from; gives the notes.
    pub(super) fn into_haul(self, haul: &mut Haul) -> Vec<String> {
        match self {
            Self::Dispatch(dispatch, notes) => {
                haul.details.push(*dispatch);
                notes
            }
            Self::Record(record, notes) => {
                haul.records.push(*record);
                notes
            }
        }
    }
}

/// What follows for something that did not come; `None` where it is no fault of its own, and the run halts.
fn verdict(wanted: &Wanted, stopped: &Stopped, now: Moment) -> Option<Verdict> {
    let later = |seconds: i64| {
        let given_up = wanted.tries + 1 >= TRIES;
        if given_up { Verdict::GivenUp } else { Verdict::Later(now.plus_seconds(seconds)) }
    };
    match stopped.stop {
        Stop::Missing | Stop::Wrong => Some(Verdict::GivenUp),
        Stop::Unable => Some(later(TOMORROW)),
        Stop::Broken => Some(later(AGAIN)),
        Stop::Offline | Stop::NotAllowed | Stop::Wait(_) | Stop::Budget | Stop::Refused => None,
    }
}

fn words(stopped: &Stopped) -> String {
    format!("{}: {}.", stopped.trouble.what, stopped.trouble.why.trim_end_matches('.'))
}
