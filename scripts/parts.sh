# Runs named parts one after the other, goes on after a failure, and counts. Sourced, never run.
#
# What a part printed about its tests is counted; a part without tests counts as one. The counts go to
# target/parts/counts, so that a script that calls another can add its own.

COUNTS=$PROJECT/target/parts/counts
PASSED=0
FAILED=0
FAILED_PARTS=()

# part NAME COMMAND...
part() {
  local name=$1 log=$PROJECT/target/parts/${1// /-}.log status=0 passed failed started=$SECONDS
  shift
  mkdir -p "$(dirname "$log")"
  printf '\n==> %s\n' "$name"
  "$@" 2>&1 | tee "$log" || status=$?
  # The lines of Rust's test harness, and those of Node's.
  read -r passed failed < <(awk '
    /^test result: / { passed += $4; failed += $6 }
    /^# pass [0-9]+$/ { passed += $3 }
    /^# (fail|cancelled) [0-9]+$/ { failed += $3 }
    END { print passed + 0, failed + 0 }' "$log")
  if [ "$status" -ne 0 ]; then
    FAILED_PARTS+=("$name")
    [ "$failed" -gt 0 ] || failed=1
  elif [ $((passed + failed)) -eq 0 ]; then
    passed=1
  fi
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  printf '==> %s: %s (%s s)\n' "$name" "$([ "$status" -eq 0 ] && echo fine || echo FAILED)" $((SECONDS - started))
}

# Prints the counts, and ends with 1 if anything failed.
summary() {
  local name
  mkdir -p "$(dirname "$COUNTS")"
  printf '%s %s\n' "$PASSED" "$FAILED" >"$COUNTS"
  echo
  for name in "${FAILED_PARTS[@]+"${FAILED_PARTS[@]}"}"; do
    echo "Failed: $name"
  done
  printf '%s passed, %s failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" -eq 0 ]
}
