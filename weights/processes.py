# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that is spread over several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any


def spread(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]], processes: int) -> Iterator[int]:
    """Call ``work`` with the arguments of each of the ``calls`` in as many processes as asked, spawned, and yield how
    many are done whenever one is. What has not begun is dropped when one fails or the caller stops."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(calls)), mp_context=spawn) as pool:
        pending = [pool.submit(work, *arguments) for arguments in calls]
        try:
            for done, future in enumerate(as_completed(pending), 1):
                future.result()
                yield done
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
