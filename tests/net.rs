//! The client against a server that does everything wrong.

use std::{
    io::Write,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use flate2::{Compression, FlushCompress, write::GzEncoder};
use futures_util::future::join_all;
use slugline::net::{
    Ask, Cause, Client, Key, Limits, Looked, Lookup, Manners, NetFault, Reply, Trust, Validators,
};

use crate::server::faults::{Answer, Faults};

/// Long enough for a busy machine, short enough to be waited for.
const SHORT: Duration = Duration::from_secs(1);
const MIB: usize = 1024 * 1024;
const SENTINEL: &str = "SENTINEL-7f3a";

/// A client that does not wait long.
fn hasty() -> Client {
    let limits = Limits { first_byte: SHORT, idle: SHORT, ..Limits::default() };
    Client::new(Manners { limits, ..Manners::default() }).unwrap()
}

/// One that waits as long as it always does: for tests in which nothing is slow on purpose.
fn patient() -> Client {
    Client::new(Manners::default()).unwrap()
}

fn ask(url: &str) -> Ask {
    Ask {
        url: url.parse().unwrap(),
        trust: Trust::Typed { allow_private: true },
        key: None,
        old_key_header: false,
        since: Validators::default(),
        accept: "application/json",
        cap: MIB,
        per_minute: Some(60),
    }
}

async fn get(server: &Faults, target: &str) -> Result<Reply, NetFault> {
    patient().get(&ask(&server.url(target))).await
}

/// The server gives this answer, and it comes to this fault.
#[track_caller]
fn check(answer: Answer, client: &Client, cause: Cause, why: &str) {
    let server = Faults::serve(move |_| answer.clone());
    let fault = block_on(client.get(&ask(&server.url("/")))).unwrap_err();
    assert_eq!(fault.cause, cause, "{fault}");
    assert!(fault.why.contains(why), "{fault}");
    assert_eq!(fault.host, "127.0.0.1");
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[tokio::test]
async fn an_answer_comes_whole() {
    let server = Faults::serve(|_| {
        Answer::ok("[1, 2]")
            .header("Content-Type", "Application/JSON; charset=utf-8")
            .header("ETag", "W/\"a\"")
            .header("Last-Modified", "Sun, 22 Nov 2026 05:00:00 GMT")
    });
    let client = patient();
    let mut asked = ask(&server.url("/v1?a=b#c"));
    asked.url.set_username("who").unwrap();
    let reply = client.get(&asked).await.unwrap();
    assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/json"));
    assert_eq!(reply.body, b"[1, 2]");
    assert_eq!(reply.validators.etag.as_deref(), Some("W/\"a\""));
    assert_eq!(reply.validators.last_modified.as_deref(), Some("Sun, 22 Nov 2026 05:00:00 GMT"));
    assert_eq!(reply.url.unwrap().as_str(), server.url("/v1?a=b"));
    assert_eq!((reply.moved, reply.wait), (None, None));
    client.get(&ask(&server.url("/again"))).await.unwrap();
    assert_eq!(server.connections(), 1, "a connection is used again");
}

#[tokio::test]
async fn a_request_says_who_asks_and_nothing_more() {
    let server = Faults::serve(|_| Answer::ok("").header("Set-Cookie", "a=b"));
    let contact = "desk@example.org\r\nX-Evil: 1 \u{1b}[31m(x)\u{e9}".to_owned();
    let client = Client::new(Manners { contact, ..Manners::default() }).unwrap();
    for target in ["/1", "/2"] {
        client.get(&ask(&server.url(target))).await.unwrap();
    }
    let asked = server.asked().pop().unwrap();
    let mut names: Vec<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
    assert_eq!(asked.header("accept"), Some("application/json"));
    let version = env!("CARGO_PKG_VERSION");
    let agent = format!("Slugline/{version} (terminal news reader; desk@example.org X-Evil: 1 x)");
    assert_eq!(asked.header("user-agent"), Some(agent.as_str()));
}

#[tokio::test]
async fn a_conditional_question_is_answered_with_304() {
    let server = Faults::serve(|asked| match asked.header("if-none-match") {
        Some("\"v1\"") => Answer::status(304),
        _ => Answer::ok("[]").header("ETag", "\"v1\""),
    });
    let client = patient();
    let first = client.get(&ask(&server.url("/"))).await.unwrap();
    let again = Ask { since: first.validators.clone(), ..ask(&server.url("/")) };
    let second = client.get(&again).await.unwrap();
    assert_eq!((second.status, second.body.len()), (304, 0));
    assert_eq!(second.validators, first.validators, "what still holds is kept");
    let odd = Validators { etag: Some("a\nb".to_owned()), last_modified: Some("yesterday".to_owned()) };
    assert_eq!(client.get(&Ask { since: odd, ..ask(&server.url("/")) }).await.unwrap().status, 200);
    assert_eq!(server.asked().last().unwrap().header("if-modified-since"), Some("yesterday"));
}

#[tokio::test]
async fn any_status_is_an_answer() {
    let server = Faults::serve(|asked| Answer::status(asked.path().trim_start_matches('/').parse().unwrap()));
    for status in [200, 204, 206, 226, 300, 304, 400, 401, 404, 410, 418, 429, 500, 501, 503, 599] {
        let reply = get(&server, &format!("/{status}")).await.unwrap();
        assert_eq!((reply.status, reply.body.len()), (status, 0));
    }
    let bare = Faults::serve(|asked| Answer::status(asked.path().trim_start_matches('/').parse().unwrap()));
    assert_eq!(get(&bare, "/302").await.unwrap().status, 302, "one that sends nowhere stays where it is");
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_hours(490_000);
    let date = httpdate::fmt_http_date(now);
    let later = httpdate::fmt_http_date(now + Duration::from_secs(90));
    let server = Faults::serve(move |asked| match asked.path() {
        "/seconds" => Answer::status(429).header("Retry-After", "7"),
        "/date" => Answer::status(503).header("Date", &date).header("Retry-After", &later),
        "/reset" => Answer::status(429).header("Retry-After", "soon").header("X-RateLimit-Reset", "30"),
        "/fine" => Answer::ok("").header("X-RateLimit-Reset", "30").header("Retry-After", "3"),
        _ => Answer::status(429),
    });
    for (path, wait) in
        [("/seconds", Some(7)), ("/date", Some(90)), ("/reset", Some(30)), ("/fine", None), ("/", None)]
    {
        assert_eq!(get(&server, path).await.unwrap().wait, wait.map(Duration::from_secs), "{path}");
    }
}

/// Compressed, a mebibyte of zeros so many times. Each is flushed whole, so that one can be sent again and again.
fn gzip_bomb(mebibytes: usize) -> Answer {
    let mut deflate = flate2::Compress::new(Compression::best(), false);
    let mut mebibyte = Vec::with_capacity(64 * 1024);
    deflate.compress_vec(&vec![0; MIB], &mut mebibyte, FlushCompress::Full).unwrap();
    assert_eq!(deflate.total_in() as usize, MIB);
    let head = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    Answer::status(200).header("Content-Encoding", "gzip").body(head).repeat(mebibyte, mebibytes)
}

/// The same in blocks that each say "128 kB of this byte".
fn zstd_bomb(mebibytes: usize) -> Answer {
    let head = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]; // a window of 128 kB
    let block = ((128 * 1024_u32) << 3) | (1 << 1);
    let [a, b, c, _] = block.to_le_bytes();
    Answer::status(200).header("Content-Encoding", "zstd").body(head).repeat([a, b, c, 0], mebibytes * 8)
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test]
async fn what_is_compressed_arrives_as_it_was() {
    let server = Faults::serve(|asked| {
        assert!(asked.header("accept-encoding").unwrap().contains("gzip"));
        Answer::ok(gzipped(b"{\"a\": 1}")).header("Content-Encoding", "gzip")
    });
    assert_eq!(get(&server, "/").await.unwrap().body, b"{\"a\": 1}");
    let plain = Faults::serve(|_| Answer::ok("[]").header("Content-Encoding", "identity"));
    assert_eq!(get(&plain, "/").await.unwrap().body, b"[]");
}

#[test]
fn no_more_is_taken_than_agreed() {
    let too_large = |answer| check(answer, &patient(), Cause::TooLarge, "longer than 1,048,576 bytes");
    too_large(gzip_bomb(1024));
    too_large(zstd_bomb(1024));
    too_large(Answer::endless(vec![b'x'; 4096]));
    too_large(Answer::ok("announced").announcing(1 << 40));
    too_large(Answer::ok(vec![b'x'; MIB + 1]).chunked());
    let just = Faults::serve(|_| Answer::ok(vec![b'x'; MIB]).chunked());
    assert_eq!(block_on(get(&just, "/")).unwrap().body.len(), MIB);
    let all = gzip_bomb(1);
    let just = Faults::serve(move |_| all.clone().body([3, 0]).body([0; 8]));
    assert_eq!(block_on(get(&just, "/")).unwrap_err().cause, Cause::Broken, "its checksum is wrong");
}

#[test]
fn codings_nobody_asked_for_are_refused() {
    let broken = |answer, why| check(answer, &patient(), Cause::Broken, why);
    let double = gzipped(&gzipped(&[0; 4096]));
    let coded = |coding| Answer::ok(double.clone()).header("Content-Encoding", coding);
    broken(coded("gzip, gzip"), "compressed in a way that is not taken: gzip, gzip");
    broken(coded("gzip").header("Content-Encoding", "gzip"), "compressed more than once");
    broken(coded("compress"), "not taken: compress");
    broken(coded("deflate"), "not taken: deflate");
    broken(coded("\u{9b}31mred"), "compressed in a way that is not taken");
    broken(Answer::ok("plain").header("Content-Encoding", "gzip"), "cannot be decompressed");
    broken(Answer::ok("plain").header("Content-Encoding", "br"), "broke off after 0 bytes");
    let cut = &gzipped(&vec![7; 100_000])[..40];
    broken(Answer::ok(cut).header("Content-Encoding", "gzip"), "broke off");
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    let broken = |answer, why| check(answer, &patient(), Cause::Broken, why);
    broken(Answer::ok("abc").announcing(10), "the answer broke off after 3 bytes");
    broken(Answer::ok("x".repeat(1234)).announcing(5000), "after 1,234 bytes");
    broken(Answer::ok("abc").chunked().then_close(), "the answer broke off after 3 bytes");
    broken(
        Answer::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"),
        "the answer broke off",
    );
    broken(Answer::ok("abc").announcing(10).then_reset(), "the answer broke off");
    broken(Answer::ok("abc").chunked().then_reset(), "the answer broke off");
    broken(Answer::closed(), "it closed the connection before answering");
    broken(Answer::reset(), "it cut the connection before answering");
    broken(Answer::raw("HTTP/1.1 200 OK\r\nContent-Le"), "it closed the connection before answering");
}

#[test]
fn what_is_no_http_is_said_to_be_none() {
    let broken =
        |bytes: &[u8]| check(Answer::raw(bytes), &patient(), Cause::Broken, "what it answers is not HTTP");
    broken(b"<html>it is me, version 0.9</html>\n\n");
    broken(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a handshake\r\n\r\n");
    broken(b"SSH-2.0-OpenSSH_9.9\r\n");
    broken(b"HTTP/1.1 2000 OK\r\n\r\n");
    broken(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    broken(b"HTTP/1.1 200 OK\r\nContent-Length: minus one\r\n\r\n");
    broken(b"HTTP/1.1 200 OK\r\nA header without a colon\r\n\r\n");
}

#[test]
fn headers_without_end_are_not_read() {
    let many = (0..200).fold(Answer::ok(""), |answer, n| answer.header(&format!("X-{n}"), "1"));
    check(many, &patient(), Cause::TooLarge, "more headers than we take");
    check(Answer::ok("").header("X-Long", &"y".repeat(70_000)), &patient(), Cause::TooLarge, "more headers");
    let endless = Answer::raw("HTTP/1.1 200 OK\r\nX-Long: ").repeat(vec![b'y'; 4096], usize::MAX);
    check(endless, &patient(), Cause::TooLarge, "more headers than we take");
}

#[test]
fn nobody_is_waited_for_without_end() {
    let client = hasty();
    check(Answer::silence(), &client, Cause::Unreachable, "no answer within 1 s");
    let dripping =
        Answer::dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Duration::from_millis(50));
    check(dripping, &client, Cause::Unreachable, "no answer within 1 s");
    let stalled = Answer::ok("abc").announcing(10).hold();
    check(stalled, &client, Cause::Broken, "the answer stood still for 1 s after 3 bytes");
    let limits = Limits { total: SHORT, ..Limits::default() };
    let client = Client::new(Manners { limits, ..Manners::default() }).unwrap();
    let drip = Answer::status(200).drip(&[b'x'; 1000], Duration::from_millis(10));
    check(drip, &client, Cause::Broken, "the answer was not whole within 1 s");
}

/// Answers every name with these addresses, and counts how often it is asked.
#[derive(Default)]
struct Names {
    answer: Option<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Lookup for Names {
    fn lookup<'a>(&'a self, _host: &'a str) -> Looked<'a> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.answer.clone() {
            Some(found) => Box::pin(async move { Ok(found) }),
            None => Box::pin(std::future::pending()),
        }
    }
}

/// A name that stands for this machine's address, unless it should be clear from the name.
fn names(answer: &[&str]) -> Arc<Names> {
    let answer = Some(answer.iter().map(|ip| ip.parse().unwrap()).collect());
    Arc::new(Names { answer, asked: AtomicUsize::default() })
}

/// A name is asked for under this trust; the addresses it has do not get a visit.
async fn refused(answer: &[&str], host: &str, trust: Trust, cause: Cause, why: &str) {
    let server = Faults::serve(|_| Answer::ok("secret"));
    let client = Client::with_lookup(Manners::default(), names(answer));
    let url = format!("http://{host}:{}/", server.address().port());
    let fault = client.get(&Ask { trust, ..ask(&url) }).await.unwrap_err();
    assert_eq!(fault.cause, cause, "{fault}");
    assert!(fault.why.contains(why), "{fault}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn addresses_are_judged_after_the_lookup() {
    let typed = Trust::Typed { allow_private: false };
    let here = "is an address of this machine; set allow_private = true for it in the config";
    refused(&["127.0.0.1"], "news.example", typed, Cause::Forbidden, here).await;
    refused(&["::1", "::ffff:127.0.0.1", "127.0.0.2"], "news.example", typed, Cause::Forbidden, here).await;
    refused(&["10.1.2.3"], "news.example", typed, Cause::Forbidden, "address of a private network; set")
        .await;
    refused(&[], "news.example", typed, Cause::Unreachable, "the name is not known").await;
    refused(&["127.0.0.1"], "127.0.0.1", typed, Cause::Forbidden, here).await;
    refused(&["127.0.0.1"], "localhost", typed, Cause::Forbidden, "a name of this machine; set").await;
    refused(&["127.0.0.1"], "127.0.0.1", Trust::Found, Cause::Forbidden, "").await;
    let any = Trust::Typed { allow_private: true };
    let metadata = "where a cloud tells its machines their secrets, which is never asked";
    refused(&["169.254.169.254"], "news.example", any, Cause::Forbidden, metadata).await;
    refused(&[], "metadata.google.internal", any, Cause::Forbidden, metadata).await;
}

#[tokio::test]
async fn a_name_that_stands_for_this_machine_is_asked_where_it_may_be() {
    let server = Faults::serve(|_| Answer::ok("here"));
    let client = Client::with_lookup(Manners::default(), names(&["169.254.169.254", "127.0.0.1"]));
    let url = format!("http://news.example:{}/", server.address().port());
    assert_eq!(client.get(&ask(&url)).await.unwrap().body, b"here");
    let host = format!("news.example:{}", server.address().port());
    assert_eq!(server.asked()[0].header("host"), Some(host.as_str()));
}

#[tokio::test]
async fn what_nobody_is_there_for_is_said_in_words() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let fault = patient().get(&ask(&format!("http://{free}/"))).await.unwrap_err();
    assert_eq!(fault.to_string(), "127.0.0.1: it refused the connection");
    assert_eq!(fault.cause, Cause::Unreachable);
    let limits = Limits { connect: SHORT, ..Limits::default() };
    let client = Client::with_lookup(Manners { limits, ..Manners::default() }, Arc::new(Names::default()));
    let fault = client.get(&ask("http://news.example/")).await.unwrap_err();
    assert_eq!(fault.to_string(), "news.example: no connection within 1 s");
    assert_eq!(fault.cause, Cause::Unreachable);
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let plain = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    let fault = patient().get(&ask(&format!("https://{plain}/"))).await.unwrap_err();
    assert!(fault.why.starts_with("no secure connection comes about"), "{fault}");
    let fault = patient().get(&ask("ftp://news.example/")).await.unwrap_err();
    assert_eq!(fault.to_string(), "news.example: only http and https are asked, not ftp:");
}

#[tokio::test]
async fn offline_nothing_is_opened_nor_looked_up() {
    let server = Faults::serve(|_| Answer::ok(""));
    let lookup = names(&["127.0.0.1"]);
    let client = Client::with_lookup(
        Manners { offline: true, ..Manners::default() },
        Arc::clone(&lookup) as Arc<dyn Lookup>,
    );
    for url in [server.url("/"), format!("http://news.example:{}/", server.address().port())] {
        let fault = client.get(&ask(&url)).await.unwrap_err();
        assert_eq!((fault.cause, fault.why.as_str()), (Cause::Offline, "no request is made while offline"));
    }
    assert_eq!((server.connections(), lookup.asked.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn redirects_are_followed_within_an_origin() {
    let server = Faults::serve(|asked| match asked.path() {
        "/old" => Answer::redirect(301, "/older"),
        "/older" => Answer::redirect(308, "new?a=b#part"),
        "/soon" => Answer::redirect(302, "/old"),
        "/see" => Answer::redirect(303, "/new"),
        _ => Answer::ok("new"),
    });
    let client = patient();
    let keyed = |path| Ask {
        key: Some(Key::new(SENTINEL)),
        old_key_header: true,
        since: Validators { etag: Some("\"e\"".to_owned()), last_modified: None },
        ..ask(&server.url(path))
    };
    let reply = client.get(&keyed("/old")).await.unwrap();
    assert_eq!(reply.moved.unwrap().as_str(), server.url("/new?a=b"));
    assert_eq!(reply.url.unwrap().as_str(), server.url("/new?a=b"));
    for request in server.asked() {
        assert_eq!(request.header("authorization").unwrap(), format!("Bearer {SENTINEL}"));
        assert_eq!(request.header("x-api-key"), Some(SENTINEL));
        assert_eq!(request.header("if-none-match"), Some("\"e\""));
        assert_eq!(request.header("referer"), None);
    }
    assert_eq!(client.get(&keyed("/soon")).await.unwrap().moved, None, "it may be elsewhere tomorrow");
    assert_eq!(client.get(&keyed("/see")).await.unwrap().moved, None);
}

#[tokio::test]
async fn redirects_lead_to_nothing_private() {
    let other = Faults::serve(|_| Answer::ok("secret"));
    let port = other.address().port();
    let places = [
        format!("http://localhost:{port}/hit"),
        format!("http://127.0.0.1:{port}/hit"),
        format!("//127.0.0.1:{port}/hit"),
        format!("http://2130706433:{port}/hit"),
        format!("http://0x7f.1:{port}/hit"),
        format!("http://[::ffff:127.0.0.1]:{port}/hit"),
        format!("http://0.0.0.0:{port}/hit"),
        format!("http://who:cares@127.0.0.1:{port}/hit"),
        format!("http://localhost.:{port}/hit"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://localhost/hit".to_owned(),
        "https://[::1]/hit".to_owned(),
    ];
    for place in places {
        let to = place.clone();
        let server = Faults::serve(move |_| Answer::redirect(302, &to));
        let asked = Ask { key: Some(Key::new(SENTINEL)), old_key_header: true, ..ask(&server.url("/")) };
        let fault = patient().get(&asked).await.unwrap_err();
        assert_eq!((fault.cause, fault.host.as_str()), (Cause::Forbidden, "127.0.0.1"), "{place}: {fault}");
        assert!(fault.why.starts_with("it sends us on, but "), "{place}: {fault}");
        assert!(!fault.why.contains("allow_private"), "no setting allows it: {fault}");
    }
    assert_eq!(other.connections(), 0);
    let server = Faults::serve(|_| Answer::redirect(302, "http://10.0.0.1/"));
    let advice =
        "10.0.0.1 is an address of a private network; if that is meant, write its address in the config";
    let fault = get(&server, "/").await.unwrap_err();
    assert_eq!(fault.to_string(), format!("127.0.0.1: it sends us on, but {advice}"));
    let server = Faults::serve(|_| Answer::redirect(302, "http://news.example/"));
    let lookup = names(&["127.0.0.1"]);
    let fault =
        Client::with_lookup(Manners::default(), lookup).get(&ask(&server.url("/"))).await.unwrap_err();
    assert!(
        fault.to_string().starts_with("127.0.0.1: it sends us on, but news.example (127.0.0.1) is"),
        "{fault}"
    );
}

#[test]
fn redirects_that_lead_nowhere_are_given_up() {
    let forbidden = |place: &str, why| {
        check(Answer::redirect(302, place), &patient(), Cause::Forbidden, why);
    };
    forbidden("/", "it sends us around in a circle");
    forbidden("file:///etc/passwd", "it sends us on to file:, which is not followed");
    forbidden("javascript:alert(1)", "javascript:, which is not followed");
    check(
        Answer::redirect(302, "http://[broken"),
        &patient(),
        Cause::Broken,
        "an address that cannot be read",
    );
    check(Answer::redirect(302, "http://"), &patient(), Cause::Broken, "an address that cannot be read");
    let on = Faults::serve(|asked| Answer::redirect(302, &format!("/{}", asked.nth)));
    let fault = block_on(get(&on, "/start")).unwrap_err();
    assert_eq!(fault.to_string(), "127.0.0.1: it sends us on more than 5 times");
    assert_eq!(on.asked().len(), 6);
}

#[tokio::test]
async fn a_host_is_asked_two_at_a_time() {
    let server = Arc::new(Faults::serve(|_| Answer::status(200).hold()));
    let watcher = Arc::clone(&server);
    let watching = std::thread::spawn(move || {
        [2, 4, 6].map(|so_many| {
            let came = watcher.wait_for(so_many);
            watcher.release();
            came
        })
    });
    let client = patient();
    let asks: Vec<_> = (0..6).map(|n| ask(&server.url(&format!("/{n}")))).collect();
    let replies = join_all(asks.iter().map(|ask| {
        let client = client.clone(); // clones share the limits
        async move { client.get(ask).await }
    }))
    .await;
    assert!(replies.iter().all(Result::is_ok), "{replies:?}");
    assert_eq!(watching.join().unwrap(), [true; 3]);
    assert_eq!(server.most_at_once(), 2);
}

#[tokio::test]
async fn a_question_that_is_dropped_gives_its_place_back() {
    let server = Faults::serve(|asked| match asked.path() {
        "/slow" => Answer::silence(),
        _ => Answer::ok("quick"),
    });
    let client = patient();
    let slow = ask(&server.url("/slow"));
    for _ in 0..3 {
        let both = join_all([client.get(&slow), client.get(&slow)]);
        assert!(tokio::time::timeout(Duration::from_millis(50), both).await.is_err());
    }
    assert_eq!(client.get(&ask(&server.url("/"))).await.unwrap().body, b"quick");
}

#[test]
fn the_key_shows_nowhere() {
    let key = SENTINEL;
    let said = [
        Answer::status(401).header("WWW-Authenticate", key).header("ETag", key).header("Content-Type", key),
        Answer::ok("").header("Last-Modified", key).header("Content-Encoding", key),
        Answer::ok("").header("ETag", &format!("\"{key}\"")).header("Content-Encoding", &"x".repeat(30)),
        Answer::redirect(301, &format!("/?key={key}")),
        Answer::redirect(302, &format!("http://{key}.example:81/{key}")),
        Answer::redirect(302, &format!("{key}://{key}")),
        Answer::raw(format!("HTTP/1.1 200 {key}\r\n{key}\r\n\r\n{key}")),
        Answer::raw(format!("{key} {key}\r\n\r\n")),
        Answer::ok(key).announcing(1000),
        Answer::ok(key).header("Content-Encoding", "gzip"),
        Answer::ok(key).header("Content-Encoding", "zstd"),
        Answer::endless(key.repeat(1000)),
        Answer::reset(),
        Answer::closed(),
        Answer::silence(),
    ];
    let client = hasty();
    for answer in said {
        let shown = format!("{answer:?}");
        let server = Faults::serve(move |asked| match asked.target.as_str() {
            "/" => answer.clone(),
            _ => Answer::ok(""),
        });
        let asked = Ask { key: Some(Key::new(key)), old_key_header: true, ..ask(&server.url("/")) };
        let came = block_on(client.get(&asked));
        let mut seen = format!("{came:?} {asked:?} {client:?}");
        if let Err(fault) = &came {
            seen += &fault.to_string();
        }
        assert!(!seen.to_lowercase().contains(&key.to_lowercase()), "{shown}\n{seen}");
        assert!(server.asked()[0].header("authorization").unwrap().ends_with(key));
    }
}

#[tokio::test]
async fn a_key_goes_only_where_nobody_listens_on_the_way() {
    let key = Some(Key::new(SENTINEL));
    let public = Trust::Typed { allow_private: false };
    let asked = Ask { key: key.clone(), trust: public, ..ask("http://news.example/") };
    let fault = patient().get(&asked).await.unwrap_err();
    let why = "the key is not sent to news.example over http, where anyone on the way can read it; use https";
    assert_eq!((fault.cause, fault.why.as_str()), (Cause::Forbidden, why));
    let client = Client::with_lookup(Manners::default(), names(&["93.184.215.14"]));
    let fault = client.get(&Ask { key: key.clone(), ..ask("http://news.example/") }).await.unwrap_err();
    assert!(fault.why.starts_with("news.example (93.184.215.14) is a public address, and a key"), "{fault}");
    let server = Faults::serve(|_| Answer::ok(""));
    let client = Client::with_lookup(Manners::default(), names(&["127.0.0.1"]));
    let url = format!("http://printer.example:{}/", server.address().port());
    client.get(&Ask { key: key.clone(), ..ask(&url) }).await.unwrap();
    assert!(server.asked()[0].header("authorization").is_some(), "the own network, by a name");
    assert_eq!(server.asked()[0].header("x-api-key"), None);
    let odd = Ask { key: Some(Key::new("a\nb")), ..ask(&server.url("/")) };
    let fault = client.get(&odd).await.unwrap_err();
    assert_eq!(fault.why, "the key has characters in it that cannot be sent");
}

/// Asks through the proxy that the environment names; run by the test after it, in a process of its own.
#[test]
#[ignore = "only with the environment that the next test sets"]
fn what_is_asked_with_a_proxy() {
    let direct = std::env::var("DIRECT").unwrap();
    let public = Trust::Typed { allow_private: false };
    let via = Ask { trust: public, ..ask("http://news.example/via?a=b") };
    assert_eq!(block_on(patient().get(&via)).unwrap().body, b"the proxy's");
    let keyed = Ask { key: Some(Key::new(SENTINEL)), ..ask(&direct) };
    assert_eq!(block_on(patient().get(&keyed)).unwrap().body, b"its own");
    let proxy = std::env::var("HTTP_PROXY").unwrap();
    assert_eq!(block_on(patient().get(&Ask { trust: Trust::Found, ..via })).unwrap().status, 200);
    assert!(block_on(patient().get(&Ask { trust: Trust::Found, ..ask(&proxy) })).is_err());
}

#[test]
fn the_proxy_of_the_environment_is_used_and_never_for_this_machine() {
    let proxy = Faults::serve(|_| Answer::ok("the proxy's"));
    let direct = Faults::serve(|_| Answer::ok("its own"));
    let ran = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "net::what_is_asked_with_a_proxy", "--ignored"])
        .env_clear()
        .env("HTTP_PROXY", format!("http://localhost:{}", proxy.address().port()))
        .env("DIRECT", direct.url("/"))
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    let targets: Vec<String> = proxy.asked().into_iter().map(|asked| asked.target).collect();
    assert_eq!(targets, ["http://news.example/via?a=b"; 2]);
    assert_eq!(direct.asked().len(), 1);
}
