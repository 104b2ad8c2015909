// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * specgen uapi|header|source|page|tables SPEC OUTPUT
 *
 * A tool of the build: generates one file from the netlink specification. The
 * output appears whole or not at all.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "spec.h"

static const struct {
	const char *name;
	void (*run)(const struct spec *spec, FILE *out);
} generators[] = {
	{ "uapi", specgen__uapi },
	{ "header", specgen__header },
	{ "source", specgen__source },
	{ "page", specgen__page },
	{ "tables", specgen__tables },
};

/* Writes beside @path, then renames. Return: 0 or -errno. */
static int generate(const struct spec *spec, size_t which, const char *path)
{
	char *tmp;
	FILE *out;
	int rc = 0;

	if (asprintf(&tmp, "%s.tmp", path) < 0)
		return -ENOMEM;
	out = fopen(tmp, "we");
	if (!out) {
		rc = -errno;
		free(tmp);
		return rc;
	}
	generators[which].run(spec, out);
	if (ferror(out))
		rc = -EIO;
	if (fclose(out) && !rc)
		rc = -errno;
	if (!rc && rename(tmp, path))
		rc = -errno;
	if (rc)
		remove(tmp);
	free(tmp);
	return rc;
}

int main(int argc, char **argv)
{
	size_t which, count = sizeof(generators) / sizeof(*generators);
	struct spec *spec;
	char *err;
	int rc;

	for (which = 0; argc == 4 && which < count; which++)
		if (!strcmp(argv[1], generators[which].name))
			break;
	if (argc != 4 || which == count) {
		fputs("usage: specgen uapi|header|source|page|tables SPEC OUTPUT\n", stderr);
		return 2;
	}
	spec = spec__load(argv[2], &err);
	if (!spec) {
		fprintf(stderr, "specgen: %s\n", err ? err : "out of memory");
		free(err);
		return 1;
	}
	rc = generate(spec, which, argv[3]);
	if (rc)
		fprintf(stderr, "specgen: %s: %s\n", argv[3], strerror(-rc));
	spec__free(spec);
	return rc ? 1 : 0;
}
