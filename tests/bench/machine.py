"""The machine that measures, in a line, and the memory of a process."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Cores, processor, system, Python, and how busy it is already."""
    cores = len(os.sched_getaffinity(0))
    busy = os.getloadavg()[0]
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{cores} cores of {_processor()}, {system}, load {busy:.1f} at the start"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory(pid: int) -> tuple[float, float]:
    """What a process holds in memory now, and the most it ever held, in MiB (VmRSS and VmHWM of /proc)."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    now, peak = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, peak
