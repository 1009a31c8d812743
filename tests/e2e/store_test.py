#!/usr/bin/env python3
"""What outlives the server: holds and rejects over kill -9, the table of identity, one
process a folder, author's figures, backups.

  store_test.py CRIBLE PROTOC
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import grpc

import client

CRIBLE, PROTOC = sys.argv[1:3]
SECONDS = 30


class StoreTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.types = client.Types(client.load_descriptors(PROTOC))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.models = os.path.join(folder.name, "models")
        self.data = os.path.join(folder.name, "data")
        os.mkdir(self.models)
        client.write_models(self.models)
        self.servers = []
        self.addCleanup(lambda: [server.stop(signal.SIGKILL) for server in self.servers])

    def serve(self):
        server = client.Server(CRIBLE, self.models, "--data", self.data)
        self.servers.append(server)
        return server

    def request(self, body, name=None, **more):
        comment = {"body": body, "author": {"id": "zoe"}}
        if name:
            comment["name"] = f"sites/demo/comments/{name}"
        return self.types["crible.v1.ModerateCommentRequest"](
            parent="sites/demo", comment=comment, **more)

    def decide(self, server, *args, **more):
        decision = self.types["crible.v1.Decision"]
        call = server.channel.unary_unary(
            client.MODERATE, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=decision.FromString)
        return call(self.request(*args, **more), timeout=SECONDS)

    def run_crible(self, *words):
        done = subprocess.run([CRIBLE, *words, "--lang", "en"], capture_output=True, text=True,
                              timeout=SECONDS)
        return done.returncode, done.stdout + done.stderr

    def test_a_hold_survives_kill_9(self):
        server = self.serve()
        before = [self.decide(server, "une offre de prêt", str(i)) for i in range(20)]
        by_call = self.decide(server, "une offre de prêt", request_id="call")
        server.stop(signal.SIGKILL)
        server = self.serve()
        after = [self.decide(server, "une offre de prêt", str(i)) for i in range(20)]
        self.assertEqual(before, after)
        self.assertEqual(self.decide(server, "une offre de prêt", request_id="call"), by_call)
        edited = self.decide(server, "Merci pour cet article", "0")
        self.assertEqual(edited.supersedes, before[0].name)

    def test_streams_and_batches_wait_too(self):
        server = self.serve()
        stream = server.channel.stream_stream(
            client.STREAM, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1.ModerateCommentsResponse"].FromString)
        messages = [self.types["crible.v1.ModerateCommentsRequest"](
            correlation_id=str(i),
            request=self.request("une offre de prêt" if i % 2 else "Merci", f"s{i}"))
            for i in range(200)]
        answers = {a.correlation_id: a.decision for a in stream(iter(messages), timeout=SECONDS)}
        self.assertEqual(len(answers), 200)
        batch = server.channel.unary_unary(
            client.BATCH, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1.BatchModerateCommentsResponse"].FromString)
        results = batch(self.types["crible.v1.BatchModerateCommentsRequest"](
            requests=[self.request("une offre de prêt", f"b{i}") for i in range(50)]),
            timeout=SECONDS).results
        server.stop(signal.SIGKILL)
        server = self.serve()
        for i in range(1, 200, 2):
            self.assertEqual(self.decide(server, "une offre de prêt", f"s{i}"), answers[str(i)])
        for i in range(50):
            self.assertEqual(self.decide(server, "une offre de prêt", f"b{i}"),
                             results[i].decision)

    def test_an_orderly_end_keeps_acceptances(self):
        server = self.serve()
        before = self.decide(server, "Merci pour cet article", "1")
        self.assertEqual(server.stop(), 0)
        server = self.serve()
        self.assertEqual(self.decide(server, "Merci pour cet article", "1"), before)

    def test_author_figures_come_from_the_store(self):
        server = self.serve()
        self.assertFalse(
            self.decide(server, "une offre de prêt", "1").facts.author.HasField("comment_count"))
        server.stop()
        server = self.serve()
        self.assertEqual(self.decide(server, "Merci", "2").facts.author.comment_count, 1)

    def test_one_server_a_folder(self):
        self.serve()
        done = subprocess.run(
            [CRIBLE, "serve", "--lang", "fr", "--listen", "127.0.0.1:0", "--models", self.models,
             "--data", self.data], capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(done.returncode, 2)
        self.assertIn("un autre processus", done.stderr)

    def test_nobody_else_reads_the_folder(self):
        server = self.serve()
        self.decide(server, "une offre de prêt secrète", "1")
        self.assertEqual(os.stat(self.data).st_mode & 0o777, 0o700)
        for name in os.listdir(self.data):
            with open(os.path.join(self.data, name), "rb") as file:
                self.assertNotIn("secrète".encode(), file.read(), name)

    def test_keys(self):
        code, words = self.run_crible("keys", "add", "cms", "--scopes", "moderate", "--sites",
                                      "demo", "--data", self.data)
        self.assertEqual(code, 0, words)
        key = next(line for line in words.splitlines() if line.startswith("crible_"))
        server = self.serve()
        self.assertIn("with keys", server.text())
        with self.assertRaises(grpc.RpcError) as refused:
            self.decide(server, "Merci", "1")
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNAUTHENTICATED)

        def decide(parent, shown):
            call = server.channel.unary_unary(
                client.MODERATE, request_serializer=lambda m: m.SerializeToString(),
                response_deserializer=self.types["crible.v1.Decision"].FromString)
            request = self.types["crible.v1.ModerateCommentRequest"](
                parent=parent, comment={"body": "Merci"})
            return call(request, timeout=SECONDS, metadata=[("authorization", f"Bearer {shown}")])

        self.assertEqual(decide("sites/demo", key).verdict, 1)
        for parent, shown, code in (("sites/other", key, "PERMISSION_DENIED"),
                                    ("sites/demo", key[:-1] + "x", "UNAUTHENTICATED")):
            with self.assertRaises(grpc.RpcError) as refused:
                decide(parent, shown)
            self.assertEqual(refused.exception.code().name, code)
        listing = server.channel.unary_unary(
            "/crible.v1.ReviewService/ListReviewItems",
            request_serializer=lambda m: m.SerializeToString())
        with self.assertRaises(grpc.RpcError) as refused:
            listing(self.types["crible.v1.ListReviewItemsRequest"](parent="sites/demo"),
                    timeout=SECONDS, metadata=[("authorization", f"Bearer {key}")])
        self.assertEqual(refused.exception.code(), grpc.StatusCode.PERMISSION_DENIED)
        # Revoked beside the running server.
        self.assertEqual(self.run_crible("keys", "revoke", key[7:15], "--data", self.data)[0], 0)
        for _ in range(100):
            try:
                decide("sites/demo", key)
            except grpc.RpcError as error:
                self.assertEqual(error.code(), grpc.StatusCode.UNAUTHENTICATED)
                return
            time.sleep(0.1)
        self.fail("the revoked key still opens")

    def test_each_event_names_who_did_it(self):
        keys = {}
        for subject, scope in (("cms", "moderate"), ("ann", "review"), ("bob", "review")):
            code, words = self.run_crible("keys", "add", subject, "--scopes", scope, "--sites",
                                          "demo", "--data", self.data)
            self.assertEqual(code, 0, words)
            keys[subject] = next(w for w in words.splitlines() if w.startswith("crible_"))
        server = self.serve()

        def call(subject, service, method, answer, **fields):
            stub = server.channel.unary_unary(
                f"/crible.v1.{service}Service/{method}",
                request_serializer=lambda m: m.SerializeToString(),
                response_deserializer=self.types["crible.v1." + answer].FromString)
            return stub(self.types[f"crible.v1.{method}Request"](**fields), timeout=SECONDS,
                        metadata=[("authorization", f"Bearer {keys[subject]}")])

        call("cms", "Moderation", "ModerateComment", "Decision", parent="sites/demo",
             comment={"name": "sites/demo/comments/1", "body": "une offre de prêt"})
        item = call("ann", "Review", "GetReviewItem", "ReviewItem",
                    name="sites/demo/reviewItems/1")
        done = call("bob", "Review", "ResolveReviewItem", "ReviewItem", name=item.name,
                    etag=item.etag, outcome=2, ground="spam")
        call("ann", "Review", "UndoResolution", "ReviewItem", name=done.resolution.name)
        call("cms", "Moderation", "SetArticleMode", "Event", name="sites/demo/articles/a", mode=3)
        events = call("cms", "Moderation", "ListDecisionEvents", "ListDecisionEventsResponse",
                      parent="sites/demo", include_decisions=True).events
        self.assertEqual([(e.kind, e.subject) for e in events],
                         [(1, "cms"), (4, "ann"), (2, "bob"), (3, "ann"), (9, "cms")])

    def test_backup_beside_the_server_then_restore(self):
        server = self.serve()
        first = self.decide(server, "une offre de prêt", "1")
        copy, again = self.data + ".copy", self.data + ".again"
        self.assertEqual(self.run_crible("store", "backup", copy, "--data", self.data)[0], 0)
        code, head = self.run_crible("audit", "head", "--data", self.data)
        self.assertEqual(code, 0)
        self.decide(server, "une offre de prêt", "2")
        code, said = self.run_crible("audit", "verify", "--data", self.data, "--head",
                                     head.strip())
        self.assertEqual(code, 0, said)
        self.assertEqual(self.run_crible("store", "restore", copy, "--data", again)[0], 0)
        self.data = again
        server = self.serve()
        self.assertEqual(self.decide(server, "une offre de prêt", "1"), first)

    def test_a_full_disk_is_told_and_passes(self):
        server = self.serve()
        self.decide(server, "une offre de prêt", "1")
        limit = ["prlimit", "--pid", str(server.process.pid)]
        subprocess.run([*limit, "--fsize=0:unlimited"], check=True)
        with self.assertRaises(grpc.RpcError) as refused:
            self.decide(server, "une offre de prêt", "2")
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNAVAILABLE)
        accepted = self.decide(server, "Merci pour cet article", "3")
        subprocess.run([*limit, "--fsize=unlimited:unlimited"], check=True)
        held = self.decide(server, "une offre de prêt", "2")
        self.assertEqual(server.stop(), 0)
        server = self.serve()
        self.assertEqual(self.decide(server, "une offre de prêt", "2"), held)
        self.assertEqual(self.decide(server, "Merci pour cet article", "3"), accepted)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
