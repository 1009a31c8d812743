"""What the server keeps its data in, and how that is hurt."""

import os
import pathlib
import subprocess

import disk

POSTGRES = str(pathlib.Path(__file__).resolve().parents[1] / "support/postgres")


class Sqlite:
    """A kill of the process, or half of the time a cut of the power as well."""

    def __init__(self, folder, layer):
        self.data, self.disk = os.path.join(folder, "data"), os.path.join(folder, "disk")
        self.layer = layer if os.path.exists(layer) else None
        self.cuts = self.lost = 0
        for path in (self.data, self.disk):
            os.mkdir(path)

    def arguments(self):
        return ["--data", self.data]

    def environment(self):
        if not self.layer:
            return {}
        return {"LD_PRELOAD": self.layer, "CRIBLE_POWER_FOLDER": os.path.realpath(self.data),
                "CRIBLE_POWER_DISK": os.path.realpath(self.disk)}

    def strike(self, server, chance):
        server.kill()
        if self.layer and chance.random() < 0.5:
            self.cuts += 1
            self.lost += disk.cut_power(self.data, self.disk, chance) > 0

    def summary(self):
        if not self.layer:
            return "no power was cut: build crible_power_loss beside --bin"
        return f"the power was cut {self.cuts} times, {self.lost} times with bytes that were not on the disk"

    def stop(self):
        pass


class Postgres:
    """A kill of the server, of the database with all its processes, or of both."""

    def __init__(self, folder):
        self.folder, self.data = os.path.join(folder, "postgres"), os.path.join(folder, "data")
        self.kills = {"server": 0, "database": 0}
        self.do("start", "fsync=on")
        try:
            self.url = pathlib.Path(self.folder, "url").read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise SystemExit("chaos: Debian's package postgresql-15 is not installed") from error

    def do(self, *command):
        subprocess.run([POSTGRES, command[0], self.folder, *command[1:]], check=True)

    def arguments(self):
        return ["--data", self.data, "--database", self.url]

    def environment(self):
        return {}

    def strike(self, server, chance):
        what = chance.choice((["server"], ["database"], ["database", "server"]))
        for one in what:
            self.kills[one] += 1
        if "database" in what:
            self.do("kill")
        if "server" in what:
            server.kill()
        if "database" in what:
            self.do("up")

    def summary(self):
        return f"killed the server {self.kills['server']} times, the database {self.kills['database']} times"

    def stop(self):
        self.do("stop")
