#!/usr/bin/env python3
"""Leave one corpus out: `crible train` next to logistic regression.

For each group of corpora of the mix both are trained on all others and score
it; corpora that nothing trains on are scored by what the whole mix makes. Body
alone. Crible answers as a whole, model and rules. Logistic regression reads
folded text (words 1-2 and runs of 2 to 5 characters, tf-idf); both see the same
rows.

  tests/bench/compare_lr.py --crible build/bin/crible --models models --data DATA
  tests/bench/compare_lr.py … --category abuse

AUC and recall are against the pooled innocents of all scored files (abuse: of
the same language); `own` is the AUC against the corpus's own innocents. Recall
is at the threshold that lets 0.5 % or 1 % of the pooled innocents pass. ECE is
the expected calibration error in 15 bins once the prior is moved to the
corpus's own share. Brackets hold 95 % intervals (Wilson) of recall at 0.5 %.

With --part K (0 to 3) instead of whole corpora a quarter of each is held out, of
videos a whole one, and the innocents are those of all files in DATA: what to
expect of other comments from known places.

With --controls three models instead that must be near chance (AUC <= 0.60): they
see only the language, only the length, only which optional fields are there.

Needs python3-sklearn.
"""
import argparse
import glob
import hashlib
import json
import math
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

# Left out together; the last, empty group trains on the whole mix.
HELD = {
    "spam": [["youtube_spam"], ["sms_spam"], ["janitr_x"], ["wp_blog_spam"],
             ["tg_spam_en", "spambot_templates"], []],
    "abuse": [["toxifrench"], ["mlma_fr_tweets"], ["davidson_tweets"],
              ["edos_sexism"], ["surge_toxicity"], ["civil_toxic_spans"], []]}
TESTED_ONLY = {
    "spam": ["sms_spam_fr_mt", "smokedetector_titles"],
    "abuse": ["ucc_news_comments", "sfu_ctc_news_comments",
              "stormfront_sentences", "jigsaw_fr_mt", "jigsaw_en"]}
# Small ones of the same kind, one corpus in every table.
JOINED = {"tg_spam_en": "tg + templates", "spambot_templates": "tg + templates"}
# The site's share in models/policy.toml, in every probability of Crible's.
BASE = 0.05
TOOLS = ("crible", "logistic")
CONTROLS = ("language", "length", "fields")
OPTIONAL_FIELDS = ("author", "author_url", "title", "topic", "date")
BOTH_CLASSES_MIN = 20
PARTS = 4


def rows_of(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


def fold(text):
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


def logit(p):
    return np.log(p) - np.log1p(-np.asarray(p))


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


def recall(found, ham, share):
    """Share above the threshold that `share` of the innocents reach."""
    threshold = np.sort(ham)[::-1][int(share * len(ham))]
    return float((found > threshold).mean())


def wilson(share, n):
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = (z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
            / (1 + z * z / n))
    return max(0, middle - half), min(1, middle + half)


def calibration_error(log_odds, labels, bins=15):
    """Of log-odds for classes of equal size, moved to the labels' share."""
    p = 1 / (1 + np.exp(-(log_odds + logit(labels.mean()))))
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[place == b].sum() - labels[place == b].sum())
                     for b in range(bins)) / len(p))


def in_part(part, row):
    """Whether a row of a public corpus is held out with this part."""
    # Comments under one video answer one another.
    video = row["title"] if row["id"].startswith("youtube_spam:") else ""
    key = "video " + video if video else row["id"]
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % PARTS == part


def without(mix, names):
    """The text of mix.toml without the blocks of these corpora."""
    head, *blocks = re.split(r"(?m)^(?=\[\[corpus\]\])", mix)
    return head + "".join(
        b for b in blocks
        if not any(f'"{n}.train.jsonl"' in b for n in names))


def crible_scores(args, mix, data, texts):
    """Log-odds without the site's base, trained on `mix` of the folder `data`."""
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        shutil.copytree(args.models, models)
        with open(f"{models}/training/mix.toml", "w", encoding="utf8") as file:
            file.write(mix)
        subprocess.run([args.crible, "train", "--category", args.category,
                        "--models", models, "--data", data], check=True,
                       stdout=subprocess.DEVNULL)
        lines = "".join(json.dumps({"body": t}) + "\n" for t in texts)
        answers = subprocess.run(
            [args.crible, "moderate", "--models", models, "-"],
            input=lines, text=True, check=True, stdout=subprocess.PIPE).stdout
    p = np.array([json.loads(a)[f"{args.category}_probability"]
                  for a in answers.splitlines()])
    return logit(np.clip(p, 1e-12, 1 - 1e-12)) - logit(BASE)


def logistic_scores(train, texts):
    """Log-odds without the base of the training rows."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, preprocessor=fold)
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2,
                           preprocessor=fold, sublinear_tf=True)
    bodies = [t for t, _ in train]
    labels = [y for _, y in train]
    x = hstack([words.fit_transform(bodies), runs.fit_transform(bodies)])
    model = LogisticRegression(C=10, solver="liblinear").fit(x.tocsr(), labels)
    return model.decision_function(
        hstack([words.transform(texts), runs.transform(texts)]).tocsr()
    ) - logit(np.mean(labels))


def control_features(name, rows):
    if name == "language":
        return np.array([[r["lang"] == "fr", r["lang"] == "en"] for r in rows],
                        float)
    if name == "length":
        return np.array([[math.log1p(len(r["body"])),
                          math.log1p(len(r["body"])) ** 2] for r in rows])
    return np.array([[bool(r.get(k)) for k in OPTIONAL_FIELDS] for r in rows],
                    float)


def report_controls(args, corpora):
    """AUC of each control, corpus by corpus and pooled over the scored rows."""
    only = TESTED_ONLY[args.category]
    for control in CONTROLS:
        names, labels, scores = [], [], []
        for held in HELD[args.category]:
            train = [(r, y) for n, rows in corpora.items()
                     if n not in held and n not in only for r, y in rows]
            test = [(n, r, y) for n in held or only for r, y in corpora[n]]
            model = LogisticRegression(C=10).fit(
                control_features(control, [r for r, _ in train]),
                [y for _, y in train])
            scores += list(model.decision_function(
                control_features(control, [r for _, r, _ in test])))
            names += [n for n, _, _ in test]
            labels += [y for _, _, y in test]
        names, labels, scores = map(np.array, (names, labels, scores))
        own = [roc_auc_score(labels[names == n], scores[names == n])
               for n in dict.fromkeys(names)
               if 0 < labels[names == n].sum() < (names == n).sum()]
        print(f"{control:<10} AUC own, mean {np.mean(own):.3f} "
              f"(worst {max(own, key=lambda a: abs(a - .5)):.3f}), "
              f"pooled {roc_auc_score(labels, scores):.3f}")


def read_corpora(args, table, data):
    """(row, of the category) by corpus of the mix, read in the folder `data`."""
    corpora = {}
    for entry in table["corpus"]:
        if entry["category"] != args.category:
            continue
        name = entry["file"].removesuffix(".jsonl").removesuffix(".train")
        ours = f"{args.models}/training/{entry['file']}"
        path = ours if os.path.exists(ours) else f"{data}/{entry['file']}"
        corpora[name] = taken(entry, table["salt"], rows_of(path))
    return corpora


def labelled(args, rows):
    return [(r, int(r["label"] == args.category)) for r in rows
            if r["label"] in (args.category, "ham")]


def read_with_tested(args, table):
    corpora = read_corpora(args, table, args.data)
    for name in TESTED_ONLY[args.category]:
        corpora[name] = labelled(
            args, rows_of(f"{args.data}/{name}.train.jsonl"))
    return corpora


def split_part(args, folder):
    """Writes what stays for training; the (corpus, row, label) held out."""
    test = []
    for path in sorted(glob.glob(f"{args.data}/*.train.jsonl")):
        file = os.path.basename(path)
        name = file.removesuffix(".train.jsonl")
        rows = rows_of(path)
        if "label" not in rows[0]:
            continue
        with open(f"{folder}/{file}", "w", encoding="utf8") as kept:
            kept.writelines(json.dumps(r) + "\n" for r in rows
                            if not in_part(args.part, r))
        test += [(name, r, y) for r, y in labelled(args, rows)
                 if in_part(args.part, r)]
    return test


def scored_by(args, mix, data, train, test):
    """(corpus, language, label, {tool: log-odds}) of each row of `test`."""
    train = [(r["body"], y) for r, y in train]
    bodies = [r["body"] for _, r, _ in test]
    scores = {"logistic": logistic_scores(train, bodies),
              "crible": crible_scores(args, mix, data, bodies)}
    # The language of a row is that of its corpus, as in the mix.
    return [(JOINED.get(name, name), "fr" if row["lang"] == "fr" else "en", y,
             {tool: scores[tool][i] for tool in TOOLS})
            for i, (name, row, y) in enumerate(test)]


def score_part(args, table, mix):
    with tempfile.TemporaryDirectory() as folder:
        test = split_part(args, folder)
        train = [row for rows in read_corpora(args, table, folder).values()
                 for row in rows]
        return scored_by(args, mix, folder, train, test)


def score_all(args, table, mix):
    corpora = read_with_tested(args, table)
    scored = []
    only = TESTED_ONLY[args.category]
    for held in HELD[args.category]:
        train = [row for n, rows in corpora.items()
                 if n not in held and n not in only for row in rows]
        test = [(n, r, y) for n in held or only for r, y in corpora[n]]
        scored += scored_by(args, without(mix, held), args.data, train, test)
    return scored


def figures_of(tool, name, scored, by_language):
    rows = [s for s in scored if s[0] == name]
    values = np.array([s[3][tool] for s in rows])
    labels = np.array([s[2] for s in rows])
    languages = {s[1] for s in rows if s[2]}
    ham = np.array([s[3][tool] for s in scored if not s[2] and
                    (not by_language or s[1] in languages)])
    found = values[labels == 1]

    def auc(ham):
        return roc_auc_score(np.r_[np.ones(len(found)), np.zeros(len(ham))],
                             np.r_[found, ham])

    both = min(labels.sum(), (1 - labels).sum()) >= BOTH_CLASSES_MIN
    return {"n": len(found), "auc": auc(ham),
            "own": auc(values[labels == 0]) if both else math.nan,
            "r05": recall(found, ham, .005), "r1": recall(found, ham, .01),
            "ece": calibration_error(values, labels) if both else math.nan}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--crible", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--category", default="spam", choices=sorted(HELD))
    parser.add_argument("--controls", action="store_true")
    parser.add_argument("--part", type=int, choices=range(PARTS))
    args = parser.parse_args()
    with open(f"{args.models}/training/mix.toml", encoding="utf8") as file:
        mix = file.read()
    table = tomllib.loads(mix)
    if args.controls:
        return report_controls(args, read_with_tested(args, table))
    score = score_all if args.part is None else score_part
    scored = score(args, table, mix)

    names = list(dict.fromkeys(s[0] for s in scored if s[2]))
    print(f"{'corpus':<22}{'tool':<10}{'n':>6}{'AUC':>7}{'own':>7}"
          f"{'0.5 %':>7}{'':>14}{'1 %':>7}{'ECE':>7}")
    keys = ("auc", "own", "r05", "r1", "ece")
    of_tool = {tool: [] for tool in TOOLS}
    for name in names:
        for tool in TOOLS:
            f = figures_of(tool, name, scored, args.category == "abuse")
            of_tool[tool].append([f[k] for k in keys])
            low, high = wilson(f["r05"], f["n"])
            print(f"{name:<22}{tool:<10}{f['n']:>6}{f['auc']:>7.3f}"
                  f"{f['own']:>7.3f}{f['r05']:>7.3f}  [{low:.3f}, {high:.3f}]"
                  f"{f['r1']:>7.3f}{f['ece']:>7.3f}")
    means = {tool: np.nanmean(of_tool[tool], axis=0) for tool in TOOLS}
    for tool in TOOLS:
        m = means[tool]
        print(f"{'mean':<22}{tool:<10}{'':>6}{m[0]:>7.3f}{m[1]:>7.3f}"
              f"{m[2]:>7.3f}{'':>16}{m[3]:>7.3f}{m[4]:>7.3f}")
    d = means["crible"] - means["logistic"]
    print(f"{'difference':<38}{d[0]:>+7.3f}{d[1]:>+7.3f}{d[2]:>+7.3f}{'':>16}"
          f"{d[3]:>+7.3f}{d[4]:>+7.3f}")


if __name__ == "__main__":
    main()
