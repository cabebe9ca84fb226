#!/usr/bin/env python3
"""many-buckets.py HOST PORT [--symbols 10000]

Times requests that touch many buckets at once, over JSON-RPC with MessagePack (needs msgpack):
making buckets, one more bar for each in one durable write, and the last bar of every symbol in one query.
Run it against an empty data directory.
"""
import argparse
import http.client
import struct
import time

import msgpack

arguments = argparse.ArgumentParser(usage=__doc__)
arguments.add_argument("host")
arguments.add_argument("port", type=int)
arguments.add_argument("--symbols", type=int, default=10_000)
options = arguments.parse_args()
connection = http.client.HTTPConnection(options.host, options.port, timeout=600)
day = 1_735_776_000


def call(method, params):
    body = msgpack.packb({"jsonrpc": "2.0", "id": 1, "method": f"DataService.{method}", "params": params})
    start = time.perf_counter()
    connection.request("POST", "/rpc", body, {"Content-Type": "application/x-msgpack"})
    content = connection.getresponse().read()
    milliseconds = (time.perf_counter() - start) * 1e3
    reply = msgpack.unpackb(content, strict_map_key=False)
    if "error" in reply or any(answer.get("error") for answer in reply["result"].get("responses") or []):
        raise SystemExit(str(reply)[:300])
    return reply["result"], milliseconds


def write(epoch):
    keys = [f"SYM{number:06d}/1D/OHLCV" for number in range(options.symbols)]
    count = len(keys)
    dataset = {
        "types": ["i8", "f4", "f4", "f4", "f4", "i8"],
        "names": ["Epoch", "Open", "High", "Low", "Close", "Volume"],
        "data": [struct.pack("<q", epoch) * count] + [struct.pack("<f", 1.5) * count] * 4 + [struct.pack("<q", 7) * count],
        "length": count,
        "startindex": {key: row for row, key in enumerate(keys)},
        "lengths": {key: 1 for key in keys},
    }
    return call("Write", {"requests": [{"dataset": dataset, "is_variable_length": False}]})[1]


print(f"making {options.symbols} buckets with a bar each: {write(day):.0f} ms")
for round in range(1, 4):
    print(f"one more bar for each, one durable write: {write(day + 86_400 * round):.0f} ms")
for _ in range(4):
    result, milliseconds = call("Query", {"requests": [{"destination": "*/1D/OHLCV", "limit_record_count": 1}]})
    print(f"the last bar of {result['responses'][0]['result']['length']} symbols, one query: {milliseconds:.0f} ms")
