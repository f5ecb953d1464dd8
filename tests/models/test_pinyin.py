"""How names are read, and that the reading follows the name."""

import pytest
from sqlalchemy import select

from models import pinyin
from models.people import Person, called, people_called

SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "朴": "piao",
    "区": "ou",
    "任": "ren",
    "华": "hua",
    "盖": "ge",
    "翟": "zhai",
    "尉迟": "yuchi",
}


@pytest.mark.parametrize(("surname", "read"), SURNAMES.items())
def test_surnames_are_read_as_surnames(surname, read):
    assert pinyin.reading(surname + "明")[0] == read + "ming"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("李明", ("liming", "lm")),
        ("尉迟恭", ("yuchigong", "ycg")),
        ("明单", ("mingdan", "md")),
        ("吕 布", ("lvbu", "lb")),
        ("阿依古丽·买买提", ("ayigulimaimaiti", "ayglmmt")),
        ("Li Ming", ("liming", "lm")),
        ("单", ("dan", "d")),
        ("𠮷", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_readings(name, read):
    assert pinyin.reading(name) == read


def test_the_reading_follows_the_name_and_goes_with_it(session):
    person = Person(name="单雄")
    session.add(person)
    session.flush()
    assert (person.pinyin, person.initials) == ("shanxiong", "sx")
    person.name = "李明"
    assert person.pinyin == "liming"
    person.name = None
    session.flush()
    assert (person.pinyin, person.initials) == (None, None)


def test_people_by_the_beginning_of_a_name(session):
    session.add_all(Person(name=name) for name in ("李明", "李敏", "吕布", "黎明", "Li Ming", "%_明"))
    session.flush()

    def found(text: str) -> set[str | None]:
        return set(session.scalars(select(Person.name).where(called(text))))

    assert found("李") == {"李明", "李敏"}
    assert found(" 李 明 ") == {"李明"}
    assert found("lim") == {"李明", "李敏", "黎明", "Li Ming"}
    assert found("LM") == {"李明", "李敏", "黎明", "Li Ming"}
    assert found("lü") == {"吕布"} == found("lv")
    assert found("明") == found("%") - {"%_明"} == set()
    assert len(people_called(session, "l", 3)) == 3
