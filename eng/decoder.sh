#!/usr/bin/env bash
# Builds the decoder into FOLDER (default artifacts/decoder, where the site and the tests of this repository look), unless it is fresh.
# It is compiled to machine code, so that it starts in milliseconds and lives under a limit on address space; that takes a C linker and
# zlib's headers. Without them it becomes a JIT build: slower to start, and bounded by its data alone.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output=${1:-$root/artifacts/decoder}
case $(uname -m) in aarch64 | arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
aot=false
if { command -v clang || command -v gcc; } >/dev/null 2>&1 && [ -e /usr/include/zlib.h ]; then aot=true; fi

sources() {
  find "$root/src/Vitrine.Decoder" "$root/src/Vitrine/Imaging/Sandbox/Wire" "$root/src/Vitrine/Imaging/PictureFacts.cs" "$root"/Directory.*.props "$root/global.json" \
    \( -name bin -o -name obj \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
}

fingerprint=$(sources | sha256sum | cut -c1-64)-$aot
[ -x "$output/vitrine-decoder" ] && [ "$(cat "$output/.fingerprint" 2>/dev/null)" = "$fingerprint" ] && exit 0
rm -rf "$output"
dotnet publish "$root/src/Vitrine.Decoder" -c Release -r "$rid" -p:PublishAot=$aot -p:DebugType=none -p:CopyOutputSymbolsToPublishDirectory=false -o "$output" -v q --nologo >&2
echo "$fingerprint" >"$output/.fingerprint"
