#!/usr/bin/env bash
# Build the wheel and use it from a virtual environment that knows nothing of the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/python -m build --wheel --outdir "$folder" . >/dev/null
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$folder"/*.whl
cd "$folder"
venv/bin/workbook-docs blank module-2 -o blank
venv/bin/workbook-docs read blank/module-2.docx blank/module-2.xlsx --json > readings.json
venv/bin/python - <<'PY'
import json
readings = [json.loads(line) for line in open("readings.json", encoding="utf-8")]
assert [r["outcome"] for r in readings] == ["read", "read"], readings
assert all(r["edition"] == "module-2@1" and not r["unplaced"] for r in readings), readings
PY
echo "The wheel holds its templates, and works."
