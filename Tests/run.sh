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

# Runs Swift tests and adds to the counts. The runner's own line says how many ran; without it none did, and that fails.
swift_tests() {
    local what=$1 summary count broken
    shift
    echo "$what"
    if ! swift test --skip-build --experimental-maximum-parallelization-width 6 "$@" >"$log" 2>&1; then
        grep -E '✘|error:|Fatal error|Crash' "$log" | cut -c1-400 | head -60 || true
    fi
    summary=$(grep -E 'Test run with [0-9]+ tests' "$log" | tail -1 || true)
    count=$(sed -nE 's/.*Test run with ([0-9]+) tests.*/\1/p' <<<"$summary")
    if [ -z "$count" ] || [ "$count" -eq 0 ]; then
        tail -20 "$log"
        failed=$((failed + 1))
        return
    fi
    broken=$(grep -E '^✘ Test .* failed after' "$log" | grep -vc '^✘ Test run' || true)
    if grep -q 'Test run with .* failed' <<<"$summary" && [ "$broken" -eq 0 ]; then broken=1; fi
    passed=$((passed + count - broken))
    failed=$((failed + broken))
    echo "  $((count - broken)) of $count passed"
}

# The whole path has the machine to itself: its servers are killed and must come back in their time.
swift_tests "Parts, on real SQLite, PostgreSQL and mosquitto" --skip 'IntegrationTests|SimulationTests'
# On its own, because it takes all the processors, and tests of servers wait for seconds.
swift_tests "The simulator, 2 000 seeds" --filter SimulationTests
swift_tests "The whole path, with kill -9 in the middle" --filter IntegrationTests

echo "Real faults on real processes, the quick part"
if python3 Tests/Faults/run.py --quick >"$log" 2>&1; then :; else
    failed=$((failed + $(grep -c '^not ok ' "$log" || true)))
    grep -q '^not ok ' "$log" || failed=$((failed + 1))
    tail -40 "$log" | cut -c1-400
fi
grep -E '^(ok|not ok|skipped) ' "$log" | sed 's/^/  /' || true
passed=$((passed + $(grep -c '^ok ' "$log" || true)))

echo "Console in a browser"
if Tests/Browser/run.sh 2>&1 | tee "$log"; then :; else failed=$((failed + 1)); fi
passed=$((passed + $(grep -c '^ok ' "$log" || true)))

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
