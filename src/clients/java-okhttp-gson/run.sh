#!/bin/sh
# Runs the program with the clients of one directory. Maven fetches the libraries, the first time only.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/tmp"
mvn -B -q -ntp -f "$here/pom.xml" -Dclients="$1" -Durl="$2" compile exec:exec
