"""The machine that measures, in a line, and what a process takes of it."""

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


def processor(pid: int) -> float:
    """The seconds of the processor that a process took so far, in user mode and in the kernel (/proc)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
