//! An invented world: places, firms and their small affairs. No word of it is anyone's, and the same plan makes the
//! same world every time.

use std::{collections::HashMap, fmt::Write as _};

use serde_json::json;
use slugline::story::{
    Arc, Beat, Citation, CitationKind, Dispatch, DispatchId, Methodology, Moment, Question, Record, RecordId,
    Section, SourceKind, Span,
};

/// What world to make.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// How many stories.
    pub(crate) stories: usize,
    /// How many records each of them cites.
    pub(crate) cites: usize,
    /// When they were published.
    pub(crate) times: Times,
    /// When the newest one was.
    pub(crate) newest: Moment,
    /// The prose of each story is this many times as long; 3 makes about five kilobytes a story with 5 citations.
    pub(crate) length: usize,
}

/// When the stories of a world were published.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Times {
    /// All at the same moment.
    AllEqual,
    /// So many at the same moment, the next ones a minute earlier.
    Groups(usize),
    /// Evenly over so many days.
    Days(u32),
    /// A few hundred microseconds apart: different, and the same when cut to milliseconds.
    Micros,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            stories: 25,
            cites: 2,
            times: Times::Days(5),
            newest: Moment::parse("2026-03-20T12:00:00Z").expect("a moment"),
            length: 1,
        }
    }
}

/// All that a stand knows.
#[derive(Debug, Default)]
pub(crate) struct World {
    stories: Vec<Dispatch>,
    records: Vec<Record>,
    story_at: HashMap<String, usize>,
    record_at: HashMap<String, usize>,
    plan: Plan,
    made: usize,
}

/// The beats' names; their numbers count from 1.
pub(crate) const BEATS: [&str; 6] =
    ["Harbour and Ferries", "City Hall", "Mills and Makers", "Weather", "Schools", "Orchards"];
const PLACES: [&str; 12] = [
    "Alderquay",
    "Brindlemoor",
    "Corrafell",
    "Dunwater",
    "Eskerby",
    "Farrowmouth",
    "Gillanstead",
    "Hollin Cross",
    "Ivelburn",
    "Jarrowby",
    "Kestrel Bay",
    "Lanternford",
];
const FIRMS: [&str; 10] = [
    "Pellbright Mills",
    "Northsound Ferries",
    "Oddwick & Daughters",
    "Tarn Signal Works",
    "Vaneholm Bakery",
    "Quillmere Press",
    "Rookhope Glass",
    "Saltmarsh Rail",
    "Umberline Tiles",
    "Wexcombe Dairy",
];
const DEEDS: [&str; 10] = [
    "reopened the east quay",
    "closed the upper lock",
    "doubled the night crossings",
    "recalled a batch of lamps",
    "opened a second kiln",
    "put off the vote on the bridge toll",
    "found water in the old shaft",
    "moved the market to Thursdays",
    "repaired the clock tower",
    "counted the returning herons",
];
const OUTLETS: [&str; 5] =
    ["Alderquay Post", "The Fell Courier", "Estuary Daily", "Morning Lantern", "Coast Ledger"];

/// A small generator of numbers (xorshift*), one for each thing made, so that order does not matter.
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        Self((seed as u64 + 11).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[(self.roll() >> 33) as usize % from.len()]
    }

    fn number(&mut self, end: u64) -> u64 {
        (self.roll() >> 33) % end
    }
}

impl World {
    /// Makes it.
    pub(crate) fn of(plan: Plan) -> Self {
        let mut world = Self { plan, ..Self::default() };
        for index in (0..world.plan.stories).rev() {
            let at = world.time(index);
            world.write_story(at);
        }
        world
    }

    /// When the story was published that has `index` newer ones.
    fn time(&self, index: usize) -> Moment {
        let all = self.plan.stories.max(1) as i64;
        let back = match self.plan.times {
            Times::AllEqual => 0,
            Times::Groups(size) => (index / size.max(1)) as i64 * 60_000_000,
            Times::Days(days) => index as i64 * (i64::from(days) * 86_400 / all) * 1_000_000,
            Times::Micros => index as i64 * 300,
        };
        Moment::from_micros(self.plan.newest.as_micros() - back)
    }

    /// Publishes so many new stories, each a minute after the newest; gives their ids.
    pub(crate) fn publish(&mut self, stories: usize) -> Vec<DispatchId> {
        let publish = |_| {
            let at = self.newest().plus_seconds(60);
            self.write_story(at)
        };
        (0..stories).map(publish).collect()
    }

    /// Publishes a new version of a current story, five minutes after the newest; gives its id.
    pub(crate) fn revise(&mut self, id: &DispatchId) -> DispatchId {
        let at = self.newest().plus_seconds(300);
        let revised = self.write_story(at);
        let old = &mut self.stories[self.story_at[id.as_str()]];
        old.active = false;
        let (slug, version, beat) = (old.slug.clone(), old.version + 1, old.beat.clone());
        let headline = format!("{}, Again", old.headline.clone().unwrap_or_default());
        let new = self.stories.last_mut().expect("the one just written");
        (new.slug, new.version, new.beat, new.headline) = (slug, version, beat, Some(headline));
        new.previous = Some(id.clone());
        revised
    }

    /// Adds a web citation to a story in place: no new version, only a later `enrichedAt`.
    pub(crate) fn enrich(&mut self, id: &DispatchId) {
        let at = self.newest().plus_seconds(30);
        let story = &mut self.stories[self.story_at[id.as_str()]];
        let times = story.extra.get("enrichmentVersion").and_then(serde_json::Value::as_u64).unwrap_or(0) + 1;
        story.extra.insert("enrichmentVersion".to_owned(), json!(times));
        story.enriched_at = Some(at);
        story.citations.push(web_citation(story, times, at));
    }

    /// A record is gone; what cited it cites nothing now.
    pub(crate) fn delete_record(&mut self, id: &RecordId) {
        self.record_at.remove(id.as_str());
        self.records.retain(|record| record.id != *id);
        self.record_at =
            self.records.iter().enumerate().map(|(at, r)| (r.id.as_str().to_owned(), at)).collect();
        for citation in self.stories.iter_mut().flat_map(|story| &mut story.citations) {
            citation.record_id.take_if(|cited| cited == id);
        }
    }

    /// A story, superseded or not.
    pub(crate) fn story(&self, id: &str) -> Option<&Dispatch> {
        self.story_at.get(id).map(|at| &self.stories[*at])
    }

    /// A story to be changed by hand.
    pub(crate) fn story_mut(&mut self, id: &DispatchId) -> &mut Dispatch {
        &mut self.stories[self.story_at[id.as_str()]]
    }

    /// A record.
    pub(crate) fn record(&self, id: &str) -> Option<&Record> {
        self.record_at.get(id).map(|at| &self.records[*at])
    }

    /// All stories, superseded ones among them, in the order in which they were written.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Dispatch> {
        self.stories.iter()
    }

    /// Those that no newer version supersedes.
    pub(crate) fn current(&self) -> impl DoubleEndedIterator<Item = &Dispatch> {
        self.stories.iter().filter(|story| story.active)
    }

    /// All records.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// The latest time in it.
    pub(crate) fn newest(&self) -> Moment {
        let times = self.stories.iter().flat_map(|story| [story.time(), story.enriched_at]);
        times.flatten().max().unwrap_or(self.plan.newest)
    }

    /// All versions of a story, oldest first.
    pub(crate) fn history(&self, story: &Dispatch) -> Vec<&Dispatch> {
        let mut versions: Vec<&Dispatch> =
            self.stories.iter().filter(|other| other.slug == story.slug).collect();
        versions.sort_by_key(|story| story.version);
        versions
    }

    fn write_story(&mut self, at: Moment) -> DispatchId {
        let index = self.made;
        self.made += 1;
        let mut dice = Dice::new(index);
        let (place, firm, deed) = (dice.pick(&PLACES), dice.pick(&FIRMS), dice.pick(&DEEDS));
        let records: Vec<Record> = (0..self.plan.cites)
            .map(|nth| record(index * self.plan.cites + nth, (place, firm, deed), at))
            .collect();
        let mut story = blank(index, (place, firm, deed), at, &mut dice);
        let cited = records.iter().zip(1..).map(|(record, marker)| citation(index, marker, record));
        story.citations = cited.collect();
        story.record_ids = records.iter().map(|record| record.id.clone()).collect();
        story.sections = sections(&records, (place, firm), self.plan.length, index);
        let words: Vec<&str> = story.sections.iter().map(|section| section.body.as_str()).collect();
        story.content = Some(words.join("\n\n"));
        story.word_count = Some(words.iter().map(|body| body.split_whitespace().count() as u64).sum());
        let id = story.id.clone();
        for record in records {
            self.record_at.insert(record.id.as_str().to_owned(), self.records.len());
            self.records.push(record);
        }
        self.story_at.insert(id.as_str().to_owned(), self.stories.len());
        self.stories.push(story);
        id
    }
}

type Affair = (&'static str, &'static str, &'static str);

/// A story without its prose.
fn blank(index: usize, (place, firm, deed): Affair, at: Moment, dice: &mut Dice) -> Dispatch {
    let millis = at.as_micros() / 1000;
    let (high, low) = (millis >> 16, millis & 0xffff);
    let id = format!(
        "{high:08x}-{low:04x}-7{:03x}-8{:03x}-{:012x}",
        index & 0xfff,
        dice.number(4096),
        mixed(index)
    );
    let beat = index % (BEATS.len() + 1);
    let title = format!("{place}: {firm} {deed}, No. {index}");
    let platforms = vec![SourceKind::Bluesky, SourceKind::GoogleNews];
    Dispatch {
        id: DispatchId::new(id),
        slug: Some(format!("{}-{index:04x}", place.to_lowercase().replace(' ', "-"))),
        beat: match BEATS.get(beat) {
            Some(name) => Beat { id: Some((beat + 1).to_string()), name: Some((*name).to_owned()) },
            None => Beat::default(),
        },
        headline: Some(title),
        dek: Some(format!("{firm} {deed}, and {place} takes note.")),
        takeaways: vec![format!("{firm} {deed}."), format!("{place} is the place to watch.")],
        arc: index.is_multiple_of(5).then_some(Arc::Developing),
        faq: vec![asked((place, firm, deed))],
        platforms,
        version: 1,
        active: true,
        generated_at: Some(at),
        model: Some("stand-1".to_owned()),
        reading_seconds: Some(40),
        methodology: Some(Methodology {
            text: Some(format!("Assembled from the records of {place}.")),
            stages: vec!["signal".to_owned(), "cluster".to_owned(), "write".to_owned()],
            ..Methodology::default()
        }),
        ..Dispatch::default()
    }
}

fn asked((place, firm, deed): Affair) -> Question {
    let (question, answer) = (format!("What happened in {place}?"), format!("{firm} {deed} [1]."));
    Question { order: 0, question, answer, ..Question::default() }
}

/// Digits that do not betray the order; no two alike.
fn mixed(index: usize) -> u64 {
    ((index as u64).wrapping_mul(0x9e37_79b9_7f4b) ^ 0x5bd1_e995_7c3b) & 0xffff_ffff_ffff
}

fn said(nth: usize, (place, firm, deed): Affair) -> String {
    let mut dice = Dice::new(nth + 77_000);
    format!("{firm} {deed} in {place} after {} days of waiting", 2 + dice.number(400))
}

fn record(nth: usize, affair: Affair, at: Moment) -> Record {
    let mut dice = Dice::new(nth + 500_000);
    let (place, firm, _) = affair;
    let outlet = dice.pick(&OUTLETS);
    let kind = if nth.is_multiple_of(3) { SourceKind::Bluesky } else { SourceKind::GoogleNews };
    let length = 1 + dice.number(4) as usize;
    let more = format!(" People in {place} had asked {firm} for it since the spring.").repeat(length);
    let published = at.plus_seconds(-(600 + dice.number(7200) as i64));
    Record {
        id: RecordId::new((9_007_199_254_740_993 + nth as u64).to_string()), // above 2^53: no float can hold it
        external_id: Some(format!("item-{nth}")),
        title: (!kind.is_post()).then(|| format!("{firm} and {place}, item {nth}")),
        byline: Some(format!("{} desk", outlet.to_lowercase())),
        publisher: Some(outlet.to_owned()),
        url: Some(format!("https://{}.example/{nth}", outlet.to_lowercase().replace(' ', "-"))),
        published_at: Some(published),
        captured_at: Some(published.plus_seconds(90)),
        language: Some("en".to_owned()),
        content_type: Some(if kind.is_post() { "post" } else { "article" }.to_owned()),
        text: Some(format!("{}.{more}", said(nth, affair))),
        kind,
        ..Record::default()
    }
}

fn citation(story: usize, marker: u32, record: &Record) -> Citation {
    let text = record.words();
    let sentence = text.split('.').next().unwrap_or_default();
    Citation {
        id: Some((story * 100 + marker as usize).to_string()),
        marker: Some(marker),
        kind: CitationKind::Internal,
        record_id: Some(record.id.clone()),
        title: record.title.clone().or_else(|| record.publisher.clone()),
        excerpt: Some(sentence.to_owned()),
        claim: Some(sentence.to_owned()),
        fact_type: Some("event".to_owned()),
        platform: Some(record.kind.clone()),
        credibility: Some(0.78),
        confidence: Some(0.91),
        position: Some(i64::from(marker)),
        spans: vec![Span { start: 0, end: sentence.chars().count(), ..Span::default() }],
        ..Citation::default()
    }
}

fn web_citation(story: &Dispatch, times: u64, at: Moment) -> Citation {
    let slug = story.slug.clone().unwrap_or_default();
    Citation {
        id: Some(format!("8{times}{}", story.citations.len())),
        kind: CitationKind::External,
        url: Some(format!("https://almanac.example/{slug}/{times}")),
        domain: Some("almanac.example".to_owned()),
        fetched_at: Some(at),
        title: Some(format!("The almanac on {slug}")),
        anchor_text: Some("takes note".to_owned()),
        fact_type: Some("context".to_owned()),
        platform: Some(SourceKind::Exa),
        confidence: Some(0.5),
        position: Some(story.citations.len() as i64 + 1),
        ..Citation::default()
    }
}

/// The prose: what each record says, marked; now and then a token and a link, as they leak into real prose.
fn sections(records: &[Record], (place, firm): (&str, &str), length: usize, index: usize) -> Vec<Section> {
    let sentence = |record: &Record, marker: usize| {
        format!("{} [{marker}].", record.words().split('.').next().unwrap_or_default())
    };
    let told: Vec<String> =
        records.iter().zip(1..).map(|(record, marker)| sentence(record, marker)).collect();
    let mut rest = format!("{place} waits for what {firm} does next. The quay was quiet at noon.");
    if index % 10 == 3 {
        let slug = firm.to_lowercase().replace([' ', '&'], "-");
        let _ = write!(rest, " {{{{entity:{slug}|{firm}}}}} is old [here](https://almanac.example/{index}).");
    }
    let mut dice = Dice::new(index + 900_000);
    let filler: String = (0..length * 4 - 3).map(|_| aside(&mut dice)).collect();
    let part = |order: i64, heading: &str, body: String, kind: &str| Section {
        order,
        heading: Some(heading.to_owned()),
        body,
        kind: Some(kind.to_owned()),
        ..Section::default()
    };
    vec![
        part(0, "What is reported", told.join(" "), "analysis"),
        part(1, "What is next", format!("{rest}{filler}"), "outlook"),
    ]
}

/// A sentence that is beside the point.
fn aside(dice: &mut Dice) -> String {
    let (place, firm, outlet) = (dice.pick(&PLACES), dice.pick(&FIRMS), dice.pick(&OUTLETS));
    let (deed, number) = (dice.pick(&DEEDS), dice.number(900) + 2);
    match dice.number(4) {
        0 => format!(" Nobody at {firm} would say more before tide {number}."),
        1 => format!(" In {place} {number} people signed the paper on the ferry door."),
        2 => format!(" {outlet} wrote that {firm} once {deed}, {number} weeks ago."),
        _ => format!(" Whoever {deed} in {place} left {number} candles burning."),
    }
}
