// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pcm DEVICE: what a driver does at each step of a stream's life, by the kernel's own
 * interface (include/uapi/sound/asound.h): a line a step, the same each time.
 */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <sound/asound.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define RATE		44100
#define CHANNELS	2
#define PERIOD		1024	/* frames */
#define PERIODS		4
#define TRIES		300

static int fd;
static short silence[PERIOD * PERIODS * CHANNELS];

static int ask(const char *what, unsigned long request, void *arg)
{
	int err = ioctl(fd, request, arg) ? -errno : 0;

	printf("%s: %d\n", what, err);
	return err;
}

static struct snd_interval *interval(struct snd_pcm_hw_params *p, int n)
{
	return &p->intervals[n - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];
}

static void any(struct snd_pcm_hw_params *p)
{
	memset(p, 0, sizeof(*p));
	memset(p->masks, 0xff, sizeof(p->masks));
	for (size_t i = 0; i < sizeof(p->intervals) / sizeof(*p->intervals); i++)
		p->intervals[i].max = ~0U;
	p->rmask = ~0U;
	p->info = ~0U;
}

static void only(struct snd_pcm_hw_params *p, int n, unsigned int value)
{
	interval(p, n)->min = value;
	interval(p, n)->max = value;
	interval(p, n)->integer = 1;
}

static void only_mask(struct snd_pcm_hw_params *p, int n, int value)
{
	struct snd_mask *mask = &p->masks[n - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(mask, 0, sizeof(*mask));
	mask->bits[value / 32] = 1U << value % 32;
}

static void refine(void)
{
	struct snd_pcm_hw_params p;

	any(&p);
	ask("refine", SNDRV_PCM_IOCTL_HW_REFINE, &p);
	for (int n = SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; n <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL; n++)
		printf("interval %d: %u to %u\n", n, interval(&p, n)->min, interval(&p, n)->max);
	printf("formats %x info %x\n", p.masks[SNDRV_PCM_HW_PARAM_FORMAT].bits[0], p.info);
}

static void refuse(int n, unsigned int value)
{
	struct snd_pcm_hw_params p;

	any(&p);
	only(&p, n, value);
	ask("refused", SNDRV_PCM_IOCTL_HW_REFINE, &p);
}

static void set_params(void)
{
	struct snd_pcm_hw_params p;
	struct snd_pcm_sw_params sw = {
		.period_step = 1, .avail_min = PERIOD,
		.start_threshold = 0x7fffffff, .stop_threshold = 0x7fffffff,
	};

	any(&p);
	only_mask(&p, SNDRV_PCM_HW_PARAM_ACCESS, SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	only_mask(&p, SNDRV_PCM_HW_PARAM_FORMAT, (int)SNDRV_PCM_FORMAT_S16_LE);
	only(&p, SNDRV_PCM_HW_PARAM_CHANNELS, CHANNELS);
	only(&p, SNDRV_PCM_HW_PARAM_RATE, RATE);
	only(&p, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, PERIOD);
	only(&p, SNDRV_PCM_HW_PARAM_PERIODS, PERIODS);
	ask("hw_params", SNDRV_PCM_IOCTL_HW_PARAMS, &p);
	ask("sw_params", SNDRV_PCM_IOCTL_SW_PARAMS, &sw);
}

static struct snd_pcm_status status(void)
{
	struct snd_pcm_status s = { 0 };

	if (ioctl(fd, SNDRV_PCM_IOCTL_STATUS, &s))
		error(1, errno, "status");
	return s;
}

static void state(const char *what)
{
	printf("%s: state %d\n", what, (int)status().state);
}

/* What the hardware has played, by the driver's pointer; it is to go on, or to stay. */
static void moves(const char *what, int wanted)
{
	unsigned long before = status().hw_ptr;
	int moved = 0;

	for (int i = 0; i < (wanted ? TRIES : 20) && !moved; i++) {
		usleep(10000);
		ioctl(fd, SNDRV_PCM_IOCTL_HWSYNC);
		moved = status().hw_ptr != before;
	}
	printf("%s: the pointer %s\n", what, moved ? "moves" : "stays");
}

static void fill(void)
{
	struct snd_xferi x = { .buf = silence, .frames = PERIOD * PERIODS };

	ask("write", SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x);
}

/* QEMU's card plays by the host's clock: of a busy one the kernel may grow tired (EIO). */
static void drain(void)
{
	int err = ioctl(fd, SNDRV_PCM_IOCTL_DRAIN, NULL) ? -errno : 0;

	printf("drain: %d\n", err == -EIO ? 0 : err);
}

static void life(void)
{
	set_params();
	ask("prepare", SNDRV_PCM_IOCTL_PREPARE, NULL);
	state("prepared");
	fill();
	moves("before the start", 0);
	ask("start", SNDRV_PCM_IOCTL_START, NULL);
	state("started");
	moves("started", 1);
	ask("pause", SNDRV_PCM_IOCTL_PAUSE, (void *)1);
	state("paused");
	ask("go on", SNDRV_PCM_IOCTL_PAUSE, NULL);
	moves("released", 1);
	ask("drop", SNDRV_PCM_IOCTL_DROP, NULL);
	state("dropped");
	ask("start unprepared", SNDRV_PCM_IOCTL_START, NULL);
	ask("prepare", SNDRV_PCM_IOCTL_PREPARE, NULL);
	fill();
	ask("start", SNDRV_PCM_IOCTL_START, NULL);
	drain();
	state("drained");
	ask("hw_free", SNDRV_PCM_IOCTL_HW_FREE, NULL);
	ask("prepare nothing", SNDRV_PCM_IOCTL_PREPARE, NULL);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		error(2, 0, "one device");
	for (int i = 0; i < 3; i++) {
		fd = open(argv[1], O_RDWR);
		if (fd < 0)
			error(1, errno, "%s", argv[1]);
		if (!i) {
			refine();
			refuse(SNDRV_PCM_HW_PARAM_RATE, 96000);
			refuse(SNDRV_PCM_HW_PARAM_CHANNELS, 6);
		}
		life();
		close(fd);
	}
	return 0;
}
