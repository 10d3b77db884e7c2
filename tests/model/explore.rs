//! Every way through the model, the shortest first.
//!
//! What arrives at a tab changes that tab alone: its page, what it was told and what it shows. So it decides nothing in
//! which order something arrives at one tab and something happens elsewhere, and it is enough to let things arrive, in
//! every order and up to every point, right before something is done in that tab, and at the end. For the same reason what
//! the service does can wait until somebody is told of it, a page is loaded, or time goes on. Two tabs differ by nothing
//! but their names. All that a tab can be in between is judged nevertheless.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::page::Surroundings;
use super::pages::{Pages, hash128};
use super::step::{Act, Step};
use super::tab::Reached;
use super::world::{TABS, World};

/// What came of one exploration.
pub(crate) struct Explored {
    /// States after a counted step, in every order of what is on its way.
    pub(crate) states: usize,
    pub(crate) transitions: u64,
    /// How many pages were told apart, and how often the production `app` was asked.
    pub(crate) pages: usize,
    pub(crate) asked: u64,
    /// In how many states an answer had been published.
    pub(crate) answered: usize,
    /// What must not be, and the shortest way there.
    pub(crate) violation: Option<Vec<String>>,
}

type Found = Vec<(World, u32)>;

/// What must not be: from which state, and what leads there from it.
struct Trouble {
    number: u32,
    last: Vec<(Option<usize>, String)>,
}

struct Exploration {
    pages: Pages,
    /// States by their hashes.
    numbers: HashMap<u128, u32>,
    /// From which state each was met, and by which of the steps.
    met: Vec<(u32, u8)>,
    steps: Vec<Step>,
    transitions: u64,
    answered: usize,
}

/// Goes as many steps deep. What arrives counts as none.
pub(crate) fn explore(around: Surroundings, depth: u32) -> Explored {
    let mut exploration = Exploration {
        pages: Pages::new(around),
        numbers: HashMap::new(),
        met: Vec::new(),
        steps: Step::all(),
        transitions: 0,
        answered: 0,
    };
    let violation = exploration.run(depth).err().map(|trouble| exploration.tell(*trouble));
    Explored {
        states: exploration.met.len(),
        transitions: exploration.transitions,
        pages: exploration.pages.count(),
        asked: exploration.pages.asked,
        answered: exploration.answered,
        violation,
    }
}

impl Exploration {
    fn run(&mut self, depth: u32) -> Result<(), Box<Trouble>> {
        let first = World::new(&mut self.pages)
            .map_err(|sentence| Trouble { number: 0, last: vec![(None, sentence)] })?
            .in_order()
            .0;
        let mut level = Found::new();
        self.meet(first, (0, 0), &mut level);
        for left in (0..=depth).rev() {
            let mut next = Found::new();
            for (world, number) in level {
                self.go(&world, number, left == 0, &mut next)?;
                if left == 1 {
                    // The last are too many to be kept.
                    for (world, number) in std::mem::take(&mut next) {
                        self.go(&world, number, true, &mut next)?;
                    }
                }
            }
            level = next;
        }
        Ok(())
    }

    /// Takes every step from a state; from one of the last no step is taken any more, and what arrives is judged.
    fn go(&mut self, world: &World, number: u32, is_last: bool, found: &mut Found) -> Result<(), Box<Trouble>> {
        for place in 0..TABS {
            let reached = world.tabs[place].reach(&mut self.pages, &world.context());
            if let Some((from, arrival, sentence)) = &reached.violation {
                let mut last = arrivals(&reached, *from, place);
                last.extend([arrival.words(), sentence].map(|words| (Some(place), words.to_owned())));
                return Err(Box::new(Trouble { number, last }));
            }
            self.transitions += reached.tabs.len() as u64 - 1;
            for step in 0..if is_last { 0 } else { self.steps.len() } {
                let Step::Act(at, act) = self.steps[step] else { continue };
                if at == place {
                    self.act(world, number, &reached, (place, act, step), found)?;
                }
            }
        }
        for step in 0..if is_last { 0 } else { self.steps.len() } {
            if let Step::Event(event) = self.steps[step]
                && let Some(next) = world.after(&mut self.pages, event)
            {
                self.meet(next.in_order().0, (number, u8::try_from(step).unwrap()), found);
            }
        }
        Ok(())
    }

    /// Does something in a tab, after all that can have arrived there before.
    fn act(
        &mut self,
        world: &World,
        number: u32,
        reached: &Reached,
        (place, act, step): (usize, Act, usize),
        found: &mut Found,
    ) -> Result<(), Box<Trouble>> {
        for (at, (tab, _)) in reached.tabs.iter().enumerate() {
            // What the service did last is told to somebody first, or else it comes later.
            if world.is_fresh && !tab.told.is_empty() && act != Act::Reload {
                continue;
            }
            match world.after_act(&mut self.pages, place, tab, act) {
                None => {}
                Some(Ok(next)) => self.meet(next.in_order().0, (number, u8::try_from(step).unwrap()), found),
                Some(Err(sentence)) => {
                    let mut last = arrivals(reached, at, place);
                    last.extend([act.to_string(), sentence].map(|words| (Some(place), words)));
                    return Err(Box::new(Trouble { number, last }));
                }
            }
        }
        Ok(())
    }

    fn meet(&mut self, world: World, from: (u32, u8), found: &mut Found) {
        self.transitions += 1;
        let number = u32::try_from(self.met.len()).expect("fewer states");
        if let Entry::Vacant(vacant) = self.numbers.entry(hash128(&world)) {
            vacant.insert(number);
            self.met.push(from);
            self.answered += usize::from(world.answered.contains(&true));
            found.push((world, number));
        }
    }

    /// The way to what must not be, in words. What arrived on it was not noted: it is found again.
    fn tell(&mut self, trouble: Trouble) -> Vec<String> {
        let mut numbers = vec![trouble.number];
        while let Some((before, _)) = numbers.last().filter(|number| **number > 0).map(|last| self.met[*last as usize])
        {
            numbers.push(before);
        }
        numbers.reverse();
        let mut told = Vec::new();
        let mut names = ["the left tab", "the right tab"];
        let Ok(first) = World::new(&mut self.pages) else {
            return trouble.last.into_iter().map(|(_, words)| words).collect();
        };
        let (mut world, is_swapped) = first.in_order();
        if is_swapped {
            names.reverse();
        }
        for number in numbers.into_iter().skip(1) {
            let step = self.steps[usize::from(self.met[number as usize].1)];
            let (mut next, words) = self.again(&world, step, number);
            told.extend(words.into_iter().map(|(place, words)| named(&names, place, &words)));
            let is_swapped;
            (next, is_swapped) = next.in_order();
            if is_swapped {
                names.reverse();
            }
            world = next;
        }
        told.extend(trouble.last.into_iter().map(|(place, words)| named(&names, place, &words)));
        told
    }

    /// Takes a step that was taken before, so that it leads to the same state.
    fn again(&mut self, world: &World, step: Step, number: u32) -> (World, Vec<(Option<usize>, String)>) {
        match step {
            Step::Event(event) => {
                let next = world.after(&mut self.pages, event).expect("it could be before");
                (next, vec![(None, event.to_string())])
            }
            Step::Act(place, act) => {
                let reached = world.tabs[place].reach(&mut self.pages, &world.context());
                let mut ways = reached.tabs.iter().enumerate().filter_map(|(at, (tab, _))| {
                    let next = world.after_act(&mut self.pages, place, tab, act)?.ok()?;
                    (self.numbers.get(&hash128(&next.in_order().0)) == Some(&number)).then_some((at, next))
                });
                let (at, next) = ways.next().expect("it was met");
                let mut words = arrivals(&reached, at, place);
                words.push((Some(place), act.to_string()));
                (next, words)
            }
        }
    }
}

fn arrivals(reached: &Reached, at: usize, place: usize) -> Vec<(Option<usize>, String)> {
    reached.way(at).into_iter().map(|arrival| (Some(place), arrival.words().to_owned())).collect()
}

fn named(names: &[&str; TABS], place: Option<usize>, words: &str) -> String {
    place.map_or_else(|| words.to_owned(), |place| format!("{}: {words}", names[place]))
}
