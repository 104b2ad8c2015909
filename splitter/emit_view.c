// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The views: the driver's files with the bodies of the other half's functions
 * replaced in place. What stays keeps its line; directives of the preprocessor
 * inside a replaced body stay too, since what they define may be used below.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "emit_parts.h"

/** struct mark - a line of the view that is not the driver's */
struct mark {
	size_t at;
	const char *file;	/* which it includes, or NULL */
	const struct plan_table *table;	/* which it declares */
	const char *macro;		/* whose definition it keeps */
};

/* A file of the driver on its way into a view. */
struct source {
	struct emit *e;
	enum view view;
	const struct plan_source *plan;
	struct text in;
	struct text out;
	struct text moved;	/* bodies of a header that come after the shim */
	size_t at;		/* of @in, copied so far */
	struct mark *marks;	/* by ->at */
	unsigned int nr_marks, next_mark;
	char **macros;		/* that a header takes away again */
	unsigned int nr_macros;
};

static bool goes_to(const struct plan_function *fn, enum view view)
{
	if (fn->from_macro || fn->side == SIDE_BOTH)
		return false;
	if (fn->declined)
		return true;
	return fn->side == (view == VIEW_KERNEL ? SIDE_USER : SIDE_KERNEL);
}

static void line_directive(struct source *s, struct text *out, unsigned int line)
{
	text__printf(out, "#line %u ", line);
	text__string(out, s->plan->path);
	text__put(out, "\n");
}

static unsigned int line_of(const struct source *s, size_t offset)
{
	unsigned int line = 1;

	for (size_t i = 0; i < offset; i++)
		line += s->in.s[i] == '\n';
	return line;
}

/* Puts a line's worth of a dropped body: a directive as it is, all else as nothing. */
static const char *put_dropped_line(struct text *out, const char *p, const char *end)
{
	const char *word = p + strspn(p, " \t");
	bool keep = *word == '#';

	if (keep) {
		word += 1 + strspn(word + 1, " \t");
		keep = strncmp(word, "include", 7) != 0;
	}
	while (p < end) {
		const char *eol = memchr(p, '\n', end - p);
		size_t len = (eol ? eol : end) - p;
		bool goes_on = eol && len && p[len - 1] == '\\';

		if (keep)
			text__put_n(out, p, len);
		if (!eol)
			return end;
		text__put(out, "\n");
		p = eol + 1;
		if (!keep || !goes_on)
			break;
	}
	return p;
}

/* Puts @body, then what else the lines from @start to @end hold of lines and directives. */
static void replace(struct source *s, size_t start, size_t end, const char *body)
{
	const char *p, *stop = s->in.s + end;

	text__put(&s->out, body);
	p = memchr(s->in.s + start, '\n', end - start);
	if (!p)
		return;
	text__put(&s->out, "\n");
	for (p++; p < stop;)
		p = put_dropped_line(&s->out, p, stop);
}

static void call_stub(struct source *s, struct text *out, const struct plan_function *fn)
{
	bool up = s->view == VIEW_KERNEL;
	const char *prefix = up ? "cleave_up_" : "cleave_down_";
	const char *ident = up ? s->e->functions[fn - s->e->plan->functions] :
			    s->e->downs[fn->downcall];

	text__put(out, "{ extern ");
	emit__prototype(out, &fn->ret, prefix, ident, fn->args, fn->nr_args);
	text__printf(out, "; %s%s%s(", fn->ret.kind == ARG_VOID ? "" : "return ", prefix, ident);
	for (unsigned int i = 0; i < fn->nr_args; i++)
		text__printf(out, "%s%s", i ? ", " : "", fn->args[i].name);
	text__put(out, "); }");
}

/* The body of a function that nothing of this half calls. */
static void never_reached(struct source *s, struct text *out, const struct plan_function *fn)
{
	bool aggregate = !emit__is_pointer(&fn->ret) &&
			 (!strncmp(fn->ret.type, "struct ", 7) ||
			  !strncmp(fn->ret.type, "union ", 6));

	if (s->view == VIEW_USER) {
		text__printf(out, "{ cleave_unreached(\"%s\"); }", fn->name);
		return;
	}
	text__printf(out, "{ WARN_ONCE(1, \"%s is in the user half\\n\");", fn->name);
	if (aggregate)
		text__printf(out, " return (%s){};", fn->ret.type);
	else if (fn->ret.kind != ARG_VOID)
		text__put(out, " return 0;");
	text__put(out, " }");
}

static void put_body(struct source *s, const struct plan_function *fn)
{
	struct text body = {};
	int stub = s->view == VIEW_KERNEL ? fn->upcall : fn->downcall;

	if (fn->declined && s->view == VIEW_KERNEL)
		text__printf(&body, "{ return %s; }", fn->declined);
	else if (stub >= 0)
		call_stub(s, &body, fn);
	else
		never_reached(s, &body, fn);
	replace(s, fn->body_start, fn->body_end + 1, body.s);
	text__free(&body);
}

/* The next but those up to @done: several may stand in one place that take up no room. */
static const struct plan_rename *next_rename(const struct emit *e, enum view view,
					     unsigned int source, size_t start, size_t end,
					     const struct plan_rename *done)
{
	for (unsigned int i = done ? done - e->plan->renames + 1 : 0; i < e->plan->nr_renames; i++) {
		const struct plan_rename *r = &e->plan->renames[i];

		if ((unsigned int)r->source == source && r->start >= start &&
		    r->start + strlen(r->from) <= end && (view == VIEW_USER ? r->user : r->kernel))
			return r;
	}
	return NULL;
}

void emit__copy(struct emit *e, struct text *out, enum view view, unsigned int source,
		const struct text *in, size_t start, size_t end)
{
	const struct plan_rename *done = NULL;

	for (;;) {
		const struct plan_literal *literal = emit__next_literal(e, source, start, end);
		const struct plan_rename *rename = next_rename(e, view, source, start, end, done);

		if (!literal && !rename)
			break;
		if (literal && rename && rename->start <= literal->start)
			literal = NULL;
		else if (literal)
			rename = NULL;
		if (literal ? literal->end > in->len :
			      strncmp(in->s + rename->start, rename->from, strlen(rename->from))) {
			emit__fail(e, -ESTALE, "%s: changed since it was analysed",
				   e->plan->sources[source].path);
			return;
		}
		text__put_n(out, in->s + start, (literal ? literal->start : rename->start) - start);
		if (literal)
			emit__put_literal(e, out, literal);
		else
			text__put(out, rename->to);
		done = rename ? rename : done;
		start = literal ? literal->end : rename->start + strlen(rename->from);
	}
	if (end > start)
		text__put_n(out, in->s + start, end - start);
}

/* Copies the driver's text up to @end, as the view has it. */
static void copy_text(struct source *s, size_t end)
{
	if (end > s->at)
		emit__copy(s->e, &s->out, s->view, s->plan - s->e->plan->sources, &s->in, s->at, end);
	s->at = end > s->at ? end : s->at;
}

/*
 * A function of a header is compiled where the shim redirects nothing, so a
 * declaration takes its place, and the shim brings the body.
 */
static void move_function(struct source *s, const struct plan_function *fn)
{
	line_directive(s, &s->moved, line_of(s, fn->start));
	emit__copy(s->e, &s->moved, s->view, s->plan - s->e->plan->sources, &s->in, fn->start,
		   fn->body_end + 1);
	text__put(&s->moved, "\n");
	replace(s, fn->body_start, fn->body_end + 1, ";");
}

static size_t offset_of_line(const struct source *s, unsigned int line)
{
	const char *p = s->in.s;

	while (--line && (p = strchr(p, '\n')))
		p++;
	return p ? (size_t)(p - s->in.s) : s->in.len;
}

/*
 * Tracepoints are made in the kernel half: without this line a header of them makes none.
 * (include/trace/define_trace.h)
 */
static void drop_tracepoints(struct source *s)
{
	static const char word[] = "CREATE_TRACE_POINTS";

	for (char *p = s->in.s; (p = strstr(p, word)); p += sizeof(word) - 1) {
		char *line = p;

		while (line > s->in.s && strchr(" \t", line[-1]))
			line--;
		if (line - s->in.s < 7 || strncmp(line - 6, "define", 6))
			continue;
		for (line -= 6; line > s->in.s && strchr(" \t", line[-1]);)
			line--;
		if (line > s->in.s && line[-1] == '#')
			memset(line - 1, ' ', p + sizeof(word) - line);
	}
}

/* In its place, behind others that have the same one. */
static void add_mark(struct source *s, struct mark mark)
{
	unsigned int i;

	STORE_ADD(s->marks, s->nr_marks);
	for (i = s->nr_marks - 1; i && s->marks[i - 1].at > mark.at; i--)
		s->marks[i] = s->marks[i - 1];
	s->marks[i] = mark;
}

static void add_include(struct source *s, unsigned int line, const char *file)
{
	add_mark(s, (struct mark){ .at = offset_of_line(s, line), .file = file });
}

/* Files in which the shim is at work already need no shield from it. */
static bool is_shielded(const struct source *s, const struct plan_include *include)
{
	const struct plan *plan = s->e->plan;

	if (include->inside || (!s->plan->header && include->line < s->plan->shim_line))
		return false;
	for (unsigned int i = 0; i < plan->nr_sources; i++)
		if (plan->sources[i].in_place &&
		    read__names(s->plan, include, plan->sources[i].path))
			return false;
	return true;
}

static const struct plan_function *function_of(const struct source *s,
					       const struct plan_table *table)
{
	return &s->e->plan->functions[table->function];
}

static bool has_table(const struct source *s, const struct plan_table *table)
{
	return &s->e->plan->sources[function_of(s, table)->source] == s->plan;
}

/* What the functions of a header need, which are compiled behind it. */
static void find_macros(struct source *s)
{
	unsigned int source = s->plan - s->e->plan->sources;
	size_t at = 0;
	char *name;

	while ((name = emit__next_dropped(s->e, source, &s->in, &at))) {
		*STORE_ADD(s->macros, s->nr_macros) = name;
		add_mark(s, (struct mark){ .at = at++, .macro = name });
	}
}

/*
 * The shim; around each #include behind it what takes it away and brings it back; before a
 * function a table that it has for itself.
 */
static void find_marks(struct source *s)
{
	const struct plan *plan = s->e->plan;

	if (!s->plan->header)
		add_include(s, s->plan->shim_line ? s->plan->shim_line : 1, "shim.h");
	if (!plan__is_code(s->plan))
		find_macros(s);
	for (unsigned int i = 0; i < s->plan->nr_includes && plan__is_code(s->plan); i++) {
		const struct plan_include *include = &s->plan->includes[i];

		if (!is_shielded(s, include))
			continue;
		add_include(s, include->line, "unshim.h");
		add_include(s, include->line + 1, "shim.h");
	}
	for (unsigned int i = 0; i < plan->nr_tables; i++)
		if (has_table(s, &plan->tables[i]))
			add_mark(s, (struct mark){ .at = function_of(s, &plan->tables[i])->start,
						   .table = &plan->tables[i] });
}

static void put_mark(struct source *s, const struct mark *mark)
{
	if (mark->file) {
		text__printf(&s->out, "#include \"%s\"\n", mark->file);
	} else if (mark->macro) {
		text__printf(&s->out, "#pragma push_macro(\"%s\")\n", mark->macro);
	} else {
		text__put(&s->out, "\n");
		line_directive(s, &s->out, line_of(s, mark->table->start));
		emit__copy(s->e, &s->out, s->view, s->plan - s->e->plan->sources, &s->in,
			   mark->table->start, mark->table->end);
		text__put(&s->out, "\n");
	}
	line_directive(s, &s->out, line_of(s, mark->at));
}

/* Copies the driver's text up to @end, and what comes on the way. */
static void copy_to(struct source *s, size_t end)
{
	for (; s->next_mark < s->nr_marks; s->next_mark++) {
		struct mark *mark = &s->marks[s->next_mark];

		if (mark->at < s->at)	/* inside what was replaced */
			mark->at = offset_of_line(s, line_of(s, s->at) + 1);
		if (mark->at > end)
			break;
		copy_text(s, mark->at);
		put_mark(s, mark);
	}
	copy_text(s, end);
}

/*
 * The next declaration of a table that is before its function, too, if it comes before @fn and
 * the next region: the function knows it by the name that it gave it.
 */
static bool put_declaration(struct source *s, const struct plan_function *fn)
{
	const struct plan *plan = s->e->plan;
	const struct plan_outline *outline = s->view == VIEW_KERNEL ? NULL :
					     emit__next_outline(s->e, s->plan - plan->sources, s->at);
	const struct plan_table *next = NULL;
	char *alias;

	for (unsigned int i = 0; i < plan->nr_tables; i++)
		if (has_table(s, &plan->tables[i]) && plan->tables[i].start >= s->at &&
		    (!next || plan->tables[i].start < next->start))
			next = &plan->tables[i];
	if (!next || (fn && fn->body_start < next->start) ||
	    (outline && outline->start < next->start))
		return false;
	if (next->end > s->in.len || s->in.s[next->end - 1] != ';') {
		emit__fail(s->e, -ESTALE, "%s: changed since it was analysed", s->plan->path);
		return false;
	}
	alias = store__format("extern typeof(%s) %s __asm__(\"%s\");", next->name, next->local,
			      next->name);
	copy_to(s, next->start);
	replace(s, next->start, next->end, alias);
	s->at = next->end;
	free(alias);
	return true;
}

/* What follows where the region ended early, behind its @call; that ends with what is left of it. */
static void put_exits(struct source *s, const struct plan_outline *outline, struct text *call)
{
	for (unsigned int i = 0; i < outline->nr_exits; i++) {
		text__printf(call, " if (cleave_exit == %u) {", i + 1);
		replace(s, s->at, outline->exits[i].start, call->s);
		s->at = outline->exits[i].start;
		copy_to(s, outline->exits[i].end);
		text__free(call);
		text__put(call, i + 1 < outline->nr_exits ? " }" : " } }");
	}
}

/* The next region that is a function of the kernel half, if it comes before @fn. */
static bool put_outline(struct source *s, const struct plan_function *fn)
{
	const struct plan_outline *outline = emit__next_outline(s->e, s->plan - s->e->plan->sources,
								s->at);
	struct text call = {};

	if (!outline || (fn && fn->body_start < outline->start))
		return false;
	if (outline->end > s->in.len ||
	    s->in.s[outline->end - 1] != (outline->whole ? '}' : ';')) {
		emit__fail(s->e, -ESTALE, "%s: changed since it was analysed", s->plan->path);
		return false;
	}
	copy_to(s, outline->start);
	emit__outline_call(s->e, &call, outline);
	put_exits(s, outline, &call);
	replace(s, s->at, outline->end, call.s);
	s->at = outline->end;
	text__free(&call);
	return true;
}

static void put_functions(struct source *s)
{
	const struct plan *plan = s->e->plan;
	unsigned int source = s->plan - plan->sources;
	bool move = !plan__is_code(s->plan);

	for (;;) {
		const struct plan_function *next = NULL;

		/* in the order of the file, whatever the order of the plan */
		for (unsigned int i = 0; i < plan->nr_functions; i++) {
			const struct plan_function *fn = &plan->functions[i];

			if ((unsigned int)fn->source != source || fn->body_start < s->at ||
			    fn->from_macro || !(move || goes_to(fn, s->view)))
				continue;
			if (!next || fn->body_start < next->body_start)
				next = fn;
		}
		if (put_declaration(s, next) || (s->view == VIEW_USER && put_outline(s, next)))
			continue;
		if (!next)
			return;
		if (next->body_end >= s->in.len || s->in.s[next->body_start] != '{' ||
		    s->in.s[next->body_end] != '}') {
			emit__fail(s->e, -ESTALE, "%s: changed since it was analysed",
				   s->plan->path);
			return;
		}
		copy_to(s, next->body_start);
		if (goes_to(next, s->view))
			put_body(s, next);
		else
			move_function(s, next);
		s->at = next->body_end + 1;
	}
}

/* Tells the shim that a unit includes this header. */
static void put_moved_mark(struct source *s)
{
	text__put(&s->out, "#define CLEAVE_VIEW_");
	text__ident(&s->out, s->plan->rel);
	text__put(&s->out, "\n");
}

static void write_moved(struct source *s)
{
	struct text file = {};

	emit__banner(s->e, &file, true, "Functions of a header of the driver, behind the shim.");
	emit__bring_back(&file, s->macros, s->nr_macros);
	text__put(&file, s->moved.s);
	emit__take_away(&file, s->macros, s->nr_macros);
	emit__file(s->e, &file, s->view, s->plan->rel, "-moved.h");
	text__free(&file);
}

/* Regions that are functions, and the tail of a unit. */
static void put_end(struct source *s)
{
	const char *slash = strrchr(s->plan->rel, '/');
	const char *base = slash ? slash + 1 : s->plan->rel;
	const char *dot = strrchr(base, '.');
	int len = dot ? (int)(dot - base) : (int)strlen(base);
	unsigned int source = s->plan - s->e->plan->sources;

	if (s->view == VIEW_KERNEL && emit__has_outlines(s->e, source)) {
		text__printf(&s->out, "#include \"%.*s-outline.h\"\n", len, base);
		emit__outlines(s->e, source, &s->in);
	}
	if (!s->plan->header)
		text__printf(&s->out, "#include \"%.*s-tail.h\"\n", len, base);
}

static void emit_source(struct emit *e, enum view view, const struct plan_source *plan)
{
	struct source s = { .e = e, .view = view, .plan = plan };
	int err = text__read(&s.in, plan->path);

	if (err || !s.in.len) {
		emit__fail(e, err ? err : -ENODATA, "%s: %s", plan->path,
			   err ? strerror(-err) : "empty");
		text__free(&s.in);
		return;
	}
	if (view == VIEW_USER)
		drop_tracepoints(&s);
	text__printf(&s.out, "/* Generated by `cleave split': the %s view. */\n",
		     view == VIEW_KERNEL ? "kernel" : "user");
	if (!plan__is_code(plan))
		put_moved_mark(&s);
	line_directive(&s, &s.out, 1);
	find_marks(&s);
	put_functions(&s);
	copy_to(&s, s.in.len);
	if (s.in.s[s.in.len - 1] != '\n')
		text__put(&s.out, "\n");
	if (plan__is_code(plan))
		put_end(&s);
	emit__file(e, &s.out, view, plan->rel, NULL);
	if (s.moved.len)
		write_moved(&s);
	text__free(&s.in);
	text__free(&s.out);
	text__free(&s.moved);
	free(s.marks);
	while (s.nr_macros)
		free(s.macros[--s.nr_macros]);
	free(s.macros);
}

void emit__views(struct emit *e)
{
	for (unsigned int i = 0; i < e->plan->nr_sources && !e->err; i++) {
		emit_source(e, VIEW_KERNEL, &e->plan->sources[i]);
		emit_source(e, VIEW_USER, &e->plan->sources[i]);
	}
}
