#!/usr/bin/env python3
"""The export of a real WordPress, with what was decided there, becomes lessons.

  wordpress_test.py CRIBLE

Skipped without Debian's packages wordpress, mariadb-server-core, mariadb-client-core,
php-cli and php-mysql. The database listens on a socket in a folder of its own.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

CRIBLE = sys.argv[1]
WORDPRESS = pathlib.Path("/usr/share/wordpress")
PROGRAMS = ("mariadbd", "mariadb-install-db", "php")
SECONDS = 60

CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%s');
define('DB_CHARSET', 'utf8mb4');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
# What a blog has: published, waiting, spam and trash, one in each format.
FILL = """<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'blog.test';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
mysqli_report(MYSQLI_REPORT_OFF);
$db = new mysqli('localhost', 'root', '', '', 0, $argv[1]);
$db->query('CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4');
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Le blog', 'admin', 'admin@exemple.test', true, '', 'a secret');
foreach ([['1', 'Bravo pour cet article, <b>très</b> clair & utile.'],
          ['1', "Deux lignes\\n]]> et un piège"],
          ['0', 'Personne ne m’a encore relu.'],
          ['spam', 'Acheter une montre'],
          ['trash', 'Retiré par un modérateur']] as [$approved, $body]) {
  wp_insert_comment(['comment_post_ID' => 1, 'comment_author' => 'Zoé',
    'comment_author_email' => 'zoe@exemple.test', 'comment_content' => $body,
    'comment_approved' => $approved, 'comment_date' => '2026-11-02 10:20:30',
    'comment_date_gmt' => '2026-11-02 10:20:30']);
}
"""
EXPORT = """<?php
$_SERVER['HTTP_HOST'] = 'blog.test';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/export.php';
wp_set_current_user(1);
export_wp();
"""


def missing():
    if not WORDPRESS.is_dir():
        return "Debian's package wordpress is not installed"
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"not installed: {', '.join(absent)}" if absent else None


@unittest.skipIf(missing(), missing())
class WordPressTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.site = self.folder / "site"
        shutil.copytree(WORDPRESS, self.site, symlinks=False, ignore_dangling_symlinks=True)
        socket = self.folder / "m.sock"
        data = self.folder / "mysql"
        self.run_program("mariadb-install-db", "--no-defaults", f"--datadir={data}",
                         "--auth-root-authentication-method=normal", "--skip-test-db")
        user = ["--user=root"] if os.getuid() == 0 else []
        self.database = subprocess.Popen(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}",
             "--skip-networking", *user],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.end_database)
        for _ in range(300):
            if socket.exists():
                break
            time.sleep(0.1)
        (self.site / "wp-config.php").unlink(missing_ok=True)
        (self.site / "wp-config.php").write_text(CONFIG % socket)
        (self.site / "fill.php").write_text(FILL)
        (self.site / "export.php").write_text(EXPORT)
        self.run_program("php", self.site / "fill.php", socket)

    def end_database(self):
        self.database.send_signal(signal.SIGTERM)
        self.database.wait(SECONDS)

    def run_program(self, *words):
        done = subprocess.run([str(word) for word in words], capture_output=True,
                              timeout=SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
        return done.stdout

    def crible(self, *words):
        done = subprocess.run([CRIBLE, "import", *map(str, words), "--lang", "en"],
                              capture_output=True, text=True, timeout=SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_its_export_is_read(self):
        export = self.folder / "export.xml"
        export.write_bytes(self.run_program("php", self.site / "export.php"))
        data = self.folder / "data"
        # Its own first comment, and ours but the spam, which it never exports.
        said = self.crible(export, "--site", "blog", "--data", data)
        self.assertIn("3 accepted, 1 refused (1 of them without a ground)", said)
        self.assertIn("1 without a decision, 0 unreadable", said)
        again = self.crible(export, "--site", "blog", "--data", data)
        self.assertIn("4 already known", again)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
