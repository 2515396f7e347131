# One CMake target per module, its dependencies named, and arrows that only point
# down:
#
#   proto <- core <- store <- {trainer, server}
#   client stands on proto and core; bench and tests look in from outside.
#
# Two things keep it so. c2v_library() refuses a dependency on a module of a layer
# that may not be seen (at configure time, with both names). And each layer has an
# include root of its own that holds nothing but that layer, so
# `#include "trainer/..."` in server code finds no file and the build fails.
#
#   c2v_library(core_snapshot
#     HDRS snapshot.h
#     SRCS snapshot.cc
#     DEPS core_base proto_messages)
#   c2v_test(core_snapshot_test SRCS snapshot_test.cc DEPS core_snapshot)
#
# A module's layer is the top-level folder it is declared in.

set(C2V_SEES_proto "proto;third_party")
set(C2V_SEES_core "core;proto;third_party")
set(C2V_SEES_store "store;core;proto;third_party")
set(C2V_SEES_trainer "trainer;store;core;proto;third_party")
set(C2V_SEES_server "server;store;core;proto;third_party")
set(C2V_SEES_client "client;core;proto;third_party")
set(C2V_SEES_bench "bench;tests;trainer;server;client;store;core;proto;third_party")
set(C2V_SEES_tests "tests;trainer;server;client;store;core;proto;third_party")

foreach(layer core store trainer server client bench tests)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include/${layer})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${layer}
       ${PROJECT_BINARY_DIR}/include/${layer}/${layer} SYMBOLIC)
endforeach()

function(_c2v_layer out)
  file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REGEX REPLACE "/.*" "" layer "${path}")
  set(${out} ${layer} PARENT_SCOPE)
endfunction()

# Fails when `target` of `layer` depends on a module of a layer it may not see.
function(_c2v_check_arrows target layer)
  foreach(dep ${ARGN})
    if(TARGET ${dep})
      get_target_property(dep_layer ${dep} C2V_LAYER)
      if(dep_layer AND NOT dep_layer IN_LIST C2V_SEES_${layer})
        message(FATAL_ERROR
          "layers: ${target} (${layer}) may not depend on ${dep} (${dep_layer}). "
          "${layer} sees only: ${C2V_SEES_${layer}}")
      endif()
    elseif(NOT dep MATCHES "::")
      message(FATAL_ERROR
        "${target}: unknown dependency '${dep}'; declare it before its user")
    endif()
  endforeach()
endfunction()

function(_c2v_configure target layer)
  target_compile_options(${target} PRIVATE ${C2V_WARNINGS})
endfunction()

# TESTONLY: what tests share, left out of a build without tests.
function(c2v_library name)
  cmake_parse_arguments(ARG "TESTONLY" "" "HDRS;SRCS;DEPS" ${ARGN})
  if(ARG_TESTONLY AND NOT C2V_BUILD_TESTS)
    return()
  endif()
  _c2v_layer(layer)
  _c2v_check_arrows(${name} ${layer} ${ARG_DEPS})
  if(ARG_SRCS)
    add_library(${name} STATIC ${ARG_HDRS} ${ARG_SRCS})
    target_link_libraries(${name} PUBLIC ${ARG_DEPS})
    target_include_directories(${name} PUBLIC ${PROJECT_BINARY_DIR}/include/${layer})
    _c2v_configure(${name} ${layer})
  else()
    # Not as a FILE_SET: its base folder, the root, would become an include root of
    # every user, and with it all layers visible to all.
    add_library(${name} INTERFACE ${ARG_HDRS})
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
    target_include_directories(${name} INTERFACE ${PROJECT_BINARY_DIR}/include/${layer})
  endif()
  set_target_properties(${name} PROPERTIES C2V_LAYER ${layer})
endfunction()

# An executable. OUTPUT names the file, in build/<preset>/bin.
function(c2v_binary name)
  cmake_parse_arguments(ARG "" "OUTPUT" "SRCS;DEPS" ${ARGN})
  _c2v_layer(layer)
  _c2v_check_arrows(${name} ${layer} ${ARG_DEPS})
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  target_include_directories(${name} PRIVATE ${PROJECT_BINARY_DIR}/include/${layer})
  set_target_properties(${name} PROPERTIES C2V_LAYER ${layer}
                        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  if(ARG_OUTPUT)
    set_target_properties(${name} PROPERTIES OUTPUT_NAME ${ARG_OUTPUT})
  endif()
  _c2v_configure(${name} ${layer})
endfunction()

# A GoogleTest binary, run as one ctest entry. LABELS threads: also run under TSan.
function(c2v_test name)
  if(NOT C2V_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  c2v_binary(${name} SRCS ${ARG_SRCS} DEPS ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
