// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compared with: what a file system in user space pays. fstat() of a file whose
 * attributes are not cached, answered by libfuse's low-level loop in another
 * process.
 */
#include "config.h"

#ifdef HAVE_FUSE
#define FUSE_USE_VERSION 35

#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "bench.h"

#define MOUNTPOINT	"/mnt"
#define FILE_INODE	2

static void attributes(fuse_ino_t ino, struct stat *st)
{
	memset(st, 0, sizeof(*st));
	st->st_ino = ino;
	st->st_mode = ino == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0444;
	st->st_nlink = 1;
}

static void on_lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct fuse_entry_param entry = { .ino = FILE_INODE, .entry_timeout = 60 };

	if (parent != FUSE_ROOT_ID || strcmp(name, "file")) {
		fuse_reply_err(req, ENOENT);
		return;
	}
	attributes(entry.ino, &entry.attr);
	fuse_reply_entry(req, &entry);
}

static void on_getattr(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *info)
{
	struct stat st;

	(void)info;
	attributes(ino, &st);
	fuse_reply_attr(req, &st, 0);
}

static void on_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *info)
{
	(void)ino;
	fuse_reply_open(req, info);
}

static const struct fuse_lowlevel_ops ops = {
	.lookup = on_lookup,
	.getattr = on_getattr,
	.open = on_open,
};

static int serve(void *arg)
{
	fuse_session_loop(arg);
	return -EIO;
}

static int get_attributes(void *arg)
{
	struct stat st;

	return fstat(*(int *)arg, &st) ? -errno : 0;
}

static int measure(struct bench *b, const struct experiment *e, struct fuse_session *session)
{
	struct subject s = { .repeat = subject__user, .once = get_attributes };
	int fd, rc;

	s.peer = peer__start(serve, session);
	if (s.peer < 0)
		return bench__failed(e, 0, s.peer);
	fd = open(MOUNTPOINT "/file", O_RDONLY | O_CLOEXEC);
	s.arg = &fd;
	rc = fd < 0 ? bench__failed(e, 0, -errno) : bench__single(b, e, &s);
	if (fd >= 0)
		close(fd);
	peer__stop(s.peer);
	return rc;
}

/* In a mount namespace of our own, so that nothing can be left behind. */
int bench__fuse(struct bench *b, const struct experiment *e)
{
	char *argv[] = { "cleave", NULL };
	struct fuse_args args = FUSE_ARGS_INIT(1, argv);
	struct fuse_session *session;
	int rc;

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return bench__failed(e, 0, -errno);
	session = fuse_session_new(&args, &ops, sizeof(ops), NULL);
	if (!session)
		return bench__failed(e, 0, -ENOMEM);
	if (fuse_session_mount(session, MOUNTPOINT)) {
		fuse_session_destroy(session);
		return bench__failed(e, 0, -ENODEV);
	}
	rc = measure(b, e, session);
	fuse_session_unmount(session);
	fuse_session_destroy(session);
	return rc;
}
#endif /* HAVE_FUSE */
