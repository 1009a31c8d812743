#!/usr/bin/python3
"""`crible moderate` as a program: moderate_test.py CRIBLE [unittest options].

Bytes do not depend on cores, every line has its answer, memory stays flat, and nothing of a
comment is ever on the error stream.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import client

CRIBLE = sys.argv.pop(1)
MODELS = str(client.ROOT / "models")
MARK = "zqxMARKzqx"  # stands for a comment's text, an author, an address


def moderate(data, *options, cores=None, models=MODELS):
    def limit():
        if cores:
            os.sched_setaffinity(0, cores)
    done = subprocess.run([CRIBLE, "--lang", "en", "moderate", "--models", models, *options],
                          input=data, capture_output=True, timeout=120, preexec_fn=limit)
    return done.returncode, done.stdout, done.stderr.decode()


class ModerateTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.small = folder.name
        client.write_models(self.small)

    def test_bytes_do_not_depend_on_cores(self):
        bodies = ["Bravo", "Offre de prêt rapide, whatsapp +229 01 00 00 00 00", "idiot !",
                  "https://bit.ly/x gagnez 500 € par jour", "<b>x</b>", "é" * 3000]
        rows = "".join(json.dumps({"id": i, "body": f"{bodies[i % 6]} {i * i}"}) + "\n"
                       + ("not json\n" if i % 97 == 0 else "") for i in range(3000)).encode()
        one = moderate(rows, "--threads", "1")
        cores = sorted(os.sched_getaffinity(0))
        self.assertEqual(moderate(rows, cores=cores[:1]), one)
        self.assertEqual(moderate(rows), one)
        self.assertEqual(moderate(rows, "--threads", "7"), one)
        self.assertEqual(one[0], 1)

    def test_every_line_has_its_answer(self):
        lines = [
            (b'{"id":"a","body":"Bonjour"}', None),
            (b'{"body":"' + MARK.encode() + b' \xff"}', "UTF-8"),
            (MARK.encode(), "JSON"),
            (b"", "blank"),
            (b" \t", "blank"),
            (b'{"id":"' + MARK.encode() + b'"}', "body"),
            (b'{"body":null,"title":"' + MARK.encode() + b'"}', "body"),
            (b'{"body":["' + MARK.encode() + b'"]}', "body"),
            (b'{"body":" \\n"}', "blank"),
            (b'{"body":"' + MARK.encode() * 7000 + b'"}', "65536"),
            (b'{"body":"' + b"x" * (5 << 20) + b'"}', "JSON"),
            (b'{"body":"x","author":{"name":"' + MARK.encode() + b'"}}', "author"),
            (b'{"body":"x","format":"' + MARK.encode() + b'"}', "format"),
            (b'["' + MARK.encode() + b'"]', "object"),
            (b'{"body":"' + MARK.encode() + b'"', "JSON"),
            (b'{"body":"x"} {"body":"' + MARK.encode() + b'"}', "JSON"),
            (b'{"other":{"body":7},"body":"Bonjour","body":"' + MARK.encode()
             + b'","n":[1,2],"id":17}', None),
            (b'{"id":"last","body":"' + b"x" * 65536 + b'"}\r', None),
        ]
        code, out, err = moderate(b"\n".join(line for line, _ in lines), models=self.small)
        self.assertEqual(code, 1)
        self.assertIn(f"{sum(bad is not None for _, bad in lines)} bad line(s)", err)
        self.assertNotIn(MARK, out.decode() + err)
        answers = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(len(answers), len(lines))
        for number, (answer, (_, bad)) in enumerate(zip(answers, lines), 1):
            with self.subTest(number=number):
                if bad is None:
                    self.assertEqual(answer["verdict"], "accept")
                else:
                    self.assertEqual((answer["line"], "verdict" in answer), (number, False))
                    self.assertIn(bad, answer["error"])
        self.assertEqual([answers[i]["id"] for i in (0, 16, 17)], ["a", 17, "last"])

    def test_good_rows_alone_end_well(self):
        code, out, err = moderate(b'{"body":"Bonjour"}\n', models=self.small)
        self.assertEqual((code, err, len(out.splitlines())), (0, "", 1))
        self.assertEqual(moderate(b"", models=self.small), (0, b"", ""))

    def peak(self, produce):
        """Peak memory in MiB of a run on a stream that `produce` writes."""
        with subprocess.Popen([CRIBLE, "moderate", "--models", self.small], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            produce(process.stdin)
            process.stdin.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, usage.ru_maxrss / 1024

    def test_memory_stays_flat(self):
        block = b"".join(json.dumps({"id": i, "body": f"Bonjour à tous, {i}"}).encode() + b"\n"
                         for i in range(1000))
        code, small = self.peak(lambda pipe: [pipe.write(block) for _ in range(5)])
        self.assertEqual(code, 0)
        code, large = self.peak(lambda pipe: [pipe.write(block) for _ in range(300)])
        self.assertEqual(code, 0)
        self.assertLess(large, small + 24)
        # Long lines, and one without an end.
        line = b'{"body":"' + b"x" * 60000 + b'"}\n'
        code, long = self.peak(lambda pipe: [pipe.write(line) for _ in range(3000)])
        self.assertEqual(code, 0)
        self.assertLess(long, small + 120)
        code, endless = self.peak(lambda pipe: [pipe.write(b"x" * (1 << 20)) for _ in range(300)])
        self.assertEqual(code, 1)
        self.assertLess(endless, small + 120)
        print(f"peak MiB: 5,000 rows {small:.0f}, 300,000 {large:.0f}, long lines {long:.0f}, "
              f"one line of 300 MiB {endless:.0f}")

    def test_a_reader_that_goes_away_ends_the_run(self):
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
            file.write(b'{"body":"Bonjour"}\n' * 50000)
            file.flush()
            for sink in ("head -n 1", "cat > /dev/full"):
                done = subprocess.run(
                    ["bash", "-c", f'"$0" moderate --models "$1" "$2" | {sink}; '
                     'echo "code ${PIPESTATUS[0]}" >&2', CRIBLE, self.small, file.name],
                    capture_output=True, text=True, timeout=60)
                code = int(done.stderr.split("code ")[-1])
                self.assertIn(code, (2, 128 + 13), done.stderr)

    def test_the_error_stream_never_quotes(self):
        row = {"id": MARK, "body": f"{MARK} Offre de prêt, whatsapp +229 01 00 00 00 00 {MARK}",
               "author": MARK, "author_email": f"{MARK}@exemple.test", "title": MARK,
               "author_url": f"https://{MARK}.example", "parent": MARK}
        code, out, err = moderate(json.dumps(row).encode() + b"\n" + MARK.encode())
        self.assertEqual(code, 1)
        self.assertIn(MARK, out.decode())  # the id, which is the caller's own
        self.assertNotIn(MARK, err)
        for text in (MARK * 10000, f"{MARK}\udcff", " "):
            done = subprocess.run([CRIBLE, "explain", "--models", MODELS, "-"],
                                  input=text.encode(errors="surrogateescape"),
                                  capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 2)
            self.assertNotIn(MARK.encode(), done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
