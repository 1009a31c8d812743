#!/usr/bin/env python3
"""When what keeps the data fails: a full disk, a database that may only be read, one that goes
away and comes back. Whoever must wait for the disk is told so, acceptances go on, and once the
fault is over all is kept, without a restart.

  faults_test.py CRIBLE PROTOC
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import grpc

import client

CRIBLE, PROTOC = os.path.abspath(sys.argv[1]), sys.argv[2]
SECONDS = 30
OFFER, FINE = "une offre de prêt", "Merci pour cet article"


class Faults:
    """The same for both engines; each says how its disk is filled, and so on."""

    @classmethod
    def setUpClass(cls):
        cls.types = client.Types(client.load_descriptors(PROTOC))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.models = os.path.join(folder.name, "models")
        os.mkdir(self.models)
        client.write_models(self.models)
        self.prepare()
        self.server = None
        self.serve()
        self.addCleanup(lambda: self.server.stop(signal.SIGKILL))

    def serve(self):
        self.server = client.Server(CRIBLE, self.models, *self.place())

    # How long one who must wait for the disk does so, and what they hear.
    patience = SECONDS
    refusals = (grpc.StatusCode.UNAVAILABLE,)

    def decide(self, body, name):
        call = self.server.channel.unary_unary(
            client.MODERATE, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1.Decision"].FromString)
        request = self.types["crible.v1.ModerateCommentRequest"](
            parent="sites/demo",
            comment={"name": f"sites/demo/comments/{name}", "body": body, "author": {"id": "zoe"}})
        return call(request, timeout=self.patience)

    def refused(self, name):
        with self.assertRaises(grpc.RpcError) as refusal:
            self.decide(OFFER, name)
        return refusal.exception.code()

    def lives_through(self, begin, end, fault):
        """`fault` is what the server's own log must say."""
        before = self.decide(OFFER, "before")
        begin()
        self.assertIn(self.refused("held"), self.refusals)
        accepted = self.decide(FINE, "accepted")
        self.assertEqual(accepted.verdict, 1)
        self.server.wait_for(self.server.err, fault)
        end()
        held = self.decide_at_last(OFFER, "held")
        self.assertEqual(held.verdict, 2)
        self.server.wait_for(self.server.err, "is written again")
        self.assertNotIn("prêt", self.server.text().replace("Offre de prêt", ""))
        self.assertEqual(self.server.stop(), 0)
        self.serve()
        for body, name, decision in ((OFFER, "before", before), (OFFER, "held", held),
                                     (FINE, "accepted", accepted)):
            self.assertEqual(self.decide(body, name), decision, name)
        verified = subprocess.run([CRIBLE, "audit", "verify", "--lang", "en", *self.place()],
                                  capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def decide_at_last(self, body, name):
        end = time.monotonic() + SECONDS
        while True:
            try:
                return self.decide(body, name)
            except grpc.RpcError as error:
                self.assertIn(error.code(), self.refusals)
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)


class SqliteFaults(Faults, unittest.TestCase):
    def prepare(self):
        self.data = os.path.join(self.folder, "data")

    def place(self):
        return ["--data", self.data]

    def limit(self, bytes_max):
        subprocess.run(["prlimit", "--pid", str(self.server.process.pid),
                        f"--fsize={bytes_max}:unlimited"], check=True)

    def test_a_full_disk(self):
        self.lives_through(lambda: self.limit(0), lambda: self.limit("unlimited"),
                           "cannot be written: sqlite: (disk I/O error|database or disk is full)")

    def test_a_database_that_another_keeps_locked(self):
        shell = subprocess.Popen(
            [sys.executable, "-c",
             "import sqlite3, sys\n"
             "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
             "db.execute('BEGIN IMMEDIATE')\nprint('locked', flush=True)\nsys.stdin.read()\n",
             os.path.join(self.data, "crible.db")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(shell.kill)

        def lock():
            self.assertEqual(shell.stdout.readline(), "locked\n")

        def unlock():
            shell.communicate()

        self.lives_through(lock, unlock, "cannot be written: sqlite: database is locked")

    def test_a_file_that_may_only_be_read(self):
        """Is refused at the start, in the user's words; nothing of it is changed."""
        self.decide(OFFER, "before")
        self.server.stop()
        path = pathlib.Path(self.data, "crible.db")
        before = path.read_bytes()
        path.chmod(0o444)
        command = [CRIBLE, "serve", "--listen", "127.0.0.1:0", "--models", self.models,
                   "--data", self.data]
        if os.getuid() == 0:  # who may write whatever it likes
            for one in (self.folder, self.models, self.data, *pathlib.Path(self.data).iterdir(),
                        *pathlib.Path(self.models).rglob("*")):
                os.chown(one, 65534, 65534)
            command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
                       *command]
        for language, said in (("en", "may only be read"), ("fr", "lecture seule")):
            done = subprocess.run([*command, "--lang", language], capture_output=True, text=True,
                                  timeout=SECONDS, cwd=self.folder)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(said, done.stderr)
        self.assertEqual(path.read_bytes(), before)
        path.chmod(0o600)
        self.serve()
        self.assertEqual(self.decide(OFFER, "before").verdict, 2)


class PostgresFaults(Faults, unittest.TestCase):
    def prepare(self):
        self.postgres = os.path.join(self.folder, "postgres")
        self.url = client.start_postgres(self, self.postgres)
        self.data = os.path.join(self.folder, "data")

    def place(self):
        return ["--data", self.data, "--database", self.url]

    def do(self, command):
        subprocess.run([client.POSTGRES, command, self.postgres], check=True)

    def sql(self, text):
        subprocess.run(["psql", "-q", self.url, "-c", text], check=True, timeout=SECONDS,
                       stdout=subprocess.DEVNULL)

    def test_a_database_that_goes_away_and_comes_back(self):
        self.lives_through(lambda: self.do("kill"), lambda: self.do("up"),
                           "cannot be written: postgres: ")

    def test_a_database_that_may_only_be_read(self):
        def only_read(value):
            self.sql(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            self.sql("SELECT pg_reload_conf()")  # the next transaction

        def may_write():
            subprocess.run(["psql", "-q", self.url, "-c", "SET default_transaction_read_only = off",
                            "-c", "ALTER SYSTEM RESET default_transaction_read_only",
                            "-c", "SELECT pg_reload_conf()"], check=True, timeout=SECONDS,
                           stdout=subprocess.DEVNULL)

        self.lives_through(lambda: only_read("on"), may_write,
                           "cannot be written: postgres: the server is read-only")

    def test_a_full_disk(self):
        """Its own log cannot be written any more: the database ends itself, in a commit. Who waits
        for that one is told what became of it when the database is back."""
        self.patience, self.refusals = 5, (*self.refusals, grpc.StatusCode.DEADLINE_EXCEEDED)
        place = pathlib.Path(self.postgres, "place").read_text(encoding="utf-8").strip()
        first = pathlib.Path(place, "data/postmaster.pid")
        as_user = (["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
                   if os.getuid() == 0 else [])

        def fill():
            number = first.read_text(encoding="utf-8").split()[0]
            family = subprocess.run(["pgrep", "-P", number], capture_output=True, text=True,
                                    check=True).stdout.split()
            for process in (number, *family):
                subprocess.run([*as_user, "prlimit", "--pid", process, "--fsize=0:unlimited"],
                               check=True)

        def make_room():
            if first.exists():
                self.do("kill")
            self.do("up")

        self.lives_through(fill, make_room, "cannot be written: postgres: |lost the answer")


if __name__ == "__main__":
    del sys.argv[1:3]
    unittest.main()
