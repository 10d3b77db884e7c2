//! What the widget writes is what the service reads: each of a consumer's requests, read back with the service's types.

use alongside::protocol::wire::{Many, Nullable, Trace, Wire as _};
use alongside::protocol::{
    AcceptStatus, CampaignInfo, ChatState, ClientProperties, ConsumerRequestConversation, ContentEvent,
    ConversationContext, ConversationField, DeviceFamily, Dialog, DialogChange, DialogState, Event, Feature, Frame,
    GenerateURLForDownloadFile, GenerateURLForUploadFile, Header, HostedFile, Integration, LooseId, Message, Metadata,
    Origin, Os, Outgoing, PublishEvent, QueryMessages, Request, RequestBody, Sequence, SubscribeExConversations,
    SubscribeMessagingEvents, UpdateConversationField,
};

/// Every character that JSON cares about, and some that it does not.
const WORDS: &str = "a \"quoted\" \\ text\n\twith \u{0}\u{1f}\u{7f} {}[],: é 😀 \u{2028}";

fn check(outgoing: Outgoing, body: &RequestBody) {
    check_whole(outgoing, |id| Request::new(id, body.clone()));
}

fn check_whole(outgoing: Outgoing, expected: impl Fn(LooseId) -> Request) {
    let text = outgoing.frame(7);
    let mut trace = Trace::default();
    let read = Frame::parse(&text, &mut trace).unwrap();
    assert_eq!(trace.findings(), [], "{text}");
    assert_eq!(read, Frame::Request(Box::new(expected(LooseId::from("7")))), "{text}");
}

#[test]
fn requests_without_a_subject() {
    check(Outgoing::clock(), &RequestBody::GetClock);
    let both = || vec!["OPEN".to_owned(), "CLOSE".to_owned()].into();
    check(
        Outgoing::subscribe_conversations(),
        &RequestBody::SubscribeExConversations(SubscribeExConversations {
            conv_state: both(),
            stage: both(),
            ..SubscribeExConversations::default()
        }),
    );
    let body = ConsumerRequestConversation {
        channel_type: Some("MESSAGING".into()),
        ..ConsumerRequestConversation::default()
    };
    check(
        Outgoing::open_conversation(&Origin::default()),
        &RequestBody::ConsumerRequestConversation(Some(Box::new(body.clone()))),
    );
    let all = Origin {
        skill: Some("7".into()),
        urgency: Some("URGENT".into()),
        campaign: Some("11".into()),
        engagement: Some("22".into()),
        visitor: Some("V".into()),
        session: Some("S".into()),
        context: Some("3".into()),
        language: Some(WORDS.into()),
    };
    let context = ConversationContext {
        context_type: Some("SharkContext".into()),
        visitor_id: Some("V".into()),
        session_id: Some("S".into()),
        interaction_context_id: Some("3".into()),
        lang: Some(WORDS.into()),
        ..ConversationContext::blank()
    };
    let campaign = CampaignInfo { campaign_id: Some("11".into()), engagement_id: Some("22".into()) };
    let body = ConsumerRequestConversation {
        ttr_def_name: Some(Nullable::Value("URGENT".into())),
        skill_id: Some("7".into()),
        campaign_info: Some(campaign),
        conversation_context: Some(context),
        ..body
    };
    check(Outgoing::open_conversation(&all), &RequestBody::ConsumerRequestConversation(Some(Box::new(body))));
}

#[test]
fn who_connects_and_with_what() {
    let client = ClientProperties {
        app_id: Some(WORDS.into()),
        app_version: Some("0.1.0".into()),
        device_family: Some(DeviceFamily::Tablet),
        os: Some(Os::Ios),
        browser: Some("Safari".into()),
        browser_version: Some("26".into()),
        time_zone: Some("Europe/Berlin".into()),
        integration: Some(Integration::WebSdk),
        integration_version: Some("1".into()),
        features: vec![Feature::CoBrowse, Feature::MultiDialog].into(),
        ..ClientProperties::header()
    };
    for client in [client, ClientProperties { features: Vec::new().into(), ..ClientProperties::header() }] {
        check_whole(Outgoing::init_connection("j.w.t", &client), |id| {
            let headers = vec![
                Header::ClientProperties(Box::new(client.clone())),
                Header::ConsumerAuthentication { jwt: "j.w.t".into() },
            ];
            Request::new(id, RequestBody::InitConnection).with_headers(headers)
        });
    }
}

#[test]
fn events_of_a_dialog() {
    check(
        Outgoing::subscribe_events(&"d".into(), Some(&"c".into()), Sequence(12)),
        &RequestBody::SubscribeMessagingEvents(SubscribeMessagingEvents {
            dialog_id: "d".into(),
            conversation_id: Some("c".into()),
            from_seq: Some(12),
        }),
    );
    check(Outgoing::query(&"d".into(), Sequence(0)), &RequestBody::QueryMessages(QueryMessages::from("d".into(), 0)));
}

#[test]
fn the_end_of_a_dialog() {
    let dialog = Dialog {
        dialog_id: WORDS.into(),
        state: Some(DialogState::Close),
        closed_cause: Some("Closed by consumer".into()),
        ..Dialog::blank()
    };
    let field = "DialogChange".into();
    let change = DialogChange { field, change_type: Some("UPDATE".into()), dialog, ..DialogChange::blank() };
    let body = UpdateConversationField {
        conversation_id: "c".into(),
        conversation_field: vec![ConversationField::Dialog(change.into())].into(),
    };
    check(Outgoing::close_dialog(&"c".into(), &WORDS.into()), &RequestBody::UpdateConversationField(body));
}

#[test]
fn what_a_consumer_publishes() {
    let publish = |event| {
        move |id| {
            let body = PublishEvent::new("d".into(), Some("c".into()), Event::clone(&event));
            Request::new(id, RequestBody::PublishEvent(Box::new(body)))
        }
    };
    let (dialog, conversation) = ("d".into(), "c".into());
    check_whole(Outgoing::text(&dialog, Some(&conversation), WORDS, None, None), publish(Event::text(WORDS)));
    check_whole(Outgoing::text(&dialog, Some(&conversation), "", Some(WORDS), None), |id| {
        publish(Event::text(""))(id).with_metadata(vec![Metadata::external_id(WORDS)])
    });
    let entries = r#"[{"type":"Answer","id":"a-1"}]"#;
    let answer = || serde_json::from_str::<serde_json::Value>(entries).unwrap();
    let of_click = || Many::<Metadata>::read_list(&answer(), &mut Trace::default()).into_vec();
    check_whole(Outgoing::text(&dialog, Some(&conversation), WORDS, Some("x"), Some(entries)), |id| {
        let all = [vec![Metadata::external_id("x")], of_click()].concat();
        publish(Event::text(WORDS))(id).with_metadata(all)
    });
    check_whole(Outgoing::text(&dialog, Some(&conversation), WORDS, None, Some(entries)), |id| {
        publish(Event::text(WORDS))(id).with_metadata(of_click())
    });
    check_whole(Outgoing::used(&dialog, Some(&conversation), Sequence(7), entries), |id| {
        publish(Event::receipt(AcceptStatus::Action, vec![Sequence(7)]))(id).with_metadata(of_click())
    });
    for numbers in [vec![], vec![Sequence(3)], vec![Sequence(3), Sequence(5), Sequence(8)]] {
        check_whole(
            Outgoing::receipt(&dialog, Some(&conversation), &AcceptStatus::Read, &numbers),
            publish(Event::receipt(AcceptStatus::Read, numbers.clone())),
        );
    }
    check_whole(
        Outgoing::chat_state(&dialog, Some(&conversation), &ChatState::Composing),
        publish(Event::chat_state(ChatState::Composing)),
    );
    check_whole(Outgoing::text(&dialog, None, "a", None, None), |id| {
        Request::new(id, RequestBody::PublishEvent(Box::new(PublishEvent::new("d".into(), None, Event::text("a")))))
    });
}

#[test]
fn files() {
    check(
        Outgoing::upload_address(1_234, "PNG"),
        &RequestBody::GenerateURLForUploadFile(GenerateURLForUploadFile {
            file_size: Some("1234".into()),
            file_type: Some("PNG".into()),
        }),
    );
    check(
        Outgoing::download_address(WORDS),
        &RequestBody::GenerateURLForDownloadFile(GenerateURLForDownloadFile { relative_path: WORDS.into() }),
    );
    let file = HostedFile {
        caption: Some(WORDS.into()),
        relative_path: Some("/v1/x.PNG".into()),
        file_type: Some("PNG".into()),
        preview: Some("data:image/png;base64,AAAA".into()),
    };
    for file in [file.clone(), HostedFile { preview: None, ..file }] {
        let event = Event::Content(ContentEvent {
            event_type: "ContentEvent".into(),
            content_type: Some("hosted/file".into()),
            message: Some(Message::File(file.clone())),
            ..ContentEvent::default()
        });
        check_whole(Outgoing::file(&"d".into(), Some(&"c".into()), &file, Some(WORDS)), |id| {
            let body = PublishEvent::new("d".into(), Some("c".into()), event.clone());
            Request::new(id, RequestBody::PublishEvent(Box::new(body)))
                .with_metadata(vec![Metadata::external_id(WORDS)])
        });
    }
}
