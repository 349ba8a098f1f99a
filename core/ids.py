"""Identifiers that the client makes: tickets, commands, and the token on the paper."""

import secrets

import uuid6

# Letters and digits that no one confuses on paper; all within the QR code's alphanumeric set.
_TOKEN_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TOKEN_LENGTH = 12


def new_id() -> str:
    """A UUIDv7 as text (RFC 9562): sorts by the time it was made."""
    return str(uuid6.uuid7())


def new_token() -> str:
    """The ticket's secret on paper: 12 characters, 60 bits, unguessable."""
    # 32 letters: the lowest five bits of a byte choose one, each as likely as any other.
    return "".join(_TOKEN_ALPHABET[byte & 31] for byte in secrets.token_bytes(TOKEN_LENGTH))
