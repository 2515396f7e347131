#!/usr/bin/env bash
# Runs scripts/quickstart over a small generated shop with the programs just built, and
# requires answers with names, a clean end, and errors that say what to do.
#
#   tests/quickstart/quickstart_test.sh . build/release/bin
set -euo pipefail

root=$(cd -- "${1:?usage: quickstart_test.sh ROOT BINARIES}" && pwd)
binaries=$(cd -- "${2:?usage: quickstart_test.sh ROOT BINARIES}" && pwd)
work=$(mktemp -d)
served=

stop_served() {
  if [[ -n $served ]] && kill "$served" 2>/dev/null; then
    timeout 30 tail --pid="$served" -f /dev/null  # until it has drained and gone
  fi
  served=
}
trap 'stop_served; rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat "$work/log"
  exit 1
}

quickstart() {
  "$root/scripts/quickstart" --binaries "$binaries" --work "$work/run" "$@" >"$work/log" 2>&1
}

require() { grep -qE -- "$1" "$work/log" || fail "the output lacks: $1"; }

# Through /proc, as a bare system has no pgrep.
require_no_server() {
  local arguments
  for arguments in /proc/[0-9]*/cmdline; do
    if tr '\0' ' ' 2>/dev/null <"$arguments" | grep -q "c2v-server --store $work/run"; then
      fail "a server is left running"
    fi
  done
}

# Ranked rows of the section whose title begins with $1.
ranked_rows() {
  awk -v title="== $1" 'index($0, title) == 1 { inside = 1; next } /^== / { inside = 0 }
    inside && /^ *[0-9]+ +[^ ]+ +/' "$work/log" | wc -l
}

quickstart --data generated --customers 300 || fail "a first run must succeed"
for section in "Items similar to" "... and what is recommended" "For a session"; do
  (($(ranked_rows "$section") >= 10)) || fail "fewer than 10 rows under '$section'"
done
require 'c2v_items_returned_total [1-9]'
require 'grpc_server_handled_total.*RecommendForSession.* [1-9]'
require 'server stopped'
require_no_server
echo "ok: a first run recommends three ways and stops its server"

quickstart --data generated --customers 300 --no-train --serve || fail "a second run must succeed"
served=$(sed -n 's/.*stop: *kill \([0-9]*\)$/\1/p' "$work/log")
require 'is there'
kill -0 "$served" || fail "--serve must leave the server up"
stop_served
echo "ok: a second run keeps the data, and --serve leaves the server up"

mkdir "$work/empty"
quickstart --data instacart "$work/empty" && fail "an empty folder must fail"
require 'aisles\.csv'
require_no_server
echo "ok: a folder without data is an error that names the missing file"

rm -rf "$work/run"
quickstart --data generated --no-train --customers 300 && fail "no snapshot must fail"
require 'run without --no-train'
echo "ok: --no-train without a snapshot says what to do"
