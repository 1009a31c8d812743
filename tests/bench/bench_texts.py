"""Texts to measure with: rows of the public corpora, chosen and cut.

    texts = choose(read_rows(folder), count=10000, mean_bytes=150)

The same rows give the same texts. Four fifths are innocent, a tenth each spam
and abuse; of each, half are French as far as there are enough. Long rows are
cut on a code-point boundary, at the length that makes the mean.
"""

import glob
import json
import os
import random

SHARES = {"ham": 0.8, "spam": 0.1, "abuse": 0.1}
# Shorter rows are left out: this share of the wanted mean, or as much more as it
# takes for the rows to be long enough before they are cut.
BYTES_MIN_SHARE = 0.15
BYTES_MIN_STEP = 0.05


def read_rows(folder):
    """(language, label, body) of every row of every corpus, in order."""
    rows = []
    for path in sorted(glob.glob(os.path.join(folder, "*.train.jsonl"))):
        with open(path, encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                if "label" in row and row["body"].strip():
                    rows.append((row["lang"], row["label"], row["body"]))
    if not rows:
        raise SystemExit(f"bench: no corpora in {folder}")
    return rows


def cut(text, bytes_max):
    """The longest beginning of at most bytes_max bytes, without white space
    around it."""
    return text.encode()[:bytes_max].decode(errors="ignore").strip()


def _mean(texts):
    return sum(len(text.encode()) for text in texts) / len(texts)


def _pick(rows, count, bytes_min, seed):
    """`count` different bodies by SHARES and language, mixed."""
    rng = random.Random(seed)
    heaps = {}
    seen = set()
    for lang, label, body in rows:
        key = cut(body, bytes_min).lower()
        if len(body.encode()) < bytes_min or key in seen:
            continue
        seen.add(key)  # so that they differ however short they are cut
        heaps.setdefault((label, lang == "fr"), []).append(body)
    for heap in heaps.values():
        rng.shuffle(heap)
    picked = []
    for label, share in SHARES.items():
        want = round(count * share)
        french = heaps.get((label, True), [])[: want // 2]
        others = heaps.get((label, False), [])[: want - len(french)]
        picked += french + others
    taken = set(picked)
    rest = [body for heap in heaps.values() for body in heap if body not in taken]
    rng.shuffle(rest)
    picked += rest[: count - len(picked)]
    if len(picked) < count:
        raise SystemExit(f"bench: {len(picked)} of {count} texts to be had")
    rng.shuffle(picked)
    return picked[:count]


def choose(rows, count, mean_bytes, seed=5):
    """`count` different texts with a mean of mean_bytes, ±1."""
    share = BYTES_MIN_SHARE
    picked = _pick(rows, count, int(mean_bytes * share), seed)
    while _mean(picked) < 1.05 * mean_bytes:
        share += BYTES_MIN_STEP
        picked = _pick(rows, count, int(mean_bytes * share), seed)
    low, high = 1, max(len(body.encode()) for body in picked)
    while low < high:
        middle = (low + high) // 2
        if _mean([cut(body, middle) for body in picked]) < mean_bytes:
            low = middle + 1
        else:
            high = middle
    texts = [cut(body, low) for body in picked]
    if abs(_mean(texts) - mean_bytes) > 5:
        raise SystemExit(f"bench: the mean is {_mean(texts):.0f} bytes, not {mean_bytes}")
    if len(set(texts)) < count:
        raise SystemExit("bench: two texts are equal")
    return texts


def write(path, texts):
    """As `crible moderate` reads them."""
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            json.dump({"id": f"c{number}", "body": text}, file, ensure_ascii=False)
            file.write("\n")
