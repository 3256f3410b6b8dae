#!/bin/sh
# onnx.utils.extract_model drops a network's metadata, which other tools of the same kind keep.
#
# Seen with onnx 1.23.2 on Python 3.11: `metadata_props` is empty after extract_model, without a warning, while
# compose.merge_models, compose.add_prefix and version_converter keep it. Networks that read text have their
# alphabet there (PP-OCR's has it as "character"), so a network that was cut out of one gives numbers that
# nobody can turn into letters. Copy `metadata_props` yourself after a cut.
#
# Run: sh findings/onnx_extract_model_forgets_metadata.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet onnx==1.23.2
cd "$home"
"$home/env/bin/python" - <<'END'
import onnx
from onnx import TensorProto, compose, helper, utils, version_converter


def network(entry: str, middle: str, end: str) -> onnx.ModelProto:
    nodes = [helper.make_node("Relu", [entry], [middle]), helper.make_node("Neg", [middle], [end])]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 4]) for name in (entry, end)]
    graph = helper.make_graph(nodes, "graph", ends[:1], ends[1:])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def metadata(model: onnx.ModelProto) -> dict[str, str]:
    return {entry.key: entry.value for entry in model.metadata_props}


alphabet = {"character": "a\nb\nc"}
first, second = network("x", "m", "y"), network("y2", "m2", "z")
helper.set_model_props(first, alphabet)
onnx.checker.check_model(first)
onnx.save(first, "first.onnx")
utils.extract_model("first.onnx", "cut.onnx", ["x"], ["m"])
found = {
    "saved and loaded": metadata(onnx.load("first.onnx")),
    "merge_models": metadata(compose.merge_models(first, second, [("y", "y2")])),
    "add_prefix": metadata(compose.add_prefix(first, "one/")),
    "version_converter": metadata(version_converter.convert_version(first, 21)),
    "extract_model": metadata(onnx.load("cut.onnx")),
}
for tool, kept in found.items():
    print(f"{tool}: {kept}")
assert found.pop("extract_model") == {}, "extract_model keeps metadata now"
assert all(kept == alphabet for kept in found.values()), "another tool drops metadata now"
END
