#!/usr/bin/env bash
# The console in headless Chromium against a real plant in a temporary folder: log in, see a live value change, see an
# alert appear and acknowledge it. Pictures stay in .local/screenshots.
set -euo pipefail
cd "$(dirname "$0")/../.."

state=$(mktemp -d)
chmod 711 "$state"
export MILLWRIGHT_DEMO_STATE=$state
cleanup() {
    python3 deploy/demo/demo.py down >/dev/null || true
    rm -rf "$state"
}
trap cleanup EXIT

venv=.local/browser
if [ ! -x "$venv/bin/playwright" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement Tests/Browser/requirements.txt
fi
python3 deploy/demo/demo.py up >"$state/up.log" 2>&1 || { cat "$state/up.log"; exit 1; }

value() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$state/demo.json" "$1"; }
(umask 077 && value password >"$state/password")
fault="{\"id\":\"browser-$$\",\"action\":\"fault\",\"args\":{\"kind\":\"overheat\"}}"
trigger=".build/debug/millwright device publish --port $(value mqttPort) --topic plant/north/motor-1/cmd/fault --payload '$fault'"
"$venv/bin/python" Tests/Browser/console_test.py --hub "$(value hub)" --email "$(value email)" \
    --password-file "$state/password" --screenshots .local/screenshots --trigger "$trigger" \
    --socket "$state/agent/control.sock" --program .build/debug/millwright
