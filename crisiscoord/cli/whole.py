"""A file that is there whole, or not at all: half a copy, or half an archive, must not pass for one."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import Refused


@contextmanager
def whole_file(target: Path, *, make_folder: bool = False) -> Iterator[BinaryIO]:
    """Open a file under another name, for its owner alone, and give it its name once all of it is on the disk.

    Raises Refused when the disk does not take it, and rather than write over a file, even one that came meanwhile.
    Whatever is raised inside leaves nothing behind.
    """
    unfinished = target.with_name(f".{target.name}.partiel")
    try:
        if make_folder:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.link(unfinished, target)  # unlike a renaming, never over a file that came meanwhile
        finally:
            unfinished.unlink()
    except FileExistsError as there:
        name = there.filename2 or there.filename
        raise Refused(f"«\u00a0{name}\u00a0» existe déjà\u00a0: donner un autre nom.") from None
    except OSError as problem:
        raise Refused(f"«\u00a0{target}\u00a0» n’a pas pu être écrit\u00a0: {problem.strerror}.") from problem
