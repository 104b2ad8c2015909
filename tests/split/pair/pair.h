/* SPDX-License-Identifier: GPL-2.0 */
/* A driver of two files that share a variable, a function each way, and an inline one. */
#ifndef PAIR_H
#define PAIR_H

struct pair_state {
	u32 probes;
	u32 interrupts;
};

extern struct pair_state pair_state;

int pair_hw_start(struct pci_dev *pdev);
void pair_hw_stop(struct pci_dev *pdev);

static inline bool pair_full(const struct pair_state *state)
{
	return state->probes >= PAIR_LIMIT;
}

#endif /* PAIR_H */
