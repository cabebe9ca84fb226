#!/usr/bin/python3
"""floors.py HOST PORT FLOOR_PORT [--rounds 400]

What a Python client measures of a server, beside what the same client measures at the same time of a server that does nothing
(`marketstore-load floor`): requests go to both in turns, so that a slow hour of the machine slows both. Needs Debian's python3-msgpack.
Run it against an empty data directory. One line for each subject: medians in ms, their difference and their ratio.
"""
import argparse
import http.client
import random
import socket
import statistics
import struct
import time

import msgpack

arguments = argparse.ArgumentParser(usage=__doc__)
arguments.add_argument("host")
arguments.add_argument("port", type=int)
arguments.add_argument("floor_port", type=int)
arguments.add_argument("--rounds", type=int, default=400)
options = arguments.parse_args()

YEAR, MINUTES = 1_577_836_800, 366 * 1440
SYMBOLS = [f"FL{number:02d}" for number in range(50)]


class Connection:
    def __init__(self, host, port):
        self.http = http.client.HTTPConnection(host, port, timeout=120)
        self.http.connect()
        self.http.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def time(self, path, body):
        start = time.perf_counter()
        self.http.request("POST", path, body, {"Content-Type": "application/x-msgpack"})
        answer = self.http.getresponse().read()
        return (time.perf_counter() - start) * 1e3, answer


server, floor = Connection(options.host, options.port), Connection("127.0.0.1", options.floor_port)


def body(method, **parameters):
    return msgpack.packb({"jsonrpc": "2.0", "id": "1", "method": f"DataService.{method}", "params": {"requests": [parameters]}})


def bars(key, first, count):
    floats = struct.pack(f"<{count}f", *([101.25] * count))
    return body("Write", is_variable_length=False, dataset={
        "types": ["i8", "f4", "f4", "f4", "f4", "i8"], "names": ["Epoch", "Open", "High", "Low", "Close", "Volume"],
        "data": [struct.pack(f"<{count}q", *range(first, first + 60 * count, 60)), floats, floats, floats, floats, struct.pack(f"<{count}q", *([7] * count))],
        "length": count, "startindex": {key: 0}, "lengths": {key: count}})


def call(request):
    _, answer = server.time("/rpc", request)
    reply = msgpack.unpackb(answer, strict_map_key=False)
    if reply.get("error") or any(part.get("error") for part in (reply["result"].get("responses") or [])):
        raise SystemExit(str(reply)[:300])
    return len(answer)


def compare(subject, requests, floor_path, rounds):
    """The requests go round. The floor gets as many bytes as the server."""
    ours, least = [], []
    for number in range(rounds):
        request = requests[number % len(requests)]
        ours.append(server.time("/rpc", request)[0])
        least.append(floor.time(floor_path, request)[0])
    ours, least = statistics.median(ours[rounds // 10:]), statistics.median(least[rounds // 10:])
    print(f"{subject:28} server {ours:8.3f}  floor {least:8.3f}  own {ours - least:8.3f}  ratio {ours / least:5.2f}", flush=True)


for first in range(0, MINUTES, 10_000):
    call(bars("FLYEAR/1Min/OHLCV", YEAR + 60 * first, min(10_000, MINUTES - first)))
for symbol in SYMBOLS:
    call(bars(f"{symbol}/1Min/OHLCV", YEAR, 10_000))

last = body("Query", destination="FLYEAR/1Min/OHLCV", limit_record_count=10)
compare("last 10 bars", [last], f"/answer/{call(last)}", 4 * options.rounds)
compare("last 10 bars of 50 symbols", [body("Query", destination=f"{symbol}/1Min/OHLCV", limit_record_count=10) for symbol in SYMBOLS], f"/answer/{call(last)}", 4 * options.rounds)
appends = [bars("FLNEW/1Min/OHLCV", YEAR + 60 * number, 1) for number in range(4 * options.rounds)]
call(appends[0])
compare("append of a bar, flushed", appends, "/flush/4096", 4 * options.rounds)
batch = [bars(f"{random.choice(SYMBOLS)}/1Min/OHLCV", YEAR + 600_000 * (1 + number % 40), 10_000) for number in range(80)]
compare("10,000 bars, flushed", batch, "/flush/290000", options.rounds // 2)
year = body("Query", destination="FLYEAR/1Min/OHLCV", epoch_start=YEAR, epoch_end=YEAR + 60 * MINUTES - 1)
compare("a year, 527,040 bars", [year], f"/answer/{call(year)}", options.rounds // 4)
