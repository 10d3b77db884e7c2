// What is broken on purpose in the production rooms, one at a time: `scripts/mutate` wants the simulation to notice each.
//
// `from` is text that stands exactly once in the file, `to` what stands there instead; `also` is a second place, where two
// back each other up.

export const mutations = [
  // The barrier.
  {
    name: "no barrier",
    why: "a text whose answer was lost is sent again before anybody has looked for it",
    file: "src/app/outbox.rs",
    from: "head.stage = Stage::Doubtful;\n        Some(head.id)",
    to: "head.stage = Stage::Waiting;\n        Some(head.id)",
  },
  {
    name: "nothing kept of a transmission",
    why: "what a tab that is gone had under way is taken up as if it had never been sent",
    file: "src/app/kept.rs",
    from: "None if place.is_some() => Stage::Doubtful,",
    to: "None if place.is_some() => Stage::Waiting,",
  },
  {
    name: "kept after it is transmitted",
    why: "a crash just then leaves nothing that says where to look for the text",
    file: "src/app/sending.rs",
    from: "        known.stage = Stage::InFlight;\n        self.keep_text(entry);\n",
    to: "        known.stage = Stage::InFlight;\n",
  },
  // Reconciliation.
  {
    name: "no recognition by words",
    why: "where the service keeps no names, the answer of the barrier's query tells nothing",
    file: "src/app/outbox.rs",
    from: "                by_words\n                    && change",
    to: "                by_words && false\n                    && change",
  },
  {
    name: "no recognition by name",
    why: "an echo that bears the name of a text does not settle it",
    file: "src/app/outbox.rs",
    from: "(Some(name), _) => entry.external == name,",
    to: "(Some(name), _) => entry.external == name && false,",
  },
  {
    name: "doubles are shown twice",
    why: "the service's second copy of a text is not recognised",
    file: "src/app/sending.rs",
    from: "!outbox.see(name, dialog, sequence)",
    to: "!outbox.see(name, dialog, sequence) || true",
  },
  {
    name: "no guess",
    why: "where the service refuses the query, a text is sent again without waiting for what comes",
    file: "src/app/sending.rs",
    from: "Some(Stage::Guessing { until: now + GUESS_AFTER })",
    to: "Some(Stage::Waiting)",
  },
  // What is pending.
  {
    name: "a request is pending for ever",
    why: "a conversation that was asked for on a connection that is gone is waited for on the next",
    file: "src/app/sending.rs",
    from: "self.sending = Sending { ever_caught_up: self.sending.ever_caught_up, ..Sending::default() };",
    to: "self.sending = Sending { caught_up: false, ..self.sending.clone() };",
  },
  {
    name: "what is put off fails",
    why: "429 and 5xx are taken for a refusal",
    file: "src/session.rs",
    from: "    matches!(status, 429 | 500..=599)",
    to: "    matches!(status, 600..=699)",
  },
  {
    name: "subscriptions are not renewed",
    why: "after a reconnect the events of a dialog are thought to be subscribed still",
    file: "src/session/dialogs.rs",
    from: "        self.subscribed = false;\n        self.subscribe_at = None;",
    to: "        self.subscribe_at = None;",
  },
  {
    name: "events from the start of nothing",
    why: "a dialog is subscribed from a number behind the first that has not come",
    file: "src/session/dialogs.rs",
    from: "        Sequence(self.next)\n    }\n\n    /// The first number that a text sent now",
    to: "        Sequence(self.next + 1)\n    }\n\n    /// The first number that a text sent now",
  },
  {
    name: "a refused token is used again",
    why: "the token that the service did not take is not replaced",
    file: "src/session/sign_in.rs",
    from: "if let Some(jwt) = self.credentials.jwt.take() {",
    to: "if let Some(jwt) = self.credentials.jwt.clone() {",
  },
  {
    name: "silence is not noticed",
    why: "a half-open connection is believed for ever",
    file: "src/session/connection.rs",
    from: "Some(link) if is_late || is_due(now, link.deadline()) => {",
    to: "Some(link) if is_late && !is_due(now, link.deadline()) => {",
  },
  // Several tabs.
  {
    name: "leadership is not released",
    why: "a tab without a connection keeps the others from sending",
    file: "src/app/sharing.rs",
    from: "(Lock::Outbox, self.session.phase() == Phase::Online && self.is_caught_up()),",
    to: "(Lock::Outbox, self.was_caught_up()),",
  },
  {
    name: "leadership is not confirmed",
    why: "a tab sends before it has heard what its predecessor told last",
    file: "src/app/sharing.rs",
    from: "            Lock::Outbox if !self.tabs.shared => {}\n            Lock::Outbox => {",
    to: "            Lock::Outbox if !self.tabs.shared => {}\n            Lock::Outbox if self.tabs.shared => self.confirmed(),\n            Lock::Outbox => {",
  },
  {
    name: "everybody sends",
    why: "each tab sends the texts of all",
    file: "src/app/sharing.rs",
    from: "!self.tabs.shared || self.tabs.is_sender\n",
    to: "true\n",
  },
  {
    name: "texts of other tabs are not taken up",
    why: "what a tab wrote that does not send is sent by nobody",
    file: "src/app/sharing.rs",
    from: "                && self.is_seen_here(&entry)\n            {\n                self.take_up(entry);\n",
    to: "                && self.is_seen_here(&entry)\n            {\n",
  },
  {
    name: "a new sender does not ask",
    why: "texts that the browser did not keep are unknown to the tab that begins to send",
    file: "src/app/sharing.rs",
    from: "if name == self.own_name(SENDER) && self.tabs.shared {",
    to: "if name == self.own_name(SENDER) && self.tabs.shared && self.tabs.is_sender {",
  },
  {
    name: "sign-in without leave",
    why: "tabs that are opened together become different people",
    file: "src/session/connection.rs",
    from: "if step.is_sign_in() && !self.may_sign_in && !self.is_authenticated() {",
    to: "if step.is_sign_in() && !self.may_sign_in && false && !self.is_authenticated() {",
  },
  // CoBrowse.
  {
    name: "an answer without its offer",
    why: "the tag is told an answer to what it was not offered in this page",
    file: "src/app/gate.rs",
    from: "    } else if invitation.offered {",
    to: "    } else if invitation.offered || answer.is_some() {",
  },
  {
    name: "an answer without the lock",
    why: "each tab takes a click, whichever tab holds the answers",
    file: "src/app/gate.rs",
    from: "        let may = self.state.may_answer\n            && self.tabs.answers_at.is_none()\n            && (answer",
    to: "        let may = (answer",
  },
  {
    name: "expiry not checked",
    why: "an answer is taken after the end that the service told, as long as it has not closed the dialog",
    file: "src/store/cobrowse/machine.rs",
    from: "    let is_past = now >= invitation.expires;",
    to: "    let is_past = false && now >= invitation.expires;",
    also: {
      file: "src/app/gate.rs",
      from: "            if server_now < invitation.expires\n                && let",
      to: "            if let",
    },
  },
  // Drafts.
  {
    name: "a draft keyed by no conversation",
    why: "what was meant for one conversation is what another begins with",
    file: "src/app/drafts.rs",
    from: "self.own_name(&[DRAFT, open.map_or(\"\", |id| id.as_str())].concat())",
    to: "self.own_name(&[DRAFT, open.map_or(\"\", |_| \"\")].concat())",
  },
  {
    name: "a draft that is not kept",
    why: "a reload costs what was written",
    file: "src/app/drafts.rs",
    from: "        self.keep(&name, &value);\n        self.draft.kept_as",
    to: "        self.memory.set(&name, &value);\n        self.draft.kept_as",
  },
  // What is shown.
  {
    name: "sent is delivered",
    why: "a receipt is shown without being told",
    file: "src/store/reduce/outgoing.rs",
    from: "let mut known = (None, Delivery::Sent);",
    to: "let mut known = (None, Delivery::Delivered);",
  },
];
