#!/usr/bin/env python3
"""Each right of a person, and each duty of a publisher, from outside.

  privacy_test.py CRIBLE PROTOC
"""

import csv
import datetime
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import grpc

import client

CRIBLE, PROTOC = sys.argv[1:3]
SECONDS = 60
SERVICES = {
    "Moderation": {"ModerateComment": "Decision", "ReportComment": "Event",
                   "ListDecisionEvents": "ListDecisionEventsResponse", "SetArticleMode": "Event",
                   "NotePublication": "Event"},
    "Review": {"ListReviewItems": "ListReviewItemsResponse", "GetReviewItem": "ReviewItem",
               "ResolveReviewItem": "ReviewItem"},
    "Privacy": {"FindPerson": "FindPersonResponse", "ExportPerson": "ExportPersonResponse",
                "RectifyDecision": "Event", "ErasePerson": "ErasureReceipt",
                "RestrictPerson": "RestrictionReceipt", "SetObjection": "ObjectionReceipt"},
    "Legal": {"GetStatement": "StatementOfReasons", "GetNoticeAnswer": "NoticeAnswer",
              "PlaceLegalHold": "Event", "EndLegalHold": "Event",
              "EnforceRemovalOrder": "EnforceRemovalOrderResponse", "Disclose": "Disclosure",
              "GetYearlyFigures": "YearlyFigures", "GetTeamFigures": "TeamFigures", "ListLegalHolds": "ListLegalHoldsResponse"},
}
ACCEPT, HOLD, REJECT = 1, 2, 3
AUTHOR = 3  # RepeatCount.Of
GROUNDS = '''
[[ground]]
id = "insult"
label = { fr = "Insulte", en = "Insult" }
author_text.fr = "Votre commentaire s'en prend à quelqu'un."
author_text.en = "Your comment attacks somebody."
clause = "4.2"
retention = "4 months"

[[ground]]
id = "spam"
label = { fr = "Spam", en = "Spam" }
author_text.fr = "Les messages commerciaux ne sont pas publiés."
author_text.en = "Commercial messages are not published."
retention = "3 months"
statement = false
'''


class PrivacyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.types = client.Types(client.load_descriptors(PROTOC))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.models = os.path.join(folder.name, "models")
        self.data = os.path.join(folder.name, "data")
        os.mkdir(self.models)
        client.write_models(self.models, client.RULES + client.REFUSES)
        with open(os.path.join(self.models, "grounds.toml"), "w", encoding="utf-8") as out:
            out.write(GROUNDS)
        self.server = client.Server(CRIBLE, self.models, "--data", self.data)
        self.addCleanup(lambda: self.server.stop(signal.SIGKILL))

    def call(self, method, key=None, **fields):
        service = next(s for s, methods in SERVICES.items() if method in methods)
        request = self.types[f"crible.v1.{method}Request"](**fields)
        stub = self.server.channel.unary_unary(
            f"/crible.v1.{service}Service/{method}",
            request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types[
                "crible.v1." + SERVICES[service][method]].FromString)
        metadata = (("authorization", "Bearer " + key),) if key else ()
        return stub(request, timeout=SECONDS, metadata=metadata)

    def refused(self, method, **fields):
        with self.assertRaises(grpc.RpcError) as caught:
            self.call(method, **fields)
        return caught.exception.code()

    def post(self, name, body, author="zoe", site="demo", article="a"):
        return self.call("ModerateComment", parent=f"sites/{site}", comment={
            "name": f"sites/{site}/comments/{name}", "body": body,
            "article": f"sites/{site}/articles/{article}",
            "author": {"id": author, "display_name": f"Nom {author}",
                       "email": f"{author}@exemple.test", "ip_address": "192.0.2.9"}})

    def resolve(self, name, outcome, **more):
        item = self.call("GetReviewItem", name=f"sites/demo/reviewItems/{name}")
        return self.call("ResolveReviewItem", name=item.name, etag=item.etag, outcome=outcome,
                         **more)

    def queue(self):
        items = self.call("ListReviewItems", parent="sites/demo", page_size=200).items
        return [item.name.rsplit("/", 1)[1] for item in items]

    def events(self):
        return self.call("ListDecisionEvents", parent="sites/demo", page_size=1000).events

    def crible(self, *words, code=0):
        done = subprocess.run([CRIBLE, *words, "--lang", "fr"], capture_output=True, text=True,
                              timeout=SECONDS)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        self.said = done.stderr
        return done.stdout

    def at(self, group, *words, code=0):
        return self.crible(group, words[0], "--server", self.server.address, "--site", "demo",
                           *words[1:], code=code)

    def counted(self, decision):
        """How many comments were counted under the author, this one among them."""
        return next(r.count for r in decision.facts.repeats if r.of == AUTHOR)

    # -- Rights ----------------------------------------------------------------

    def test_what_was_accepted_a_moment_ago_is_found(self):
        for i in range(5):  # an acceptance is on disk within some 50 ms
            self.post(str(i), "Bonjour")
            found = self.call("FindPerson", parent="sites/demo", person={"email": "zoe@exemple.test"})
            self.assertEqual(len(found.comments), i + 1)

    def test_what_is_erased_or_restricted_is_counted_no_more(self):
        client.write_models(self.models, client.RULES + client.REFUSES + client.floods(3))
        self.server.stop()
        self.server = client.Server(CRIBLE, self.models, "--data", self.data)
        for i in range(2):
            for who in ("zoe", "max"):
                decision = self.post(f"{who[0]}{i}", f"Bonjour {who} {i}", author=who)
                self.assertEqual((decision.verdict, self.counted(decision)), (ACCEPT, i + 1))
        self.call("ErasePerson", parent="sites/demo", author_ids=["zoe"])
        decision = self.post("z2", "Me revoilà")
        self.assertEqual((decision.verdict, self.counted(decision)), (ACCEPT, 1))
        self.call("RestrictPerson", parent="sites/demo",
                  comments=["sites/demo/comments/m0"])
        decision = self.post("m2", "Encore moi", author="max")
        self.assertEqual((decision.verdict, self.counted(decision)), (ACCEPT, 2))
        decision = self.post("m0", "Corrigé", author="max")
        self.assertEqual(len(decision.facts.repeats), 0)
        decision = self.post("m3", "Et encore", author="max")
        self.assertEqual((decision.verdict, self.counted(decision)), (HOLD, 3))

    def test_access_and_portability(self):
        self.post("1", "Voici une offre de prêt")
        self.resolve("1", 2, ground="insult", note="déjà vu")
        self.post("2", "Bonjour", author="max")
        found = self.at("privacy", "find", "--name", "NOM ZOE")
        self.assertIn("sites/demo/comments/1  REFUSED  display_name", found)
        self.assertIn("author_id  zoe", found)
        self.assertNotIn("max", found)
        document = json.loads(self.at("privacy", "export", "--author", "zoe"))
        self.assertEqual(len(document["comments"]), 1)
        comment = document["comments"][0]
        self.assertEqual(comment["record"]["comment"]["body"], "Voici une offre de prêt")
        self.assertEqual(comment["rules"], ["loans/offer"])
        self.assertIn("Propose un prêt", str(comment["record"]["decision"]["reasons"]))
        self.assertIn("déjà vu", str(comment["history"]))
        self.assertEqual(document["disclosures"][0]["kind"], "EVENT_KIND_SIGHTING")
        # Who opened it is in the log; about whom is not.
        opened = [e for e in self.events() if e.kind == 35]
        self.assertEqual([(e.subject, e.comment) for e in opened], [("local", "")] * 2)

    def test_rectification(self):
        self.post("1", "Voici une offre de prêt")
        self.resolve("1", 2, ground="insult")
        self.at("privacy", "rectify", "--comment", "1", "--accept", "--note", "l'auteur a raison")
        self.assertEqual(self.call("GetReviewItem", name="sites/demo/reviewItems/1").state, 2)
        self.assertEqual(self.events()[-1].kind, 34)

    def test_erasure(self):
        self.post("1", "Voici une offre de prêt")
        self.post("2", "Bonjour à tous")
        self.post("3", "Voici une offre de prêt", author="max")
        said = self.at("privacy", "erase", "--author", "zoe", "--email", "zoe@exemple.test",
                       "--reference", "dossier 7")
        self.assertIn("Vos données ont été effacées : 2 commentaire(s)", said)
        self.assertIn("La loi oblige à conserver à part", said)
        self.assertEqual(self.queue(), ["3"])
        self.assertIn("0 commentaire(s), 0 signalement(s)",
                      self.at("privacy", "find", "--author", "zoe"))
        # The site is told which comments to take off.
        told = [e.comment for e in self.events() if e.kind == 30 and e.comment]
        self.assertEqual(sorted(told), ["sites/demo/comments/1", "sites/demo/comments/2"])
        self.assertIn("journal intact", self.crible("audit", "verify", "--data", self.data))

    def test_restriction(self):
        self.post("1", "Voici une offre de prêt")
        self.at("privacy", "restrict", "--author", "zoe")
        self.assertEqual(self.queue(), [])
        self.assertEqual(self.refused("GetReviewItem", name="sites/demo/reviewItems/1"),
                         grpc.StatusCode.NOT_FOUND)
        self.assertTrue(self.events()[-1].restricted)
        self.at("privacy", "restrict", "--author", "zoe", "--lift")
        self.assertEqual(self.queue(), ["1"])

    def test_objection(self):
        self.at("privacy", "object", "--author", "zoe")
        body = "Le meilleur casino en ligne"
        self.assertEqual(self.post("1", body).verdict, HOLD)
        self.assertEqual(self.post("2", body, author="max").verdict, REJECT)
        self.at("privacy", "object", "--author", "zoe", "--lift")
        self.assertEqual(self.post("3", body + " !").verdict, REJECT)

    def test_objection_by_what_a_comment_comes_with(self):
        body = "Le meilleur casino en ligne"
        for number, (option, value, warns) in enumerate((
                ("--email", "ZOE@exemple.test", ""),
                ("--name", "nom zoé", "Un nom n'est pas unique"),
                ("--address", "192.0.2.9", "Une adresse réseau se partage"))):
            self.at("privacy", "object", option, value)
            self.assertIn(warns, self.said)
            self.assertEqual(bool(self.said), bool(warns), self.said)
            held = self.post(f"a{number}", f"{body} {number}")
            self.assertEqual(held.verdict, HOLD)
            self.assertIn("objection", [r.code for r in held.reasons])
            # All come from the same address; the others' names and e-mails are their own.
            self.assertEqual(self.post(f"b{number}", f"{body} {number}", author="max").verdict,
                             HOLD if option == "--address" else REJECT)
            self.assertIn("s'oppose au refus automatique",
                          self.at("privacy", "find", option, value))
            self.server.stop()  # it outlives the process
            self.server = client.Server(CRIBLE, self.models, "--data", self.data)
            self.assertEqual(self.post(f"c{number}", f"{body} ! {number}").verdict, HOLD)
            self.at("privacy", "object", option, value, "--lift")
            self.assertEqual(self.post(f"d{number}", f"{body} !! {number}").verdict, REJECT)
        self.assertEqual(self.refused("SetObjection", parent="sites/demo"),
                         grpc.StatusCode.INVALID_ARGUMENT)

    def test_restriction_by_email_holds_for_what_comes(self):
        client.write_models(self.models, client.RULES + client.REFUSES + client.floods(3))
        self.server.stop()
        self.server = client.Server(CRIBLE, self.models, "--data", self.data)
        self.post("1", "Voici une offre de prêt")
        self.assertIn("1 commentaire(s)",
                      self.at("privacy", "restrict", "--email", "zoe@exemple.test"))
        self.assertEqual(self.queue(), [])
        for number in ("2", "3", "4"):
            decision = self.post(number, f"Voici une offre de prêt, {number}")
            self.assertEqual(decision.verdict, HOLD)
            self.assertEqual(len(decision.facts.repeats), 0)
            self.assertTrue(decision.facts.author.restricts)
            self.assertFalse(decision.facts.author.HasField("comment_count"))
        # A person decides on what comes, so that it has an answer; nothing is learned of it.
        self.assertEqual(self.queue(), ["2", "3", "4"])
        self.resolve("2", 2, ground="insult")
        self.crible("lessons", "list", "--site", "demo", "--data", self.data, code=2)
        self.assertIn("aucune leçon", self.said)
        self.at("privacy", "restrict", "--email", "zoe@exemple.test", "--lift")
        self.assertEqual(self.queue(), ["1", "3", "4"])
        self.assertEqual(self.counted(self.post("5", "Bonjour")), 1)

    def test_a_wish_ends_with_the_person(self):
        self.at("privacy", "object", "--name", "Nom zoe")
        self.post("1", "Bonjour")
        said = self.at("privacy", "erase", "--author", "zoe")
        self.assertIn("il faut le redemander", said)
        self.assertEqual(self.post("2", "Le meilleur casino en ligne").verdict, REJECT)

    def test_only_the_scope_privacy(self):
        reviewer = self.crible("keys", "add", "ann", "--scopes", "review,moderate", "--sites", "*",
                               "--data", self.data).strip()
        officer = self.crible("keys", "add", "dpo", "--scopes", "privacy", "--sites", "demo",
                              "--data", self.data).strip()
        person = {"parent": "sites/demo", "person": {"author_id": "zoe"}}
        deadline = 100
        while True:  # keys are heard of within seconds; until then nobody needs one
            try:
                self.call("FindPerson", key=None, **person)
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.UNAUTHENTICATED:
                    break
            deadline -= 1
            self.assertGreater(deadline, 0)
            signal.sigtimedwait([], 0.1)
        self.call("FindPerson", key=officer, **person)
        for key, code in ((reviewer, grpc.StatusCode.PERMISSION_DENIED),
                          (None, grpc.StatusCode.UNAUTHENTICATED)):
            with self.assertRaises(grpc.RpcError) as caught:
                self.call("FindPerson", key=key, **person)
            self.assertEqual(caught.exception.code(), code)
        with self.assertRaises(grpc.RpcError) as caught:
            self.call("EnforceRemovalOrder", key=officer, name="sites/demo/comments/1",
                      authority="a", case_reference="b")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.PERMISSION_DENIED)

    # -- Duties ----------------------------------------------------------------

    def test_statement_of_reasons(self):
        self.post("1", "Voici une offre de prêt")
        self.assertEqual(self.refused("GetStatement", name="sites/demo/comments/1"),
                         grpc.StatusCode.FAILED_PRECONDITION)
        self.resolve("1", 2, ground="insult", note="encore lui")
        statement = self.call("GetStatement", name="sites/demo/comments/1")
        self.assertEqual((statement.measure, statement.found_by, statement.decided_by), (1, 1, 2))
        self.assertEqual((statement.ground, statement.clause, statement.legal),
                         ("insult", "4.2", False))
        french = self.at("legal", "statement", "1")
        for part in ("n'a pas été publié", "s'en prend à quelqu'un", "charte, article 4.2",
                     "par notre outil", "par une personne", "la justice"):
            self.assertIn(part, french)
        for secret in ("Propose un prêt", "loans", "encore lui"):
            self.assertNotIn(secret, french)
        # Automatically, and twice not owed.
        self.call("SetArticleMode", name="sites/demo/articles/closed", mode=4)
        self.post("2", "Bonjour", article="closed")
        alone = self.call("GetStatement", name="sites/demo/comments/2")
        self.assertEqual((alone.found_by, alone.decided_by), (1, 1))
        self.assertIn("automatically", alone.texts[1].text)
        self.post("3", "Voici une offre de prêt")
        self.resolve("3", 2, ground="spam")
        self.assertEqual(self.refused("GetStatement", name="sites/demo/comments/3"),
                         grpc.StatusCode.FAILED_PRECONDITION)

    def test_notice_receipt_and_answer(self):
        self.post("1", "Bonjour")
        self.post("2", "Bonsoir")
        receipts = [self.call("ReportComment", name=f"sites/demo/comments/{i}", ground="insult",
                              reporter={"email": "lectrice@exemple.test"}) for i in (1, 2)]
        first = self.call("GetNoticeAnswer", name=receipts[0].name)
        self.assertFalse(first.answered)
        self.assertIn("Nous avons reçu votre signalement", first.texts[0].text)
        self.resolve("1", 2, ground="insult")
        self.resolve("2", 3)
        followed = self.call("GetNoticeAnswer", name=receipts[0].name)
        self.assertEqual((followed.answered, followed.outcome, followed.decided_by), (True, 2, 2))
        self.assertIn("n'est plus publié. Motif : Insulte.", followed.texts[0].text)
        self.assertIn("reste en ligne", self.at("legal", "answer", receipts[1].name))
        # The author learns that it was reported, not by whom.
        statement = self.call("GetStatement", name="sites/demo/comments/1")
        self.assertEqual((statement.found_by, statement.measure), (3, 2))
        self.assertNotIn("lectrice", str(statement))

    def test_yearly_figures(self):
        for i in range(4):
            self.post(str(i), f"Voici une offre de prêt {i}")
        self.resolve("0", 2, ground="insult")
        self.resolve("1", 2, ground="insult")
        self.resolve("2", 1)
        self.call("SetArticleMode", name="sites/demo/articles/closed", mode=4)
        self.post("c", "Bonjour", article="closed")
        self.call("ReportComment", name="sites/demo/comments/2", ground="insult")
        year = self.events()[0].event_time.ToDatetime().year
        rows = list(csv.DictReader(io.StringIO(self.at("report", "dsa", "--year", str(year)))))
        figures = {(r["figure"], r["ground"], r["kind"]): float(r["value"]) for r in rows}
        self.assertEqual(figures["measures", "", ""], 3)
        self.assertEqual(figures["measures", "insult", "found by tool, decided by person"], 2)
        self.assertEqual(figures["measures", "", "found by tool, decided by tool"], 1)
        self.assertEqual(figures["notices", "insult", ""], 1)
        self.assertEqual(figures["notices_followed", "", ""], 0)
        self.assertIn(("median_seconds", "", "from hold to decision"), figures)
        empty = self.at("report", "dsa", "--year", "2001")
        self.assertIn("measures,,,0", empty)

    def test_figures_about_moderators_as_a_group(self):
        for i in range(6):
            self.post(str(i), f"Voici une offre de prêt {i}")
            self.resolve(str(i), 1 + i % 2, ground="insult" if i % 2 else "")
        self.server.stop()
        # The log of a month ago, by five people.
        with sqlite3.connect(os.path.join(self.data, "crible.db")) as db:
            db.execute("UPDATE events SET time = time - 40 * 86400000000")
            db.execute("UPDATE events SET subject = 'p' || (token % 5) WHERE kind = 2")
            people = db.execute("SELECT count(DISTINCT subject) FROM events WHERE kind = 2")
            time, = db.execute("SELECT min(time) FROM events").fetchone()
            self.assertEqual(people.fetchone()[0], 5)
        month = datetime.datetime.fromtimestamp(time / 1e6, datetime.timezone.utc)
        month = month.strftime("%Y-%m")
        self.server = client.Server(CRIBLE, self.models, "--data", self.data)
        off = self.at("report", "team", "--month", month, code=2)
        self.assertEqual(off, "")
        self.assertIn("moderators.figures", self.said)
        with open(os.path.join(self.models, "policy.toml"), "w", encoding="utf-8") as out:
            out.write("[[site]]\nid = \"demo\"\nmoderators.figures = true\n")
        self.server.stop()
        self.server = client.Server(CRIBLE, self.models, "--data", self.data)
        figures = dict(csv.reader(io.StringIO(self.at("report", "team", "--month", month))))
        self.assertEqual((figures["people"], figures["resolutions"]), ("5", "6"))
        self.assertIn("median_seconds", figures)
        self.at("report", "team", "--month", "2001-01", code=2)
        self.assertIn("fewer than 5 people", self.said)
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m")
        self.at("report", "team", "--month", today, code=2)
        self.assertIn("month: is not over", self.said)

    def test_legal_hold(self):
        self.post("1", "Voici une offre de prêt")
        hold = self.at("legal", "hold", "--author", "zoe", "--until", "2999-01-31", "--case",
                       "PV 12").strip()
        self.assertIn("2999-01-31", self.at("legal", "holds"))
        said = self.at("privacy", "erase", "--author", "zoe")
        self.assertIn("doivent être conservés pour une procédure", said)
        self.assertEqual(self.queue(), [])
        self.at("legal", "release", hold)
        self.assertEqual(self.at("legal", "holds"), "")

    def test_removal_order(self):
        self.post("1", "Un texte interdit")
        self.post("2", "Un texte interdit", author="max")
        self.post("3", "Un texte interdit", site="other")
        said = self.at("legal", "order", "1", "--authority", "OFAC", "--case", "77", "--hours", "1")
        self.assertIn("3 refusé(s)", said)
        for name in ("1", "2"):
            self.assertIn(37, [e.kind for e in self.events()
                               if e.comment == f"sites/demo/comments/{name}"])
        # No statement is owed, and the text comes no more.
        self.assertEqual(self.refused("GetStatement", name="sites/demo/comments/1"),
                         grpc.StatusCode.FAILED_PRECONDITION)
        for site in ("demo", "third"):
            copy = self.post("4", "Un texte interdit", author="eve", site=site)
            self.assertEqual(copy.verdict, REJECT)
            self.assertEqual([r.code for r in copy.reasons], ["ordered_away"])
            self.assertIn("OFAC, 77", copy.reasons[0].texts[0].text)

    def test_what_is_nearly_an_ordered_text_is_held(self):
        text = "Rendez-vous samedi devant la mairie avec de quoi tout brûler, on sait où il habite"
        self.post("1", text)
        self.at("legal", "order", "1", "--authority", "OFAC", "--case", "77", "--hours", "1")
        for site in ("demo", "third"):
            near = self.post("2", text.replace("samedi", "dimanche"), author="eve", site=site)
            self.assertEqual(near.verdict, HOLD)
            self.assertEqual([r.code for r in near.reasons], ["nearly_ordered"])
            for said in near.reasons[0].texts:
                self.assertIn("OFAC, 77", said.text)
                self.assertNotIn("mairie", said.text)
        self.assertEqual(self.queue(), ["2"])
        other = self.post("3", "On se retrouve samedi au marché, devant la fontaine", author="eve")
        self.assertEqual(other.verdict, ACCEPT)

    def test_disclosure(self):
        self.post("1", "Voici une offre de prêt")
        self.at("privacy", "erase", "--author", "zoe")
        disclosed = json.loads(self.at("legal", "disclose", "1", "--authority", "Tribunal",
                                       "--case", "42"))
        document = json.loads(disclosed["document"])
        self.assertTrue(document["fromVault"])
        self.assertEqual(document["record"]["comment"]["author"]["ipAddress"], "192.0.2.9")
        self.assertNotIn("body", document["record"]["comment"])
        self.assertEqual(len(disclosed["signature"]), 128)
        event = self.events()[-1]
        self.assertEqual((event.kind, event.comment), (35, "sites/demo/comments/1"))
        self.assertEqual(self.refused("Disclose", name="sites/demo/comments/9", authority="a",
                                      case_reference="b"), grpc.StatusCode.NOT_FOUND)

    def test_a_restored_copy_forgets_what_was_erased_since(self):
        self.post("1", "Voici une offre de prêt")
        self.post("2", "Voici une offre de prêt", author="max")
        copy, later, new = (self.data + s for s in ("-copy", "-later", "-new"))
        self.crible("store", "backup", copy, "--data", self.data)
        self.at("privacy", "erase", "--author", "zoe")
        self.crible("store", "backup", later, "--data", self.data)
        said = self.crible("store", "restore", copy, "--data", new, "--erased", later)
        self.assertIn("1 effacement(s)", said)
        self.server.stop()
        self.server = client.Server(CRIBLE, self.models, "--data", new)
        self.assertEqual(self.queue(), ["2"])
        self.assertIn("journal intact", self.crible("audit", "verify", "--data", new))


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
