#!/usr/bin/python3
"""The program speaks the user's language: language_test.py CRIBLE [unittest options]."""

import os
import re
import subprocess
import sys
import unittest

CRIBLE = sys.argv.pop(1)
# Words that help of the other language would be written in.
ENGLISH = re.compile(
    r"\b(the|and|of|with|what|print|this|folder|file|files|else|seconds|usage|commands?|"
    r"subcommands?|language|required|name|number|rules?|comments?|TEXT|INT|UINT|FLOAT|PATH|FILE|"
    r"HOST|not|in|run|check|options? are)\b")
FRENCH = re.compile(r"\b(le|la|les|du|des|une?|sinon|affiche|dossier|fichiers?|règles?|obligatoire|"
                    r"Utilisation|Commandes)\b|[éèêàçœ]")


def run(*words, locale=None):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    done = subprocess.run([CRIBLE, *words], env={**env, **(locale or {})}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


def commands_of(help_text):
    part = re.split(r"^(?:Commandes|Commands):$", help_text, flags=re.M)
    return re.findall(r"^  ([a-z]+)  ", part[1], flags=re.M) if len(part) > 1 else []


def all_commands(language, above=()):
    """Every command and sub-command, with its help."""
    code, out, _ = run("--lang", language, *above, "--help")
    assert code == 0, (above, code)
    yield above, out
    for name in commands_of(out):
        yield from all_commands(language, (*above, name))


def described(help_text):
    """(option or argument, its description) for each line of a help."""
    lines = re.sub(r"\n {20,}", "  ", help_text).split("\n")
    return [re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in lines if line.startswith("  ")]


class LanguageTest(unittest.TestCase):
    def test_both_languages_have_the_same_commands(self):
        commands = [c for c, _ in all_commands("en")]
        self.assertEqual(commands, [c for c, _ in all_commands("fr")])
        for wanted in ("serve", "moderate", "explain", "test", "train", "evaluate"):
            self.assertIn((wanted,), commands)
        self.assertIn(("rules", "check"), commands)
        self.assertIn(("policy", "show"), commands)

    def test_help_is_there_and_in_its_language(self):
        for language, other in (("fr", ENGLISH), ("en", FRENCH)):
            for command, text in all_commands(language):
                with self.subTest(language=language, command=command):
                    body = "\n".join(l for l in text.split("\n")
                                     if not l.startswith(("Utilisation:", "Usage:")))
                    # What is typed is no language: names of commands, options, fields.
                    for line in described(body):
                        self.assertEqual(len(line), 2, f"no description: {line}")
                        said = re.sub(r"author\w*|title|article|parent|lang|date|body", "", line[1])
                        self.assertIsNone(other.search(re.sub(r"\S+/\S+", "", said)), line)  # paths aside
                    title = body.strip().split("\n")[0]
                    self.assertGreater(len(title), 3)
                    self.assertIsNone(other.search(title), title)
                    if language == "fr":
                        heads = re.findall(r"^(\w+):$", body, flags=re.M)
                        self.assertLessEqual(set(heads), {"Options", "Arguments", "Commandes"})
                        self.assertNotRegex(body, r"REQUIRED|\b(TEXT|INT|UINT|FLOAT)\b| in \[")

    def test_the_locale_chooses(self):
        for locale, french in (
                ({}, False), ({"LANG": "C"}, False), ({"LANG": "fr_FR.UTF-8"}, True),
                ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, False),
                ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_BE"}, True),
                ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, True),
                ({"LANG": "de_DE.UTF-8"}, False)):
            with self.subTest(locale=locale):
                _, out, _ = run("--help", locale=locale)
                self.assertEqual("affiche" in out, french)
        _, out, _ = run("--lang", "en", "--help", locale={"LANG": "fr_FR.UTF-8"})
        self.assertIn("print this help", out)
        _, out, _ = run("moderate", "--help", "--lang=fr")
        self.assertIn("affiche", out)

    def test_mistakes_of_the_command_line_are_told_in_the_language(self):
        for words in ((), ("no-such",), ("moderate", "--no-such"), ("moderate", "--threads", "x"),
                      ("moderate", "--threads", "999"), ("explain",), ("rules",),
                      ("moderate", "--models"), ("moderate", "/no/such/file"),
                      ("moderate", "--models", "/no/such/folder"), ("explain", " "),
                      ("test", "/no/such/file"), ("policy", "show", "--at", "never")):
            for language, other in (("fr", ENGLISH), ("en", FRENCH)):
                with self.subTest(words=words, language=language):
                    code, _, said = run("--lang", language, *words)
                    self.assertEqual(code, 2, said)
                    self.assertTrue(said.strip())
                    said = re.sub(r"/no/such/\w+|--[\w-]+|\S*/models\S*|crible", "", said)
                    self.assertIsNone(other.search(said), said)


if __name__ == "__main__":
    unittest.main(verbosity=1)
