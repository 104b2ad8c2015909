// SPDX-License-Identifier: GPL-2.0-or-later
/* Figures, drawn by gnuplot, as SVG and as PNG; the data goes to it by pipe. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bench.h"
#include "cmd.h"

#define MAX_CURVES	8

/**
 * struct figure - cost against a parameter
 * @curves: experiments, ends with NULL
 */
struct figure {
	const char *file;
	const char *title;
	const char *x;
	bool log;
	const char *curves[MAX_CURVES];
};

static const struct figure figures[] = {
	{ "nested", "An upcall with downcalls in it", "downcalls", false,
	  { "nested", "nested-anywhere" } },
	{ "payload", "An upcall that carries bytes", "payload (bytes)", true,
	  { "payload", "payload-back" } },
	{ "mirror", "An upcall beside shared words", "shared words (64 bits each)", false,
	  { "fields", "changed-kernel", "changed-user" } },
	{ "objects", "An upcall beside unchanged objects", "objects of 8 shared words", false,
	  { "objects" } },
	{ "workers", "Upcalls by several threads at once", "threads", false, { "workers" } },
	{ "burst", "Events posted at once", "events", false, { "burst" } },
};

bool plot__available(void)
{
	return !system("command -v gnuplot >/dev/null 2>&1");
}

static bool is_of(const json_t *row, const char *experiment)
{
	const char *name = json_string_value(json_object_get(row, "experiment"));

	return name && !strcmp(name, experiment);
}

static double real_of(const json_t *row, const char *key)
{
	return json_number_value(json_object_get(row, key));
}

static bool measured(const struct bench *b, const char *experiment)
{
	for (size_t i = 0; i < json_array_size(b->rows); i++)
		if (is_of(json_array_get(b->rows, i), experiment))
			return true;
	return false;
}

static const char *unit(const struct bench *b)
{
	return b->icount ? "instructions" : "nanoseconds";
}

static void start(FILE *g, const char *dir, const char *file, const char *kind)
{
	fprintf(g, "reset\nset terminal %s\nset output '%s/%s.%s'\n",
		!strcmp(kind, "svg") ? "svg size 720,480 font 'sans,12' background 'white'" :
				       "png size 1440,960 font 'sans,20' background 'white'",
		dir, file, kind);
	fputs("set grid\nset key top left\nset border 3\nset tics nomirror\n", g);
}

/* ---- cost against a parameter ------------------------------------------- */

static void define_curve(const struct bench *b, FILE *g, unsigned int number, const char *name)
{
	fprintf(g, "$curve%u << EOD\n", number);
	for (size_t i = 0; i < json_array_size(b->rows); i++) {
		const json_t *row = json_array_get(b->rows, i);

		if (is_of(row, name))
			fprintf(g, "%g %g %g\n", real_of(row, "point"), real_of(row, "ns"),
				real_of(row, "p99_ns"));
	}
	fputs("EOD\n", g);
}

static void draw_figure(const struct bench *b, FILE *g, const struct figure *f)
{
	const char *separator = "plot ";

	fprintf(g, "set title \"%s\"\nset xlabel \"%s\"\nset ylabel \"cost of one (%s)\"\n"
		"set yrange [0:*]\n", f->title, f->x, unit(b));
	if (f->log)
		fputs("set logscale x 2\n", g);
	for (unsigned int i = 0; f->curves[i]; i++)
		if (measured(b, f->curves[i]))
			define_curve(b, g, i, f->curves[i]);
	for (unsigned int i = 0; f->curves[i]; i++) {
		if (!measured(b, f->curves[i]))
			continue;
		fprintf(g, "%s$curve%u using %s:2 with linespoints lw 2 title \"%s\"", separator,
			i, f->log ? "($1 > 0 ? $1 : 8)" : "1", f->curves[i]);
		separator = ", ";
	}
	fputc('\n', g);
}

static bool any_measured(const struct bench *b, const struct figure *f)
{
	for (unsigned int i = 0; f->curves[i]; i++)
		if (measured(b, f->curves[i]))
			return true;
	return false;
}

/* ---- round trips beside each other -------------------------------------- */

static void draw_crossings(const struct bench *b, FILE *g)
{
	fputs("$bars << EOD\n", g);
	for (size_t i = 0; i < json_array_size(b->rows); i++) {
		const json_t *row = json_array_get(b->rows, i);

		if (!json_object_get(row, "point") && !json_object_get(row, "manner"))
			fprintf(g, "\"%s\" %g\n",
				json_string_value(json_object_get(row, "experiment")),
				real_of(row, "ns"));
	}
	fprintf(g, "EOD\nset title \"What crossings cost\"\nset ylabel \"one (%s)\"\n"
		"set style fill solid 0.6\nset boxwidth 0.7\nset yrange [0:*]\nunset key\n"
		"set xtics rotate by -40\nset rmargin 12\nset offsets 0.6, 0.6, graph 0.08, 0\n"
		"plot $bars using 0:2:xtic(1) with boxes, "
		"$bars using 0:2:(sprintf('%%.0f', $2)) with labels offset 0,0.7\n", unit(b));
}

/* ---- the delay of a mode switch ----------------------------------------- */

/* Half a round trip of this machine, in microseconds; negative if not measured. */
static double mode_switch(const struct bench *b, const char *manner)
{
	const char *name = !strcmp(manner, "ioctl") ? "ioctl" : "upcall";

	for (size_t i = 0; i < json_array_size(b->rows); i++) {
		const json_t *row = json_array_get(b->rows, i);

		if (is_of(row, name))
			return real_of(row, "ns") / 2000;
	}
	return -1;
}

static void define_delay(const struct bench *b, FILE *g, const char *manner)
{
	double real = mode_switch(b, manner);

	for (int want = 0; want < 2; want++) {
		fprintf(g, "$%s%d << EOD\n", manner, want);
		for (size_t i = 0; i < json_array_size(b->rows); i++) {
			const json_t *row = json_array_get(b->rows, i);
			const char *of = json_string_value(json_object_get(row, "manner"));

			if (!of || strcmp(of, manner) ||
			    json_is_true(json_object_get(row, "real")) != want)
				continue;
			if (!want || real >= 0)
				fprintf(g, "%g %g %g\n", want ? real : real_of(row, "delay_us"),
					real_of(row, "packets_per_second") / 1000,
					real_of(row, "cpu_percent"));
		}
		fputs("EOD\n", g);
	}
}

static void plot_delay(FILE *g, unsigned int column, bool marks)
{
	fprintf(g, "plot $netlink0 using 1:%u with linespoints lw 2 pt 4 lc 1 "
		"title 'queued, as over netlink (simulated)', "
		"$ioctl0 using 1:%u with linespoints lw 2 pt 6 lc 2 "
		"title 'blocking, as by ioctl (simulated)'", column, column);
	if (marks)
		fprintf(g, ", $netlink1 using 1:%u with points pt 5 ps 2 lc 1 "
			"title 'netlink, real crossing of this machine', "
			"$ioctl1 using 1:%u with points pt 7 ps 2 lc 2 "
			"title 'ioctl, real crossing of this machine'", column, column);
	fputc('\n', g);
}

static void draw_delay(const struct bench *b, FILE *g)
{
	bool marks = mode_switch(b, "netlink") >= 0 && mode_switch(b, "ioctl") >= 0;

	define_delay(b, g, "netlink");
	define_delay(b, g, "ioctl");
	fputs("set multiplot layout 2,1\nset xrange [-1:*]\nset yrange [0:*]\n"
	      "set xlabel 'time of one mode switch (microseconds)'\n"
	      "set key bottom left\n"
	      "set ylabel 'throughput (1000 packets/s)'\n", g);
	plot_delay(g, 2, marks);
	fputs("set key bottom right\nset yrange [0:105]\nset ylabel 'processor utilisation (%)'\n",
	      g);
	plot_delay(g, 3, marks);
	fputs("unset multiplot\n", g);
}

static void draw_rates(const struct bench *b, FILE *g)
{
	fputs("$rates << EOD\n", g);
	for (size_t i = 0; i < json_array_size(b->rows); i++) {
		const json_t *row = json_array_get(b->rows, i);
		double posted = real_of(row, "posted");

		if (is_of(row, "event-rate") && posted > 0)
			fprintf(g, "%g %g %g %g\n", real_of(row, "point"),
				100 * real_of(row, "handled") / posted,
				100 * real_of(row, "coalesced") / posted,
				100 * real_of(row, "dropped") / posted);
	}
	fputs("EOD\nset title 'Events from interrupt context'\nset logscale x\n"
	      "set xlabel 'rate (events/s)'\nset ylabel 'share of the events posted (%)'\n"
	      "set yrange [0:105]\nset key center left\n"
	      "plot $rates using 1:2 with linespoints lw 2 title 'handled', "
	      "$rates using 1:3 with linespoints lw 2 title 'coalesced', "
	      "$rates using 1:4 with linespoints lw 2 title 'dropped'\n", g);
}

static void draw_kind(const struct bench *b, FILE *g, const char *dir, const char *kind)
{
	for (size_t i = 0; i < sizeof(figures) / sizeof(*figures); i++) {
		if (!any_measured(b, &figures[i]))
			continue;
		start(g, dir, figures[i].file, kind);
		draw_figure(b, g, &figures[i]);
	}
	if (measured(b, "upcall")) {
		start(g, dir, "crossings", kind);
		draw_crossings(b, g);
	}
	if (measured(b, "delay")) {
		start(g, dir, "delay", kind);
		draw_delay(b, g);
	}
	if (measured(b, "event-rate")) {
		start(g, dir, "event-rate", kind);
		draw_rates(b, g);
	}
}

int plot__all(const struct bench *b, const char *dir)
{
	FILE *g = popen("gnuplot", "we");

	if (!g) {
		cmd__fail("gnuplot cannot be run: %s", strerror(errno));
		return -errno;
	}
	draw_kind(b, g, dir, "svg");
	draw_kind(b, g, dir, "png");
	if (!pclose(g))
		return 0;
	cmd__fail("gnuplot failed; the figures in %s are not complete", dir);
	return -EIO;
}
