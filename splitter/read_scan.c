// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "read": a source file's own #include lines, the line of its first macro, and
 * the line where a shim may go, which no function may come before. Text enough is understood to
 * tell comments, strings and braces; what conditions leave out is looked at, too.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "store.h"

/** struct scan - the walk through one file */
struct scan {
	const char *at;
	unsigned int line;
	int braces;		/* open ones, also parentheses and brackets */
	int *conditions;	/* braces at each open #if */
	unsigned int nr_conditions;
	unsigned int nr_directives;
	const char *asked;	/* name of the #ifndef that the file begins with */
	unsigned int guard_line;	/* where it is defined next, to nothing */
	bool waits;		/* an #include was seen, and no place behind it yet */
	bool code;		/* a function was seen, or an #include of a .c file */
	char last;		/* before this, but for blanks and comments */
};

static void newline(struct scan *s)
{
	s->line++;
	s->at++;
}

/* Behind a comment, if one begins here. */
static bool skip_comment(struct scan *s)
{
	if (s->at[0] != '/' || (s->at[1] != '*' && s->at[1] != '/'))
		return false;
	if (s->at[1] == '/') {
		s->at += strcspn(s->at, "\n");
		return true;
	}
	for (s->at += 2; *s->at && strncmp(s->at, "*/", 2);)
		if (*s->at == '\n')
			newline(s);
		else
			s->at++;
	s->at += *s->at ? 2 : 0;
	return true;
}

/* Behind a string or a character; a line's end ends it, too. */
static bool skip_quoted(struct scan *s)
{
	char quote = *s->at;

	if (quote != '"' && quote != '\'')
		return false;
	for (s->at++; *s->at && *s->at != quote && *s->at != '\n'; s->at++)
		if (*s->at == '\\' && s->at[1]) {
			s->at++;
			s->line += *s->at == '\n';
		}
	s->at += *s->at == quote;
	return true;
}

/* Up to the end of a directive, which may go on in the next line. */
static void skip_directive(struct scan *s)
{
	while (*s->at && *s->at != '\n')
		if (s->at[0] == '\\' && s->at[1] == '\n') {
			s->at++;
			newline(s);
		} else if (!skip_comment(s) && !skip_quoted(s)) {
			s->at++;
		}
}

/* Each side of a condition opens and closes what the others do. */
static void on_condition(struct scan *s, const char *p)
{
	if (!strncmp(p, "if", 2))
		*STORE_ADD(s->conditions, s->nr_conditions) = s->braces;
	else if (!s->nr_conditions)
		return;
	else if (!strncmp(p, "el", 2))
		s->braces = s->conditions[s->nr_conditions - 1];
	else if (!strncmp(p, "endif", 5))
		s->nr_conditions--;
}

static void on_include(struct scan *s, struct plan_source *source, const char *text)
{
	struct plan_include *include = STORE_ADD(source->includes, source->nr_includes);

	include->text = store__format("%.*s", (int)strcspn(text, "\n"), text);
	include->line = s->line;
	include->inside = s->braces;
	include->perhaps = s->nr_conditions > !!s->guard_line;
	if (include->inside)
		return;
	s->waits = true;
	s->code |= read__names_code(include);
}

static bool is_guard(const struct scan *s, const struct plan_source *source, const char *p)
{
	size_t len = s->asked ? strcspn(s->asked, " \t\n") : 0;

	return source->header && s->nr_directives == 2 && len && !strncmp(p, s->asked, len) &&
	       p[len + strspn(p + len, " \t")] == '\n';
}

/* What changes how the text after it is read; inside of a condition, too. */
static void on_macro(struct scan *s, struct plan_source *source, const char *p)
{
	p += strcspn(p, " \t\n");
	p += strspn(p, " \t");
	if (is_guard(s, source, p))
		s->guard_line = s->line;
	else if (!source->macro_line)
		source->macro_line = s->line;
}

static void on_directive(struct scan *s, struct plan_source *source)
{
	const char *p = s->at + 1 + strspn(s->at + 1, " \t");

	/* What the file goes on with behind it is no part of what a guard keeps. */
	if (s->guard_line && !s->nr_conditions)
		source->macro_line = s->guard_line;
	if (!s->nr_directives++ && !strncmp(p, "ifndef", 6))
		s->asked = p + 6 + strspn(p + 6, " \t");
	if (!strncmp(p, "include", 7))
		on_include(s, source, p + 7 + strspn(p + 7, " \t"));
	else if (!strncmp(p, "define", 6) || !strncmp(p, "undef", 5) || !strncmp(p, "pragma", 6))
		on_macro(s, source, p);
	else
		on_condition(s, p);
	skip_directive(s);
	if (!s->waits || s->code || s->nr_conditions || s->braces)
		return;
	source->shim_line = s->line + 1;
	s->waits = false;
}

static void on_text(struct scan *s)
{
	s->code |= !s->braces && *s->at == '{' && s->last == ')';
	s->braces += !!strchr("{([", *s->at) - !!strchr("})]", *s->at);
	s->last = *s->at;
	if (!skip_quoted(s))
		s->at++;
}

void read__scan(struct plan_source *source, const char *text)
{
	struct scan s = { .at = text, .line = 1 };
	bool begins = true;

	while (*s.at) {
		if (*s.at == '\n') {
			newline(&s);
			begins = true;
		} else if (begins && *s.at == '#') {
			on_directive(&s, source);
		} else if (*s.at == ' ' || *s.at == '\t') {
			s.at++;
		} else if (!skip_comment(&s)) {
			begins = false;
			on_text(&s);
		}
	}
	source->lines = s.line - (s.at > text && s.at[-1] == '\n');
	free(s.conditions);
}
