#!/usr/bin/python3
"""The whole API against a started server: api_test.py CRIBLE PROTOC [unittest options]."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

import grpc
from google.protobuf.descriptor_pb2 import FileDescriptorProto

import client

CRIBLE, PROTOC = sys.argv.pop(1), sys.argv.pop(1)
TYPES = client.Types(client.load_descriptors(PROTOC))
SECONDS = 20


def new(name, /, **fields):
    return TYPES["crible.v1." + name](**fields)


def request(body, name="", **fields):
    comment = new("Comment", body=body)
    if name:
        comment.name = "sites/demo/comments/" + name
    return new("ModerateCommentRequest", parent="sites/demo", comment=comment, **fields)


def spoil(message):
    """The bytes of a message whose SPOIL is no UTF-8."""
    data = message.SerializeToString()
    assert b"SPOIL" in data
    return data.replace(b"SPOIL", b"\xff\xfe\xc3(\x80")


def to_bytes(message):
    return message if isinstance(message, bytes) else message.SerializeToString()


def details_of(error):
    """(reason, [fields]) of an error's details."""
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            return unpack(TYPES["google.rpc.Status"].FromString(value))
    return None


def unpack(status):
    reason, fields = "", []
    for detail in status.details:
        info, bad = TYPES["google.rpc.ErrorInfo"](), TYPES["google.rpc.BadRequest"]()
        if detail.Unpack(info):
            reason = info.reason
        if detail.Unpack(bad):
            fields = [v.field for v in bad.field_violations]
    return reason, fields


class ApiTest(unittest.TestCase):
    """One server for all; each test uses names of its own."""

    @classmethod
    def setUpClass(cls):
        cls.models = tempfile.mkdtemp()
        client.write_models(cls.models)
        cls.server = client.Server(CRIBLE, cls.models)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        shutil.rmtree(cls.models)
        assert code == 0, f"exit code {code}: {cls.server.text()}"
        for secret in ("SECRET", "SPOIL", "\ufffd"):
            assert secret not in cls.server.text(), cls.server.text()

    def unary(self, method, message, answer, timeout=SECONDS):
        call = self.server.channel.unary_unary(
            method, request_serializer=to_bytes,
            response_deserializer=TYPES["crible.v1." + answer].FromString)
        return call(message, timeout=timeout)

    def moderate(self, message):
        return self.unary(client.MODERATE, message, "Decision")

    def open(self, messages, timeout=SECONDS):
        call = self.server.channel.stream_stream(
            client.STREAM, request_serializer=to_bytes,
            response_deserializer=new("ModerateCommentsResponse").FromString)
        return call(messages, timeout=timeout)

    def refused(self, code, method, message, answer="Decision"):
        with self.assertRaises(grpc.RpcError) as caught:
            self.unary(method, message, answer)
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        return caught.exception

    # -- ModerateComment --------------------------------------------------------

    def test_accepts_and_holds_with_reasons(self):
        self.assertEqual(self.moderate(request("Merci pour cet article")).verdict, 1)
        body = "Voilà une offre de prêt"
        held = self.moderate(request(body, reason_languages=["en", "fr"]))
        self.assertEqual(held.verdict, 2)
        self.assertEqual(held.lane, 1)
        reason = next(r for r in held.reasons if r.kind == 1)
        self.assertEqual((reason.rule, reason.category), ("loans/offer", "spam"))
        self.assertEqual([t.language for t in reason.texts], ["en", "fr"])
        self.assertEqual(reason.texts[0].text, "Offers a loan: “offre de prêt”")
        span = reason.spans[0]
        self.assertEqual(span.field, "body")
        self.assertEqual(body.encode()[span.begin_byte:span.end_byte].decode(), "offre de prêt")
        self.assertEqual([s.category for s in held.scores][:1], ["spam"])
        self.assertRegex(held.bundle, "^[0-9a-f]{64}$")
        self.assertTrue(held.facts.HasField("observe_time"))

    def test_identity(self):
        first = self.moderate(request("Bonjour", "id1"))
        self.assertEqual(self.moderate(request("Bonjour", "id1")), first)
        rechecked = self.moderate(request("Bonjour", "id1", recheck=True))
        self.assertEqual(rechecked.supersedes, first.name)
        edited = self.moderate(request("Une offre de prêt", "id1"))
        self.assertEqual((edited.supersedes, edited.verdict), (rechecked.name, 2))
        again = self.moderate(request("Bonsoir", request_id="r-1"))
        self.assertEqual(self.moderate(request("Bonsoir", request_id="r-1")), again)
        error = self.refused(grpc.StatusCode.INVALID_ARGUMENT, client.MODERATE,
                             request("Autre chose", request_id="r-1"))
        self.assertEqual(details_of(error), ("REQUEST_ID_REUSED", ["request_id"]))

    def test_refuses_what_is_wrong(self):
        author = new("Author", email="SECRET@example.test" + "x" * 400)
        wrong = [
            (request("  \n"), ["comment.body"]),
            (request("x" * 65537), ["comment.body"]),
            (new("ModerateCommentRequest", parent="sites/demo"), ["comment"]),
            (new("ModerateCommentRequest", comment=new("Comment", body="x")), ["parent"]),
            (request("SECRET", article=new("Article", name="SECRET")), ["article.name"]),
            (new("ModerateCommentRequest", parent="sites/demo",
                 comment=new("Comment", body="SECRET", author=author, body_format=7)),
             ["comment.body_format", "comment.author.email"]),
        ]
        for message, fields in wrong:
            error = self.refused(grpc.StatusCode.INVALID_ARGUMENT, client.MODERATE, message)
            self.assertEqual(details_of(error), ("INVALID_FIELD", fields))
            self.assertNotIn("SECRET", str(error))

    def test_says_where_bytes_are_no_message(self):
        error = self.refused(grpc.StatusCode.INVALID_ARGUMENT, client.MODERATE,
                             spoil(request("SECRET SPOIL")))
        self.assertEqual(details_of(error), ("UNREADABLE", ["comment.body"]))
        self.refused(grpc.StatusCode.INVALID_ARGUMENT, client.MODERATE, b"\xff\xff\xff")
        error = self.refused(grpc.StatusCode.RESOURCE_EXHAUSTED, client.MODERATE,
                             b"\x00" * (1 << 20) + b"\x00")
        self.assertEqual(details_of(error)[0], "TOO_LARGE")
        # Far over every limit, gRPC itself refuses.
        self.refused(grpc.StatusCode.RESOURCE_EXHAUSTED, client.MODERATE, b"\x00" * (17 << 20))

    def test_deadline(self):
        batch = new("BatchModerateCommentsRequest", parent="sites/demo")
        for i in range(1000):
            batch.requests.add(comment=new("Comment", body=f"Commentaire {i}. " * 300))
        with self.assertRaises(grpc.RpcError) as caught:
            self.unary(client.BATCH, batch, "BatchModerateCommentsResponse", timeout=0.02)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
        self.assertEqual(self.moderate(request("Bonjour")).verdict, 1)

    # -- ModerateComments -------------------------------------------------------

    def test_stream_answers_each_message(self):
        def message(key, body):
            return new("ModerateCommentsRequest", correlation_id=key, request=request(body))
        article = new("Article", name="sites/demo/articles/a", title="Le titre")
        with_article = message("4", "Bonjour")
        with_article.request.comment.article = article.name
        answers = list(self.open(iter([
            message("1", "Bonjour"), spoil(message("2", "SPOIL")),
            new("ModerateCommentsRequest", article=article), message("3", "offre de prêt"),
            with_article, new("ModerateCommentsRequest", correlation_id="5")])))
        by_key = {a.correlation_id: a for a in answers}
        self.assertEqual(sorted(by_key), ["1", "2", "3", "4", "5"])
        self.assertEqual(len(answers), 5)
        self.assertEqual(by_key["1"].decision.verdict, 1)
        self.assertEqual(unpack(by_key["2"].error), ("UNREADABLE", ["request.comment.body"]))
        self.assertEqual(by_key["3"].decision.verdict, 2)
        self.assertEqual(by_key["4"].decision.verdict, 1)
        self.assertEqual(unpack(by_key["5"].error), ("INVALID_FIELD", ["payload"]))

    def test_stream_cancelled_by_the_caller(self):
        def endless():
            while True:
                yield new("ModerateCommentsRequest", request=request("Bonjour"))
        call = self.open(endless())
        for _ in range(100):
            self.assertTrue(next(call).HasField("decision"))
        call.cancel()
        with self.assertRaises(grpc.RpcError):
            for _ in call:
                pass
        self.assertEqual(call.code(), grpc.StatusCode.CANCELLED)
        self.assertEqual(self.moderate(request("Bonjour")).verdict, 1)

    # -- BatchModerateComments --------------------------------------------------

    def test_batch(self):
        batch = new("BatchModerateCommentsRequest", parent="sites/demo", articles=[
            new("Article", name="sites/demo/articles/b", text="Une histoire")])
        for body in ("Bonjour", " ", "SPOIL", "offre de prêt"):
            batch.requests.add(comment=new("Comment", body=body, article=batch.articles[0].name))
        answer = self.unary(client.BATCH, spoil(batch), "BatchModerateCommentsResponse")
        self.assertEqual([r.WhichOneof("result") for r in answer.results],
                         ["decision", "error", "error", "decision"])
        self.assertEqual(unpack(answer.results[1].error), ("INVALID_FIELD", ["comment.body"]))
        self.assertEqual(unpack(answer.results[2].error), ("UNREADABLE", ["comment.body"]))
        self.assertEqual(answer.results[3].decision.verdict, 2)

    def test_batch_refused_as_a_whole(self):
        batch = new("BatchModerateCommentsRequest", parent="sites/demo")
        for _ in range(2):
            batch.requests.add().comment.name = "sites/demo/comments/twice"
        error = self.refused(grpc.StatusCode.INVALID_ARGUMENT, client.BATCH, batch,
                             "BatchModerateCommentsResponse")
        self.assertEqual(details_of(error), ("REPEATED_NAME", ["requests[1].comment.name"]))
        del batch.requests[:]
        batch.articles.add(name="nonsense")
        error = self.refused(grpc.StatusCode.INVALID_ARGUMENT, client.BATCH, batch,
                             "BatchModerateCommentsResponse")
        self.assertEqual(details_of(error), ("INVALID_FIELD", ["articles[0].name"]))
        del batch.articles[:]
        for _ in range(1001):
            batch.requests.add()
        error = self.refused(grpc.StatusCode.RESOURCE_EXHAUSTED, client.BATCH, batch,
                             "BatchModerateCommentsResponse")
        self.assertEqual(details_of(error)[0], "TOO_MANY")
        error = self.refused(grpc.StatusCode.RESOURCE_EXHAUSTED, client.BATCH,
                             b"\x00" * (9 << 20), "BatchModerateCommentsResponse")
        self.assertEqual(details_of(error)[0], "TOO_LARGE")

    def test_a_full_batch(self):
        batch = new("BatchModerateCommentsRequest", parent="sites/demo")
        for i in range(1000):
            batch.requests.add(comment=new("Comment", body=f"Commentaire {i}, merci."))
        answer = self.unary(client.BATCH, batch, "BatchModerateCommentsResponse")
        self.assertEqual(len({r.decision.comment for r in answer.results}), 1000)

    # -- ExplainComment ---------------------------------------------------------

    def test_explains(self):
        message = new("ExplainCommentRequest", parent="sites/demo", rules=["loans/offer"],
                      comment=new("Comment", body="Voilà une offre de prêt"))
        answer = self.unary(client.EXPLAIN, message, "Explanation")
        self.assertEqual(answer.decision.verdict, 2)
        self.assertEqual([hit.rule for hit in answer.hits], ["loans/offer"])
        self.assertEqual([v.kind for v in answer.views], [1, 2, 3])
        self.assertIn("voila une offre de pret", answer.views[1].text)
        self.assertEqual(answer.signals.word_count, 5)
        self.assertEqual([s.stage for s in answer.stages],
                         ["text", "signals", "facts", "rules", "model", "policy"])
        self.assertEqual(answer.findings[0].conditions[0].truth, 1)
        self.assertEqual(answer.counterfactuals[0].verdict, 1)
        message.rules[0] = "no/such"
        error = self.refused(grpc.StatusCode.NOT_FOUND, client.EXPLAIN, message, "Explanation")
        self.assertEqual(details_of(error)[0], "UNKNOWN_RULE")

    # -- Health, reflection -----------------------------------------------------

    def health(self, service):
        call = self.server.channel.unary_unary("/grpc.health.v1.Health/Check")
        data = service.encode()
        return call(b"\x0a" + bytes([len(data)]) + data if data else b"", timeout=SECONDS)

    def test_health(self):
        serving = b"\x08\x01"
        for service in ("", "crible.v1.ModerationService", "crible.v1.RuleService"):
            self.assertEqual(self.health(service), serving)
        with self.assertRaises(grpc.RpcError) as caught:
            self.health("no.such.Service")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)

    def reflect(self, version, **question):
        answer = TYPES["grpc.reflection.v1.ServerReflectionResponse"]
        ask = TYPES["grpc.reflection.v1.ServerReflectionRequest"]
        call = self.server.channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=to_bytes, response_deserializer=answer.FromString)
        return next(call(iter([ask(**question)]), timeout=SECONDS))

    def test_reflection_of_both_versions(self):
        for version in ("v1", "v1alpha"):
            with self.subTest(version):
                listed = self.reflect(version, list_services="")
                names = {s.name for s in listed.list_services_response.service}
                self.assertLessEqual({"crible.v1.ModerationService", "crible.v1.RuleService",
                                      "grpc.health.v1.Health"}, names)
                found = self.reflect(
                    version, file_containing_symbol="crible.v1.ModerationService.ModerateComment")
                files = [FileDescriptorProto.FromString(f)
                         for f in found.file_descriptor_response.file_descriptor_proto]
                self.assertIn("crible/v1/moderation_service.proto", [f.name for f in files])
                missing = self.reflect(version, file_by_filename="no/such.proto")
                self.assertEqual(missing.error_response.error_code, 5)

    def test_reflection_v1_answers_the_rest(self):
        found = self.reflect("v1", file_by_filename="crible/v1/decision.proto")
        names = [FileDescriptorProto.FromString(f).name
                 for f in found.file_descriptor_response.file_descriptor_proto]
        self.assertEqual(sorted(names), ["crible/v1/decision.proto",
                                         "crible/v1/site_state.proto",
                                         "google/protobuf/duration.proto",
                                         "google/protobuf/timestamp.proto"])
        none = self.reflect("v1", all_extension_numbers_of_type="crible.v1.Comment")
        self.assertEqual(list(none.all_extension_numbers_response.extension_number), [])
        self.assertEqual(self.reflect("v1").error_response.error_code, 3)

    # -- The program ------------------------------------------------------------

    def test_the_announced_call_works_as_pasted(self):
        line = next(line for line in self.server.out if "crible call" in line)
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('"verdict": "VERDICT_', done.stdout)

    def test_bytes_that_are_no_http(self):
        host, port = self.server.address.rsplit(":", 1)
        for junk in (b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 1000, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff"):
            with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
                connection.sendall(junk)
                connection.shutdown(socket.SHUT_WR)
                try:
                    while connection.recv(4096):
                        pass
                except ConnectionError:
                    pass
        self.assertEqual(self.moderate(request("Bonjour")).verdict, 1)


class ProgramTest(unittest.TestCase):
    """Start, reload and end; a server each."""

    def setUp(self):
        self.models = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.models)
        client.write_models(self.models)

    def moderate(self, server, message):
        call = server.channel.unary_unary(
            client.MODERATE, request_serializer=to_bytes,
            response_deserializer=new("Decision").FromString)
        return call(message, timeout=SECONDS)

    def test_reloads_what_is_whole_and_refuses_what_is_not(self):
        server = client.Server(CRIBLE, self.models)
        self.addCleanup(server.stop)
        self.assertEqual(self.moderate(server, request("tarif imbattable")).verdict, 1)
        client.write_models(self.models, client.RULES.replace(
            '["offre de prêt"]', '["offre de prêt", "tarif imbattable"]'))
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(server.err, "decides from now on")
        self.assertEqual(self.moderate(server, request("tarif imbattable")).verdict, 2)
        client.write_models(self.models, client.RULES.replace('then ', 'thenn'))
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(server.err, "the former stays in force")
        server.wait_for(server.err, r"rules/loans\.toml:\d+:\d+: ")
        self.assertEqual(self.moderate(server, request("tarif imbattable")).verdict, 2)

    def test_drains_at_sigterm(self):
        server = client.Server(CRIBLE, self.models)
        never = iter(lambda: new("ModerateCommentsRequest", request=request("Bonjour")), None)
        call = server.channel.stream_stream(
            client.STREAM, request_serializer=to_bytes,
            response_deserializer=new("ModerateCommentsResponse").FromString)(never)
        next(call)
        server.process.send_signal(signal.SIGTERM)
        with self.assertRaises(grpc.RpcError):
            for answer in call:
                self.assertTrue(answer.HasField("decision"))
        self.assertEqual(call.code(), grpc.StatusCode.UNAVAILABLE)
        server.process.wait(SECONDS)  # a second signal would end it at once
        self.assertEqual(server.stop(), 0)
        self.assertIn("stopped", server.text())

    def run_serve(self, *options):
        done = subprocess.run([CRIBLE, "serve", "--no-data", "--lang", "en", "--models", self.models, *options],
                              capture_output=True, text=True, timeout=SECONDS)
        return done.returncode, done.stderr

    def test_refuses_to_start(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.7:50061"):
            code, said = self.run_serve("--listen", address)
            self.assertEqual(code, 2)
            self.assertIn("without keys", said)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            code, said = self.run_serve("--listen", "127.0.0.1:%d" % taken.getsockname()[1])
            self.assertEqual(code, 2)
            self.assertIn("another server", said)
        client.write_models(self.models, "[[rule]]\nid = 7\n")
        code, said = self.run_serve("--listen", "127.0.0.1:0")
        self.assertEqual(code, 2)
        self.assertIn("rules/loans.toml:", said)
        code, said = self.run_serve("--models", "/no/such/folder")
        self.assertEqual(code, 2)


if __name__ == "__main__":
    unittest.main(verbosity=1)
