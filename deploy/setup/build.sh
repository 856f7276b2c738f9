#!/usr/bin/env bash
# Builds products of the package and shows how far it is; the full output goes to .local/log/build-<configuration>.log.
# Usage: build.sh debug|release [swift build options …]
set -euo pipefail
cd "$(dirname "$0")/../.."

configuration=$1
shift
command -v swift >/dev/null || {
    echo "swift is not on the PATH. Install Swift 6.3 from https://www.swift.org/install/linux/ and run this again." >&2
    exit 1
}
mkdir -p .local/log
log=.local/log/build-$configuration.log
begin=$SECONDS
[ -d ".build/$configuration" ] || echo "First build ($configuration): about 4 minutes on two cores, then seconds."

show() { # the last step and its share, on one line when a person is looking
    local line
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (.*) ]]; then
            ((BASH_REMATCH[2] > 0)) || continue
            if [ -t 1 ]; then
                printf '\r\033[K  %3d %%  %4d s  %.60s' $((100 * BASH_REMATCH[1] / BASH_REMATCH[2])) \
                    $((SECONDS - begin)) "${BASH_REMATCH[3]}"
            elif ((SECONDS >= ${next:-30} + begin)); then
                echo "  $((100 * BASH_REMATCH[1] / BASH_REMATCH[2])) % after $((SECONDS - begin)) s"
                next=$((SECONDS - begin + 30))
            fi
        fi
    done
    if [ -t 1 ]; then printf '\r\033[K'; fi
}

: >"$log"
options=()
[ "$configuration" = debug ] || options=(--static-swift-stdlib)
if ! swift build -c "$configuration" "${options[@]}" "$@" 2>&1 | show; then
    grep -E 'error:' "$log" >&2 || tail -20 "$log" >&2
    echo "The build failed; its whole output is in $log" >&2
    exit 1
fi
((SECONDS - begin < 5)) || echo "Built ($configuration) in $((SECONDS - begin)) s."
