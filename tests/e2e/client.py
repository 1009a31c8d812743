"""Starts `crible serve` and speaks to it as a CMS written in Python would.

Messages come from a descriptor set that protoc writes, so nothing is generated:
`message("crible.v1.Comment", body="…")`.
"""

import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODERATE = "/crible.v1.ModerationService/ModerateComment"
STREAM = "/crible.v1.ModerationService/ModerateComments"
BATCH = "/crible.v1.ModerationService/BatchModerateComments"
EXPLAIN = "/crible.v1.RuleService/ExplainComment"
POSTGRES = str(ROOT / "tests/support/postgres")

RULES = '''
[[rule]]
id         = "offer"
category   = "spam"
then       = "hold"
phrase     = ["offre de prêt"]
reason.fr  = "Propose un prêt : « {match} »"
reason.en  = "Offers a loan: “{match}”"
must_match = ["Une offre de prêt pour tous"]
must_pass  = ["Merci pour cet article"]
'''
REFUSES = '''
[[rule]]
id         = "casino"
category   = "spam"
then       = "reject"
phrase     = ["casino en ligne"]
reason.fr  = "Casino : « {match} »"
reason.en  = "Casino: “{match}”"
must_match = ["Le meilleur casino en ligne"]
must_pass  = ["Merci pour cet article"]
'''


def floods(count):
    """Holds who has posted so many comments."""
    return f'''
[[rule]]
id         = "flood"
category   = "spam"
then       = "hold"
repeats    = {{ of = "author", min = {count}, within = "24 h" }}
reason.fr  = "Beaucoup de commentaires"
reason.en  = "Many comments"
must_match = [{{ body = "Bonjour", author.id = "zoe", times = {count} }}]
must_pass  = [{{ body = "Bonjour", author.id = "zoe", times = 2 }}]
'''


def load_descriptors(protoc):
    with tempfile.NamedTemporaryFile() as out:
        proto = ROOT / "proto"
        files = [str(p.relative_to(proto)) for p in sorted(proto.rglob("*.proto"))]
        subprocess.run([protoc, "-I", str(proto), "--include_imports",
                        "--descriptor_set_out=" + out.name, *files], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(out.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return pool


class Types:
    """The message types of a descriptor pool, by full name."""

    def __init__(self, pool):
        self.pool = pool
        self.factory = message_factory.MessageFactory(pool)

    def __getitem__(self, name):
        return self.factory.GetPrototype(self.pool.FindMessageTypeByName(name))


def write_models(folder, rules=RULES):
    path = pathlib.Path(folder) / "rules"
    path.mkdir(exist_ok=True)
    (path / "loans.toml").write_text(rules, encoding="utf-8")


def start_postgres(case, folder):
    """The URL of a database in `folder` that lives as long as the test, which is
    skipped where there is no PostgreSQL."""
    subprocess.run([POSTGRES, "start", str(folder)], check=True)
    case.addCleanup(subprocess.run, [POSTGRES, "stop", str(folder)], check=True)
    url = pathlib.Path(folder) / "url"
    if not url.exists():
        case.skipTest("Debian's package postgresql-15 is not installed")
    return url.read_text(encoding="utf-8").strip()


class Server:
    """A running server; its output is kept, line by line."""

    def __init__(self, crible, models, *options):
        if "--data" not in options:
            options = ("--no-data", *options)
        self.process = subprocess.Popen(
            [crible, "serve", "--lang", "en", "--listen", "127.0.0.1:0", "--models",
             str(models), *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "CRIBLE_MODELS": ""})
        self.out, self.err = [], []
        self.changed = threading.Condition()
        self.readers = [
            threading.Thread(target=self._read, args=(self.process.stdout, self.out)),
            threading.Thread(target=self._read, args=(self.process.stderr, self.err))]
        for reader in self.readers:
            reader.start()
        line = self.wait_for(self.out, r"listens on \S+:\d+")
        self.address = re.search(r"listens on (\S+:\d+)", line)[1]
        self.wait_for(self.out, r"crible call")
        self.channel = grpc.insecure_channel(
            self.address, options=[("grpc.max_receive_message_length", -1)])

    def _read(self, stream, lines):
        for line in stream:
            with self.changed:
                lines.append(line.rstrip("\n"))
                self.changed.notify_all()
        with self.changed:
            lines.append(None)
            self.changed.notify_all()

    def wait_for(self, lines, pattern, seconds=30):
        """The first line with the pattern; fails when the output ends without it."""
        def found():
            return next((line for line in lines if line is None or re.search(pattern, line)),
                        False)
        with self.changed:
            if not self.changed.wait_for(lambda: found() is not False, seconds):
                raise AssertionError(f"no line with {pattern!r}: {lines}")
            line = found()
        if line is None:
            raise AssertionError(f"ended without {pattern!r}: {self.out} {self.err}")
        return line

    def stop(self, number=signal.SIGTERM):
        """Sends the signal if it still runs; returns the exit code."""
        self.channel.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(30)
        for reader in self.readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def text(self):
        return "\n".join(line for line in self.out + self.err if line is not None)
