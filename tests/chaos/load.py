#!/usr/bin/env python3
"""The two processes that live through the kills: one writes comments and resolutions, one watches.

  load.py write|watch PROTOC ADDRESS_FILE JOURNAL SEED

What was answered stands in the journal, one line of JSON each, on disk before the next
call is made. Ends when its standard input is closed.
"""

import json
import os
import pathlib
import random
import sys
import threading
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import client  # noqa: E402

SECONDS = 5
OFFER, FINE = "Une offre de prêt, sans attendre", "Merci pour cet article"


class Journal:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.lock = threading.Lock()

    def write(self, **fields):
        with self.lock:
            self.file.write(json.dumps(fields) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())


class Caller:
    """Calls the server, wherever it listens now."""

    def __init__(self, types, address_file):
        self.types, self.address_file, self.address, self.channel = types, address_file, "", None

    def connect(self):
        address = pathlib.Path(self.address_file).read_text(encoding="utf-8")
        if address != self.address:
            if self.channel:
                self.channel.close()
            self.address, self.channel = address, grpc.insecure_channel(address)
        return self.channel

    def unary(self, service, method, answer, **fields):
        request = self.types[f"crible.v1.{method}Request"](**fields)
        return self.connect().unary_unary(
            f"/crible.v1.{service}/{method}", request_serializer=lambda m: m.SerializeToString(),
            response_deserializer=self.types["crible.v1." + answer].FromString)(
                request, timeout=SECONDS)

    def moderate(self, name, body):
        return self.unary("ModerationService", "ModerateComment", "Decision", parent="sites/demo",
                          comment={"name": f"sites/demo/comments/{name}", "body": body})


def write(caller, journal, seed, worker):
    """One comment after the other; some of the held ones are resolved at once."""
    chance = random.Random(f"{seed} {worker} {os.getpid()}")
    number = 0
    while True:
        number += 1
        name = f"{os.getpid()}-{worker}-{number}"
        held = chance.random() < 0.7
        try:
            decision = caller.moderate(name, OFFER if held else FINE)
            journal.write(kind="decision", comment=name, decision=decision.name, held=held)
            if held and chance.random() < 0.5:
                resolve(caller, journal, name, chance)
        except grpc.RpcError:
            time.sleep(0.02)  # it was killed, or is not there yet


def resolve(caller, journal, name, chance):
    item = f"sites/demo/reviewItems/{name}"
    found = caller.unary("ReviewService", "GetReviewItem", "ReviewItem", name=item)
    done = caller.unary("ReviewService", "ResolveReviewItem", "ReviewItem", name=item,
                        etag=found.etag, outcome=chance.choice((1, 2)), ground="spam")
    journal.write(kind="resolution", comment=name, event=done.resolution.name)


def watch(caller, journal):
    token = ""
    while True:
        try:
            request = caller.types["crible.v1.WatchDecisionsRequest"](
                parent="sites/demo", resume_token=token, include_decisions=True)
            call = caller.connect().unary_stream(
                "/crible.v1.ModerationService/WatchDecisions",
                request_serializer=lambda m: m.SerializeToString(),
                response_deserializer=caller.types["crible.v1.WatchDecisionsResponse"].FromString)
            for message in call(request):
                if message.HasField("event"):
                    journal.write(kind="event", event=message.event.name)
                token = message.resume_token
        except grpc.RpcError:
            time.sleep(0.02)


def main():
    what, protoc, address_file, journal, seed = sys.argv[1:6]
    types = client.Types(client.load_descriptors(protoc))
    journal = Journal(journal)
    if what == "watch":
        jobs = [lambda: watch(Caller(types, address_file), journal)]
    else:
        jobs = [lambda w=w: write(Caller(types, address_file), journal, seed, w) for w in range(4)]
    for job in jobs:
        threading.Thread(target=job, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
