#!/bin/sh
# Lints the contracts with Spectral and Redocly. Fails on any error or warning.
# Usage: src/clients/lint/run.sh [working folder, target/clients/lint by default]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=${1:-$root/target/clients/lint}
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$here/.spectral.yaml" "$here/redocly.yaml" "$work/"
cd "$work"
npm ci --no-audit --no-fund --ignore-scripts --silent
# Nothing is told to the linters' makers.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
failed=0
npx --no-install spectral lint --fail-severity=warn "$root"/openapi/*-rest.yaml || failed=1
npx --no-install redocly lint --config redocly.yaml "$root"/openapi/*-rest.yaml > redocly.txt 2>&1 || failed=1
cat redocly.txt
# Redocly itself does not fail on warnings.
grep -qiE 'you have [0-9]+ warning|[1-9][0-9]* warning' redocly.txt && failed=1
exit $failed
