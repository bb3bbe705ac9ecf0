/*
 * Writes down how much of a write-ahead log has reached the disk.
 *
 * Loaded with LD_PRELOAD. After every successful fsync() or fdatasync() of a file whose path ends with "-wal", one line
 * "<inode> <length>\n" goes to the file named by CXLOOP_FSYNC_LOG. The length is taken before the call, so bytes
 * another thread appends meanwhile are not counted as kept. sync_file_range() is left alone: it keeps no file length,
 * so it promises nothing after a power cut, and SQLite does not use it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int (*sync_call)(int);

static int is_write_ahead_log(int fd)
{
    static const char suffix[] = "-wal";
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path);
    ssize_t wanted = sizeof suffix - 1;
    return length >= wanted && memcmp(path + length - wanted, suffix, wanted) == 0;
}

/* A line that cannot be written is lost: the log then claims less than was kept, never more. */
static void record(const struct stat *file)
{
    const char *name = getenv("CXLOOP_FSYNC_LOG");
    if (name == NULL)
        return;
    int log = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (log < 0)
        return;
    char line[64];
    int length = snprintf(line, sizeof line, "%ju %jd\n", (uintmax_t)file->st_ino, (intmax_t)file->st_size);
    ssize_t written = write(log, line, length);
    (void)written;
    close(log);
}

static int sync_and_record(sync_call real, int fd)
{
    struct stat file;
    int known = is_write_ahead_log(fd) && fstat(fd, &file) == 0;
    int result = real(fd);
    if (result == 0 && known) {
        int saved = errno;
        record(&file);
        errno = saved;
    }
    return result;
}

static sync_call real_call(const char *name)
{
    return (sync_call)dlsym(RTLD_NEXT, name);
}

int fsync(int fd)
{
    return sync_and_record(real_call("fsync"), fd);
}

int fdatasync(int fd)
{
    return sync_and_record(real_call("fdatasync"), fd);
}
