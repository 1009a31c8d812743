#!/usr/bin/env python3
"""A day of a CMS and of two moderators, over the wire, in another language than the server's.

  review_test.py CRIBLE PROTOC
"""

import os
import pty
import subprocess
import sys
import termios
import time
import unittest

import grpc

import client
from review_site import ACCEPT, CRIBLE, HOLD, SECONDS, ReviewSite

FEEDBACK = 11  # of EventKind


class ReviewTest(ReviewSite):
    def test_a_day(self):
        events = self.watch("WatchDecisions", parent="sites/demo")
        changes = self.watch("WatchReviewItems", parent="sites/demo").begun()

        # Morning: 300 comments, a tenth of them offers.
        for i in range(300):
            body = f"Une offre de prêt numéro {i}" if i % 10 == 0 else f"Merci, avis {i}"
            decision = self.post(f"c{i}", body, author=f"reader{i % 7}")
            self.assertEqual(decision.verdict, HOLD if i % 10 == 0 else ACCEPT)
        self.assertEqual(len(self.items()), 30)
        self.assertEqual(changes.event().comment, "sites/demo/comments/c0")

        # Two moderators take the next ones, never the same.
        mine = self.call("ClaimReviewItems", parent="sites/demo", max_items=10).items
        self.assertEqual(len(mine), 10)
        self.assertEqual(len(self.items(claimed=False)), 20)

        # One is opened, read with its reasons, and refused.
        item = self.call("GetReviewItem", name=mine[0].name, explain=True)
        self.assertEqual(item.record.comment.body, "Une offre de prêt numéro 0")
        self.assertEqual(item.explanation.counterfactuals[0].verdict, ACCEPT)
        self.assertTrue(item.HasField("sighting"))
        done = self.resolve(item, "reject", ground="spam", note="un de plus")
        self.assertEqual(done.state, 3)
        # Who comes second is told who was first.
        late = self.refused("ResolveReviewItem", name=item.name, etag=item.etag, outcome=1)
        self.assertEqual(late.code(), grpc.StatusCode.ABORTED)
        self.assertIn("reject by local", late.details())

        # A campaign: similar items, decided at once; what arrives meanwhile is not touched.
        item = self.call("GetReviewItem", name=mine[1].name)
        similar = self.call("ListSimilarItems", name=item.name, by=4).items
        self.assertEqual(len(similar), 28)
        self.post("late", "Une offre de prêt qui arrive après")
        batch = self.call("BatchResolveReviewItems", parent="sites/demo", requests=[
            {"name": s.item.name, "etag": s.item.etag, "outcome": 2, "ground": "spam"}
            for s in similar])
        self.assertTrue(all(r.HasField("resolution") for r in batch.results))
        left = [i.name.rsplit("/", 1)[1] for i in self.items()]
        self.assertEqual(left, ["c10", "late"])

        # The CMS hears of everything, in order.
        heard = [events.event() for _ in range(31)]
        self.assertEqual([e.kind for e in heard[:2]], [4, 2])  # seen, resolved
        self.assertEqual(sum(e.kind == 2 for e in heard), 29)
        self.assertEqual(sorted(e.name for e in heard), sorted({e.name for e in heard}))

        # A reader reports; the report is unfounded.
        receipt = self.call("ReportComment", name="sites/demo/comments/c1", ground="insult",
                            text="il m'insulte", reporter={"email": "lectrice@example.test"})
        self.assertEqual(receipt.kind, 5)
        reported = self.items(queue=3)
        self.assertEqual([i.name for i in reported], ["sites/demo/reviewItems/c1"])
        self.assertIn("signalé 1 fois", reported[0].order_texts[0].text)
        self.resolve(reported[0], "keep")
        self.assertEqual(len(self.items(queue=3)), 0)

        # An article goes on prior review at night; an undo after publication.
        self.call("SetArticleMode", name="sites/demo/articles/trial", mode=3, note="procès")
        self.assertEqual(self.post("n1", "Bonsoir", article="trial").verdict, HOLD)
        self.assertEqual(self.post("n2", "Bonsoir", article="b").verdict, ACCEPT)
        night = self.call("GetReviewItem", name="sites/demo/reviewItems/n1")
        accepted = self.resolve(night, "accept")
        self.call("NotePublication", name="sites/demo/comments/n1")
        undone = self.call("UndoResolution", name=accepted.resolution.name, note="trop vite")
        self.assertEqual(undone.state, 1)
        self.assertTrue(undone.open)
        again = self.refused("UndoResolution", name=accepted.resolution.name)
        self.assertEqual(again.code(), grpc.StatusCode.FAILED_PRECONDITION)

        # An author is put on review, a question goes to the desk, a comment is withdrawn.
        self.call("SetAuthorStatus", parent="sites/demo", author_id="troll", status=3)
        self.assertEqual(self.post("t1", "Bonjour", author="troll").verdict, HOLD)
        troll = self.call("GetReviewItem", name="sites/demo/reviewItems/t1")
        self.resolve(troll, "hand on", note="on publie ?")
        self.assertEqual([i.name for i in self.items(desk=True)], [troll.name])
        self.call("WithdrawComment", name="sites/demo/comments/t1")
        self.assertEqual(len(self.items(desk=True)), 0)
        self.call("SubmitFeedback", name="sites/demo/comments/c10", kind=1, note="pas un prêt")

        # The CMS was told of all of it: what people did, and what they set.
        while heard[-1].kind != FEEDBACK:
            heard.append(events.event())
        self.assertEqual([(e.name, e.kind) for e in heard],
                         [(e.name, e.kind) for e in self.all_events()])
        self.assertEqual({e.kind for e in heard}, {2, 3, 4, 5, 6, 7, 9, 10, FEEDBACK, 14})

    def test_a_moderator_at_a_terminal(self):
        for i in range(4):
            self.post(f"c{i}", f"Une offre de prêt numéro {i}", author=f"reader{i}")
        self.assertEqual(self.run_crible("queue", "list").count("Une offre"), 4)
        self.assertIn("accepted", self.run_crible("queue", "accept", "c0"))
        self.assertIn("refused", self.run_crible("queue", "refuse", "c1", "--ground", "spam"))
        self.assertIn("waits again", self.run_crible("queue", "undo", "c1"))
        self.assertIn("UNDO", self.run_crible("queue", "show", "c1"))
        self.run_crible("queue", "take", "--max", "2", keys="rspam\na")
        self.assertEqual([i.name[-2:] for i in self.items()], ["c3"])

    def at_a_terminal(self, *words, keys, until):
        """Types keys, one when `until` says that the last was dealt with."""
        main, other = pty.openpty()
        process = subprocess.Popen(
            [CRIBLE, "queue", words[0], "--lang", "en", "--server", self.server.address, "--site",
             "demo", *words[1:]], stdin=other, stdout=subprocess.PIPE, text=True)
        said = ""
        for key in keys:
            while said.count(until) < 1:
                line = process.stdout.readline()
                self.assertNotEqual(line, "", said)
                said += line
            said = said.replace(until, "", 1)
            os.write(main, key.encode())
        said += process.stdout.read()
        self.assertEqual(process.wait(SECONDS), 0, said)
        attributes = termios.tcgetattr(other)
        os.close(main)
        os.close(other)
        process.stdout.close()
        return said, attributes

    def test_a_key_a_decision_without_enter(self):
        for i in range(5):
            self.post(f"c{i}", f"Une offre de prêt numéro {i}", author=f"reader{i}")
        said, attributes = self.at_a_terminal(
            "take", "--max", "5", keys=["a", "4", "d", "\x1b[A" + "k" + "s", "q"],
            until="refuse:")
        self.assertIn("done : spam", said)
        self.assertTrue(attributes[3] & termios.ICANON, "the terminal is as before")
        states = {i: self.call("GetReviewItem", name=f"sites/demo/reviewItems/c{i}").state
                  for i in range(5)}
        self.assertEqual(states, {0: 2, 1: 3, 2: 1, 3: 1, 4: 1})
        self.assertEqual(len(self.items(claimed=True)), 0)

    def test_a_terminal_that_watches(self):
        self.post("before", "Une offre de prêt")
        process = subprocess.Popen(
            [CRIBLE, "queue", "watch", "--lang", "en", "--server", self.server.address, "--site",
             "demo", "--events", "2"], stdout=subprocess.PIPE, text=True)
        changes = self.watch("WatchReviewItems", parent="sites/demo").begun()
        i = 0
        while process.poll() is None:  # it begins at some moment
            self.post(f"c{i}", f"Une offre de prêt numéro {i}", author=f"reader{i}")
            self.assertEqual(changes.event().kind, 1)
            i += 1
            time.sleep(0.1)
        said = process.stdout.read()
        process.stdout.close()
        self.assertEqual(process.returncode, 0)
        self.assertEqual(said.count("  held  local\n"), 2)
        self.assertNotIn("before", said)

    def all_events(self, **more):
        events, token = [], ""
        while True:
            page = self.call("ListDecisionEvents", parent="sites/demo", page_size=7,
                             resume_token=token, **more)
            if not page.events:
                return events
            events += page.events
            token = page.resume_token

    def test_watching_resumes_over_a_crash(self):
        for i in range(3):
            self.post(f"c{i}", "Une offre de prêt")
        watcher = self.watch("WatchDecisions", parent="sites/demo")
        for item in self.items():
            self.resolve(item, "accept")
        first = watcher.next()
        while not first.HasField("event"):
            first = watcher.next()
        self.restart()
        while watcher.event() is not None:
            pass
        self.assertEqual(watcher.error, grpc.StatusCode.UNAVAILABLE)
        resumed = self.watch("WatchDecisions", parent="sites/demo",
                             resume_token=first.resume_token)
        heard = [first.event] + [resumed.event() for _ in range(2)]
        self.assertEqual([(e.name, e.kind) for e in heard],
                         [(e.name, e.kind) for e in self.all_events()])
        self.post("late", "Une offre de prêt tardive")
        only_new = self.watch("WatchDecisions", parent="sites/demo", only_new=True).begun()
        self.resolve(self.items()[0], "reject", ground="spam")
        self.assertEqual(only_new.event().comment, "sites/demo/comments/late")
        self.assertEqual(resumed.event().comment, "sites/demo/comments/late")
        self.assertEqual(len(self.all_events(include_decisions=True)), 8)

    def test_an_orderly_end_ends_watching(self):
        watcher = self.watch("WatchReviewItems", parent="sites/demo").begun()
        self.post("c", "Une offre de prêt")
        self.assertEqual(watcher.event().comment, "sites/demo/comments/c")
        self.assertEqual(self.server.stop(), 0)
        self.assertIsNone(watcher.next())
        self.assertEqual(watcher.error, grpc.StatusCode.UNAVAILABLE)

    def test_refuses_to_watch_what_makes_no_sense(self):
        for fields in ({"parent": "demo"}, {"parent": "sites/demo", "resume_token": "x"}):
            watcher = self.watch("WatchDecisions", **fields)
            self.assertIsNone(watcher.next())
            self.assertEqual(watcher.error, grpc.StatusCode.INVALID_ARGUMENT)

    def test_a_server_without_data_says_so(self):
        self.server.stop()
        self.server = client.Server(CRIBLE, self.models, "--no-data")
        refusal = self.refused("ListReviewItems", parent="sites/demo")
        self.assertEqual(refusal.code(), grpc.StatusCode.FAILED_PRECONDITION)
        watcher = self.watch("WatchDecisions", parent="sites/demo")
        self.assertIsNone(watcher.next())
        self.assertEqual(watcher.error, grpc.StatusCode.FAILED_PRECONDITION)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
