/* Records what a process does to files, for replaying a power cut. Loaded with LD_PRELOAD.
   POWER_LOG names the record, POWER_PREFIX the paths that are recorded. Each record: operation, file
   descriptor, offset, length (8 bytes each), then the bytes written or the path. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 4096
static int record_fd = -1;
static char watched[MOST];

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
typedef ssize_t (*write_t)(int, const void *, size_t);

static void put(int64_t operation, int64_t fd, int64_t offset, int64_t length, const void *bytes) {
    if (record_fd < 0) {
        const char *log = getenv("POWER_LOG");
        if (!log) return;
        record_fd = REAL("open", int (*)(const char *, int, ...))(log, O_CREAT | O_WRONLY | O_APPEND, 0644);
    }
    int64_t head[4] = {operation, fd, offset, length};
    REAL("write", write_t)(record_fd, head, sizeof head);
    if (length && bytes) REAL("write", write_t)(record_fd, bytes, (size_t)length);
}

static int is_ours(const char *path) {
    const char *prefix = getenv("POWER_PREFIX");
    return prefix && strncmp(path, prefix, strlen(prefix)) == 0;
}

static int note_open(int fd, const char *path) {
    if (fd >= 0 && fd < MOST) {
        watched[fd] = (char)is_ours(path);
        if (watched[fd]) put('o', fd, 0, (int64_t)strlen(path), path);
    }
    return fd;
}

#define OPEN(name)                                                                                      \
    int name(const char *path, int flags, ...) {                                                        \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest);                \
        return note_open(REAL(#name, int (*)(const char *, int, ...))(path, flags, mode), path);        \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(name)                                                                                    \
    ssize_t name(int fd, const void *bytes, size_t length, off64_t offset) {                            \
        ssize_t done = REAL(#name, ssize_t (*)(int, const void *, size_t, off64_t))(fd, bytes, length, offset); \
        if (done > 0 && fd < MOST && watched[fd]) put('w', fd, offset, done, bytes);                    \
        return done;                                                                                    \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *bytes, size_t length) {
    off_t at = fd >= 0 && fd < MOST && watched[fd] ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = REAL("write", write_t)(fd, bytes, length);
    if (done > 0 && fd < MOST && watched[fd]) put('w', fd, at, done, bytes);
    return done;
}

#define SYNC(name)                                                                                      \
    int name(int fd) {                                                                                  \
        int done = REAL(#name, int (*)(int))(fd);                                                       \
        if (fd >= 0 && fd < MOST && watched[fd]) put('s', fd, 0, 0, 0);                                 \
        return done;                                                                                    \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name)                                                                                  \
    int name(int fd, off64_t length) {                                                                  \
        int done = REAL(#name, int (*)(int, off64_t))(fd, length);                                      \
        if (fd >= 0 && fd < MOST && watched[fd]) put('t', fd, length, 0, 0);                            \
        return done;                                                                                    \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int unlink(const char *path) {
    int done = REAL("unlink", int (*)(const char *))(path);
    if (done == 0 && is_ours(path)) put('u', 0, 0, (int64_t)strlen(path), path);
    return done;
}

int close(int fd) {
    if (fd >= 0 && fd < MOST) watched[fd] = 0;
    return REAL("close", int (*)(int))(fd);
}
