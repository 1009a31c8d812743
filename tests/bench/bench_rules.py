"""Bundles of any number of rules, of the same make-up as the shipped ones.

    fill("models", "build/bench/models-1000", 1000, words)

Fewer rules than are shipped: every n-th of them. More: all of them, and copies
in which each word is exchanged for another of about the same frequency in
`words` (of innocent comments, most frequent first) that is no longer, so that conditions, their
nesting, the shape of patterns and how often a first word occurs stay as they
are. The most frequent words and short ones stay. Rules without any word to
exchange are not copied: they would be the same rule again. Copies have no
examples that hold.
"""

import json
import os
import random
import re
import shutil
import tomllib
import unicodedata
from collections import Counter

KEPT_WORDS = 300  # of the most frequent
DRAWS = 50  # for a word that is short enough
WORD = re.compile(r"[^\W\d_]{4,}")
# What of a pattern is no letters to match: escapes, classes, counts, group heads.
PATTERN_PIECE = re.compile(
    r"(?P<syntax>\\[pP]\{[^}]*\}|\\[pP].|\\x\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\{[^}]*\}"
    r"|\(\?(?:P<\w+>|[a-zA-Z]*:?))|(?P<word>[^\W\d_]{4,})")
TEXT_KEYS = {"phrase", "exact", "regex", "domain", "list", "any"}
EXAMPLES = {"must_match": ["a"], "must_pass": ["b"]}


def fold(word):
    """Without accents, as patterns are matched against text."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def words_by_frequency(texts):
    """The words of Latin letters in the texts, one of each that are the same
    without accents, most frequent first."""
    spellings = Counter(word for text in texts for word in set(WORD.findall(text.lower())))
    counts, best = Counter(), {}
    for word, count in sorted(spellings.items(), key=lambda item: (-item[1], item[0])):
        key = fold(word)
        if key.isascii():
            counts[key] += count
            best.setdefault(key, word)
    return [best[key] for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


class Exchange:
    """One consistent exchange of words; another for each seed."""

    def __init__(self, words, seed):
        self._words = words
        self._folded = [fold(word) for word in words]
        self._rank = {}
        for rank, word in enumerate(self._folded):
            self._rank.setdefault(word, rank)
        self._seed = seed
        self._known = {}

    def word(self, word, folded=False):
        key = fold(word.lower())
        if key not in self._known:
            self._known[key] = self._choose(key)
        rank = self._known[key]
        if rank is None:
            return word
        return (self._folded if folded else self._words)[rank]

    def _choose(self, key):
        rng = random.Random(f"{self._seed} {key}")
        rank = self._rank.get(key)
        if rank is not None and rank < KEPT_WORDS:
            return None
        last = len(self._words)
        begin, end = last // 2, last  # as rare as words can be
        if rank is not None:
            begin, end = max(KEPT_WORDS, rank * 2 // 3), min(last, rank * 3 // 2 + 2)
        for _ in range(DRAWS):
            chosen = rng.randrange(begin, end)
            if len(self._words[chosen]) <= len(key):
                return chosen
        return None

    def phrase(self, text):
        return WORD.sub(lambda match: self.word(match[0]), text)

    def pattern(self, text):
        return PATTERN_PIECE.sub(
            lambda match: match[0] if match["syntax"] else self.word(match[0], folded=True), text)


def _exchange_value(value, key, exchange, copy):
    if isinstance(value, dict):
        return {
            inner: _exchange_value(item, key if inner == "any" else inner, exchange, copy)
            for inner, item in value.items()
        }
    if isinstance(value, list):
        return [_exchange_value(item, key, exchange, copy) for item in value]
    if not isinstance(value, str) or key not in TEXT_KEYS:
        return value
    if value.startswith("lists/"):
        return f"lists/fill{copy}-{value[len('lists/'):]}"
    return exchange.pattern(value) if key == "regex" else exchange.phrase(value)


def exchange_rule(rule, exchange, copy):
    out = _exchange_value(rule, "", exchange, copy)
    # Face and meaning are the shipped rule's; an empty group must not be read
    # as a text.
    for key in ("id", "category", "ground", "then", "weight", "family", "reason"):
        if key in rule:
            out[key] = rule[key]
    out.update(EXAMPLES)
    return out


def copy_rules(rules, exchange, copy):
    """The copies that differ from what they copy."""
    copies = [(pack, rule, exchange_rule(rule, exchange, copy)) for pack, rule in rules]
    return [(pack, made) for pack, rule, made in copies if made != {**rule, **EXAMPLES}]


def _toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (int, float)):
        return repr(value)
    return value.isoformat(sep=" ")


def write_rules(path, rules):
    with open(path, "w", encoding="utf-8") as file:
        for rule in rules:
            file.write("[[rule]]\n")
            for key, value in rule.items():
                if key in ("unless", "reason"):
                    for inner, item in value.items():
                        file.write(f"{key}.{inner} = {_toml(item)}\n")
                else:
                    file.write(f"{key} = {_toml(value)}\n")
            file.write("\n")


def read_rules(models):
    """(pack, rule) of every shipped rule, in order."""
    rules = []
    folder = os.path.join(models, "rules")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            rules += [(name[: -len(".toml")], rule) for rule in tomllib.load(file)["rule"]]
    return rules


def every_nth(items, count):
    """`count` of the items, evenly spread."""
    return [items[i * len(items) // count] for i in range(count)]


def _write_packs(folder, rules):
    packs = {}
    for pack, rule in rules:
        packs.setdefault(pack, []).append(rule)
    for pack, members in packs.items():
        write_rules(os.path.join(folder, "rules", f"{pack}.toml"), members)


def _write_lists(models, folder, exchange, copy):
    for name in sorted(os.listdir(os.path.join(models, "lists"))):
        with open(os.path.join(models, "lists", name), encoding="utf-8") as file:
            lines = [line.split("#")[0].strip() for line in file]
        with open(os.path.join(folder, "lists", f"fill{copy}-{name}"), "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in dict.fromkeys(map(exchange.phrase, lines)) if line)


def fill(models, folder, count, words):
    """Writes a bundle of `count` rules to `folder`, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(models, folder, ignore=shutil.ignore_patterns("training", "*.md"))
    rules = read_rules(models)
    if count < len(rules):
        shutil.rmtree(os.path.join(folder, "rules"))
        os.mkdir(os.path.join(folder, "rules"))
        _write_packs(folder, every_nth(rules, count))
        return
    missing, copy = count - len(rules), 0
    while missing > 0:
        copy += 1
        exchange = Exchange(words, copy)
        copies = copy_rules(rules, exchange, copy)
        some = every_nth(copies, min(missing, len(copies)))
        _write_lists(models, folder, exchange, copy)
        # One pack a copy: a bundle may have 2,000 files.
        write_rules(os.path.join(folder, "rules", f"fill{copy}.toml"),
                    [{**rule, "id": f"{pack}-{rule['id']}"} for pack, rule in some])
        missing -= len(some)
