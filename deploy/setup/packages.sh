#!/usr/bin/env bash
# Installs the Debian packages that a task needs and that are missing; says nothing and takes 50 ms when all are there.
# Usage: packages.sh build|servers|browser|bench|faults …
set -euo pipefail

declare -A packages=(
    [build]="libsqlite3-dev libmosquitto-dev libpq-dev libssl-dev libzstd-dev libyaml-dev zlib1g-dev pkg-config"
    [servers]="mosquitto mosquitto-clients postgresql postgresql-client python3 python3-pip curl"
    [browser]="chromium python3-venv"
    [faults]="faketime util-linux"
    [bench]="gcc libc6-dev linux-perf"
)

missing=()
for group in "$@"; do
    for package in ${packages[$group]:?unknown group of packages: $group}; do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing+=("$package")
    done
done
[ ${#missing[@]} -gt 0 ] || exit 0

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
