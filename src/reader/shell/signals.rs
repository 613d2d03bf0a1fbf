//! Signals: ends, stops and continuations, each in good order.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// A signal, by what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caught {
    /// End, with the signal's number.
    End(u8),
    /// Stop until continued.
    Stop,
    /// Somebody stopped us without asking, and we are back.
    Continued,
}

/// All the signals the reader listens to.
pub(super) struct Signals {
    hangup: Signal,
    interrupt: Signal,
    quit: Signal,
    terminate: Signal,
    stop: Signal,
    go_on: Signal,
}

impl Signals {
    /// Begins to listen.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            stop: signal(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()))?,
            go_on: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
        })
    }

    /// The next signal.
    pub(super) async fn next(&mut self) -> Caught {
        tokio::select! {
            _ = self.hangup.recv() => Caught::End(1),
            _ = self.interrupt.recv() => Caught::End(2),
            _ = self.quit.recv() => Caught::End(3),
            _ = self.terminate.recv() => Caught::End(15),
            _ = self.stop.recv() => Caught::Stop,
            _ = self.go_on.recv() => Caught::Continued,
        }
    }
}

/// Stops the process as ctrl-z would, until it is continued. SIGSTOP, because a SIGTSTP that one raises oneself is
/// dropped in an orphaned process group.
pub(super) fn stop() {
    // Failing to stop leaves the reader running, which is what the person sees.
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}
