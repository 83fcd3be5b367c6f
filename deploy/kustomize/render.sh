#!/usr/bin/env bash
# render.sh: prints tenure.yaml as the chart has it with its defaults; HELM names the program. To make it anew:
# deploy/kustomize/render.sh > /tmp/tenure.yaml && mv /tmp/tenure.yaml deploy/kustomize/tenure.yaml
set -euo pipefail
cd "$(dirname "$0")/../.."
echo '# Made of deploy/chart by render.sh: change it there.'
"${HELM:-helm}" template tenure deploy/chart --namespace tenure --kube-version 1.37.0 |
  # What says that Helm keeps it, and what only Helm heeds.
  sed -E '/^# Source: /d; /^ +(helm\.sh\/chart|app\.kubernetes\.io\/managed-by): /d; /^  annotations:$/,/helm\.sh\/resource-policy/d'
