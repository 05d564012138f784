# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of Debian's for a measurement: in a scratch folder, with a socket alone and the server's usual care for the disk."""
import os, pwd, shutil, signal, subprocess, time
from glob import glob
from pathlib import Path


class ScratchServer:
    def __init__(self, settings=("shared_buffers=512MB", "max_wal_size=4GB")):
        self.programs = sorted(glob("/usr/lib/postgresql/*/bin"))[-1]
        self.cluster = Path("/tmp", f"gongshi-bench-{os.getpid()}")
        self.settings = [word for setting in ("listen_addresses=", *settings) for word in ("-c", setting)]
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.cluster.mkdir()
        if self.account:
            os.chown(self.cluster, self.account.pw_uid, self.account.pw_gid)
        subprocess.run([f"{self.programs}/initdb", "-D", self.cluster / "data", "-A", "trust", "-U", "gongshi", "-E", "UTF8", "--locale=C"],
                       preexec_fn=self.become_user, cwd=self.cluster, check=True, stdout=subprocess.DEVNULL)
        self.start()

    def become_user(self):
        if self.account:
            os.setgid(self.account.pw_gid)
            os.setuid(self.account.pw_uid)

    def start(self):
        self.process = subprocess.Popen([f"{self.programs}/postgres", "-D", self.cluster / "data", "-k", self.cluster, *self.settings],
                                        preexec_fn=self.become_user, cwd=self.cluster, stderr=subprocess.DEVNULL)
        while subprocess.run([f"{self.programs}/pg_isready", "-q", "-h", self.cluster]).returncode != 0:
            time.sleep(0.1)

    def crash(self):
        """The whole server ends at once, and is started again."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        self.start()

    def sessions(self):
        """Process ids of the server's processes that serve a client."""
        found = []
        for stat in glob("/proc/[0-9]*/stat"):
            try:
                text = Path(stat).read_text()
                if int(text.rsplit(")", 1)[1].split()[1]) == self.process.pid:
                    words = Path(stat).with_name("cmdline").read_bytes().replace(b"\0", b" ")
                    if words.startswith(b"postgres: gongshi "):
                        found.append(int(stat.split("/")[2]))
            except (OSError, IndexError, ValueError):
                continue
        return found

    def database(self, name):
        """Makes a database; returns what `--db` takes for it."""
        subprocess.run(["psql", "-q", f"postgresql:///postgres?host={self.cluster}&user=gongshi", "-c", f'CREATE DATABASE "{name}"'], check=True)
        return f"postgresql:///{name}?host={self.cluster}&user=gongshi"

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        shutil.rmtree(self.cluster, ignore_errors=True)
