/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The thin boundary inside a user half: on the one side translation units
 * compiled with the kernel's headers (the driver's user view and its generated
 * stubs), on the other libcleave, compiled with the C library's. This header
 * is included by both and therefore includes nothing and uses only types of
 * the language.
 *
 * Undefined symbols of the kernel-header side are renamed by objcopy: FOO
 * becomes kapi_FOO, except those that start with "cleave_" or "kapi_".
 * kapi_FOO is either a generated downcall stub or a function of libcleave
 * (user/kapi_*.c). Both sides keep the stack aligned as the C ABI wants it, so
 * the kernel's -mpreferred-stack-boundary=3 is no flag for a user half.
 */
#ifndef CLEAVE_BOUNDARY_H
#define CLEAVE_BOUNDARY_H

#define CLEAVE_FRAME_ARGS	12	/* CLEAVE_MAX_ARGS */

/**
 * struct cleave_frame - a downcall being made, on the stub's stack
 *
 * Set by the functions below alone.
 */
struct cleave_frame {
	unsigned int id;
	unsigned int nargs;
	unsigned long long args[CLEAVE_FRAME_ARGS];
	void *buf[CLEAVE_FRAME_ARGS];
	unsigned int len[CLEAVE_FRAME_ARGS];
	unsigned char dir[CLEAVE_FRAME_ARGS];
};

#define CLEAVE_FRAME(nr)	{ .id = (nr) }

/** cleave_put_value() - append a scalar */
void cleave_put_value(struct cleave_frame *f, unsigned long long value);

/**
 * cleave_put_pointer() - append a pointer to something the kernel knows: in
 * the arena, or a function, table or global of this driver
 */
void cleave_put_pointer(struct cleave_frame *f, const void *p);

/**
 * cleave_put_buffer() - append a pointer to @len bytes
 * @dir: enum cleave_dir of cleave/wire.h (1: callee writes, 2: reads, 3: both)
 *
 * By reference if it is in the arena; else the bytes go in the message.
 */
void cleave_put_buffer(struct cleave_frame *f, const void *p, unsigned long len, int dir);

/** cleave_put_lent() - append a pointer to a buffer that the upcall being served was given */
void cleave_put_lent(struct cleave_frame *f, const void *p, int dir);

/** cleave_put_string() - append a string, by reference or copied */
void cleave_put_string(struct cleave_frame *f, const char *s);

#define CLEAVE_FORMAT_MAX	2048

/**
 * cleave_put_format() - append the text of a format, as a string
 * @text: place for CLEAVE_FORMAT_MAX bytes, until the downcall is made; a longer text is cut
 */
void cleave_put_format(struct cleave_frame *f, char *text, const char *format,
		       __builtin_va_list ap);

/**
 * cleave_down() - make the downcall and serve upcalls nested in it
 *
 * Return: what the kernel's function returned; pointers are addresses in this
 * process. Does not return when the session has ended.
 */
unsigned long long cleave_down(struct cleave_frame *f);

/**
 * cleave_down_text() - make a downcall of a function that returns text
 *
 * Return: a copy that is never freed, the same for the same text; or NULL.
 */
const char *cleave_down_text(struct cleave_frame *f);

/**
 * cleave_unreached() - a function of the other half was called; logs its name
 * and ends the process
 */
void cleave_unreached(const char *name) __attribute__((noreturn));

/**
 * struct cleave_served - an upcall being served
 * @args: its arguments; pointers are addresses in this process
 * @ret: set by the serving function
 */
struct cleave_served {
	unsigned long long args[CLEAVE_FRAME_ARGS];
	unsigned long long ret;
};

/**
 * struct cleave_serve - one function that the kernel half can call
 * @name: of the function
 * @run: generated: casts the arguments, calls the driver's function
 */
struct cleave_serve {
	const char *name;
	void (*run)(struct cleave_served *s);
};

/**
 * struct cleave_user_half - the user half's side of struct cleave_half
 * @name: the driver's module name
 * @build_id: as in the kernel half
 * @kernel: release of the kernel that it was built for
 * @ups: by upcall number
 * @downs: names, by downcall number
 * @symbols: address of every symbol, in the order of the kernel half's table;
 *	entries may be NULL
 * @symbol_names: their names
 */
struct cleave_user_half {
	const char *name;
	const char *build_id;
	const char *kernel;
	const struct cleave_serve *ups;
	const char *const *downs;
	const void *const *symbols;
	const char *const *symbol_names;
	unsigned int nr_ups;
	unsigned int nr_downs;
	unsigned int nr_symbols;
};

/** cleave_user_half - defined by the generated main file of the user half */
extern const struct cleave_user_half cleave_user_half;

/** cleave_hz - the kernel's HZ; defined by the generated main file; 250 otherwise */
extern const unsigned int cleave_hz;

/*
 * The driver's writable data is linked into one output section, cleave_data,
 * that starts and ends on a page: libcleave replaces it by a mapping that the
 * kernel half shares. (objcopy --rename-section of .data and .bss-turned-.data
 * does it; libcleave provides the marks around it.)
 */
extern char cleave_data_begin[];
extern char cleave_data_end[];

#endif /* CLEAVE_BOUNDARY_H */
