//! What came of a gathering: a source in words and in JSON, and all of them in one sentence.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{Failure, Session, online::of_source, sync::trouble_json, typeset::labelled};
use crate::{
    desk::gather::{Came, Gathered},
    reader::human::{bytes, count, number},
    story::SourceName,
};

/// What came of a source, on one line.
pub(super) fn in_words(gathered: &Gathered) -> String {
    let why = gathered.trouble.as_ref().map(of_source).unwrap_or_default();
    match gathered.came {
        Came::Records { new, changed, same } => {
            let mut parts = vec![format!("{} new", number(new))];
            if changed > 0 {
                parts.push(format!("{} changed", number(changed)));
            }
            if same > 0 {
                parts.push(format!("{} known", number(same)));
            }
            if gathered.repaired {
                parts.push("mended to be read".to_owned());
            }
            parts.join(", ")
        }
        Came::Unchanged => "nothing new".to_owned(),
        Came::NotDue if why.is_empty() => "not asked: it is not due".to_owned(),
        Came::NotDue => format!("not asked. {why}"),
        Came::Gone if why.is_empty() => "gone for good; it is not asked any more".to_owned(),
        Came::Gone | Came::Failed => why,
    }
}

pub(super) fn event(gathered: &Gathered) -> Value {
    let (outcome, new, changed, same) = match gathered.came {
        Came::Records { new, changed, same } => ("records", new, changed, same),
        Came::Unchanged => ("unchanged", 0, 0, 0),
        Came::NotDue => ("not_due", 0, 0, 0),
        Came::Failed => ("failed", 0, 0, 0),
        Came::Gone => ("gone", 0, 0, 0),
    };
    json!({
        "source": gathered.source.as_str(),
        "outcome": outcome,
        "new": new,
        "changed": changed,
        "same": same,
        "trouble": gathered.trouble.as_ref().map(trouble_json),
        "notes": gathered.notes,
        "repaired": gathered.repaired,
        "next_at": gathered.next_at.map(|at| at.to_string()),
        "requests": gathered.requests,
        "bytes": gathered.bytes,
    })
}

/// What came of all of them.
#[derive(Debug, Default)]
pub(super) struct Sum {
    seen: HashSet<SourceName>,
    answered: usize,
    unchanged: usize,
    not_due: usize,
    pub(super) failed: usize,
    pub(super) gone: usize,
    pub(super) new: usize,
    changed: usize,
    requests: u32,
    bytes: u64,
}

impl Sum {
    pub(super) fn add(&mut self, gathered: &Gathered) {
        if !self.seen.insert(gathered.source.clone()) {
            return;
        }
        match gathered.came {
            Came::Records { new, changed, .. } => {
                self.answered += 1;
                self.new += new;
                self.changed += changed;
            }
            Came::Unchanged => self.unchanged += 1,
            Came::NotDue => self.not_due += 1,
            Came::Failed => self.failed += 1,
            Came::Gone => self.gone += 1,
        }
        self.requests += gathered.requests;
        self.bytes += gathered.bytes;
    }

    /// Sources that were asked.
    pub(super) fn asked(&self) -> usize {
        self.seen.len() - self.not_due
    }

    /// `1,204 new records, 14 changed. 312 sources: 298 answered, 9 had nothing new, 4 failed, 1 gone. 3.2 MB`
    pub(super) fn print(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        let mut records = count(self.new, "new record", "new records");
        if self.changed > 0 {
            records = format!("{records}, {} changed", number(self.changed));
        }
        let parts = [
            (self.answered, "answered"),
            (self.unchanged, "unchanged"),
            (self.not_due, "not asked"),
            (self.failed, "failed"),
            (self.gone, "gone for good"),
        ];
        let parts =
            parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", number(n)));
        let parts: Vec<String> = parts.collect();
        let asked = count(self.requests as usize, "request", "requests");
        let told = if parts.is_empty() {
            "No source is due. Without --due all are asked.".to_owned()
        } else {
            let all = count(self.seen.len(), "source", "sources");
            format!("{records}. {all}: {}. {asked}, {}.", parts.join(", "), bytes(self.bytes))
        };
        labelled(session.out, "", None, &told)?;
        if self.new + self.changed > 0 {
            labelled(session.out, "", None, "Next: slugline edition")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_told_in_words_and_with_the_promised_names() {
        let of = |came| Gathered { source: "a".into(), came, ..Gathered::default() };
        let records = of(Came::Records { new: 1204, changed: 2, same: 0 });
        assert_eq!(in_words(&records), "1,204 new, 2 changed");
        assert_eq!(in_words(&of(Came::NotDue)), "not asked: it is not due");
        let json = event(&records);
        for key in [
            "source", "outcome", "new", "changed", "same", "trouble", "notes", "repaired", "next_at",
            "requests", "bytes",
        ] {
            assert!(json.get(key).is_some(), "{key}");
        }
        let mut sum = Sum::default();
        sum.add(&records);
        sum.add(&records);
        assert_eq!((sum.new, sum.seen.len()), (1204, 1));
    }
}
