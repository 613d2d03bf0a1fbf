//! The copydesk's rules against claims that were tampered with, and against honest ones.
//!
//! Claims are taken from real stories as the extractive writer takes them, so each is true to its record. Then one thing is
//! changed in each, and a draft that says it is held to the rules that a model's draft is held to, not to the word. The
//! stories lie beside the repository (`../shared/data/clusters`, or where `SLUGLINE_CLUSTERS` says); where they do not,
//! the demo's stand in, so that this never asserts nothing. `cargo test --test slugline gate:: -- --nocapture` prints the
//! table; `SLUGLINE_GATE=4000` takes more claims, `SLUGLINE_SEED=7` others.
//!
//! What counts as tampered with:
//!
//! - **number, changed**: a number becomes one that its record does not have.
//! - **number, from elsewhere**: it becomes another number of the same record, of another sentence.
//! - **numbers, exchanged**: two numbers of a claim change places.
//! - **name, changed**: a name becomes one that no record has.
//! - **name, from elsewhere**: it becomes another name of the same record that the sentence does not have.
//! - **not, dropped** / **not, put in**: after a verb that takes it.
//! - **citation**: the marker leads to another record of the same story. Where that one says the same this is no fault, so
//!   claims are left out for which it has a sentence, or two neighbours, with half of the claim's longer words by their first
//!   five letters and all its digits. Of those that still pass half do stand there, in other words.
//! - **quotation**: two words of it are exchanged for words that its record has elsewhere, or its words change places.

#![allow(clippy::print_stdout, reason = "the table is what it prints")]
#![allow(clippy::string_slice, reason = "each range was found in the text that it cuts")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;
use slugline::cluster::{Evidence, Minimum, Rules, gather, group};
use slugline::story::{Citation, CitationKind, Part, Record, Section};
use slugline::text::{names::names, numbers::numbers, quotes::quotes, sentences::sentences};
use slugline::write::{Draft, Fault, brief, check, claims, extract};

/// A row of the table: what is done, and the least share that must be caught.
const ROWS: [(Change, &str, f64); 9] = [
    (Change::Number, "number, changed", NUMBERS),
    (Change::NumberElsewhere, "number, from elsewhere", NUMBERS),
    (Change::NumbersExchanged, "numbers, exchanged", NUMBERS),
    (Change::Name, "name, changed", 0.9),
    (Change::NameElsewhere, "name, from elsewhere", 0.9),
    (Change::NotDropped, "not, dropped", 0.9),
    (Change::NotPutIn, "not, put in", 0.9),
    (Change::Citation, "citation, swapped", 0.99),
    (Change::Quotation, "quotation, invented", 0.99),
];

/// The least share of tampered numbers that must be caught.
const NUMBERS: f64 = 0.99;

/// Of untouched claims at most so many may be refused.
const REFUSED: f64 = 0.02;

/// Claims that are taken where nothing else is asked for.
const CLAIMS: usize = 400;

/// So many letters from the beginning make two words one.
const ROOT: usize = 5;

/// Claims of one story.
const OF_ONE: usize = 6;

/// Days and months have capitals and are no names.
const DAYS: [&str; 19] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Number,
    NumberElsewhere,
    NumbersExchanged,
    Name,
    NameElsewhere,
    NotDropped,
    NotPutIn,
    Citation,
    Quotation,
}

/// Numbers that come in the same order each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at)
    }
}

fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// A story: records that tell it.
type Story = Vec<Record>;

fn record(value: &Value) -> Option<(Record, Option<String>)> {
    let value = value.get("record").unwrap_or(value);
    let word = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let id = word("id")?;
    let text = word("text").or_else(|| word("contentText"))?;
    let publisher = word("publisher").or_else(|| Some(format!("Outlet {id}")));
    let story = word("cluster").or_else(|| word("gold_cluster"));
    let record = Record {
        id: id.into(),
        publisher,
        title: word("title"),
        text: Some(text),
        language: word("language"),
        ..Record::default()
    };
    Some((record, story))
}

fn read(path: &Path) -> Vec<(Record, Option<String>)> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|line| record(&serde_json::from_str(line).ok()?)).collect()
}

fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let near = ["../shared/data/clusters", "../../shared/data/clusters"].map(|place| root.join(place));
    let said = std::env::var_os("SLUGLINE_CLUSTERS").map(PathBuf::from);
    said.into_iter().chain(near).find(|place| place.join("wikinews.jsonl").exists())
}

/// Real stories of two records and more; else the demo's.
fn stories() -> Vec<Story> {
    let Some(folder) = folder() else {
        println!("../shared/data/clusters is not here: the demo's stories stand in");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let records: Vec<Record> =
            read(&root.join("assets/demo/records.jsonl")).into_iter().map(|(record, _)| record).collect();
        let clusters = group(&records, &Rules::default());
        let story = |cluster: &slugline::story::Cluster| {
            records.iter().filter(|record| cluster.records.contains(&record.id)).cloned().collect()
        };
        return clusters.iter().map(story).filter(|story: &Story| story.len() > 1).collect();
    };
    let mut stories: BTreeMap<String, Story> = BTreeMap::new();
    for name in ["wikinews.jsonl", "ecbplus.jsonl"] {
        for (record, story) in read(&folder.join(name)) {
            stories.entry(format!("{name} {}", story.unwrap_or_default())).or_default().push(record);
        }
    }
    stories
        .into_values()
        .filter(|story| story.len() > 1)
        .map(|story| story.into_iter().take(8).collect())
        .collect()
}

/// A claim as the extractive writer took it, and the record it was taken from.
struct Gold<'a> {
    story: &'a Story,
    record: usize,
    text: String,
}

fn gold<'a>(stories: &'a [Story], dice: &mut Dice, most: usize) -> Vec<Gold<'a>> {
    let mut left: Vec<&Story> = stories.iter().collect();
    let mut all = Vec::new();
    while all.len() < most && !left.is_empty() {
        let story = left.swap_remove(dice.below(left.len()));
        let mut told = told(story);
        while told.len() > OF_ONE {
            told.swap_remove(dice.below(told.len()));
        }
        all.extend(told);
    }
    all
}

/// The claims that the extractive writer makes of a story.
fn told(story: &Story) -> Vec<Gold<'_>> {
    let members: Vec<&Record> = story.iter().collect();
    let cluster = gather(&members);
    let draft = extract(&brief(&cluster, &members), 300);
    let mut told = Vec::new();
    for (_, prose) in draft.prose() {
        for claim in claims(prose, Some(&draft.language)) {
            let citation =
                claim.markers.first().and_then(|n| draft.citations.iter().find(|c| c.marker == Some(*n)));
            let id = citation.and_then(|citation| citation.record_id.as_ref());
            let record = story.iter().position(|record| Some(&record.id) == id);
            told.extend(record.map(|record| Gold { story, record, text: claim.text }));
        }
    }
    told
}

/// What the desk has against a claim that cites one record of a story.
fn faults(story: &Story, record: usize, claim: &str) -> Vec<Fault> {
    let marked = match claim.strip_suffix('.') {
        Some(body) if !body.ends_with('.') => format!("{body} [1]."),
        _ => format!("{claim} [1]"),
    };
    let cited = &story[record];
    let citation = Citation {
        marker: Some(1),
        kind: CitationKind::Internal,
        record_id: Some(cited.id.clone()),
        ..Citation::default()
    };
    let draft = Draft {
        headline: cited
            .title
            .clone()
            .filter(|title| !title.trim().is_empty())
            .unwrap_or_else(|| "Untitled".to_owned()),
        sections: vec![Section { body: marked, ..Section::default() }],
        citations: vec![citation],
        language: cited.language.clone().unwrap_or_else(|| "en".to_owned()),
        writer: "a model".to_owned(),
        ..Draft::default()
    };
    let members: Vec<&Record> = story.iter().collect();
    let evidence = Evidence::of(&gather(&members), &members);
    match check(draft, &members, evidence, &Minimum::NONE) {
        Ok(_) => Vec::new(),
        Err(spike) if spike.flaws.is_empty() => panic!("{}: {claim}", spike.reason),
        Err(spike) => {
            let body = spike.flaws.into_iter().filter(|flaw| flaw.part == Part::Section(0));
            body.map(|flaw| flaw.fault).collect()
        }
    }
}

fn replaced(text: &str, range: &Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// The claim changed so, and the record it then cites; nothing where it has nothing to change.
fn tampered(gold: &Gold<'_>, change: Change, dice: &mut Dice) -> Option<(String, usize)> {
    let text = gold.text.as_str();
    let record = &gold.story[gold.record];
    let said = match change {
        Change::Number => number(text, record, dice)?,
        Change::NumberElsewhere => number_elsewhere(text, record, dice)?,
        Change::NumbersExchanged => exchanged(text)?,
        Change::Name => name(text, record, dice)?,
        Change::NameElsewhere => name_elsewhere(text, record, dice)?,
        Change::NotDropped => not_dropped(text)?,
        Change::NotPutIn => not_put_in(text)?,
        Change::Quotation => quotation(text, record, dice)?,
        Change::Citation => {
            let others: Vec<usize> = (0..gold.story.len())
                .filter(|other| *other != gold.record && !says(&gold.story[*other], text))
                .collect();
            return Some((text.to_owned(), *dice.pick(&others)?));
        }
    };
    (said != text).then_some((said, gold.record))
}

fn figures(text: &str) -> Vec<Range<usize>> {
    let plain = |range: &Range<usize>| text[range.clone()].chars().next().is_some_and(|c| c.is_ascii_digit());
    numbers(text).into_iter().map(|number| number.range).filter(plain).collect()
}

fn number(text: &str, record: &Record, dice: &mut Dice) -> Option<String> {
    let range = dice.pick(&figures(text))?.clone();
    let known: HashSet<String> = numbers(&whole(record)).into_iter().map(|number| number.value).collect();
    for _ in 0..50 {
        let shift = |c: char| match c.to_digit(10) {
            Some(_) => char::from_digit(1 + dice.below(9) as u32, 10).unwrap_or('7'),
            None => c,
        };
        let other: String = text[range.clone()].chars().map(shift).collect();
        let value = numbers(&other).first().map(|number| number.value.clone())?;
        if !known.contains(&value) {
            return Some(replaced(text, &range, &other));
        }
    }
    None
}

fn whole(record: &Record) -> String {
    format!("{}\n{}", record.title.as_deref().unwrap_or_default(), record.words())
}

fn number_elsewhere(text: &str, record: &Record, dice: &mut Dice) -> Option<String> {
    let range = dice.pick(&figures(text))?.clone();
    let own: HashSet<String> = numbers(text).into_iter().map(|number| number.value).collect();
    let there = record.words();
    let others: Vec<&str> = figures(there)
        .into_iter()
        .map(|range| &there[range])
        .filter(|other| numbers(other).first().is_some_and(|number| !own.contains(&number.value)))
        .collect();
    Some(replaced(text, &range, dice.pick(&others)?))
}

fn exchanged(text: &str) -> Option<String> {
    let all = figures(text);
    let [one, other, ..] = all.as_slice() else { return None };
    let (first, second) = (&text[one.clone()], &text[other.clone()]);
    let values = |said: &str| numbers(said).first().map(|number| number.value.clone());
    // A year and a day that change places make no date at all, and that is another fault.
    let year = |said: &str| said.len() == 4 && (said.starts_with("19") || said.starts_with("20"));
    // `In 2008 and 2006` says the same the other way about.
    let listed = text[one.end..other.start].trim() == "and";
    (values(first) != values(second) && year(first) == year(second) && !listed)
        .then(|| replaced(&replaced(text, other, first), one, second))
}

fn named(text: &str, record: &Record) -> Vec<Range<usize>> {
    let ranges = names(text, record.language.as_deref()).into_iter().map(|name| name.range);
    ranges.filter(|range| !DAYS.contains(&&text[range.clone()])).collect()
}

fn name(text: &str, record: &Record, dice: &mut Dice) -> Option<String> {
    const INVENTED: [&str; 8] =
        ["Varga", "Ilona Brandt", "Quist", "Hexley", "Tomas Wierzba", "Okonedo", "Port Alder", "Brennick"];
    let all = named(text, record);
    let range = dice.pick(&all)?.clone();
    let owns = text[range.clone()].ends_with("'s") || text[range.clone()].ends_with("’s");
    let other = dice.pick(&INVENTED)?;
    let other = if owns { format!("{other}'s") } else { (*other).to_owned() };
    (!whole(record).contains(other.trim_end_matches("'s"))).then(|| replaced(text, &range, &other))
}

fn name_elsewhere(text: &str, record: &Record, dice: &mut Dice) -> Option<String> {
    let all = named(text, record);
    let range = dice.pick(&all)?.clone();
    let there = record.words();
    let lower = text.to_lowercase();
    let found = names(there, record.language.as_deref());
    let foreign = |range: &Range<usize>| {
        let words = || there[range.clone()].split([' ', '-']);
        // `Israelis` for `Israeli` is no other name.
        let root = |word: &str| word.to_lowercase().chars().take(5).collect::<String>();
        words().all(|word| !lower.contains(&root(word)) && !DAYS.contains(&word))
    };
    let others: Vec<&str> =
        found.into_iter().map(|name| name.range).filter(foreign).map(|range| &there[range]).collect();
    Some(replaced(text, &range, dice.pick(&others)?))
}

fn not_dropped(text: &str) -> Option<String> {
    for (with, without) in
        [(" not ", " "), ("n't ", " "), ("n’t ", " "), (" never ", " "), (" cannot ", " can ")]
    {
        if let Some(at) = text.find(with)
            && !text[at..].starts_with(" not only")
        {
            return Some(
                replaced(text, &(at..at + with.len()), without)
                    .replace("wo ", "will ")
                    .replace("ca ", "can "),
            );
        }
    }
    None
}

fn not_put_in(text: &str) -> Option<String> {
    if text.contains(" not ") || text.contains("n't ") || text.contains("n’t ") {
        return None;
    }
    let verbs = [
        " is ", " was ", " are ", " were ", " will ", " would ", " has ", " have ", " had ", " can ",
        " should ",
    ];
    let at = verbs.iter().filter_map(|verb| Some(text.find(verb)? + verb.len())).min()?;
    Some(replaced(text, &(at..at), "not "))
}

fn quotation(text: &str, record: &Record, dice: &mut Dice) -> Option<String> {
    let all: Vec<Range<usize>> = quotes(text)
        .into_iter()
        .map(|quote| quote.inner)
        .filter(|inner| text[inner.clone()].split(' ').count() >= 3)
        .collect();
    let range = dice.pick(&all)?.clone();
    let mut words: Vec<&str> = text[range.clone()].split(' ').collect();
    // A word with marks about it would end the quotation.
    let bare = |word: &&str| word.len() > 3 && word.chars().all(char::is_alphanumeric);
    let there: Vec<&str> = record.words().split_whitespace().filter(bare).collect();
    if dice.below(2) == 0 {
        for _ in 0..2 {
            let at = dice.below(words.len());
            words[at] = dice.pick(&there)?;
        }
    } else {
        let middle = words.len() / 2;
        words.rotate_left(middle);
    }
    let said = words.join(" ");
    let plain = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    let plain = |text: &str| plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
    (!plain(record.words()).contains(&plain(&said))).then(|| replaced(text, &range, &said))
}

/// Whether a record says a claim, too, by a measure that is not the desk's: half of its longer words, by their first letters,
/// and all its digits, in one sentence or two neighbours.
fn says(record: &Record, claim: &str) -> bool {
    let plain = |text: &str| -> HashSet<String> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3 || word.chars().any(char::is_numeric));
        // `rescue` for `rescued` is no other word; a number with another end is another.
        let root = |word: &str| -> String {
            let most = if word.contains(char::is_numeric) { usize::MAX } else { ROOT };
            word.to_lowercase().chars().take(most).collect()
        };
        words.map(root).collect()
    };
    let asked = plain(claim);
    let digits: Vec<&String> = asked.iter().filter(|word| word.chars().all(char::is_numeric)).collect();
    let lines: Vec<HashSet<String>> = sentences(record.words(), record.language.as_deref())
        .into_iter()
        .map(|range| plain(&record.words()[range]))
        .collect();
    let title = record.title.as_deref().map(plain);
    let pairs = lines.windows(2).map(|pair| pair[0].union(&pair[1]).cloned().collect::<HashSet<String>>());
    pairs.chain(lines.iter().cloned()).chain(title).any(|line| {
        asked.intersection(&line).count() * 2 >= asked.len()
            && digits.iter().all(|digit| line.contains(*digit))
    })
}

/// How many claims that were tampered with so are caught, of how many; prints both.
fn caught(change: Change, name: &str, gold: &[Gold<'_>], dice: &mut Dice, show: bool) -> (u32, u32) {
    let (mut tried, mut caught) = (0, 0);
    for gold in gold {
        let Some((said, record)) = tampered(gold, change, dice) else { continue };
        tried += 1;
        if !faults(gold.story, record, &said).is_empty() {
            caught += 1;
        } else if show {
            println!("  {name}: {said}\n    was: {}", gold.text);
        }
    }
    println!("{name:<26}{caught:>7} of {tried:>5} caught  {:>6.2} %", 100.0 * share((caught, tried)));
    (caught, tried)
}

fn share((caught, tried): (u32, u32)) -> f64 {
    f64::from(caught) / f64::from(tried.max(1))
}

/// Whether so many are enough. Below a few dozen a single one decides; the demo has no more.
fn enough(found: (u32, u32), least: f64) -> bool {
    found.1 < 30 || share(found) >= least
}

/// The rows of the table of which too few are caught.
fn too_few(gold: &[Gold<'_>], dice: &mut Dice, show: bool) -> Vec<&'static str> {
    let (mut short, mut numbers) = (Vec::new(), (0, 0));
    for (change, name, least) in ROWS {
        let found = caught(change, name, gold, dice, show);
        let number = matches!(change, Change::Number | Change::NumberElsewhere | Change::NumbersExchanged);
        if number {
            numbers = (numbers.0 + found.0, numbers.1 + found.1);
        } else if !enough(found, least) {
            short.push(name);
        }
    }
    // Numbers are held to one bound together: few sentences have two to exchange.
    println!(
        "{:<26}{:>7} of {:>5} caught  {:>6.2} %",
        "numbers, all",
        numbers.0,
        numbers.1,
        100.0 * share(numbers)
    );
    if !enough(numbers, NUMBERS) {
        short.push("numbers");
    }
    short
}

#[test]
fn what_was_tampered_with_is_caught_and_what_was_not_is_passed() {
    let seed = setting("SLUGLINE_SEED", 1) as u64;
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let stories = stories();
    let gold = gold(&stories, &mut dice, setting("SLUGLINE_GATE", CLAIMS));
    assert!(gold.len() >= 20, "only {} claims to try", gold.len());
    let show = std::env::var_os("SLUGLINE_GATE_SHOW").is_some();
    let refused: Vec<(&Gold<'_>, Vec<Fault>)> = gold
        .iter()
        .map(|gold| (gold, faults(gold.story, gold.record, &gold.text)))
        .filter(|(_, faults)| !faults.is_empty())
        .collect();
    println!("{:<26}{:>7} of {:>5} refused", "untouched", refused.len(), gold.len());
    for (gold, faults) in refused.iter().filter(|_| show) {
        println!("  {}\n    {}", gold.text, faults[0]);
    }
    let short = too_few(&gold, &mut dice, show);
    assert!(
        refused.len() as f64 <= (REFUSED * gold.len() as f64).ceil(),
        "{} of {} refused",
        refused.len(),
        gold.len()
    );
    assert!(short.is_empty(), "too few caught: {short:?}");
}
