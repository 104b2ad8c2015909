// SPDX-License-Identifier: GPL-2.0
/*
 * For comparison, UIO: an interrupt (here made by software) is read from
 * /dev/uioN, and the process answers by write(), as drivers in user space do to
 * have it enabled again.
 */
#include <linux/platform_device.h>
#include <linux/uio_driver.h>
#include "bench.h"

#if IS_ENABLED(CONFIG_UIO)
static DECLARE_COMPLETION(answered);

static int bench_irqcontrol(struct uio_info *info, s32 on)
{
	complete(&answered);
	return 0;
}

static struct uio_info bench_info = {
	.name = CLEAVE_BENCH_NAME,
	.version = "1",
	.irq = UIO_IRQ_CUSTOM,
	.irqcontrol = bench_irqcontrol,
};

static int bench_uio_setup(u32 n)
{
	reinit_completion(&answered);
	return 0;
}

static int bench_uio(u32 n)
{
	uio_event_notify(&bench_info);
	return bench_wait(&answered);
}

const struct bench_op bench_op_uio = {
	.alone = true, .setup = bench_uio_setup, .once = bench_uio,
};

int bench_uio_init(struct platform_device *pdev)
{
	return uio_register_device(&pdev->dev, &bench_info);
}

void bench_uio_exit(void)
{
	uio_unregister_device(&bench_info);
}
#else
const struct bench_op bench_op_uio;

int bench_uio_init(struct platform_device *pdev)
{
	return 0;
}

void bench_uio_exit(void)
{
}
#endif
