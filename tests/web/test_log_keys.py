"""The file of the log's key: made once for its owner alone, and every way it may be unusable is said in words."""

import re
import stat

import pytest

from web import log_keys
from web.log_keys import KeyUnusable

ORIGIN = "示例县委/1a2b3c4d"


@pytest.fixture
def kept(monkeypatch, tmp_path):
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "away" / "log.key"))
    key = log_keys.made(ORIGIN)
    return key, log_keys.keep(key)


def test_a_key_is_kept_for_its_owner_alone_and_read_again(kept):
    key, path = kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert log_keys.held(key.public) == key


def test_two_keys_are_never_the_same():
    assert log_keys.made(ORIGIN).secret != log_keys.made(ORIGIN).secret


def test_a_key_is_never_written_over_another(kept):
    _, path = kept
    before = path.read_bytes()
    with pytest.raises(KeyUnusable, match="已经存在：没有改动"):
        log_keys.keep(log_keys.made(ORIGIN))
    assert path.read_bytes() == before


def test_without_the_variable_it_lies_in_the_users_settings_by_the_keys_number(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    key = log_keys.made(ORIGIN)
    assert log_keys.keep(key) == tmp_path / "zhibu" / f"log-{key.public.id.hex()}.key"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert log_keys.key_file(key.public).parent == tmp_path / "home" / ".config" / "zhibu"


@pytest.mark.parametrize("mode, open_to_others", [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_key_others_can_read_is_not_used(kept, mode, open_to_others):
    key, path = kept
    path.chmod(mode)
    if not open_to_others:
        assert log_keys.held(key.public) == key
        return
    with pytest.raises(KeyUnusable, match=rf"权限是 {mode:o}，其他用户也能读取：请运行 chmod 600"):
        log_keys.held(key.public)


def test_a_key_that_is_not_there(kept):
    key, path = kept
    path.unlink()
    with pytest.raises(KeyUnusable, match=re.escape(f"没有日志密钥 {path}：请从保存处取回")):
        log_keys.held(key.public)


def test_a_key_that_is_another(kept):
    other = log_keys.made(ORIGIN)
    with pytest.raises(KeyUnusable, match="另一个密钥") as raised:
        log_keys.held(other.public)
    assert str(other.public) in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe", bytes(40)], ids=repr)
def test_a_file_that_holds_no_key(kept, content):
    key, path = kept
    path.write_bytes(content)
    with pytest.raises(KeyUnusable, match=r"不是日志密钥|读不出来"):
        log_keys.held(key.public)


def test_what_is_wrong_never_tells_the_key(kept):
    key, path = kept
    text = path.read_text()
    path.write_text(text[:-6] + "AAAAA\n")
    with pytest.raises(KeyUnusable) as raised:
        log_keys.held(key.public)
    assert text[-30:-10] not in str(raised.value)


@pytest.mark.parametrize(
    "name, begins", [("示例县委", "示例县委/"), ("甲 乙+丙\n", "甲-乙-丙/"), ("", "zhibu/"), (" + ", "zhibu/")]
)
def test_an_origin_is_made_from_a_name_and_can_name_a_key(name, begins):
    made = {log_keys.origin_from(name) for _ in range(3)}
    assert len(made) == 3
    for each in made:
        assert re.fullmatch(re.escape(begins) + "[0-9a-f]{8}", each)
        assert log_keys.made(each).public.name == each
