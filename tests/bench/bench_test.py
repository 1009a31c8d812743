#!/usr/bin/env python3
"""What the measuring itself computes; with --tools, also one moment of each
tool on texts made here.

    bench_test.py [--tools build/bin]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import bench_latency as latency  # noqa: E402
import bench_peers as peers  # noqa: E402
import bench_report as report  # noqa: E402
import bench_rules as rules  # noqa: E402
import bench_texts as texts  # noqa: E402

TOOLS = None
SYLLABLES = "ba con dé fi gou la men no pri ra sou té ur va xi za ê".split()


def made_rows(count, seed=1):
    """Texts of words that mean nothing, in the form of read_rows."""
    rng = random.Random(seed)
    word = lambda: "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))  # noqa: E731
    vocabulary = [word() for _ in range(3000)]
    labels = ["ham"] * 8 + ["spam", "abuse"]
    return [(rng.choice(["fr", "en"]), rng.choice(labels),
             " ".join(rng.choice(vocabulary) for _ in range(rng.randint(5, 120)))) for _ in range(count)]


class Texts(unittest.TestCase):
    def test_cut_keeps_code_points_whole(self):
        self.assertEqual(texts.cut("aé", 2), "a")
        self.assertEqual(texts.cut("aé", 3), "aé")
        self.assertEqual(texts.cut(" a b", 3), "a")

    def test_mean_difference_and_repeatability(self):
        rows = made_rows(3000)
        for mean in (150, 300):
            chosen = texts.choose(rows, 1000, mean)
            self.assertAlmostEqual(sum(len(t.encode()) for t in chosen) / 1000, mean, delta=5)
            self.assertEqual(len(set(chosen)), 1000)
            self.assertEqual(chosen, texts.choose(list(rows), 1000, mean))

    def test_too_few_rows_are_refused(self):
        with self.assertRaises(SystemExit):
            texts.choose(made_rows(50), 100, 150)


class Rules(unittest.TestCase):
    WORDS = [f"mot{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(600)]

    def exchange(self, seed=1):
        return rules.Exchange(self.WORDS, seed)

    def test_patterns_keep_their_syntax(self):
        made = self.exchange().pattern(r"\bzzzzz\p{Latin}{2,12}(?P<name>[abcdef]|yyyyyy)\d")
        self.assertRegex(made, r"^\\bmot\w\w\\p\{Latin\}\{2,12\}\(\?P<name>\[abcdef\]\|mot\w\w\)\\d$")

    def test_words_keep_their_frequency(self):
        exchange = self.exchange()
        self.assertEqual(exchange.word(self.WORDS[5]), self.WORDS[5])
        rank = self.WORDS.index(exchange.word(self.WORDS[400]))
        self.assertTrue(300 <= rank <= 602, rank)
        self.assertEqual(exchange.word(self.WORDS[400]), self.WORDS[rank])
        self.assertNotEqual(self.exchange(2).word("zzzzz"), exchange.word("zzzzz"))

    def test_only_what_is_matched_is_exchanged(self):
        rule = {"id": "aaaaa", "phrase": {"any": ["bbbbb"], "min": 1}, "contact": ["email"],
                "unless": {"list": "lists/x.txt"}, "links": {"outside": "lists/y.txt"}}
        made = rules.exchange_rule(rule, self.exchange(), 3)
        self.assertEqual(made["id"], "aaaaa")
        self.assertNotEqual(made["phrase"]["any"], ["bbbbb"])
        self.assertEqual(made["contact"], ["email"])
        self.assertEqual(made["unless"], {"list": "lists/fill3-x.txt"})
        self.assertEqual(made["links"], {"outside": "lists/y.txt"})

    def test_rules_without_words_are_not_copied(self):
        made = rules.copy_rules([("p", {"id": "a", "links": {"min": 5}}), ("p", {"id": "b", "phrase": "bbbbb"})],
                                self.exchange(), 1)
        self.assertEqual([rule["id"] for _, rule in made], ["b"])

    def test_every_nth(self):
        self.assertEqual(rules.every_nth(list(range(10)), 4), [0, 2, 5, 7])


class Peers(unittest.TestCase):
    def test_a_mail_says_its_text_and_a_box_keeps_mails_apart(self):
        self.assertTrue(peers.mail("é\r\nb").endswith("\n\né\nb\n".encode()))
        box = peers.mbox(["a\nFrom here on", "b"])
        self.assertEqual(box.count(b"\nFrom reader@") + box.startswith(b"From reader@"), 2)
        self.assertIn(b"\n>From here on\n", box)

    def test_regexps_are_what_rules_match(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "rules"))
            with open(os.path.join(folder, "rules/a.toml"), "w", encoding="utf-8") as file:
                file.write('[[rule]]\nid = "a"\nphrase = ["b c", "d"]\nany = [{ regex = [\'e|f\'] }]\n'
                           'unless.phrase = "g"\nmust_match = ["h"]\n')
            self.assertEqual(peers.regexps(folder, 3), [r"\bb\W+c\b", r"\bd\b", "e|f"])
            with self.assertRaises(SystemExit):
                peers.regexps(folder, 4)

    def test_a_command_costs_time_and_memory(self):
        seconds, peak = peers.command_cost([sys.executable, "-c", "a = bytearray(50_000_000); sum(range(3_000_000))"])
        self.assertGreater(seconds, 0.01)
        self.assertGreater(peak, 45)


class Report(unittest.TestCase):
    GOOD = {"comments": 10, "different_texts": 10, "different_names": 10, "names_wrong": 0,
            "verdicts_differ": 0, "reasons": 7, "reasons_expected": 7}

    def test_a_round_must_be_what_it_says(self):
        self.assertEqual(report.round_problems(self.GOOD, 10, True), [])
        for key, value in (("comments", 9), ("different_texts", 9), ("different_names", 1),
                           ("names_wrong", 1), ("verdicts_differ", 2), ("reasons", 8)):
            bad = {**self.GOOD, key: value}
            self.assertEqual(len(report.round_problems(bad, 10, True)), 1, key)
        self.assertEqual(report.round_problems({**self.GOOD, "verdicts_differ": 5}, 10, False), [])

    def test_shares_are_taken_within_a_round(self):
        rounds = [{"mode": "unary", "echo": echo, "engine": {1000: engine}}
                  for echo, engine in ((10, 20), (12, 15), (20, 25), (60, 60))]
        (row,) = report.wire_rows(rounds)
        self.assertEqual((row["rounds"], row["share_of_echo"], row["us_comment"]), (3, 0.8, 20))
        self.assertFalse(row["disturbed"])

    def test_disturbed_rounds_are_shown_as_such(self):
        (row,) = report.wire_rows([{"mode": "batch", "echo": 9, "engine": {100: 18}}])
        self.assertTrue(row["disturbed"])
        self.assertIn("disturbed", report.wire_table([row]))


class Asked:
    """A server that answers a thousand a second at most, and remembers at what rate it was asked."""

    def __init__(self, at_most):
        self.at_most, self.rates, self.rss, self.hung_up = at_most, [], 100.0, 0

    def send(self, _texts, mode, _tag, *more):
        rate = float(more[1]) if more else self.at_most
        self.rates += [rate] if more else []
        self.rss += 1 if mode == "batch" else 0
        slow = 3 if self.hung_up else 1
        return {"comments": 100, "seconds": 100 / rate, "p50_us": 10.0, "p99_us": 50.0 + len(self.rates),
                "p999_us": slow * 90.0}

    def rss_mib(self):
        return self.rss

    def hang_up(self):
        self.hung_up += 1


class Latency(unittest.TestCase):
    def test_is_measured_below_what_the_server_can_take(self):
        engine, echo = Asked(1000), Asked(2000)
        found = latency.steady(engine, echo, "texts", 2)
        self.assertEqual(engine.rates, [800, 800, 400, 400])
        self.assertEqual(echo.rates, engine.rates)
        self.assertEqual(found["at_40%_of_echo"]["engine_p99_us"], 51)
        self.assertIsNone(latency.steady(Asked(700), echo, "texts", 1)["at_40%_of_echo"]["engine_p99_us"])

    def test_a_reload_falls_in_every_second_run(self):
        engine, changes = Asked(2000), []
        found = latency.during_reload(engine, "texts", 2, lambda: changes.append(engine.hung_up))
        self.assertEqual(changes, [0, 1])
        self.assertEqual(engine.hung_up, 2)
        self.assertEqual(found["calm_p999_us"], 90)

    def test_memory_is_looked_at_after_each_tenth(self):
        found = latency.growth(Asked(1000), "texts", 10, 300)
        self.assertEqual(found["comments"], 300)
        self.assertEqual(found["rss_mib"], [103.0 + 3 * i for i in range(10)])


def write_corpus(folder, count):
    """Made rows in a file as the public corpora are."""
    with open(os.path.join(folder, "made.train.jsonl"), "w", encoding="utf-8") as file:
        for lang, label, body in made_rows(count):
            file.write(json.dumps({"lang": lang, "label": label, "body": body}) + "\n")


class Smoke(unittest.TestCase):
    def test_every_tool_for_a_moment(self):
        if TOOLS is None:
            self.skipTest("no --tools")
        with tempfile.TemporaryDirectory() as folder:
            write_corpus(folder, 3000)
            out = os.path.join(folder, "out.json")
            done = subprocess.run(
                [os.path.join(HERE, "compare"), "--tools", TOOLS, "--data", folder, "--work", folder, "--rounds", "1",
                 "--texts", "300", "--bytes", "150", "--rules", "60", "300", "--search", "0.5", "--json", out],
                capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            with open(out, encoding="utf-8") as file:
                figures = json.load(file)
        self.assertEqual(len(figures["rows"]), 6)
        self.assertTrue(all(0 < row["share_of_echo"] < 2 for row in figures["rows"]), figures["rows"])
        self.assertEqual(sorted(figures["in_process_us"]), ["300", "60"])
        self.assertGreater(figures["hostile"]["300"], 1)
        self.assertGreater(figures["rss_mib"]["300"], 10)
        self.assertGreater(figures["first_answer_ms"], 1)
        self.assertGreater(figures["reload_300_ms"], 1)
        self.assertGreater(figures["latency_300"]["at_40%_of_engine"]["engine_p99_us"], 1)
        self.assertGreater(figures["latency_reload_300"]["reload_p999_us"], 1)

    def test_peers_beside_crible_for_a_moment(self):
        """Those that are installed; the shipped rules are enough to see that it works."""
        if TOOLS is None:
            self.skipTest("no --tools")
        with tempfile.TemporaryDirectory() as folder:
            write_corpus(folder, 1500)
            done = subprocess.run([os.path.join(HERE, "peers"), "--tools", TOOLS, "--data", folder, "--rounds", "1",
                                   "--texts", "200", "--train", "100", "--rules", "300", "--only", "crible", "bogofilter"],
                                  capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for mode in ("unary", "stream", "batch"):
            self.assertRegex(done.stdout, rf"\| Crible, 300 rules, {mode} \| [1-9]")
        self.assertTrue("| bogofilter" in done.stdout or "left out: bogofilter" in done.stderr, done.stderr)


if __name__ == "__main__":
    if "--tools" in sys.argv:
        at = sys.argv.index("--tools")
        TOOLS = sys.argv[at + 1]
        del sys.argv[at:at + 2]
    unittest.main()
