//! How texts are kept: each under a key of its own, so that tabs never overwrite each other's.
//!
//! The tab in which a text is written keeps it; from then on only the one that sends changes it. The key is
//! `<consumer>|text|<when it was written>|<its name>`, the value a record of where it was transmitted last, from which
//! number on it can be there, what became of it, its words, and in how many dialogs it was transmitted if in several; or
//! that in any case, and the entries that go along with it, or what is known of its file. Where it was not transmitted, there
//! is no number, and the place is the one that it was written for.

use super::files::attached::Attached;
use super::outbox::{Entry, Stage};
use super::records;
use crate::protocol::card::joined;
use crate::protocol::{DialogId, Millis, ParticipantId, Sequence, decimal, parted, read_decimal};
use crate::store::{EntryId, Failure};

/// Stands in the key between whose a text is and when it was written.
const TEXT: &str = "|text|";

/// What became of a text, as other tabs are told.
pub(super) enum Kept {
    /// It is on its way, or failed.
    Entry(Entry),
    /// The service has it, at this place.
    Sent(DialogId, Sequence),
}

/// The name of a text below the prefix.
pub(super) fn name(entry: &Entry) -> String {
    let owner = entry.owner.as_ref().map_or("", |owner| owner.as_str());
    [owner, TEXT, &decimal(entry.at.0), "|", &entry.external].concat()
}

/// Whose text a name is of, and what the text is called among the tabs.
pub(super) fn read_name(name: &str) -> Option<(Option<ParticipantId>, Millis, &str)> {
    let (owner, rest) = parted(name, TEXT)?;
    let (at, external) = parted(rest, "|")?;
    let owner = (!owner.is_empty()).then(|| ParticipantId::from(owner));
    Some((owner, Millis(read_decimal(at)?), external))
}

/// The value of a text on its way, or failed.
pub(super) fn value(entry: &Entry) -> String {
    let from = entry.transmitted.as_ref().map_or_else(String::new, |(_, from)| decimal(from.0));
    let dialog = entry.meant_for.as_ref().map_or("", |dialog| dialog.as_str());
    let word = match entry.stage {
        Stage::Failed(failure) => WORDS.iter().find(|(known, _)| *known == failure).map_or("", |(_, word)| *word),
        _ => "",
    };
    let mut text = String::new();
    let dialogs = decimal(entry.dialogs);
    let fields = [dialog, &from, word, &entry.text, &dialogs, &entry.metadata];
    if let Some(file) = &entry.file {
        add_with_file(&mut text, &fields[..5], file);
    } else {
        records::add(
            &mut text,
            match (entry.dialogs, entry.metadata.is_empty()) {
                (_, false) => &fields,
                (2.., true) => &fields[..5],
                (_, true) => &fields[..4],
            },
        );
    }
    text
}

#[inline(never)]
fn add_with_file(text: &mut String, fields: &[&str], file: &Attached) {
    let file = file.texts();
    let mut fields = fields.to_vec();
    fields.extend(file.iter().map(String::as_str));
    records::add(text, &fields);
}

/// The value of a text that the service has.
pub(super) fn sent(dialog: &DialogId, sequence: Sequence) -> String {
    let mut text = String::new();
    records::add(&mut text, &[dialog.as_str(), &decimal(sequence.0), SENT, ""]);
    text
}

/// Reads both back.
pub(super) fn read(name: &str, value: &str) -> Option<Kept> {
    let (owner, at, external) = read_name(name)?;
    let records = records::read(value);
    let [dialog, number, word, text, several @ ..] = records.first()?.as_slice() else { return None };
    let meant_for = (!dialog.is_empty()).then(|| DialogId::from(dialog.as_str()));
    let from = if number.is_empty() { None } else { Some(Sequence(read_decimal(number)?)) };
    let place = meant_for.clone().zip(from);
    if word == SENT {
        return place.map(|(dialog, sequence)| Kept::Sent(dialog, sequence));
    }
    let stage = match WORDS.iter().find(|(_, known)| known == word) {
        Some((failure, _)) => Stage::Failed(*failure),
        None if place.is_some() => Stage::Doubtful,
        None => Stage::Waiting,
    };
    let several_dialogs = |dialogs: &str| read_decimal(dialogs).filter(|dialogs| (2..=MOST_DIALOGS).contains(dialogs));
    let one_dialog = i64::from(place.is_some());
    let mut file = None;
    let (dialogs, metadata) = match several {
        [] => (one_dialog, None),
        [dialogs] => (several_dialogs(dialogs)?, None),
        [dialogs, metadata] => (several_dialogs(dialogs).unwrap_or(one_dialog), Some(joined(&[metadata])?)),
        [dialogs, told @ ..] => {
            file = Some(Box::new(Attached::from_texts(told)?));
            (several_dialogs(dialogs).unwrap_or(one_dialog), None)
        }
    };
    Some(Kept::Entry(Entry {
        id: EntryId(0),
        text: text.as_str().into(),
        metadata: metadata.unwrap_or_default(),
        at,
        external: external.to_owned(),
        owner,
        meant_for,
        stage,
        transmitted: place,
        dialogs,
        is_mine: false,
        file,
    }))
}

/// Whether this tells that the service has a text.
pub(super) fn is_sent(name: &str, value: &str) -> bool {
    matches!(read(name, value), Some(Kept::Sent(..)))
}

const SENT: &str = "sent";
/// What cannot have come about is not read.
const MOST_DIALOGS: i64 = 1_000_000;
const WORDS: [(Failure, &str); 7] = [
    (Failure::Refused, "refused"),
    (Failure::TooLong, "too long"),
    (Failure::Ended, "ended"),
    (Failure::Unknown, "unknown"),
    (Failure::NoFiles, "no files"),
    (Failure::NotUploaded, "not uploaded"),
    (Failure::Lost, "lost"),
];

#[cfg(test)]
mod tests {
    use super::{Attached, Kept, name, read, read_name, sent, value};
    use crate::app::outbox::{Outbox, Stage};
    use crate::protocol::{Millis, Sequence};
    use crate::store::Failure;

    #[test]
    fn what_was_kept_comes_back_and_what_was_sent_is_doubtful() {
        let mut outbox = Outbox::default();
        let id =
            outbox.push(("one\ttwo\nthree".into(), "".into()), Millis(5), "x|1".into(), Some("me".into()), None, None);
        let entry = outbox.find(id).unwrap();
        let check = |entry: &_, stage: Stage| {
            let Some(Kept::Entry(back)) = read(&name(entry), &value(entry)) else { panic!("{entry:?}") };
            assert_eq!((&back.text, back.at, &back.external), (&entry.text, entry.at, &entry.external));
            assert_eq!((&back.owner, &back.transmitted, back.stage), (&entry.owner, &entry.transmitted, stage));
            assert_eq!((back.dialogs, &back.metadata), (entry.dialogs, &entry.metadata));
            assert_eq!(back.meant_for, entry.meant_for);
        };
        check(entry, Stage::Waiting);
        entry.meant_for = Some("before\tthat".into());
        check(entry, Stage::Waiting);
        entry.meant_for = Some("d".into());
        entry.transmitted = Some(("d".into(), Sequence(4)));
        entry.dialogs = 1;
        entry.stage = Stage::InFlight;
        check(entry, Stage::Doubtful);
        entry.dialogs = 3;
        check(entry, Stage::Doubtful);
        entry.stage = Stage::Failed(Failure::TooLong);
        check(entry, Stage::Failed(Failure::TooLong));
        entry.metadata = r#"[{"type":"Answer","id":"\t"}]"#.into();
        check(entry, Stage::Failed(Failure::TooLong));
        entry.dialogs = 1;
        entry.stage = Stage::InFlight;
        check(entry, Stage::Doubtful);
        (entry.transmitted, entry.dialogs) = (None, 0);
        check(entry, Stage::Waiting);
        entry.metadata = "".into();
        let mut file = Attached::choose("cat.png", 9, "image/png").unwrap();
        file.key = "1-x".into();
        entry.file = Some(Box::new(file));
        let Some(Kept::Entry(back)) = read(&name(entry), &value(entry)) else { panic!("{entry:?}") };
        assert_eq!(back.file.as_ref().map(|file| (&*file.name, file.kept)), Some(("cat.png", Some(true))));
        assert_eq!((back.stage, back.dialogs, back.meant_for), (Stage::Waiting, 0, entry.meant_for.clone()));
        let place = read(&name(entry), &sent(&"d".into(), Sequence(7)));
        assert!(matches!(place, Some(Kept::Sent(_, Sequence(7)))));
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        for name in ["", "me|draft", "me|text|x|y", "me|text|5"] {
            assert!(read_name(name).is_none(), "{name}");
        }
        for value in [
            "",
            "a",
            "a\tb\tc\td",
            "\t0\tsent\t",
            "a\tb",
            "d\t0\t\ttext\tx",
            "d\t0\t\ttext\t1",
            "d\t0\t\ttext\t2\t3",
            "d\t0\t\ttext\t2\t[3]",
            "d\t0\t\ttext\t2\t[",
            "d\t0\t\ttext\t2\t[]",
            "d\t0\t\ttext\t2\t[{}]\t",
            "\t0\t\ttext\t0\tk\tn\tSVG\t1\t\t",
        ] {
            assert!(read("|text|5|x", value).is_none(), "{value}");
        }
    }
}
