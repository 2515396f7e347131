"""Trains doc2vec with gensim and writes its vectors: the peer of bench_documents.

    bench_documents dbow_vs_gensim ... -- python bench/peers/gensim_doc2vec.py

The corpus has a document a line, tokens as decimal rows; gensim reads the file itself
(corpus_file), its fastest mode. Each epoch has one learning rate, because that mode
lowers a rate too little within an epoch when it has more than one thread. Writes
documents.f32 and output.f32 (row-major, rows in the order of the corpus and of the
tokens), seconds.txt (of training alone) and version.txt into the folder.
"""
import argparse
import time

import gensim
import numpy
from gensim.models.doc2vec import Doc2Vec

parser = argparse.ArgumentParser(description=__doc__)
for flag, kind in {
    "folder": str,
    "model": str,
    "rows": int,
    "dimension": int,
    "window": int,
    "negatives": int,
    "threads": int,
    "seed": int,
    "rates": str,
}.items():
    parser.add_argument(f"--{flag}", type=kind, required=True)
flags = parser.parse_args()
rates = [float(rate) for rate in flags.rates.split(",")]
corpus = f"{flags.folder}/corpus.txt"

model = Doc2Vec(
    vector_size=flags.dimension,
    window=flags.window,
    negative=flags.negatives,
    hs=0,
    dm=1 if flags.model == "dm" else 0,
    dm_mean=1,
    dbow_words=0,
    min_count=1,
    sample=1e-3,
    workers=flags.threads,
    seed=flags.seed,
)
model.build_vocab(corpus_file=corpus)
start = time.monotonic()
for rate in rates:
    model.train(
        corpus_file=corpus,
        total_examples=model.corpus_count,
        total_words=model.corpus_total_words,
        epochs=1,
        start_alpha=rate,
        end_alpha=rate,
    )
seconds = time.monotonic() - start

# A token that never occurs has no vector and stays zero.
output = numpy.zeros((flags.rows, flags.dimension), dtype="<f4")
output[[int(key) for key in model.wv.index_to_key]] = model.syn1neg
output.tofile(f"{flags.folder}/output.f32")
model.dv.vectors.astype("<f4").tofile(f"{flags.folder}/documents.f32")
for name, text in {"seconds": str(seconds), "version": gensim.__version__}.items():
    with open(f"{flags.folder}/{name}.txt", "w", encoding="ascii") as file:
        file.write(text)
