#!/usr/bin/env bash
# Reads every #include "..." of a source tree and names those that point the wrong way:
#
#   tests/layers/check_includes.sh .
#   ./core/index/flat.cc:7: core may not include "server/executor/executor.h"
#
# The compiler finds most of them already, as each layer has an include root of its
# own. Left to this script: relative paths, which need no include root, and gRPC,
# which is installed system-wide but belongs to server and client. What a layer sees
# is read from cmake/Modules.cmake.
set -euo pipefail

root=${1:?usage: check_includes.sh ROOT}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
modules=$here/../../cmake/Modules.cmake

# Lines "layer folder;folder;...", as in: core core;proto;third_party
sees=$(sed -n 's/^set(C2V_SEES_\([a-z]*\) "\(.*\)")$/\1 \2/p' "$modules")
[[ -n $sees ]] || { echo "no C2V_SEES_ lines in $modules" >&2 && exit 2; }

# Lines "file:line:include" of a layer.
includes_of() {
  find "$root/$1" -path "$root/tests/layers/shop" -prune -o \
    \( -name '*.h' -o -name '*.cc' \) -exec grep -nHE '^ *# *include' {} + || true
}

complain() { echo "$1: $2 may not include $3" && failures=$((failures + 1)); }

check_line() {
  local layer=$1 visible=$2 place=$3 included=$4
  case $included in
  *..*) complain "$place" "$layer" "$included: write it from the root" ;;
  \<grpc* | *.grpc.pb.h\") if [[ $layer != @(server|client|bench|tests) ]]; then
    complain "$place" "$layer" "$included: gRPC belongs to server and client"
  fi ;;
  \"*) local folder=${included#\"} && folder=${folder%%/*}
    if grep -q "^$folder " <<<"$sees" && [[ ";$visible;" != *";$folder;"* ]]; then
      complain "$place" "$layer" "$included: it sees only $visible"
    fi ;;
  esac
}

failures=0
while read -r layer visible; do
  [[ -d $root/$layer ]] || continue
  while IFS= read -r line; do
    [[ $line =~ ^([^:]+:[0-9]+):.*include\ *([\"\<][^\"\>]*[\"\>]) ]] || continue
    check_line "$layer" "$visible" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  done < <(includes_of "$layer")
done <<<"$sees"

((failures == 0)) || { echo "$failures includes break the layers" && exit 1; }
