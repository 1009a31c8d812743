"""Figures of many rounds → one row each, as Markdown and as JSON."""

import statistics

MODES = ("unary", "stream", "batch")
# What issue-sized installations ask for: share of the empty echo.
TARGETS = {
    1000: {"unary": 0.70, "stream": 0.55, "batch": 0.28},
    5000: {"unary": 0.60, "stream": 0.45, "batch": 0.20},
}
# Microseconds a comment of an echo on this kind of machine when it is quiet. A
# round whose echo takes 1.3 times as long has been disturbed.
ECHO_QUIET_US = {"unary": 17.6, "stream": 11.0, "batch": 1.88}
ECHO_DISTURBED = 1.3


def us_per_comment(result):
    return 1e6 * result["server_cpu_s"] / result["comments"]


def round_problems(result, count, expect_verdicts):
    """Why a round does not count, or nothing."""
    problems = []
    for key in ("comments", "different_texts", "different_names"):
        if result[key] != count:
            problems.append(f"{key} is {result[key]}, not {count}")
    if expect_verdicts:
        if result["names_wrong"]:
            problems.append(f"{result['names_wrong']} answers for other comments")
        if result["verdicts_differ"]:
            problems.append(f"{result['verdicts_differ']} verdicts differ from `moderate`")
        if result["reasons"] != result["reasons_expected"]:
            problems.append(f"{result['reasons']} reasons, `moderate` gives {result['reasons_expected']}")
    return problems


def wire_rows(rounds, quiet=ECHO_QUIET_US):
    """rounds: [{"mode", "echo": µs, "engine": {rules: µs}}]. A share is taken
    within its round; disturbed rounds count only where no other is left, and
    the row says so."""
    rows = []
    for mode in MODES:
        of_mode = [r for r in rounds if r["mode"] == mode]
        calm = [r for r in of_mode if r["echo"] <= ECHO_DISTURBED * quiet[mode]]
        used = calm or of_mode
        for rules in sorted({n for r in used for n in r["engine"]}):
            shares = [r["echo"] / r["engine"][rules] for r in used]
            engine = [r["engine"][rules] for r in used]
            rows.append({
                "rules": rules, "mode": mode,
                "share_of_echo": round(statistics.median(shares), 4),
                "share_min": round(min(shares), 4), "share_max": round(max(shares), 4),
                "us_comment": round(statistics.median(engine), 3),
                "us_min": round(min(engine), 3), "us_max": round(max(engine), 3),
                "us_echo": round(statistics.median(r["echo"] for r in used), 3),
                "rounds": len(used), "disturbed": not calm,
            })
    return rows


def wire_table(rows):
    lines = ["| rules | mode | share of echo | target | server µs a comment | echo µs | rounds |",
             "|---|---|---|---|---|---|---|"]
    for row in sorted(rows, key=lambda r: (r["rules"], MODES.index(r["mode"]))):
        target = TARGETS.get(row["rules"], {}).get(row["mode"])
        lines.append(
            f"| {row['rules']:,} | {row['mode']} | {row['share_of_echo']:.1%} "
            f"[{row['share_min']:.1%}–{row['share_max']:.1%}] | {f'{target:.0%}' if target else ''} "
            f"| {row['us_comment']:.1f} [{row['us_min']:.1f}–{row['us_max']:.1f}] | {row['us_echo']:.2f} "
            f"| {row['rounds']}{' (disturbed)' if row['disturbed'] else ''} |")
    return "\n".join(lines)


def stage_table(results):
    """results: what crible_stages_bench prints, with "bytes" added."""
    stages = list(results[0]["stages"])
    lines = [f"| bytes | rules | all µs | {' | '.join(stages)} | hits | reasons |",
             "|---" * (len(stages) + 5) + "|"]
    for r in results:
        cells = " | ".join(f"{r['stages'][stage]:.2f}" for stage in stages)
        lines.append(f"| {r['bytes']} | {r['rules']:,} | {r['us']:.1f} [{r['us_min']:.1f}–{r['us_max']:.1f}] "
                     f"| {cells} | {r['hits']:.2f} | {r['reasons']:.2f} |")
    return "\n".join(lines)


def hostile_table(results):
    """results: what crible_hostile_bench prints."""
    stages = [key for key in results[0]["worst"][0] if key not in ("ns_byte", "times_mean", "pieces", "html", "begins")]
    lines = [f"| rules | ns a byte | × the mean | {' | '.join(stages)} | begins with |",
             "|---" * (len(stages) + 4) + "|"]
    for result in results:
        lines.append(f"| {result['rules']:,} | {result['mean_ns_byte']:.0f} | 1 | {' | ' * len(stages)} *ordinary texts* |")
        for worst in result["worst"]:
            cells = " | ".join(f"{worst[stage]:.0f}" for stage in stages)
            text = " ".join(worst["begins"][:60].split()).replace("|", "\\|")
            lines.append(f"| {result['rules']:,} | {worst['ns_byte']:.0f} | {worst['times_mean']:.1f} | {cells} | `{text}` |")
    return "\n".join(lines)


def to_json(rows, stages, memory, hostile=()):
    """The shape that others read."""
    out = {"rows": rows}
    if stages:
        out["in_process_us"] = {str(r["rules"]): r["us"] for r in stages if r["bytes"] == 150}
        out["stages"] = stages
    if hostile:
        out["hostile"] = {str(r["rules"]): r["worst"][0]["times_mean"] for r in hostile}
    out.update(memory)
    return out
