#!/usr/bin/env python3
"""Leave one corpus out: `crible train` next to logistic regression.

For each spam corpus, both are trained on all others and score it; sms_fr_mt and
smokedetector_titles are only scored. Body alone. Recall is at the threshold
that lets 0.5 % or 1 % of the pooled innocents (of all the scored files) pass as
spam. Crible answers as a whole: model and rules.

  tests/bench/compare_lr.py --crible build/bin/crible --models models --data DATA

Needs python3-sklearn. Logistic regression reads folded text (words 1-2 and
runs of 2 to 5 characters, tf-idf); both see the same rows.
"""
import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
import unicodedata

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

HELD = [["youtube_spam"], ["sms_spam"], ["janitr_x"], ["wp_blog_spam"],
        ["tg_spam_en", "spambot_templates"], []]
TESTED_ONLY = ["sms_spam_fr_mt", "smokedetector_titles"]


def rows_of(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


def fold(text):
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def taken(entry, salt, rows):
    """The rows of a [[corpus]] block, as src/bayes/corpus.cc takes them."""
    result = []
    for side, labels in ((1, entry.get("in", [entry["category"]])),
                         (0, entry.get("out", ["ham"]))):
        side_rows = [r for r in rows if r["label"] in labels]
        side_rows.sort(key=lambda r: hashlib.sha256(
            f"{salt}:{r['id']}".encode()).hexdigest())
        limit = entry.get("in_max" if side else "out_max", len(side_rows))
        result += [(r, side) for r in side_rows[:limit]]
    return result


def recall(spam, ham, share):
    threshold = np.sort(ham)[::-1][int(share * len(ham))]
    return float((spam > threshold).mean())


def without(mix, names):
    """The text of mix.toml without the blocks of these corpora."""
    head, *blocks = re.split(r"(?m)^(?=\[\[corpus\]\])", mix)
    return head + "".join(
        b for b in blocks
        if not any(f'"{n}.train.jsonl"' in b for n in names))


def crible_scores(args, mix, held, texts):
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        shutil.copytree(args.models, models)
        with open(f"{models}/training/mix.toml", "w", encoding="utf8") as file:
            file.write(without(mix, held))
        subprocess.run([args.crible, "train", "--category", "spam", "--models", models,
                        "--data", args.data], check=True,
                       stdout=subprocess.DEVNULL)
        lines = "".join(json.dumps({"body": t}) + "\n" for t in texts)
        answers = subprocess.run(
            [args.crible, "moderate", "--models", models, "-"],
            input=lines, text=True, check=True, stdout=subprocess.PIPE).stdout
    return np.array([json.loads(a)["spam_probability"]
                     for a in answers.splitlines()])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crible", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--data", required=True)
    args = parser.parse_args()
    with open(f"{args.models}/training/mix.toml", encoding="utf8") as file:
        mix = file.read()
    table = tomllib.loads(mix)
    entries = [e for e in table["corpus"] if e["category"] == "spam"]
    corpora = {}
    for entry in entries:
        name = entry["file"].removesuffix(".jsonl").removesuffix(".train")
        ours = f"{args.models}/training/{entry['file']}"
        path = ours if os.path.exists(ours) else f"{args.data}/{entry['file']}"
        corpora[name] = taken(entry, table["salt"], rows_of(path))
    for name in TESTED_ONLY:
        corpora[name] = [(r, int(r["label"] == "spam"))
                         for r in rows_of(f"{args.data}/{name}.train.jsonl")]
    totals = {"crible": [], "logistic": []}
    pooled_ham = {"crible": [], "logistic": []}
    spam = {}
    for held in HELD:
        tested = held or TESTED_ONLY
        train = [(r["body"], y) for n, rows in corpora.items()
                 if n not in held and n not in TESTED_ONLY for r, y in rows]
        test = [(n, r["body"], y) for n in tested for r, y in corpora[n]]
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, preprocessor=fold)
        runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2,
                               preprocessor=fold, sublinear_tf=True)
        texts = [t for t, _ in train]
        x = hstack([words.fit_transform(texts), runs.fit_transform(texts)])
        model = LogisticRegression(C=10, solver="liblinear")
        model.fit(x.tocsr(), [y for _, y in train])
        bodies = [t for _, t, _ in test]
        scores = {
            "logistic": model.decision_function(
                hstack([words.transform(bodies), runs.transform(bodies)])),
            "crible": crible_scores(args, mix, held, bodies)}
        for tool, values in scores.items():
            for (name, _, y), value in zip(test, values):
                if y:
                    spam.setdefault((tool, name), []).append(value)
                else:
                    pooled_ham[tool].append(value)
    print(f"{'corpus':<22}{'tool':<10}{'AUC':>6}{'at 0.5 %':>10}{'at 1 %':>8}")
    for (tool, name), values in sorted(spam.items(), key=lambda i: i[0][::-1]):
        values, ham = np.array(values), np.array(pooled_ham[tool])
        auc = roc_auc_score(np.r_[np.ones(len(values)), np.zeros(len(ham))],
                            np.r_[values, ham])
        figures = auc, recall(values, ham, .005), recall(values, ham, .01)
        totals[tool].append(figures)
        print(f"{name:<22}{tool:<10}" + "{:>6.3f}{:>10.3f}{:>8.3f}".format(
            *figures))
    for tool, figures in totals.items():
        print(f"{'mean':<22}{tool:<10}" + "{:>6.3f}{:>10.3f}{:>8.3f}".format(
            *np.mean(figures, axis=0)))


if __name__ == "__main__":
    main()
