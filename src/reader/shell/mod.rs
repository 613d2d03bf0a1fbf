//! The shell: the only part of the reader that touches the terminal.
//!
//! One loop. It waits for whatever happens first (a key, an answer, a signal, a written frame), takes in
//! everything else that is ready, and draws once: only if something happened, at most a hundred times a second, and
//! never while the frame before is still on its way to a slow terminal. Keys are read on a thread of their own,
//! frames are written on another, and the store is asked on a third, so nothing here ever waits for anything but
//! the next message. With nothing happening there is nothing to do: no tick, no redraw, no byte.
//!
//! Whatever way the program ends (a key, an error, a panic, TERM, INT, HUP, QUIT) the terminal is put back first.

mod background;
mod frames;
mod input;

mod signals;
pub mod still;
mod terminal;

use std::time::{Duration, Instant};

use ratatui::{Terminal, backend::CrosstermBackend, layout::Size};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use self::{
    frames::{Frames, Sink},
    signals::{Caught, Signals},
    terminal::Guard,
};
use super::{
    effect::Effect,
    hands::Hands,
    model::Model,
    msg::{Msg, Trouble},
    update::{self, Start},
    view,
};
use crate::{store::Store, story::Moment};

/// What wakes the loop.
enum Wake {
    /// Something for the model.
    Msg(Msg),
    /// A frame reached the terminal.
    Written,
    /// A signal came.
    Caught(Caught),
    /// The terminal is gone.
    Gone,
}

/// The time a frame is given, on average: a key's frame and its answer's may follow close upon each other, a held
/// key may not.
const FRAME: Duration = Duration::from_millis(10);

/// How long the first frame waits for the first page, so that no empty list flashes by.
const FIRST_FRAME: Duration = Duration::from_millis(40);

/// What the shell is told at the start.
pub struct Plan {
    /// The opened store.
    pub store: std::sync::Arc<Store>,
    /// Everything the model starts from; its size is the shell's to find.
    pub start: Start,
    /// Where the log goes, for the last words of a panic.
    pub log: Option<std::path::PathBuf>,
    /// Shown in the status line at the start: what opening the store had to say.
    pub notices: Vec<String>,
}

/// Runs the reader until the person leaves. Gives the exit code.
pub fn run(plan: Plan) -> Result<u8, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|why| trouble("The reader could not start", &why))?;
    let code = runtime.block_on(reading(plan));
    runtime.shutdown_background();
    code
}

async fn reading(plan: Plan) -> Result<u8, Trouble> {
    let (sender, receiver) = unbounded_channel();
    let hands = Hands::new(&plan.store, post(&sender))?;
    let signals = Signals::listen().map_err(|why| trouble("Signals could not be caught", &why))?;
    terminal::restore_on_panic(plan.log);
    let guard = Guard::enter().map_err(|why| trouble("The terminal could not be set up", &why))?;
    let asks = plan.start.settings.follow_background;
    input::listen(sender.clone(), asks);
    let mut start = plan.start;
    start.size = terminal::size();
    let (model, effects) = update::init(start);
    let mut shell = Shell::new(model, hands, guard, sender.clone(), receiver, signals)?;
    for notice in plan.notices {
        shell.take(Msg::Done(notice));
    }
    shell.perform(effects);
    let code = shell.run().await;
    shell.hands.close();
    code
}

/// A way to put messages into the loop.
fn post(sender: &UnboundedSender<Wake>) -> impl Fn(Msg) + Send + Sync + Clone + 'static + use<> {
    let sender = sender.clone();
    move |msg| {
        // Sending fails only when the loop has ended; then nobody needs the answer.
        let _ = sender.send(Wake::Msg(msg));
    }
}

fn trouble(what: &str, why: &dyn std::fmt::Display) -> Trouble {
    Trouble { what: what.to_owned(), why: why.to_string(), remedy: String::new() }
}

struct Shell {
    model: Model,
    hands: Hands,
    /// Gives the terminal back when the shell is gone.
    _guard: Guard,
    terminal: Terminal<CrosstermBackend<Sink>>,
    frames: Frames,
    receiver: UnboundedReceiver<Wake>,
    signals: Signals,
    changed: bool,
    /// The last two frames, the older first.
    drawn_at: [Option<Instant>; 2],
    started: Instant,
    leaving: Option<u8>,
}

impl Shell {
    fn new(
        model: Model,
        hands: Hands,
        guard: Guard,
        sender: UnboundedSender<Wake>,
        receiver: UnboundedReceiver<Wake>,
        signals: Signals,
    ) -> Result<Self, Trouble> {
        let sink = Sink::default();
        let terminal = Terminal::new(CrosstermBackend::new(sink.clone()));
        let terminal = terminal.map_err(|why| trouble("The screen could not be set up", &why))?;
        let frames = Frames::start(sink, sender);
        Ok(Self {
            model,
            hands,
            _guard: guard,
            terminal,
            frames,
            receiver,
            signals,
            changed: true,
            drawn_at: [None; 2],
            started: Instant::now(),
            leaving: None,
        })
    }

    async fn run(&mut self) -> Result<u8, Trouble> {
        loop {
            let wake = self.happens().await;
            if let Some(wake) = wake {
                self.wake(wake)?;
            }
            while let Ok(wake) = self.receiver.try_recv() {
                self.wake(wake)?;
            }
            if let Some(code) = self.leaving {
                return Ok(code);
            }
            if self.next_frame().is_some_and(|due| due <= Instant::now()) {
                self.draw()?;
            }
        }
    }

    /// Waits for whatever happens first; `None` when it is time for a frame.
    async fn happens(&mut self) -> Option<Wake> {
        let due = self.next_frame();
        let frame = async {
            match due {
                Some(due) => tokio::time::sleep_until(due.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            wake = self.receiver.recv() => wake,
            caught = self.signals.next() => Some(Wake::Caught(caught)),
            () = frame => None,
        }
    }

    /// When the next frame is due; `None` while there is nothing new, or the last one is still being written.
    fn next_frame(&self) -> Option<Instant> {
        if !self.changed || self.frames.writing {
            return None;
        }
        let full = self.model.wire.paged && self.model.wire.counted || self.model.demo;
        match self.drawn_at {
            [Some(older), _] => Some(older + 2 * FRAME),
            [None, Some(first)] => Some(first),
            [None, None] if full => Some(self.started),
            [None, None] => Some(self.started + FIRST_FRAME),
        }
    }

    fn wake(&mut self, wake: Wake) -> Result<(), Trouble> {
        match wake {
            Wake::Msg(msg) => {
                self.clock(&msg);
                self.take(msg);
            }
            Wake::Written => self.frames.writing = false,
            Wake::Gone => self.leaving = Some(128 + 1),
            Wake::Caught(Caught::End(number)) => self.leaving = Some(128 + number),
            Wake::Caught(Caught::Stop) => self.suspend()?,
            Wake::Caught(Caught::Continued) => self.resume()?,
        }
        Ok(())
    }

    /// Tells the model the minute, with the message that woke it; never on its own.
    fn clock(&mut self, msg: &Msg) {
        let now = Moment::from_micros(jiff::Timestamp::now().as_microsecond());
        let minute = |m: Moment| m.as_micros() / 60_000_000;
        if matches!(msg, Msg::Pressed(_)) && minute(now) != minute(self.model.now) {
            self.take(Msg::ClockRead(now));
        }
    }

    fn take(&mut self, msg: Msg) {
        self.changed = true;
        let effects = update::update(&mut self.model, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit => self.leaving = Some(0),
                Effect::Suspend => {
                    if let Err(fault) = self.suspend() {
                        self.take(Msg::Failed(fault));
                    }
                }
                Effect::Redraw => self.afresh(),
                Effect::Copy(text) => {
                    self.frames.copy(&text);
                    self.take(Msg::Done(format!("Copied {text}")));
                }
                other => self.hands.perform(other),
            }
        }
    }

    fn draw(&mut self) -> Result<(), Trouble> {
        self.changed = false;
        let model = &self.model;
        let drawn = self.terminal.draw(|frame| view::draw(model, frame));
        drawn.map_err(|why| trouble("The screen could not be drawn", &why))?;
        let [_, last] = self.drawn_at;
        if self.frames.send() || last.is_none() {
            self.drawn_at = [last, Some(Instant::now())];
        }
        Ok(())
    }

    /// Forgets what the terminal shows, so that the next frame is drawn whole. (ratatui's own `clear` asks the
    /// terminal for its cursor and waits for the answer; the reader waits for nothing.)
    fn afresh(&mut self) {
        self.changed = true;
        let sink = self.frames.wiped();
        if let Ok(terminal) = Terminal::new(CrosstermBackend::new(sink)) {
            self.terminal = terminal;
        }
    }

    /// Gives the terminal back and stops, until somebody says `fg`.
    fn suspend(&mut self) -> Result<(), Trouble> {
        Guard::leave();
        signals::stop();
        self.resume()
    }

    fn resume(&mut self) -> Result<(), Trouble> {
        Guard::again().map_err(|why| trouble("The terminal could not be set up again", &why))?;
        let Size { width, height } = terminal::size();
        self.take(Msg::Resized(Size { width, height }));
        self.afresh();
        Ok(())
    }
}
