"""Keys and secrets.

A home has one key of 32 bytes. It lies in the operating system's key store; where
there is none, in a file that only its owner may read. Everything else is derived from
it: the key of the database file, of sealed fields, of look-up digests, of the audit
chain. Nothing here knows a table.
"""

import base64
import contextlib
import os
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.rules import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import GCM

KEY_BYTES = 32
KEY_FILE = "home.key"
_SERVICE = "zone-command-workbench"
_NONCE, _TAG, _SM4_KEY = 12, 16, 16
_GROUP = 4  # characters between dashes of a recovery code
_CHECK_BYTES = 3


class KeyPlace(StrEnum):
    """Where a home's key lies."""

    KEYRING = "keyring"
    FILE = "file"

    @property
    def label(self) -> str:
        """The place in words."""
        return {
            "keyring": "操作系统凭据库",
            "file": f"密钥文件 {KEY_FILE}（本机没有可用的系统凭据库）",
        }[self]


def sm3(content: bytes) -> bytes:
    """Return the SM3 digest of ``content``, 32 bytes."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


@dataclass(frozen=True, repr=False)
class Vault:
    """What the home key opens.

    Attributes:
        home_key: 32 secret bytes.
    """

    home_key: bytes

    def derive(self, purpose: str, length: int = KEY_BYTES) -> bytes:
        """Return the key for one purpose (HKDF with SM3)."""
        return HKDF(hashes.SM3(), length, None, purpose.encode()).derive(self.home_key)

    @cached_property
    def file_key(self) -> str:
        """Raw key of the database file, 64 hexadecimal digits."""
        return self.derive("file").hex()

    @cached_property
    def _cipher(self) -> "Callable[[bytes, bytes | None], Cipher[GCM]]":
        """Makes the cipher of one field of its nonce and, to open it, its tag."""
        # not before the sign-in page is painted, which seals nothing
        from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.algorithms import (  # noqa: PLC0415
            SM4,
        )
        from cryptography.hazmat.primitives.ciphers.modes import GCM  # noqa: PLC0415

        algorithm = SM4(self.derive("field", _SM4_KEY))
        return lambda nonce, tag: Cipher(algorithm, GCM(nonce, tag))

    @cached_property
    def _lookup(self) -> hmac.HMAC:
        return hmac.HMAC(self.derive("lookup"), hashes.SM3())

    @cached_property
    def _audit(self) -> hmac.HMAC:
        return hmac.HMAC(self.derive("audit"), hashes.SM3())

    def seal(self, text: str) -> bytes:
        """Return ``text`` sealed with SM4-GCM: nonce, tag, cipher text."""
        return self.seal_bytes(text.encode())

    def open(self, sealed: bytes) -> str:
        """Return the text that was sealed.

        Raises:
            UnavailableError: The bytes were changed, or sealed with another key.
        """
        return self.open_bytes(sealed).decode()

    def seal_bytes(self, content: bytes) -> bytes:
        """Return a file's content sealed as ``seal`` does a text."""
        nonce = os.urandom(_NONCE)
        sealer = self._cipher(nonce, None).encryptor()
        sealed = sealer.update(content) + sealer.finalize()
        return nonce + sealer.tag + sealed

    def open_bytes(self, sealed: bytes) -> bytes:
        """Return the content that was sealed.

        Raises:
            UnavailableError: The bytes were changed, or sealed with another key.
        """
        nonce, tag = sealed[:_NONCE], sealed[_NONCE : _NONCE + _TAG]
        opener = self._cipher(nonce, tag).decryptor()
        try:
            return opener.update(sealed[_NONCE + _TAG :]) + opener.finalize()
        except (InvalidTag, ValueError):
            raise UnavailableError(
                "加密字段无法解开：数据被改动，或密钥不是本库的密钥。"
            ) from None

    def digest(self, text: str) -> bytes:
        """Return the keyed digest by which a sealed text is looked up, 32 bytes."""
        mac = self._lookup.copy()
        mac.update(text.encode())
        return mac.finalize()

    def mac(self, *parts: bytes) -> bytes:
        """Return the audit chain's HMAC-SM3 over length-prefixed parts, 32 bytes."""
        mac = self._audit.copy()
        for part in parts:
            mac.update(len(part).to_bytes(8, "big") + part)
        return mac.finalize()

    def sm3(self, content: bytes) -> bytes:
        """Return the SM3 digest of a file's content, 32 bytes."""
        return sm3(content)

    def recovery_code(self) -> str:
        """Return the home key as letters and digits to be printed and locked away."""
        checked = self.home_key + sm3(self.home_key)[:_CHECK_BYTES]
        text = base64.b32encode(checked).decode()
        return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def vault_from_code(code: str) -> Vault:
    """Return the vault of a printed recovery code.

    Raises:
        UnavailableError: The code was mistyped.
    """
    plain = "".join(code.split()).replace("-", "").upper()
    checked = b""
    with contextlib.suppress(ValueError):
        checked = base64.b32decode(plain)
    key, check = checked[:KEY_BYTES], checked[KEY_BYTES:]
    if len(key) != KEY_BYTES or check != sm3(key)[:_CHECK_BYTES]:
        raise UnavailableError("恢复码有误，请对照恢复单逐组核对后重新输入。")
    return Vault(key)


def new_vault() -> Vault:
    """Return a vault with a fresh key that lies nowhere yet."""
    return Vault(os.urandom(KEY_BYTES))


def store(vault: Vault, home: Path, home_id: str) -> KeyPlace:
    """Put a home's key where it belongs and say where that is.

    The key store is read back, since some accept a secret and lose it.

    Raises:
        UnavailableError: Neither the key store nor the folder takes it.
    """
    if _store_in_keyring(vault, home_id):
        return KeyPlace.KEYRING
    path = home / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(vault.home_key.hex())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UnavailableError(
            f"密钥文件无法写入“{path.parent}”（{error.strerror}）。"
            "请检查该文件夹是否可写。"
        ) from error
    return KeyPlace.FILE


def load(home: Path, home_id: str) -> Vault:
    """Return a home's vault.

    Raises:
        UnavailableError: The key is in neither place.
    """
    path = home / KEY_FILE
    key = b""
    with contextlib.suppress(OSError, ValueError):
        key = bytes.fromhex(path.read_text("ascii").strip())
    if not key:
        key = _load_from_keyring(home_id)
    if len(key) != KEY_BYTES:
        raise UnavailableError(
            "找不到本库的密钥：系统凭据库中没有，数据文件夹中也没有密钥文件。"
            "请用建库时的Windows用户登录，或用密钥恢复单恢复。"
        )
    return Vault(key)


def _store_in_keyring(vault: Vault, home_id: str) -> bool:
    import keyring  # noqa: PLC0415 - 0.1 s, and only a new home needs it
    from keyring.errors import KeyringError  # noqa: PLC0415

    secret = vault.home_key.hex()
    try:
        keyring.set_password(_SERVICE, home_id, secret)
        return keyring.get_password(_SERVICE, home_id) == secret
    except (KeyringError, OSError, RuntimeError):
        return False


def _load_from_keyring(home_id: str) -> bytes:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        secret = keyring.get_password(_SERVICE, home_id)
    except (KeyringError, OSError, RuntimeError):
        return b""
    try:
        return bytes.fromhex(secret or "")
    except ValueError:
        return b""


def fingerprint(key: bytes) -> str:
    """Return eight characters by which two people may compare a key aloud."""
    return sm3(key).hex()[:8].upper()
