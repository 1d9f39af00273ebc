#!/bin/sh
# Generates the clients, and runs the program with them.
# Usage: run.sh <directory of job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
openapi=$here/../../../openapi
program=$1/program
rm -rf "$program"
mkdir -p "$program"
cp "$here/package.json" "$here/package-lock.json" "$here/program.ts" "$program"
cd "$program"
npm ci --no-audit --no-fund --ignore-scripts --silent
for contract in flink seatunnel history; do
  npx --no-install openapi-ts -i "$openapi/$contract-rest.yaml" -o "$contract"
done
npx --no-install tsc --strict --target es2022 --module node16 --noEmitOnError --outDir out program.ts
node out/program.js "$1/job.jar" "$2"
