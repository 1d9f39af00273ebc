#!/bin/sh
# Runs the program with the clients of one directory.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1/program
rm -rf "$program"
mkdir -p "$program"
cp -r "$1/flink" "$1/seatunnel" "$1/history" "$program"
cp "$here/package.json" "$here/package-lock.json" "$here/program.ts" "$program"
cd "$program"
npm ci --no-audit --no-fund --ignore-scripts --silent
npx --no-install tsc --strict --target es2022 --module node16 --noEmitOnError --outDir out program.ts
node out/program.js "$1/job.jar" "$2"
