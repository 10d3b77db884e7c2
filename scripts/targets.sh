# Where each test target of Cargo.toml runs. Sourced, never run. `scripts/test list` compares it with Cargo.toml, so that
# no target is forgotten.

NATIVE=(scenarios properties extremes service wire architecture emulator)
# Those that have much to do, and are compiled for that.
LONG=(simulation model outage)
COMPONENTS=(components)
BROWSER=(browser effects)
JOURNEYS=(journeys)

FOR_NATIVE=(--no-default-features --features emulator)
FOR_LONG=(--profile simulation "${FOR_NATIVE[@]}")
FOR_COMPONENTS=(--features ssr)
FOR_BROWSER=(--target wasm32-unknown-unknown)

# named TARGET...: sets NAMED to what tells cargo to take these test targets.
named() {
  local target
  NAMED=()
  for target in "$@"; do NAMED+=(--test "$target"); done
}
