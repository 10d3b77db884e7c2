//! The exact text of every request that the consumer sends. A change here is a change of what real services get.

use alongside::protocol::wire::{Wire, parse_json};
use alongside::protocol::{
    AcceptStatus, CampaignInfo, ChatState, ClientProperties, ConsumerRequestConversation, ConversationContext,
    ConversationField, ConversationId, DeviceFamily, Dialog, DialogChange, DialogId, DialogState, Event, Feature,
    FieldChange, Header, Integration, LooseId, Metadata, Os, PublishEvent, QueryMessages, Request, RequestBody,
    Sequence, SubscribeExConversations, SubscribeMessagingEvents, SubscriptionId, Unsubscribe, UpdateConversationField,
};

const CONVERSATION: &str = "c-1";

/// The order of members says nothing and is not compared.
fn check(body: RequestBody, expected: &str) {
    check_text(&Request::new(LooseId::from("7"), body), expected);
}

fn check_text(request: &Request, expected: &str) {
    let text = request.write().to_string();
    assert_eq!(parse_json(&text).unwrap(), parse_json(expected).unwrap());
    assert_eq!(text.len(), expected.len(), "{text}");
}

fn publish(event: Event) -> RequestBody {
    RequestBody::PublishEvent(Box::new(PublishEvent {
        dialog_id: DialogId::from(CONVERSATION),
        conversation_id: Some(ConversationId::from(CONVERSATION)),
        event,
        message_audience: None,
    }))
}

fn update(field: ConversationField) -> RequestBody {
    RequestBody::UpdateConversationField(UpdateConversationField {
        conversation_id: ConversationId::from(CONVERSATION),
        conversation_field: vec![field].into(),
    })
}

#[test]
fn the_first_frame() {
    let properties = ClientProperties {
        device_family: Some(DeviceFamily::Desktop),
        os: Some(Os::Linux),
        integration: Some(Integration::WebSdk),
        features: vec![Feature::CoBrowse, Feature::MultiDialog].into(),
        ..ClientProperties::header()
    };
    let headers =
        vec![Header::ClientProperties(Box::new(properties)), Header::ConsumerAuthentication { jwt: "h.c.s".into() }];
    let request = Request::new(LooseId::from("1"), RequestBody::InitConnection).with_headers(headers);
    check_text(
        &request,
        concat!(
            r#"{"headers":[{"deviceFamily":"DESKTOP","features":["CO_BROWSE","MULTI_DIALOG"],"integration":"WEB_SDK","#,
            r#""os":"LINUX","type":".ams.headers.ClientProperties"},{"jwt":"h.c.s","type":".ams.headers.ConsumerAuthentication"}],"#,
            r#""id":"1","kind":"req","type":"InitConnection"}"#,
        ),
    );
}

#[test]
fn the_clock() {
    check(RequestBody::GetClock, r#"{"id":"7","kind":"req","type":"GetClock"}"#);
}

#[test]
fn subscriptions() {
    check(
        RequestBody::SubscribeExConversations(SubscribeExConversations {
            conv_state: vec!["OPEN".to_owned(), "CLOSE".to_owned()].into(),
            stage: vec!["OPEN".to_owned(), "CLOSE".to_owned()].into(),
            min_last_updated_time: None,
            agent_ids: Default::default(),
            skill_id: None,
        }),
        r#"{"body":{"convState":["OPEN","CLOSE"],"stage":["OPEN","CLOSE"]},"id":"7","kind":"req","type":"cqm.SubscribeExConversations"}"#,
    );
    check(
        RequestBody::Unsubscribe(Unsubscribe { subscription_id: SubscriptionId::from("s-1") }),
        r#"{"body":{"subscriptionId":"s-1"},"id":"7","kind":"req","type":"cqm.UnsubscribeExConversations"}"#,
    );
    check(
        RequestBody::SubscribeMessagingEvents(SubscribeMessagingEvents {
            dialog_id: DialogId::from(CONVERSATION),
            conversation_id: Some(ConversationId::from(CONVERSATION)),
            from_seq: Some(0),
        }),
        r#"{"body":{"conversationId":"c-1","dialogId":"c-1","fromSeq":0},"id":"7","kind":"req","type":"ms.SubscribeMessagingEvents"}"#,
    );
    check(
        RequestBody::QueryMessages(QueryMessages {
            dialog_id: DialogId::from(CONVERSATION),
            from_seq: Some(12),
            newer_than_sequence: None,
        }),
        r#"{"body":{"dialogId":"c-1","fromSeq":12},"id":"7","kind":"req","type":"ms.QueryMessages"}"#,
    );
}

#[test]
fn a_new_conversation() {
    check(
        RequestBody::ConsumerRequestConversation(None),
        r#"{"id":"7","kind":"req","type":"cm.ConsumerRequestConversation"}"#,
    );
    let context = ConversationContext {
        context_type: Some("SharkContext".into()),
        visitor_id: Some("v".into()),
        session_id: Some("s".into()),
        interaction_context_id: Some("3".into()),
        lang: Some("de-DE".into()),
        features: Default::default(),
        client_properties: None,
        origin_conversation_id: None,
    };
    check(
        RequestBody::ConsumerRequestConversation(Some(Box::new(ConsumerRequestConversation {
            ttr_def_name: None,
            channel_type: Some("MESSAGING".into()),
            brand_id: None,
            skill_id: None,
            campaign_info: Some(CampaignInfo {
                campaign_id: Some(LooseId::Number(11)),
                engagement_id: Some(LooseId::from("22")),
            }),
            conversation_context: Some(context),
            consumer_id: None,
        }))),
        concat!(
            r#"{"body":{"campaignInfo":{"campaignId":11,"engagementId":"22"},"channelType":"MESSAGING","#,
            r#""conversationContext":{"interactionContextId":"3","lang":"de-DE","sessionId":"s","type":"SharkContext","visitorId":"v"}},"#,
            r#""id":"7","kind":"req","type":"cm.ConsumerRequestConversation"}"#,
        ),
    );
}

#[test]
fn events() {
    check(
        publish(Event::text("Hi \"you\"\n</b>")),
        r#"{"body":{"conversationId":"c-1","dialogId":"c-1","event":{"contentType":"text/plain","message":"Hi \"you\"\n</b>","type":"ContentEvent"}},"id":"7","kind":"req","type":"ms.PublishEvent"}"#,
    );
    check(
        publish(Event::receipt(AcceptStatus::Read, vec![Sequence(3), Sequence(5)])),
        r#"{"body":{"conversationId":"c-1","dialogId":"c-1","event":{"sequenceList":[3,5],"status":"READ","type":"AcceptStatusEvent"}},"id":"7","kind":"req","type":"ms.PublishEvent"}"#,
    );
    check(
        publish(Event::chat_state(ChatState::Composing)),
        r#"{"body":{"conversationId":"c-1","dialogId":"c-1","event":{"chatState":"COMPOSING","type":"ChatStateEvent"}},"id":"7","kind":"req","type":"ms.PublishEvent"}"#,
    );
}

#[test]
fn metadata_stands_beside_the_body() {
    let request =
        Request::new(LooseId::from("7"), RequestBody::GetClock).with_metadata(vec![Metadata::external_id("x-1")]);
    check_text(&request, r#"{"id":"7","kind":"req","metadata":[{"id":"x-1","type":"ExternalId"}],"type":"GetClock"}"#);
}

#[test]
fn the_end_of_a_conversation() {
    let dialog = Dialog {
        dialog_id: DialogId::from(CONVERSATION),
        participants: Default::default(),
        participants_details: Default::default(),
        dialog_type: None,
        channel_type: None,
        meta_data: None,
        state: Some(DialogState::Close),
        creation_ts: None,
        end_ts: None,
        meta_data_last_update_ts: None,
        closed_by: None,
        closed_cause: Some("Closed by consumer".into()),
    };
    check(
        update(ConversationField::Dialog(Box::new(DialogChange {
            field: "DialogChange".into(),
            change_type: Some("UPDATE".into()),
            dialog_id: None,
            dialog,
        }))),
        r#"{"body":{"conversationField":[{"dialog":{"closedCause":"Closed by consumer","dialogId":"c-1","state":"CLOSE"},"field":"DialogChange","type":"UPDATE"}],"conversationId":"c-1"},"id":"7","kind":"req","type":"cm.UpdateConversationField"}"#,
    );
    check(
        update(ConversationField::Other(Box::new(FieldChange {
            field: "Stage".into(),
            change_type: None,
            conversation_state: Some("CLOSE".into()),
            csat_rate: None,
            csat_resolution_confirmation: None,
            status: None,
            ttr_type: None,
            value: None,
            role: None,
            user_id: None,
            skill: None,
        }))),
        r#"{"body":{"conversationField":[{"conversationState":"CLOSE","field":"Stage"}],"conversationId":"c-1"},"id":"7","kind":"req","type":"cm.UpdateConversationField"}"#,
    );
}

#[test]
fn agents_ask_under_names_of_their_own() {
    let check = |body: RequestBody, expected: &str| {
        let request = Request::new(LooseId::from("1"), body).from_agent();
        assert_eq!(request.type_name.as_str(), expected);
    };
    check(RequestBody::GetClock, ".GetClock");
    check(publish(Event::text("")), ".ams.ms.PublishEvent");
    let all = r#"{"type":"cqm.SubscribeExConversations"}"#;
    let all = Request::read(&serde_json::from_str(all).unwrap(), &mut Default::default()).unwrap();
    check(all.body, ".ams.aam.SubscribeExConversations");
}
