"""granian, started so that it stops when it is told to and turns nobody away when it begins anew.

Run as ``python -m alongside.web.project.serving``. Left to itself granian stops badly in three
cases:

- A worker is forked, and until it has read the site's code it has the master's handlers of
  signals. Being told to stop in that second or two was noted in its copy of the master, which
  nobody looks at: it served on until it was killed.
- Two signals at once (a terminal tells every process of Ctrl+C, and so does the command that
  started this one) could make the master wait for a lock that it held itself.
- A worker that stopped before the master knew looked to it as if it had died.

So the master's signals are waited for by one thread, one after another; a new worker ends at once
when it is told to stop, until granian's own handlers take over; and workers take no notice of what
a terminal tells everybody, because the master tells them.

On Linux, granian lets every worker listen for itself. Whoever comes while new workers are still
reading the site's code, and the old ones are gone, would be refused, and who waits for a worker
that ends would be dropped (granian issue 567). So the master opens the one door and keeps it open:
people wait there until a worker takes them in.

Where workers are not forked (not on Linux), granian is left to itself.
"""

import argparse
import multiprocessing
import os
import signal
import socket
from threading import Thread

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

STOP_SECONDS = 20
"""How long requests that are being answered may take once the server is told to stop."""
QUIET_SECONDS = 10
"""How long a connection may be open without a whole request: browsers open some to spare."""


class Server(MPServer):
    """granian's server, told what to do by a thread instead of by handlers of signals."""

    def serve_until_stopped(self) -> None:
        """Serve until a signal says to stop."""
        if multiprocessing.get_start_method() == "fork":
            waited_for = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
            signal.pthread_sigmask(signal.SIG_BLOCK, waited_for)
            os.register_at_fork(after_in_child=_be_a_worker)
            Thread(target=self._obey, args=(waited_for,), daemon=True).start()
        self.serve()

    def _init_shared_socket(self) -> None:
        super()._init_shared_socket()  # type: ignore[no-untyped-call]
        if self._shd is None and self._ssp is not None:
            # what it does itself on other systems
            door = self._ssp.build()
            self._shd, self._ssp, self._sfd = door, None, door.get_fd()
            self._sso = socket.socket(fileno=self._sfd)
            self._sso.set_inheritable(True)

    def _obey(self, signals: set[signal.Signals]) -> None:
        while True:
            if signal.sigwait(signals) == signal.SIGHUP:
                self.signal_handler_reload()  # type: ignore[no-untyped-call]
                continue
            for worker in self.wrks:
                worker.interrupt_by_parent = True
            self.signal_handler_interrupt()  # type: ignore[no-untyped-call]


def _be_a_worker() -> None:
    # in this order: what was sent meanwhile is delivered when it is let through
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def main() -> None:
    """Serve what the command line says."""
    options = argparse.ArgumentParser(description="Serve the site.")
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("application")
    chosen = options.parse_args()
    Server(
        chosen.application,
        address=chosen.host,
        port=chosen.port,
        workers=chosen.workers,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=1000 * QUIET_SECONDS),
        # without a limit, hundreds of threads a worker would wait for one database
        blocking_threads=2 * (os.cpu_count() or 1) + 1,
        # a worker that dies is replaced; one told to stop answers first what it has begun
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    ).serve_until_stopped()


if __name__ == "__main__":
    main()
