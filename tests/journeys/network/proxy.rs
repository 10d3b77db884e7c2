//! The proxy itself, with plain bytes: a journey over a bad line proves nothing where the line is a good one.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};

use crate::harness::{End, Proxy, Way};

/// A proxy, and both ends of one connection through it: the browser's and the service's.
async fn connected() -> (Proxy, TcpListener, TcpStream, TcpStream) {
    let service = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = Proxy::start(&format!("http://{}", service.local_addr().unwrap())).await;
    let browser = connect(&proxy).await.unwrap();
    let (end, _) = service.accept().await.unwrap();
    (proxy, service, browser, end)
}

async fn connect(proxy: &Proxy) -> std::io::Result<TcpStream> {
    TcpStream::connect(proxy.origin.strip_prefix("http://").unwrap()).await
}

/// What comes next, for a bounded time.
async fn next(stream: &mut TcpStream) -> Result<String, ErrorKind> {
    let mut buffer = [0; 100];
    let read = timeout(Duration::from_secs(20), stream.read(&mut buffer)).await.unwrap();
    read.map(|count| String::from_utf8_lossy(&buffer[..count]).into_owned()).map_err(|error| error.kind())
}

#[tokio::test]
async fn each_way_is_held_by_itself() {
    for way in [Way::Up, Way::Down] {
        let (proxy, _service, mut browser, mut service) = connected().await;
        proxy.stall(way);
        browser.write_all(b"up").await.unwrap();
        service.write_all(b"down").await.unwrap();
        let (held, goes) = if way == Way::Up { (&mut service, &mut browser) } else { (&mut browser, &mut service) };
        // The end is held behind what came before it.
        goes.shutdown().await.unwrap();
        next(goes).await.unwrap();
        let waited = timeout(Duration::from_millis(200), held.read(&mut [0; 1])).await;
        assert!(waited.is_err(), "{way:?} something arrives: {waited:?}");
        proxy.recover().await;
        assert_eq!(next(held).await.unwrap(), if way == Way::Up { "up" } else { "down" });
        assert_eq!(next(held).await.unwrap(), "", "{way:?}: then the end");
    }
}

#[tokio::test]
async fn a_cut_loses_what_is_held_and_is_seen_on_both_sides() {
    for (end, seen) in [(End::Fin, Ok(String::new())), (End::Rst, Err(ErrorKind::ConnectionReset))] {
        let (proxy, listener, mut browser, mut service) = connected().await;
        browser.write_all(b"before").await.unwrap();
        assert_eq!(next(&mut service).await.unwrap(), "before");
        proxy.stall(Way::Up);
        browser.write_all(b"held").await.unwrap();
        proxy.cut(end);
        proxy.recover().await;
        assert_eq!([next(&mut browser).await, next(&mut service).await], [seen.clone(), seen]);
        // A connection that is made now is a good one.
        let mut browser = connect(&proxy).await.unwrap();
        browser.write_all(b"after").await.unwrap();
        assert_eq!(next(&mut listener.accept().await.unwrap().0).await.unwrap(), "after");
    }
}

#[tokio::test]
async fn a_cut_within_a_frame_leaves_its_beginning() {
    let (proxy, _listener, mut browser, mut service) = connected().await;
    proxy.cut_within(Way::Up, 3);
    browser.write_all(b"abc").await.unwrap();
    assert_eq!(next(&mut service).await.unwrap(), "abc", "no more than that is let through whole");
    browser.write_all(b"defgh").await.unwrap();
    let mut come = String::new();
    // A reset may overtake what came before it.
    while let Ok(more) = next(&mut service).await {
        come.push_str(&more);
    }
    assert!("def".starts_with(&come), "{come}");
    assert_eq!(next(&mut browser).await, Err(ErrorKind::ConnectionReset));
}

#[tokio::test]
async fn what_is_delayed_is_late() {
    let (proxy, _listener, mut browser, mut service) = connected().await;
    let started = Instant::now();
    proxy.delay(Way::Up, Duration::from_millis(150));
    browser.write_all(b"late").await.unwrap();
    assert_eq!(next(&mut service).await.unwrap(), "late");
    assert!(started.elapsed() >= Duration::from_millis(150), "{:?}", started.elapsed());
}

#[tokio::test]
async fn nobody_is_let_in_while_it_refuses() {
    let (proxy, _listener, mut browser, mut service) = connected().await;
    proxy.refuse().await;
    assert_eq!(connect(&proxy).await.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    browser.write_all(b"who is there already stays").await.unwrap();
    assert_eq!(next(&mut service).await.unwrap(), "who is there already stays");
    proxy.recover().await;
    assert!(connect(&proxy).await.is_ok());
}
