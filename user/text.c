// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Text that functions of the kernel return. The driver gets a copy, which it may keep as long
 * as the process lives, so each text is kept once.
 */
#include "libcleave.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* struct kept - a text, in a list of all */
struct kept {
	struct kept *next;
	char text[];
};

static const char *keep(const char *text)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	static struct kept *all;
	struct kept *k;

	pthread_mutex_lock(&mutex);
	for (k = all; k && strcmp(k->text, text); k = k->next)
		;
	if (!k) {
		k = malloc(sizeof(*k) + strlen(text) + 1);
		if (!k)
			cleave_die("no memory for text");
		strcpy(k->text, text);
		k->next = all;
		all = k;
	}
	pthread_mutex_unlock(&mutex);
	return k->text;
}

const char *cleave_down_text(struct cleave_frame *f)
{
	char text[CLEAVE_TEXT_MAX] = "";

	cleave_put_buffer(f, text, sizeof(text), CLEAVE_TO_USER);
	return cleave_down(f) ? keep(text) : NULL;
}
