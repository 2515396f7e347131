"""Times PecanPy on the edges that bench_node2vec wrote.

    bench_node2vec node2vec_vs_pecanpy ... -- python bench/peers/pecanpy_node2vec.py

Walks and training count; reading the graph does not, nor does what numba compiles on
the first call. Transition probabilities are computed on the fly (SparseOTF), the mode
that PecanPy recommends for a graph of this density.
"""
import argparse
import importlib.metadata
import os
import time

parser = argparse.ArgumentParser(description=__doc__)
for flag, kind in {
    "folder": str,
    "p": float,
    "q": float,
    "walks": int,
    "length": int,
    "dimension": int,
    "window": int,
    "negatives": int,
    "epochs": int,
    "rate": float,
    "threads": int,
    "seed": int,
}.items():
    parser.add_argument(f"--{flag}", type=kind, required=True)
args = parser.parse_args()
os.environ["NUMBA_NUM_THREADS"] = str(args.threads)

import numpy as np  # noqa: E402  after the environment is set
from gensim.models import Word2Vec  # noqa: E402
from pecanpy import pecanpy  # noqa: E402


def main():
    graph = pecanpy.SparseOTF(
        args.p, args.q, workers=args.threads, random_state=args.seed
    )
    graph.read_edg(f"{args.folder}/edges.tsv", weighted=False, directed=False)
    graph.preprocess_transition_probs()
    graph.simulate_walks(1, 2)  # compiles
    start = time.perf_counter()
    walks = graph.simulate_walks(args.walks, args.length)
    walked = time.perf_counter()
    model = Word2Vec(
        walks,
        vector_size=args.dimension,
        window=args.window,
        sg=1,
        negative=args.negatives,
        min_count=0,
        workers=args.threads,
        epochs=args.epochs,
        alpha=args.rate,
        seed=args.seed,
    )
    end = time.perf_counter()
    print(f"walks {walked - start:.1f} s, training {end - walked:.1f} s")
    model.wv.vectors.astype(np.float32).tofile(f"{args.folder}/vectors.f32")
    outputs = {
        "ids.txt": "\n".join(model.wv.index_to_key),
        "seconds.txt": str(end - start),
        "version.txt": importlib.metadata.version("pecanpy"),
    }
    for name, text in outputs.items():
        with open(f"{args.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
