//! The stand itself: it is as wrong as the servers it plays, and no wronger.

use serde_json::Value;
use slugline::net::{Ask, Cause, Client, Key, Manners, Trust, Validators};

use super::{Dialect, Fault, Habits, Patience, Plan, Question, Stand, Times, World, question::encoded};

fn stand(dialect: Dialect, plan: Plan) -> Stand {
    Stand::open(Habits::of(dialect), World::of(plan))
}

fn ask(stand: &Stand, target: &str) -> (u16, Value) {
    let answer = stand.shared.answer(&Question::get(target));
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// How many different stories, and how many rows, a client sees that follows `nextCursor` and nothing else.
fn walked(stand: &Stand, limit: usize) -> (usize, usize) {
    let (mut ids, mut rows) = (std::collections::HashSet::new(), 0);
    let mut target = format!("/v1/stories?limit={limit}");
    loop {
        let (_, page) = ask(stand, &target);
        for row in page["items"].as_array().unwrap() {
            ids.insert(row["id"].to_string());
            rows += 1;
        }
        match page["nextCursor"].as_str() {
            Some(cursor) => target = format!("/v1/stories?limit={limit}&cursor={}", encoded(cursor)),
            None => return (ids.len(), rows),
        }
    }
}

#[test]
fn only_the_reference_server_loses_ties() {
    let plan = Plan { stories: 7, times: Times::Groups(2), ..Plan::default() };
    for (dialect, ids) in [(Dialect::Hosted, 7), (Dialect::Slugline, 7), (Dialect::Reference, 4)] {
        assert_eq!(walked(&stand(dialect, plan.clone()), 1), (ids, ids), "{dialect:?}");
    }
    let plan = Plan { stories: 7, times: Times::Micros, ..Plan::default() };
    assert!(walked(&stand(Dialect::Reference, plan), 1).0 < 7);
}

#[test]
fn the_reference_server_takes_everything_and_means_something_else() {
    let stand = stand(Dialect::Reference, Plan::default());
    let (_, first) = ask(&stand, "/v1/stories?limit=2");
    let cursor = first["nextCursor"].as_str().unwrap().replace('Z', "+00:00");
    assert_eq!(ask(&stand, &format!("/v1/stories?limit=2&cursor={cursor}")).1, first, "page 1 again");
    assert_ne!(ask(&stand, &format!("/v1/stories?limit=2&cursor={}", encoded(&cursor))).1, first);
    assert_eq!(ask(&stand, "/v1/stories?limit=0").1["items"].as_array().unwrap().len(), 25);
    let id = first["items"][0]["id"].as_str().unwrap();
    for (target, status) in [
        (format!("/v1/stories/{id}"), 500),
        ("/v1/stories/a-slug-f197".to_owned(), 500),
        ("/v1/stories/00000000-0000-7000-8000-000000000000".to_owned(), 404),
        (format!("/v1/stories/{id}/sources"), 404),
        ("/v1/stories/".to_owned(), 404),
        ("/v1".to_owned(), 404),
        ("/v1/records/none".to_owned(), 400),
        ("/v1/records/17".to_owned(), 500),
    ] {
        assert_eq!(ask(&stand, &target).0, status, "{target}");
    }
    stand.behave(|habits| habits.bigint_fixed = true);
    let (_, whole) = ask(&stand, &format!("/v1/stories/{id}"));
    assert_eq!(whole["citations"][0]["credibilityScore"], "0.780");
    assert_eq!(ask(&stand, "/v1/records?limit=0.5").1["nextCursor"], "");
}

#[test]
fn the_hosted_service_checks_what_it_is_asked() {
    let stand = stand(Dialect::Hosted, Plan::default());
    for (target, status) in [
        ("/v1/stories?limit=101", 422),
        ("/v1/stories?since=2026-03-19T12:00:00%2B02:00", 422),
        ("/v1/stories?since=2026-03-19T12:00:00Z", 200),
        ("/v1/stories?cursor=17", 422),
        ("/v1/stories/none", 404),
        ("/v1/signals", 501),
        ("/api/health", 200),
    ] {
        assert_eq!(ask(&stand, target).0, status, "{target}");
    }
    stand.behave(|habits| habits.key = Some("k".to_owned()));
    assert_eq!(ask(&stand, "/v1/topics").1["error"]["code"], "unauthorized");
}

#[test]
fn the_world_turns() {
    let stand = stand(Dialect::Slugline, Plan::default());
    let id = stand.world().current().next().unwrap().id.clone();
    let revised = stand.change(|world| world.revise(&id));
    stand.change(|world| world.enrich(&revised));
    let (_, page) = ask(&stand, "/v1/stories?limit=1");
    let row = &page["items"][0];
    assert_eq!((&row["id"], &row["previousVersionId"]), (&revised.as_str().into(), &id.as_str().into()));
    assert_eq!((&row["version"], &row["enrichmentVersion"]), (&2.into(), &1.into()));
    assert_eq!(row["citations"].as_array().unwrap().len(), 3);
    assert_eq!(ask(&stand, &format!("/v1/stories/{}", id.as_str())).1["active"], false);
    let cited = stand.world().story(revised.as_str()).unwrap().record_ids[0].clone();
    stand.change(|world| world.delete_record(&cited));
    assert_eq!(ask(&stand, &format!("/v1/records/{}", cited.as_str())).0, 404);
    assert!(ask(&stand, "/v1/stories?limit=1").1["items"][0]["citations"][0]["recordId"].is_null());
}

#[test]
fn the_cable_can_be_pulled_and_plugged_in() {
    let stand = stand(Dialect::File, Plan::default());
    let reach = || std::net::TcpStream::connect(stand.address()).is_ok();
    assert!(reach());
    stand.pull_the_cable();
    assert!(!reach());
    stand.plug_in();
    assert!(reach());
}

/// What a client makes of a fault on its second question.
fn met(fault: Fault) -> Result<slugline::net::Reply, Cause> {
    let stand = Stand::open(Habits::of(Dialect::Hosted).with_key("sesame"), World::of(Plan::default()));
    stand.rule("/v1/stories?", 2, 1, fault);
    let client = Client::new(Manners::default()).unwrap();
    let ask = Ask {
        url: format!("{}/v1/stories?limit=100", stand.url()).parse().unwrap(),
        trust: Trust::Typed { allow_private: true },
        key: Some(Key::new("sesame")),
        old_key_header: false,
        since: Validators::default(),
        accept: "application/json",
        cap: 1 << 20,
        per_minute: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        assert_eq!(client.get(&ask).await.unwrap().status, 200);
        client.get(&ask).await.map_err(|fault| fault.cause)
    })
}

#[test]
fn faults_come_when_they_are_due_and_as_they_are_named() {
    for (patience, least, most) in
        [(Patience::Seconds(7), 7, 7), (Patience::Date(90), 85, 90), (Patience::Reset(90), 85, 90)]
    {
        let reply = met(Fault::TooMany(patience)).unwrap();
        let wait = reply.wait.unwrap().as_secs();
        assert!(reply.status == 429 && (least..=most).contains(&wait), "{patience:?}: {wait} s");
    }
    assert_eq!(met(Fault::Down(Patience::Unsaid)).unwrap().status, 503);
    assert_eq!(met(Fault::LoginPage).unwrap().content_type, "text/html");
    assert!(serde_json::from_slice::<Value>(&met(Fault::CutJson).unwrap().body).is_err());
    let echo = met(Fault::EchoesKey(401)).unwrap();
    assert!(String::from_utf8_lossy(&echo.body).contains("Bearer sesame"));
    let looped: Value = serde_json::from_slice(&met(Fault::CursorLoop).unwrap().body).unwrap();
    assert!(looped["nextCursor"].is_string());
    let wrong: Value = serde_json::from_slice(&met(Fault::WrongTypes).unwrap().body).unwrap();
    assert!(wrong["items"][0]["headline"].is_object() && wrong["items"][0]["id"].is_string());
    assert_eq!(met(Fault::CutBody).unwrap_err(), Cause::Broken);
    assert_eq!(met(Fault::Bomb(3)).unwrap_err(), Cause::TooLarge);
    assert!(matches!(met(Fault::Cable).unwrap_err(), Cause::Broken | Cause::Unreachable));
}
