#!/usr/bin/python3
"""What the pages promise is there: readme_test.py CRIBLE. Links of all README files resolve, the
commands that the first page names exist, and its examples run as written."""

import json
import os
import re
import shlex
import subprocess
import sys
import unittest

import client

CRIBLE = sys.argv.pop(1)
PAGES = [p for p in client.ROOT.rglob("*.md")
         if not {"build", "node_modules", ".git"} & set(p.relative_to(client.ROOT).parts)]
FIRST = (client.ROOT / "README.md").read_text(encoding="utf-8")


def run(*words, data=b""):
    return subprocess.run([CRIBLE, "--lang", "en", *words], input=data, capture_output=True,
                          timeout=60, cwd=client.ROOT)


class ReadmeTest(unittest.TestCase):
    def test_links_resolve(self):
        links = 0
        for page in PAGES:
            for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
                if link.startswith(("http:", "https:", "mailto:")):
                    continue
                path, _, anchor = link.partition("#")
                target = (page.parent / path) if path else page
                self.assertTrue(target.exists(), f"{page}: {link}")
                if anchor:
                    heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M)
                    names = [re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads]
                    self.assertIn(anchor, names, f"{page}: {link}")
                links += 1
        self.assertGreater(links, 3)

    def test_the_commands_named_exist(self):
        named = re.findall(r"^\| `([a-z]+(?: [a-z]+)?)", FIRST, re.M)
        self.assertIn("serve", named)
        for command in named:
            done = run(*command.split(), "--help")
            self.assertEqual(done.returncode, 0, command)
            self.assertIn(f"{command} ", done.stdout.decode(), command)

    def test_the_start_script_and_the_tests_can_be_run(self):
        for name in ("start", "tests/run", ".ci/packages", ".ci/run"):
            self.assertTrue(os.access(client.ROOT / name, os.X_OK), name)
            subprocess.run(["bash", "-n", client.ROOT / name], check=True)

    def test_examples_run_as_written(self):
        lines = re.findall(r"^build/bin/crible (.*?)(?:\s+#.*)?$", FIRST, re.M)
        self.assertGreaterEqual(len(lines), 2)
        for line in lines:
            words = shlex.split(line.split(" > ")[0])
            if words[0] == "moderate":  # its file is the reader's
                words[1] = "-"
            done = run(*words, data=b'{"id": 1, "body": "Bonjour"}\n')
            self.assertEqual(done.returncode, 0, done.stderr)
            if words[0] == "moderate":
                self.assertEqual(json.loads(done.stdout)["verdict"], "accept")
            else:
                self.assertRegex(done.stdout.decode(), "HOLD|REJECT")


if __name__ == "__main__":
    unittest.main(verbosity=1)
