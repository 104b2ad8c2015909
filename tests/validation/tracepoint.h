/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a macro of a header makes, as tracepoints are made: it has no text of its own. */
#define MAKE_MARK(name) \
	static inline void mark_##name(struct thing *thing, int level) \
	{ \
		mystery_call_of_##name(thing, level); \
	}

void mystery_call_of_opened(struct thing *thing, int level);
void mystery_call_of_stopped(struct thing *thing, int level);
MAKE_MARK(opened)
MAKE_MARK(stopped)
