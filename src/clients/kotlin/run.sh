#!/bin/sh
# Runs the program with the clients of one directory. Maven fetches the libraries, the first time only.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/tmp"
MAVEN_OPTS="-Djava.io.tmpdir=$1/tmp" mvn -B -q -ntp -f "$here/pom.xml" -Dclients="$1" -Dexec.arguments="$1/job.jar,$2" compile exec:java
