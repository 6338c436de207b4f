"""Measures the program and prints tables: pages, signing, verifying, starting, size.

    bench/run.py BUILD      BUILD is the folder that script/build bench has filled

Shared machines drift. Compare processor times, and ratios within one run, before rates.
"""
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ENTRIES = 100_000
# An event on four children is one commit; a busy morning's commits are shared by more of them.
TOGETHER = (4, 64)


def processor() -> str:
    lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)


def table(columns: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    for row in [columns, *rows]:
        first, *others = (cell.ljust(width) if i == 0 else cell.rjust(width)
                          for i, (cell, width) in enumerate(zip(row, widths)))
        print("  " + "  ".join([first, *others]), flush=True)


def child(command: list[str]) -> tuple[str, float, float, int]:
    """What it printed, its seconds by the clock and of the processors, and its peak memory in MiB."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench: {command[0]} ended with {process.returncode}: {output}")
    return output, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def pages(heed: pathlib.Path) -> None:
    output, *_ = child(["node", str(HERE / "pages.mjs"), str(heed)])
    rows = []
    for figures in map(json.loads, output.splitlines()):
        rows.append([figures["page"], str(figures["connections"]), f'{figures["bytes"] / 1000:.1f}',
                     *(f"{figures[name]:.1f}" for name in ("p50_ms", "p95_ms", "p99_ms")),
                     f'{figures["per_second"]:.0f}', f'{figures["cpu_ms"]:.2f}'])
    heading("Pages over TLS, compressed: times in milliseconds, processor time of the server per page")
    table(["page", "connections", "kB", "p50", "p95", "p99", "pages/s", "CPU"], rows)


def signing(bench: pathlib.Path) -> None:
    output, *_ = child([str(bench), "--benchmark_format=json", "--benchmark_min_time=4"])
    rows = []
    for run in json.loads(output)["benchmarks"]:
        rows.append([run["run_name"].split("/")[0].replace("_", " "), str(run["threads"]),
                     *(f"{run[name]:.1f}" for name in ("p50", "p95", "p99")),
                     f'{run["items_per_second"]:.0f}', f'{run["cpu_time"] / 1e6:.2f}'])
    heading("Writing, durable: times in milliseconds, processor time per turn")
    table(["what", "at once", "p50", "p95", "p99", "per second", "CPU"], rows)


def verifying(heed: pathlib.Path, make_ledger: pathlib.Path, folder: pathlib.Path) -> None:
    rows = []
    for together in TOGETHER:
        data = folder / f"ledger-{together}"
        child([str(make_ledger), str(data), str(ENTRIES), str(together)])
        for words, options in (("with keys", []), ("without keys", ["--without-keys"])):
            _, seconds, cpu, memory = child([str(heed), "verify", "--data", str(data), "--json", *options])
            rows.append([words, str(together), f"{seconds:.2f}", f"{cpu:.2f}", f"{ENTRIES / seconds:.0f}",
                         f"{seconds * 1e6 / ENTRIES:.1f}", str(memory)])
        size = (data / "heed.db").stat().st_size
        shutil.rmtree(data)
    heading(f"heed verify, {ENTRIES:,} entries of 1.5 kB, a file of {size / 1e6:.0f} MB")
    table(["what is opened", "entries/commit", "seconds", "CPU s", "entries/s", "s per million", "MiB"], rows)


def first_answer(port: int) -> None:
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.001)


def starting(heed: pathlib.Path, folder: pathlib.Path) -> None:
    data = folder / "served"
    child([str(heed), "init", "--data", str(data), "--name", "Bench", "--manual", "england",
           "--origin", "bench.example/start"])
    times = []
    for _ in range(5):
        began = time.monotonic()
        server = subprocess.Popen([str(heed), "serve", "--data", str(data), "--port", "0", "--metrics-port", "0",
                                   "--allow-root"], stderr=subprocess.PIPE, text=True)
        for line in server.stderr:
            if '"serving"' in line:
                first_answer(json.loads(line)["metrics_port"])
                break
        times.append(time.monotonic() - began)
        server.terminate()
        server.wait()
    stripped = folder / "stripped"
    subprocess.run(["strip", "-o", str(stripped), str(heed)], check=True)
    heading("Starting and size")
    table(["what", "figure"], [
        ["heed serve, from nothing to its first answer (best of 5)", f"{min(times) * 1000:.0f} ms"],
        ["the program, as built", f"{heed.stat().st_size / 1e6:.1f} MB"],
        ["the program, stripped", f"{stripped.stat().st_size / 1e6:.1f} MB"],
    ])


def main() -> None:
    build = pathlib.Path(sys.argv[1])
    heed = build / "src/app/heed"
    print(f"{datetime.date.today()}, {os.cpu_count()} processors, {processor()}, "
          f"load {os.getloadavg()[0]:.1f} before this began", flush=True)
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as name:
        folder = pathlib.Path(name)
        pages(heed)
        signing(build / "bench/heed_bench")
        verifying(heed, build / "bench/make_ledger", folder)
        starting(heed, folder)


if __name__ == "__main__":
    main()
