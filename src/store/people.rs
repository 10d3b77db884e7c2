//! Those who take part in a conversation, in whichever shape the server told it.

use crate::protocol::{ConversationDetails, ParticipantId, Role};

/// The first one who is wanted. Compiled once for all questions: going through every shape takes some code.
#[inline(never)]
pub(super) fn find<'a>(
    details: &'a ConversationDetails,
    wanted: &dyn Fn(&ParticipantId, Option<&Role>) -> bool,
) -> Option<&'a ParticipantId> {
    details.everybody().find(|(who, role)| wanted(who, *role)).map(|(who, _)| who)
}
