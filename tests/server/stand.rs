//! A newsstand: one invented world of news, sold in every dialect that Slugline reads.
//!
//! ```text
//! let stand = Stand::open(Habits::of(Dialect::Reference), World::of(Plan::default()));
//! stand.rule("/v1/stories?", 3, 1, Fault::TooMany(Patience::Seconds(2)));   // the third list request
//! … run Slugline against stand.url() …
//! assert_eq!(stand.count("/v1/stories?"), 4);
//! stand.change(|world| world.publish(1));
//! stand.pull_the_cable();   // connections break, new ones are refused
//! stand.plug_in();          // the same address again
//! ```
//!
//! It listens on 127.0.0.1 only, on a thread of its own. What it answers is computed from the world by plain functions,
//! one file a dialect; lists are kept once computed, so that it is never the slow side of a measurement. Every request
//! is written down with its headers before anything else happens to it.

mod hosted;
mod legacy;
mod mischief;
mod own;
mod question;
mod reference;
mod shapes;
#[cfg(test)]
mod tests;
mod world;

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use axum::{Router, body::Body, extract::State, http::Request, response::Response};
use tokio::sync::Notify;

pub(crate) use mischief::{Fault, Patience};
pub(crate) use question::{Answer, Question};
pub(crate) use slugline::remote::Dialect;
pub(crate) use world::{BEATS, Plan, Times, World};

/// How a stand behaves.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    /// What it speaks.
    pub(crate) dialect: Dialect,
    /// The key it wants; `None` for everybody's stand.
    pub(crate) key: Option<String>,
    /// Between a request and its answer.
    pub(crate) delay: Duration,
    /// Reference only: ids of 64 bits can be written, so records and cited stories are answered.
    pub(crate) bigint_fixed: bool,
    /// Reference only: the end of a list is `""` where others say `null`.
    pub(crate) empty_cursor: bool,
    /// Another Slugline only: the most rows on a page, however many are asked for.
    pub(crate) most: usize,
    /// Answers are compressed for those who take it (slugline and file only, as in life).
    pub(crate) gzip: bool,
}

impl Habits {
    /// The usual ones of a dialect: no key, no delay.
    pub(crate) fn of(dialect: Dialect) -> Self {
        Self {
            dialect,
            key: None,
            delay: Duration::ZERO,
            bigint_fixed: false,
            empty_cursor: false,
            most: 100,
            gzip: true,
        }
    }

    /// The same, asking for a key.
    pub(crate) fn with_key(self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self }
    }

    /// The same, taking its time.
    pub(crate) fn slow(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// When.
    pub(crate) at: Instant,
    /// Path and query, as sent.
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
}

/// From the `nth` request on whose target begins with `prefix`, `times` times: `fault`.
#[derive(Debug, Clone)]
struct Rule {
    prefix: String,
    nth: usize,
    times: usize,
    fault: Fault,
    met: usize,
}

/// What the stand's threads share with the test.
struct Shared {
    habits: Mutex<Habits>,
    world: Mutex<World>,
    asked: Mutex<Vec<Asked>>,
    rules: Mutex<Vec<Rule>>,
    computed: Mutex<HashMap<String, Answer>>,
    unplug: Mutex<Arc<Notify>>,
}

/// A newsstand that is open.
pub(crate) struct Stand {
    shared: Arc<Shared>,
    address: SocketAddr,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Stand {
    /// Opens on a free port.
    pub(crate) fn open(habits: Habits, world: World) -> Self {
        Self::open_at(0, habits, world)
    }

    /// Opens on a port of 127.0.0.1; 0 for any that is free.
    pub(crate) fn open_at(port: u16, habits: Habits, world: World) -> Self {
        let shared = Arc::new(Shared {
            habits: Mutex::new(habits),
            world: Mutex::new(world),
            asked: Mutex::default(),
            rules: Mutex::default(),
            computed: Mutex::default(),
            unplug: Mutex::default(),
        });
        let listener = std::net::TcpListener::bind(("127.0.0.1", port)).expect("a port to listen on");
        let address = listener.local_addr().expect("an address");
        let thread = Mutex::new(Some(listen(shared.clone(), listener)));
        Self { shared, address, thread }
    }

    /// What to write in a config as the wire's `url`.
    pub(crate) fn url(&self) -> String {
        let place = match self.habits().dialect {
            Dialect::Legacy => "/api/v1",
            Dialect::File => "/wire.jsonl",
            _ => "",
        };
        format!("http://{}{place}", self.address)
    }

    /// Its host and port, as they stand in messages.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How it behaves now.
    pub(crate) fn habits(&self) -> Habits {
        self.shared.habits.lock().expect("habits").clone()
    }

    /// Looks at the world.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world.lock().expect("world")
    }

    /// Changes the world between two requests.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let done = change(&mut self.world());
        self.shared.computed.lock().expect("computed").clear();
        done
    }

    /// Changes the habits.
    pub(crate) fn behave(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut self.shared.habits.lock().expect("habits"));
        self.shared.computed.lock().expect("computed").clear();
    }

    /// From now on: the `nth` (from 1) and the following requests, `times` in all, whose path and query begin with
    /// `prefix` meet this fault. The first rule that holds counts.
    pub(crate) fn rule(&self, prefix: &str, nth: usize, times: usize, fault: Fault) {
        let rule = Rule { prefix: prefix.to_owned(), nth, times, fault, met: 0 };
        self.shared.rules.lock().expect("rules").push(rule);
    }

    /// Every request that begins with `prefix` meets this fault.
    pub(crate) fn always(&self, prefix: &str, fault: Fault) {
        self.rule(prefix, 1, usize::MAX, fault);
    }

    /// No more faults.
    pub(crate) fn relent(&self) {
        self.shared.rules.lock().expect("rules").clear();
    }

    /// Every request so far, in order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().expect("asked").clone()
    }

    /// How many requests began with this.
    pub(crate) fn count(&self, prefix: &str) -> usize {
        let asked = self.shared.asked.lock().expect("asked");
        asked.iter().filter(|asked| asked.target.starts_with(prefix)).count()
    }

    /// Whether any request had this text in its target or in a header.
    pub(crate) fn was_told(&self, text: &str) -> bool {
        let asked = self.shared.asked.lock().expect("asked");
        asked.iter().any(|asked| {
            asked.target.contains(text) || asked.headers.iter().any(|(_, value)| value.contains(text))
        })
    }

    /// Forgets the requests so far.
    pub(crate) fn forget(&self) {
        self.shared.asked.lock().expect("asked").clear();
    }

    /// All connections break at once, new ones are refused.
    pub(crate) fn pull_the_cable(&self) {
        self.shared.unplug.lock().expect("unplug").notify_one();
        self.until_unplugged();
    }

    /// Waits until nobody listens any more, by [`Fault::Cable`] or [`Self::pull_the_cable`].
    pub(crate) fn until_unplugged(&self) {
        if let Some(thread) = self.thread.lock().expect("thread").take() {
            thread.join().expect("the stand's thread ends well");
        }
    }

    /// Listens again at the same address.
    pub(crate) fn plug_in(&self) {
        self.until_unplugged();
        *self.shared.unplug.lock().expect("unplug") = Arc::default();
        let mut tries = 0;
        let listener = loop {
            match std::net::TcpListener::bind(self.address) {
                Ok(listener) => break listener,
                Err(error) => assert!(tries < 500, "{}: {error}", self.address),
            }
            tries += 1;
            std::thread::sleep(Duration::from_millis(10));
        };
        *self.thread.lock().expect("thread") = Some(listen(self.shared.clone(), listener));
    }

    /// Computes the pages of the list of stories, so that serving them costs nothing; says how many there are.
    pub(crate) fn warm(&self, limit: usize, gzip: bool) -> usize {
        let mut target = format!("/v1/stories?limit={limit}");
        for pages in 1.. {
            let mut question = Question::get(&target);
            question.gzip = gzip;
            let answer = self.shared.answer(&question);
            let page: serde_json::Value = serde_json::from_slice(&answer.plain()).expect("a page");
            match page["nextCursor"].as_str() {
                Some(cursor) if !cursor.is_empty() => {
                    target = format!("/v1/stories?limit={limit}&cursor={}", question::encoded(cursor));
                }
                _ => return pages,
            }
        }
        0
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        self.pull_the_cable();
    }
}

/// Serves on a thread of its own until it is unplugged; then everything it had open breaks.
fn listen(shared: Arc<Shared>, listener: std::net::TcpListener) -> JoinHandle<()> {
    listener.set_nonblocking(true).expect("a listener that does not block");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let unplugged = shared.unplug.lock().expect("unplug").clone();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            let stand = Router::new().fallback(serve).with_state(shared);
            tokio::select! {
                served = async { axum::serve(listener, stand).await } => served.expect("serving"),
                () = unplugged.notified() => {}
            }
        });
    })
}

/// One request.
async fn serve(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    let question = Question::of(&request);
    let asked =
        Asked { at: Instant::now(), target: question.target.clone(), headers: question.headers.clone() };
    shared.asked.lock().expect("asked").push(asked);
    let delay = shared.habits.lock().expect("habits").delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match shared.fault(&question.target) {
        Some(fault) => mischief::play(&shared, &question, fault).await,
        None => shared.answer(&question).into_response(),
    }
}

impl Shared {
    /// The fault that this request meets, if one; every rule that it fits counts it.
    fn fault(&self, target: &str) -> Option<Fault> {
        let mut found = None;
        for rule in self.rules.lock().expect("rules").iter_mut() {
            if !target.starts_with(&rule.prefix) {
                continue;
            }
            rule.met += 1;
            let holds = rule.met >= rule.nth && rule.met - rule.nth < rule.times;
            if holds && found.is_none() {
                found = Some(rule.fault.clone());
            }
        }
        found
    }

    /// What the dialect answers. Lists are computed once.
    fn answer(&self, question: &Question) -> Answer {
        let habits = self.habits.lock().expect("habits").clone();
        let speak = match habits.dialect {
            Dialect::Reference => reference::answer,
            Dialect::Legacy => legacy::answer,
            Dialect::Slugline => own::server,
            Dialect::File => own::file,
            Dialect::Hosted | Dialect::Unknown => hosted::answer,
        };
        let gzip = habits.gzip && question.gzip;
        let key = format!("{gzip} {} {:?}", question.target, question.credentials());
        if let Some(answer) = self.computed.lock().expect("computed").get(&key) {
            return answer.clone().unless_known(question);
        }
        let mut answer = speak(&self.world.lock().expect("world"), &habits, question);
        if gzip && matches!(habits.dialect, Dialect::Slugline | Dialect::File) {
            answer.compress();
        }
        if answer.status == 200 && (question.path.ends_with("/stories") || question.path == "/wire.jsonl") {
            self.computed.lock().expect("computed").insert(key, answer.clone());
        }
        answer.unless_known(question)
    }
}
