"""`isotherm-worker`: the process; the one place where its parts are put together."""

import argparse
import asyncio
import logging
import signal

from isotherm import database, management, tracing
from isotherm import logging as logs
from isotherm.clock import SystemClock
from isotherm.settings import load
from isotherm_worker.books.count_rows import check_rows
from isotherm_worker.books.equations import check_books
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.books.rejects import fold_rejects, prune_rejects
from isotherm_worker.days.ahead import make_days
from isotherm_worker.days.closing import close
from isotherm_worker.days.retention import drop_days
from isotherm_worker.jobs import keep_running
from isotherm_worker.rollups.roller import Roller
from isotherm_worker.sensors.learning import learn_intervals
from isotherm_worker.sensors.suspects import clear_suspects
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch.alerts import keep_alerts
from isotherm_worker.watch.broker import BrokerWatch
from isotherm_worker.watch.ticker import Ticker

log = logging.getLogger(__name__)


async def work(settings: WorkerSettings) -> None:
    """Runs every unit of work until the process is told to end."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    clock = SystemClock()
    dsn = settings.database_url.get_secret_value()
    async with database.pool(dsn, size=10, application="isotherm-worker") as pool:
        ticker, watch = Ticker(settings, pool, clock), BrokerWatch(settings, pool)
        jobs = (
            make_days(clock, settings.days_ahead),
            fold_ledger(),
            fold_rejects(),
            clear_suspects(clock),
            check_books(),
            check_rows(),
            keep_alerts(watch.name, settings.queued_alert_messages),
            prune_rejects(clock, settings.reject_days),
            close(clock),
            learn_intervals(clock),
            drop_days(clock, settings.raw_days),
        )
        async with (
            management.serve(
                settings.management_host,
                settings.management_port,
                lambda: {"broker": ticker.connected},
            ),
            asyncio.TaskGroup() as group,
        ):
            running = [
                group.create_task(ticker.run(), name="ticker"),
                group.create_task(watch.run(), name="watch"),
                group.create_task(Roller(pool).run(), name="roller"),
                *(group.create_task(keep_running(pool, job), name=job.name) for job in jobs),
            ]
            log.info("working", extra={"jobs": [job.name for job in jobs]})
            await ended.wait()
            for task in running:
                task.cancel()
    log.info("ended")


def main() -> None:
    """Command line: everything is set by the environment."""
    argparse.ArgumentParser(
        prog="isotherm-worker",
        description="Makes day partitions ahead and drops old ones, rolls readings up, folds and"
        " checks the ledger, prunes rejects, watches the broker, and ticks."
        " Settings come from the environment, prefix ISOTHERM_.",
    ).parse_args()
    settings = load(WorkerSettings)
    logs.configure("worker", settings.instance, settings.log_level, settings.loki_url)
    tracing.configure("worker", settings.instance, settings.otlp_endpoint)
    asyncio.run(work(settings))
