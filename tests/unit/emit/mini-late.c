// SPDX-License-Identifier: GPL-2.0
/* Of the driver in mini.c, which includes it between two functions. */
#include <linux/firmware.h>

static void mini_close(struct mini *mini)
{
	mini_silence(mini);
	free_irq(mini->pdev->irq, mini);
}
