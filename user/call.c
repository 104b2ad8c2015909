// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Upcalls and downcalls. A downcall is put together in the stub's frame, sent,
 * and answered on the same worker; upcalls that arrive before the answer are
 * nested in it and served there. Payloads are used in place: blobs of an
 * upcall are the driver's memory until the upcall is answered.
 */
#include "format.h"
#include "libcleave.h"

#include <stdio.h>
#include <string.h>

bool cleave_verbose;

bool cleave_in_arena(const void *p)
{
	return (uintptr_t)p - CLEAVE_ARENA_BASE < CLEAVE_ARENA_SIZE;
}

static void trace(const char *what, const char *name, unsigned long long value)
{
	unsigned int depth = cleave_worker ? cleave_worker->depth : 0;

	fprintf(stderr, "%*s%s %s %#llx\n", depth * 2, "", what, name, value);
}

static const char *down_name(unsigned int id)
{
	if (id == CLEAVE_DOWN_LOG)
		return "log";
	if (id == CLEAVE_DOWN_PORT)
		return "port";
	if (id == CLEAVE_DOWN_DELAY)
		return "delay";
	if (id == CLEAVE_DOWN_SLEEP)
		return "sleep";
	return id < cleave_user_half.nr_downs ? cleave_user_half.downs[id] : "?";
}

/* ---- downcalls ---------------------------------------------------------- */

static unsigned int append(struct cleave_frame *f, unsigned long long word)
{
	if (f->nargs == CLEAVE_FRAME_ARGS)
		cleave_die("downcall %s has too many arguments", down_name(f->id));
	f->args[f->nargs] = word;
	f->dir[f->nargs] = 0;
	return f->nargs++;
}

static void append_bytes(struct cleave_frame *f, const void *p, unsigned long len, int dir)
{
	unsigned int i = append(f, CLEAVE_WORD_BLOB);

	if (len > CLEAVE_MAX_PAYLOAD)
		cleave_die("downcall %s: %lu bytes do not fit into a message", down_name(f->id),
			   len);
	f->buf[i] = (void *)p;
	f->len[i] = (unsigned int)len;
	f->dir[i] = (unsigned char)dir;
}

/* A word says it: nothing, memory of the kernel, or a pointer only it knows. */
static bool by_reference(const void *p)
{
	return !p || cleave_in_arena(p) || (uintptr_t)p - CLEAVE_PORTS_BASE < CLEAVE_NR_PORTS ||
	       (uintptr_t)p >> 48;
}

void cleave_put_value(struct cleave_frame *f, unsigned long long value)
{
	append(f, value);
}

void cleave_put_pointer(struct cleave_frame *f, const void *p)
{
	append(f, (uintptr_t)p);
}

void cleave_put_buffer(struct cleave_frame *f, const void *p, unsigned long len, int dir)
{
	if (by_reference(p))
		append(f, (uintptr_t)p);
	else
		append_bytes(f, p, len, dir);
}

void cleave_put_lent(struct cleave_frame *f, const void *p, int dir)
{
	const struct cleave_dec *d = cleave_worker ? cleave_worker->lent : NULL;

	for (unsigned int i = 0; d && i < d->msg->nargs; i++)
		if (d->blobs[i] && cleave_blob_data(d->blobs[i]) == p) {
			append_bytes(f, p, d->blobs[i]->len, dir);
			return;
		}
	if (p)
		cleave_die("downcall %s: its buffer is none of the upcall's", down_name(f->id));
	append(f, 0);
}

void cleave_put_string(struct cleave_frame *f, const char *s)
{
	if (by_reference(s))
		append(f, (uintptr_t)s);
	else
		append_bytes(f, s, strlen(s) + 1, CLEAVE_TO_KERNEL);
}

void cleave_put_format(struct cleave_frame *f, char *text, const char *format,
		       __builtin_va_list ap)
{
	cleave_vformat(text, CLEAVE_FORMAT_MAX, format, ap);
	cleave_put_string(f, text);
}

static void send_downcall(struct worker *w, const struct cleave_frame *f)
{
	struct cleave_enc e;
	__u64 *words;

	cleave_enc_start(&e, worker_payload(w), CLEAVE_MAX_PAYLOAD, CLEAVE_OP_DOWNCALL, f->id,
			 w->depth);
	words = cleave_enc_words(&e, (__u16)f->nargs);
	for (unsigned int i = 0; words && i < f->nargs; i++)
		words[i] = f->args[i];
	for (unsigned int i = 0; i < f->nargs; i++) {
		void *to = f->dir[i] ? cleave_enc_blob(&e, i, f->dir[i], f->len[i]) : NULL;

		/* Also what the callee only writes: it may write less. */
		if (to)
			memcpy(to, f->buf[i], f->len[i]);
	}
	cleave_crossed();
	worker_send(w, &e);
}

static unsigned long long take_answer(const struct cleave_frame *f, const struct cleave_dec *d)
{
	if (d->msg->err)
		cleave_die("downcall %s was refused: %s", down_name(f->id),
			   strerror(-d->msg->err));
	for (unsigned int i = 0; i < d->msg->nargs; i++) {
		if (!d->blobs[i])
			continue;
		if (i >= f->nargs || !(f->dir[i] & CLEAVE_TO_USER) ||
		    d->blobs[i]->len != f->len[i])
			cleave_die("downcall %s: unexpected bytes for argument %u",
				   down_name(f->id), i);
		memcpy(f->buf[i], cleave_blob_data(d->blobs[i]), f->len[i]);
	}
	return d->msg->ret;
}

static void serve(struct worker *w, struct cleave_dec *d);

unsigned long long cleave_down(struct cleave_frame *f)
{
	struct worker *w = cleave_worker;
	unsigned long long ret;
	struct cleave_dec d;

	if (!w)
		cleave_die("downcall %s outside of an upcall", down_name(f->id));
	if (cleave_verbose)
		trace("> down", down_name(f->id), f->nargs ? f->args[0] : 0);
	send_downcall(w, f);
	for (;;) {
		worker_recv(w, &d);
		if (d.msg->op == CLEAVE_OP_DOWNRET)
			break;
		serve(w, &d);
	}
	ret = take_answer(f, &d);
	cleave_jiffies_update();
	if (cleave_verbose)
		trace("< down", down_name(f->id), ret);
	return ret;
}

void cleave_unreached(const char *name)
{
	cleave_die("%s belongs to the kernel half; it was called in the user half", name);
}

/* ---- upcalls ------------------------------------------------------------ */

static void run(struct worker *w, unsigned int id, struct cleave_served *s)
{
	const struct cleave_serve *up;

	if (id >= cleave_user_half.nr_ups)
		cleave_die("upcall %u is not known", id);
	up = &cleave_user_half.ups[id];
	if (cleave_verbose)
		trace("> up", up->name, s->args[0]);
	w->serving[w->depth++] = up->name;
	up->run(s);
	cleave_log_flush();
	w->depth--;
	if (cleave_verbose)
		trace("< up", up->name, s->ret);
}

static void serve_upcall(struct worker *w, const struct cleave_dec *d)
{
	const struct cleave_dec *outer = w->lent;
	struct cleave_served s;
	bool bytes_back = false;
	struct cleave_enc e;
	unsigned int i;
	__u64 *words;

	s.ret = 0;
	s.args[0] = 0;
	for (i = 0; i < d->msg->nargs; i++) {
		struct cleave_blob *b = d->blobs[i];

		s.args[i] = b ? (uintptr_t)cleave_blob_data(b) : d->args[i];
		bytes_back |= b && b->dir & CLEAVE_TO_KERNEL;
	}
	w->lent = d;
	run(w, d->msg->id, &s);
	w->lent = outer;

	cleave_enc_start(&e, worker_payload(w), CLEAVE_MAX_PAYLOAD, CLEAVE_OP_UPRET, d->msg->id,
			 d->msg->depth);
	((struct cleave_msg *)e.buf)->ret = s.ret;
	words = cleave_enc_words(&e, bytes_back ? d->msg->nargs : 0);
	for (i = 0; words && bytes_back && i < d->msg->nargs; i++)
		words[i] = 0;
	for (i = 0; bytes_back && i < d->msg->nargs; i++) {
		struct cleave_blob *b = d->blobs[i];
		void *to;

		if (!b || !(b->dir & CLEAVE_TO_KERNEL))
			continue;
		to = cleave_enc_blob(&e, i, b->dir, b->len);
		if (to)
			memcpy(to, cleave_blob_data(b), b->len);
	}
	cleave_crossed();
	worker_send(w, &e);
}

static void serve_events(struct worker *w, const struct cleave_dec *d)
{
	const struct cleave_event *event;
	struct cleave_enc e;
	unsigned int nr;

	if (!d->msg->nargs || !d->blobs[0])
		cleave_die("events without a list");
	event = cleave_blob_data(d->blobs[0]);
	nr = d->blobs[0]->len / sizeof(*event);
	for (unsigned int i = 0; i < nr; i++) {
		struct cleave_served s = { .args = { event[i].arg } };

		run(w, event[i].id, &s);
	}
	cleave_enc_start(&e, worker_payload(w), CLEAVE_MAX_PAYLOAD, CLEAVE_OP_UPRET, d->msg->id,
			 d->msg->depth);
	cleave_crossed();
	worker_send(w, &e);
}

static void serve(struct worker *w, struct cleave_dec *d)
{
	if (w->depth == CLEAVE_MAX_DEPTH)
		cleave_die("upcalls nested too deeply");
	cleave_jiffies_from_kernel(d->msg->ret);
	if (d->msg->op == CLEAVE_OP_UPCALL)
		serve_upcall(w, d);
	else if (d->msg->op == CLEAVE_OP_EVENTS)
		serve_events(w, d);
	else
		cleave_die("unexpected operation %u", d->msg->op);
}

void cleave_serve_one(struct worker *w)
{
	struct cleave_dec d;

	worker_recv(w, &d);
	serve(w, &d);
}
