"""The style sheet and what it is made from: readable, reproducible, free of reserved marks."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
PALETTE = dict(
    re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", (ROOT / "scss/_palette.scss").read_text(), re.M)
)
TEXT_PAIRS = [
    *(("ink", ground) for ground in ("paper", "wash", "caution", "deep-tint", "focus")),
    *(("soft", ground) for ground in ("paper", "wash", "deep-tint")),
    *(("deep", ground) for ground in ("paper", "wash", "deep-tint")),
    ("paper", "deep"),
    ("paper", "deeper"),
    ("visited", "paper"),
    ("error", "paper"),
    ("error", "wash"),
    ("warm", "warm-wash"),
]
MARK_PAIRS = [("deep", "deep-tint"), ("ink", "focus"), ("caution-line", "caution")]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2.2 defines it, 0 to 1."""
    parts = [int(colour[spot : spot + 2], 16) / 255 for spot in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours of the palette, 1 to 21."""
    light, dark = sorted((luminance(PALETTE[one]), luminance(PALETTE[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """Return the build hook as a module."""
    found = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_stand_out_from_their_ground(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_the_style_sheet_fetches_nothing_and_bears_no_reserved_marks(hook: ModuleType) -> None:
    css = (ROOT / hook.STYLES / "app.css").read_text("utf-8")
    assert "url(" not in css.replace('url("data:', "")
    assert "@import" not in css
    assert "GDS Transport" not in css
    assert "crown" not in css.lower().replace("crown copyright", "")


def test_the_style_sheet_is_the_one_its_sources_make(hook: ModuleType) -> None:
    made_from = (ROOT / hook.STYLES / hook.STAMP).read_text()
    assert made_from == hook.fingerprint_sources(ROOT), "run: python hatch_build.py"
    assert hook.has_all_outputs(ROOT)


def test_a_changed_style_is_made_again(hook: ModuleType, tmp_path: Path) -> None:
    for name in ("hatch_build.py", "package.json", "package-lock.json", "scss/app.scss"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    before = hook.fingerprint_sources(tmp_path)
    assert before == hook.fingerprint_sources(tmp_path)
    (tmp_path / "scss" / "app.scss").write_text("p { color: red }")
    assert hook.fingerprint_sources(tmp_path) != before


def test_a_build_that_fails_says_so_and_leaves_the_old_files(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("hatch_build.py", "package.json", "package-lock.json"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    old = tmp_path / hook.STYLES / "app.css"
    old.parent.mkdir(parents=True)
    old.write_text("old")

    def fail(*_: object, remedy: str, **__: object) -> None:
        raise SystemExit(f"npm stopped. {remedy}")

    monkeypatch.setattr(hook, "run_node_tool", fail)
    with pytest.raises(SystemExit, match="npm registry"):
        hook.build_assets(tmp_path)
    assert old.read_text() == "old"
    assert not (tmp_path / hook.STYLES / hook.STAMP).exists()


def test_the_lock_file_pins_every_package_and_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
