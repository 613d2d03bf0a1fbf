//! `slugline trace CODE`: every sentence of a dispatch, and the words of the records that show it.

use clap::Args;
use serde_json::{Value, json};

use super::{
    Exit, Failure, Session,
    args::yes,
    find, json, look,
    out::Ink,
    typeset::{self, Clock},
};
use crate::{
    reader::glyphs::GlyphSet,
    story::{Dispatch, Part, Passage, Record, Share, SpanField, Trace as Traced, TracedClaim, Verdict},
    text::clean,
    wire::page::Kept,
    write,
};

/// `slugline trace`
#[derive(Debug, Args)]
pub struct Trace {
    /// Its code, such as DSP·7C813E or 7c813e, or its whole id
    #[arg(value_name = "CODE")]
    code: String,
    /// As one JSON object
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Trace {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let kept = find::dispatch(session, &reader, &self.code)?;
        let records: Vec<&Record> = kept.records.iter().collect();
        let trace = write::trace(&kept.dispatch, &records);
        if self.json {
            session.out.line(&json::line(&told(&kept.dispatch, &trace)))?;
        } else {
            print(session, &clock, &kept, &trace)?;
        }
        Ok(Exit::Done)
    }
}

/// The trace as JSON.
fn told(dispatch: &Dispatch, trace: &Traced) -> Value {
    let share = |share: Share| json!({ "found": share.found, "total": share.total });
    let missing: Vec<&str> = trace.missing.iter().map(crate::story::RecordId::as_str).collect();
    json!({
        "code": dispatch.code().to_string(),
        "id": dispatch.id.as_str(),
        "version": dispatch.version,
        "claims": trace.claims.iter().map(claim).collect::<Vec<_>>(),
        "quotes": share(trace.quotes),
        "numbers": share(trace.numbers),
        "missing_records": missing,
    })
}

fn claim(claim: &TracedClaim) -> Value {
    json!({
        "part": part(claim.part).0,
        "place": part(claim.part).1,
        "text": claim.text,
        "markers": claim.markers,
        "verdict": claim.verdict.slug(),
        "voices": claim.voices,
        "lack": claim.lack,
        "spans": claim.spans.iter().map(span).collect::<Vec<_>>(),
    })
}

fn span(passage: &Passage) -> Value {
    let field = match passage.span.field {
        SpanField::Text => "text",
        SpanField::Title => "title",
    };
    json!({
        "record_id": passage.record.as_str(),
        "field": field,
        "start": passage.span.start,
        "end": passage.span.end,
        "sha256": passage.span.sha256,
        "text": passage.words,
    })
}

/// The word for a part, and which of them, counted from 0.
fn part(part: Part) -> (&'static str, Option<usize>) {
    match part {
        Part::Headline => ("headline", None),
        Part::Dek => ("dek", None),
        Part::Takeaway(at) => ("takeaway", Some(at)),
        Part::Section(at) => ("section", Some(at)),
        Part::Answer(at) => ("answer", Some(at)),
    }
}

/// The sign of a verdict, as on the screen.
fn sign(verdict: Verdict, signs: &GlyphSet) -> &'static str {
    match verdict {
        Verdict::Verbatim => signs.verbatim,
        Verdict::Supported => signs.supported,
        Verdict::Number => signs.number,
        Verdict::Reading => signs.reading,
        Verdict::NotFound => signs.missing,
    }
}

fn print(session: &mut Session<'_>, clock: &Clock, kept: &Kept, trace: &Traced) -> Result<(), Failure> {
    let signs = look::glyphs(session.config.reader.glyphs).set();
    let dispatch = &kept.dispatch;
    let out = &mut *session.out;
    typeset::meta(out, 0, &[dispatch.code().to_string(), clock.exact(dispatch.time()), trace.tally()])?;
    let mut heading = None;
    for claim in &trace.claims {
        let here = heading_of(dispatch, claim.part);
        if heading.as_ref() != Some(&here) {
            typeset::heading(out, &here)?;
            heading = Some(here);
        }
        out.line("")?;
        typeset::labelled(out, &format!("{} ", sign(claim.verdict, signs)), None, &claim.text)?;
        typeset::meta(out, 2, &verdict(claim))?;
        for passage in &claim.spans {
            shown(out, clock, kept, passage)?;
        }
    }
    out.line("")?;
    tally(out, trace)?;
    Ok(())
}

/// What is over a claim.
fn heading_of(dispatch: &Dispatch, part: Part) -> String {
    let words = |words: Option<&str>, other: &str| {
        words.filter(|words| !words.trim().is_empty()).unwrap_or(other).to_owned()
    };
    let section = |at: usize| dispatch.sections.get(at).and_then(|section| section.heading.as_deref());
    match part {
        Part::Headline | Part::Dek => "Headline".to_owned(),
        Part::Takeaway(_) => "Takeaways".to_owned(),
        Part::Section(at) => words(section(at), "Analysis"),
        Part::Answer(at) => words(dispatch.faq.get(at).map(|asked| asked.question.as_str()), "Answer"),
    }
}

/// The verdict in words, with the voices or with what was not found.
fn verdict(claim: &TracedClaim) -> Vec<String> {
    let voices = match claim.voices {
        0 => String::new(),
        1 => "1 voice".to_owned(),
        many => format!("{many} voices"),
    };
    let markers: Vec<String> = claim.markers.iter().map(|marker| format!("[{marker}]")).collect();
    vec![claim.verdict.words().to_owned(), voices, markers.concat(), claim.lack.clone().unwrap_or_default()]
}

/// A passage with the record it stands in.
fn shown(out: &mut super::Out, clock: &Clock, kept: &Kept, passage: &Passage) -> std::io::Result<()> {
    let record = kept.records.iter().find(|record| record.id == passage.record);
    let speaker = record.map(Record::speaker).unwrap_or_default();
    let time = record.map(|record| clock.short(record.time())).unwrap_or_default();
    let field = if passage.span.field == SpanField::Title { "title" } else { "" };
    let id = format!("record {}", clean::line(passage.record.as_str()));
    typeset::labelled(out, "    ", None, &format!("“{}”", passage.words.trim()))?;
    typeset::meta(out, 6, &[id, speaker, time, field.to_owned()])
}

fn tally(out: &mut super::Out, trace: &Traced) -> std::io::Result<()> {
    let share = |share: Share, one: &str, many: &str| match share.total {
        0 => format!("no {many}"),
        1 => format!("{} of 1 {one} found", share.found),
        total => format!("{} of {total} {many} found", share.found),
    };
    typeset::labelled(out, "", Some(Ink::Bold), &trace.tally())?;
    let parts = [share(trace.quotes, "quotation", "quotations"), share(trace.numbers, "number", "numbers")];
    typeset::meta(out, 0, &parts)?;
    if trace.missing.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = trace.missing.iter().map(crate::story::RecordId::as_str).collect();
    let (many, are) = if ids.len() == 1 { ("record", "is") } else { ("records", "are") };
    let told = format!("{} {many} of this dispatch {are} not here: {}", ids.len(), ids.join(", "));
    typeset::labelled(out, "", None, &told)
}
