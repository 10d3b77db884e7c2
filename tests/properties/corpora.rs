//! The corpora of the fuzz targets, played as plain tests: what a fuzzer starts from, and what it once found.

use std::collections::BTreeSet;
use std::path::PathBuf;

use alongside::store::cobrowse::Phase;
use alongside::store::{Delivery, RowContent};

use super::{decode, script};

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

/// Plays every file, and says at which one it ended.
fn play(target: &str, body: fn(&[u8])) {
    let files = corpus(target);
    assert!(files.len() >= 40, "{} files of {target} are too few to mean anything", files.len());
    for (file, bytes) in files {
        let played = std::panic::catch_unwind(|| body(&bytes));
        assert!(played.is_ok(), "this one: {}", file.display());
    }
}

#[test]
fn every_frame_of_the_corpus_is_read_or_refused() {
    play("decode", decode::read);
}

#[test]
fn every_script_of_the_corpus_is_played() {
    play("consumer", script::play);
}

/// A corpus that gets nowhere would be no start.
#[test]
fn the_scripts_get_everywhere() {
    let mut reached = BTreeSet::new();
    for (_, bytes) in corpus("consumer") {
        script::play_and_look(&bytes, |state| {
            let note = |what: &dyn std::fmt::Debug| {
                let name = format!("{what:?}");
                name.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
            };
            reached.insert(note(&state.connection));
            reached.insert(note(&state.conversation.stage));
            reached.extend(state.cobrowse.invitations.iter().map(|invitation| match invitation.phase {
                Phase::Closed(ending) => note(&ending),
                phase => note(&phase),
            }));
            reached.extend(state.conversation.rows.iter().map(|row| match &row.content {
                RowContent::Note(_) => "Note".to_owned(),
                RowContent::Message(message) => match message.delivery {
                    Delivery::Failed(_, failure) => format!("Failed: {failure:?}"),
                    delivery => note(&delivery),
                },
            }));
        });
    }
    let wanted = "Idle Connecting Online Waiting Offline Refused None Open Ended Invited Accepting Declined Active \
                  Expired Cancelled Replaced Failed Note Incoming Queued Sending Sent Delivered Read";
    let failures = ["Failed: Refused", "Failed: TooLong", "Failed: Ended"];
    let missing: Vec<_> = wanted.split_whitespace().chain(failures).filter(|name| !reached.contains(*name)).collect();
    assert!(missing.is_empty(), "no script leads to {missing:?}");
}

/// What a fuzzer does, without one: pieces of the corpus cut, doubled, changed and put together.
#[test]
fn mixtures_of_the_corpus_are_played() {
    let mut random = alongside::app::Random::new(0x5eed);
    let mut below = |bound: usize| usize::try_from(random.next_u64() % bound.max(1) as u64).unwrap();
    for (target, body) in [("decode", decode::read as fn(&[u8])), ("consumer", script::play)] {
        let files = corpus(target);
        let rounds = std::env::var("ROUNDS").map_or(300, |rounds| rounds.parse().unwrap());
        for _ in 0..rounds {
            let (_, one) = &files[below(files.len())];
            let (_, other) = &files[below(files.len())];
            let mut bytes = one[..below(one.len() + 1)].to_vec();
            bytes.extend(&other[below(other.len() + 1)..]);
            for _ in 0..below(4) {
                let at = below(bytes.len());
                match below(4) {
                    _ if bytes.is_empty() => {}
                    0 => bytes[at] = b"\"{}[],:0-e\\x\n.9"[below(15)],
                    1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, bytes[at]),
                    _ => bytes[at] ^= 1 << below(8),
                }
            }
            let played = std::panic::catch_unwind(|| body(&bytes));
            assert!(played.is_ok(), "{target}:\n{}", String::from_utf8_lossy(&bytes));
        }
    }
}
