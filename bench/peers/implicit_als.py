"""Times the package `implicit` on the problem that bench_ials wrote.

    bench_ials ials_vs_implicit -- python bench/peers/implicit_als.py

The package asks for one BLAS thread, and warns when there are more: its own threads
do the work. Its confidence of a purchase is the matrix's value itself, so a value of
1 + alpha is the objective that bench_ials minimises.
"""
import argparse
import os

os.environ.pop("OPENBLAS_CORETYPE", None)
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import implicit  # noqa: E402  after the environment is set
import numpy as np  # noqa: E402
import scipy.sparse  # noqa: E402


def read_matrix(folder, columns, value):
    offsets = np.fromfile(f"{folder}/offsets.u64", dtype=np.uint64).astype(np.int64)
    items = np.fromfile(f"{folder}/columns.u32", dtype=np.uint32).astype(np.int32)
    values = np.full(len(items), value, dtype=np.float32)
    return scipy.sparse.csr_matrix(
        (values, items, offsets), shape=(len(offsets) - 1, columns)
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--columns", type=int, required=True)
    parser.add_argument("--factors", type=int, required=True)
    parser.add_argument("--iterations", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--alpha", type=float, required=True)
    parser.add_argument("--regularization", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    matrix = read_matrix(args.data, args.columns, 1 + args.alpha)
    model = implicit.als.AlternatingLeastSquares(
        factors=args.factors,
        regularization=args.regularization,
        alpha=1.0,
        iterations=args.iterations,
        num_threads=args.threads,
        random_state=args.seed,
        use_gpu=False,
    )
    passes = []
    model.fit(
        matrix,
        show_progress=False,
        callback=lambda iteration, seconds, loss=None: passes.append(seconds),
    )
    seconds = np.mean(passes)
    model.user_factors.astype(np.float32).tofile(f"{args.data}/customers.f32")
    model.item_factors.astype(np.float32).tofile(f"{args.data}/items.f32")
    with open(f"{args.data}/seconds.txt", "w", encoding="utf-8") as file:
        file.write(str(seconds))
    with open(f"{args.data}/version.txt", "w", encoding="utf-8") as file:
        file.write(implicit.__version__)


if __name__ == "__main__":
    main()
