#!/bin/sh
# Makes the bundle and the .deb inside an older Debian-like system, so that they start there and on newer ones.
#
#   sh old_system.sh --python-source FILE [--sqlite-source FILE] [--glibc 2.28] [OUT]
#
# For a container, a chroot or a real machine of the old kind, as root. It takes what that system is set up with:
# its package sources, pip's settings (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_CERT …). The checkout is only read.
# FILE is the source of CPython and of SQLite as published (.tar.xz, .tar.gz); both are compiled once, into
# /opt/lianpu-python, so that where glibc is 2.31 they ask for no more than 2.28.
set -eu

PREFIX=/opt/lianpu-python
WORK=${LIANPU_WORK:-/var/tmp/lianpu-build}
CHECKOUT=$(cd "$(dirname "$0")/../.." && pwd)
PYTHON_SOURCE=
SQLITE_SOURCE=
OUT=$(pwd)/dist
# What this system has is what the bundle may need.
GLIBC=$(ldd --version | sed -n '1s/.* //p')

refuse() {
    echo "$1" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
        --python-source) PYTHON_SOURCE=${2:?}; shift 2 ;;
        --sqlite-source) SQLITE_SOURCE=${2:?}; shift 2 ;;
        --glibc) GLIBC=${2:?}; shift 2 ;;
        -*) refuse "不认识的选项 $1" ;;
        *) OUT=$1; shift ;;
    esac
done

for file in "$PYTHON_SOURCE" "$SQLITE_SOURCE"; do
    [ -z "$file" ] || [ -f "$file" ] || refuse "没有这个文件：$file"
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
    apt-get install -y -q --no-install-recommends build-essential binutils xz-utils ca-certificates tcl \
        zlib1g-dev libffi-dev libssl-dev libbz2-dev liblzma-dev libsqlite3-dev
}

# glibc 2.29 gave these five a second version that leaves out the error handling of System V; the first does as well.
ask_for_old_names() {
    [ "$(uname -m)" = x86_64 ] || { : >"$WORK/old_names.h"; return; }
    for name in exp exp2 log log2 pow; do
        echo "__asm__(\".symver $name,$name@GLIBC_2.2.5\");"
    done >"$WORK/old_names.h"
}

# $1 what it is, $2 its source, then how to configure it.
compile() {
    what=$1
    log=$WORK/$what.log
    rm -rf "${WORK:?}/$what"
    mkdir -p "$WORK/$what"
    tar -xf "$2" -C "$WORK/$what" --strip-components=1
    shift 2
    (cd "$WORK/$what" && ./configure -q --prefix="$PREFIX" "$@" && make -s -j "$(nproc)" && make -s install) \
        >"$log" 2>&1 || { tail -n 20 "$log" >&2; refuse "$what 没有编译成，见 $log"; }
}

compile_all() {
    [ -n "$PYTHON_SOURCE" ] || refuse "这台机器没有 Python 3.11 以上，请用 --python-source 给出 CPython 源码包"
    ask_for_old_names
    if [ -n "$SQLITE_SOURCE" ]; then
        compile sqlite "$SQLITE_SOURCE" --disable-tcl CFLAGS="-O2 -include $WORK/old_names.h"
    fi
    # sem_clockwait came with glibc 2.30; Python does without it.
    compile python "$PYTHON_SOURCE" --enable-shared ac_cv_func_sem_clockwait=no CPPFLAGS="-I$PREFIX/include" \
        CFLAGS="-include $WORK/old_names.h" LDFLAGS="-L$PREFIX/lib -Wl,-rpath,$PREFIX/lib"
}

[ "$(id -u)" = 0 ] || refuse "请以 root 运行：要安装编译工具"
mkdir -p "$WORK" "$OUT"
OUT=$(cd "$OUT" && pwd)
echo "正在安装编译工具 …"
install_tools >"$WORK/tools.log" 2>&1 || { tail -n 20 "$WORK/tools.log" >&2; refuse "编译工具没有装成"; }
if [ -z "$(python)" ]; then
    echo "正在编译 Python 和 SQLite（十几分钟）…"
    compile_all
    [ -n "$(python)" ] || refuse "编译出的 Python 缺模块，见 $WORK/python.log"
fi
mkdir -p "$WORK/checkout"
# The environment of the last time is kept: run.py makes it anew if it has to.
find "$WORK/checkout" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
tar -C "$CHECKOUT" --exclude=./.git --exclude=./.venv --exclude=./dist -cf - . | tar -C "$WORK/checkout" -xf -
cd "$WORK/checkout"
exec "$(python)" run.py dist --glibc "$GLIBC" "$OUT"
