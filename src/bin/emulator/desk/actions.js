// What the agent does, as requests to the service.

const COMPOSING_AGAIN = 5_000;
const PAUSED_AFTER = 5_000;

export class Actions {
  #link;
  #composingSince = 0;
  #pauseTimer = 0;

  constructor(link) {
    this.#link = link;
  }

  async begin() {
    await this.#link.ask(".ams.aam.SubscribeExConversations", { stage: ["OPEN", "CLOSE"], convState: ["OPEN", "CLOSE"] });
    await this.#link.ask(".ams.routing.SubscribeRoutingTasks", {
      channelType: "MESSAGING",
      agentId: this.#link.agent.userPid,
    });
    await this.#link.ask(".ams.routing.SetAgentState", { availability: "ONLINE", channels: ["MESSAGING"] });
  }

  answerRing(ringId, ringState) {
    return this.#link.ask(".ams.routing.UpdateRingState", { ringId, ringState });
  }

  history(conversation, newest) {
    return this.#link.ask(".ams.ms.QueryMessages", { dialogId: conversation.id, newerThanSequence: newest });
  }

  profile(consumer) {
    return this.#link.ask(".ams.userprofile.GetUserProfile", consumer);
  }

  /** A private note is for agents only. */
  async send(conversation, text, isPrivate = false) {
    clearTimeout(this.#pauseTimer);
    const audience = isPrivate ? { messageAudience: "AGENTS_AND_MANAGERS" } : {};
    await this.#publish(conversation, { type: "ContentEvent", contentType: "text/plain", message: text }, audience);
    await this.#chatState(conversation, "ACTIVE");
  }

  /** Sends a card, or words with answers below them. */
  show(conversation, event) {
    return this.#publish(conversation, event);
  }

  receipt(conversation, status, sequenceList) {
    return this.#publish(conversation, { type: "AcceptStatusEvent", status, sequenceList });
  }

  /** Called for each change of the reply box. */
  typing(conversation, isEmpty) {
    clearTimeout(this.#pauseTimer);
    if (isEmpty) return this.#chatState(conversation, "ACTIVE");
    this.#pauseTimer = setTimeout(() => this.#chatState(conversation, "PAUSE"), PAUSED_AFTER);
    if (Date.now() - this.#composingSince < COMPOSING_AGAIN) return undefined;
    return this.#chatState(conversation, "COMPOSING");
  }

  /** Called when the reply box turns to another conversation: what was begun in this one rests. */
  rest(conversation) {
    clearTimeout(this.#pauseTimer);
    if (this.#composingSince > 0) this.#chatState(conversation, "PAUSE");
  }

  uploadAddress(fileSize, fileType) {
    return this.#link.ask(".ams.ms.GenerateURLForUploadFile", { fileSize, fileType });
  }

  downloadAddress(relativePath) {
    return this.#link.ask(".ams.ms.GenerateURLForDownloadFile", { relativePath });
  }

  /** Shares a file that was uploaded. */
  share(conversation, file) {
    return this.#publish(conversation, { type: "ContentEvent", contentType: "hosted/file", message: file });
  }

  take(conversation) {
    return this.#update(conversation, { field: "ParticipantsChange", type: "ADD", role: "ASSIGNED_AGENT" });
  }

  /** Shown to visitors from the next conversation or page on. */
  picture(avatarUrl) {
    return this.#link.ask(".ams.userprofile.SetUserProfile", { avatarUrl });
  }

  /** Back to the queue: the next agent is asked. */
  handBack(conversation) {
    return this.#handOver(conversation);
  }

  /** To another agent, who is asked first and alone; the next one is where they do not want it. */
  handTo(conversation, userId) {
    const asked = { field: "ParticipantsChange", type: "SUGGEST", role: "ASSIGNED_AGENT", userId };
    return this.#handOver(conversation, asked);
  }

  /** To another skill: whoever has that is asked, which here is everybody. */
  handToSkill(conversation, skill) {
    return this.#handOver(conversation, { field: "Skill", type: "UPDATE", skill });
  }

  /** Who else could take a conversation now. */
  colleagues() {
    return this.#link.colleagues();
  }

  /** Whether the agent is there or elsewhere. */
  attend(conversation, isThere) {
    return this.#chatState(conversation, isThere ? "ACTIVE" : "INACTIVE");
  }

  change(conversation, field) {
    return this.#update(conversation, field);
  }

  /** Closes what was talked about. A survey may follow, where the service has one. */
  close(conversation) {
    const dialog = { dialogId: conversation.id, state: "CLOSE", closedCause: "Closed by agent" };
    return this.#update(conversation, { field: "DialogChange", type: "UPDATE", dialog });
  }

  /** Closes what was talked about, and has the service's bot ask how it was. */
  survey(conversation) {
    const dialog = { dialogId: conversation.id, dialogType: "POST_SURVEY", channelType: "MESSAGING", state: "OPEN" };
    return this.#update(conversation, { field: "DialogChange", type: "CREATE", dialogId: conversation.id, dialog });
  }

  /** Of such forms only the names are public: the emulator has no form behind it. */
  secureForm(conversation) {
    const message = { formId: "1", invitationId: newId(), title: "Your bank account" };
    return this.#publish(conversation, { type: "ContentEvent", contentType: "forms/secure-invitation", message });
  }

  invite(conversation, mode, seconds) {
    const dialogId = newId();
    const now = Math.round(this.#link.now());
    const dialog = {
      dialogId,
      dialogType: "OTHER",
      channelType: "COBROWSE",
      state: "OPEN",
      creationTs: now,
      metaDataLastUpdateTs: now,
      participants: [conversation.consumer, this.#link.agent.userPid],
      metaData: {
        serviceId: `${conversation.consumer}#${conversation.id}`,
        expires: now / 1_000 + seconds,
        sessionState: "INVITED",
        notificationKey: "invited",
        dialogId,
        mode,
      },
    };
    return this.#update(conversation, { field: "DialogChange", type: "CREATE", dialogId, dialog });
  }

  /** Takes an invitation back, or ends a session. */
  endCoBrowse(conversation, dialog, notificationKey) {
    const { dialogId } = dialog;
    const metaData = { sessionState: "CLOSED", dialogId, notificationKey };
    const change = { dialogId, dialogType: "OTHER", channelType: "COBROWSE", state: "CLOSE", metaData };
    return this.#update(conversation, { field: "DialogChange", type: "UPDATE", dialogId, dialog: change });
  }

  #publish(conversation, event, more = {}) {
    const body = { dialogId: conversation.id, conversationId: conversation.id, event, ...more };
    return this.#link.ask(".ams.ms.PublishEvent", body);
  }

  #chatState(conversation, chatState) {
    this.#composingSince = chatState === "COMPOSING" ? Date.now() : 0;
    // A typing sign that does not arrive is not worth a word.
    return this.#publish(conversation, { type: "ChatStateEvent", chatState }).catch(() => undefined);
  }

  /** The agent leaves, and whatever else belongs to that happens in the same moment. */
  async #handOver(conversation, ...fields) {
    // Before it is asked for: the offer to the next agent may come before the answer.
    conversation.isGiven = true;
    const leaving = { field: "ParticipantsChange", type: "REMOVE", role: "ASSIGNED_AGENT" };
    await this.#update(conversation, leaving, ...fields).catch((problem) => {
      conversation.isGiven = false;
      throw problem;
    });
  }

  #update(conversation, ...conversationField) {
    const body = { conversationId: conversation.id, conversationField };
    return this.#link.ask(".ams.cm.UpdateConversationField", body);
  }
}

/** `randomUUID` is there in secure contexts only; a desk on another machine's plain http has none. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
