//! The reader without a terminal: presses keys, lets the store answer at once, and gives the screen that results.
//!
//! For pictures, and for anything that wants to see what a person would see.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};

use crate::reader::{
    effect::Effect,
    hands,
    model::Model,
    msg::Msg,
    update::{self, Start},
    view,
};
use crate::{
    store::{Reader, StoreFault},
    story::SourceState,
    wire::state::WireState,
};

/// How what is asked of others fares.
#[derive(Debug, Clone, Copy, Default)]
pub struct Elsewhere<'a> {
    /// Wires of others.
    pub wires: &'a [WireState],
    /// Sources.
    pub sources: &'a [SourceState],
}

/// The screen after these keys: single letters, or `Enter`, `Tab`, `Esc`, parted by blanks. `elsewhere`: how reading the
/// wires of others and the sources fare, beside what the store knows of its own; nobody is asked for a picture.
pub fn after(
    keys: &str,
    start: Start,
    store: &Reader,
    elsewhere: &Elsewhere<'_>,
) -> Result<Buffer, StoreFault> {
    let (width, height) = (start.size.width, start.size.height);
    let (mut model, effects) = update::init(start);
    perform(&mut model, effects, store, elsewhere)?;
    for key in keys.split_whitespace() {
        let code = match key {
            "Enter" => KeyCode::Enter,
            "Tab" => KeyCode::Tab,
            "Esc" => KeyCode::Esc,
            letter => KeyCode::Char(letter.chars().next().unwrap_or(' ')),
        };
        let effects = update::update(&mut model, Msg::Pressed(KeyEvent::from(code)));
        perform(&mut model, effects, store, elsewhere)?;
    }
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
    let Ok(drawn) = terminal.draw(|frame| view::draw(&model, frame));
    Ok(drawn.buffer.clone())
}

fn perform(
    model: &mut Model,
    effects: Vec<Effect>,
    store: &Reader,
    elsewhere: &Elsewhere<'_>,
) -> Result<(), StoreFault> {
    for effect in effects {
        if let Some(mut answer) = hands::ask::answer(store, effect)? {
            match &mut answer {
                Msg::StatesLoaded(_, states) => states.extend_from_slice(elsewhere.wires),
                Msg::SourcesLoaded(_, states) => *states = elsewhere.sources.to_vec(),
                _ => {}
            }
            let more = update::update(model, answer);
            perform(model, more, store, elsewhere)?;
        }
    }
    Ok(())
}
