#!/usr/bin/python3
"""Training on 100,000 account-months of 40 columns, and scoring a million accounts with reasons.

Beside it scikit-learn's logistic regression and XGBoost's own Python package (Debian's, so Debian's Python) on the
same data, with the same ridge, options and number of threads: argument, else 1. The areas under the curve must agree
within .002. Reasons are each column's part of the log-odds, for trees by path. Targets: trained below 30 s, a million
scored with reasons below 10 s on two idle cores.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

try:
    import numpy
    import xgboost
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
except ImportError as missing:
    sys.exit(f'{missing}: apt-get install python3-sklearn python3-xgboost, and run with Debian\'s python3')

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROWS, COLUMNS, BLOCKS, NEAR = 100_000, 40, 10, 0.002
TREES = {'objective': 'binary:logistic', 'tree_method': 'hist', 'eta': 0.05, 'max_depth': 3, 'min_child_weight': 5,
         'lambda': 1, 'subsample': 0.8, 'colsample_bytree': 0.5, 'seed': 1, 'verbosity': 0}


def read(file):
    """Rows × columns, and labels, of one half."""
    values = numpy.fromfile(file, dtype=numpy.float64, count=ROWS * COLUMNS).reshape(COLUMNS, ROWS).T
    return values, numpy.fromfile(file, dtype=numpy.uint8, count=ROWS)


def timed(work):
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def by_sklearn(train, label, held, held_label):
    model = LogisticRegression(C=1.0, max_iter=500)

    def standard(values):
        return numpy.nan_to_num((values - mean) / scale)

    def fit():
        nonlocal mean, scale
        mean, scale = numpy.nanmean(train, axis=0), numpy.nanstd(train, axis=0)
        model.fit(standard(train), label)

    def reasons():
        for _ in range(BLOCKS):
            z = standard(held)
            z * model.coef_[0]  # the parts
            model.predict_proba(z)

    mean = scale = None
    _, fitted = timed(fit)
    p, predicted = timed(lambda: model.predict_proba(standard(held))[:, 1])
    return {'fit': fitted, 'predict': predicted, 'million': timed(reasons)[1], 'auc': roc_auc_score(held_label, p)}


def by_xgboost(train, label, held, held_label, threads):
    options = dict(TREES, nthread=threads, base_score=float(label.mean()))

    def matrix(values, labels=None):
        return xgboost.DMatrix(values, label=labels, nthread=threads)

    def reasons():
        for _ in range(BLOCKS):
            model.predict(matrix(held), pred_contribs=True, approx_contribs=True)

    model, fitted = timed(lambda: xgboost.train(options, matrix(train, label), num_boost_round=200))
    p, predicted = timed(lambda: model.predict(matrix(held)))
    return {'fit': fitted, 'predict': predicted, 'million': timed(reasons)[1], 'auc': roc_auc_score(held_label, p)}


def main():
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.NamedTemporaryFile() as file:
        ours = json.loads(subprocess.run([ROOT / 'build' / 'bench' / 'bench_models', file.name, str(threads)],
                                         check=True, capture_output=True).stdout)
        train, label = read(file)
        held, held_label = read(file)
    theirs = {'logistic': by_sklearn(train, label, held, held_label),
              'trees': by_xgboost(train, label, held, held_label, threads)}
    agree = True
    for model, name in (('logistic', 'scikit-learn'), ('trees', 'XGBoost in Python')):
        us, them = ours[model], theirs[model]
        agree &= abs(us['auc'] - them['auc']) <= NEAR
        print(f'{model}, {threads} thread(s), beside {name}: AUC {us["auc"]:.4f} / {them["auc"]:.4f}')
        for what, words in (('fit', 'training'), ('predict', 'predicting 100,000'), ('million', 'a million with reasons')):
            print(f'  {words}: {us[what]:.2f} s / {them[what]:.2f} s ({them[what] / us[what]:.1f} times)')
    return 0 if agree else 1


if __name__ == '__main__':
    sys.exit(main())
