"""llama.cpp's server as a program: `python -m tests.second.llama_server MODEL [PROJECTOR]`, a free port.

It prints its address and ends with its standard input.
"""

import sys

from xllamacpp import CommonParams, Server


def main() -> None:
    params = CommonParams()
    params.model.path = sys.argv[1]
    if len(sys.argv) > 2:
        params.mmproj.path = sys.argv[2]
    params.port = 0
    params.n_ctx = 2048
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    server = Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
