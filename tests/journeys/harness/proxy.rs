//! A wire between the browser and the service that misbehaves on demand.
//!
//! It carries bytes and knows nothing of what they mean, so the browser meets what it meets on a bad network: connections
//! that break with and without a goodbye and in the middle of a frame, that stand and carry nothing in one direction,
//! that are slow, or that cannot be made. What is switched on holds for all connections, those that come later among
//! them, until [`Proxy::recover`]; a connection that was broken stays so.
//!
//! The service answers with the address that it was asked at, so a page whose `service` is the proxy's origin goes
//! through the proxy with everything: discovery, sign-in and socket.

mod carry;
mod weather;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use weather::Weather;
pub(crate) use weather::{End, Way};

/// A running proxy. It ends, with all its connections, when this is dropped.
pub(crate) struct Proxy {
    /// Scheme and authority, as a page's attribute `service` has it.
    pub(crate) origin: String,
    weather: Arc<watch::Sender<Weather>>,
    is_open: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Starts one in front of a service, which is named by its origin.
    pub(crate) async fn start(service: &str) -> Self {
        let target = service.strip_prefix("http://").and_then(|authority| authority.parse().ok());
        let target = target.unwrap_or_else(|| panic!("{service} is no origin of http and an address"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let weather = Arc::new(watch::Sender::new(Weather::default()));
        let (opened, is_open) = watch::channel(true);
        let task = tokio::spawn(serve(listener, target, Arc::clone(&weather), opened));
        Self { origin, weather, is_open, task }
    }

    /// Breaks every connection that there is.
    pub(crate) fn cut(&self, end: End) {
        self.weather.send_modify(|weather| weather.cut(end));
    }

    /// Breaks the next connection that carries more than so many bytes at a time this way, behind these bytes.
    pub(crate) fn cut_within(&self, way: Way, bytes: usize) {
        self.weather.send_modify(|weather| weather.cuts_within = Some((way, bytes)));
    }

    /// Holds whatever goes this way; the connections stand.
    pub(crate) fn stall(&self, way: Way) {
        self.weather.send_modify(|weather| weather.lane(way).stalled = true);
    }

    /// Carries whatever goes this way only after so long.
    pub(crate) fn delay(&self, way: Way, time: Duration) {
        self.weather.send_modify(|weather| weather.lane(way).delay = time);
    }

    /// Lets nobody in: whoever comes from now on is refused by the system, as where no program listens.
    pub(crate) async fn refuse(&self) {
        self.weather.send_modify(|weather| weather.refuses = true);
        self.is_open.clone().wait_for(|is_open| !is_open).await.unwrap();
    }

    /// Lets everything go again: held bytes at once, those of connections that nobody waits at any more among them.
    pub(crate) async fn recover(&self) {
        self.weather.send_modify(Weather::clear);
        self.is_open.clone().wait_for(|is_open| *is_open).await.unwrap();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut listener: TcpListener,
    target: SocketAddr,
    weather: Arc<watch::Sender<Weather>>,
    opened: watch::Sender<bool>,
) {
    let address = listener.local_addr().unwrap();
    let mut told = weather.subscribe();
    // They end with this task.
    let mut connections = JoinSet::new();
    loop {
        let client = tokio::select! {
            biased;
            _ = told.wait_for(|weather| weather.refuses) => None,
            Ok((client, _)) = listener.accept() => Some(client),
        };
        if let Some(client) = client {
            while connections.try_join_next().is_some() {}
            connections.spawn(carry::carry(client, target, Arc::clone(&weather)));
            continue;
        }
        drop(listener);
        // Bound, so that no other program gets the port, and not listened at.
        let port = TcpSocket::new_v4().unwrap();
        port.set_reuseaddr(true).unwrap();
        port.bind(address).unwrap();
        opened.send_replace(false);
        told.wait_for(|weather| !weather.refuses).await.unwrap();
        listener = port.listen(64).unwrap();
        opened.send_replace(true);
    }
}
