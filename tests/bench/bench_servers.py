"""Starting what is measured, each on its core, and looking at it from outside."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

SERVER_CORE, CLIENT_CORE = 0, 1


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, process, seconds_max):
    """Until somebody listens there."""
    end = time.monotonic() + seconds_max
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"bench: a server that was started has ended: {' '.join(process.args[:5])}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"bench: nobody listens on port {port}")


def peak_rss_mib(pid, ended=None):
    """The most memory that a process ever held; `ended` if it is no more."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    if ended is None:
        raise SystemExit("bench: the process has ended")
    return ended


def on_core(core, command):
    """The command pinned to a core, if there is one of that number."""
    if core in os.sched_getaffinity(0):
        return ["taskset", "-c", str(core), *command]
    return command


def client(tools, port, texts, *more):
    """Runs the client; its line of JSON."""
    command = [os.path.join(tools, "crible_bench_client"), "--port", str(port), "--texts", texts, *more]
    done = subprocess.run(on_core(CLIENT_CORE, command), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: {done.stderr.strip()}")
    return json.loads(done.stdout)


class Server:
    """A server process; `first_answer_ms` from its start on."""

    def __init__(self, tools, command, port, texts):
        self.port, self.tools = port, tools
        before = time.monotonic()
        self.process = subprocess.Popen(on_core(SERVER_CORE, command), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        try:
            first = client(tools, port, texts, "--first", "--round", "first")
        except SystemExit:
            self.stop()
            raise
        self.first_answer_ms = 1000 * (first["first_answer_at"] - before)

    @property
    def pid(self):
        return self.process.pid

    def rss_mib(self):
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise SystemExit("bench: the server has ended")

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def send(self, texts, mode, tag, *more):
        return client(self.tools, self.port, texts, "--mode", mode, "--round", tag,
                      "--pid", str(self.pid), *more)

    def hang_up(self):
        os.kill(self.pid, signal.SIGHUP)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Engine(Server):
    """With a store in a new folder of `work` that goes with the server; without one if `work` is None."""

    def __init__(self, tools, program, models, texts, work):
        port = free_port()
        self.data = work and tempfile.mkdtemp(prefix="data-", dir=work)
        command = [program, "serve", f"127.0.0.1:{port}", models]
        super().__init__(tools, command + ([self.data] if work else []), port, texts)

    def stop(self):
        super().stop()
        if self.data:
            shutil.rmtree(self.data)


def start_echo(tools, replies, texts):
    port = free_port()
    return Server(tools, [os.path.join(tools, "crible_bench_echo"), str(port), replies], port, texts)


def wait_until_idle(server, before, seconds_max, step=0.25):
    """CPU seconds spent since `before`, once there were some and they have
    stood still for four steps."""
    end = time.monotonic() + seconds_max
    last, still = before, 0
    while time.monotonic() < end:
        time.sleep(step)
        now = server.cpu_seconds()
        # Looking at the files now and then is not the reload.
        still = still + 1 if now - last < 0.04 else 0
        last = now
        if still >= 4 and now - before > 0.1:
            return now - before
    raise SystemExit("bench: the reload has not ended")
