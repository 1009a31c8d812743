#!/usr/bin/env python3
"""What a running server learns: an archive that was imported, a layer that goes live and
back, and a withdrawal that is unlearned at once.

  learning_test.py CRIBLE PROTOC
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import client

CRIBLE, PROTOC = sys.argv[1:3]
SECONDS = 30
MODELS = client.ROOT / "models"
WITHDRAW = "/crible.v1.ModerationService/WithdrawComment"
# Words that no shipped model and no reference comment has.
SPAM, HAM = "zorblaxe", "quimperine"


class LearningTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.types = client.Types(client.load_descriptors(PROTOC))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = os.path.join(folder.name, "data")
        self.archive = os.path.join(folder.name, "archive.jsonl")
        with open(self.archive, "w", encoding="utf-8") as out:
            for i in range(120):
                word, decision = [(SPAM, "spam"), (HAM, "accepted")][i % 2]
                out.write(json.dumps({
                    "id": str(i), "body": f"Hier le maire a parlé du {word}, dit le {i}",
                    "author_id": f"reader {i}", "decision": decision,
                    "date": "2026-11-20"}) + "\n")

    def serve(self):
        server = client.Server(CRIBLE, MODELS, "--data", self.data)
        self.addCleanup(server.stop, signal.SIGKILL)
        return server

    def crible(self, *words, code=0):
        done = subprocess.run([CRIBLE, *words, "--data", self.data, "--lang", "en"],
                              capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def lessons(self, what, *words, code=0):
        models = ["--models", str(MODELS)] if what in ("activate", "layer", "token") else []
        return self.crible("lessons", what, *words, "--site", "demo", *models, code=code)

    def decide(self, server):
        request = self.types["crible.v1.ModerateCommentRequest"](
            parent="sites/demo",
            comment={"body": f"Le maire a parlé du {SPAM}, dit-on", "author": {"id": "zoe"}})
        call = server.channel.unary_unary(
            client.MODERATE, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1.Decision"].FromString)
        decision = call(request, timeout=SECONDS)
        scores = {score.category: score.model for score in decision.scores}
        return decision.bundle, scores["spam"]

    def wait_for_other_bundle(self, server, bundle):
        for _ in range(200):
            now = self.decide(server)
            if now[0] != bundle:
                return now
            time.sleep(0.1)
        self.fail("the server goes on with the bundle before")

    def test_from_the_archive_to_the_next_comment_and_back(self):
        server = self.serve()
        shipped, before = self.decide(server)
        server.stop()
        said = self.crible("import", self.archive, "--site", "demo")
        self.assertIn("60 accepted, 60 refused", said)
        self.assertIn("is live", self.lessons("activate"))
        server = self.serve()
        learned, after = self.decide(server)
        self.assertNotEqual(learned, shipped)
        self.assertGreater(after, before)

        # What is withdrawn is no lesson any more, in the running server as well.
        layer = self.lessons("layer")
        self.assertIn(f"words\t{SPAM}\t", layer)
        call = server.channel.unary_unary(
            WITHDRAW, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1.Event"].FromString)
        for i in range(0, 60, 2):
            call(self.types["crible.v1.WithdrawCommentRequest"](
                name=f"sites/demo/comments/{i}"), timeout=SECONDS)
        unlearned, _ = self.wait_for_other_bundle(server, learned)
        self.assertNotEqual(self.lessons("layer"), layer)

        self.assertIn("import:archive.jsonl", self.lessons("token", SPAM))
        self.lessons("rollback")
        back, _ = self.wait_for_other_bundle(server, unlearned)
        while back != shipped:  # a look between two withdrawals
            back, _ = self.wait_for_other_bundle(server, back)
        self.assertIn("the log is whole", self.crible("audit", "verify"))
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("zorblaxe", server.text())

    def test_a_server_that_starts_again_has_learned(self):
        self.crible("import", self.archive, "--site", "demo")
        self.lessons("activate")
        server = self.serve()
        learned, _ = self.decide(server)
        server.stop()
        self.lessons("drop-source", "import:archive.jsonl")
        server = self.serve()
        self.assertNotEqual(self.decide(server)[0], learned)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
