#!/bin/sh
# Runs the program with the clients of one directory.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1/program
rm -rf "$program"
mkdir -p "$program"
for contract in flink seatunnel history; do
  mkdir "$program/$contract"
  cp "$1/$contract"/*.go "$program/$contract"
done
cp "$here/main.go" "$here/go.mod" "$program"
cd "$program"
go vet .
go run . "$1/job.jar" "$2"
