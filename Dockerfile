# The server in a container, built from a clean clone:
#
#   docker build --network=host --build-arg COMMIT="$(git rev-parse --short HEAD)" -t customer2vec .
#   docker run --rm -p 50051:50051 -p 9464:9464 -v "$PWD/run/snapshots:/snapshots:ro" customer2vec
#
# It answers on 50051, /metrics, /healthz and /readyz stand on 9464, and SIGTERM drains
# it. The admin services listen inside the container only:
#
#   docker exec CONTAINER c2v snapshots list

FROM debian:bookworm-slim AS build
WORKDIR /src
# First what seldom changes, so that an edit does not install everything again.
COPY scripts/install-dependencies scripts/
COPY scripts/lib scripts/lib
RUN scripts/install-dependencies build \
    && scripts/install-dependencies --list runtime > /runtime-packages \
    && rm -rf /var/lib/apt/lists/*
COPY . .
ARG COMMIT=
RUN cmake --preset release -DC2V_BUILD_TESTS=OFF -DC2V_COMMIT="$COMMIT" \
    && cmake --build --preset release --target c2v-server c2v \
    && strip build/release/bin/c2v-server build/release/bin/c2v

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="customer2vec" \
      org.opencontainers.image.description="Recommendations from embeddings of items, customers and sessions, over gRPC" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /runtime-packages /tmp/runtime-packages
RUN apt-get update \
    && xargs apt-get install -y --no-install-recommends < /tmp/runtime-packages \
    && rm -rf /var/lib/apt/lists/* /tmp/runtime-packages \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin c2v
COPY --from=build /src/build/release/bin/c2v-server /src/build/release/bin/c2v /usr/local/bin/
# Requests are spread over threads already; a product of matrices stays on its own.
ENV OPENBLAS_NUM_THREADS=1
USER 10001
VOLUME /snapshots
EXPOSE 50051 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["c2v", "health"]
ENTRYPOINT ["c2v-server"]
CMD ["--store", "/snapshots", "--listen", "0.0.0.0:50051", "--http-listen", "0.0.0.0:9464"]
