#!/bin/sh
# Runs the program with the clients of one directory.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ruby -w -I "$1/flink/lib" -I "$1/seatunnel/lib" -I "$1/history/lib" "$here/program.rb" "$1/job.jar" "$2" 2> "$1/warnings.txt" || {
  cat "$1/warnings.txt"
  exit 1
}
# Ruby drops one of two fields of the same name, with a warning only.
! grep 'duplicated' "$1/warnings.txt"
