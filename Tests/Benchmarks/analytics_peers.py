#!/usr/bin/env python3
"""What named peers take for what AnalyticsBench measures: processor time of one thread, the least of several runs.

Needs requirements.txt; prints one JSON object with a peer's figure in the unit of ours, by the key of the figure.
"""

import json
import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import time  # noqa: E402

import numpy as np  # noqa: E402
import river  # noqa: E402
import sklearn  # noqa: E402
from river.anomaly import HalfSpaceTrees  # noqa: E402
from sklearn.ensemble import IsolationForest  # noqa: E402

METRICS = 8


def best(runs, work):
    least = float("inf")
    for _ in range(runs):
        start = time.thread_time()
        work()
        least = min(least, time.thread_time() - start)
    return least


def forest(rows):
    model = IsolationForest(n_estimators=100, max_samples=256, random_state=0, n_jobs=1).fit(rows)
    batch = best(9, lambda: model.score_samples(rows)) / len(rows)
    one = best(20, lambda: model.score_samples(rows[:1]))
    name = f"scikit-learn {sklearn.__version__}"
    return {"forest_batch": f"{name}: {batch * 1e6:.2f}", "forest_one": f"{name}: {one * 1e6:,.0f}"}


def streaming(rows):
    model = HalfSpaceTrees(seed=1)
    readings = [dict(enumerate(row)) for row in ((rows - rows.min(0)) / np.ptp(rows, 0)).tolist()]

    def work():
        for reading in readings:
            model.score_one(reading)
            model.learn_one(reading)

    return {"scoring": f"river {river.__version__}, half-space trees: {best(3, work) / len(rows) * 1e6:,.0f}"}


def main():
    rows = np.random.default_rng(7).normal(size=(16_384, METRICS))
    print(json.dumps(forest(rows) | streaming(rows[:2_000])))


if __name__ == "__main__":
    main()
