#!/usr/bin/env python3
"""Properties of the code, tested like the code.

Includes point down and are declared; functions fit a screen; every source has a test;
libraries of third parties stay in their folders; core folders do not print or log.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 500

LAYER = {
    "base": 0, "comment": 1, "text": 2, "toml": 2, "rules": 3, "bayes": 3, "signals": 3,
    "policy": 3, "engine": 4, "store": 4, "service": 5, "gateway": 5, "jobs": 5, "server": 6,
    "cli": 7,
}
# Headers of a third party, and the folders that may include them.
OWNERS = [
    (r"<unicode/|unicode/", {"text"}),
    (r"libpsl\.h|cld2/", {"text"}),
    (r"re2/", {"rules"}),
    (r"toml\+\+|toml\.hpp", {"toml"}),
    (r"simdjson", {"base"}),
    (r"spdlog", {"base"}),
    (r"openssl/", {"base", "server"}),
    (r"CLI/CLI\.hpp", {"cli"}),
    (r"grpcpp/|grpc/", {"service", "server", "cli"}),
    (r"sqlite3\.h|libpq-fe\.h", {"store"}),
    (r"boost/", {"gateway"}),
]
# Sources whose behaviour another folder's test shows, with the reason.
TESTED_ELSEWHERE = {
    "base/log.cc": "tests/e2e reads the server's lines",
    "comment/category.cc": "tests/comment/comment_test.cc",
    "comment/decision.cc": "tests/comment/comment_test.cc",
    "comment/evidence.cc": "tests/comment/comment_test.cc",
    "comment/facts.cc": "tests/comment/comment_test.cc",
    "base/sha256.cc": "tests/base/hash_test.cc",
    "cli/queue_call.cc": "tests/cli/queue_test.cc",
    "cli/queue_take.cc": "tests/cli/queue_test.cc",
    "cli/terminal.cc": "tests/e2e/review_test.py, on a pseudo-terminal",
    "rules/condition_reader.cc": "tests/rules/rule_file_test.cc",
    "rules/example_reader.cc": "tests/rules/rule_file_test.cc",
    "rules/face_reader.cc": "tests/rules/rule_file_test.cc",
    "rules/fact_conditions.cc": "tests/rules/rule_file_test.cc",
    "rules/key_aliases.cc": "tests/golden/rules/keys-unknown.toml",
    "rules/pattern_check.cc": "tests/golden/rules/patterns.toml",
    "rules/phrase_check.cc": "tests/golden/rules/phrases.toml",
    "rules/reading.cc": "tests/rules/rule_file_test.cc",
    "rules/reason_check.cc": "tests/golden/rules/reasons.toml",
    "rules/rule_check.cc": "tests/golden/rules/warnings.toml",
    "rules/text_conditions.cc": "tests/rules/rule_file_test.cc",
    "rules/contact_list.cc": "tests/rules/condition_eval_test.cc",
    "rules/match_state.cc": "tests/rules/rule_set_test.cc, one scratch for several sets",
    "rules/measures.cc": "tests/rules/condition_eval_test.cc",
    "rules/phrase_book.cc": "tests/rules/condition_eval_test.cc",
    "rules/places.cc": "tests/rules/rule_set_test.cc",
    "rules/rule_cost.cc": "tests/rules/rule_compiler_test.cc",
    "rules/sent.cc": "tests/rules/condition_eval_test.cc",
    "server/reflection_service.cc": "tests/e2e asks both versions",
    "server/run.cc": "tests/e2e runs the program",
    "service/acts.cc": "tests/service/desk_test.cc",
    "service/explanation_message.cc": "tests/service/moderator_test.cc",
    "service/moderate_batch.cc": "tests/server/server_test.cc, over the wire",
    "service/moderate_stream.cc": "tests/server/server_test.cc, over the wire",
    "service/moderation_service.cc": "tests/server/server_test.cc, over the wire",
    "service/review_check.cc": "tests/service/reviewer_test.cc",
    "service/review_message.cc": "tests/service/reviewer_test.cc",
    "service/review_service.cc": "tests/e2e/review_test.py, over the wire",
    "service/watch.cc": "tests/e2e/review_test.py, over the wire",
    "service/legal_service.cc": "tests/e2e/privacy_test.py, over the wire",
    "service/privacy_erase.cc": "tests/service/privacy_test.cc",
    "service/privacy_service.cc": "tests/e2e/privacy_test.py, over the wire",
    "store/person_acts.cc": "tests/store/erase_test.cc, through the interface",
    "store/apply_act.cc": "tests/store/acts_test.cc and review_test.cc, through the interface",
    "store/event_rows.cc": "tests/store/log_test.cc and acts_test.cc, through the interface",
    "store/open_store.cc": "tests/store/search_due_test.cc; all of tests/store",
    "store/ordered_texts.cc": "tests/store/erase_test.cc and replicas_test.cc, through the interface",
    "store/data_folder.cc": "tests/store/migrate_test.cc, the lock; all of tests/store",
    "store/item_terms.cc": "tests/store/term_parts_test.cc and item_query_test.cc",
    "store/known.cc": "tests/store/decisions_test.cc and store_facts_test.cc",
    "store/log_check.cc": "tests/store/log_test.cc",
    "store/postgres_listener.cc": "tests/store/replicas_test.cc",
    "store/postgres_session.cc": "tests/store/postgres_database_test.cc",
    "store/record_decision.cc": "tests/store/decisions_test.cc",
    "store/review_items.cc": "tests/store/review_test.cc",
    "store/sql_store.cc": "all of tests/store",
    "store/sqlite_database.cc": "all of tests/store",
    "store/tables.cc": "all of tests/store",
    "toml/plain_issues.cc": "tests/toml/syntax_issue_test.cc",
    "toml/syntax_scan.cc": "tests/toml/syntax_issue_test.cc",
    "toml/typography.cc": "tests/toml/syntax_issue_test.cc",
    "bayes/training_set.cc": "tests/bayes/trainer_test.cc",
    "text/char_table.cc": "tests/text/fold_test.cc, against ICU",
    "text/char_table_builder.cc": "tests/text/fold_test.cc, against ICU",
    "text/entity.cc": "tests/text/markup_test.cc",
    "text/host_reader.cc": "tests/text/links_test.cc",
    "text/hrefs.cc": "tests/text/links_test.cc",
    "text/keyword.cc": "tests/text/contacts_test.cc",
    "text/link_builder.cc": "tests/text/links_test.cc",
    "text/normalize.cc": "tests/text/fold_test.cc, against ICU",
    "text/quotation_marks.cc": "tests/text/word_reader_test.cc",
    "text/spaced_letters.cc": "tests/text/disguise_test.cc",
    "text/telephone.cc": "tests/text/contacts_test.cc",
    "cli/service_call.cc": "tests/e2e/privacy_test.py runs the program",
    "cli/legal.cc": "tests/e2e/privacy_test.py runs the program",
    "cli/privacy.cc": "tests/e2e/privacy_test.py runs the program",
    "cli/archive_json.cc": "tests/cli/archive_test.cc",
    "cli/main.cc": "tests/e2e runs the program",
    "cli/serve.cc": "tests/e2e runs the program",
}


def sources():
    return sorted(p for p in SRC.rglob("*") if p.suffix in (".h", ".cc"))


def check_includes(path, text, problems):
    folder = path.relative_to(SRC).parts[0]
    for line_number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'#include\s+(["<][^">]+)', line)
        if not match:
            continue
        target = match[1]
        for pattern, owners in OWNERS:
            if re.search(pattern, target) and folder not in owners:
                problems.append(f"{path}:{line_number}: {target[1:]} belongs to {sorted(owners)}")
        other = target[1:].split("/")[0]
        if target[0] != '"' or other not in LAYER or other == folder:
            continue
        if LAYER[other] >= LAYER[folder]:
            problems.append(f"{path}:{line_number}: {folder} (layer {LAYER[folder]}) includes "
                            f"{other} (layer {LAYER[other]}): arrows point down only")
        elif f"crible::{other}" not in (SRC / folder / "CMakeLists.txt").read_text():
            problems.append(f"{path}:{line_number}: crible::{other} is not among the DEPS of {folder}")


def check_functions(path, text, problems):
    """A body runs from a line that opens a brace at an indent to the brace at that indent."""
    lines = text.splitlines()
    opened = None
    for number, line in enumerate(lines, 1):
        if opened is None:
            if re.match(r"( {0,2})\S.*\)( const| override| noexcept)* \{$", line) and not re.match(
                    r"\s*(if|for|while|switch|namespace|class|struct|enum|extern)\b", line):
                opened = (number, len(line) - len(line.lstrip()))
        elif line.rstrip() == " " * opened[1] + "}":
            if number - opened[0] > FUNCTION_LINES_MAX:
                problems.append(f"{path}:{opened[0]}: function of {number - opened[0]} lines, "
                                f"more than {FUNCTION_LINES_MAX}")
            opened = None


def check_file(path, text, problems):
    folder = path.relative_to(SRC).parts[0]
    lines = text.count("\n")
    if lines > FILE_LINES_MAX:
        problems.append(f"{path}:1: {lines} lines, more than {FILE_LINES_MAX}")
    if re.search(r"\b(TODO|FIXME|XXX)\b", text):
        problems.append(f"{path}:1: an unfinished note (TODO, FIXME, XXX)")
    if folder not in ("cli", "server") and re.search(r"std::c(out|err)\b", text):
        problems.append(f"{path}:1: {folder} prints; core code returns")
    if LAYER[folder] in (1, 2, 3) and "CRIBLE_LOG" in text:
        problems.append(f"{path}:1: {folder} logs; core code returns")
    guard = "CRIBLE_" + re.sub(r"[/.]", "_", str(path.relative_to(SRC))).upper() + "_"
    if path.suffix == ".h" and f"#ifndef {guard}\n#define {guard}\n" not in text:
        problems.append(f"{path}:1: the include guard is not {guard}")


def check_test(path, problems):
    name = str(path.relative_to(SRC))
    if path.suffix != ".cc" or name in TESTED_ELSEWHERE:
        return
    folder = ROOT / "tests" / path.relative_to(SRC).parts[0]
    own = folder / (path.stem + "_test.cc")
    if own.exists():
        return
    header = name[:-3] + ".h"
    if any(f'"{header}"' in test.read_text() for test in folder.glob("*_test.cc")):
        return
    problems.append(f"{path}:1: no test includes {header} and {own.relative_to(ROOT)} is missing")


def main():
    problems = []
    for path in sources():
        text = path.read_text()
        check_includes(path, text, problems)
        check_functions(path, text, problems)
        check_file(path, text, problems)
        check_test(path, problems)
    for folder in sorted(p.name for p in SRC.iterdir() if p.is_dir()):
        if folder not in LAYER:
            problems.append(f"src/{folder}: not in the layers of tests/tidy/tidy.py")
    for problem in problems:
        print(problem.replace(str(ROOT) + "/", ""))
    print(f"{len(sources())} files, {len(problems)} problems")
    return 1 if problems or not sources() else 0


if __name__ == "__main__":
    sys.exit(main())
