//! Numbers of a dialog that stayed away when they were asked for once more: private notes of agents, or what the service lost.

/// How many edges of holes are remembered, two of each; past it the first hole counts as filled.
const MOST_EDGES: usize = 128;

/// The holes of one dialog. None of these numbers is ever asked for again.
#[derive(Clone, Debug, Default)]
pub(super) struct Holes {
    /// Where a hole begins and where it is over, in turn and in order.
    edges: Vec<i64>,
}

impl Holes {
    /// What is in a hole of these numbers is in none any more, and the other way round. The second is behind the last.
    pub(super) fn toggle(&mut self, first: i64, end: i64) {
        for edge in [first, end] {
            match self.edges.binary_search(&edge) {
                Ok(place) => drop(self.edges.remove(place)),
                Err(place) => self.edges.insert(place, edge),
            }
        }
        if self.edges.len() > MOST_EDGES {
            self.edges.remove(0);
            self.edges.remove(0);
        }
    }

    /// A number came after all. Yields whether it was missing.
    pub(super) fn fill(&mut self, number: i64) -> bool {
        let was_missing = self.edges.iter().filter(|edge| **edge <= number).count() % 2 == 1;
        if was_missing {
            self.toggle(number, number + 1);
        }
        was_missing
    }

    pub(super) fn load(&self) -> usize {
        self.edges.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Holes, MOST_EDGES};

    #[test]
    fn a_number_fills_its_hole_once() {
        let mut holes = Holes::default();
        holes.toggle(3, 6);
        holes.toggle(9, 10);
        for (number, was_missing) in [(2, false), (6, false), (4, true), (4, false), (3, true), (5, true), (9, true)] {
            assert_eq!(holes.fill(number), was_missing, "{number} of {:?}", holes.edges);
        }
        assert_eq!(holes.load(), 0);
    }

    #[test]
    fn holes_are_bounded_in_whatever_way_they_come_about() {
        let mut holes = Holes::default();
        for number in 0..1_000 {
            holes.toggle(number * 2, number * 2 + 1);
        }
        assert_eq!(holes.load(), MOST_EDGES);
        assert!(!holes.fill(0) && holes.fill(1_998), "the first are gone");
        let mut holes = Holes::default();
        holes.toggle(0, 1_000_000);
        for number in 1..1_000 {
            assert!(holes.fill(number * 2), "{number}");
        }
        assert_eq!(holes.load(), MOST_EDGES);
        assert!(holes.fill(999_999));
    }
}
