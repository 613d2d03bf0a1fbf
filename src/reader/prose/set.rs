//! The galley: runs of text go in, lines come out.

use std::ops::Range;

use crate::{
    reader::model::Settings,
    text::{
        width::{self, Ambiguous},
        wrap,
    },
};

use super::{Laid, Line, Link, Piece, Role, Target};

/// Cells left free beside every text: room for the mark of the focused link.
const GUTTER: usize = 2;

/// A run of clean text in one role.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) role: Role,
    pub(super) link: Option<usize>,
    /// Stays with the word before it.
    pub(super) glued: bool,
}

/// A run without a link.
pub(super) fn run(text: impl Into<String>, role: Role) -> Run {
    Run { text: text.into(), role, ..Run::default() }
}

/// A column being filled.
pub(super) struct Galley {
    laid: Laid,
    margin: usize,
    /// Cells a line may take.
    width: usize,
    ambiguous: Ambiguous,
    /// The sign that something was cut off.
    more: &'static str,
    /// The sign that parts columns.
    rule: &'static str,
    /// The next gap is left out.
    closed: bool,
}

impl Galley {
    /// For running text: no wider than the measure, in the middle of a wider column.
    pub(super) fn prose(column: u16, settings: &Settings) -> Self {
        let room = usize::from(column).saturating_sub(GUTTER + 1);
        let width = room.min(usize::from(settings.measure.max(1)));
        let margin = (usize::from(column).saturating_sub(width) / 2).max(GUTTER.min(usize::from(column)));
        Self::new(column, margin, width, settings)
    }

    /// For lists: as wide as the column, but for the last cell.
    pub(super) fn list(column: u16, settings: &Settings) -> Self {
        let margin = GUTTER.min(usize::from(column));
        Self::new(column, margin, usize::from(column).saturating_sub(margin + 1), settings)
    }

    fn new(column: u16, margin: usize, width: usize, settings: &Settings) -> Self {
        let laid = Laid { width: column, ..Laid::default() };
        let (ambiguous, signs) = (settings.cells(), settings.signs());
        let (more, rule) = (signs.more, signs.rule);
        Self { laid, margin, width: width.max(1), ambiguous, more, rule, closed: false }
    }

    /// Cells a line may take.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// An empty line, unless one stands there already or nothing does.
    pub(super) fn gap(&mut self) {
        if !std::mem::take(&mut self.closed)
            && self.laid.lines.last().is_some_and(|line| !line.pieces.is_empty())
        {
            self.laid.lines.push(Line::default());
        }
    }

    /// What comes next stands close under what is here: the next gap is left out.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// A new link that starts at the next line.
    pub(super) fn link(&mut self, target: Target, sentence: Option<String>) -> usize {
        let line = self.laid.lines.len();
        self.laid.links.push(Link { target, line, end: line, sentence });
        self.laid.links.len() - 1
    }

    /// The link reaches to the last line set so far.
    pub(super) fn end_link(&mut self, link: usize) {
        let end = self.laid.lines.len();
        if let Some(link) = self.laid.links.get_mut(link) {
            link.end = end;
        }
    }

    /// Remembers the first lit line from `line` on, if none is known yet.
    pub(super) fn light(&mut self, line: usize) {
        let is_lit = |line: &Line| line.pieces.iter().any(|piece| piece.role == Role::Mark);
        let lit = self.laid.lines.iter().skip(line).position(is_lit);
        self.laid.lit = self.laid.lit.or(lit.map(|at| line + at));
    }

    /// Lines set so far.
    pub(super) fn height(&self) -> usize {
        self.laid.lines.len()
    }

    /// A paragraph.
    pub(super) fn text(&mut self, runs: &[Run]) {
        self.hang(None, 0, runs);
    }

    /// A paragraph in one role.
    pub(super) fn words(&mut self, text: &str, role: Role) {
        self.text(&[run(text, role)]);
    }

    /// A paragraph set in by `indent` cells; `lead` stands in the free cells before its first line.
    pub(super) fn hang(&mut self, lead: Option<Run>, indent: usize, runs: &[Run]) {
        let indent = indent.min(self.width.saturating_sub(1));
        let mut lead = lead.map(|run| self.cut(&run, indent));
        for pieces in self.fill(runs, self.width - indent) {
            self.push(lead.take(), indent, pieces);
        }
    }

    /// The lines of a paragraph, each no wider than so many cells.
    fn fill(&self, runs: &[Run], room: usize) -> Vec<Vec<Piece>> {
        let flat: String = runs.iter().map(|run| run.text.as_str()).collect();
        let mut walk = Walk { runs: runs.iter(), run: None, end: 0 };
        let line = |range| {
            let pieces = walk.pieces(&flat, range);
            let wide: usize = pieces.iter().map(|p| width::of(&p.text, self.ambiguous)).sum();
            // One grapheme may be wider than the whole column.
            if wide > room { vec![Piece { text: ".".into(), ..Piece::default() }] } else { pieces }
        };
        wrap::lines(&flat, room, &glue(runs), self.ambiguous).into_iter().map(line).collect()
    }

    /// Two paragraphs beside each other, parted by a rule, each in half of the width.
    pub(super) fn beside(&mut self, left: &[Run], right: &[Run]) {
        const PARTED: usize = 3;
        let half = self.width.saturating_sub(PARTED) / 2;
        if half == 0 {
            return;
        }
        let [left, right] = [left, right].map(|runs| self.fill(runs, half));
        for n in 0..left.len().max(right.len()) {
            let mut pieces = left.get(n).cloned().unwrap_or_default();
            let used: usize = pieces.iter().map(|p| width::of(&p.text, self.ambiguous)).sum();
            let blank = " ".repeat(half.saturating_sub(used) + 1);
            pieces.push(Piece { text: format!("{blank}{} ", self.rule), role: Role::Meta, link: None });
            pieces.extend(right.get(n).cloned().unwrap_or_default());
            self.push(None, 0, pieces);
        }
    }

    /// One line with something at its right end; `left` is cut off if both do not fit.
    pub(super) fn row(&mut self, left: Vec<Run>, right: &Run) {
        let right = self.cut(right, self.width);
        let taken = width::of(&right.text, self.ambiguous);
        let room = self.width.saturating_sub(if taken > 0 { taken + 2 } else { 0 });
        let mut pieces = Vec::new();
        let mut used = 0;
        for run in left {
            let piece = self.cut(&run, room - used);
            used += width::of(&piece.text, self.ambiguous);
            pieces.push(piece);
        }
        if taken > 0 && taken < self.width {
            pieces.push(Piece { text: " ".repeat(self.width - used - taken), ..Piece::default() });
            pieces.push(right);
        }
        self.push(None, 0, pieces);
    }

    /// A rule as wide as the text.
    pub(super) fn rule(&mut self, across: &str) {
        self.push(None, 0, vec![Piece { text: across.repeat(self.width), role: Role::Meta, link: None }]);
    }

    /// The text as set.
    pub(super) fn finish(mut self) -> Laid {
        while self.laid.lines.last().is_some_and(|line| line.pieces.is_empty()) {
            self.laid.lines.pop();
        }
        self.laid
    }

    fn cut(&self, run: &Run, cells: usize) -> Piece {
        let (text, _) = width::truncate_with(&run.text, cells, self.ambiguous, self.more);
        Piece { text, role: run.role, link: run.link }
    }

    fn push(&mut self, lead: Option<Piece>, indent: usize, mut pieces: Vec<Piece>) {
        let at = self.laid.lines.len();
        let taken = lead.as_ref().map_or(0, |lead| width::of(&lead.text, self.ambiguous));
        if let Some(lead) = lead {
            pieces.insert(0, lead);
        }
        pieces.retain(|piece| !piece.text.is_empty());
        for link in pieces.iter().filter_map(|piece| piece.link) {
            if let Some(link) = self.laid.links.get_mut(link) {
                link.line = if link.end <= link.line { at } else { link.line };
                link.end = at + 1;
            }
        }
        let indent = if pieces.is_empty() { 0 } else { self.margin + indent - taken };
        self.laid.lines.push(Line { indent: indent as u16, pieces });
    }
}

/// Where the glued runs begin, and the blanks before them.
fn glue(runs: &[Run]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    for run in runs {
        if run.glued {
            places.push(at);
        }
        at += run.text.len();
    }
    places
}

/// Walks the runs along with the lines.
struct Walk<'a> {
    runs: std::slice::Iter<'a, Run>,
    run: Option<&'a Run>,
    /// Where the current run ends.
    end: usize,
}

impl Walk<'_> {
    fn pieces(&mut self, flat: &str, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = range.start;
        while at < range.end {
            while self.end <= at {
                let Some(next) = self.runs.next() else { return pieces };
                self.end += next.text.len();
                self.run = Some(next);
            }
            let end = self.end.min(range.end);
            if let (Some(run), Some(text)) = (self.run, flat.get(at..end)) {
                pieces.push(Piece { text: text.to_owned(), role: run.role, link: run.link });
            }
            at = end;
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::{Galley, Role, Run, Settings, Target, run};
    use crate::text::width::of;
    use proptest::prelude::*;

    #[test]
    fn pieces_keep_role_and_link_over_a_wrap() {
        let mut galley = Galley::list(13, &Settings::default());
        let link = galley.link(Target::Web("https://x.example".into()), None);
        let linked = Run { link: Some(link), ..run("a long link", Role::Link) };
        galley.text(&[run("before ", Role::Body), linked, run(" after", Role::Body)]);
        let laid = galley.finish();
        assert_eq!(laid.plain(), "  before a\n  long link\n  after\n");
        assert_eq!((laid.links[0].line, laid.links[0].end), (0, 2));
        assert_eq!(laid.lines[1].pieces[0].link, Some(0));
    }

    #[test]
    fn a_row_keeps_its_right_end() {
        let mut galley = Galley::list(23, &Settings::default());
        galley.row(vec![run("Port authority shuts bridge", Role::Body)], &run("13:11", Role::Meta));
        assert_eq!(galley.finish().plain(), "  Port authori…  13:11\n");
    }

    proptest! {
        #[test]
        fn every_line_fits_its_column(text in "(\\PC|[a-z ]{0,9}){0,60}", column in 1u16..100, indent in 0usize..9) {
            let settings = Settings::default();
            for mut galley in [Galley::prose(column, &settings), Galley::list(column, &settings)] {
                galley.hang(Some(run("1", Role::Meta)), indent, &[run(text.clone(), Role::Body)]);
                galley.row(vec![run(text.clone(), Role::Body)], &run("14:02", Role::Meta));
                galley.beside(&[run(text.clone(), Role::Body)], &[run("a b", Role::Body)]);
                for line in galley.finish().lines {
                    let cells: usize = line.pieces.iter().map(|p| of(&p.text, settings.cells())).sum();
                    prop_assert!(usize::from(line.indent) + cells <= usize::from(column).max(3), "{:?}", line);
                }
            }
        }
    }
}
