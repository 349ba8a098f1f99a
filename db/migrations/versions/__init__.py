"""Schema versions, one file each; run by ``db.upgrade``."""
