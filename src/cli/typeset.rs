//! Dispatches, records and rows set for a person: wrapped to the width, metadata dim, headlines bold.
//!
//! Everything that came from outside is cleaned once more here, whatever the border did before.

use std::io;

use jiff::tz::TimeZone;
use textwrap::{Options, WordSplitter};

use super::{Out, out::Ink, provenance, section};
use crate::{
    story::{Arc, Citation, Dispatch, Methodology, Moment, Record, Section, Signal, SourceKind},
    text::{
        clean,
        tokens::{plain, words},
    },
    wire::page::{KeptRecord, Row},
};

/// How times are shown.
pub(super) struct Clock {
    /// The moment it is now.
    pub(super) now: Moment,
    /// The person's zone.
    pub(super) zone: TimeZone,
}

impl Clock {
    /// `14:02` today, `12 Apr 14:02` this year, `12 Apr 2025` before.
    pub(super) fn short(&self, time: Option<Moment>) -> String {
        let Some(time) = time else { return "undated".to_owned() };
        let zoned = |moment: Moment| moment.to_jiff().to_zoned(self.zone.clone());
        let (then, now) = (zoned(time), zoned(self.now));
        let shape = match (then.date() == now.date(), then.year() == now.year()) {
            (true, _) => "%H:%M",
            (false, true) => "%-d %b %H:%M",
            (false, false) => "%-d %b %Y",
        };
        then.strftime(shape).to_string()
    }

    /// `12 Apr 2026 14:02 CEST`
    pub(super) fn exact(&self, time: Option<Moment>) -> String {
        let exact = |time: Moment| time.to_jiff().to_zoned(self.zone.clone()).strftime("%-d %b %Y %H:%M %Z");
        time.map_or_else(|| "undated".to_owned(), |time| exact(time).to_string())
    }
}

/// The width, an indent, and no word ever split.
fn options<'a>(out: &Out, indent: &'a str) -> Options<'a> {
    let options = Options::new(out.width).word_splitter(WordSplitter::NoHyphenation);
    options.initial_indent(indent).subsequent_indent(indent)
}

/// Several lines at an indent, wrapped; a blank line for every blank line.
pub(super) fn block(out: &mut Out, indent: usize, text: &str) -> io::Result<()> {
    let pad = " ".repeat(indent);
    let text = clean::block(text);
    let options = options(out, &pad);
    for line in textwrap::wrap(&text, options) {
        out.line(line.trim_end())?;
    }
    Ok(())
}

/// One paragraph behind a label such as `[1] `; further lines stand under its first word.
pub(super) fn labelled(out: &mut Out, label: &str, ink: Option<Ink>, text: &str) -> io::Result<()> {
    hanging(out, label, textwrap::core::display_width(label), ink, text)
}

/// The same behind a label that is `cells` wide on screen.
pub(super) fn hanging(
    out: &mut Out,
    label: &str,
    cells: usize,
    ink: Option<Ink>,
    text: &str,
) -> io::Result<()> {
    let hang = " ".repeat(cells);
    let options = options(out, &hang);
    let text = clean::line(text);
    for (n, line) in textwrap::wrap(&text, options).iter().enumerate() {
        let words = line.trim();
        let words = ink.map_or_else(|| words.to_owned(), |ink| out.inked(ink, words));
        out.line(&format!("{}{words}", if n == 0 { label } else { &hang }))?;
    }
    Ok(())
}

/// A paragraph whose pieces are cleaned already and may carry ink. textwrap counts an escape sequence as no cells.
pub(super) fn marked(out: &mut Out, indent: usize, text: &str) -> io::Result<()> {
    let pad = " ".repeat(indent);
    let options = options(out, &pad);
    for line in textwrap::wrap(text, options) {
        out.line(line.trim_end())?;
    }
    Ok(())
}

/// Dim metadata on one wrapped paragraph, its parts joined by dots.
pub(super) fn meta(out: &mut Out, indent: usize, parts: &[String]) -> io::Result<()> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    labelled(out, &" ".repeat(indent), Some(Ink::Dim), &parts.join(" · "))
}

/// A heading after a blank line.
pub(super) fn heading(out: &mut Out, text: &str) -> io::Result<()> {
    out.line("")?;
    labelled(out, "", Some(Ink::Bold), text)
}

/// The badges in words: what a screen shows as glyphs. `arc` is one that still holds.
pub(super) fn badges(arc: Option<&Arc>, version: u32) -> Vec<String> {
    let arc = arc.map(|arc| arc.slug().to_owned());
    let version = (version > 1).then(|| format!("version {version}"));
    arc.into_iter().chain(version).collect()
}

/// `News, Bluesky`, each word once.
pub(super) fn kinds(platforms: &[SourceKind]) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for kind in platforms {
        if !labels.contains(&kind.label()) {
            labels.push(kind.label());
        }
    }
    labels.join(", ")
}

/// A row of the front page: headline, dek, metadata.
pub(super) fn front_row(out: &mut Out, clock: &Clock, row: &Row) -> io::Result<()> {
    labelled(out, "", Some(Ink::Bold), &words(&row.headline))?;
    if !row.dek.is_empty() {
        block(out, 2, &words(&row.dek))?;
    }
    let counted = |n: usize, one: &str, many: &str| match n {
        0 => String::new(),
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    let mut parts = vec![
        row.code().to_string(),
        row.beat.clone(),
        clock.short(row.time),
        counted(row.records, "record", "records"),
        counted(row.web, "web citation", "web citations"),
        kinds(&row.platforms),
    ];
    parts.extend(badges(row.badge(clock.now), row.version));
    meta(out, 2, &parts)?;
    out.line("")
}

/// A dispatch with everything that belongs to it; `records` are those of its records that
/// are in the store, if one was asked.
pub(super) fn dispatch(
    out: &mut Out,
    clock: &Clock,
    dispatch: &Dispatch,
    records: Option<&[Record]>,
) -> io::Result<()> {
    let mut parts = vec![dispatch.code().to_string(), dispatch.beat.label(), clock.exact(dispatch.time())];
    parts.extend(badges(dispatch.badge(clock.now), dispatch.version));
    meta(out, 0, &parts)?;
    labelled(out, "", Some(Ink::Bold), &plain(dispatch.title()))?;
    if let Some(dek) = &dispatch.dek {
        out.line("")?;
        block(out, 0, &plain(dek))?;
    }
    if !dispatch.takeaways.is_empty() {
        out.line("")?;
    }
    for point in &dispatch.takeaways {
        labelled(out, "• ", None, &plain(point))?;
    }
    for section in sections(dispatch) {
        section::print(out, &section)?;
    }
    faq(out, dispatch)?;
    citations(out, clock, dispatch, records)?;
    if let Some(methodology) = &dispatch.methodology {
        heading(out, "How it came about")?;
        block(out, 0, &how(methodology))?;
        if !provenance::lines(&dispatch.beat, methodology).is_empty() {
            out.line("")?;
        }
        provenance::print(out, 0, &dispatch.beat, methodology)?;
    }
    Ok(())
}

fn faq(out: &mut Out, dispatch: &Dispatch) -> io::Result<()> {
    if dispatch.faq.is_empty() {
        return Ok(());
    }
    heading(out, "Frequently asked")?;
    let mut questions: Vec<_> = dispatch.faq.iter().collect();
    questions.sort_by_key(|question| question.order);
    for question in questions {
        out.line("")?;
        labelled(out, "  ", Some(Ink::Bold), &plain(&question.question))?;
        block(out, 2, &plain(&question.answer))?;
    }
    Ok(())
}

fn citations(
    out: &mut Out,
    clock: &Clock,
    dispatch: &Dispatch,
    records: Option<&[Record]>,
) -> io::Result<()> {
    heading(out, &format!("Citations · {}", dispatch.sources_line()))?;
    for citation in &dispatch.citations {
        let label =
            citation.marker.map_or_else(|| "  –  ".to_owned(), |n| format!("{:>5} ", format!("[{n}]")));
        let record =
            records.unwrap_or_default().iter().find(|record| Some(&record.id) == citation.record_id.as_ref());
        labelled(out, &label, None, &record.map_or_else(|| called(citation), named))?;
        let hang = textwrap::core::display_width(&label);
        if let Some(excerpt) = &citation.excerpt {
            block(out, hang, &format!("“{}”", excerpt.trim()))?;
        }
        let fetched = citation.fetched_at.map(|at| format!("read {}", clock.short(Some(at))));
        let place = if record.is_some() || records.is_none() { "" } else { " (not in the store)" };
        let record = citation.record_id.as_ref().map(|id| format!("record {id}{place}"));
        let parts: Vec<String> = record.into_iter().chain(citation.url.clone()).chain(fetched).collect();
        if !parts.is_empty() {
            meta(out, hang, &parts)?;
        }
    }
    Ok(())
}

/// What a citation is called: kind, title or domain.
pub(super) fn called(citation: &Citation) -> String {
    let kind = citation
        .platform
        .as_ref()
        .map_or(if citation.is_web() { "Web" } else { "Record" }, SourceKind::label);
    let title = [&citation.title, &citation.domain, &citation.anchor_text, &citation.url];
    match title.into_iter().flatten().find(|title| !title.trim().is_empty()) {
        Some(title) => format!("{kind} · {title}"),
        None => kind.to_owned(),
    }
}

/// What a record is called in a list of citations: kind, voice, title.
fn named(record: &Record) -> String {
    let name: String = record.name().chars().take(120).collect();
    let parts = [record.kind.label(), record.voice(), &name];
    let mut parts: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    parts.dedup();
    parts.join(" · ")
}

/// The methodology in one paragraph: as the wire tells it, else from its parts.
pub(super) fn how(methodology: &Methodology) -> String {
    if let Some(text) = methodology.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        return text.to_owned();
    }
    let mut parts = Vec::new();
    if let Some(signal) = &methodology.signal {
        parts
            .push(format!("Signal: {}", signal.why.clone().unwrap_or_else(|| signal.kind.slug().to_owned())));
    }
    if let Some(cluster) = &methodology.cluster {
        parts.push(format!("Cluster: {} records, {} voices", cluster.records, cluster.voices));
    }
    parts.extend(methodology.writer.as_ref().map(|writer| format!("Write: {writer}")));
    if let Some(checked) = &methodology.checked {
        parts.push(format!("Checked: {} of {} claims found", checked.claims_found, checked.claims));
    }
    if parts.is_empty() && !methodology.stages.is_empty() {
        parts.push(methodology.stages.join(" → "));
    }
    parts.join(" → ")
}

/// The analysis in parts, in order; a wire that sends no parts sends one text.
pub(super) fn sections(dispatch: &Dispatch) -> Vec<Section> {
    let mut sections = dispatch.sections.clone();
    sections.sort_by_key(|section| section.order);
    if sections.is_empty() {
        let body = dispatch.content.clone().filter(|content| !content.trim().is_empty());
        sections.extend(body.map(|body| Section { body, ..Section::default() }));
    }
    sections
}

/// A signal at an indent: what fired, how it adds up, and the passages that show it.
pub(super) fn signal(out: &mut Out, indent: usize, signal: &Signal) -> io::Result<()> {
    let pad = " ".repeat(indent);
    let head = format!("{}, {}", signal.kind.slug(), signal.severity.slug());
    let confidence = format!("confidence {:.2}", signal.confidence);
    labelled(out, &pad, Some(Ink::Bold), &format!("{head} · score {:.2} · {confidence}", signal.score))?;
    block(out, indent + 2, &signal.why)?;
    if let Some(caution) = &signal.caution {
        labelled(out, &format!("{pad}  Caution: "), None, caution)?;
    }
    for passage in &signal.passages {
        let said = format!("“{}” (record {})", passage.words.trim(), passage.record);
        labelled(out, &format!("{pad}  › "), None, &said)?;
    }
    Ok(())
}

/// A record, whole, and who cites it.
pub(super) fn record(out: &mut Out, clock: &Clock, kept: &KeptRecord) -> io::Result<()> {
    let record: &Record = &kept.record;
    let named = |name: &Option<String>| name.clone().unwrap_or_default();
    let parts = [record.kind.label().to_owned(), named(&record.publisher), named(&record.byline)];
    meta(out, 0, &parts)?;
    labelled(out, "", Some(Ink::Bold), record.name())?;
    let mut parts = vec![format!("published {}", clock.exact(record.published_at))];
    parts.extend(record.captured_at.map(|at| format!("captured {}", clock.exact(Some(at)))));
    parts.push(format!("record {}", record.id));
    meta(out, 0, &parts)?;
    if let Some(url) = &record.url {
        meta(out, 0, &[clean::line(url)])?;
    }
    out.line("")?;
    match record.words().trim() {
        "" => block(out, 0, "No text of this record is in the store.")?,
        words => block(out, 0, words)?,
    }
    if !kept.cited_by.is_empty() {
        heading(out, "Cited by")?;
    }
    for row in &kept.cited_by {
        labelled(out, &format!("  {}  ", row.code()), None, &words(&row.headline))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::story::Moment;

    #[test]
    fn times_are_as_long_as_they_must_be() {
        let at = |text: &str| Moment::parse(text);
        let now = at("2026-04-13T18:00:00Z").unwrap();
        let clock = Clock { now, zone: jiff::tz::TimeZone::UTC };
        assert_eq!(clock.short(at("2026-04-13T07:05:00Z")), "07:05");
        assert_eq!(clock.short(at("2026-04-02T07:05:00Z")), "2 Apr 07:05");
        assert_eq!(clock.short(at("2025-04-02T07:05:00Z")), "2 Apr 2025");
        assert_eq!(clock.short(None), "undated");
    }
}
