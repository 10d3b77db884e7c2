# The tools of this project and their versions, in one place. Sourced by the other scripts, never run.
#
# Everything lands in `.tools/`, which git ignores; the user's home stays as it was. wasm-bindgen-cli has no version
# here: it must be the one that Cargo.lock names, or its output does not fit the compiled wasm.

TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132.0.0
ESBUILD_VERSION=0.28.2
AXE_VERSION=4.14.1
RRWEB_VERSION=2.2.2

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS=$PROJECT/.tools
export PATH="$TOOLS/bin:$TOOLS/node_modules/.bin:$PATH"

# A step says what it does before it does it.
say() { printf '%s\n' "$*"; }

# A sentence for the person who ran the command, and the end of the run.
give_up() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# The version of a crate in Cargo.lock.
locked_version() {
  awk -v name="$1" '$1 == "name" { found = ($3 == "\"" name "\"") } found && $1 == "version" { gsub("\"", "", $3); print $3; exit }' \
    "$PROJECT/Cargo.lock"
}

# The first of the named programs that exists, as a path.
first_on_path() {
  local name
  for name in "$@"; do
    if command -v "$name" 2>/dev/null; then return 0; fi
  done
  return 1
}

# What the compiler is told beside the standard library's sources; scripts/trunk says why.
SMALL_STD_FLAGS=(-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none)

# Whether the toolchain can compile its standard library, and knows these switches.
takes_small_std() {
  [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ] &&
    RUSTC_BOOTSTRAP=1 rustc --target wasm32-unknown-unknown "${SMALL_STD_FLAGS[@]}" --print cfg >/dev/null 2>&1
}

find_chromium() { first_on_path "${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; }
find_chromedriver() { first_on_path "${CHROMEDRIVER:-chromedriver}"; }

# The browser flags of tests/webdriver.json, for the browser that was found.
webdriver_json() {
  WASM_BINDGEN_TEST_WEBDRIVER_JSON=$PROJECT/target/parts/webdriver.json
  export WASM_BINDGEN_TEST_WEBDRIVER_JSON
  mkdir -p "$(dirname "$WASM_BINDGEN_TEST_WEBDRIVER_JSON")"
  node -e '
    const { readFileSync, writeFileSync } = require("fs");
    const flags = JSON.parse(readFileSync("tests/webdriver.json", "utf8"));
    flags["goog:chromeOptions"].binary = process.env.CHROMIUM;
    writeFileSync(process.argv[1], JSON.stringify(flags));' "$WASM_BINDGEN_TEST_WEBDRIVER_JSON"
}
