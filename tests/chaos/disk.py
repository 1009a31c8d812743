"""What a machine finds on its disk after the power was cut: see power_loss.cc."""

import os
import pathlib

PAGE = 4096


def files(folder):
    return {path.name: path for path in pathlib.Path(folder).iterdir() if path.is_file()}


def with_some_pages(durable, lost, chance):
    """The bytes that are sure, and of the lost ones some: a disk writes in what order it likes."""
    out = bytearray(durable)
    for begin in range(0, len(lost), PAGE):
        page = lost[begin:begin + PAGE]
        if page == durable[begin:begin + PAGE] or chance.random() < 0.5:
            continue
        out.extend(bytes(max(0, begin + len(page) - len(out))))
        out[begin:begin + len(page)] = page
    return bytes(out)


def cut_power(folder, disk, chance):
    """Puts into `folder` what is left when whoever wrote it was killed. How many bytes were lost."""
    seen, kept = files(folder), files(disk)
    some_pages, lost = chance.random() < 0.5, 0
    for name in seen.keys() - kept.keys():
        lost += seen[name].stat().st_size
        seen[name].unlink()
    for name, path in kept.items():
        durable = path.read_bytes()
        written = seen[name].read_bytes() if name in seen else b""
        left = with_some_pages(durable, written, chance) if some_pages else durable
        lost += left != written
        (pathlib.Path(folder) / name).write_bytes(left)
        path.write_bytes(left)
    for path in files(os.path.join(disk, "nameless")).values():
        path.unlink()
    return lost
