# Shared by the scripts: messages, roots, usage. Sourced, not run:
#
#   . "$here/lib/common.sh"
#   log "building"; die "no such folder: $folder"
# shellcheck shell=bash

# shellcheck disable=SC2034
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
readonly ROOT  # for the scripts that source this

# A line for people. Standard output is kept for results.
log() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  log "error: $*"
  exit 1
}

# Prints the comment that opens a script: its help.
usage_of() { awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$1"; }

# Runs a command as root: directly, or by sudo where there is one.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --preserve-env=DEBIAN_FRONTEND "$@"
  else
    die "needs root (or sudo) for: $*"
  fi
}

# Runs a command under a heading, and says how long it took.
step() {
  local title=$1 started=$SECONDS
  shift
  log "$title ..."
  "$@"
  log "$title: done in $((SECONDS - started)) s"
}
