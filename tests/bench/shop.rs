//! The tests' newsstand, open until Ctrl-C: `cargo bench -- stand --dialect reference --port 8089 --stories 40`.
//!
//! `--key WORD` asks for a key, `--delay MILLISECONDS` takes its time, `--fixed` mends the reference server's ids. Every
//! half minute a story is published. (`cargo bench --profile dev -- stand …` starts sooner.)

use std::time::Duration;

use slugline::story::Moment;

use super::server::stand::{Dialect, Habits, Plan, Stand, World};

/// Keeps it open.
pub(crate) fn keep() {
    let habits = Habits {
        key: flag("--key"),
        delay: Duration::from_millis(number("--delay", 0) as u64),
        bigint_fixed: std::env::args().any(|word| word == "--fixed"),
        ..Habits::of(dialect())
    };
    let newest = Moment::from_micros(jiff::Timestamp::now().as_microsecond());
    let plan = Plan { stories: number("--stories", 40), newest, length: 3, ..Plan::default() };
    let stand = Stand::open_at(number("--port", 8089) as u16, habits, World::of(plan));
    println!("\n[[wires]]\nname = \"stand\"\nurl = \"{}\"\nallow_private = true\n", stand.url());
    let mut told = 0;
    for seconds in 1_u64.. {
        std::thread::sleep(Duration::from_secs(1));
        if seconds % 30 == 0 {
            stand.change(|world| world.publish(1));
        }
        let asked = stand.asked();
        for request in asked.iter().skip(told) {
            println!("{}", request.target);
        }
        told = asked.len();
    }
}

fn dialect() -> Dialect {
    let word = flag("--dialect").unwrap_or_else(|| "hosted".to_owned());
    serde_json::from_value(word.into()).expect("--dialect hosted|reference|legacy|slugline|file")
}

/// The word after a flag.
fn flag(name: &str) -> Option<String> {
    std::env::args().skip_while(|word| word != name).nth(1)
}

fn number(name: &str, usual: usize) -> usize {
    flag(name).and_then(|word| word.parse().ok()).unwrap_or(usual)
}
