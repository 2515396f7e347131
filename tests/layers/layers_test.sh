#!/usr/bin/env bash
# Breaks the layers of a tiny project (shop/) on purpose, one way at a time, and
# requires that each is noticed: that the check fails when it should.
#
#   tests/layers/layers_test.sh .
set -euo pipefail

root=$(cd -- "${1:?usage: layers_test.sh ROOT}" && pwd)
here=$root/tests/layers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat "$work/log"
  exit 1
}

# A fresh copy of the shop as the project under test.
fresh_shop() {
  rm -rf "$work/shop" "$work/build"
  cp -r "$here/shop" "$work/shop"
}

configure() {
  cmake -G Ninja -S "$work/shop" -B "$work/build" \
    -DMODULES="$root/cmake/Modules.cmake" >"$work/log" 2>&1
}

build() { configure && cmake --build "$work/build" >"$work/log" 2>&1; }

check_includes() { "$here/check_includes.sh" "$work/shop" >"$work/log" 2>&1; }

# The log must say what is wrong: a failure for another reason proves nothing.
require_in_log() { tr -s '\n ' ' ' <"$work/log" | grep -qF -- "$1" || fail "no '$1' in the output"; }

fresh_shop
build || fail "the unbroken shop must build"
check_includes || fail "the unbroken shop must pass"
echo "ok: an unbroken project builds"

fresh_shop
sed -i 's/DEPS core_id/DEPS core_id trainer_learn/' "$work/shop/server/answer/CMakeLists.txt"
configure && fail "configured although server depends on trainer"
require_in_log 'server_answer (server) may not depend on trainer_learn (trainer)'
echo "ok: a dependency from server to trainer does not configure"

fresh_shop
sed -i '1i #include "trainer/learn/learner.h"' "$work/shop/server/answer/answer.cc"
build && fail "compiled although server includes trainer"
require_in_log 'trainer/learn/learner.h: No such file'
check_includes && fail "check_includes.sh passed an include of trainer in server"
require_in_log 'server may not include "trainer/learn/learner.h"'
echo "ok: an include of trainer in server does not compile"

fresh_shop
sed -i '1i #include "../../trainer/learn/learner.h"' "$work/shop/server/answer/answer.cc"
check_includes && fail "check_includes.sh passed a relative include"
require_in_log 'write it from the root'
echo "ok: a relative include is found"

fresh_shop
sed -i '1i #include <grpcpp/grpcpp.h>' "$work/shop/core/id/id.h"
check_includes && fail "check_includes.sh passed gRPC in core"
require_in_log 'gRPC belongs to server and client'
echo "ok: gRPC in core is found"
