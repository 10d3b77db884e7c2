//! Files that the agent shares: shown, opened by temporary addresses, and what goes wrong with that.

use alongside::app::Intent;
use alongside::protocol::Millis;
use alongside::store::{Body, NotOpened, RowContent, RowId, Transfer};
use serde_json::json;

use crate::world::World;
use crate::world::files::PNG;

/// The row of the newest file.
fn row(world: &World) -> RowId {
    let is_file =
        |content: &RowContent| matches!(content, RowContent::Message(message) if matches!(message.body, Body::File(_)));
    world.state().conversation.rows.iter().rev().find(|row| is_file(&row.content)).expect("a file").id
}

fn open(world: &mut World) {
    let row = row(world);
    world.intent(Intent::OpenFile(row));
}

/// Opens the newest file, and waits for what comes of it.
fn open_and_wait(world: &mut World) -> Transfer {
    open(world);
    assert_eq!(world.last_file().transfer, Transfer::Opening);
    world.until("something came of it", |world| world.last_file().transfer != Transfer::Opening);
    world.last_file().transfer
}

fn accesses(world: &World) -> usize {
    world.agent.receipts.iter().filter(|(status, _)| status == "ACCESS").count()
}

#[test]
fn a_picture_of_the_agents_is_opened_in_place_and_the_agent_is_told() {
    let mut world = World::talking();
    world.agent_shares("cat.png", "PNG", PNG);
    let file = world.last_file();
    assert_eq!((&*file.name, &*file.kind), ("cat.png", "PNG"));
    assert_eq!(world.transcript(), ["> hello", "< File: cat.png"]);
    assert_eq!(open_and_wait(&mut world), Transfer::Rests);
    let viewed = world.state().viewed.clone().expect("it is shown");
    assert_eq!((&*viewed.name, &*viewed.saved_as), ("cat.png", "cat.png"));
    assert_eq!(world.page_files.pictures, [(viewed.address.clone(), "image/png")]);
    world.until("the agent knows", |world| accesses(world) == 1);
    world.intent(Intent::CloseFile);
    assert!(world.state().viewed.is_none() && world.page_files.pictures.is_empty(), "the page keeps nothing of it");
}

#[test]
fn each_look_has_an_address_of_its_own_and_the_former_picture_goes() {
    let mut world = World::talking();
    world.agent_shares("cat.png", "PNG", PNG);
    open_and_wait(&mut world);
    world.run_for(Millis::from_secs(90));
    open_and_wait(&mut world);
    assert_eq!(world.page_files.pictures.len(), 1);
    let fetched = &world.page_files.fetched;
    assert_eq!(fetched.len(), 2);
    assert_ne!(fetched[0], fetched[1]);
    world.intent(Intent::Close);
    assert!(world.page_files.pictures.is_empty(), "the panel goes, and the picture with it");
}

#[test]
fn everything_else_is_only_saved() {
    let mut world = World::talking();
    let mut check = |caption: &str, kind: &str, saved_as: &str| {
        world.agent_shares(caption, kind, b"<script>alert(1)</script>");
        assert_eq!(open_and_wait(&mut world), Transfer::Rests, "{caption}");
        assert_eq!(world.page_files.saved.last().unwrap().0, saved_as);
        assert!(world.state().viewed.is_none() && world.page_files.pictures.is_empty());
    };
    check("terms.pdf", "PDF", "terms.pdf");
    check("page.html", "TXT", "page.html.txt");
    world.until("the agent knows of both", |world| accesses(world) == 2);
}

#[test]
fn what_is_no_picture_is_said_to_be_none_and_can_be_saved() {
    let mut world = World::talking();
    world.agent_shares("drawing.svg", "PNG", b"<svg onload='alert(1)'/>");
    assert_eq!(open_and_wait(&mut world), Transfer::NotOpened(NotOpened::NoPicture));
    assert!(world.state().viewed.is_none());
    assert_eq!(open_and_wait(&mut world), Transfer::Rests);
    assert_eq!(world.page_files.saved[0].0, "drawing.svg.png");
}

#[test]
fn any_type_that_comes_is_shown_as_a_chip() {
    let mut world = World::talking();
    for (told, kind) in [("SVG", "SVG"), ("html", "HTML"), ("<b>", ""), ("an endless word of the service", "")] {
        world.agent_says_file(&json!({ "relativePath": "/v1/x", "fileType": told }));
        let file = world.last_file();
        assert_eq!((&*file.kind, file.picture(), &*file.name), (kind, None, "x"));
    }
}

#[test]
fn an_address_that_has_run_out_is_said_and_the_next_attempt_gets_another() {
    let mut world = World::talking();
    world.agent_shares("cat.png", "PNG", PNG);
    world.page_files.delay = Millis::from_secs(61);
    assert_eq!(open_and_wait(&mut world), Transfer::NotOpened(NotOpened::Expired));
    world.page_files.delay = Millis(0);
    assert_eq!(open_and_wait(&mut world), Transfer::Rests);
}

#[test]
fn what_the_service_does_not_give_out_is_said() {
    let mut world = World::talking();
    for path in ["/v1/none.PNG", "//evil.example/x.PNG", "http://evil.example/x.PNG", "../../x.PNG", ""] {
        world.agent_says_file(&json!({ "relativePath": path, "fileType": "PNG" }));
        assert_eq!(open_and_wait(&mut world), Transfer::NotOpened(NotOpened::Gone), "{path}");
    }
    world.service.faults_mut().no_files = true;
    assert_eq!(open_and_wait(&mut world), Transfer::NotOpened(NotOpened::Refused));
    world.service.faults_mut().no_files = false;
    world.service.faults_mut().too_many_requests = 1;
    assert_eq!(open_and_wait(&mut world), Transfer::NotOpened(NotOpened::Unreachable));
    assert!(world.page_files.fetched.is_empty(), "nothing was asked of any other server");
}

#[test]
fn a_connection_that_breaks_leaves_nothing_opening() {
    let mut world = World::talking();
    world.agent_shares("cat.png", "PNG", PNG);
    world.loses = "GenerateURLForDownloadFile";
    open(&mut world);
    world.loses = "";
    world.interrupt(1006);
    assert_eq!(world.last_file().transfer, Transfer::NotOpened(NotOpened::Unreachable));
    assert_eq!(open_and_wait(&mut world), Transfer::Rests);
    world.intent(Intent::CloseFile);
    world.lose_network();
    open(&mut world);
    assert_eq!(world.last_file().transfer, Transfer::NotOpened(NotOpened::Unreachable), "said at once");
}

#[test]
fn a_picture_that_is_looked_at_goes_with_the_person_it_was_for() {
    let mut world = World::without_connector();
    world.send("hello");
    world.until("joined", |world| world.agent.has_joined());
    world.agent_shares("cat.png", "PNG", PNG);
    open(&mut world);
    world.until("it is shown", |world| world.state().viewed.is_some());
    world.becomes_somebody_else();
    world.until("it is shown no more", |world| world.state().viewed.is_none());
    assert!(world.page_files.pictures.is_empty(), "the page keeps nothing of it");
}

#[test]
fn a_picture_that_comes_when_nobody_waits_for_it_any_more_is_not_shown() {
    let mut world = World::talking();
    world.agent_shares("cat.png", "PNG", PNG);
    open(&mut world);
    world.intent(Intent::Close);
    world.run_for(Millis::from_secs(5));
    assert!(world.state().viewed.is_none() && world.page_files.pictures.is_empty());
    assert_eq!(world.last_file().transfer, Transfer::Rests);
}

#[test]
fn a_file_comes_after_a_reload_again_and_the_conversation_has_words_for_it() {
    let mut world = World::talking();
    world.agent_shares("cat.png", "PNG", PNG);
    world.reload();
    world.intent(Intent::Open);
    world.until("all is there", |world| world.transcript() == ["> hello", "< File: cat.png"]);
    assert_eq!(open_and_wait(&mut world), Transfer::Rests);
}
