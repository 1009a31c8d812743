#!/usr/bin/python3
"""ModerateComment, ExplainComment and `crible moderate` say the same, with the rules as shipped.

agreement_test.py CRIBLE PROTOC. Over all bodies of tests/cases and over rows of ../shared/data
where it is present: CRIBLE_ROWS of them (1,000 unless told).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest

import grpc

import client

CRIBLE, PROTOC = sys.argv.pop(1), sys.argv.pop(1)
TYPES = client.Types(client.load_descriptors(PROTOC))
DATA = client.ROOT.parent / "shared" / "data"
ROWS = int(os.environ.get("CRIBLE_ROWS", "1000"))
VERDICTS = ["", "accept", "hold", "reject"]
KINDS = ["", "rule", "model", "signal", "facts", "policy", "fault"]
MOMENT = 1767225600  # at which `crible moderate` decides on rows without a date


def new(name, /, **fields):
    return TYPES["crible.v1." + name](**fields)


def case_rows():
    for path in sorted((client.ROOT / "tests" / "cases").rglob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            author, article = case.get("author", {}), case.get("article", {})
            row = {"id": case["name"], "body": case["body"], "format": case.get("format"),
                   "author": author.get("name"), "author_url": author.get("url"),
                   "author_email": author.get("email"), "title": article.get("title"),
                   "article": article.get("text"),
                   "parent": case.get("parent", {}).get("text")}
            yield {key: value for key, value in row.items() if value}


def data_rows():
    lines = []
    for path in sorted(DATA.glob("*.jsonl")):
        with open(path, encoding="utf-8") as file:
            lines += file
    step = max(1, len(lines) // ROWS)
    for number, line in enumerate(lines[::step][:ROWS]):
        body = json.loads(line)["body"]
        if body.strip(" \t\r\n\v\f") and len(body.encode()) <= 65536:
            yield {"id": number, "body": body}


def comment_of(row):
    comment = new("Comment", body=row["body"])
    comment.body_format = 2 if row.get("format") == "html" else 1
    comment.author.display_name = row.get("author", "")
    comment.author.url = row.get("author_url", "")
    comment.author.email = row.get("author_email", "")
    comment.parent.text = row.get("parent", "")
    return comment


def request_of(name, row, **fields):
    request = new(name, parent="sites/default", comment=comment_of(row),
                  reason_languages=["en"], **fields)
    if "title" in row or "article" in row:
        request.article.title = row.get("title", "")
        request.article.text = row.get("article", "")
    return request


# What the API calls fields of evidence, and what `crible moderate` does.
FIELDS = {"author.name": "author.display_name"}


def said_by_server(decision):
    probability = {s.category: s.probability for s in decision.scores}
    reasons = [(KINDS[r.kind], r.rule, r.category, r.ground, r.share, r.texts[0].text,
                [(s.field, s.begin_byte, s.end_byte) for s in r.spans][:16])
               for r in decision.reasons]
    return (VERDICTS[decision.verdict], decision.look, probability.get("spam"),
            probability.get("abuse"), reasons, decision.bundle)


def said_by_line(line):
    answer = json.loads(line)
    reasons = [(r["kind"], r.get("rule", ""), r["category"], r.get("ground", ""), r["share"],
                r["text"], [(FIELDS.get(f, f), b, e) for f, b, e in r["spans"]][:16])
               for r in answer["reasons"]]
    return (answer["verdict"], answer["look"], answer["spam_probability"],
            answer["abuse_probability"], reasons, answer["bundle"])


class AgreementTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A copy, so that nobody edits it meanwhile.
        cls.folder = tempfile.TemporaryDirectory()
        cls.models = shutil.copytree(client.ROOT / "models", cls.folder.name + "/models")
        cls.server = client.Server(CRIBLE, cls.models)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.folder.cleanup()
        assert code == 0, code

    def call(self, method, request, answer):
        call = self.server.channel.unary_unary(
            method, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=TYPES["crible.v1." + answer].FromString)
        return call(request, timeout=30)

    def check(self, rows):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
            done = subprocess.run([CRIBLE, "--lang", "en", "moderate", "--models",
                                   self.models, file.name],
                                  capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(len(lines), len(rows))
        fixed = new("Facts")
        fixed.observe_time.seconds = MOMENT
        seen = {"reasons": 0, "spans": 0, "held": 0}
        for row, line in zip(rows, lines):
            try:
                self.check_row(row, line, fixed, seen)
            except (AssertionError, grpc.RpcError) as error:
                # Rows of the corpora are named by their number, never shown.
                text = str(error) if isinstance(row["id"], str) else type(error).__name__
                raise AssertionError(f"row {row['id']}: {text}") from None
        self.assertGreater(seen["held"], len(rows) // 20)
        self.assertGreater(seen["spans"], 0)
        print(f"{len(rows)} rows agree: {seen}")

    def check_row(self, row, line, fixed, seen):
        decision = self.call(client.MODERATE, request_of("ModerateCommentRequest", row), "Decision")
        explain = "ExplainCommentRequest"
        # With the facts that the decision saw: its verdict, reasons and scores.
        explained = self.call(client.EXPLAIN, request_of(explain, row, facts=decision.facts),
                              "Explanation").decision
        self.assertEqual(said_by_server(explained), said_by_server(decision))
        self.assertEqual(list(explained.scores), list(decision.scores))
        self.assertEqual(explained.facts, decision.facts)
        # With no facts, at the same moment: those of the command.
        alone = self.call(client.EXPLAIN, request_of(explain, row, facts=fixed),
                          "Explanation").decision
        said = said_by_line(line)
        self.assertEqual(said_by_server(alone), said)
        self.assertEqual(json.loads(line)["id"], row["id"])
        body = row["body"].encode()
        for reason in said[4]:
            seen["reasons"] += 1
            for field, begin, end in reason[6]:
                seen["spans"] += 1
                if field == "body":
                    self.assertTrue(body[begin:end].decode())  # whole code points
        seen["held"] += said[0] != "accept"

    def test_cases(self):
        self.check(list(case_rows()))

    def test_shared_corpora(self):
        if not DATA.is_dir():
            self.skipTest("the shared corpora are absent: no ../shared/data")
        self.check(list(data_rows()))


if __name__ == "__main__":
    unittest.main(verbosity=1)
