# shellcheck shell=bash
# shellcheck disable=SC2154  # options of scripts/bench
# Figures of doc2vec, for scripts/bench: one function a name.

run_documents() {
  local name=$1 venv
  build bench_documents
  venv=$(scripts/python-env peers-gensim)
  "$BINARIES/bench_documents" "$name" --scratch "$WORK/documents" --seeds "$seeds" \
    --command "$(command_of "$name" --seeds "$seeds")" \
    -- "$venv/bin/python" bench/peers/gensim_doc2vec.py
}

figure_dbow_vs_gensim() { run_documents dbow_vs_gensim; }

figure_dm_vs_gensim() { run_documents dm_vs_gensim; }
