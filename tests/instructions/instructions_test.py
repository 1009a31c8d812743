#!/usr/bin/env python3
"""Instructions that each stage of a decision takes, a comment of about 150
bytes: a slow-down shows whatever else the machine does.

    instructions_test.py CRIBLE            compares with counts.json, within 15 %
    instructions_test.py CRIBLE --write    writes counts.json anew

Runs `crible moderate` under callgrind on made-up comments and a made-up bundle.
Skips, and says so, where valgrind is absent.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import made_comments  # noqa: E402

COUNTS = os.path.join(HERE, "counts.json")
COMMENTS = 1000
TOLERANCE = 0.15
# Below so many instructions a stage's share of noise is too large.
ALWAYS_ALLOWED = 60

# The functions in which each stage begins.
STAGES = {
    "text": ["AnalyzeText"],
    "signals": ["MeasureSignals"],
    "facts": ["FillFactQuery", "ShardedMemoryFacts::Observe"],
    "rules": ["RuleSet::Match"],
    "model": ["TableClassifier::Score"],
    "shares": ["TableClassifier::AddShares"],
    "policy": ["Decide"],
    "all": ["Engine::Moderate"],
}


def per_comment(annotated):
    """Instructions a comment by stage, from callgrind_annotate's lines."""
    found = {stage: {} for stage in STAGES}
    for line in annotated.splitlines():
        match = re.match(r"\s*([\d,]+) \([^)]*\)\s+\S*?:(.*)", line)
        if not match:
            continue
        cost, name = int(match[1].replace(",", "")), match[2]
        # The function itself and none that has its name among its parameters.
        name = name.replace("(anonymous namespace)::", "").split("(")[0]
        for stage, functions in STAGES.items():
            for function in functions:
                if name == "crible::" + function:
                    found[stage][function] = max(found[stage].get(function, 0), cost)
    return {stage: round(sum(costs.values()) / COMMENTS) for stage, costs in found.items()}


def count(crible):
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        made_comments.write_bundle(models)
        rows = os.path.join(folder, "rows.jsonl")
        with open(rows, "w", encoding="utf-8") as file:
            for number, body in enumerate(made_comments.comments(COMMENTS)):
                file.write(json.dumps({"id": f"c{number}", "body": body}, ensure_ascii=False) + "\n")
        out = os.path.join(folder, "callgrind.out")
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
             "--toggle-collect=crible::Engine::Moderate*",
             crible, "moderate", "--models", models, "--traffic", "--threads", "1", rows],
            capture_output=True, text=True)
        if run.returncode != 0:
            raise SystemExit(f"instructions: {run.stderr[-2000:]}")
        annotated = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out],
                                   capture_output=True, text=True, check=True)
        return per_comment(annotated.stdout)


class Instructions(unittest.TestCase):
    def test_no_stage_has_become_dearer_or_cheaper_unseen(self):
        if shutil.which("valgrind") is None or shutil.which("callgrind_annotate") is None:
            self.skipTest("valgrind is not installed: no instructions are counted")
        counted = count(CRIBLE)
        with open(COUNTS, encoding="utf-8") as file:
            wanted = json.load(file)
        print(json.dumps(counted))
        self.assertEqual(sorted(counted), sorted(wanted))
        for stage, instructions in wanted.items():
            with self.subTest(stage=stage):
                self.assertGreater(counted[stage], 0, "the stage's function was not found")
                self.assertLessEqual(abs(counted[stage] - instructions),
                                     max(TOLERANCE * instructions, ALWAYS_ALLOWED),
                                     f"{counted[stage]} instructions a comment, {instructions} in counts.json; "
                                     "if that is meant: instructions_test.py CRIBLE --write")

    def test_stages_are_told_apart(self):
        lines = ("1,000 (50.0%)  ???:crible::Engine::Moderate(crible::Comment const&) const [x]\n"
                 "500,000 (9.0%)  ???:crible::AnalyzeText(std::basic_string_view<char>) [x]\n"
                 " 90,000 ( 1.0%)  ???:crible::(anonymous namespace)::TableClassifier::Score(crible::Text) [x]\n"
                 " 10,000 ( 1.0%)  ???:crible::Decide(crible::Evidence const&) [x]\n"
                 " 20,000 ( 1.0%)  ???:crible::(anonymous namespace)::DecideFrom(crible::Comment const&) [x]\n")
        counted = per_comment(lines)
        self.assertEqual((counted["all"], counted["text"], counted["model"], counted["policy"]), (1, 500, 90, 10))


if __name__ == "__main__":
    CRIBLE = sys.argv.pop(1)
    if sys.argv[1:] == ["--write"]:
        with open(COUNTS, "w", encoding="utf-8") as file:
            json.dump(count(CRIBLE), file, indent=1)
            file.write("\n")
    else:
        unittest.main()
