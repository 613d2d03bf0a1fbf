//! Where the records of a batch lie, and what it is told of what lies outside it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::signal::Freshness;
use crate::store::StoreFault;
use crate::story::{ClusterId, Moment, Record, RecordId};

/// Records from before the batch that are held at once.
const FETCHED: usize = 4_000;

/// What a batch has to be told of what lies outside it.
pub trait Archive {
    /// Those of these records that are kept, in the order asked for.
    fn records(&self, ids: &[&RecordId]) -> Result<Vec<Record>, StoreFault>;

    /// What the current dispatch of a story says, and the records that it was written from; `None` before there is one.
    fn published(&self, cluster: &ClusterId) -> Result<Option<Told>, StoreFault>;

    /// How many of those who normally speak where this story belongs are up to date.
    fn freshness(&self, members: &[&Record]) -> Freshness;
}

/// What a dispatch tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// Its words.
    pub words: String,
    /// The records that it was written from.
    pub records: Vec<RecordId>,
}

/// An archive of nothing: for files, where every record is in the batch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Archive for Nothing {
    fn records(&self, _: &[&RecordId]) -> Result<Vec<Record>, StoreFault> {
        Ok(Vec::new())
    }

    fn published(&self, _: &ClusterId) -> Result<Option<Told>, StoreFault> {
        Ok(None)
    }

    fn freshness(&self, _: &[&Record]) -> Freshness {
        Freshness::default()
    }
}

/// Where the records of a batch lie, and those that were fetched to them.
pub struct Desk<'a> {
    pub(super) archive: &'a dyn Archive,
    batch: HashMap<&'a RecordId, &'a Record>,
    pub(super) vectors: HashMap<RecordId, Vec<f32>>,
    fetched: RefCell<HashMap<RecordId, Option<Rc<Record>>>>,
    told: RefCell<BTreeMap<ClusterId, Option<Rc<Told>>>>,
}

/// A record of the batch, or one that was fetched.
pub(super) enum Held<'a> {
    Here(&'a Record),
    Fetched(Rc<Record>),
}

impl Held<'_> {
    pub(super) fn record(&self) -> &Record {
        match self {
            Held::Here(record) => record,
            Held::Fetched(record) => record,
        }
    }
}

impl<'a> Desk<'a> {
    /// With the records of a batch on it.
    pub fn over(arrivals: &[(Moment, &'a Record)], archive: &'a dyn Archive) -> Self {
        let batch = arrivals.iter().map(|(_, record)| (&record.id, *record)).collect();
        let (vectors, fetched, told) = (HashMap::new(), RefCell::default(), RefCell::default());
        Self { archive, batch, vectors, fetched, told }
    }

    /// With dense vectors for some of them, as a model gave them, in place of those that were given before.
    pub fn give(&mut self, vectors: HashMap<RecordId, Vec<f32>>) {
        self.vectors = vectors;
    }

    /// These records, without those that are not kept any more.
    pub(super) fn records(&self, ids: &[RecordId]) -> Result<Vec<Held<'a>>, StoreFault> {
        let mut fetched = self.fetched.borrow_mut();
        if fetched.len() > FETCHED {
            fetched.clear();
        }
        let missing: Vec<&RecordId> =
            ids.iter().filter(|id| !self.batch.contains_key(id) && !fetched.contains_key(*id)).collect();
        if !missing.is_empty() {
            let found = self.archive.records(&missing)?;
            fetched.extend(missing.into_iter().map(|id| (id.clone(), None)));
            fetched.extend(found.into_iter().map(|record| (record.id.clone(), Some(Rc::new(record)))));
        }
        let held = |id: &RecordId| match self.batch.get(id) {
            Some(record) => Some(Held::Here(record)),
            None => fetched.get(id).cloned().flatten().map(Held::Fetched),
        };
        Ok(ids.iter().filter_map(held).collect())
    }

    pub(super) fn published(&self, cluster: &ClusterId) -> Result<Option<Rc<Told>>, StoreFault> {
        if let Some(known) = self.told.borrow().get(cluster) {
            return Ok(known.clone());
        }
        let told = self.archive.published(cluster)?.map(Rc::new);
        self.told.borrow_mut().insert(cluster.clone(), told.clone());
        Ok(told)
    }
}
