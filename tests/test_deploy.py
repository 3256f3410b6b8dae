"""What is in deploy/ is what AWS and systemd accept, and keeps its promises."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.places import ROOT

DEPLOY = ROOT / "deploy"


def lint(*templates: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sysconfig.get_path("scripts")) / "cfn-lint"
    return subprocess.run(
        [program, "--format", "json", *templates], capture_output=True, text=True, timeout=600
    )


@pytest.mark.needs_cfn_lint
def test_the_templates_are_right(tmp_path: Path) -> None:
    checked = lint(*sorted(DEPLOY.glob("*.yaml")))
    assert json.loads(checked.stdout) == []
    assert (checked.returncode, checked.stderr) == (0, "")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text((DEPLOY / "lambda.yaml").read_text().replace("MemorySize: 1769", "MemorySize: much"))
    assert json.loads(lint(wrong).stdout)


@pytest.mark.parametrize("template", sorted(DEPLOY.glob("*.yaml")), ids=lambda file: file.name)
def test_every_template_forgets_its_log_watches_itself_and_allows_little(template: Path) -> None:
    text = template.read_text()
    assert "RetentionInDays: 30" in text
    assert text.count("AWS::CloudWatch::Alarm") == text.count("AlarmActions: [!Ref Alarms]") >= 2
    assert 'Action: "*"' not in text
    assert ":*" not in text
    assert "ManagedPolicyArns" not in text


def verify(unit: Path) -> str:
    """What systemd finds wrong."""
    process = subprocess.run(
        ["systemd-analyze", "--user", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60
    )
    return process.stdout + process.stderr


@pytest.mark.needs_systemd
def test_systemd_finds_nothing_wrong_with_the_unit(person: Path) -> None:
    unit = (DEPLOY / "narrator-serve.service").read_text()
    assert "ExecStart=%h/.local/bin/narrator serve\n" in unit
    unit = unit.replace("%h/.local/bin/narrator", sys.executable)  # it looks whether that is there
    file = person / "narrator-serve.service"
    file.write_text(unit)
    assert verify(file) == ""
    file.write_text(unit.replace("MemoryHigh=1G", "MemoryHigh=much"))
    assert "Invalid memory limit" in verify(file)


def test_the_image_runs_what_there_is_and_holds_no_training() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert "narrator.web.aws_lambda.handler" in text
    assert "[web]" in text
    assert "USER 10001" in text
    assert "train" not in text.replace("of training", "")
