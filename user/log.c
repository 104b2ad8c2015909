// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Log lines. What the driver prints goes to the kernel's log by the downcall
 * that every kernel half has, so that it looks as if the driver were whole;
 * what libcleave itself has to say goes to stderr. One line is one downcall.
 */
#include "libcleave.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "format.h"

#define LOG_LINE	1024	/* the kernel takes no longer one */
#define DEFAULT_LEVEL	'4'	/* CONFIG_MESSAGE_LOGLEVEL_DEFAULT */

static void say(const char *fmt, va_list ap)
{
	char text[512];

	vsnprintf(text, sizeof(text), fmt, ap);
	fprintf(stderr, "%s: %s\n", cleave_user_half.name, text);
}

void cleave_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void cleave_die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	/* Other threads may be anywhere: no destructors. */
	_exit(CLEAVE_EXIT_LOST);
}

static void send_line(int level, int kind, const void *object, const char *text, size_t len)
{
	struct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_LOG);
	char line[LOG_LINE];

	if (len >= sizeof(line))
		len = sizeof(line) - 1;
	memcpy(line, text, len);
	line[len] = '\0';
	cleave_put_value(&f, level);
	cleave_put_value(&f, kind);
	cleave_put_pointer(&f, object);
	cleave_put_buffer(&f, line, len + 1, CLEAVE_TO_KERNEL);
	cleave_down(&f);
}

void cleave_log(int level, int kind, const void *object, const char *text)
{
	do {
		size_t len = strcspn(text, "\n");

		if (cleave_worker && cleave_worker->depth)
			send_line(level, kind, object, text, len);
		else
			fprintf(stderr, "%.*s\n", (int)len, text);
		text += len;
		text += *text == '\n';
	} while (*text);
}

void cleave_log_flush(void)
{
	struct worker *w = cleave_worker;

	if (!w || !w->line.used)
		return;
	w->line.used = 0;
	cleave_log(w->line.level - '0', CLEAVE_LOG_PLAIN, NULL, w->line.text);
}

/*
 * Take the prefixes that KERN_ERR and its like are; *@level stays as it is
 * when there is none. Return: what follows; *@continued for KERN_CONT.
 */
static const char *take_level(const char *text, char *level, bool *continued)
{
	for (; text[0] == '\001' && text[1]; text += 2) {
		if (text[1] == 'c')
			*continued = true;
		else if (text[1] >= '0' && text[1] <= '7')
			*level = text[1];
	}
	return text;
}

/* A line may come in pieces; it is sent when its newline, or another line, comes. */
static void collect(struct worker *w, const char *text, char level, bool continued)
{
	size_t len = strlen(text);

	if (!continued || w->line.used + len >= sizeof(w->line.text))
		cleave_log_flush();
	if (!w->line.used)
		w->line.level = level;
	memcpy(w->line.text + w->line.used, text, len + 1);
	w->line.used += len;
	if (len && text[len - 1] == '\n')
		cleave_log_flush();
}

void cleave_printk(const char *fmt, va_list ap)
{
	char buf[LOG_LINE], level = DEFAULT_LEVEL;
	bool continued = false;
	const char *text;

	cleave_vformat(buf, sizeof(buf), fmt, ap);
	text = take_level(buf, &level, &continued);
	if (cleave_worker && cleave_worker->depth)
		collect(cleave_worker, text, level, continued);
	else
		cleave_log(level - '0', CLEAVE_LOG_PLAIN, NULL, text);
}
