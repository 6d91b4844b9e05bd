"""Reading a file back, whatever is packed in it: for tests that look for what must, or must not, stand there."""

import io
import zipfile


def parts(data, name="file"):
    """Name -> bytes of everything in a file, what is packed in what is packed unpacked as well."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {name: data}
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for each in packed.namelist():
            found |= parts(packed.read(each), f"{name}/{each}")
    return found


def text(data):
    """Everything that can be read in a file, in one string."""
    return "\n".join(one.decode("utf-8", "replace") for one in parts(data).values())
