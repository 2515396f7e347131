# shellcheck shell=bash
# shellcheck disable=SC2154  # options of scripts/bench
# Figures of models over graphs, for scripts/bench: one function a name.

# Configurations that validation chooses among, in text format.
readonly NODE2VEC_CANDIDATES=(
  "walks_per_node: 80 walk_length: 40"
  "walks_per_node: 80 walk_length: 40 learning_rate: 0.05"
)

# The folder with BlogCatalog as PecanPy's benchmarks publish it.
blogcatalog_flags() {
  local folder=data/graph_blogcatalog
  if [[ $data != data/complete_journey ]]; then folder=$data; fi
  [[ -f $folder/BlogCatalog.edg.gz ]] ||
    die "no BlogCatalog.edg.gz in $folder; give the folder that holds it and BlogCatalog_labels.tsv.gz with --data"
  printf '%s\n' --edges "$folder/BlogCatalog.edg.gz" \
    --labels "$folder/BlogCatalog_labels.tsv.gz" --scratch "$WORK/node2vec"
}

pecanpy_command() {
  local venv
  venv=$(scripts/python-env peers-pecanpy)
  printf '%s\n' -- "$venv/bin/python" bench/peers/pecanpy_node2vec.py
}

run_node2vec() {
  local name=$1 flags peer
  shift
  build bench_node2vec
  flags=$(blogcatalog_flags)
  peer=$(pecanpy_command)
  # shellcheck disable=SC2086  # a word a line
  "$BINARIES/bench_node2vec" "$name" $flags "$@" \
    --command "$(command_of "$name" --data "$data" --seeds "$seeds")" $peer
}

figure_node2vec_vs_pecanpy() {
  run_node2vec node2vec_vs_pecanpy --config "p: 0.25 q: 0.25" --strength 1 \
    --inner 0 --repeat "$seeds"
}

figure_blogcatalog_macro_f1() {
  local config flags=(--features unit both --strength 0.5 1)
  for config in "${NODE2VEC_CANDIDATES[@]}"; do flags+=(--config "$config"); done
  run_node2vec blogcatalog_macro_f1 "${flags[@]}"
}

# Makes a payment network a seed and learns from it; puts the folders into
# `networks` and `snapshots`.
train_payments() {
  local seed store
  networks=() snapshots=()
  for ((seed = 1; seed <= seeds; ++seed)); do
    networks+=("$WORK/payments/network-$seed")
    store=$WORK/payments/store-$seed
    rm -rf "${networks[-1]}" "$store"
    mkdir -p "$store"
    "$BINARIES/c2v-train" generate-payments --output "${networks[-1]}" --seed "$seed" >&2
    step "train with seed $seed" "$BINARIES/c2v-train" fit --config examples/payments.textproto \
      --data-root "${networks[-1]}" --store "$store" --seed "$seed" >&2
    snapshots+=("$(newest_snapshot "$store")")
  done
}

run_payments() {
  local networks snapshots
  build c2v-train bench_payments
  mkdir -p "$WORK/payments"
  train_payments
  "$BINARIES/bench_payments" "$1" --snapshot "${snapshots[@]}" --network "${networks[@]}" \
    --command "$(command_of "$1" --seeds "$seeds")"
}

figure_payments_recall_gain() { run_payments payments_recall_gain; }
figure_payments_segments_gain() { run_payments payments_segments_gain; }
