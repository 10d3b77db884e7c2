//! Who the service knows: consumers by the subject of their token, agents by the name they log in with.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::protocol::profile::Profile;
use crate::protocol::{AccountId, ClientProperties, ConversationId, Feature, ParticipantId};

use super::ids::{hash, uuid_of};

/// So many logins of an agent hold, the newest ones. A desk logs in whenever it connects, and several may be open.
const MOST_LOGINS: usize = 16;

/// A consumer, known since the first socket.
#[derive(Clone, Debug, Default)]
pub(super) struct Consumer {
    pub(super) profile: Option<Profile>,
    pub(super) properties: Option<ClientProperties>,
    pub(super) conversations: BTreeSet<ConversationId>,
}

impl Consumer {
    /// Whether the client that was last seen can show CoBrowse invitations.
    pub(super) fn has_cobrowse(&self) -> bool {
        self.properties.as_ref().is_some_and(|properties| properties.features.contains(&Feature::CoBrowse))
    }
}

/// Whether an agent takes conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Availability {
    Online,
    #[default]
    Offline,
    /// `AWAY`, `BACK_SOON`, `OCCUPIED`: there, and taking none.
    Away,
}

impl Availability {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "ONLINE" => Self::Online,
            "OFFLINE" => Self::Offline,
            _ => Self::Away,
        }
    }
}

/// An agent. The same name is the same agent, also after the service was started anew.
#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub(super) id: ParticipantId,
    pub(super) number: String,
    pub(super) name: String,
    /// The address of a picture.
    pub(super) picture: Option<String>,
    pub(super) availability: Availability,
}

/// A login: the bearer that opens sockets, and what keeps it alive.
#[derive(Clone, Debug)]
struct Login {
    bearer: String,
    csrf: String,
}

/// The agents of an account and their logins.
#[derive(Clone, Debug)]
pub(super) struct Agents {
    seed: u64,
    account: AccountId,
    by_id: BTreeMap<ParticipantId, Agent>,
    /// Oldest first.
    logins: BTreeMap<ParticipantId, VecDeque<Login>>,
}

impl Agents {
    pub(super) fn new(seed: u64, account: AccountId) -> Self {
        Self { seed, account, by_id: BTreeMap::new(), logins: BTreeMap::new() }
    }

    pub(super) fn log_in(&mut self, name: &str, bearer: &str, csrf: &str) -> Agent {
        let id = ParticipantId::from(uuid_of(self.seed, &["agent", name]));
        let number = (hash(self.seed, &["agent", name]) % 900_000_000 + 100_000_000).to_string();
        let agent = self.by_id.entry(id.clone()).or_insert_with(|| Agent {
            id: id.clone(),
            number,
            name: name.into(),
            picture: None,
            availability: Availability::default(),
        });
        let agent = agent.clone();
        let logins = self.logins.entry(id).or_default();
        logins.push_back(Login { bearer: bearer.into(), csrf: csrf.into() });
        if logins.len() > MOST_LOGINS {
            logins.pop_front();
        }
        agent
    }

    /// The bearer that a refresh keeps alive.
    pub(super) fn refresh(&self, csrf: &str) -> Option<&str> {
        self.logins.values().flatten().find(|login| login.csrf == csrf).map(|login| login.bearer.as_str())
    }

    pub(super) fn by_bearer(&self, bearer: &str) -> Option<&ParticipantId> {
        let has = |logins: &VecDeque<Login>| logins.iter().any(|login| login.bearer == bearer);
        self.logins.iter().find(|(_, logins)| has(logins)).map(|(agent, _)| agent)
    }

    pub(super) fn get(&self, id: &ParticipantId) -> Option<&Agent> {
        self.by_id.get(id)
    }

    pub(super) fn get_mut(&mut self, id: &ParticipantId) -> Option<&mut Agent> {
        self.by_id.get_mut(id)
    }

    /// Finds an agent by the participant id, the older `account.number`, or the bare number.
    pub(super) fn find(&self, name: &str) -> Option<&Agent> {
        let number =
            name.strip_prefix(self.account.as_str()).and_then(|rest| rest.strip_prefix(['.', ':'])).unwrap_or(name);
        self.by_id.values().find(|agent| agent.id.as_str() == name || agent.number == number)
    }

    /// The older id of somebody: agents have one, everybody else keeps their own.
    pub(super) fn older_id(&self, id: &ParticipantId, separator: char) -> ParticipantId {
        self.by_id.get(id).map_or_else(
            || id.clone(),
            |agent| ParticipantId::from(format!("{}{separator}{}", self.account, agent.number)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_the_same_agent() {
        let mut agents = Agents::new(1, AccountId::from("10001"));
        let first = agents.log_in("Ada", "b1", "c1");
        let again = agents.log_in("Ada", "b2", "c2");
        assert_eq!(first.id, again.id);
        assert_eq!(agents.by_bearer("b1"), agents.by_bearer("b2"));
        assert_ne!(agents.log_in("Bob", "b3", "c3").id, first.id);
    }

    #[test]
    fn the_newest_logins_hold_and_each_refreshes_itself() {
        let mut agents = Agents::new(1, AccountId::from("10001"));
        agents.log_in("Bob", "bob", "bob's");
        for number in 0..=MOST_LOGINS {
            agents.log_in("Ada", &format!("b{number}"), &format!("c{number}"));
        }
        assert_eq!((agents.by_bearer("b0"), agents.refresh("c0")), (None, None));
        for (csrf, bearer) in [("c1", "b1"), ("c16", "b16"), ("bob's", "bob")] {
            assert!(agents.by_bearer(bearer).is_some(), "{bearer}");
            assert_eq!(agents.refresh(csrf), Some(bearer));
        }
        assert_eq!(agents.logins.values().map(VecDeque::len).sum::<usize>(), MOST_LOGINS + 1);
    }

    #[test]
    fn an_agent_is_found_by_each_of_the_ids() {
        let mut agents = Agents::new(1, AccountId::from("10001"));
        let ada = agents.log_in("Ada", "b", "c");
        for id in
            [ada.id.to_string(), format!("10001.{}", ada.number), format!("10001:{}", ada.number), ada.number.clone()]
        {
            assert_eq!(agents.find(&id).unwrap().id, ada.id, "{id}");
        }
        assert!(agents.find("10002.1").is_none());
    }
}
