//! One connection: what comes from one side goes to the other, as the weather is.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};

use super::weather::{End, Way, Weather};

/// Carries until the connection ends from either side, or is cut.
pub(super) async fn carry(mut client: TcpStream, target: SocketAddr, weather: Arc<watch::Sender<Weather>>) {
    let mut told = weather.subscribe();
    let cuts = told.borrow().cuts.0;
    let Ok(mut server) = TcpStream::connect(target).await else {
        return reset(&client);
    };
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    let end = tokio::select! {
        // A cut comes first: what is held is lost then, also where the same moment would let it go.
        biased;
        cut = told.wait_for(|weather| weather.cuts.0 > cuts) => cut.map_or(End::Rst, |weather| weather.cuts.1),
        ended = async {
            tokio::try_join!(
                one_way(Way::Up, from_client, to_server, &weather),
                one_way(Way::Down, from_server, to_client, &weather),
            )
        } => if ended.is_ok() { End::Fin } else { End::Rst },
    };
    match end {
        End::Rst => [&client, &server].into_iter().for_each(reset),
        End::Fin => {
            tokio::join!(say_goodbye(client), say_goodbye(server));
        }
    }
}

/// Ends a connection politely. What the other side still says is passed over: with bytes that nobody has read the
/// system would send an RST.
async fn say_goodbye(mut stream: TcpStream) {
    let _ = stream.shutdown().await;
    let rest = async { while stream.read(&mut [0; CHUNK]).await.is_ok_and(|count| count > 0) {} };
    let _ = timeout(FAREWELL, rest).await;
}

/// It was broken: the other side is to see that, too.
struct Broken;

/// Carries one way. Its end is carried like everything else: it is held, it is late, and what came before comes before.
async fn one_way(
    way: Way,
    from: ReadHalf<'_>,
    to: WriteHalf<'_>,
    weather: &Arc<watch::Sender<Weather>>,
) -> Result<(), Broken> {
    let (pieces, come) = mpsc::unbounded_channel();
    tokio::select! {
        ended = write(way, come, to, weather) => ended,
        never = read(from, pieces) => match never {},
    }
}

/// What came, and when. Nothing is the end, and no answer a broken connection.
type Piece = (Instant, Option<Vec<u8>>);

async fn read(mut from: ReadHalf<'_>, pieces: mpsc::UnboundedSender<Piece>) -> std::convert::Infallible {
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = from.read(&mut buffer).await.ok();
        let _ = pieces.send((Instant::now(), count.map(|count| buffer[..count].to_vec())));
        if count.is_none_or(|count| count == 0) {
            // The other half of this way sees to the rest.
            return std::future::pending().await;
        }
    }
}

async fn write(
    way: Way,
    mut pieces: mpsc::UnboundedReceiver<Piece>,
    mut to: WriteHalf<'_>,
    weather: &Arc<watch::Sender<Weather>>,
) -> Result<(), Broken> {
    let mut told = weather.subscribe();
    while let Some((came, piece)) = pieces.recv().await {
        loop {
            let Ok(lane) = told.wait_for(|weather| !weather.in_lane(way).stalled).await.map(|now| now.in_lane(way))
            else {
                return Err(Broken);
            };
            // It may get faster, or come to a standstill, while this piece is on its way.
            tokio::select! {
                () = sleep_until(came + lane.delay) => break,
                _ = told.changed() => {}
            }
        }
        let piece = piece.ok_or(Broken)?;
        if piece.is_empty() {
            let _ = to.shutdown().await;
            return Ok(());
        }
        let mut cut = None;
        weather.send_if_modified(|weather| {
            cut = weather.take_cut_within(way, piece.len());
            cut.is_some()
        });
        if to.write_all(&piece[..cut.unwrap_or(piece.len())]).await.is_err() {
            // Nobody is there any more. What comes from there, its end at last, is the other way's.
            return Ok(());
        }
        if cut.is_some() {
            return Err(Broken);
        }
    }
    Ok(())
}

/// Ends a connection without a goodbye, once it is dropped.
fn reset(stream: &TcpStream) {
    // A stream that is broken already needs no more of it.
    let _ = stream.set_zero_linger();
}

const CHUNK: usize = 16 * 1024;
/// How long the other side may take to end, too.
const FAREWELL: Duration = Duration::from_secs(1);
