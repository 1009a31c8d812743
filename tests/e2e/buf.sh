#!/bin/sh
# buf.sh TOOLS ARGUMENTS…: runs the pinned buf of this machine's processor from
# the folder TOOLS, where npm has put it.
tools=$1
shift
case $(uname -m) in
  x86_64) package=buf-linux-x64 ;;
  aarch64) package=buf-linux-aarch64 ;;
  *) echo "buf.sh: no buf for $(uname -m)" >&2; exit 1 ;;
esac
BUF_CACHE_DIR=$tools/cache exec "$tools/node_modules/@bufbuild/$package/bin/buf" "$@"
