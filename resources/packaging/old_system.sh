#!/bin/sh
# Makes the bundle and the .deb inside an older Debian-like system, so that they start there and on newer ones.
#
#   sh old_system.sh --python-source FILE [--glibc 2.31] [OUT]
#
# For a container, a chroot or a real machine of the old kind, as root. It takes what that system is set up with:
# its package sources, pip's settings (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_CERT …). The checkout is only read.
# FILE is CPython's source as published (.tar.xz or .tar.gz); it is compiled once, into /opt/lianpu-python.
set -eu

PREFIX=/opt/lianpu-python
WORK=${LIANPU_WORK:-/var/tmp/lianpu-build}
CHECKOUT=$(cd "$(dirname "$0")/../.." && pwd)
SOURCE=
OUT=$(pwd)/dist
# What this system has is what the bundle may need.
GLIBC=$(ldd --version | sed -n '1s/.* //p')

refuse() {
    echo "$1" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
        --python-source) SOURCE=${2:?}; shift 2 ;;
        --glibc) GLIBC=${2:?}; shift 2 ;;
        -*) refuse "不认识的选项 $1" ;;
        *) OUT=$1; shift ;;
    esac
done

python() {
    for one in "$PREFIX/bin/python3" python3.13 python3.12 python3.11; do
        # PyInstaller packs the shared library of Python; without one there is nothing to pack.
        if command -v "$one" >/dev/null && "$one" -c 'import ctypes, sqlite3, ssl, sysconfig, venv
assert sysconfig.get_config_var("Py_ENABLE_SHARED")' 2>/dev/null; then
            command -v "$one"
            return
        fi
    done
}

install_tools() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y -q --no-install-recommends build-essential binutils xz-utils ca-certificates \
        zlib1g-dev libffi-dev libssl-dev libbz2-dev liblzma-dev libsqlite3-dev
}

compile_python() {
    [ -f "$SOURCE" ] || refuse "这台机器没有 Python 3.11 以上，请用 --python-source 给出 CPython 源码包"
    rm -rf "$WORK/python"
    mkdir -p "$WORK/python"
    tar -xf "$SOURCE" -C "$WORK/python" --strip-components=1
    (
        cd "$WORK/python"
        ./configure -q --prefix="$PREFIX" --enable-shared "LDFLAGS=-Wl,-rpath,$PREFIX/lib" \
            ${PYTHON_OPTIONS-}
        make -s -j "${JOBS:-$(nproc)}"
        make -s install
    ) >"$WORK/python.log" 2>&1 || { tail -n 20 "$WORK/python.log" >&2; refuse "Python 没有编译成"; }
}

[ "$(id -u)" = 0 ] || refuse "请以 root 运行：要安装编译工具"
mkdir -p "$WORK" "$OUT"
OUT=$(cd "$OUT" && pwd)
echo "正在安装编译工具 …"
install_tools >"$WORK/tools.log" 2>&1 || { tail -n 20 "$WORK/tools.log" >&2; refuse "编译工具没有装成"; }
if [ -z "$(python)" ]; then
    echo "正在编译 Python（十几分钟）…"
    compile_python
    [ -n "$(python)" ] || refuse "编译出的 Python 缺模块，见 $WORK/python.log"
fi
mkdir -p "$WORK/checkout"
# The environment of the last time is kept: run.py makes it anew if it has to.
find "$WORK/checkout" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
tar -C "$CHECKOUT" --exclude=./.git --exclude=./.venv --exclude=./dist -cf - . | tar -C "$WORK/checkout" -xf -
cd "$WORK/checkout"
exec "$(python)" run.py dist --glibc "$GLIBC" "$OUT"
