// What is broken on purpose in the production rooms, one at a time: `scripts/mutate` wants the model to notice each. The
// form is that of tests/simulation/mutations.mjs.

export const mutations = [
  {
    name: "an answer after CLOSED",
    why: "a click on an invitation that has ended is taken",
    file: "src/app/gate.rs",
    from: "        let stands = matches!(invitation.phase, Phase::Invited { .. });",
    to: "        let stands = true;",
    also: {
      file: "src/store/cobrowse/machine.rs",
      from: "    if !matches!(phase(state), Some(Phase::Invited { .. })) {\n        return",
      to: "    if phase(state).is_none() {\n        return",
      also: {
        file: "src/store/cobrowse/machine.rs",
        from: "        (Step::Answered(Answer::Accepted), Phase::Invited { .. }) => Phase::Accepting,",
        to: "        (Step::Answered(Answer::Accepted), _) => Phase::Accepting,",
        also: {
          file: "src/store/cobrowse/machine.rs",
          from: "        (_, Phase::Closed(ending)) if ending.is_told() => phase,",
          to: "        (Step::Accepted { .. }, Phase::Closed(ending)) if ending.is_told() => phase,",
        },
      },
    },
  },
  {
    name: "time is not looked at",
    why: "an invitation stands until the service has closed it",
    file: "src/store/cobrowse/machine.rs",
    from: "    let is_past = now >= invitation.expires;",
    to: "    let is_past = now > invitation.expires + FAILED_AFTER_EXPIRY;",
  },
  {
    name: "an answer in every tab",
    why: "each tab takes a click, whichever tab holds the lock for answers",
    file: "src/app/gate.rs",
    from: "        let may = self.state.may_answer\n            && self.tabs.answers_at.is_none()\n            && (answer",
    to: "        let may = (answer",
  },
  {
    name: "an answer as soon as the lock is there",
    why: "what its former holder told last is not waited for",
    file: "src/app/gate.rs",
    from: "            && self.tabs.answers_at.is_none()\n",
    to: "",
  },
  {
    name: "the answer first",
    why: "the tag is told an answer to what it was not offered in this page load",
    file: "src/app/gate.rs",
    from: "    } else if invitation.offered {",
    to: "    } else if invitation.offered || is_answered {",
  },
  {
    name: "answers of others are not remembered",
    why: "a tab, or the next page load, asks again what was answered",
    file: "src/store/cobrowse/machine.rs",
    from: "            Phase::Invited { .. } => true,\n            // A Yes",
    to: "            Phase::Invited { .. } => false,\n            // A Yes",
  },
  {
    name: "an abbreviated CLOSED is passed over",
    why: "an end that leaves out which service it is of is that of no invitation",
    file: "src/store/cobrowse/machine.rs",
    from: "                && service.is_none_or(|service| *service == key.service)",
    to: "                && service.is_some_and(|service| *service == key.service)",
    also: {
      file: "src/store/cobrowse/machine.rs",
      from: "        if is_meant && !present.contains(&place) {\n",
      to: "        if is_meant && sighting.dialogs().next().is_none() && !present.contains(&place) {\n",
    },
  },
  {
    name: "a dialog that is gone goes on",
    why: "what a notification does not hold any more is not taken for ended",
    file: "src/store/cobrowse/machine.rs",
    from: "        if is_meant && !present.contains(&place) {\n",
    to: "        if is_meant && !present.contains(&place) && sighting.dialogs().next().is_some() {\n",
  },
  {
    name: "a conversation that is closed goes on",
    why: "its dialogs are looked at as if it were open",
    file: "src/store/cobrowse/sighting.rs",
    from: "self.details.filter(|details| !details.is_over())",
    to: "self.details",
  },
  {
    name: "a publishing that failed is forgotten",
    why: "what the tag threw at counts as answered",
    file: "src/store/cobrowse/machine.rs",
    from: "        (Step::NotPublished, Phase::Accepting | Phase::Declined) => Phase::Invited { failed_before: true },",
    to: "        (Step::NotPublished, Phase::Accepting | Phase::Declined) => phase,",
  },
  {
    name: "a session of what was replaced is not shown",
    why: "an invitation that was only thought to be over stays so",
    file: "src/store/cobrowse.rs",
    from: "        !matches!(self, Self::Replaced | Self::Failed | Self::Unsaid)",
    to: "        !matches!(self, Self::Failed | Self::Unsaid)",
  },
];
