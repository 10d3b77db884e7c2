//! A script of what happens to an app, read from any bytes: a line a step, its first byte saying what, the rest with what.
//!
//! Every text is a script, so that a fuzzer may change whatever it likes, and still people can write one.

use alongside::store::State;
use alongside::store::cobrowse::Answer;

use crate::bench::{Bench, Step};

/// How many steps of a script are taken.
const MOST_STEPS: usize = 200;

/// Plays a script. It panics where something does not hold.
pub(crate) fn play(bytes: &[u8]) {
    play_and_look(bytes, |_| ());
}

/// The same; after every step somebody looks at the state.
pub(crate) fn play_and_look(bytes: &[u8], mut look: impl FnMut(&State)) {
    let mut bench = Bench::new();
    for line in String::from_utf8_lossy(bytes).lines().take(MOST_STEPS) {
        if let Some(step) = step(line) {
            bench.step(step);
            look(bench.state());
        }
    }
}

/// The step of a line.
///
/// | Line | Step |
/// | :-- | :-- |
/// | `.` | the service does what the app waits for, until it is online |
/// | `f TEXT` | a frame |
/// | `a BACK CODE BODY` | an answer to the newest request but so many; without a body one that fits many |
/// | `h STATUS BODY`, `n` | an answer over HTTP, or none |
/// | `o`, `c CODE` | the socket is open, is closed |
/// | `w MILLISECONDS` | time goes on, or back |
/// | `s TEXT`, `d TEXT` | the consumer sends, types |
/// | `y`, `x` | accepts, declines the invitation |
/// | `r ENTRY`, `q ENTRY` | tries a failed text again, gives one up |
/// | `p`, `P` | closes, opens the panel |
/// | `g` | wants a connection |
/// | `i`, `I` | the network is gone, is back |
/// | `v`, `V` | the page is hidden, is shown |
/// | `b`, `B` | it goes into the back/forward cache, comes back |
/// | `t`, `T` | the page's tag is gone, is there |
/// | `e`, `E` | the tag throws, takes events |
/// | `m`, `M` | the browser keeps nothing, keeps what it is told |
/// | `k NAME VALUE` | something is kept under a name; `\n` in the value is a line's end |
/// | `l`, `L` | the page is loaded again, with a connector |
///
/// Other lines are remarks.
fn step(line: &str) -> Option<Step> {
    let mut characters = line.chars();
    let kind = characters.next()?;
    let rest = characters.as_str();
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let (first, others) = rest.split_once(' ').unwrap_or((rest, ""));
    let answer = |back: usize| {
        let (code, body) = others.split_once(' ').unwrap_or((others, ""));
        Step::Reply { back, code: code.parse().unwrap_or(200), body: body.to_owned() }
    };
    Some(match kind {
        '.' => Step::Connect,
        'f' => Step::Frame(rest.to_owned()),
        'a' => answer(first.parse().unwrap_or(0)),
        'h' => Step::Http(first.parse().unwrap_or(200), others.to_owned()),
        'n' => Step::NoHttp,
        'o' => Step::Opened,
        'c' => Step::Closed(rest.parse().unwrap_or(1006)),
        'w' => Step::Wait(rest.parse().unwrap_or(1_000)),
        's' => Step::Write(rest.to_owned()),
        'd' => Step::Draft(rest.to_owned()),
        'y' => Step::Invited(Answer::Accepted),
        'x' => Step::Invited(Answer::Declined),
        'r' => Step::Retry(rest.parse().unwrap_or(0)),
        'q' => Step::Discard(rest.parse().unwrap_or(0)),
        'p' | 'P' => Step::Panel(kind == 'P'),
        'g' => Step::Reconnect,
        'i' | 'I' => Step::Online(kind == 'I'),
        'v' | 'V' => Step::Visible(kind == 'V'),
        'b' | 'B' => Step::Page(kind == 'B'),
        't' | 'T' => Step::Tag(kind == 'T'),
        'e' | 'E' => Step::TagTakes(kind == 'E'),
        'm' | 'M' => Step::Keeps(kind == 'M'),
        'k' => Step::Kept(first.to_owned(), others.replace("\\n", "\n")),
        'l' => Step::Reload,
        'L' => Step::Connector,
        _ => return None,
    })
}
