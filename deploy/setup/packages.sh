#!/usr/bin/env bash
# Installs the Debian packages that a task needs and that are missing; says nothing and takes 50 ms when all are there.
# For `bench` also the Python libraries that figures are compared with (Tests/Benchmarks/requirements.txt), into .local/bench.
# Usage: packages.sh build|servers|browser|bench|faults …
set -euo pipefail

declare -A packages=(
    [build]="libsqlite3-dev libmosquitto-dev libpq-dev libssl-dev libzstd-dev libyaml-dev zlib1g-dev pkg-config"
    [servers]="mosquitto mosquitto-clients postgresql postgresql-client python3 python3-pip curl"
    [browser]="chromium python3-venv"
    [faults]="faketime util-linux openssl"
    [bench]="gcc libc6-dev linux-perf python3-venv"
)

missing=()
for group in "$@"; do
    for package in ${packages[$group]:?unknown group of packages: $group}; do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing+=("$package")
    done
done

# Figures do not need their peers: without a network the bench goes on without them, and says so.
install_peers() {
    local root venv
    root=$(cd "$(dirname "$0")/../.." && pwd)
    venv=$root/.local/bench
    [ ! -e "$venv/installed" ] || return 0
    echo "Installing into .local/bench: $(tr '\n' ' ' <"$root/Tests/Benchmarks/requirements.txt")"
    if python3 -m venv "$venv" &&
        "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$root/Tests/Benchmarks/requirements.txt"; then
        touch "$venv/installed"
    else
        rm -rf "$venv"
        echo "Without peers: they could not be installed." >&2
    fi
}
peers() { case " $* " in *" bench "*) install_peers ;; esac; }

if [ ${#missing[@]} -eq 0 ]; then
    peers "$@"
    exit 0
fi

echo "Installing from Debian: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Missing: ${missing[*]}. Install them as root, then run this again." >&2; exit 1; }
    as_root=(sudo)
fi
# A service that apt starts by itself would take the default ports; the project starts its own servers.
policy=/usr/sbin/policy-rc.d
made_policy=false
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    made_policy=true
fi
cleanup() { if $made_policy; then "${as_root[@]}" rm -f "$policy"; fi; }
trap cleanup EXIT
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1; then
    tail -20 "$log" >&2
    echo "apt-get failed; its whole output is in $log" >&2
    exit 1
fi
rm -f "$log"
peers "$@"
