// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tones, as samples of 16 bits, two channels, 44100 a second.
 *
 *	tone make HZ SECONDS		to standard output
 *	tone find HZ FILE FROM		in what is behind byte FROM of FILE: prints how many
 *					tenths of a second it lasts, silence around it left out,
 *					and how many percent of its power are at HZ
 *
 * The power at one frequency is Goertzel's, of blocks of a tenth of a second; what is
 * printed is the median, so that a gap where the machine was too slow spoils no more
 * than the block it is in.
 */
#include <errno.h>
#include <error.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE		44100
#define BLOCK		(RATE / 10)
#define AMPLITUDE	12000
#define PI		3.14159265358979323846

static void make(double hz, double seconds)
{
	long nr = lround(seconds * RATE);

	for (long i = 0; i < nr; i++) {
		int16_t value = (int16_t)lround(AMPLITUDE * sin(2 * PI * hz * (double)i / RATE));
		int16_t frame[2] = { value, value };

		if (fwrite(frame, sizeof(frame), 1, stdout) != 1)
			error(1, errno, "standard output");
	}
}

/* The left channel of a file from a byte on; *@nr samples. */
static double *load(const char *path, long from, long *nr)
{
	FILE *file = fopen(path, "rb");
	double *samples = NULL;
	int16_t frame[2];
	long room = 0;

	if (!file || fseek(file, from, SEEK_SET))
		error(1, errno, "%s", path);
	for (*nr = 0; fread(frame, sizeof(frame), 1, file) == 1; ++*nr) {
		if (*nr == room) {
			room = 2 * room + BLOCK;
			samples = realloc(samples, (size_t)room * sizeof(*samples));
			if (!samples)
				error(1, errno, "%s", path);
		}
		samples[*nr] = frame[0];
	}
	fclose(file);
	return samples;
}

/* Which share of the power of a block is at @hz: 0 to 1. */
static double share(const double *x, double hz)
{
	double w = 2 * cos(2 * PI * hz / RATE), s1 = 0, s2 = 0, energy = 0;

	for (int i = 0; i < BLOCK; i++) {
		double s = x[i] + w * s1 - s2;

		s2 = s1;
		s1 = s;
		energy += x[i] * x[i];
	}
	return energy > 0 ? 2 * (s1 * s1 + s2 * s2 - w * s1 * s2) / (BLOCK * energy) : 0;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void find(double hz, const char *path, long from)
{
	long nr, first = 0, blocks;
	double *x = load(path, from, &nr), *shares;

	while (nr && !x[nr - 1])
		nr--;
	while (first < nr && !x[first])
		first++;
	blocks = (nr - first) / BLOCK;
	shares = calloc((size_t)blocks + 1, sizeof(*shares));
	if (!shares)
		error(1, errno, "%s", path);
	for (long i = 0; i < blocks; i++)
		shares[i] = share(x + first + i * BLOCK, hz);
	qsort(shares, (size_t)blocks, sizeof(*shares), by_size);
	printf("%ld %ld\n", blocks, lround(100 * shares[blocks / 2]));
	free(shares);
	free(x);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "make"))
		make(atof(argv[2]), atof(argv[3]));
	else if (argc == 5 && !strcmp(argv[1], "find"))
		find(atof(argv[2]), argv[3], atol(argv[4]));
	else
		error(2, 0, "make HZ SECONDS | find HZ FILE FROM");
	return 0;
}
