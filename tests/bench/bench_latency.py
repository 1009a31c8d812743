"""How long an answer takes at a steady rate, while rules are read anew, and
whether memory grows."""

import os
import statistics
import sys
import threading
import time

# Of what a server can answer at most, so much is sent.
LOAD = 0.4
# From the beginning of a run to the reload in it, of its length.
RELOAD_AT = 0.3


def most(result):
    """Comments a second when it is asked as fast as it answers."""
    return result["comments"] / result["seconds"]


def at_rate(server, texts, tag, rate):
    return server.send(texts, "unary", tag, "--rate", str(round(rate)))


def best(results, key):
    """The best round: what disturbs a round only ever makes it longer."""
    return min(result[key] for result in results)


def steady(engine, echo, texts, rounds):
    """p50 and p99 of the engine and of the echo, at LOAD of what each can take;
    of the echo's rate only if that is less than the engine can."""
    fastest = {name: statistics.median(most(server.send(texts, "unary", f"{n}fast")) for n in range(3))
               for name, server in (("engine", engine), ("echo", echo))}
    out = {"most_a_second": {name: round(value) for name, value in fastest.items()}}
    for of, rate in (("echo", LOAD * fastest["echo"]), ("engine", LOAD * fastest["engine"])):
        results = {"engine": [], "echo": []}
        for number in range(rounds):
            results["echo"].append(at_rate(echo, texts, f"{number}{of}", rate))
            if rate < fastest["engine"]:
                results["engine"].append(at_rate(engine, texts, f"{number}{of}", rate))
        out[f"at_{LOAD:.0%}_of_{of}"] = {
            "a_second": round(rate),
            **{f"{name}_{key}": best(found, key) if found else None
               for name, found in results.items() for key in ("p50_us", "p99_us")}}
    return out


def during_reload(engine, texts, rounds, change):
    """p99.9 without and with a reload in the midst of it; `change` makes the
    bundle another one."""
    rate = LOAD * most(engine.send(texts, "unary", "reload-fast"))
    calm, reloaded = [], []
    for number in range(rounds):
        calm.append(at_rate(engine, texts, f"{number}calm", rate))
        change()
        # The client encodes before it sends: the reload lasts longer than that.
        timer = threading.Timer(RELOAD_AT * calm[-1]["seconds"], engine.hang_up)
        timer.start()
        reloaded.append(at_rate(engine, texts, f"{number}reload", rate))
        timer.join()
        time.sleep(RELOAD_AT)
    return {"a_second": round(rate), "calm_p999_us": best(calm, "p999_us"), "reload_p999_us": best(reloaded, "p999_us")}


def growth(engine, texts, per_run, comments):
    """Memory in MiB after each tenth of `comments`."""
    out, sent = [], 0
    for tenth in range(1, 11):
        while sent < comments * tenth / 10:
            engine.send(texts, "batch", f"g{sent}")
            sent += per_run
        out.append(round(engine.rss_mib(), 1))
        print(f"{sent} comments: {out[-1]} MiB", file=sys.stderr, flush=True)  # it takes an hour
    return {"comments": sent, "rss_mib": out}


def change_rules(models):
    """Another bundle that decides the same."""
    folder = os.path.join(models, "rules")
    with open(os.path.join(folder, sorted(os.listdir(folder))[0]), "a", encoding="utf-8") as file:
        file.write("# changed\n")
