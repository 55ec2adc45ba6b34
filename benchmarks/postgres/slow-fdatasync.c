/* Preloaded into PostgreSQL: every fdatasync takes SLOW_FDATASYNC_US longer, as a disk would. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

int fdatasync(int file) {
  static int (*real)(int);
  static long pause_us = -1;
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  if (pause_us < 0) {
    const char *text = getenv("SLOW_FDATASYNC_US");
    pause_us = text == NULL ? 0 : atol(text);
  }
  if (pause_us > 0) usleep((useconds_t)pause_us);
  return real(file);
}
