#!/usr/bin/env python3
"""Two servers on one PostgreSQL: what a person asks of one, the other follows.

  replicas_test.py CRIBLE PROTOC
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import client

CRIBLE, PROTOC = sys.argv[1:3]
SECONDS = 60
PSQL = "/usr/lib/postgresql/15/bin/psql"
HOLD, REJECT = 2, 3
AUTHOR = 3  # RepeatCount.Of
ANSWERS = {"ModerateComment": ("Moderation", "Decision"),
           "ErasePerson": ("Privacy", "ErasureReceipt"),
           "RestrictPerson": ("Privacy", "RestrictionReceipt"),
           "SetObjection": ("Privacy", "ObjectionReceipt")}


class ReplicasTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.types = client.Types(client.load_descriptors(PROTOC))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        os.chmod(root, 0o755)
        self.url = client.start_postgres(self, root / "postgres")
        self.models = root / "models"
        self.models.mkdir()
        client.write_models(self.models, client.RULES + client.REFUSES + client.floods(30))
        self.servers = []
        for name in ("a", "b"):
            data = root / name
            data.mkdir(mode=0o700)
            if name == "b":  # all servers of a database have one key
                shutil.copy(root / "a" / "crible.key", data)
            server = client.Server(CRIBLE, self.models, "--data", str(data),
                                   "--database", self.url)
            self.addCleanup(server.stop, signal.SIGKILL)
            self.servers.append(server)
        self.a, self.b = self.servers
        self.posted = 0

    def call(self, server, method, **fields):
        service, answer = ANSWERS[method]
        request = self.types[f"crible.v1.{method}Request"](parent="sites/demo", **fields)
        stub = server.channel.unary_unary(
            f"/crible.v1.{service}Service/{method}",
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1." + answer].FromString)
        return stub(request, timeout=SECONDS)

    def post(self, server, author, body=None):
        self.posted += 1
        return self.call(server, "ModerateComment", comment={
            "name": f"sites/demo/comments/c{self.posted}",
            "body": body or f"Bonjour, voici mon avis numéro {self.posted}",
            "author": {"id": author, "email": f"{author}@exemple.test"}})

    def counted(self, decision):
        """How many comments were counted under the author, this one among them."""
        return next(r.count for r in decision.facts.repeats if r.of == AUTHOR)

    def psql(self, sql):
        subprocess.run([PSQL, self.url, "-q", "-c", sql], check=True, timeout=SECONDS)

    def await_round(self):
        """Until the other server has followed all that the first was asked before: it follows
        wishes in the same rounds, and the second change is seen in a later one."""
        for withdraw in (False, True):
            self.call(self.a, "SetObjection", person={"email": "probe@exemple.test"},
                      withdraw=withdraw)
            deadline = time.monotonic() + SECONDS
            while self.post(self.b, "probe").facts.author.objects == withdraw:
                self.assertLess(time.monotonic(), deadline)
                signal.sigtimedwait([], 0.05)

    def forget_as_retention_does(self, number):
        """The comment goes, what was counted of it stays: of it no name is left to announce."""
        self.psql(f"DELETE FROM authors WHERE comment = (SELECT id FROM comments WHERE name = "
                  f"'sites/demo/comments/c{number}'); DELETE FROM comments WHERE name = "
                  f"'sites/demo/comments/c{number}'")

    def fill(self, author):
        """Two comments at the second server, of one of which the store knows nothing more."""
        for i in range(2):
            decision = self.post(self.b, author)
            self.assertEqual(self.counted(decision), i + 1)
        first = self.posted - 1
        # An acceptance is on disk within some 50 ms: a hold of the same server waits for it.
        self.assertEqual(self.post(self.b, "other", "Voici une offre de prêt").verdict, HOLD)
        self.await_round()
        self.forget_as_retention_does(first)

    def test_whom_one_erases_the_other_no_longer_counts(self):
        self.fill("zoe")
        self.call(self.a, "ErasePerson", author_ids=["zoe"])
        self.await_round()
        self.assertEqual(self.counted(self.post(self.b, "zoe")), 1)

    def test_whom_one_restricts_the_other_no_longer_counts(self):
        self.fill("max")
        self.call(self.a, "RestrictPerson", author_id="max")
        self.await_round()
        self.assertEqual(len(self.post(self.b, "max").facts.repeats), 0)
        self.call(self.a, "RestrictPerson", author_id="max", lift=True)
        self.await_round()
        self.assertEqual(self.counted(self.post(self.b, "max")), 1)

    def test_who_objects_at_one_is_not_refused_by_the_other(self):
        body = "Le meilleur casino en ligne"
        self.assertEqual(self.post(self.b, "zoe", body).verdict, REJECT)
        self.call(self.a, "SetObjection", person={"email": "ZOE@exemple.test"})
        self.await_round()
        self.assertEqual(self.post(self.b, "zoe", body).verdict, HOLD)
        self.call(self.a, "ErasePerson", author_ids=["zoe"])
        self.await_round()
        self.assertEqual(self.post(self.b, "zoe", body).verdict, REJECT)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
