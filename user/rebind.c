// SPDX-License-Identifier: GPL-2.0-or-later
/* Binding anew, by sysfs. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cleave/family.h>
#include "cmd.h"
#include "modules.h"
#include "rebind.h"

#define PATIENCE	150		/* looks for a user half */
#define LOOK_US		100000

/* The driver's channel, a new reference, or NULL. */
static json_t *find_channel(struct query *q, const char *driver)
{
	json_t *channels = query__dump(q, CLEAVE_CMD_CHANNEL_GET, &query_channel, NULL);
	json_t *channel, *found = NULL;
	size_t i;

	json_array_foreach(channels, i, channel)
		if (module__same(json_string_value(json_object_get(channel, "name")), driver))
			found = json_incref(channel);
	json_decref(channels);
	return found;
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

/* Who binds a device calls the user half, and nobody waits for that. */
static bool wait_served(struct query *q, const char *driver)
{
	bool served = false;

	for (int i = 0; i < PATIENCE && !served; i++) {
		json_t *channel = find_channel(q, driver);

		if (!channel)
			break;
		served = !strcmp(text(channel, "state"), "live");
		json_decref(channel);
		if (!served)
			usleep(LOOK_US);
	}
	return served;
}

json_t *rebind__struck(struct query *q, const char *driver)
{
	json_t *channel = find_channel(q, driver), *objects, *object, *struck;
	size_t i;

	if (!channel) {
		cmd__fail("no split driver \"%s\" is loaded", driver);
		return NULL;
	}
	objects = query__dump(q, CLEAVE_CMD_OBJECT_GET, &query_object, text(channel, "name"));
	json_decref(channel);
	if (!objects)
		return NULL;
	struck = json_array();
	json_array_foreach(objects, i, object)
		if (*text(object, "struck"))
			json_array_append(struck, object);
	json_decref(objects);
	return struck;
}

/* Return: 0 or -errno. */
static int tell(const char *directory, const char *file, const char *name)
{
	char path[PATH_MAX];
	int fd, rc = 0;

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, name, strlen(name)) < 0)
		rc = -errno;
	close(fd);
	return rc;
}

/* @device: BUS/NAME. Return: the directory of its driver, for free(); or NULL. */
static char *directory_of(const char *device)
{
	const char *name = strchr(device, '/');
	char path[PATH_MAX];

	if (!name)
		return NULL;
	snprintf(path, sizeof(path), "/sys/bus/%.*s/devices/%s/driver", (int)(name - device), device,
		 name + 1);
	return realpath(path, NULL);
}

/* Return: 0, or CMD_FAILED after a message. */
static int bind_again(struct query *q, const char *driver, const char *device,
		      const char *directory)
{
	const char *name = strchr(device, '/') + 1;
	int rc = wait_served(q, driver) ? tell(directory, "bind", name) : -ENOTCONN;

	return rc ? cmd__fail("%s has no driver now: %s; try: echo %s >%s/bind", device,
			      strerror(-rc), name, directory) : CMD_OK;
}

static int rebind(struct query *q, const char *driver, const json_t *struck)
{
	const char *device = text(struck, "device");
	char *directory = directory_of(device);
	int rc = directory ? tell(directory, "unbind", strchr(device, '/') + 1) : -ENODEV;
	int status;

	if (rc)
		status = cmd__fail("%s: %s cannot be unbound: %s", driver, device, strerror(-rc));
	else
		status = bind_again(q, driver, device, directory);
	free(directory);
	if (!status)
		printf("%s: %s was left half-way in %s, and is bound anew\n", driver, device,
		       text(struck, "struck"));
	return status;
}

int rebind__driver(const char *driver)
{
	struct query *q = query__open();
	json_t *struck, *one;
	int failed = 0;
	size_t i;

	if (!q)
		return -1;
	struck = rebind__struck(q, driver);
	if (struck && json_array_size(struck) && !wait_served(q, driver)) {
		cmd__fail("no user half of %s serves: nothing was done", driver);
		json_decref(struck);
		struck = NULL;
	}
	json_array_foreach(struck, i, one)
		failed += rebind(q, driver, one) != CMD_OK;
	if (struck && !json_array_size(struck))
		printf("%s: no device was left half-way\n", driver);
	failed = struck ? failed : -1;
	json_decref(struck);
	query__close(q);
	return failed;
}
