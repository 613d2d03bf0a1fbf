//! Paragraphs, headings, points and quotations of a body, set one after the other.

use crate::{reader::glyphs::GlyphSet, text::clean};

use super::{
    Role, Target,
    inline::{Bit, bits},
    leads::Leads,
    sentence::Sentences,
    set::{Galley, Run, run},
};

/// A block of a body.
#[derive(Debug, PartialEq)]
enum Block {
    Heading(String),
    Paragraph(String),
    Point(String),
    Quote(String),
}

/// Sets a body. `indent` cells are left free; what leads somewhere becomes a link only where there are `leads`.
pub(super) fn set(
    galley: &mut Galley,
    text: &str,
    indent: usize,
    mut leads: Option<&mut Leads>,
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
                let runs = runs(galley, &words, Role::Body, leads.as_deref_mut());
                galley.hang(None, indent, &runs);
            }
            Block::Point(words) => {
                let runs = runs(galley, &words, Role::Body, leads.as_deref_mut());
                galley.hang(Some(run(format!("{} ", signs.bullet), Role::Meta)), indent + 2, &runs);
            }
            Block::Quote(words) => {
                let runs = runs(galley, &words, Role::Dek, leads.as_deref_mut());
                galley.hang(None, indent + 2, &runs);
            }
        }
    }
}

/// The runs of a line of prose, linked.
pub(super) fn runs(galley: &mut Galley, words: &str, role: Role, leads: Option<&mut Leads>) -> Vec<Run> {
    let mut drafts = Vec::new();
    draft(words, role, leads.as_deref(), &mut drafts);
    if let Some(leads) = leads {
        drafts = leads.link_phrases(drafts);
    }
    let shown: String = drafts.iter().map(|(run, _)| run.text.as_str()).collect();
    let sentences = Sentences::of(&shown);
    let mut at = 0;
    let mut link = |(mut run, target): Draft| {
        let cited = matches!(target, Some(Target::Citation(_)));
        let sentence = cited.then(|| sentences.around(at).to_owned());
        run.link = target.map(|target| galley.link(target, sentence));
        at += run.text.len();
        run
    };
    drafts.into_iter().map(&mut link).collect()
}

/// A run, and where it leads if it leads somewhere.
pub(super) type Draft = (Run, Option<Target>);

fn draft(words: &str, role: Role, leads: Option<&Leads>, drafts: &mut Vec<Draft>) {
    for bit in bits(words) {
        match bit {
            Bit::Plain(text) => drafts.push((run(text, role), None)),
            Bit::Strong(text) => draft(text, Role::Strong, leads, drafts),
            Bit::Link(text, address) => {
                drafts.push((run(text, Role::Link), leads.map(|_| Target::Web(address.to_owned()))));
            }
            Bit::Refer(token) => {
                let target = leads.and_then(|_| refers(token.kind, token.slug, token.words));
                let role = if target.is_some() { Role::Link } else { role };
                drafts.push((run(token.words, role), target));
            }
            Bit::Marker(number, written) => {
                let known = leads.and_then(|leads| leads.marked(number));
                let role = if known.is_some() { Role::Link } else { role };
                let marker = Run { glued: true, ..run(written, role) };
                drafts.push((marker, known.map(Target::Citation)));
            }
        }
    }
}

/// Where a cross-reference leads, if the reader can follow it.
fn refers(kind: &str, slug: &str, words: &str) -> Option<Target> {
    match kind {
        "story" => Some(Target::Story(slug.to_owned())),
        "beat" => Some(Target::Beat(slug.to_owned(), words.to_owned())),
        _ => None,
    }
}

/// The same without a single link, all in one role.
pub(super) fn plain_runs(words: &str, role: Role) -> Vec<Run> {
    let plain = |bit: Bit<'_>| match bit {
        Bit::Plain(text) | Bit::Strong(text) | Bit::Link(text, _) => run(text, role),
        Bit::Refer(token) => run(token.words, role),
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
