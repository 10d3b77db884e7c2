//! How many rows are mounted, and which, by where those that are mounted stand.

use std::ops::Range;

/// Where mounted rows begin and end, from the upper edge of what is seen.
pub(super) type Edges = Vec<(f64, f64)>;

/// How many rows are mounted before anything was measured.
pub(super) const AT_FIRST: usize = 24;

/// The most rows that are mounted: what a page calls small may be smaller than any row.
const AT_MOST: usize = 80;

/// No row counts as smaller than this, in pixels.
const SMALLEST: f64 = 24.0;

/// How high a row is, where so many take this height.
pub(super) fn typical(height: f64, count: usize) -> f64 {
    (height / number(count.max(1))).max(SMALLEST)
}

/// The space that stands for so many rows.
pub(super) fn space(rows: usize, typical: f64) -> f64 {
    (number(rows) * typical).round()
}

/// How high the space above is that keeps a row where it is, or the guess, where that would be far from all rows' height: then
/// the reader is scrolled instead.
pub(super) fn absorb(keeps: f64, guessed: f64) -> f64 {
    if (guessed / 2.0..=guessed * 2.0).contains(&keeps) { keeps.round() } else { guessed }
}

/// How many rows fill what is seen.
pub(super) fn rows_in(view: f64, typical: f64) -> usize {
    whole((view / typical.max(SMALLEST)).ceil()).clamp(1, AT_MOST / 3)
}

/// The rows to mount around one that none is near to, with as many before it as fill what is seen, and twice as many from
/// it on.
pub(super) fn jump(to: usize, total: usize, rows: usize) -> Range<usize> {
    let first = to.min(total.saturating_sub(2 * rows)).saturating_sub(rows);
    first..total.min(first + 3 * rows)
}

/// The rows to mount, by those that are. On each side three quarters of what can be seen at once are there at least; where
/// they are not, all of it. What is further off than that and a quarter goes.
pub(super) fn fit(mounted: Range<usize>, total: usize, edges: &Edges, view: f64, typical: f64) -> Range<usize> {
    let (Some((top, _)), Some((_, bottom))) = (edges.first(), edges.last()) else { return mounted };
    let (near, far) = (view * 0.75, view * 1.25);
    let missing = |inside: f64| rows_in(inside + view, typical);
    let off = |distances: &mut dyn Iterator<Item = f64>| {
        let distances: Vec<f64> = distances.take_while(|distance| *distance > view).collect();
        if distances.first().is_some_and(|first| *first > far) { distances.len() } else { 0 }
    };
    let first = if *top > -near {
        mounted.start.saturating_sub(missing(*top))
    } else {
        mounted.start + off(&mut edges.iter().map(|(_, bottom)| -bottom))
    };
    let end = if *bottom < view + near {
        total.min(mounted.end + missing(view - bottom))
    } else {
        mounted.end - off(&mut edges.iter().rev().map(|(top, _)| top - view))
    };
    first..end.min(first + AT_MOST)
}

/// These rows, and others that are to stay, where that is not too many.
pub(super) fn keep(range: Range<usize>, others: Range<usize>) -> Range<usize> {
    let both = range.start.min(others.start)..range.end.max(others.end);
    if both.len() <= AT_MOST { both } else { range }
}

/// The number of the row that stands, as far as can be guessed, at the upper edge of what is seen, where that is in one of
/// the two spaces.
pub(super) fn number_at(mounted: Range<usize>, total: usize, edges: &Edges, spaces: [f64; 2]) -> Option<usize> {
    let (top, bottom) = (edges.first()?.0, edges.last()?.1);
    let [above, below] = spaces;
    let share = |part: f64, space: f64, rows: usize| whole((part / space.max(1.0)).clamp(0.0, 1.0) * number(rows));
    if top > 0.0 {
        (mounted.start > 0).then(|| share(above - top, above, mounted.start).min(mounted.start - 1))
    } else {
        let rest = total - mounted.end;
        (rest > 0).then(|| mounted.end + share(-bottom, below, rest).min(rest - 1))
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer rows than that")]
fn number(rows: usize) -> f64 {
    rows as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is below none counts as none")]
fn whole(rows: f64) -> usize {
    rows as usize
}

#[cfg(test)]
mod tests {
    use super::{AT_MOST, Edges, absorb, fit, jump, keep, number_at, space, typical};

    /// Rows of one height, of which the first begins here.
    fn rows(top: f64, count: usize, height: f64) -> Edges {
        (0..count).map(|index| top + space(index, height)).map(|top| (top, top + height)).collect()
    }

    #[test]
    fn a_viewport_of_rows_is_there_on_each_side() {
        let check = |top: f64, mounted: std::ops::Range<usize>, expected: std::ops::Range<usize>| {
            let edges = rows(top, mounted.len(), 50.0);
            assert_eq!(fit(mounted, 1_000, &edges, 500.0, 50.0), expected, "from {top}");
        };
        check(-500.0, 100..130, 100..130);
        // A little less is enough, and so is a little too much.
        check(-376.0, 100..129, 100..129);
        check(-620.0, 100..135, 100..135);
        // Too little above: filled. Far too much below: dropped.
        check(-200.0, 100..140, 94..125);
        // The other way round.
        check(-900.0, 100..130, 107..138);
        // At both ends there is nothing more.
        check(0.0, 0..20, 0..20);
        check(-600.0, 978..1_000, 978..1_000);
    }

    #[test]
    fn however_far_it_is_scrolled_it_comes_to_rest() {
        for height in [24.0, 42.0, 74.0, 300.0, 3_000.0] {
            let (mut mounted, mut top) = (500..524, -500.0);
            for step in 0..200 {
                top += if step % 3 == 0 { 390.0 } else { -170.0 };
                for turn in 0.. {
                    let fitted = fit(mounted.clone(), 1_000, &rows(top, mounted.len(), height), 500.0, height);
                    if fitted == mounted {
                        break;
                    }
                    assert!(turn < 5, "{mounted:?} and {fitted:?} at {top}, {height} each");
                    assert!(fitted.len() <= AT_MOST);
                    top += (space(fitted.start, height)) - space(mounted.start, height);
                    mounted = fitted;
                }
                let all = rows(top, mounted.len(), height);
                assert!(all[0].0 <= -375.0 || mounted.start == 0, "rows above at {top}");
                assert!(all[all.len() - 1].1 >= 875.0 || mounted.end == 1_000, "rows below at {top}");
            }
        }
    }

    #[test]
    fn a_place_in_a_space_names_a_row() {
        let check = |top: f64, expected: Option<usize>| {
            let found = number_at(500..520, 1_000, &rows(top, 20, 50.0), [25_000.0, 24_000.0]);
            assert_eq!(found, expected, "{top}");
        };
        check(25_000.0, Some(0));
        check(12_500.0, Some(250));
        check(50.0, Some(499));
        check(-1_000.0, Some(520));
        check(-13_000.0, Some(760));
        check(-90_000.0, Some(999));
        assert_eq!(number_at(0..3, 3, &rows(-900.0, 3, 50.0), [0.0, 0.0]), None);
    }

    #[test]
    fn what_is_near_enough_stays() {
        assert_eq!(keep(100..130, 90..91), 90..130);
        assert_eq!(keep(100..130, 140..150), 100..150);
        assert_eq!(keep(100..130, 10..11), 100..130);
    }

    #[test]
    fn a_jump_mounts_what_is_around() {
        assert_eq!(jump(500, 1_000, 8), 492..516);
        assert_eq!(jump(0, 1_000, 8), 0..24);
        assert_eq!(jump(999, 1_000, 8), 976..1_000);
        assert_eq!(jump(2, 5, 8), 0..5);
    }

    #[test]
    fn a_space_gives_way_as_long_as_it_is_near_what_stands_for_the_rows() {
        assert_eq!(
            (absorb(900.0, 1_000.0), absorb(2_100.0, 1_000.0), absorb(499.0, 1_000.0)),
            (900.0, 1_000.0, 1_000.0)
        );
        assert_eq!((absorb(0.0, 0.0), absorb(-20.0, 0.0), absorb(20.0, 0.0)), (0.0, 0.0, 0.0));
        assert_eq!((typical(500.0, 10), typical(10.0, 10), typical(0.0, 0)), (50.0, 24.0, 24.0));
    }
}
