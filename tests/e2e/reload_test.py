#!/usr/bin/python3
"""Rules are edited while comments flow: reload_test.py CRIBLE PROTOC [unittest options].

Good, bad, good: no comment gets an error, each names a bundle that was in force, and the log
says where the bad edit is wrong. The log holds nothing of comments or their authors.
"""

import queue
import sys
import tempfile
import threading
import unittest

import client

CRIBLE, PROTOC = sys.argv.pop(1), sys.argv.pop(1)
TYPES = client.Types(client.load_descriptors(PROTOC))
MARK = "zqxMARKzqx"  # stands for a comment's text, an author, an address


def new(name, /, **fields):
    return TYPES["crible.v1." + name](**fields)


def message(number, body):
    comment = new("Comment", body=body, user_agent=MARK, referrer=MARK)
    comment.author.id = comment.author.display_name = MARK
    comment.author.email = f"{MARK}@exemple.test"
    comment.author.url = f"https://{MARK}.example/"
    comment.parent.text = MARK
    request = new("ModerateCommentRequest", parent="sites/demo", comment=comment)
    request.article.name = "sites/demo/articles/a"
    request.article.title = MARK
    return new("ModerateCommentsRequest", correlation_id=str(number), request=request)


class Flow:
    """A stream that always has 16 comments under way, and keeps what was answered."""

    def __init__(self, channel):
        self.room = threading.Semaphore(16)
        self.ends = False
        self.sent = 0
        self.answers = queue.Queue()
        call = channel.stream_stream(client.STREAM,
                                     request_serializer=lambda m: m.SerializeToString(),
                                     response_deserializer=new("ModerateCommentsResponse").FromString)
        self.call = call(self.messages())
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def messages(self):
        while not self.ends:
            if not self.room.acquire(timeout=0.1):
                continue
            self.sent += 1
            yield message(self.sent, f"{MARK} tarif imbattable, offre de prêt {self.sent}")

    def read(self):
        try:
            for answer in self.call:
                self.room.release()
                self.answers.put(answer)
        except Exception as error:  # told by the main thread
            self.answers.put(error)

    def until(self, wanted, seconds=30):
        """Takes answers until one is as wanted; returns all that were taken."""
        taken = []
        while not taken or not wanted(taken[-1]):
            answer = self.answers.get(timeout=seconds)
            if isinstance(answer, Exception):
                raise AssertionError(f"the stream broke: {answer}")
            taken.append(answer)
        return taken

    def end(self):
        self.ends = True
        self.reader.join(30)
        rest = []
        while not self.answers.empty():
            rest.append(self.answers.get())
        return rest


class ReloadTest(unittest.TestCase):
    def rules_of(self, answer):
        return {r.rule for r in answer.decision.reasons if r.rule}

    def test_good_bad_good_under_load(self):
        with tempfile.TemporaryDirectory() as models:
            client.write_models(models)
            server = client.Server(CRIBLE, models)
            self.addCleanup(server.stop)
            flow = Flow(server.channel)
            answers = flow.until(lambda a: True)
            for number, (phrase, rule_id) in enumerate(
                    [("tarif imbattable", "second"), ("offre de prêt", "third")]):
                right, wrong, line = (("then ", "thenn", 5), ("category ", "categoryy", 4))[number]
                # A whole edit decides from now on.
                client.write_models(models, client.RULES.replace('"offer"', f'"{rule_id}"')
                                    .replace('["offre de prêt"]', f'["offre de prêt", "{phrase}"]'
                                             if number == 0 else f'["{phrase}"]'))
                answers += flow.until(lambda a: f"loans/{rule_id}" in self.rules_of(a))
                # A bad one changes nothing, and is told with its place.
                client.write_models(models, client.RULES.replace(right, wrong))
                server.wait_for(server.err,
                                rf"rules/loans\.toml:{line}:1: .*{wrong}")
                active = answers[-1].decision.bundle
                # Those under way when it became active may have begun before.
                first = int(answers[-1].correlation_id) + 16
                more = flow.until(lambda a: int(a.correlation_id) >= flow.sent - 1)
                answers += more
                self.assertEqual({a.decision.bundle for a in more
                                  if int(a.correlation_id) > first}, {active})
            answers += flow.end()
            self.assertEqual(server.stop(), 0)
            self.assertTrue(all(a.HasField("decision") for a in answers))
            numbers = [int(a.correlation_id) for a in answers]
            self.assertEqual(sorted(numbers), list(range(1, flow.sent + 1)))
            # Three bundles, each with its own rule and no other's.
            by_bundle = {}
            for answer in answers:
                by_bundle.setdefault(answer.decision.bundle, set()).update(self.rules_of(answer))
            self.assertEqual(sorted(map(sorted, by_bundle.values())),
                             [["loans/offer"], ["loans/second"], ["loans/third"]])
            log = server.text()
            for bundle in by_bundle:
                self.assertIn(bundle[:8], log)
            self.assertNotIn(MARK, log)
            self.assertNotIn("imbattable, offre", log)
            print(f"{len(answers)} comments, {len(by_bundle)} bundles")

    def test_the_log_never_holds_a_comment(self):
        server = client.Server(CRIBLE, client.ROOT / "models")
        self.addCleanup(server.stop)
        unary = lambda method, answer: server.channel.unary_unary(
            method, request_serializer=lambda m: m if isinstance(m, bytes) else m.SerializeToString(),
            response_deserializer=new(answer).FromString)
        good = message(1, f"{MARK} offre de prêt, whatsapp +229 01 00 00 00 00").request
        self.assertEqual(unary(client.MODERATE, "Decision")(good, timeout=20).verdict in (2, 3), True)
        explain = new("ExplainCommentRequest", parent="sites/demo", comment=good.comment)
        self.assertIn(MARK, str(unary(client.EXPLAIN, "Explanation")(explain, timeout=20)))
        bad = [good.SerializeToString().replace(MARK.encode(), b"zqxMARKz\xff\xfe"),
               b"\xff" + MARK.encode(), MARK.encode() * 200000]
        long = message(2, MARK * 7000).request
        named = message(3, "Bonjour").request
        named.comment.name = MARK
        named.request_id = MARK * 20
        for wrong in (*bad, long, named):
            with self.assertRaises(client.grpc.RpcError) as caught:
                unary(client.MODERATE, "Decision")(wrong, timeout=20)
            self.assertNotIn("MARK", str(caught.exception.details()))
            self.assertNotIn("MARK", str(caught.exception.trailing_metadata()))
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("MARK", server.text())
        self.assertNotIn("offre de", server.text())


if __name__ == "__main__":
    unittest.main(verbosity=1)
