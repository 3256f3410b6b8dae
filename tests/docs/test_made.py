import pytest

from docs.make.part import Part
from docs.make.parts import PARTS
from docs.make.settings import EXAMPLES
from narrator.settings.settings import Settings, load_settings


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.page} {part.name}")
def test_what_is_made_of_the_code_is_current(part: Part) -> None:
    assert part.current() == part.make(), "Run python -m docs.make."


def test_every_setting_has_an_example_that_is_not_its_default(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("settings") / "config.toml"
    file.write_text("\n".join(f"{name} = {value}" for name, value in EXAMPLES.items()))
    read, default = vars(load_settings(environment={}, file=file)), vars(Settings())
    assert EXAMPLES.keys() == default.keys()
    assert [name for name in default if read[name] == default[name]] == []
