"""The words of shiptui as frozen data. Pure: no I/O, no third-party imports."""
