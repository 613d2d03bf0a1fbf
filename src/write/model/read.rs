//! A reply, read: tolerant of what is around it, strict about what is in it.

use serde::Deserialize as _;
use serde_json::{Deserializer, Map, Value};

use super::{Numbered, bare};
use crate::text::clean;
use crate::text::markers::without_markers;
use crate::write::Place;

/// The most of each that is taken; what is beyond is not missed.
const TAKEAWAYS: usize = 3;
const SECTIONS: usize = 6;
const CLAIMS: usize = 12;
const QUESTIONS: usize = 3;
const CITES: usize = 8;

/// Characters of a headline, of a heading, of a claim.
const HEADLINE: usize = 200;
const HEADING: usize = 80;
const CLAIM: usize = 700;

/// Places where an object may begin that are looked at.
const TRIES: usize = 40;

/// Where in a story a line stands. Counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum At {
    /// The headline.
    Headline,
    /// The dek.
    Dek,
    /// A takeaway.
    Takeaway(usize),
    /// A claim of a section.
    Claim(usize, usize),
    /// A reading.
    Reading(usize),
    /// An answer.
    Answer(usize),
}

/// One sentence of a story and what it rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The sentence, without markers.
    pub text: String,
    /// The sentences it cites.
    pub cites: Vec<Place>,
    /// Ids that it cites and was not given.
    pub unknown: Vec<String>,
    /// It took the place of one that fell: a sentence of a record, as it stands there.
    pub stand_in: bool,
}

/// What a model wrote, before anything of it is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    /// The title.
    pub headline: String,
    /// The sentence under it.
    pub dek: String,
    /// Points.
    pub takeaways: Vec<Line>,
    /// Headings, and claims of fact under each.
    pub sections: Vec<(String, Vec<Line>)>,
    /// Readings, from wherever they stood.
    pub readings: Vec<Line>,
    /// Questions and answers.
    pub faq: Vec<(String, Line)>,
}

/// Reads a reply. The error says in words why it is none.
pub fn read(reply: &str, numbered: &Numbered) -> Result<Story, String> {
    let object = object(reply, &["headline", "sections"], &numbered.fence)?;
    let line = |value: &Value, key: &str| self::line(value, key, numbered);
    let array =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let whole = Value::Object(object);
    let mut story = Story {
        headline: text(whole.get("headline"), HEADLINE, numbered),
        dek: text(whole.get("dek"), CLAIM, numbered),
        ..Story::default()
    };
    let points = array(&whole, "takeaways");
    story.takeaways = points.iter().filter_map(|point| line(point, "text")).take(TAKEAWAYS).collect();
    for section in array(&whole, "sections").iter().take(SECTIONS) {
        let mut claims = Vec::new();
        for claim in array(section, "claims").iter().take(CLAIMS) {
            let reading = claim.get("kind").and_then(Value::as_str) == Some("reading");
            let home = if reading { &mut story.readings } else { &mut claims };
            home.extend(line(claim, "text"));
        }
        story.sections.push((text(section.get("heading"), HEADING, numbered), claims));
    }
    for question in array(&whole, "faq").iter().take(QUESTIONS) {
        let asked = text(question.get("question"), HEADLINE, numbered);
        story
            .faq
            .extend(line(question, "answer").filter(|_| !asked.is_empty()).map(|answer| (asked, answer)));
    }
    if story.headline.is_empty() && story.sections.iter().all(|(_, claims)| claims.is_empty()) {
        return Err("its reply holds no headline and no claim".to_owned());
    }
    Ok(story)
}

/// What a second reply says of the parts that fell, by their number.
pub(super) fn repairs(reply: &str, numbered: &Numbered) -> Result<Vec<(usize, Line, bool)>, String> {
    let object = object(reply, &["repairs"], &numbered.fence)?;
    let repairs = object.get("repairs").and_then(Value::as_array).cloned().unwrap_or_default();
    let read = |repair: &Value| {
        let number = usize::try_from(repair.get("number")?.as_u64()?).ok()?.checked_sub(1)?;
        let reading = repair.get("kind").and_then(Value::as_str) == Some("reading");
        Some((number, line(repair, "text", numbered).unwrap_or_default(), reading))
    };
    Ok(repairs.iter().filter_map(read).collect())
}

/// The object in a reply that has one of these keys: whatever was said or thought before and after it.
fn object(reply: &str, keys: &[&str], fence: &str) -> Result<Map<String, Value>, String> {
    let reply = reply.rsplit_once("</think>").map_or(reply, |(_, said)| said).trim();
    if reply.is_empty() {
        return Err("its reply is empty".to_owned());
    }
    // The question holds an object, too: the shape that is asked for.
    if reply.contains(&format!("<<{fence}")) {
        return Err("its reply repeats the question".to_owned());
    }
    let mut cut = false;
    let mut at = 0;
    for _ in 0..TRIES {
        let Some(open) = reply.get(at..).and_then(|rest| rest.find('{')) else { break };
        let from = reply.get(at + open..).unwrap_or_default();
        let mut reading = Deserializer::from_str(from);
        match Value::deserialize(&mut reading) {
            Ok(Value::Object(object)) if keys.iter().any(|key| object.contains_key(*key)) => {
                return Ok(object);
            }
            Ok(_) => {}
            Err(error) => cut |= error.is_eof() && open + at == reply.find('{').unwrap_or_default(),
        }
        at += open + 1;
    }
    Err(if cut {
        "its reply breaks off in the middle".to_owned()
    } else if reply.contains('{') {
        "its reply is not of the shape it was given".to_owned()
    } else {
        let said: String = clean::line(reply).chars().take(80).collect();
        format!("its reply is no JSON (“{said}”)")
    })
}

/// A line of an object; `None` for one without words.
fn line(value: &Value, key: &str, numbered: &Numbered) -> Option<Line> {
    let words = text(value.get(key), CLAIM, numbered);
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let mut line = Line { text: words, ..Line::default() };
    let ids = value.get("cites").and_then(Value::as_array);
    for id in ids.into_iter().flatten().take(CITES) {
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        match numbered.place(&id) {
            Some(place) if line.cites.contains(&place) => {}
            Some(place) => line.cites.push(place),
            None => line.unknown.push(clean::line(&id).chars().take(40).collect()),
        }
    }
    Some(line)
}

/// Words, cleaned and bounded; nothing for anything else.
fn text(value: Option<&Value>, most: usize, numbered: &Numbered) -> String {
    let words = value.and_then(Value::as_str).unwrap_or_default();
    let words = without_markers(&clean::line(words));
    let words = if numbered.fence.is_empty() { words } else { bare::without_ids(&words, &numbered.fence) };
    words.chars().take(most).collect::<String>().trim().to_owned()
}
