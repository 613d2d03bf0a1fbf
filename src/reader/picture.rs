//! A drawn screen as an SVG picture: the README's screenshot is made by the program it shows.

use std::fmt::Write;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

/// The size of a cell in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;

/// The screen as an SVG document, in these colours where the cells name none.
pub fn svg(screen: &Buffer, ground: &str, ink: &str) -> String {
    let (columns, rows) = (screen.area.width, screen.area.height);
    let width = f32::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(rows) * CELL.1 + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{ground}\"/>\n"
    );
    for y in 0..rows {
        for run in runs(screen, y) {
            draw(&mut out, &run, y, ground, ink);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Neighbouring cells that look alike.
struct Run<'a> {
    look: &'a Cell,
    from: u16,
    cells: u16,
    text: String,
}

fn runs(screen: &Buffer, y: u16) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for x in 0..screen.area.width {
        let Some(cell) = screen.cell((x, y)) else { continue };
        match runs.last_mut().filter(|run| alike(run.look, cell)) {
            Some(run) => {
                run.cells += 1;
                run.text.push_str(cell.symbol());
            }
            None => runs.push(Run { look: cell, from: x, cells: 1, text: cell.symbol().to_owned() }),
        }
    }
    runs
}

fn alike(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn draw(out: &mut String, run: &Run<'_>, y: u16, ground: &str, ink: &str) {
    let (mut fore, mut back) = (colour(run.look.fg), colour(run.look.bg));
    if run.look.modifier.contains(Modifier::REVERSED) {
        (fore, back) = (back.or(Some(ground.to_owned())), fore.or(Some(ink.to_owned())));
    }
    let (x, top) = (MARGIN + f32::from(run.from) * CELL.0, MARGIN + f32::from(y) * CELL.1);
    let width = f32::from(run.cells) * CELL.0;
    // Writing to a String cannot fail.
    if let Some(back) = back {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{back}\"/>",
            CELL.1
        );
    }
    let text = run.text.trim_end();
    if text.trim().is_empty() {
        return;
    }
    let blanks = text.chars().take_while(|c| *c == ' ').count();
    let x = x + blanks as f32 * CELL.0;
    let baseline = top + 13.5;
    let fore = fore.unwrap_or_else(|| ink.to_owned());
    let _ = write!(
        out,
        "<text x=\"{x:.1}\" y=\"{baseline:.1}\" fill=\"{fore}\" xml:space=\"preserve\"{}>",
        looks(run.look.modifier)
    );
    for letter in text.trim_start().chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            letter => out.push(letter),
        }
    }
    out.push_str("</text>\n");
}

fn looks(modifier: Modifier) -> String {
    let mut looks = String::new();
    for (bit, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.65\""),
    ] {
        if modifier.contains(bit) {
            looks.push_str(attribute);
        }
    }
    looks
}

fn colour(colour: Color) -> Option<String> {
    let named = match colour {
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Black => "#000000",
        Color::Red | Color::LightRed => "#c0392b",
        Color::Green | Color::LightGreen => "#4e9a51",
        Color::Yellow | Color::LightYellow => "#b58900",
        Color::Blue | Color::LightBlue => "#4a7fc1",
        Color::Magenta | Color::LightMagenta => "#9b59b6",
        Color::Cyan | Color::LightCyan => "#3a9a9a",
        Color::Gray | Color::White => "#d8d8d8",
        Color::DarkGray => "#7a7a7a",
        Color::Reset | Color::Indexed(_) => return None,
    };
    Some(named.to_owned())
}

#[cfg(test)]
mod tests {
    use super::svg;
    use ratatui::{buffer::Buffer, style::Stylize, text::Line};

    #[test]
    fn words_and_looks_reach_the_picture_and_nothing_else_does() {
        let mut screen = Buffer::empty(ratatui::layout::Rect::new(0, 0, 20, 2));
        screen.set_line(0, 0, &Line::from(vec!["<b> ".bold(), "a&b".into()]), 20);
        let picture = svg(&screen, "#111111", "#eeeeee");
        assert!(picture.contains("font-weight=\"bold\">&lt;b></text>"), "{picture}");
        assert!(picture.contains("a&amp;b"), "{picture}");
    }
}
