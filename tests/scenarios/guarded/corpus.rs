//! How well what should not be sent is found, by a corpus: `cargo test --no-default-features --features emulator --test
//! scenarios corpus -- --nocapture` prints it.

use std::collections::BTreeSet;
use std::ops::Range;

use alongside::app::guard::findings;

/// A text, and where in it something stands that is to be found.
fn read(line: &str) -> (String, BTreeSet<(usize, usize)>) {
    let (mut text, mut wanted, mut start) = (String::new(), BTreeSet::new(), 0);
    for character in line.replace("\\n", "\n").chars() {
        match character {
            '⟦' => start = text.len(),
            '⟧' => drop(wanted.insert((start, text.len()))),
            other => text.push(other),
        }
    }
    (text, wanted)
}

#[test]
fn precision_and_recall_on_the_corpus() {
    let lines: Vec<_> =
        include_str!("corpus.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let (mut right, mut wrong, mut missed, mut harmless) = (0, 0, 0, 0);
    for line in &lines {
        let (text, wanted) = read(line);
        let found: BTreeSet<_> = findings(&text).into_iter().map(|Range { start, end }| (start, end)).collect();
        harmless += usize::from(wanted.is_empty());
        right += found.intersection(&wanted).count();
        for (start, end) in found.difference(&wanted) {
            wrong += 1;
            println!("found, and is none:  {:?} in {text:?}", &text[*start..*end]);
        }
        for (start, end) in wanted.difference(&found) {
            missed += 1;
            println!("not found:           {:?} in {text:?}", &text[*start..*end]);
        }
    }
    let percent = |part: usize, whole: usize| f64::from(u32::try_from(part * 1_000 / whole).unwrap()) / 10.0;
    let (precision, recall) = (percent(right, right + wrong), percent(right, right + missed));
    println!("{} texts, {harmless} of them harmless: {right} found, {wrong} wrongly, {missed} not", lines.len());
    println!("precision {precision} %, recall {recall} %");
    assert!(lines.len() > 300 && harmless > 150, "{} texts, {harmless} harmless", lines.len());
    // What is not found or found wrongly is in the corpus on purpose: it is known, and told in the README.
    assert!(precision >= 97.0 && recall >= 95.0, "precision {precision} %, recall {recall} %");
}
