#!/usr/bin/env bash
# dynalite (Apache-2.0), a test double of DynamoDB's API on loopback: no transactions, no TTL, no point-in-time recovery.
# Usage: dynalite.sh PORT. Tables are kept in memory and are gone at its end. It ends with SIGTERM, or when its standard input ends, so
# that it does not outlive whoever started it with a pipe.
set -euo pipefail
port=${1:?Usage: dynalite.sh PORT}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${ENGINE_TOOLS:-$here/../../artifacts/engines}/dynalite
mkdir -p "$tools"

# Installed once per lock file, also when several start at the same time.
(
  flock 9
  if ! cmp -s "$here/dynalite/package-lock.json" "$tools/installed"; then
    cp "$here/dynalite/package.json" "$here/dynalite/package-lock.json" "$here/dynalite/.npmrc" "$tools/"
    (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --silent) >&2
    cp "$here/dynalite/package-lock.json" "$tools/installed"
  fi
) 9>"$tools.lock"

node "$tools/node_modules/dynalite/cli.js" --host 127.0.0.1 --port "$port" --createTableMs 0 --deleteTableMs 0 --updateTableMs 0 &
engine=$!
trap 'kill $engine 2>/dev/null || :' EXIT
trap 'exit 0' TERM INT
if [ ! -t 0 ]; then
  exec 3<&0
  (cat <&3 >/dev/null; kill $engine 2>/dev/null || :) &
fi
wait $engine
