#!/usr/bin/env python3
"""What a moderator meets beside single comments: a full queue, a raid, a thread, an alarm, a
reader who reports, a site that only observes; over the wire, in another language than the server's.

  lanes_test.py CRIBLE PROTOC
"""

import os
import stat
import sys
import time
import unittest

import grpc

import client
from review_site import ACCEPT, HOLD, OUTCOME, SECONDS, ReviewSite

WITH_THREATS = client.RULES + '''
[[rule]]
id         = "find-you"
category   = "abuse"
ground     = "threat"
then       = "hold"
phrase     = ["on va te trouver"]
reason.fr  = "Annonce une venue : « {match} »"
reason.en  = "Announces a visit: “{match}”"
must_match = ["Attention, on va te trouver"]
must_pass  = ["On va trouver une solution"]
'''
GROUNDS = (client.ROOT / "models" / "grounds.toml").read_text(encoding="utf-8")
REJECT, SET_ASIDE = 3, 5
KIND_RESOLUTION, KIND_UNDO, KIND_REPORT, KIND_ANSWER = 2, 3, 5, 14
STATE = {"waiting": 1, "accepted": 2, "refused": 3, "set aside": 5}
BY_PERSON = 5
URGENT = 3


class FullQueueTest(ReviewSite):
    rules = WITH_THREATS
    files = {"policy.toml": "[[site]]\nid = \"demo\"\nqueue.full_above = 3\n",
             "grounds.toml": GROUNDS}

    def test_only_the_most_harmful_are_held(self):
        for i in range(3):
            self.assertEqual(self.post(f"c{i}", f"Une offre de prêt {i}").verdict, HOLD)
        time.sleep(1.1)  # what waits is counted once a second
        spared = self.post("c3", "Une offre de prêt de plus")
        self.assertEqual((spared.verdict, spared.look), (ACCEPT, True))
        self.assertIn("queue_full", [r.code for r in spared.reasons])
        self.assertEqual(spared.facts.waiting_count, 3)
        self.assertEqual(self.post("t", "Attention, on va te trouver").verdict, HOLD)
        self.assertEqual([i.name[-2:] for i in self.items(queue=2)], ["c3"])
        # Room again.
        for item in self.items(queue=1):
            self.resolve(item, "accept")
        time.sleep(1.1)
        self.assertEqual(self.post("c4", "Une offre de prêt, encore").verdict, HOLD)


def hours(begin, end):
    """From so many hours after now until so many, in UTC."""
    at = [time.gmtime(time.time() + 3600 * offset) for offset in (begin, end)]
    return "-".join(f"{moment.tm_hour:02}:{moment.tm_min:02}" for moment in at)


class HoursTest(ReviewSite):
    files = {"policy.toml": f'''
[group]
time_zone = "UTC"
[[when]]
article = "sites/demo/articles/night"
hours = "{hours(-2, 3)}"
publication = "before"
[[when]]
article = "sites/demo/articles/day"
hours = "{hours(3, -2)}"
publication = "before"
[[when]]
section = "deuils"
hours = "{hours(-2, 3)}"
publication = "closed"
'''}

    def test_publication_follows_the_hours(self):
        held = self.post("a", "Bonsoir à tous", article="night")
        self.assertEqual((held.verdict, held.reasons[0].code), (HOLD, "publication_before"))
        self.assertEqual(self.post("b", "Bonsoir à tous", article="day").verdict, ACCEPT)
        closed = self.post("c", "Toutes mes pensées", article="x", section="deuils")
        self.assertEqual((closed.verdict, closed.reasons[0].code), (REJECT, "publication_closed"))
        self.assertEqual(self.post("d", "Bonsoir", article="y", section="sport").verdict, ACCEPT)


class RaidTest(ReviewSite):
    def test_a_raid_is_sixty_texts_at_one_person(self):
        title = {"title": "Le maire Jean Dupont démissionne"}
        insults = ["honte à Dupont", "Dupont dehors", "quel vendu ce dupont",
                   "Jean Dupont doit payer", "M. Dupont, partez"]
        for i in range(60):
            self.post(f"r{i}", f"{insults[i % 5]} ! offre de prêt numéro {i * i} {'x' * (i % 7)}",
                      author=f"raider{i}", **title)
        for i in range(20):
            self.post(f"o{i}", f"Offre de prêt {i * 7}, voyez Marie Leroy", author=f"other{i}")
        item = self.get("r0")
        raid = self.call("ListSimilarItems", name=item.name, by=BY_PERSON).items
        self.assertEqual(len(raid), 59)
        self.assertTrue(all(s.item.name.rsplit("/", 1)[1].startswith("r") for s in raid))

        # One of them was reported for something else, another changes meanwhile.
        self.post("n", "Je plains Jean Dupont", author="kind", **title)
        self.call("ReportComment", name="sites/demo/comments/n", ground="off_topic")
        raid = self.call("ListSimilarItems", name=item.name, by=BY_PERSON).items
        requests = [{"name": s.item.name, "etag": s.item.etag, "outcome": OUTCOME["reject"],
                     "ground": "insult"} for s in raid]
        self.resolve(self.get("r7"), "reject", ground="insult")
        preview = self.call("BatchResolveReviewItems", parent="sites/demo", requests=requests,
                            validate_only=True)
        self.assertEqual([(p.rule, len(p.names)) for p in preview.previews],
                         [("loans/offer", 58), ("", 1)])
        self.assertEqual(sum(r.HasField("error") for r in preview.results), 1)
        self.assertEqual(len(self.items()), 80)  # nothing was done

        # The one that does not belong to the others is taken out.
        kept = set(preview.previews[0].names)
        self.post("late", "Dupont voleur, offre de prêt", author="late", **title)
        batch = self.call("BatchResolveReviewItems", parent="sites/demo",
                          requests=[r for r in requests if r["name"] in kept])
        self.assertEqual(sum(r.HasField("resolution") for r in batch.results), 58)
        left = {i.name.rsplit("/", 1)[1] for i in self.items()}
        self.assertEqual(left, {"r0", "n", "late"} | {f"o{i}" for i in range(20)})

        # The same from a terminal: first what would be done, then it.
        words = ("queue", "similar", "o0", "--by", "person", "--refuse", "insult",
                 "--except", "o1,o2")
        said = self.run_crible(*words)
        self.assertIn("   18  loans/offer :", said)
        self.assertIn("18 would be refused, 0 not", said)
        self.assertEqual(len(self.items()), 23)
        self.assertIn("18 refused, 0 left", self.run_crible(*words, "--yes"))
        self.assertEqual(len(self.items()), 5)
        self.assertIn("1 comments, 0 published, 1 refused",
                      self.run_crible("queue", "author", "other0"))


class ThreadTest(ReviewSite):
    def test_a_refusal_takes_the_answers_along(self):
        self.post("a", "Une offre de prêt")
        self.post("b", "Bien dit", author="max", parent="a")
        self.post("c", "Tout à fait", author="eva", parent="b")
        self.post("d", "Rien à voir", author="ida")
        events = self.watch("WatchDecisions", parent="sites/demo", only_new=True).begun()
        item = self.get("a")
        self.assertEqual(item.reply_count, 2)
        done = self.resolve(item, "reject", ground="insult", with_replies=True)
        self.assertEqual([r.comment.rsplit("/", 1)[1] for r in done.replies], ["b", "c"])
        heard = [events.event() for _ in range(4)][1:]  # seen, then
        self.assertEqual([(e.kind, e.outcome) for e in heard],
                         [(KIND_RESOLUTION, OUTCOME["reject"]), (KIND_RESOLUTION, SET_ASIDE),
                          (KIND_RESOLUTION, SET_ASIDE)])
        self.assertEqual(heard[1].ground, "thread")
        self.assertEqual(self.get("c").state, STATE["set aside"])
        # An author is not blamed for the thread.
        author = self.call("GetAuthor", parent="sites/demo", author_id="max")
        self.assertEqual((author.comment_count, author.refused_count), (1, 0))
        self.assertEqual(author.comments[0].resolution.ground, "thread")
        self.call("UndoResolution", name=done.resolution.name)
        self.assertEqual([self.get(n).state for n in "abc"],
                         [STATE["waiting"], STATE["accepted"], STATE["accepted"]])

    def test_an_author_at_a_glance(self):
        for i in range(4):
            self.post(f"c{i}", "Une offre de prêt" if i else "Merci")
        self.resolve(self.get("c1"), "reject", ground="spam")
        self.call("SetAuthorStatus", parent="sites/demo", author_id="zoe", status=3)
        author = self.call("GetAuthor", parent="sites/demo", author_id="zoe", max_comments=2)
        self.assertEqual((author.comment_count, author.refused_count, author.waiting_count),
                         (4, 1, 2))
        self.assertEqual(author.status, 3)
        self.assertEqual([c.record.comment.name[-2:] for c in author.comments], ["c3", "c2"])
        self.assertEqual(self.get("c2").author.comment_count, 4)
        unknown = self.refused("GetAuthor", parent="sites/demo", author_id="nobody")
        self.assertEqual(unknown.code(), grpc.StatusCode.NOT_FOUND)


class AlarmTest(ReviewSite):
    rules = WITH_THREATS
    files = {"grounds.toml": GROUNDS}

    def restart(self, *args):
        folder = os.path.dirname(self.models)
        program = os.path.join(folder, "alarm")
        self.rung = os.path.join(folder, "rung")
        with open(program, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\necho "$@" >> {self.rung}\n')
        os.chmod(program, stat.S_IRWXU)
        self.options = ("--alarm-command", program)
        super().restart(*args)

    def await_ring(self):
        for _ in range(10 * SECONDS):
            if os.path.exists(self.rung):
                return
            time.sleep(0.1)

    def test_what_a_reader_reports_as_a_threat_rings_as_well(self):
        self.post("a", "Il habite au 12, je passe ce soir")
        self.post("b", "Je ne suis pas du tout d'accord", author="max")
        self.call("ReportComment", name="sites/demo/comments/b", ground="insult")
        receipt = self.call("ReportComment", name="sites/demo/comments/a", ground="threat",
                            text="il menace ma fille", reporter={"email": "mere@exemple.test"})
        self.assertTrue(receipt.name)
        self.await_ring()
        first = self.items()[0]
        self.assertEqual((first.name, first.lane), ("sites/demo/reviewItems/a", URGENT))
        # Once, whatever follows: another report, the same text decided again.
        self.call("ReportComment", name="sites/demo/comments/a", ground="threat",
                  reporter={"email": "voisin@exemple.test"})
        self.post("a", "Il habite au 12, je passe ce soir")
        time.sleep(3)
        with open(self.rung, encoding="utf-8") as file:
            self.assertEqual(file.read().splitlines(), ["sites/demo/reviewItems/a threat"])

    def test_a_threat_rings_once_and_says_no_more_than_it_must(self):
        self.post("c", "Une offre de prêt")
        self.post("t", "Attention, on va te trouver")
        self.await_ring()
        self.post("t2", "Oui, on va te trouver", author="max")
        time.sleep(3)
        with open(self.rung, encoding="utf-8") as file:
            self.assertEqual(file.read().splitlines(),
                             ["sites/demo/reviewItems/t threat",
                              "sites/demo/reviewItems/t2 threat"])


class ReportTest(ReviewSite):
    def test_a_report_counts_once_and_is_answered(self):
        self.post("c", "Merci pour cet article")
        report = {"name": "sites/demo/comments/c", "ground": "insult", "text": "il m'insulte",
                  "reporter": {"email": "Lectrice@exemple.test"}, "request_id": "r-1"}
        receipt = self.call("ReportComment", **report)
        self.assertEqual(self.call("ReportComment", **report), receipt)
        self.assertEqual(self.get("c").report_count, 1)
        self.post("d", "Merci aussi")
        reused = self.refused("ReportComment", **{**report, "name": "sites/demo/comments/d"})
        self.assertEqual(reused.code(), grpc.StatusCode.INVALID_ARGUMENT)
        events = self.watch("WatchDecisions", parent="sites/demo", only_new=True).begun()
        self.resolve(self.get("c"), "keep")
        heard = [events.event() for _ in range(2)]
        answer = next(e for e in heard if e.kind == KIND_ANSWER)
        self.assertEqual((answer.refers_to, answer.outcome), (receipt.name, OUTCOME["keep"]))

    def test_a_report_weighs_by_its_senders_record(self):
        for i in range(6):
            self.post(f"c{i}", f"Merci numéro {i}")
            self.call("ReportComment", name=f"sites/demo/comments/c{i}",
                      reporter={"author_id": "troll"})
            if i < 5:
                self.resolve(self.get(f"c{i}"), "keep")
        report = self.get("c5").reports[0]
        self.assertEqual((report.upheld_count, report.unfounded_count, report.weight), (0, 5, 0))


class HoldAfterTest(ReviewSite):
    files = {"policy.toml": "[group]\nreaders.hold_after = 2\n"}

    def test_readers_may_hold_what_was_accepted(self):
        self.assertEqual(self.post("c", "Merci pour cet article").verdict, ACCEPT)
        events = self.watch("WatchDecisions", parent="sites/demo", only_new=True).begun()
        for reader, queue, state in (("a", 3, "accepted"), ("a", 3, "accepted"),
                                     ("b", 1, "waiting")):
            self.call("ReportComment", name="sites/demo/comments/c", ground="insult",
                      reporter={"email": f"{reader}@exemple.test"})
            item, = self.items(queue=queue)
            self.assertEqual(item.state, STATE[state])
        self.assertEqual([events.event().kind for _ in range(3)], 3 * [KIND_REPORT])
        self.resolve(self.items()[0], "accept")
        self.assertEqual(self.get("c").state, STATE["accepted"])


class ObserveTest(ReviewSite):
    files = {"policy.toml": "[[site]]\nid = \"demo\"\nobserve = true\n"}

    def test_a_site_that_only_observes_is_compared(self):
        for i in range(10):
            offer = i < 4
            decision = self.post(f"c{i}", f"Une offre de prêt {i}" if offer else f"Merci {i}")
            self.assertEqual(decision.verdict, ACCEPT)
            self.assertEqual(decision.observed_verdict, HOLD if offer else 0)
        self.assertEqual(len(self.items()), 0)
        for i in range(10):
            self.call("NotePublication", name=f"sites/demo/comments/c{i}", removed=i < 3 or i == 9)
        said = self.run_crible("observe", "report")
        self.assertIn("site demo, 30 days: 10 comments observed", said)
        self.assertIn("removed by the site too: 3 of 4 (75 %)", said)
        self.assertIn("published them: 1 of 4 (25 %)", said)
        self.assertIn("sites/demo/comments/c9  removed, Crible: published", said)
        self.assertIn("sites/demo/comments/c3  published, Crible: held", said)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
