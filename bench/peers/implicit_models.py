"""Learns factors with the package `implicit` from the matrix that bench_peers wrote.

    bench_peers ... -- python bench/peers/implicit_models.py

Reads DATA/{offsets.u64,columns.u32,values.f32}, rows are customers. Writes
DATA/{customers,items}.f32 and DATA/version.txt; a score is customer . item. BPR's item
biases are the last column of the items' factors, as the package has them.
"""
import argparse
import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import implicit  # noqa: E402  after the environment is set
import numpy as np  # noqa: E402
import scipy.sparse  # noqa: E402


def read_matrix(folder, columns):
    offsets = np.fromfile(f"{folder}/offsets.u64", dtype=np.uint64).astype(np.int64)
    items = np.fromfile(f"{folder}/columns.u32", dtype=np.uint32).astype(np.int32)
    values = np.fromfile(f"{folder}/values.f32", dtype=np.float32)
    return scipy.sparse.csr_matrix(
        (values, items, offsets), shape=(len(offsets) - 1, columns)
    )


def make_model(args):
    common = {
        "factors": args.factors,
        "regularization": args.regularization,
        "iterations": args.iterations,
        "num_threads": args.threads,
        "random_state": args.seed,
        "use_gpu": False,
    }
    if args.model == "als":
        return implicit.als.AlternatingLeastSquares(alpha=args.alpha, **common)
    return implicit.bpr.BayesianPersonalizedRanking(learning_rate=args.rate, **common)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--columns", type=int, required=True)
    parser.add_argument("--model", choices=["als", "bpr"], required=True)
    parser.add_argument("--factors", type=int, required=True)
    parser.add_argument("--iterations", type=int, required=True)
    parser.add_argument("--alpha", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--regularization", type=float, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    model = make_model(args)
    model.fit(read_matrix(args.data, args.columns), show_progress=False)
    model.user_factors.astype(np.float32).tofile(f"{args.data}/customers.f32")
    model.item_factors.astype(np.float32).tofile(f"{args.data}/items.f32")
    with open(f"{args.data}/version.txt", "w", encoding="utf-8") as file:
        file.write(implicit.__version__)


if __name__ == "__main__":
    main()
