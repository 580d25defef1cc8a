"""Requests per second of a page through a warm cache, beside a bare view. Run: python -m tests.benchmarks.page_view

Two real servers run side by side; rounds alternate, so that a busy machine slows both.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS, REQUESTS = 9, 400
SLUG = "alias-investigations"
GOALS = {"empty lens": 0.7, "signed in, ten bookmarks": 0.6}


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DEBUG": "false",
            "SECRET_KEY": "benchmark-" * 6,
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "false",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
            "STATIC_ROOT": f"{folder}/static",
            "DJANGO_SETTINGS_MODULE": "wiki.settings",
        }
        manage("collectstatic", "--no-input", "-v0", env=environment)
        manage("demo", "--no-serve", env=environment)
        pk, cookie = prepare(environment)
        servers = [
            serve("wiki.settings", 8201, environment),
            serve("tests.benchmarks.bare_settings", 8202, environment),
        ]
        try:
            compare(pk, cookie)
        finally:
            for server in servers:
                server.terminate()
                server.wait()


def manage(*arguments, env):
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, env=env, stdout=subprocess.DEVNULL)


def prepare(environment):
    """Sign a reader with ten bookmarks in; give the page's primary key and the session cookie."""
    code = Path(__file__).with_name("prepare.py")
    run = subprocess.run([sys.executable, code, SLUG], check=True, env=environment, capture_output=True, text=True)
    pk, cookie = run.stdout.split()[-2:]
    return pk, cookie


def serve(settings, port, environment):
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "wiki.wsgi",
        "--workers=1",
        f"--bind=127.0.0.1:{port}",
        "--log-level=error",
    ]
    server = subprocess.Popen(command, env=environment | {"DJANGO_SETTINGS_MODULE": settings})
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the server on port {port} did not start")


def compare(pk, cookie):
    for name, header in (("empty lens", ""), ("signed in, ten bookmarks", f"Cookie: sessionid={cookie}\r\n")):
        ours = f"/wiki/{SLUG}/"
        size = len(fetch(8201, ours, header).partition(b"\r\n\r\n")[2])
        bare = f"/bare/{pk}/{size}/"
        rates = [(rate(8201, ours, header), rate(8202, bare, header)) for _ in range(ROUNDS)]
        ratio = statistics.median(one / other for one, other in rates)
        ours_rate, bare_rate = (statistics.median(column) for column in zip(*rates, strict=True))
        verdict = "reached" if ratio >= GOALS[name] else "MISSED"
        print(f"{name}: {ours_rate:.0f}/s, bare {bare_rate:.0f}/s, {size} bytes")
        print(f"    ratio {ratio:.2f}, goal {GOALS[name]} {verdict}")


def rate(port, path, header):
    start = time.perf_counter()
    for _ in range(REQUESTS):
        fetch(port, path, header)
    return REQUESTS / (time.perf_counter() - start)


def fetch(port, path, header):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}Connection: close\r\n\r\n".encode())
        chunks = []
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    answer = b"".join(chunks)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"{path} answered {answer[:200]!r}")
    return answer


if __name__ == "__main__":
    main()
