"""A site with its CMS and its moderators: what the tests of the review API share.

Its first two arguments are CRIBLE and PROTOC, as those of the tests that use it.
"""

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import grpc

import client

CRIBLE, PROTOC = sys.argv[1:3]
SECONDS = 60
MODERATION = "/crible.v1.ModerationService/"
REVIEW = "/crible.v1.ReviewService/"
ANSWERS = {
    "ModerateComment": "Decision", "ReportComment": "Event", "WithdrawComment": "Event",
    "NotePublication": "Event", "SetArticleMode": "Event", "SetAuthorStatus": "Event",
    "SubmitFeedback": "Event", "ListDecisionEvents": "ListDecisionEventsResponse",
    "ListReviewItems": "ListReviewItemsResponse", "GetReviewItem": "ReviewItem",
    "ClaimReviewItems": "ClaimReviewItemsResponse", "ResolveReviewItem": "ReviewItem",
    "BatchResolveReviewItems": "BatchResolveReviewItemsResponse", "UndoResolution": "ReviewItem",
    "ListSimilarItems": "ListSimilarItemsResponse", "GetAuthor": "AuthorSummary",
    "CompareObserved": "ObservedComparison",
}
REQUESTS = {"ModerateComment": "ModerateCommentRequest"}
HOLD, ACCEPT = 2, 1
OUTCOME = {"accept": 1, "reject": 2, "keep": 3, "hand on": 4}


class Watcher:
    """Takes the messages of a server stream as they come."""

    def __init__(self, call):
        self.call, self.messages, self.error = call, queue.Queue(), None
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self):
        try:
            for message in self.call:
                self.messages.put(message)
        except grpc.RpcError as error:
            self.error = error.code()
        self.messages.put(None)

    def next(self):
        return self.messages.get(timeout=SECONDS)

    def begun(self):
        """Waits for the first sign of life: from here on nothing is missed."""
        message = self.next()
        assert not message.HasField("event"), message
        return self

    def event(self):
        """The next event, signs of life aside; None at the end."""
        message = self.next()
        while message is not None and not message.HasField("event"):
            message = self.next()
        return message and message.event

    def stop(self):
        self.call.cancel()
        self.thread.join()


class ReviewSite(unittest.TestCase):
    # Files beside the rules: name → content.
    files = {}
    rules = client.RULES
    options = ()
    @classmethod
    def setUpClass(cls):
        cls.types = client.Types(client.load_descriptors(PROTOC))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.models = os.path.join(folder.name, "models")
        self.data = os.path.join(folder.name, "data")
        os.mkdir(self.models)
        client.write_models(self.models, self.rules)
        for name, content in self.files.items():
            with open(os.path.join(self.models, name), "w", encoding="utf-8") as file:
                file.write(content)
        self.server = None
        self.restart()
        self.addCleanup(lambda: self.server.stop(signal.SIGKILL))

    def restart(self, number=signal.SIGKILL):
        if self.server:
            self.server.stop(number)
        self.server = client.Server(CRIBLE, self.models, "--data", self.data, *self.options)

    def call(self, method, **fields):
        service = MODERATION if method in (
            "ModerateComment", "ReportComment", "WithdrawComment", "NotePublication",
            "SetArticleMode", "SetAuthorStatus", "SubmitFeedback", "ListDecisionEvents") else REVIEW
        request = self.types["crible.v1." + REQUESTS.get(method, method + "Request")](**fields)
        stub = self.server.channel.unary_unary(
            service + method, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1." + ANSWERS[method]].FromString)
        return stub(request, timeout=SECONDS)

    def refused(self, method, **fields):
        with self.assertRaises(grpc.RpcError) as caught:
            self.call(method, **fields)
        return caught.exception

    def watch(self, method, **fields):
        service = MODERATION if method == "WatchDecisions" else REVIEW
        # A channel of its own: stopping the server closes the other.
        channel = grpc.insecure_channel(self.server.address)
        self.addCleanup(channel.close)
        stub = channel.unary_stream(
            service + method, request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types[f"crible.v1.{method}Response"].FromString)
        watcher = Watcher(stub(self.types[f"crible.v1.{method}Request"](**fields)))
        self.addCleanup(watcher.stop)
        return watcher

    def post(self, name, body, author="zoe", article="a", parent=None, **article_fields):
        fields = {}
        if article_fields:
            fields["article"] = {"name": f"sites/demo/articles/{article}", **article_fields}
        comment = {"name": f"sites/demo/comments/{name}", "body": body, "author": {"id": author},
                   "article": f"sites/demo/articles/{article}"}
        if parent:
            comment["parent"] = {"name": f"sites/demo/comments/{parent}"}
        return self.call("ModerateComment", parent="sites/demo", comment=comment, **fields)

    def get(self, name, **more):
        return self.call("GetReviewItem", name=f"sites/demo/reviewItems/{name}", **more)

    def items(self, **filters):
        return self.call("ListReviewItems", parent="sites/demo", page_size=200,
                         filter=filters).items

    def resolve(self, item, outcome, **more):
        return self.call("ResolveReviewItem", name=item.name, etag=item.etag,
                         outcome=OUTCOME[outcome], **more)

    def run_crible(self, *words, keys=""):
        done = subprocess.run(
            [CRIBLE, *words[:2], "--lang", "en", "--server", self.server.address, "--site",
             "demo", *words[2:]], input=keys, capture_output=True, text=True, timeout=SECONDS)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout
