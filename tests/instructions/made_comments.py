"""Comments and a small bundle to count instructions with: made up, the same on
every machine, and independent of the rules and models that are shipped."""

import os
import random
import unicodedata

SYLLABLES = "ba con dé fi gou la men no pri ra sou té ur va xi za ê ch tre qu".split()
VOCABULARY = 4000
RULES = 60
SENTENCE_ENDS = [".", ".", ".", " !", " ?", "...", ","]


def words():
    rng = random.Random(1)
    made = set()
    while len(made) < VOCABULARY:
        made.add("".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 3))))
    return sorted(made)


def pick(rng, known):
    """Frequent words are picked most of the time, as in speech."""
    return known[int(len(known) * rng.random() ** 3)]


def comment(rng, known):
    """One comment of about 150 bytes."""
    out = []
    for _ in range(rng.randint(1, 4)):
        row = [pick(rng, known) for _ in range(rng.randint(3, 12))]
        row[0] = row[0].capitalize()
        if rng.random() < 0.05:
            row.append(row[0].upper())
        if rng.random() < 0.1:
            row.append(str(rng.randint(1, 3000)))
        out.append(" ".join(row) + rng.choice(SENTENCE_ENDS))
    if rng.random() < 0.08:
        out.append(f"https://{fold(pick(rng, known))}{rng.randint(1, 99)}.example.com/page")
    if rng.random() < 0.05:
        out.append(f"{fold(pick(rng, known))}@example.com")
    if rng.random() < 0.1:
        out.append("😀")
    return " ".join(out)


def comments(count):
    rng, known = random.Random(2), words()
    return [comment(rng, known) for _ in range(count)]


def fold(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def write_rules(folder):
    rng, known = random.Random(3), [fold(word) for word in words()]
    with open(os.path.join(folder, "rules", "made.toml"), "w", encoding="utf-8") as file:
        for number in range(RULES):
            row = " ".join(pick(rng, known) for _ in range(2 + number % 2))
            file.write(f'[[rule]]\nid = "r{number}"\ncategory = "spam"\nthen = "hold"\nphrase = ["{row}"]\n'
                       f'reason.fr = "« {{match}} »"\nreason.en = "“{{match}}”"\n'
                       f'must_match = ["{row}"]\nmust_pass = ["zzz"]\n')


def write_model(folder, category, seed):
    """A token for most words, pairs and runs of the comments, some unknown."""
    rng = random.Random(seed)
    groups = {"words": set(), "characters": set(), "shape": {"links:none", "links:one", "end:period", "lines:one"}}
    known = sorted({fold(word) for word in words()})
    groups["words"].update(word for number, word in enumerate(known) if number % 10)
    for word in known:
        edged = f"_{word}_"
        for size in (3, 4, 5):
            groups["characters"].update(edged[at:at + size] for at in range(len(edged) - size + 1))
    for _ in range(8000):
        groups["words"].add(f"{pick(rng, known)} {pick(rng, known)}")
    with open(os.path.join(folder, f"{category}.model"), "w", encoding="utf-8") as file:
        file.write(f"crible-model 1\ncategory = {category}\nstratum.fr = 5000 9000\nwords = 1\ncharacters = 0.3\n"
                   "shape = 1\nlength = 0.25\nbias = -5\nslope = 0.75\noffset = 0.125\ninnocence_cap = -0.5\n"
                   "rule_gamma = 0.5\nrule_family_cap = 3\nknown_tokens_min = 2\nnote = made up\n")
        for group, tokens in groups.items():
            file.write(f"[{group}]\n")
            for token in sorted(tokens, key=str.encode):
                file.write(f"{token}\tfr {rng.randint(2, 60)} {rng.randint(2, 90)}\n")


def write_bundle(folder):
    os.makedirs(os.path.join(folder, "rules"))
    write_rules(folder)
    write_model(folder, "abuse", 4)
    write_model(folder, "spam", 5)
