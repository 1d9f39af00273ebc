#!/bin/sh
# Runs the program with the clients of one directory.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
# It uses the libraries that are installed, or else installs what the client requires.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=python3
export PYTHONPATH="$1/flink:$1/seatunnel:$1/history"
if ! $python -c 'import flink_client' 2> /dev/null; then
  [ -d "$1/venv" ] || python3 -m venv "$1/venv"
  python=$1/venv/bin/python
  $python -m pip install --quiet -r "$1/flink/requirements.txt"
fi
$python "$here/program.py" "$1/job.jar" "$2"
