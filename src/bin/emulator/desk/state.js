// What the desk knows: conversations as the service tells them, and their events by number. No page and no socket here.

const listOf = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

export class State {
  me = "";
  rings = new Map();
  conversations = new Map();
  selected = null;

  /** A conversation was told, whole. */
  upsert(result) {
    const details = result.conversationDetails;
    const known = this.conversations.get(result.convId);
    if (known && !known.isStale && known.updated > details.metaDataLastUpdateTs) return known;
    const people = details.participantsPId ?? {};
    const suggested = suggestedOf(details);
    const isHere = (id) => id === this.me && id !== suggested;
    const wasMine = known?.isMine;
    const conversation = known ?? {
      id: result.convId,
      events: new Map(),
      isTyping: false,
      isAway: false,
      name: "",
      contact: "",
      read: -1,
      answers: new Map(),
      onTheirWay: { ACCEPT: new Set(), READ: new Set() },
    };
    Object.assign(conversation, {
      isStale: false,
      updated: details.metaDataLastUpdateTs,
      started: details.startTs,
      isOpen: details.stage === "OPEN" && details.state === "OPEN",
      consumer: listOf(people.CONSUMER)[0] ?? "",
      agent: listOf(people.ASSIGNED_AGENT).find((id) => id !== suggested) ?? "",
      suggested,
      isMine: Object.values(people).some((ids) => listOf(ids).some(isHere)),
      closeReason: details.closeReason ?? "",
      csat: details.csat ?? null,
      context: contextOf(details),
      last: summary(result.lastContentEventNotification?.event) || conversation.last || "",
    });
    // Handed over until somebody has taken it, this agent again or another one.
    const isTaken = conversation.agent && !(wasMine && conversation.agent === this.me);
    conversation.isGiven = Boolean(conversation.isGiven && !isTaken);
    this.#takeDialogs(conversation, listOf(details.dialogs));
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }

  #takeDialogs(conversation, dialogs) {
    const cobrowse = dialogs.filter((dialog) => dialog.channelType === "COBROWSE");
    for (const dialog of cobrowse) {
      const { sessionState, notificationKey } = dialog.metaData ?? {};
      const before = conversation.answers.get(dialog.dialogId);
      conversation.answers.set(dialog.dialogId, answerOf(dialog, sessionState, notificationKey, before, conversation));
    }
    conversation.cobrowse = cobrowse.at(-1) ?? null;
  }

  /** After a drop everything is told anew; what is not told again is gone. */
  markStale() {
    for (const conversation of this.conversations.values()) conversation.isStale = true;
  }

  removeStale() {
    for (const { id, isStale } of [...this.conversations.values()]) if (isStale) this.remove(id);
  }

  remove(id) {
    this.conversations.delete(id);
    if (this.selected === id) this.selected = null;
  }

  /** An event was told, live or in history; tells whether it is new. */
  event(change) {
    const conversation = this.conversations.get(change.conversationId ?? change.dialogId);
    if (!conversation || change.dialogId !== conversation.id) return false;
    const from = change.originatorMetadata?.id ?? change.originatorPId ?? change.originatorId;
    const { event } = change;
    if (event.type === "ChatStateEvent") {
      if (from === conversation.consumer) {
        conversation.isTyping = event.chatState === "COMPOSING";
        conversation.typingSince = Date.now();
        conversation.isAway = event.chatState === "BACKGROUND" || event.chatState === "GONE";
      }
      return false;
    }
    if (conversation.events.has(change.sequence)) return false;
    conversation.events.set(change.sequence, { sequence: change.sequence, at: change.serverTimestamp, from, event, isPrivate: (change.messageAudience ?? "ALL") !== "ALL", isSystem: change.originatorMetadata?.role === "CONTROLLER", metadata: listOf(change.metadata) });
    if (event.type === "ContentEvent" && from === conversation.consumer) conversation.isTyping = false;
    conversation.last = summary(event) || conversation.last;
    if (event.type === "AcceptStatusEvent" && event.status === "READ" && from === this.me) {
      conversation.read = Math.max(conversation.read, ...listOf(event.sequenceList));
    }
    return true;
  }

  /** The number after which history is missing. */
  newest(conversation) {
    return Math.max(-1, ...conversation.events.keys());
  }

  /** What stands in the transcript, in order, with the receipts of each message. */
  messages(conversation) {
    const receipts = new Map();
    const sorted = [...conversation.events.values()].sort((one, other) => one.sequence - other.sequence);
    for (const { event, from } of sorted) {
      if (event.type !== "AcceptStatusEvent" || from !== conversation.consumer) continue;
      for (const sequence of listOf(event.sequenceList)) {
        if (event.status === "READ") receipts.set(sequence, "read");
        else if (event.status === "ACCEPT" && !receipts.has(sequence)) receipts.set(sequence, "delivered");
      }
    }
    return sorted
      .filter(({ event }) => event.type === "ContentEvent" || event.type === "RichContentEvent" || event.status === "ACTION")
      .map((entry) => ({ ...entry, receipt: receipts.get(entry.sequence) ?? "sent" }));
  }

  /** Numbers of the visitor's messages for which this receipt is neither told nor on its way. */
  unconfirmed(conversation, status) {
    const confirmed = new Set(conversation.onTheirWay[status]);
    for (const { event, from } of conversation.events.values()) {
      if (event.type === "AcceptStatusEvent" && from === this.me && (event.status === status || event.status === "READ")) {
        for (const sequence of listOf(event.sequenceList)) confirmed.add(sequence);
      }
    }
    return this.messages(conversation)
      .filter(({ event, from, sequence }) => event.status !== "ACTION" && from === conversation.consumer && !confirmed.has(sequence))
      .map(({ sequence }) => sequence);
  }

  unread(conversation) {
    if (!conversation.isMine) return 0;
    const isNew = ({ event, from, sequence }) => event.status !== "ACTION" && from === conversation.consumer && sequence > conversation.read;
    return this.messages(conversation).filter(isNew).length;
  }
}

/** The agent to whom it was handed over and who has not taken it yet; nothing where there is none. */
function suggestedOf({ dialogs }) {
  const people = listOf(dialogs).flatMap((dialog) => listOf(dialog.participantsDetails));
  return people.find(({ role, state }) => role === "ASSIGNED_AGENT" && state === "SUGGESTED")?.id ?? "";
}

/** Where a conversation comes from and where it goes, as far as was told. */
function contextOf({ skillId, ttr, campaignInfo, conversationContext }) {
  const { campaignId, engagementId } = campaignInfo ?? {};
  const { visitorId, sessionId, interactionContextId } = conversationContext ?? {};
  return [
    skillId && skillId !== "-1" && `skill ${skillId}`,
    ttr?.ttrType && ttr.ttrType.toLowerCase(),
    campaignId && `campaign ${campaignId}`,
    engagementId && `engagement ${engagementId}`,
    visitorId && `visitor ${visitorId}`,
    sessionId && `visit ${sessionId}`,
    interactionContextId && `context ${interactionContextId}`,
  ].filter(Boolean).join(", ");
}

/** The file that an event shares, if it shares one. */
export function fileOf(event) {
  const isFile = event.contentType === "hosted/file" && typeof event.message?.relativePath === "string";
  return isFile ? event.message : null;
}

/** What an event says, in one line for the list; nothing where it says nothing. */
function summary(event) {
  if (event?.type === "RichContentEvent") return "Card";
  if (event?.type !== "ContentEvent") return "";
  const file = fileOf(event);
  if (file) return `File: ${file.caption || file.fileType || ""}`;
  return typeof event.message === "string" ? event.message : "";
}

/** What came of an invitation, from the states that were told one after another. */
function answerOf(dialog, session, key, before, conversation) {
  if (session === "INVITED") return "waiting";
  if (session === "ACCEPTED") return key === "joined" || before === "joined" ? "joined" : "accepted";
  const isDecided = before !== undefined && !["waiting", "accepted", "joined"].includes(before);
  if (isDecided) return before;
  if (before === "accepted" || before === "joined") return "ended";
  if (key === "cancel_invitation") return "cancelled";
  if (dialog.closedBy === "SYSTEM") return "expired";
  // Seen only when closed, as after a reload, a session that ended cannot be told from a declined invitation.
  return before === "waiting" && conversation.isOpen && dialog.closedBy === "CONSUMER" ? "declined" : "ended";
}
