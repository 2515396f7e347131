# Every library the project stands on, with the reason it is here. All come from
# Debian packages; scripts/install-dependencies names the packages in the same
# order. Nothing is vendored and nothing is fetched at configure time.

find_package(Threads REQUIRED)     # std::thread
find_package(OpenMP REQUIRED)      # FAISS needs it, and must be found after it
find_package(Protobuf REQUIRED)    # the public API, the manifest, the configuration
find_package(absl REQUIRED)        # Status, Span, hash maps, strings
find_package(gRPC REQUIRED)        # the network
find_package(BLAS REQUIRED)        # OpenBLAS: FAISS's and networks' large products
find_package(Eigen3 REQUIRED)      # neural layers, decompositions while training
find_package(faiss REQUIRED)       # nearest-neighbour graphs
find_package(hwy REQUIRED)         # Highway: SIMD chosen at run time
find_package(ZLIB REQUIRED)        # gzip logs
find_package(zstd REQUIRED)        # zstd logs
find_package(simdjson REQUIRED)    # JSON Lines logs, at gigabytes a second
find_package(OpenSSL REQUIRED)     # SHA-256 of snapshot files
find_package(prometheus-cpp REQUIRED)  # metrics
find_package(civetweb REQUIRED)    # /metrics, /healthz and /readyz over HTTP
find_package(CLI11 REQUIRED)       # command lines
find_package(spdlog REQUIRED)      # logs
if(C2V_BUILD_TESTS)
  find_package(GTest REQUIRED)     # tests
  find_package(benchmark REQUIRED) # kernel benchmarks
endif()
