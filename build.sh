#!/usr/bin/env bash
# Restores, checks the format, builds with warnings as errors, and tests: ./build.sh. With names of steps it does only those: ./build.sh restore build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
solution=MarketStore.slnx

for step in "${@:-all}"; do
  case $step in
    restore) dotnet restore "$solution" ;;
    # What a build generates is none of our writing.
    format) dotnet format "$solution" --verify-no-changes --no-restore --exclude '**/obj/**' ;;
    build) dotnet build "$solution" --no-restore ;;
    # One test project after the other: they share the processors, and the end-to-end tests start servers.
    test) dotnet test --solution "$solution" --no-build --max-parallel-test-modules 1 ;;
    all) "./$(basename "${BASH_SOURCE[0]}")" restore format build test ;;
    *) echo "unknown step: $step (restore, format, build, test)" >&2; exit 2 ;;
  esac
done
