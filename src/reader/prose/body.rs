//! Paragraphs, headings, points and quotations of a body, set one after the other.

use std::collections::BTreeMap;

use crate::{
    reader::glyphs::GlyphSet,
    story::{Citation, Dispatch},
    text::clean,
};

use super::{
    Role, Target,
    inline::{Bit, bits},
    sentence::Sentences,
    set::{Galley, Run, run},
};

/// Which citation a marker leads to.
pub(super) type Markers = BTreeMap<u32, usize>;

/// The markers of a dispatch. Of two citations with one marker, the first has it.
pub(super) fn markers(dispatch: &Dispatch) -> Markers {
    let marked = |(at, citation): (usize, &Citation)| citation.marker.map(|marker| (marker, at));
    dispatch.citations.iter().enumerate().rev().filter_map(marked).collect()
}

/// A block of a body.
#[derive(Debug, PartialEq)]
enum Block {
    Heading(String),
    Paragraph(String),
    Point(String),
    Quote(String),
}

/// Sets a body. `indent` cells are left free; markers become links only where `markers` knows them.
pub(super) fn set(
    galley: &mut Galley,
    text: &str,
    indent: usize,
    markers: Option<&Markers>,
    signs: &GlyphSet,
) {
    let mut after_point = false;
    for block in blocks(&clean::block(text)) {
        let point = matches!(block, Block::Point(_));
        if !(point && after_point) {
            galley.gap();
        }
        after_point = point;
        match block {
            Block::Heading(words) => {
                galley.hang(None, indent, &plain_runs(&words, Role::Heading));
                galley.close();
            }
            Block::Paragraph(words) => {
                let runs = runs(galley, &words, Role::Body, markers);
                galley.hang(None, indent, &runs);
            }
            Block::Point(words) => {
                let runs = runs(galley, &words, Role::Body, markers);
                galley.hang(Some(run(format!("{} ", signs.bullet), Role::Meta)), indent + 2, &runs);
            }
            Block::Quote(words) => {
                let runs = runs(galley, &words, Role::Dek, markers);
                galley.hang(None, indent + 2, &runs);
            }
        }
    }
}

/// The runs of a line of prose, its markers linked.
pub(super) fn runs(galley: &mut Galley, words: &str, role: Role, markers: Option<&Markers>) -> Vec<Run> {
    let mut drafts = Vec::new();
    draft(words, role, markers, &mut drafts);
    let shown: String = drafts.iter().map(|(run, _)| run.text.as_str()).collect();
    let sentences = Sentences::of(&shown);
    let mut at = 0;
    let mut link = |(mut run, target): (Run, Option<Target>)| {
        let cited = matches!(target, Some(Target::Citation(_)));
        let sentence = cited.then(|| sentences.around(at).to_owned());
        run.link = target.map(|target| galley.link(target, sentence));
        at += run.text.len();
        run
    };
    drafts.into_iter().map(&mut link).collect()
}

/// The runs, and where those lead that lead somewhere.
fn draft(words: &str, role: Role, markers: Option<&Markers>, drafts: &mut Vec<(Run, Option<Target>)>) {
    for bit in bits(words) {
        match bit {
            Bit::Plain(text) => drafts.push((run(text, role), None)),
            Bit::Strong(text) => draft(text, Role::Strong, markers, drafts),
            Bit::Link(text, address) => {
                drafts.push((run(text, Role::Link), markers.map(|_| Target::Web(address.to_owned()))));
            }
            Bit::Marker(number, written) => {
                let known = markers.and_then(|markers| markers.get(&number));
                let role = if known.is_some() { Role::Link } else { Role::Meta };
                let marker = Run { glued: true, ..run(written, role) };
                drafts.push((marker, known.map(|at| Target::Citation(*at))));
            }
        }
    }
}

/// The same without a single link, all in one role.
pub(super) fn plain_runs(words: &str, role: Role) -> Vec<Run> {
    let plain = |bit: Bit<'_>| match bit {
        Bit::Plain(text) | Bit::Strong(text) | Bit::Link(text, _) => run(text, role),
        Bit::Marker(_, written) => Run { glued: true, ..run(written, role) },
    };
    bits(words).into_iter().map(plain).collect()
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().map(str::trim) {
        let special = special(line);
        if (line.is_empty() || special.is_some()) && !paragraph.is_empty() {
            blocks.push(Block::Paragraph(std::mem::take(&mut paragraph)));
        }
        if special.is_some() {
            blocks.extend(special);
        } else if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(paragraph));
    }
    blocks
}

/// A line that is a block of its own.
fn special(line: &str) -> Option<Block> {
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && heading.starts_with(' ') {
        return Some(Block::Heading(heading.trim().to_owned()));
    }
    for sign in ["- ", "* ", "• "] {
        if let Some(point) = line.strip_prefix(sign) {
            return Some(Block::Point(point.trim().to_owned()));
        }
    }
    line.strip_prefix("> ").map(|quote| Block::Quote(quote.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Block, blocks};

    #[test]
    fn a_body_has_four_kinds_of_blocks() {
        use Block::{Heading, Paragraph, Point, Quote};
        let text = "## What is reported\nOne\ntwo.\n\nThree.\n- a\n* b\n> said\n#hash";
        let want = [
            Heading("What is reported".into()),
            Paragraph("One two.".into()),
            Paragraph("Three.".into()),
            Point("a".into()),
            Point("b".into()),
            Quote("said".into()),
            Paragraph("#hash".into()),
        ];
        assert_eq!(blocks(text), want);
    }
}
