//! The widget as the browser loads it.

fn main() {
    alongside::embed::start();
}
