#!/usr/bin/env python3
"""Three servers on one PostgreSQL database: what one of them does holds at the others.

  cluster_test.py CRIBLE PROTOC
"""

import collections
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

import grpc

import client
from review_site import ACCEPT, CRIBLE, HOLD, SECONDS, ReviewSite

SERVERS = 3
# How long the bundle that decides may differ between servers.
BUNDLE_SECONDS = 2
EARLIER_REFUSED = 2
OFFER = "Une offre de prêt, sans attendre"


class Cluster(ReviewSite):
    """`at` says which of the servers is spoken to."""

    served = None  # models other than those that setUp writes

    def setUp(self):
        self.servers = []
        super().setUp()
        for server in self.servers:
            self.addCleanup(server.stop, signal.SIGKILL)

    def restart(self, number=signal.SIGKILL):
        folder = os.path.dirname(self.models)
        self.url = client.start_postgres(self, os.path.join(folder, "postgres"))
        for i in range(SERVERS):
            self.start(i)
        self.at(0)

    def place(self, i):
        return ["--data", f"{self.data}{i}", "--database", self.url]

    def start(self, i):
        """Each in a folder of its own, under the key that the first has made."""
        if i > 0 and not os.path.exists(f"{self.data}{i}"):
            os.mkdir(f"{self.data}{i}", 0o700)
            shutil.copy(os.path.join(f"{self.data}0", "crible.key"), f"{self.data}{i}")
        self.servers[i:i + 1] = [client.Server(CRIBLE, self.served or self.models, *self.place(i))]

    def at(self, i):
        self.server = self.servers[i]
        return self

    def at_once(self, works):
        threads = [threading.Thread(target=work) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def caller(self, i):
        """Calls the server `i` whatever `at` says, for threads."""
        other = type(self)("setUp")
        other.server = self.servers[i]
        return other


class ClusterTest(Cluster):
    def test_a_comment_is_the_same_everywhere(self):
        first = self.at(0).post("c", OFFER)
        for i in range(SERVERS):
            self.assertEqual(self.at(i).post("c", OFFER), first)
        # Edited at one; the others must not remember what it was.
        edited = self.at(1).post("c", "Merci pour cet article")
        self.assertEqual((edited.verdict, edited.supersedes), (ACCEPT, first.name))
        time.sleep(0.2)  # an acceptance is written behind its answer
        for i in range(SERVERS):
            self.assertEqual(self.at(i).post("c", "Merci pour cet article"), edited)
        back = self.at(0).post("c", OFFER)
        self.assertEqual((back.verdict, back.supersedes), (HOLD, edited.name))
        # Decided anew at one.
        fields = {"parent": "sites/demo", "comment": {
            "name": "sites/demo/comments/c", "body": OFFER, "author": {"id": "zoe"},
            "article": "sites/demo/articles/a"}}
        again = self.at(2).call("ModerateComment", recheck=True, **fields)
        self.assertEqual(again.supersedes, back.name)
        for i in range(SERVERS):
            self.assertEqual(self.at(i).post("c", OFFER), again)
        # A call that is repeated is one call.
        del fields["comment"]["name"]
        once = self.at(0).call("ModerateComment", request_id="r-1", **fields)
        for i in range(SERVERS):
            self.assertEqual(self.at(i).call("ModerateComment", request_id="r-1", **fields), once)

    def test_what_people_set_holds_everywhere_at_once(self):
        self.at(0).call("SetArticleMode", name="sites/demo/articles/trial", mode=3)
        self.at(1).call("SetAuthorStatus", parent="sites/demo", author_id="troll", status=3)
        for i in range(SERVERS):
            self.assertEqual(self.at(i).post(f"n{i}", "Bonsoir", article="trial").verdict, HOLD)
            self.assertEqual(self.post(f"t{i}", "Bonjour", author="troll").verdict, HOLD)
            self.assertEqual(self.post(f"o{i}", "Bonjour à tous").verdict, ACCEPT)
        # What a person has decided of a text, too.
        self.at(2).resolve(self.get("t0"), "reject", ground="spam")
        same = self.at(0).post("t9", "Bonjour", author="troll")
        self.assertEqual(same.facts.earlier_resolution, EARLIER_REFUSED)

    def test_claims_are_exclusive_and_the_second_is_told(self):
        for i in range(60):
            self.at(i % SERVERS).post(f"c{i}", f"Une offre de prêt numéro {i}", author=f"a{i}")
        taken, lock = [], threading.Lock()

        def take(i):
            caller = self.caller(i)
            while True:
                items = caller.call("ClaimReviewItems", parent="sites/demo", max_items=4).items
                if not items:
                    return
                with lock:
                    taken.extend(item.name for item in items)
                for item in items:
                    caller.resolve(item, "reject", ground="spam")

        self.at_once([lambda i=i: take(i) for i in range(SERVERS)])
        self.assertEqual((len(taken), len(set(taken))), (60, 60))
        self.at(0).post("last", OFFER)
        item = self.at(1).get("last")
        outcomes = []

        def decide(i):
            try:
                self.caller(i).resolve(item, "accept")
                outcomes.append("done")
            except grpc.RpcError as error:
                outcomes.append(error.code())
                self.assertIn("accept by local", error.details())

        self.at_once([lambda i=i: decide(i) for i in range(SERVERS)])
        self.assertEqual(collections.Counter(outcomes),
                         {"done": 1, grpc.StatusCode.ABORTED: SERVERS - 1})

    def test_watchers_everywhere_hear_all_and_go_on_elsewhere(self):
        watchers = [self.at(i).watch("WatchDecisions", parent="sites/demo", only_new=True).begun()
                    for i in range(SERVERS)]
        for i in range(30):
            self.at(i % SERVERS).post(f"c{i}", f"Une offre de prêt numéro {i}", author=f"a{i}")
            self.resolve(self.get(f"c{i}"), "accept")
        heard = [[watcher.event() for _ in range(60)] for watcher in watchers]
        self.assertEqual([e.kind for e in heard[0]], 30 * [4, 2])  # seen, resolved
        self.assertEqual(heard[1], heard[0])
        self.assertEqual(heard[2], heard[0])
        # One server dies; who watched there goes on at another, and misses nothing.
        watcher = self.at(2).watch("WatchDecisions", parent="sites/demo")
        message = watcher.next()
        while not message.HasField("event"):
            message = watcher.next()
        self.servers[2].stop(signal.SIGKILL)
        self.at(0).post("late", OFFER)
        self.resolve(self.get("late"), "accept")
        resumed = self.at(1).watch("WatchDecisions", parent="sites/demo",
                                   resume_token=message.resume_token)
        rest = [resumed.event() for _ in range(61)]
        self.assertEqual(rest[:59], heard[0][1:])
        self.assertEqual(rest[-1].comment, "sites/demo/comments/late")


class BundleCluster(Cluster):
    """The same bundle decides at all of them, soon after any change."""

    def bundles(self):
        return [self.at(i).call(
            "ModerateComment", parent="sites/demo",
            comment={"body": "Merci pour cet article", "author": {"id": "zoe"}}).bundle
                for i in range(SERVERS)]

    def setUp(self):
        super().setUp()
        self.bundle, = set(self.bundles())

    def everywhere_in_time(self, before):
        """The bundle that has followed `before` at all servers."""
        begin = time.monotonic()
        while True:
            took = time.monotonic() - begin
            now = set(self.bundles())
            if len(now) == 1 and now != {before}:
                self.assertLess(took, BUNDLE_SECONDS)
                return now.pop()
            self.assertLess(took, SECONDS, now)
            time.sleep(0.02)


class FilesTest(BundleCluster):
    def test_a_change_of_the_files_decides_everywhere_within_two_seconds(self):
        client.write_models(self.models, client.RULES.replace("offre de prêt", "offre de prêts")
                            .replace("Une offre de prêt pour", "Une offre de prêts pour"))
        changed = self.everywhere_in_time(self.bundle)
        client.write_models(self.models)
        self.assertEqual(self.everywhere_in_time(changed), self.bundle)
        client.write_models(self.models, client.RULES.replace("then ", "than "))
        for server in self.servers:  # refused by all
            server.wait_for(server.err, "than")
        self.assertEqual(set(self.bundles()), {self.bundle})


class LayerTest(BundleCluster):
    """What a site has learned is part of its bundle."""

    served = str(client.ROOT / "models")

    def crible(self, *words):
        models = ["--models", self.served] if "activate" in words else []
        done = subprocess.run(
            [CRIBLE, *words, "--site", "demo", "--lang", "en", *self.place(0), *models],
            capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_is_learned_or_taken_back_decides_everywhere_within_two_seconds(self):
        archive = os.path.join(os.path.dirname(self.models), "archive.jsonl")
        with open(archive, "w", encoding="utf-8") as out:
            for i in range(120):
                word, decision = [("zorblaxe", "spam"), ("quimperine", "accepted")][i % 2]
                out.write(json.dumps({
                    "id": str(i), "body": f"Hier le maire a parlé du {word}, dit le {i}",
                    "author_id": f"reader {i}", "decision": decision,
                    "date": "2026-11-20"}) + "\n")
        self.crible("import", archive)
        self.crible("lessons", "activate")
        learned = self.everywhere_in_time(self.bundle)
        self.crible("lessons", "rollback")
        self.assertEqual(self.everywhere_in_time(learned), self.bundle)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
