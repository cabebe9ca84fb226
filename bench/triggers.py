"""What ondiskagg costs: a bar of each of 10,000 symbols a minute, behind a day's 300 bars of each, with four destinations.

Starts the given executable on a temporary directory, on port 5993. Prints for each minute how long its write took, when all bars of the destinations were written, and the server's processor time.
Needs numpy and msgpack.

    python3 bench/triggers.py src/MarketStore.Cli/bin/Release/net10.0/marketstore
"""
import http.client, os, re, signal, socket, subprocess, sys, tempfile, time

import msgpack
import numpy as np

SYMBOLS = [f"S{number:05d}" for number in range(10_000)]
KEYS = [f"{symbol}/1Min/OHLCV:Symbol/Timeframe/AttributeGroup" for symbol in SYMBOLS]
OPEN = 1_767_623_400  # 2026-01-05 09:30 in New York
DAY = 300
MINUTES = 10

CONFIG = """
root_directory: {0}/data
listen_port: 5993
timezone: America/New_York
triggers:
  - module: ondiskagg.so
    on: "*/1Min/OHLCV"
    config: {{ destinations: [5Min, 15Min, 1H, 1D], filter: nasdaq }}
"""


class Server:
    def __init__(self, program, directory):
        path = os.path.join(directory, "mkts.yml")
        with open(path, "w") as file:
            file.write(CONFIG.format(directory))
        self.process = subprocess.Popen([program, "start", "--config", path], stdout=subprocess.DEVNULL)
        while True:
            try:
                self.http = http.client.HTTPConnection("127.0.0.1", 5993)
                self.http.connect()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.http.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method, path, body=None):
        self.http.request(method, path, body, {"Content-Type": "application/x-msgpack"})
        return self.http.getresponse().read()

    def metric(self, name):
        text = self.ask("GET", "/metrics").decode()
        return float(re.search("^" + re.escape(name) + r" (\S+)$", text, re.M).group(1))

    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def write(self, first, count):
        rows = len(KEYS) * count
        price = (np.arange(rows, dtype="f4") % 1000) + 1
        columns = {"Epoch": np.tile(first + 60 * np.arange(count, dtype="i8"), len(KEYS)), "Open": price, "High": price + 1, "Low": price - 1, "Close": price, "Volume": np.full(rows, 100, "i4")}
        dataset = {
            "types": [column.dtype.str[1:] for column in columns.values()], "names": list(columns), "data": [column.tobytes() for column in columns.values()], "length": rows,
            "startindex": {key: number * count for number, key in enumerate(KEYS)}, "lengths": {key: count for key in KEYS}}
        request = {"method": "DataService.Write", "id": "1", "jsonrpc": "2.0", "params": {"requests": [{"dataset": dataset, "is_variable_length": False}]}}
        reply = msgpack.unpackb(self.ask("POST", "/rpc", msgpack.packb(request)), strict_map_key=False)
        if reply.get("error"):
            sys.exit(str(reply["error"]))

    def wait(self, bars):
        """Until so many bars were written by the trigger."""
        while self.metric('alpaca_marketstore_plugin_counts_total{plugin="ondiskagg",what="bars_written"}') < bars:
            time.sleep(0.01)


with tempfile.TemporaryDirectory() as directory:
    server = Server(sys.argv[1], directory)
    try:
        server.write(OPEN, DAY)
        # 300 minutes from 09:30: 60 bars of 5 minutes, 20 of 15, 6 of an hour (09 to 14), one of the day.
        bars = len(KEYS) * (60 + 20 + 6 + 1)
        server.wait(bars)
        results = []
        for minute in range(DAY, DAY + MINUTES):
            before, start = server.processor_seconds(), time.perf_counter()
            server.write(OPEN + 60 * minute, 1)
            written = time.perf_counter() - start
            bars += 4 * len(KEYS)
            server.wait(bars)
            results.append((written, time.perf_counter() - start, server.processor_seconds() - before))
            print("acknowledged after %.2f s, all bars written after %.2f s, processor %.2f s" % results[-1])
        median = np.median(results, axis=0)
        with open(f"/proc/{server.process.pid}/status") as file:
            memory = int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024
        print("memory: %.0f MiB for %d buckets" % (memory, 5 * len(KEYS)))
        print("median: %.2f s, %.2f s, %.2f s: %.1f %% of two processors for a minute" % (*median, median[2] / 1.2))
    finally:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait()
