#!/usr/bin/env bash
# All tests, on real servers that they start themselves on free ports in temporary folders. Its last line counts them.
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/setup/packages.sh build servers browser
deploy/setup/build.sh debug --build-tests

passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

echo "Swift tests"
if ! swift test --skip-build >"$log" 2>&1; then
    grep -E '✘|error:|recorded an issue|Fatal|Crash' "$log" | head -60 || true
    failed=$((failed + 1))
fi
# The runner's own line says how many ran; without it none did, and that is a failure.
summary=$(grep -E 'Test run with [0-9]+ tests' "$log" | tail -1 || true)
echo "${summary:-no test ran}"
count=$(sed -nE 's/.*Test run with ([0-9]+) tests.*/\1/p' <<<"$summary")
broken=$(grep -cE '^✘ Test .* failed after' "$log" || true)
if [ -n "$count" ]; then
    passed=$((passed + count - broken))
    [ "$broken" -le 1 ] || failed=$((failed + broken - 1))
else
    tail -20 "$log"
    failed=$((failed + 1))
fi

echo "Console in a browser"
if Tests/Browser/run.sh 2>&1 | tee "$log"; then :; else failed=$((failed + 1)); fi
passed=$((passed + $(grep -c '^ok ' "$log" || true)))

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
