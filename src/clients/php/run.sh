#!/bin/sh
# Runs the program with the clients of one directory.
# Usage: run.sh <directory of flink, seatunnel, history and job.jar> <base URL>
set -eu
here=$(cd "$(dirname "$0")" && pwd)
php -d error_reporting=E_ALL -d display_errors=stderr "$here/program.php" "$1" "$2"
