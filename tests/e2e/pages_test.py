#!/usr/bin/env python3
"""The pages of `crible import --report` and `crible evaluate --html`, as a browser shows them.

  pages_test.py CRIBLE

Skipped without Debian's package chromium.
"""

import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CRIBLE = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
BROWSER = shutil.which("chromium")
SECONDS = 120

# Runs at the end of the page: what a reader would see of it.
MEASURE = """
<script>
const root = document.documentElement;
const outside = [];
for (const svg of document.querySelectorAll('svg')) {
  const box = svg.viewBox.baseVal;
  for (const text of svg.querySelectorAll('text')) {
    const b = text.getBBox();
    if (b.x < 0 || b.y < 0 || b.x + b.width > box.width || b.y + b.height > box.height)
      outside.push(text.textContent);
  }
}
const figures = [...document.querySelectorAll('figure')].map(f => f.getBoundingClientRect());
document.body.dataset.measured = JSON.stringify({
  wide: root.scrollWidth - root.clientWidth,
  outside: outside,
  drawn: [...document.querySelectorAll('polyline')].filter(
    line => line.getBoundingClientRect().width > 50).length,
  figures: figures.length,
  abreast: figures.length > 1 && figures[0].top == figures[1].top,
  loaded: performance.getEntriesByType('resource').length,
  text: document.body.innerText,
});
</script>
"""


def archive():
    """Comments that people decided about, some of them otherwise than Crible will."""
    rows = []
    for label in ("innocent", "spam", "abuse"):
        for language in ("fr", "en"):
            path = ROOT / f"models/reference/{label}-{language}.jsonl"
            lines = path.read_text(encoding="utf-8").splitlines()[:40]
            for number, line in enumerate(lines):
                refused = (label != "innocent") != (number % 9 == 0)
                row = {"id": f"{label}-{language}-{number}", "body": json.loads(line)["body"],
                       "decision": "refused" if refused else "accepted"}
                if refused and number % 3:
                    row["ground"] = label
                rows.append(row)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@unittest.skipIf(BROWSER is None, "Debian's package chromium is not installed")
class PagesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def page(self, *words):
        path = self.folder / "page.html"
        done = subprocess.run(
            [CRIBLE, *map(str, words), "--html", path, "--models", ROOT / "models"],
            capture_output=True, text=True, timeout=SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path.read_text(encoding="utf-8")

    def show(self, page, width):
        path = self.folder / "shown.html"
        path.write_text(page.replace("</body>", MEASURE + "</body>"), encoding="utf-8")
        done = subprocess.run(
            [BROWSER, "--headless=new", "--disable-gpu", f"--user-data-dir={self.folder}/profile",
             *(["--no-sandbox"] if os.getuid() == 0 else []),
             f"--window-size={width},1200", "--dump-dom", path.as_uri()],
            capture_output=True, text=True, timeout=SECONDS, check=False)
        measured = re.search(r'data-measured="([^"]*)"', done.stdout)
        self.assertIsNotNone(measured, done.stderr[-2000:])
        return json.loads(html.unescape(measured[1]))

    def check(self, page, charts):
        for width in (1000, 520):
            seen = self.show(page, width)
            self.assertEqual(seen["wide"], 0, f"cut off at {width} pixels")
            self.assertEqual(seen["outside"], [], "words outside of their chart")
            self.assertEqual(seen["figures"], charts)
            self.assertGreaterEqual(seen["drawn"], charts)
            self.assertEqual(seen["loaded"], 0, "the page loads something")
            self.assertEqual(seen["abreast"], width == 1000)
        return seen["text"]

    def test_the_report_on_an_archive(self):
        path = self.folder / "<archive> & co.jsonl"
        path.write_text(archive(), encoding="utf-8")
        words = ["import", path, "--site", "demo", "--report", "--lang"]
        text = self.check(self.page(*words, "fr"), 2)
        self.assertIn("<archive> & co.jsonl", text)
        self.assertIn("sans motif", text)
        self.assertRegex(text, r"\d,\d\u00a0%")
        self.assertNotRegex(text, r"\d\.\d\u00a0%")
        self.assertRegex(text, r"Par une personne : refusé \(\w+\)\. Par Crible : publié\.")
        text = self.check(self.page(*words, "en"), 2)
        self.assertIn("By a person: accepted. By Crible: ", text)
        self.assertRegex(text, r"\d\.\d\u00a0%")

    def test_the_curves_of_an_evaluation(self):
        files = sorted((ROOT / "models/reference").glob("*-fr.jsonl"))
        for language, said in (("fr", "seuil (probabilité)"), ("en", "threshold (probability)")):
            text = self.check(self.page("evaluate", *files, "--lang", language), 8)
            self.assertIn(said, text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
