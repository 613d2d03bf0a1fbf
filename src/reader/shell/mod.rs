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
mod pace;

mod signals;
pub mod still;
mod terminal;

use std::time::{Duration, Instant};

use ratatui::{Terminal, backend::CrosstermBackend, layout::Size};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use self::{
    frames::{Frames, Sink},
    pace::Pace,
    signals::{Caught, Signals},
    terminal::Guard,
};
use super::{
    effect::Effect,
    hands::{Hands, Remotes},
    model::Model,
    msg::{GatherNews, Msg, SyncNews, Trouble},
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

/// How long the end waits for a frame that is still being written.
const LAST_FRAME: Duration = Duration::from_millis(200);

/// What the shell is told at the start.
pub struct Plan {
    /// The opened store.
    pub store: std::sync::Arc<Store>,
    /// Everything the model starts from; its size is the shell's to find, and its wires and sources are those below.
    pub start: Start,
    /// The wires read from elsewhere, the own sources, and how they are asked.
    pub remotes: Remotes,
    /// Where the log goes, for the last words of a panic.
    pub log: Option<std::path::PathBuf>,
    /// Shown in the status line at the start: what opening the store had to say.
    pub notices: Vec<String>,
    /// Meet a fault of our own after the first frame, to see that the terminal survives it.
    pub debug_panic: bool,
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
    let mut start = plan.start;
    let remotes = plan.remotes;
    (start.wires, start.offline) = (remotes.wires.clone(), remotes.offline);
    (start.sources, start.own) = (remotes.sources.clone(), remotes.own.clone());
    let hands = Hands::new(&plan.store, remotes, post(&sender))?;
    let signals = Signals::listen().map_err(|why| trouble("Signals could not be caught", &why))?;
    terminal::restore_on_panic(plan.log);
    let guard = Guard::enter().map_err(|why| trouble("The terminal could not be set up", &why))?;
    let asks = start.settings.follow_background;
    input::listen(sender.clone(), asks);
    start.size = terminal::size();
    let (model, effects) = update::init(start);
    let mut shell = Shell::new(model, hands, guard, sender.clone(), receiver, signals)?;
    shell.debug_panic = plan.debug_panic;
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
    pace: Pace,
    leaving: Option<u8>,
    stopping: bool,
    debug_panic: bool,
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
            pace: Pace::new(Instant::now()),
            leaving: None,
            stopping: false,
            debug_panic: false,
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
                self.last_frame().await;
                return Ok(code);
            }
            if std::mem::take(&mut self.stopping) {
                self.last_frame().await;
                self.suspend()?;
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

    /// When the next frame is due; `None` while nothing happened, or the last one is still being written.
    fn next_frame(&self) -> Option<Instant> {
        let full = self.model.wire.paged && self.model.wire.counted || self.model.demo;
        if self.frames.writing { None } else { self.pace.due(full) }
    }

    fn wake(&mut self, wake: Wake) -> Result<(), Trouble> {
        match wake {
            Wake::Msg(msg) => {
                self.clock(&msg);
                self.take(msg);
            }
            Wake::Written => {
                assert!(!self.debug_panic, "--debug-panic asked for this: \u{1b}]0;not a title\u{7}");
                self.frames.writing = false;
                self.hands.begin_syncing();
            }
            Wake::Gone => self.leaving = Some(128 + 1),
            Wake::Caught(Caught::End(number)) => self.leaving = Some(128 + number),
            Wake::Caught(Caught::Stop) => self.stopping = true,
            Wake::Caught(Caught::Continued) => self.resume()?,
        }
        Ok(())
    }

    /// Tells the model the minute, with the message that woke it; never on its own.
    fn clock(&mut self, msg: &Msg) {
        let now = Moment::from(jiff::Timestamp::now());
        let minute = |m: Moment| m.as_micros() / 60_000_000;
        let wakes = matches!(
            msg,
            Msg::Pressed(_)
                | Msg::Synced(SyncNews::Ended(_) | SyncNews::Waiting(..))
                | Msg::Gathered(GatherNews::Moved(_) | GatherNews::Ended)
        );
        if wakes && minute(now) != minute(self.model.now) {
            self.take(Msg::ClockRead(now));
        }
    }

    fn take(&mut self, msg: Msg) {
        self.pace.changed = true;
        let effects = update::update(&mut self.model, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit => self.leaving = Some(0),
                Effect::Suspend => self.stopping = true,
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
        let model = &self.model;
        let drawn = self.terminal.draw(|frame| view::draw(model, frame));
        drawn.map_err(|why| trouble("The screen could not be drawn", &why))?;
        self.pace.drawn(self.frames.send(), Instant::now());
        Ok(())
    }

    /// Forgets what the terminal shows, so that the next frame is drawn whole. (ratatui's own `clear` asks the
    /// terminal for its cursor and waits for the answer; the reader waits for nothing.)
    fn afresh(&mut self) {
        self.pace.changed = true;
        let sink = self.frames.wiped();
        if let Ok(terminal) = Terminal::new(CrosstermBackend::new(sink)) {
            self.terminal = terminal;
        }
    }

    /// A frame on its way must not arrive after the terminal is given back. A terminal that takes nothing any more
    /// is not waited for.
    async fn last_frame(&mut self) {
        let patience = tokio::time::sleep(LAST_FRAME);
        tokio::pin!(patience);
        while self.frames.writing {
            tokio::select! {
                wake = self.receiver.recv() => self.frames.writing = !matches!(wake, Some(Wake::Written) | None),
                () = &mut patience => return,
            }
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
