"""Other tools that judge texts, each trained and asked as its manual says.

A peer is trained on labelled rows, then asked about every text; what counts is
the CPU time of its processes, children too, and the peak of their memory.
Mail tools get each comment as the smallest mail that they accept.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

import bench_rules
import bench_servers as servers

START_SECONDS_MAX = 120
CALLS_AT_ONCE = 8
REGEXP_BYTES_MAX = 200
FASTTEXT = ["-wordNgrams", "2", "-minn", "3", "-maxn", "5", "-thread", "1", "-epoch", "5", "-bucket", "200000"]
# Keys of a rule whose texts are patterns, and those whose texts are phrases.
PATTERN_KEYS, PHRASE_KEYS = {"regex"}, {"phrase", "exact"}
NO_CONDITIONS = {"must_match", "must_pass", "unless", "reason"}


def mail(text):
    """One comment as a mail."""
    return ("From: reader@site.example\nTo: desk@site.example\nSubject: comment\n"
            "Date: Thu, 01 Jan 2026 12:00:00 +0000\nMessage-ID: <1@site.example>\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            f"{text.replace(chr(13), '')}\n").encode()


def mbox(texts):
    """Many in one file; a line that looks like a separator is quoted, as mbox has it."""
    quoted = (re.sub(r"(?m)^(>*From )", r">\1", text) for text in texts)
    return b"".join(b"From reader@site.example Thu Jan  1 12:00:00 2026\n" + mail(text) + b"\n" for text in quoted)


def line(text):
    """On one line, as fastText reads texts."""
    return " ".join(text.split()).lower()


def _texts_of(node, under=None):
    """(key, text) of everything that a rule's conditions match."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts_of(value, key if key in PATTERN_KEYS | PHRASE_KEYS else
                                 under if key == "any" else None)
    elif isinstance(node, list):
        for value in node:
            yield from _texts_of(value, under)
    elif isinstance(node, str) and under:
        yield under, node


def regexps(models, count):
    """`count` of the texts of a bundle's rules, spread evenly, each as a regular
    expression over the text of a mail: without views, lists, joins and exceptions."""
    found = {}
    folder = os.path.join(models, "rules")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            for rule in tomllib.load(file).get("rule", []):
                asked = {key: value for key, value in rule.items() if key not in NO_CONDITIONS}
                for key, text in _texts_of(asked):
                    pattern = text if key in PATTERN_KEYS else \
                        r"\b" + r"\W+".join(re.escape(word) for word in text.split()) + r"\b"
                    if len(pattern) <= REGEXP_BYTES_MAX:
                        found[pattern] = None
    if len(found) < count:
        raise SystemExit(f"bench: {len(found)} of {count} regexps to be had")
    return bench_rules.every_nth(list(found), count)


def command_cost(command, **more):
    """(CPU seconds, peak MiB) of a command. The peak is looked at while it runs:
    what the system reports at the end holds that of our own copy before it."""
    process = subprocess.Popen(servers.on_core(servers.SERVER_CORE, command), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, **more)
    peak = 0
    while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
        peak = max(peak, servers.peak_rss_mib(process.pid, 0))
        time.sleep(0.005)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2):  # bogofilter's status is what it thinks of the last mail
        raise SystemExit(f"bench: {command[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, peak


class Peer:
    """`packages` names Debian's packages of `programs`; `share` of the texts is
    asked, where all would take hours."""

    name, packages, programs, share = "", (), (), 1.0

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def missing(self):
        return [program for program in self.programs if not shutil.which(program, path=_PATH)]

    def path(self, name):
        return os.path.join(self.folder, name)

    def train(self, rows, rules):
        """rows: (is spam, text)."""

    def ask(self, texts):
        """→ (CPU seconds, peak MiB)."""
        raise NotImplementedError

    def stop(self):
        pass


_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


class Bogofilter(Peer):
    name, packages, programs = "bogofilter, one process, bulk", ("bogofilter",), ("bogofilter",)

    def train(self, rows, rules):
        for option, spam in (("-s", True), ("-n", False)):
            subprocess.run(["bogofilter", "-C", "-d", self.folder, option, "-M"],
                           input=mbox(text for is_spam, text in rows if is_spam == spam), check=True)

    def ask(self, texts):
        with open(self.path("asked.mbox"), "wb") as file:
            file.write(mbox(texts))
        with open(self.path("asked.mbox"), "rb") as file:
            return command_cost(["bogofilter", "-C", "-d", self.folder, "-M", "-T"], stdin=file)


class FastText(Peer):
    name, packages, programs = "fastText predict", ("fasttext",), ("fasttext",)

    def train(self, rows, rules):
        with open(self.path("train.txt"), "w", encoding="utf-8") as file:
            file.writelines(f"__label__{'spam' if spam else 'ham'} {line(text)}\n" for spam, text in rows)
        subprocess.run(["fasttext", "supervised", "-input", self.path("train.txt"), "-output", self.path("model"),
                        *FASTTEXT], check=True, capture_output=True)

    def ask(self, texts):
        with open(self.path("asked.txt"), "w", encoding="utf-8") as file:
            file.writelines(line(text) + "\n" for text in texts)
        return command_cost(["fasttext", "predict-prob", self.path("model.bin"), self.path("asked.txt")])


def _processes(leader):
    """The processes of a session that `leader` began."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getsid(int(pid)) == leader:
                yield int(pid)
        except ProcessLookupError:
            pass


class ServerPeer(Peer):
    """Asked over the network; its processes are sessions of their own, so that
    all their children are counted and ended."""

    def __init__(self, folder):
        super().__init__(folder)
        self.leaders = []

    def start(self, command, port, **more):
        process = subprocess.Popen(servers.on_core(servers.SERVER_CORE, command), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True, **more)
        self.leaders.append(process)
        servers.wait_for_port(port, process, START_SECONDS_MAX)

    def processes(self):
        return [pid for leader in self.leaders for pid in _processes(leader.pid)]

    def cpu_seconds(self):
        total = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += sum(int(field) for field in fields[11:15])  # own time and that of children that have ended
        return total / os.sysconf("SC_CLK_TCK")

    def peak_mib(self):
        """Of the largest process of each server: forked ones share most of theirs."""
        return sum(max(servers.peak_rss_mib(pid) for pid in _processes(leader.pid)) for leader in self.leaders)

    def call(self, text):
        raise NotImplementedError

    def ask(self, texts):
        before = self.cpu_seconds()
        with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
            for _ in pool.map(self.call, texts):
                pass
        return self.cpu_seconds() - before, self.peak_mib()

    def stop(self):
        for leader in self.leaders:
            for pid in list(_processes(leader.pid)):
                os.kill(pid, signal.SIGKILL)
            leader.wait()


class Rspamd(ServerPeer):
    packages, programs = ("rspamd", "redis-server"), ("rspamd", "redis-server")

    def __init__(self, folder, rules, bayes):
        super().__init__(folder)
        self.rules, self.bayes = rules, bayes
        self.name = "rspamd, " + " and ".join((["Bayes on Redis"] if bayes else []) +
                                              ([f"{rules} regexps"] if rules else []))
        self.port, self.control, self.redis = (servers.free_port() for _ in range(3))

    def config(self, patterns):
        """In rspamd's own language, which holds JSON."""
        address = f"127.0.0.1:{self.redis}"
        out = {
            "options": {"pidfile": self.path("pid"), "filters": "regexp", "tempdir": self.folder,
                        "hs_cache_dir": self.folder, "control_socket": f"{self.path('sock')} mode=0600",
                        "url_tld": "/usr/share/rspamd/effective_tld_names.dat",
                        "dns": {"nameserver": ["127.0.0.1:1"], "timeout": 0.1, "retransmits": 1}},
            "logging": {"type": "file", "filename": self.path("log"), "level": "error"},
            "worker": {"normal": {"bind_socket": f"127.0.0.1:{self.port}", "count": 1, "mime": True},
                       "controller": {"bind_socket": f"127.0.0.1:{self.control}", "count": 1,
                                      "secure_ip": "127.0.0.1"}},
            "regexp": {f"R{number}": {"re": f"/{pattern.replace('/', chr(92) + '/')}/iu{{mime}}", "score": 1.0}
                       for number, pattern in enumerate(patterns)},
        }
        text = "".join(f"{key} {json.dumps(value)}\n" for key, value in out.items())
        if self.bayes:  # two sections of one name: JSON has no word for it
            text += (f'redis {{ servers = "{address}"; }}\n'
                     f'classifier "bayes" {{ tokenizer {{ name = "osb"; }} backend = "redis"; servers = "{address}";\n'
                     'min_learns = 200; statfile { symbol = "BAYES_HAM"; spam = false; }\n'
                     'statfile { symbol = "BAYES_SPAM"; spam = true; } }\n')
        return text

    def train(self, rows, rules):
        if self.bayes:
            self.start(["redis-server", "--port", str(self.redis), "--bind", "127.0.0.1", "--save", "",
                        "--dir", self.folder], self.redis)
        with open(self.path("rspamd.conf"), "w", encoding="utf-8") as file:
            file.write(self.config(rules[:self.rules]))
        self.start(["rspamd", "-f", "-c", self.path("rspamd.conf"), "--insecure"], self.port)
        if self.bayes:
            with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
                list(pool.map(lambda row: self._post(self.control, "/learnspam" if row[0] else "/learnham", row[1]),
                              rows))

    @staticmethod
    def _post(port, path, text):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", path, mail(text))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def call(self, text):
        status, body = self._post(self.port, "/checkv2", text)
        if status != 200 or b"action" not in body:
            raise SystemExit(f"bench: rspamd answers {status}")


class Spamd(ServerPeer):
    name, share = "spamd, local rules and Bayes", 0.05
    packages, programs = ("spamassassin", "spamd"), ("spamd", "sa-learn")

    def train(self, rows, rules):
        os.chmod(self.folder, 0o777)
        settings = (f"bayes_path {self.path('bayes')}\nbayes_file_mode 0777\nuse_auto_whitelist 0\n"
                    "skip_rbl_checks 1\nbayes_auto_learn 0\n")
        with open(self.path("site.cf"), "w", encoding="utf-8") as file:
            file.write(settings)
        for option, spam in (("--spam", True), ("--ham", False)):
            subprocess.run(["sa-learn", "--siteconfigpath", "/etc/spamassassin", "-p", self.path("site.cf"), option,
                            "--mbox", "-"], input=mbox(text for is_spam, text in rows if is_spam == spam),
                           check=True, capture_output=True)
        for name in os.listdir(self.folder):
            os.chmod(self.path(name), 0o777)
        port = self.port = servers.free_port()
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        self.start([shutil.which("spamd", path=_PATH), "-L", "-x", "-i", "127.0.0.1", "-p", str(port), "-m", "1",
                    "--cf", settings, "-r", self.path("pid"), *user], port)

    def call(self, text):
        body = mail(text)
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as connection:
            connection.sendall(b"CHECK SPAMC/1.2\r\nContent-length: %d\r\n\r\n" % len(body) + body)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        if b" EX_OK" not in answer.split(b"\r\n", 1)[0]:
            raise SystemExit("bench: spamd does not answer")


def all_peers(folder, rules):
    at = lambda name: os.path.join(folder, name)  # noqa: E731
    return [Bogofilter(at("bogofilter")), FastText(at("fasttext")),
            Rspamd(at("rspamd-rules"), rules, bayes=False), Rspamd(at("rspamd-bayes"), 0, bayes=True),
            Rspamd(at("rspamd"), rules, bayes=True),
            Spamd(at("spamd"))]
