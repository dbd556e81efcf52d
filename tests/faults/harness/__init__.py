"""`make faults`: what is acknowledged survives kills, full disks, wrong clocks and a restarted server (issue of losing nothing).

The harness knows the platform's pages only. What was sent and what was acknowledged stands in a file of its own, on the
disk before the next step (`oracle`); afterwards the database is compared with that file.
"""
