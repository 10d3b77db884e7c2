//! Files in the transcript, and a picture in full.

use std::rc::Rc;

use crate::check;
use crate::fixture::{agent, conversation, share, state};
use alongside::protocol::HostedFile;
use alongside::store::{Author, Delivery, EntryId, Failure, File, NotOpened, NotTaken, State, Transfer, Viewed};

const PREVIEW: &str = "data:image/png;base64,iVBORw0KGgo=";

fn told(caption: &str, kind: &str, preview: &str) -> HostedFile {
    HostedFile {
        caption: Some(caption.into()),
        relative_path: Some("/v1/x".into()),
        file_type: Some(kind.into()),
        preview: Some(preview.into()),
    }
}

/// A conversation in which Ada has shared this.
fn shared(file: File) -> State {
    let mut talk = conversation();
    share(&mut talk, agent("ada"), file, Delivery::Incoming);
    state(talk)
}

#[test]
fn a_file_is_a_chip_with_its_name_and_kind() {
    check!("file_picture", shared(File::of(&told("a cat on a very long wall.png", "PNG", PREVIEW))), "class=\"rows\"");
    check!("file_document", shared(File::of(&told("terms.pdf", "PDF", ""))), "class=\"bubble file\"");
    check!("file_unknown", shared(File::of(&told("x", "SVG", ""))), "class=\"bubble file\"");
}

#[test]
fn what_became_of_opening_it_stands_beside_it() {
    let with = |transfer| shared(File { transfer, ..File::of(&told("cat.png", "PNG", "")) });
    check!("file_opening", with(Transfer::Opening), "class=\"bubble file\"");
    check!("file_expired", with(Transfer::NotOpened(NotOpened::Expired)), "class=\"trouble\"");
    check!("file_no_picture", with(Transfer::NotOpened(NotOpened::NoPicture)), "class=\"trouble\"");
    for why in [NotOpened::Unreachable, NotOpened::Refused, NotOpened::Gone, NotOpened::TooLarge] {
        let html = crate::element(with(Transfer::NotOpened(why)), "class=\"trouble\"");
        assert!(html.contains("role=\"alert\"") && html.contains("Try again"), "{html}");
    }
}

#[test]
fn a_file_on_its_way_out_can_be_called_back() {
    let with = |transfer, delivery| {
        let mut talk = conversation();
        let file = File { transfer, ..File::of(&told("cat.png", "PNG", PREVIEW)) };
        share(&mut talk, Author::Me, file, delivery);
        state(talk)
    };
    let entry = EntryId(1);
    check!("file_uploading", with(Transfer::Uploading(40), Delivery::Sending(entry)), "class=\"rows\"");
    check!("file_only_here", with(Transfer::OnlyHere, Delivery::Queued(entry)), "class=\"trouble\"");
    check!("file_out_of_reach", with(Transfer::OutOfReach, Delivery::Queued(entry)), "class=\"rows\"");
    check!("file_sent", with(Transfer::Rests, Delivery::Read), "class=\"rows\"");
    let failed = Delivery::Failed(entry, Failure::NotUploaded);
    check!("file_not_uploaded", with(Transfer::Rests, failed), "class=\"failed\"");
}

#[test]
fn why_a_file_was_not_taken_stands_at_the_composer() {
    let not_taken = [
        ("drawing.svg", NotTaken::Type),
        ("large.png", NotTaken::TooLarge),
        ("nothing.txt", NotTaken::Empty),
        ("one more.png", NotTaken::TooMany),
    ];
    let not_taken = Rc::new(not_taken.map(|(name, why)| (name.into(), why)).to_vec());
    check!("file_not_taken", State { not_taken, ..state(conversation()) }, "class=\"too-long\"");
}

#[test]
fn a_picture_is_shown_in_a_dialog() {
    let viewed = Viewed { address: "blob:x/1".into(), name: "cat".into(), saved_as: "cat.png".into() };
    let state = State { viewed: Some(Rc::new(viewed)), ..state(conversation()) };
    check!("file_viewed", state, "<dialog");
}

#[test]
fn what_would_like_to_be_more_than_a_file_is_not() {
    let previews = [
        "data:image/svg+xml;base64,PHN2Zz4=",
        "https://evil.example/pixel.png",
        "javascript:alert(1)",
        "data:text/html;base64,PGI+",
    ];
    for preview in previews {
        let html = crate::render(shared(File::of(&told("<img src=x onerror=alert(1)>", "PNG", preview))));
        assert!(!html.contains("<img"), "{html}");
    }
    let huge = format!("data:image/png;base64,{}", "A".repeat(3_000_000));
    let html = crate::render(shared(File::of(&told("huge", "PNG", &huge))));
    assert!(!html.contains("AAAA"));
    let long = "n".repeat(100_000);
    assert!(crate::render(shared(File::of(&told(&long, &long, "")))).len() < 30_000);
}
