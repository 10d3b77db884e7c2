//! Files that the consumer sends: checked, uploaded, sent in their turn, and never lost or doubled by us.

use alongside::app::{Input, Intent};
use alongside::emulator::MetadataPolicy;
use alongside::protocol::Millis;
use alongside::store::{Delivery, EntryId, Failure, NotTaken, Transfer};
use serde_json::json;

use crate::world::World;
use crate::world::files::{PNG, PREVIEW};

const CAT: (&str, &str, &[u8]) = ("cat.png", "image/png", PNG);

fn delivery(world: &World) -> Delivery {
    world.messages().last().unwrap().delivery
}

fn entry(world: &World) -> EntryId {
    match delivery(world) {
        Delivery::Queued(entry) | Delivery::Sending(entry) | Delivery::Failed(entry, _) => entry,
        other => panic!("{other:?}"),
    }
}

fn names(world: &World) -> Vec<String> {
    world.agent.files.iter().map(|file| file["caption"].as_str().unwrap().to_owned()).collect()
}

/// What the storage has of it, as the agent gets it.
fn stored(world: &mut World, path: &str) -> Vec<u8> {
    world.agent.address = None;
    world.agent.ask(".ams.ms.GenerateURLForDownloadFile", &json!({ "relativePath": path }));
    world.pump();
    world.until("an address", |world| world.agent.address.is_some());
    world.get(&world.agent.address.clone().unwrap())
}

#[test]
fn a_file_is_uploaded_and_sent_with_a_small_picture() {
    let mut world = World::talking();
    world.run_for(Millis::from_secs(5));
    let load = world.app.load();
    world.choose(&[CAT]);
    assert_eq!(world.transcript(), ["> hello", "> File: cat.png"]);
    world.until("it is on its way", |world| matches!(delivery(world), Delivery::Sending(_)));
    world.until("half of it has gone", |world| world.last_file().transfer == Transfer::Uploading(50));
    world.until("it is read", |world| delivery(world) == Delivery::Read);
    let told = world.agent.files[0].clone();
    assert_eq!((&told["caption"], &told["fileType"]), (&json!("cat.png"), &json!("PNG")));
    assert_eq!(told["preview"], PREVIEW);
    assert_eq!(stored(&mut world, told["relativePath"].as_str().unwrap()), PNG);
    assert_eq!(world.transcript(), ["> hello", "> File: cat.png"]);
    assert_eq!(world.last_file().transfer, Transfer::Rests);
    assert!(world.page_files.held.is_empty() && world.page_files.kept.is_empty(), "nobody needs the bytes any more");
    world.run_for(Millis::from_secs(5));
    assert_eq!(world.app.load(), load + 1, "one more name of what the service has");
}

#[test]
fn what_cannot_be_sent_is_said_and_the_rest_is_sent() {
    let mut world = World::talking();
    let large = vec![1; 3 * 1024 * 1024 + 1];
    world.choose(&[
        ("drawing.svg", "image/svg+xml", PNG),
        CAT,
        ("large.png", "image/png", &large),
        ("nothing.txt", "text/plain", b""),
        ("page.html", "", b"<p>"),
    ]);
    let refused = [
        ("drawing.svg".into(), NotTaken::Type),
        ("large.png".into(), NotTaken::TooLarge),
        ("nothing.txt".into(), NotTaken::Empty),
        ("page.html".into(), NotTaken::Type),
    ];
    assert_eq!(**world.state().not_taken, refused);
    world.until("the other is sent", |world| names(world) == ["cat.png"]);
    assert_eq!(world.state().not_taken.len(), 4, "it stays for whoever reads");
    world.send("goes on");
    world.until("who goes on writing has read it", |world| world.state().not_taken.is_empty());
    world.choose(&[("drawing.svg", "image/svg+xml", PNG)]);
    assert_eq!(world.state().not_taken.len(), 1);
    world.choose(&[("notes.txt", "text/plain", b"words")]);
    assert!(world.state().not_taken.is_empty(), "said of the newest choice");
    world.until("so is the next", |world| names(world) == ["cat.png", "notes.txt"]);
}

#[test]
fn several_files_go_one_after_the_other_and_texts_do_not_wait_for_them() {
    let mut world = World::talking();
    world.page_files.delay = Millis::from_secs(5);
    world.choose(&[CAT, ("terms.pdf", "application/pdf", b"%PDF"), ("photo.jpg", "image/jpeg", PNG)]);
    world.send("a text");
    world.until("the text is there", |world| world.agent.heard.iter().any(|(_, text)| text == "a text"));
    assert!(names(&world).is_empty());
    world.until("all are sent", |world| names(world) == ["cat.png", "terms.pdf", "photo.jpg"]);
    assert_eq!(
        world.transcript(),
        ["> hello", "> a text", "> File: cat.png", "> File: terms.pdf", "> File: photo.jpg"]
    );
}

#[test]
fn a_file_can_be_the_first_that_is_said() {
    let mut world = World::online();
    world.choose(&[CAT]);
    world.until("it is sent", |world| world.messages().last().unwrap().delivery == Delivery::Sent);
    assert_eq!(world.transcript(), ["> File: cat.png"]);
}

#[test]
fn a_file_can_be_chosen_before_all_of_the_code_is_there() {
    let mut world = World::new();
    world.defers = true;
    world.load();
    world.start(true);
    world.until("online", World::is_online);
    assert_eq!(world.code_asked, 0);
    world.choose(&[CAT]);
    assert_eq!(world.code_asked, 1);
    world.until("it is sent", |world| world.shown_files().len() == 1 && delivery(world) == Delivery::Sent);
}

#[test]
fn a_file_whose_answer_was_lost_is_found_and_not_sent_again() {
    for policy in [MetadataPolicy::Keep, MetadataPolicy::Drop] {
        for refuses_queries in [false, true] {
            let mut world = World::talking();
            world.service.faults_mut().metadata = policy;
            world.service.faults_mut().refuse_query_messages = refuses_queries;
            world.choose(&[CAT, ("cat.png", "image/png", b"\x89PNG another of this name")]);
            world.until("the service has one", |world| world.has_files() == 1);
            world.cut_network();
            world.run_for(Millis::from_secs(1));
            world.network_up = true;
            world.until("both are sent", |world| names(world).len() == 2 && world.is_settled());
            world.run_for(Millis::from_secs(20));
            assert_eq!(names(&world), ["cat.png", "cat.png"], "{policy:?} {refuses_queries}");
            assert_ne!(world.agent.files[0]["relativePath"], world.agent.files[1]["relativePath"]);
            assert_eq!(world.transcript(), ["> hello", "> File: cat.png", "> File: cat.png"]);
        }
    }
}

#[test]
fn an_upload_that_is_refused_is_tried_again_and_then_left_to_the_consumer() {
    let mut world = World::talking();
    world.service.faults_mut().refused_uploads = 2;
    world.choose(&[CAT]);
    world.until("the third is taken", |world| names(world).len() == 1);
    assert_eq!(world.page_files.uploads, 3);

    world.service.faults_mut().refused_uploads = 3;
    world.choose(&[("dog.png", "image/png", PNG)]);
    world.until("given up", |world| matches!(delivery(world), Delivery::Failed(_, Failure::NotUploaded)));
    world.send("goes on");
    world.until("the text is there", |world| world.agent.heard.iter().any(|(_, text)| text == "goes on"));
    let failed = world.messages().iter().find_map(|message| match message.delivery {
        Delivery::Failed(entry, _) => Some(entry),
        _ => None,
    });
    world.intent(Intent::Retry(failed.unwrap()));
    world.until("sent", |world| names(world) == ["cat.png", "dog.png"]);
    assert!(world.page_files.held.is_empty() && world.page_files.kept.is_empty());
}

#[test]
fn an_address_that_has_run_out_is_replaced() {
    let mut world = World::talking();
    world.service.faults_mut().expired_addresses = true;
    world.choose(&[CAT]);
    world.until("refused once", |world| world.page_files.uploads == 1);
    world.service.faults_mut().expired_addresses = false;
    world.until("sent", |world| names(world).len() == 1);
}

#[test]
fn an_account_without_files_says_so() {
    let mut world = World::talking();
    world.service.faults_mut().no_files = true;
    world.choose(&[CAT]);
    world.until("refused", |world| matches!(delivery(world), Delivery::Failed(_, Failure::NoFiles)));
    assert_eq!(world.page_files.uploads, 0);
    let entry = entry(&world);
    world.intent(Intent::Discard(entry));
    assert_eq!(world.transcript(), ["> hello"]);
    assert!(world.page_files.held.is_empty() && world.page_files.kept.is_empty());
}

#[test]
fn a_service_that_asks_for_patience_gets_it() {
    let mut world = World::talking();
    world.service.faults_mut().too_many_requests = 2;
    world.choose(&[CAT]);
    world.until("sent", |world| names(world).len() == 1);
}

#[test]
fn a_window_that_does_not_send_waits_only_as_long_as_the_service_asks_for() {
    let mut world = World::new();
    world.page_files.keeps_nothing = true;
    world.start(true);
    world.until("there is somebody", |world| world.state().me.is_some());
    // Another window sends.
    world.lock_after = Millis::from_secs(36_000);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(2));
    world.service.faults_mut().too_many_requests = 1;
    world.choose(&[CAT]);
    world.until("only this window has it, and uploads it", |world| world.page_files.uploads == 1);
    world.run_for(Millis::from_secs(10));
    assert_eq!(world.page_files.uploads, 1);
}

#[test]
fn a_file_that_may_be_with_the_service_is_not_offered_to_be_called_back() {
    let mut world = World::talking();
    world.choose(&[CAT]);
    assert_eq!(world.last_file().transfer, Transfer::Rests, "in reach");
    world.until("the service has it", |world| world.has_files() == 1);
    assert_eq!(world.last_file().transfer, Transfer::OutOfReach, "not answered yet");
    world.cut_network();
    world.run_for(Millis::from_secs(1));
    assert_eq!((delivery(&world), world.last_file().transfer), (Delivery::Queued(entry(&world)), Transfer::OutOfReach));
    world.network_up = true;
    world.until("found", |world| delivery(world) == Delivery::Read);
    assert_eq!(world.last_file().transfer, Transfer::Rests);
    assert_eq!(names(&world), ["cat.png"]);
}

#[test]
fn a_message_that_was_refused_can_be_called_back_again() {
    let mut world = World::talking();
    world.choose(&[CAT]);
    world.until("uploaded", |world| world.page_files.uploads == 1);
    world.service.faults_mut().too_many_requests = 1;
    world.until("out of reach", |world| world.last_file().transfer == Transfer::OutOfReach);
    world.until("in reach again", |world| world.last_file().transfer == Transfer::Rests);
    let entry = entry(&world);
    world.intent(Intent::Discard(entry));
    assert_eq!(world.transcript(), ["> hello"]);
}

#[test]
fn what_went_wrong_with_one_file_is_not_the_next_ones() {
    let mut world = World::talking();
    world.service.faults_mut().refused_uploads = 2;
    world.choose(&[CAT]);
    world.until("it was tried twice", |world| world.page_files.uploads == 2);
    world.run_for(Millis(100));
    let entry = entry(&world);
    world.intent(Intent::Discard(entry));
    world.service.faults_mut().refused_uploads = 2;
    world.choose(&[("dog.png", "image/png", PNG)]);
    world.run_for(Millis(500));
    assert_eq!(world.page_files.uploads, 3, "the next does not wait for the one that is not there any more");
    world.until("sent", |world| names(world) == ["dog.png"]);
}

#[test]
fn an_upload_can_be_broken_off() {
    let mut world = World::talking();
    world.page_files.delay = Millis::from_secs(5);
    world.choose(&[CAT, ("dog.png", "image/png", PNG)]);
    let first = world.messages()[1].delivery;
    let Delivery::Queued(first) = first else { panic!("{first:?}") };
    world.until("on its way", |world| world.messages()[1].delivery == Delivery::Sending(first));
    world.run_for(Millis::from_secs(1));
    world.intent(Intent::Discard(first));
    assert_eq!(world.page_files.aborted.len(), 1);
    world.until("the next is sent", |world| names(world) == ["dog.png"]);
    world.run_for(Millis::from_secs(10));
    assert_eq!(
        (names(&world).len(), world.transcript()),
        (1, vec!["> hello".to_owned(), "> File: dog.png".to_owned()])
    );
    assert!(world.page_files.held.is_empty() && world.page_files.kept.is_empty());
}

#[test]
fn what_is_given_up_before_its_bytes_are_kept_leaves_none_behind() {
    let mut world = World::talking();
    world.choose(&[CAT]);
    let entry = entry(&world);
    world.intent(Intent::Discard(entry));
    world.run_for(Millis::from_secs(5));
    assert!(world.page_files.held.is_empty() && world.page_files.kept.is_empty());
    assert!(names(&world).is_empty());
}

#[test]
fn an_upload_is_gone_on_with_after_a_reload() {
    let mut world = World::talking();
    world.page_files.delay = Millis::from_secs(5);
    world.choose(&[CAT]);
    world.until("on its way", |world| matches!(delivery(world), Delivery::Sending(_)));
    world.reload();
    assert_eq!(world.transcript(), ["> File: cat.png"], "shown at once");
    assert_eq!(world.last_file().preview.as_deref(), Some(PREVIEW));
    world.until("sent", |world| names(world) == ["cat.png"]);
    assert!(world.page_files.kept.is_empty());
}

#[test]
fn what_was_uploaded_before_a_reload_is_not_uploaded_again() {
    let mut world = World::talking();
    world.loses = "hosted/file";
    world.choose(&[CAT]);
    world.until("its message is lost", |world| world.lost.iter().any(|text| text.contains("hosted/file")));
    assert_eq!(world.page_files.uploads, 1);
    world.reload();
    world.loses = "";
    world.until("sent", |world| names(world) == ["cat.png"]);
    assert_eq!(world.page_files.uploads, 0, "in this page");
    world.run_for(Millis::from_secs(5));
    assert_eq!(names(&world).len(), 1);
}

#[test]
fn bytes_that_the_browser_does_not_keep_go_with_the_page_and_that_is_said() {
    let mut world = World::talking();
    world.page_files.keeps_nothing = true;
    world.lose_network();
    world.choose(&[CAT]);
    world.until("it is said", |world| world.last_file().transfer == Transfer::OnlyHere);
    world.network_up = true;
    world.until("it is sent all the same", |world| names(world) == ["cat.png"]);
    world.lose_network();
    world.choose(&[CAT]);
    world.run_for(Millis::from_secs(1));
    world.reload();
    world.network_up = true;
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert_eq!(names(&world).len(), 1, "it went with its page");
}

#[test]
fn what_is_forgotten_after_a_month_leaves_no_bytes_behind() {
    let mut world = World::talking();
    world.lose_network();
    world.choose(&[CAT]);
    world.run_for(Millis::from_secs(1));
    world.input(Input::PageHidden);
    world.network_up = true;
    world.now = world.now + Millis::from_secs(29 * 24 * 60 * 60);
    world.loses = "GenerateURL";
    world.reload();
    world.run_for(Millis::from_secs(5));
    assert_eq!((world.page_files.kept.len(), world.shown_files().len()), (1, 1), "it may still be sent");
    world.input(Input::PageHidden);
    world.now = world.now + Millis::from_secs(2 * 24 * 60 * 60);
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    world.run_for(Millis::from_secs(5));
    assert!(world.page_files.kept.is_empty() && world.shown_files().is_empty());
}

#[test]
fn bytes_that_are_gone_are_said_to_be() {
    let mut world = World::talking();
    world.lose_network();
    world.choose(&[CAT]);
    world.run_for(Millis::from_secs(1));
    world.reload();
    world.page_files.kept.clear();
    world.network_up = true;
    world.until("it is said", |world| matches!(delivery(world), Delivery::Failed(_, Failure::Lost)));
}

#[test]
fn without_locks_a_file_that_an_earlier_page_left_is_offered() {
    let mut world = World::talking();
    world.shared = false;
    world.lose_network();
    world.choose(&[CAT]);
    world.run_for(Millis::from_secs(1));
    world.reload();
    world.network_up = true;
    world.until("offered", |world| matches!(delivery(world), Delivery::Failed(_, Failure::Left)));
    let entry = entry(&world);
    world.intent(Intent::Retry(entry));
    world.until("sent", |world| names(world) == ["cat.png"]);
}

#[test]
fn somebody_else_uploads_it_anew() {
    let mut world = World::talking();
    world.page_files.delay = Millis::from_secs(30);
    world.choose(&[CAT]);
    world.until("on its way", |world| matches!(delivery(world), Delivery::Sending(_)));
    world.run_for(Millis::from_secs(1));
    world.becomes_somebody_else();
    world.until("sent", |world| world.has_files() == 1 && delivery(world) == Delivery::Sent);
    assert_eq!(world.page_files.aborted.len(), 1);
    assert_eq!(world.page_files.uploads, 1, "what was another's did not arrive");
    assert_eq!(world.transcript(), ["> File: cat.png"]);
}
