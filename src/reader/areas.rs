//! Which pane stands where: pure, and the same for drawing and for scrolling.
//!
//! Three layouts. Wide: columns side by side, parted by a thin rule. Medium: the beats beside the list, or the
//! focused pane alone, the others one Tab away. Narrow: one pane and a line of tabs. From top to bottom: title,
//! names of the panes, text, the methodology of a dispatch where there is room, status. Below 20×5 nothing has a
//! place, and drawing says so.

use ratatui::layout::{Rect, Size};

use super::model::{
    DispatchPane, DispatchScreen, Model, Screen, SignalsPane, SourcesPane, TracePane, VersionsPane,
    VersionsScreen, WhyPane, WirePane,
};

/// The smallest terminal that can hold a screen.
const SMALLEST: Size = Size { width: 20, height: 5 };
/// The beats, with the rule or blank beside them.
const BEATS: u16 = 24;
/// The same where it is tight.
const BEATS_TIGHT: u16 = 20;
/// Below this height a dispatch shows no methodology.
const METHODOLOGY: u16 = 14;

/// From this width on, sentences and passages, or versions and changes, stand beside each other.
const BESIDE: u16 = 110;
/// From this height of the body on, they stand one above the other where it is narrower.
const ABOVE: u16 = 14;
/// The versions, where they stand beside what changed.
const VERSIONS: u16 = 44;

/// Screen lines that a dispatch, or a source, takes in the list: its name, and what is known of it.
pub const ROW_LINES: u16 = 2;
/// Screen lines that a story takes in a list: its headline, what moved or is missing, and when its records came.
pub const STORY_LINES: u16 = 3;
/// Screen lines that a hit of a search takes: title, snippet, a blank.
pub const HIT_LINES: u16 = 3;

/// The three layouts by width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Below 80 columns: one pane at a time.
    Narrow,
    /// 80 to 139 columns.
    Medium,
    /// 140 columns and more.
    Wide,
}

impl Layout {
    /// By width.
    pub fn of(size: Size) -> Self {
        match size.width {
            0..80 => Self::Narrow,
            80..140 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// The panes of every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// A pane of the wire screen.
    Wire(WirePane),
    /// A pane of the dispatch screen.
    Dispatch(DispatchPane),
    /// A pane of the sources screen.
    Sources(SourcesPane),
    /// A pane of the signals screen.
    Signals(SignalsPane),
    /// A pane of the why screen.
    Why(WhyPane),
    /// A pane of the trace screen.
    Trace(TracePane),
    /// A pane of the versions screen.
    Versions(VersionsPane),
    /// The one text or list of the other screens.
    Whole,
}

/// Where everything stands. Text rectangles: what is inside a pane, below its name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Areas {
    /// The first line.
    pub title: Rect,
    /// The panes that are on screen, with the rectangle of each pane's text. Its name stands in the line above.
    pub panes: Vec<(Pane, Rect)>,
    /// The methodology line of a dispatch, if there is room.
    pub methodology: Option<Rect>,
    /// The status line.
    pub status: Rect,
}

impl Areas {
    /// The text rectangle of a pane, if it is on screen.
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        self.panes.iter().find(|(p, _)| *p == pane).map(|(_, rect)| *rect)
    }

    /// Nothing has a place: the terminal is too small.
    pub fn too_small(&self) -> bool {
        self.panes.is_empty()
    }
}

/// Which pane stands where for this size and this screen. What lies over the screens (help, palette) takes the
/// place of [`Pane::Whole`]; its rectangle is [`overlay`].
pub fn areas(size: Size, model: &Model) -> Areas {
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        return Areas::default();
    }
    let line = |y: u16| Rect::new(0, y, size.width, 1);
    let dispatch = matches!(model.stack.last(), Some(Screen::Dispatch(_)));
    let methodology = (dispatch && size.height >= METHODOLOGY).then(|| line(size.height - 2));
    let bottom = size.height - 1 - u16::from(methodology.is_some());
    let body = Rect::new(0, 2, size.width, bottom - 2);
    let layout = Layout::of(size);
    let panes = match model.stack.last() {
        None => wire_panes(body, layout, model.wire.focus),
        Some(Screen::Dispatch(screen)) => dispatch_panes(body, layout, screen),
        Some(Screen::Sources(screen)) => {
            let both = [SourcesPane::List, SourcesPane::Detail].map(Pane::Sources);
            two_panes(body, layout, both, Pane::Sources(screen.focus))
        }
        Some(Screen::Signals(screen)) => {
            let both = [SignalsPane::Moved, SignalsPane::Watched].map(Pane::Signals);
            two_panes(body, layout, both, Pane::Signals(screen.focus))
        }
        Some(Screen::Why(screen)) => {
            let both = [WhyPane::Signals, WhyPane::Records].map(Pane::Why);
            two_panes(body, layout, both, Pane::Why(screen.focus))
        }
        Some(Screen::Trace(screen)) => trace_panes(body, screen.focus),
        Some(Screen::Versions(screen)) => versions_panes(body, screen),
        Some(_) => vec![(Pane::Whole, body)],
    };
    Areas { title: line(0), panes, methodology, status: line(size.height - 1) }
}

/// The rectangle of the text in an overlay, in the middle of the screen; it has a frame of one cell around it.
pub fn overlay(size: Size) -> Rect {
    let width = size.width.saturating_sub(4).min(80);
    let height = size.height.saturating_sub(4).min(30);
    Rect::new((size.width - width) / 2, (size.height - height) / 2, width, height)
}

fn wire_panes(body: Rect, layout: Layout, focus: WirePane) -> Vec<(Pane, Rect)> {
    let beats = match layout {
        Layout::Narrow => return vec![(Pane::Wire(focus), body)],
        Layout::Medium if focus == WirePane::Preview => return vec![(Pane::Wire(focus), body)],
        Layout::Medium if body.width < 100 => BEATS_TIGHT,
        _ => BEATS,
    };
    let rest = body.width - beats;
    let list = match layout {
        // Nearly half each: headlines want room as much as the preview wants its measure.
        Layout::Wide => (rest * 46 / 100).clamp(50, 84),
        _ => rest,
    };
    let mut panes = vec![
        (Pane::Wire(WirePane::Beats), Rect { width: beats, ..body }),
        (Pane::Wire(WirePane::Dispatches), Rect { x: beats, width: list, ..body }),
    ];
    if layout == Layout::Wide {
        // One cell for the rule between them.
        let x = beats + list + 1;
        panes.push((Pane::Wire(WirePane::Preview), Rect { x, width: body.width - x, ..body }));
    }
    panes
}

/// Two panes beside each other, the left one the wider; where that is too tight, the one that has the focus.
fn two_panes(body: Rect, layout: Layout, [left, right]: [Pane; 2], focus: Pane) -> Vec<(Pane, Rect)> {
    if layout != Layout::Wide {
        return vec![(focus, body)];
    }
    let width = (body.width * 11 / 20).clamp(78, 110);
    let x = width + 1;
    vec![(left, Rect { width, ..body }), (right, Rect { x, width: body.width - x, ..body })]
}

/// The sentences, and what shows the focused one: beside each other, one above the other, or one of them.
fn trace_panes(body: Rect, focus: TracePane) -> Vec<(Pane, Rect)> {
    let both = [TracePane::Sentences, TracePane::Passages].map(Pane::Trace);
    match body.width {
        BESIDE.. => beside(body, both, (body.width * 11 / 20).min(96)),
        80.. if body.height >= ABOVE => above(body, both, body.height * 11 / 20),
        _ => vec![(Pane::Trace(focus), body)],
    }
}

/// The versions, and what changed, in the same way.
fn versions_panes(body: Rect, screen: &VersionsScreen) -> Vec<(Pane, Rect)> {
    let both = [VersionsPane::List, VersionsPane::Changes].map(Pane::Versions);
    match body.width {
        BESIDE.. => beside(body, both, VERSIONS),
        80.. if body.height >= ABOVE => {
            let needed = screen.list.laid.lines.len().clamp(1, usize::from(body.height / 3)) as u16;
            above(body, both, needed)
        }
        _ => vec![(Pane::Versions(screen.focus), body)],
    }
}

/// One beside the other, with a cell for the rule between them.
fn beside(body: Rect, [left, right]: [Pane; 2], width: u16) -> Vec<(Pane, Rect)> {
    let x = width + 1;
    vec![(left, Rect { width, ..body }), (right, Rect { x, width: body.width - x, ..body })]
}

/// One above the other; a rule and the name of the lower one part them.
fn above(body: Rect, [upper, lower]: [Pane; 2], height: u16) -> Vec<(Pane, Rect)> {
    let y = body.y + height + 2;
    vec![(upper, Rect { height, ..body }), (lower, Rect { y, height: body.bottom() - y, ..body })]
}

fn dispatch_panes(body: Rect, layout: Layout, screen: &DispatchScreen) -> Vec<(Pane, Rect)> {
    if layout != Layout::Wide || body.height < 8 {
        return vec![(Pane::Dispatch(screen.focus), body)];
    }
    let left = (body.width * 11 / 20).clamp(80, 120);
    let right = Rect { x: left + 1, width: body.width - left - 1, ..body };
    // The questions take what they need, and leave the citations what those need, or at least a half. Two lines
    // part them: a rule and the name of the lower one.
    let room = body.height - 2;
    let needed = screen.faq.laid.lines.len().max(1) as u16;
    let others = screen.citations.laid.lines.len().max(1).min(usize::from(room)) as u16;
    let upper = needed.min((room / 2).max(room - others)).clamp(1, room - 1);
    vec![
        (Pane::Dispatch(DispatchPane::Analysis), Rect { width: left, ..body }),
        (Pane::Dispatch(DispatchPane::Faq), Rect { height: upper, ..right }),
        (
            Pane::Dispatch(DispatchPane::Citations),
            Rect { y: right.y + upper + 2, height: room - upper, ..right },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Areas, Layout, Pane, Size, WirePane, areas};
    use crate::reader::update::stage::{Stage, world};
    use rstest::rstest;

    #[rstest]
    #[case::wide(160, 48, &[WirePane::Beats, WirePane::Dispatches, WirePane::Preview])]
    #[case::medium(80, 24, &[WirePane::Beats, WirePane::Dispatches])]
    #[case::narrow(40, 12, &[WirePane::Dispatches])]
    fn the_wire_has_three_layouts(#[case] width: u16, #[case] height: u16, #[case] panes: &[WirePane]) {
        let stage = Stage::new(width, height, world(3));
        let found = areas(stage.model.size, &stage.model);
        assert_eq!(
            found.panes.iter().map(|(pane, _)| *pane).collect::<Vec<_>>(),
            panes.iter().map(|p| Pane::Wire(*p)).collect::<Vec<_>>()
        );
        assert_eq!((found.title.y, found.status.y), (0, height - 1));
    }

    #[test]
    fn panes_lie_on_the_screen_and_apart_from_each_other() {
        for keys in [
            "",
            "l",
            "Enter",
            "Enter Tab Enter",
            "Enter 1",
            "/",
            "L",
            "S",
            "S Tab",
            "M",
            "M Tab",
            "M Enter",
            "M Enter Tab",
            "t",
            "t Tab",
            "v",
            "v Tab",
        ] {
            let mut stage = Stage::new(160, 48, world(3));
            stage.press(keys);
            for (width, height) in (0..240).step_by(7).flat_map(|w| (0..70).step_by(3).map(move |h| (w, h))) {
                check(&areas(Size { width, height }, &stage.model), width, height);
            }
        }
    }

    fn check(areas: &Areas, width: u16, height: u16) {
        assert_eq!(areas.too_small(), width < 20 || height < 5, "{width}x{height}");
        let mut taken: Vec<_> = areas.panes.iter().map(|(_, rect)| *rect).collect();
        taken.extend(areas.methodology);
        taken.extend([areas.title, areas.status].into_iter().filter(|_| !areas.too_small()));
        for (n, rect) in taken.iter().enumerate() {
            assert!(
                rect.right() <= width && rect.bottom() <= height && !rect.is_empty(),
                "{width}x{height} {rect:?}"
            );
            assert!(
                taken.iter().skip(n + 1).all(|other| !rect.intersects(*other)),
                "{width}x{height} {taken:?}"
            );
        }
    }

    #[test]
    fn widths_choose_the_layout() {
        let of = |width| Layout::of(Size { width, height: 24 });
        assert_eq!(
            [of(79), of(80), of(139), of(140)],
            [Layout::Narrow, Layout::Medium, Layout::Medium, Layout::Wide]
        );
    }
}
