"""One module a page: asks the stores, calls the judgement, returns plain values.

Page, pack, link and command line all take a figure from here, so that it is the same everywhere.
"""
