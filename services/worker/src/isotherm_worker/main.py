"""`isotherm-worker`: the process, and the only place that knows all its jobs."""

import asyncio
import logging
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

from isotherm.broker.start import start_broker
from isotherm.instants import SystemClock
from isotherm.process import connections, run
from isotherm.process import logging as process_logging
from isotherm.process.presence import Presence, Running
from isotherm.process.settings import forget_settings, load
from isotherm_worker.accounts.keeper import AccountKeeper
from isotherm_worker.accounts.render import RenderError, write_accounts
from isotherm_worker.arguments import parser
from isotherm_worker.books.count_rows import check_rows
from isotherm_worker.books.equations import check_books
from isotherm_worker.books.ledger import fold_ledger
from isotherm_worker.books.rejects import fold_rejects, prune_rejects
from isotherm_worker.days.ahead import make_days
from isotherm_worker.days.announce import announce
from isotherm_worker.days.closing import close
from isotherm_worker.days.retention import drop_days
from isotherm_worker.jobs import keep_running
from isotherm_worker.keeper.handshake import Handshake
from isotherm_worker.keeper.keep import BrokerKeeper
from isotherm_worker.keeper.subscription import SubscriptionWatch
from isotherm_worker.keeper.tls import Folders
from isotherm_worker.rollups.roller import Roller
from isotherm_worker.sensors.bundles import prune_bundles
from isotherm_worker.sensors.learning import learn_intervals
from isotherm_worker.sensors.proposals import expire_proposals
from isotherm_worker.sensors.suspects import judge_suspects
from isotherm_worker.settings import RenderSettings, WorkerSettings
from isotherm_worker.upkeep.certificates import Certificates
from isotherm_worker.upkeep.facts import Facts
from isotherm_worker.upkeep.sizes import sample_size
from isotherm_worker.upkeep.zones import compare_zones
from isotherm_worker.watch.alerts import keep_alerts
from isotherm_worker.watch.broker import BrokerWatch
from isotherm_worker.watch.link_rows import prune_links
from isotherm_worker.watch.link_watch import LinkWatch
from isotherm_worker.watch.ticker import Ticker

log = logging.getLogger(__name__)


async def work(settings: WorkerSettings, process: run.Process) -> None:
    """Run every job until the process is told to stop."""
    clock, background = SystemClock(), process.background
    dsn = settings.database_url.get_secret_value()
    async with connections.pool(dsn, size=10, application="isotherm-worker") as pool:
        ticker = Ticker(settings, pool, clock, background)
        watch = BrokerWatch(settings, pool, background)
        presence = Presence(pool, Running("worker", settings.instance), background.job("presence"))
        links = LinkWatch(settings, pool, background, clock)
        accounts = AccountKeeper(settings, pool, background)
        process.ready = lambda: {"broker": ticker.connected}
        jobs = (
            make_days(clock, settings.days_ahead),
            announce(),
            fold_ledger(),
            fold_rejects(),
            judge_suspects(clock),
            check_books(),
            check_rows(),
            keep_alerts(
                watch.name,
                settings.queued_alert_messages,
                start=timedelta(seconds=settings.start_grace_s),
            ),
            prune_rejects(clock, settings.reject_days),
            close(clock),
            learn_intervals(clock),
            prune_bundles(clock),
            expire_proposals(clock, settings.proposal_days),
            prune_links(clock),
            drop_days(clock, settings.raw_days),
            sample_size(),
            compare_zones(clock),
        )
        certificates = Certificates(settings, pool, background)
        async with presence.kept(), asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(ticker.run(), name="ticker"),
                group.create_task(watch.run(), name="broker watch"),
                group.create_task(links.run(), name="link watch"),
                group.create_task(accounts.run(), name="accounts"),
                group.create_task(Roller(pool, background=background).run(), name="roller"),
                group.create_task(Facts(settings, pool, background).run(), name="upkeep"),
                group.create_task(certificates.run(), name="certificates"),
                *(
                    group.create_task(keep_running(pool, job, background), name=job.name)
                    for job in jobs
                ),
            ]
            log.info("working", extra={"jobs": [job.name for job in jobs]})
            await process.stopped()
            for task in tasks:
                task.cancel()
    log.info("ended")


def main() -> None:
    """Run the service, or a command; exit with code 2 for a bad argument or setting."""
    given = parser().parse_args()
    match given.command:
        case "render-accounts":
            raise SystemExit(render_accounts(given.file, given.program))
        case "keep-broker":
            keep_broker(given)
        case _:
            run.run("worker", load(WorkerSettings), work)


def keep_broker(given: Namespace) -> None:
    """Prepare each start of the broker until SIGTERM."""
    folders = None if given.certificate is None else Folders(*given.certificate)

    async def serve(settings: RenderSettings, process: run.Process) -> None:
        keeper = BrokerKeeper(settings, Handshake(given.run), given.accounts, given.store, folders)
        async with asyncio.TaskGroup() as group:
            watching = None
            if given.services is not None:
                watch = SubscriptionWatch(settings, given.services, process.background)
                process.ready = lambda: {"subscription": watch.present}
                watching = group.create_task(watch.run(), name="subscription")
            await keeper.run(process)
            if watching is not None:
                watching.cancel()

    run.run("keeper", load(RenderSettings), serve, asks_database=False)


def render_accounts(path: Path, program: list[str]) -> int:
    """Write the broker's file of accounts, and run the program, if any, instead of this one.

    Return the exit code, 1 with a line on stderr if there is no file to start the broker with.
    """
    settings = load(RenderSettings)
    process_logging.configure("worker", settings.instance, settings.log_level, None)
    program = program[1:] if program[:1] == ["--"] else program
    try:
        asyncio.run(write_accounts(settings, path))
        if program:
            forget_settings()
            start_broker(program)
    except (OSError, RenderError) as error:
        sys.stderr.write(f"render-accounts: {error}\n")
        return 1
    return 0
