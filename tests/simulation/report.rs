//! What came of many seeds.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use serde_json::json;

use super::browser::Standing;
use super::oracle::Excused;
use super::run::Outcome;

pub(crate) struct Report {
    started: Instant,
    seeds: u64,
    steps: u64,
    texts: u64,
    simulated_ms: i64,
    faults: BTreeMap<String, BTreeMap<Standing, u64>>,
    excused: Excused,
    /// Offers and answers that a page's tag was told, and drafts.
    pub(crate) offers: u64,
    pub(crate) answers: u64,
    pub(crate) drafts: u64,
    /// Conversations that a consumer ended.
    pub(crate) ends: u64,
    /// How often somebody new was made, and how often no page heard of it.
    pub(crate) sign_ups: u64,
    pub(crate) lost_sign_ups: u64,
    /// How much a tab held at most besides its transcript.
    most_held: usize,
    /// The seed and what was wrong.
    pub(crate) violations: Vec<(u64, String)>,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            seeds: 0,
            steps: 0,
            texts: 0,
            simulated_ms: 0,
            faults: BTreeMap::new(),
            excused: Excused::default(),
            offers: 0,
            answers: 0,
            drafts: 0,
            ends: 0,
            sign_ups: 0,
            lost_sign_ups: 0,
            most_held: 0,
            violations: Vec::new(),
        }
    }
}

impl Report {
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.seeds += 1;
        self.steps += outcome.steps;
        self.texts += outcome.texts;
        self.simulated_ms += outcome.lasted.0;
        self.excused.add(outcome.excused);
        self.offers += outcome.offers;
        self.answers += outcome.answers;
        self.drafts += outcome.drafts;
        self.ends += outcome.ends;
        self.sign_ups += outcome.sign_ups;
        self.lost_sign_ups += outcome.lost_sign_ups;
        self.most_held = self.most_held.max(outcome.most_held);
        for (fault, standing) in &outcome.faults {
            *self.faults.entry(fault.kind()).or_default().entry(*standing).or_default() += 1;
        }
        self.violations.extend(outcome.violations.iter().map(|violation| (outcome.seed, violation.clone())));
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.texts += other.texts;
        self.simulated_ms += other.simulated_ms;
        self.excused.add(other.excused);
        self.offers += other.offers;
        self.answers += other.answers;
        self.drafts += other.drafts;
        self.ends += other.ends;
        self.sign_ups += other.sign_ups;
        self.lost_sign_ups += other.lost_sign_ups;
        self.most_held = self.most_held.max(other.most_held);
        for (kind, standings) in other.faults {
            let known = self.faults.entry(kind).or_default();
            for (standing, more) in standings {
                *known.entry(standing).or_default() += more;
            }
        }
        self.violations.extend(other.violations);
        self.violations.sort();
    }
}

impl Report {
    fn by_kind(&self) -> BTreeMap<&str, u64> {
        self.faults.iter().map(|(kind, standings)| (kind.as_str(), standings.values().sum())).collect()
    }

    /// How often each kind of fault befell a tab that stood in each way.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{:<20}", "fault");
        for standing in Standing::ALL {
            table.push_str(&format!("{:>12}", format!("{standing:?}")));
        }
        for (kind, standings) in &self.faults {
            table.push_str(&format!("\n{kind:<20}"));
            for standing in Standing::ALL {
                table.push_str(&format!("{:>12}", standings.get(&standing).copied().unwrap_or(0)));
            }
        }
        table
    }

    /// The cells of the table that have fewer than that many.
    pub(crate) fn rare(&self, least: u64) -> Vec<(String, Standing, u64)> {
        let mut rare = Vec::new();
        for (kind, standings) in &self.faults {
            for standing in Standing::ALL {
                let count = standings.get(&standing).copied().unwrap_or(0);
                if count < least {
                    rare.push((kind.clone(), standing, count));
                }
            }
        }
        rare
    }
}

/// One line of JSON.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = json!({
            "seeds": self.seeds,
            "steps": self.steps,
            "texts": self.texts,
            "simulated_hours": self.simulated_ms / 3_600_000,
            "faults": self.by_kind(),
            "drafts": self.drafts,
            "ends": self.ends,
            "offers": self.offers,
            "answers": self.answers,
            "sign_ups": self.sign_ups,
            "lost_sign_ups": self.lost_sign_ups,
            "most_held": self.most_held,
            "doubles_allowed": self.excused.doubles_allowed,
            "doubles_by_hand": self.excused.doubles_by_hand,
            "doubles_unkept": self.excused.doubles_unkept,
            "doubles_of_strangers": self.excused.doubles_of_strangers,
            "lost_as_told": self.excused.lost_as_told,
            "violations": self.violations.len(),
            "seconds": self.started.elapsed().as_secs(),
        });
        write!(formatter, "{line}")
    }
}
