"""Times gensim's skip-gram with negative sampling on the corpus that bench_sgns wrote.

    bench_sgns sgns_w5_vs_gensim -- python bench/peers/gensim_sgns.py

Reads DATA/corpus.txt: a sentence a line, tokens as rows of the vocabulary. Sentences
are given from memory: gensim's corpus-file mode lets the learning rate fall too little
when there is more than one worker, and so is another training. Only `train` counts, not
the reading. Writes DATA/{input,output}.f32, rows in order, and DATA/peer.txt: seconds,
CPU seconds, name, version.
"""
import argparse
import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads are gensim's own

import gensim  # noqa: E402  after the environment is set
import numpy as np  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--dimension", type=int, required=True)
    parser.add_argument("--window", type=int, required=True)
    parser.add_argument("--whole-window", action="store_true")
    parser.add_argument("--negatives", type=int, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--exponent", type=float, default=0.75)
    parser.add_argument("--subsample", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    with open(f"{args.data}/corpus.txt", encoding="ascii") as file:
        sentences = [line.split() for line in file]
    model = gensim.models.Word2Vec(
        vector_size=args.dimension,
        window=args.window,
        shrink_windows=not args.whole_window,
        sg=1,
        negative=args.negatives,
        ns_exponent=args.exponent,
        sample=args.subsample,
        min_count=1,
        alpha=args.rate,
        min_alpha=args.rate * 1e-4,
        epochs=args.epochs,
        workers=args.threads,
        seed=args.seed,
    )
    model.build_vocab(sentences)
    start, cpu_start = time.perf_counter(), time.process_time()
    model.train(sentences, total_examples=model.corpus_count, epochs=model.epochs)
    seconds = time.perf_counter() - start
    cpu_seconds = time.process_time() - cpu_start
    rows = np.argsort([int(token) for token in model.wv.index_to_key])
    model.wv.vectors[rows].astype(np.float32).tofile(f"{args.data}/input.f32")
    model.syn1neg[rows].astype(np.float32).tofile(f"{args.data}/output.f32")
    with open(f"{args.data}/peer.txt", "w", encoding="ascii") as file:
        file.write(f"{seconds} {cpu_seconds} gensim {gensim.__version__}\n")


if __name__ == "__main__":
    main()
