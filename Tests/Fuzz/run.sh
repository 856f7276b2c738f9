#!/usr/bin/env bash
# Fuzzes the decoders, one after the other: run.sh SECONDS [DECODER …]. Corpora grow in .local/fuzz; a finding is written
# there too, and ends the run with status 1. The program is built apart, because libFuzzer's coverage goes through
# every module.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=$1
shift
export MILLWRIGHT_FUZZ=1 SWIFT_BACKTRACE=enable=no
mkdir -p .local/log .local/fuzz
if ! swift build --scratch-path .build/fuzz -c release --sanitize fuzzer --product Fuzzers >.local/log/build-fuzz.log 2>&1; then
    grep -E 'error:' .local/log/build-fuzz.log >&2 || tail -20 .local/log/build-fuzz.log >&2
    exit 1
fi
fuzzers=.build/fuzz/release/Fuzzers
FUZZ_SEED=Tests/SyncWire/Golden:.local/fuzz "$fuzzers"

read -r -a decoders <<<"${*:-}"
[ ${#decoders[@]} -gt 0 ] || mapfile -t decoders < <(FUZZ_LIST=1 "$fuzzers")
found=0
for decoder in "${decoders[@]}"; do
    log=.local/fuzz/$decoder.log
    if FUZZ_DECODER=$decoder "$fuzzers" ".local/fuzz/$decoder" -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=2048 \
        -timeout=10 -print_final_stats=1 -artifact_prefix=".local/fuzz/$decoder-" >"$log" 2>&1; then
        echo "ok $decoder: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s," \
            "coverage $(grep -oE 'cov: [0-9]+' "$log" | tail -1 | cut -d' ' -f2)"
    else
        found=$((found + 1))
        echo "not ok $decoder: $(grep -E 'SUMMARY|Fatal error|ERROR' "$log" | head -2 | tr '\n' ' ')"
        grep -E 'Test unit written' "$log" || true
    fi
done
[ "$found" -eq 0 ]
