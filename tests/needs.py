"""What tests need of a machine beyond Python and the extra `test`: the one table of it.

pytest has a marker for each need, and lists at its end which needs have kept tests out. `.ci/run` installs
what `python3 -m tests.needs packages` prints. Only the standard library is imported here.
"""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that a machine may lack, how its absence is found, and what brings it."""

    name: str
    what: str
    programs: Mapping[str, str] = field(default_factory=dict)
    """Programs on the PATH, each with the Debian packages that bring it."""
    modules: tuple[str, ...] = ()
    """Python modules; a test file that imports one of them when it is loaded has this need."""
    extra: str = ""
    """The extra of pyproject.toml that brings these modules."""
    probe: tuple[str, ...] = ()
    """A command that succeeds where the need is met."""
    packages: str = ""
    """The Debian packages with which the probe succeeds."""
    advice: str = ""
    """What helps where no package does."""
    fixtures: tuple[str, ...] = ()
    """Fixtures that start it; every test that uses one of them has this need."""

    @property
    def marker(self) -> str:
        return f"needs_{self.name}"

    @cached_property
    def missing_packages(self) -> tuple[str, ...]:
        """The Debian packages that this machine lacks."""
        lists = [packages for program, packages in self.programs.items() if not shutil.which(program)]
        if not self._probe_succeeds:
            lists.append(self.packages)
        return tuple(package for packages in lists for package in packages.split())

    @cached_property
    def is_met(self) -> bool:
        modules = all(importlib.util.find_spec(module) for module in self.modules)
        return modules and not self.missing_packages and self._probe_succeeds

    @property
    def remedy(self) -> str:
        """What somebody can do who wants to have these tests run."""
        if self.missing_packages:
            return f"apt install {' '.join(self.missing_packages)}"
        return f"pip install '.[{self.extra}]'" if self.extra else self.advice

    @cached_property
    def _probe_succeeds(self) -> bool:
        if not self.probe:
            return True
        try:
            return subprocess.run(self.probe, capture_output=True).returncode == 0
        except FileNotFoundError:
            return False


NEEDS = (
    Need(
        name="sound",
        what="a sound server whose output can be recorded",
        programs={"pulseaudio": "pulseaudio", "pactl": "pulseaudio-utils"},
        fixtures=("shared_ear", "shared_orca_desktop"),
    ),
    Need(
        name="fonts",
        what="a font for the text of drawings",
        probe=("sh", "-c", "fc-list | grep -q ."),
        packages="fontconfig fonts-dejavu-core",
    ),
    Need(
        name="speech_dispatcher",
        what="Speech Dispatcher",
        programs={"speech-dispatcher": "speech-dispatcher"},
        # Orca brings the server without a synthesizer.
        probe=("test", "-x", "/usr/lib/speech-dispatcher-modules/sd_espeak-ng"),
        packages="speech-dispatcher-espeak-ng",
        fixtures=("dispatcher", "shared_orca_desktop"),
    ),
    Need(
        name="orca",
        what="Orca, and what a desktop on which it runs is made of",
        programs={"orca": "orca at-spi2-core", "jwm": "jwm", "lxterminal": "lxterminal"},
        fixtures=("shared_orca_desktop",),
    ),
    Need(
        name="x",
        what="an X server with its keyboard and clipboard",
        programs={
            **{"Xvfb": "xvfb", "setxkbmap": "x11-xkb-utils", "xclip": "xclip"},
            **{"xinput": "xinput", "xkbset": "xkbset"},
        },
        fixtures=("x_server", "weston", "shared_orca_desktop"),
    ),
    Need(
        name="wayland",
        what="a pair of Wayland compositors with their clipboard",
        programs={"sway": "sway", "weston": "weston", "wl-copy": "wl-clipboard"},
        fixtures=("sway", "weston", "gnome_of_module", "kwin"),
    ),
    Need(
        name="dbus",
        what="a message bus",
        programs={"dbus-daemon": "dbus-daemon"},
        fixtures=("session_bus", "bus", "shared_orca_desktop", "gnome_of_module", "kwin", "xfce"),
    ),
    Need(
        name="gnome",
        what="GNOME Shell, and a program on it",
        programs={"gnome-shell": "gnome-shell", "Xwayland": "xwayland", "gsettings": "libglib2.0-bin"},
        probe=("/usr/bin/python3", "-c", "import gi; gi.require_version('Gtk', '4.0')"),
        packages="gir1.2-gtk-4.0",
        fixtures=("gnome_of_module",),
    ),
    Need(
        name="kwin",
        what="KWin, the compositor of KDE",
        programs={"kwin_wayland": "kwin-wayland"},
        fixtures=("kwin",),
    ),
    Need(
        name="xfce",
        what="the session manager of XFCE",
        programs={"xfce4-session": "xfce4-session"},
        fixtures=("xfce",),
    ),
    Need(
        name="systemd",
        what="systemd",
        programs={"systemd-analyze": "systemd"},
        fixtures=("logged_manager", "user_manager"),
    ),
    Need(
        name="mounts",
        what="the right to mount a folder for one program alone",
        probe=("unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp"),
        advice="run the tests outside of a container, or in one that may make namespaces",
        fixtures=("logged_manager", "user_manager"),
    ),
    Need(
        name="fuse",
        what="a file system that a program serves",
        programs={"bindfs": "bindfs"},
        probe=("test", "-w", "/dev/fuse"),
        advice="run the tests where /dev/fuse may be used",
    ),
    Need(
        name="desktop_settings",
        what="the settings of GNOME, Cinnamon, MATE and XFCE",
        programs={"xfconf-query": "xfconf"},
        probe=(
            *("sh", "-c"),
            "gsettings list-relocatable-schemas | grep -cE "
            "'(media-keys|cinnamon.*).custom-keybinding$|mate.control-center.keybinding$' | grep -q 3",
        ),
        packages="gnome-settings-daemon-common cinnamon-desktop-data mate-control-center-common "
        "dconf-gsettings-backend",
        fixtures=("desktop_settings",),
    ),
    Need(
        name="desktop_entries",
        what="a validator of desktop entries",
        programs={"desktop-file-validate": "desktop-file-utils"},
    ),
    Need(name="strace", what="strace", programs={"strace": "strace"}),
    Need(name="qemu", what="an emulator of older processors", programs={"qemu-x86_64": "qemu-user"}),
    Need(name="java", what="Java", programs={"java": "default-jre-headless"}),
    Need(name="tesseract", what="Tesseract", programs={"tesseract": "tesseract-ocr"}),
    Need(name="exiftool", what="exiftool", programs={"exiftool": "libimage-exiftool-perl"}),
    Need(name="exiv2", what="exiv2", programs={"exiv2": "exiv2"}),
    Need(
        name="tracker",
        what="the index of GNOME's files",
        programs={"tracker3": "tracker"},
        probe=("sh", "-c", "ls /usr/libexec/tracker-extract-3 /usr/libexec/tracker-miner-fs-3"),
        packages="tracker-extract tracker-miner-fs",
    ),
    Need(name="baloo", what="the index of KDE's files", programs={"baloo_file": "baloo-kf5"}),
    Need(name="xattr", what="a reader of extended attributes", programs={"getfattr": "attr"}),
    Need(name="curl", what="curl", programs={"curl": "curl"}),
    Need(
        name="gi",
        what="the system's Python with GObject",
        probe=("/usr/bin/python3", "-c", "import gi"),
        packages="python3-gi",
        fixtures=("rtsp", "gnome_of_module", "shared_orca_desktop"),
    ),
    Need(
        name="rtsp",
        what="an RTSP server",
        probe=("/usr/bin/python3", "-c", "import gi; gi.require_version('GstRtspServer', '1.0')"),
        packages="gir1.2-gst-rtsp-server-1.0 gstreamer1.0-rtsp "
        "gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
        fixtures=("rtsp",),
    ),
    Need(name="browser", what="a browser", programs={"chromium": "chromium"}, fixtures=("browser",)),
    Need(
        name="browser_driver",
        what="a driver of browsers",
        modules=("axe_playwright_python", "playwright"),
        extra="test-all",
    ),
    Need(
        name="torch",
        what="PyTorch",
        modules=("safetensors", "torch", "torchvision"),
        extra="test-training",
    ),
    Need(name="onnx", what="the package onnx", modules=("onnx", "onnxscript"), extra="test-training"),
    Need(
        name="metrics",
        what="the reference implementation of the metrics",
        modules=("pycocoevalcap",),
        extra="test-training",
    ),
    Need(
        name="translation",
        what="SentencePiece and sacreBLEU",
        modules=("sentencepiece", "sacrebleu"),
        extra="test-training",
    ),
    Need(
        name="jpeg_xl",
        what="a decoder of JPEG XL",
        probe=(sys.executable, "-c", "import pylibjxl"),
        advice="there is none for Linux on ARM",
    ),
    Need(
        name="raw",
        what="a reader of raw files",
        probe=(sys.executable, "-c", "import rawpy"),
        advice="there is none for Macs with Intel and Python 3.14",
    ),
    Need(name="rare_tiffs", what="imagecodecs", modules=("imagecodecs",), extra="formats"),
    Need(name="parquet", what="pyarrow", modules=("pyarrow",), extra="parquet"),
    Need(name="llama", what="llama.cpp's server", modules=("gguf", "xllamacpp"), extra="test-all"),
    Need(
        name="cluster",
        what="Ray, stores of objects and a server of S3",
        modules=("fsspec", "moto", "ray", "s3fs"),
        extra="test-cluster",
    ),
    Need(name="schemathesis", what="schemathesis", modules=("schemathesis",), extra="test-all"),
    Need(name="lambda", what="mangum", modules=("mangum",), extra="test-all"),
    Need(name="mypy", what="mypy", modules=("mypy",), extra="test-all"),
    Need(name="cfn_lint", what="cfn-lint", modules=("cfnlint",), extra="test-all"),
)


def missing_packages(*names: str) -> Iterator[str]:
    """The Debian packages that tests need and this machine lacks; of all needs, where none is named."""
    for need in NEEDS:
        if not names or need.name in names:
            yield from need.missing_packages


if __name__ == "__main__":
    if sys.argv[1:2] != ["packages"] or not {need.name for need in NEEDS}.issuperset(sys.argv[2:]):
        sys.exit("Usage: python3 -m tests.needs packages [NEEDS...]")
    print(*missing_packages(*sys.argv[2:]))
