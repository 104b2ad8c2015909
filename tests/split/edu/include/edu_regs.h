/* SPDX-License-Identifier: GPL-2.0 */
/* QEMU's teaching device: docs/specs/edu.txt there. */
#ifndef EDU_REGS_H
#define EDU_REGS_H

#define EDU_ID			0x00	/* 0xRRrr00ed */
#define EDU_LIVE		0x04	/* reads as the inverse of what was written */
#define EDU_FACTORIAL		0x08
#define EDU_STATUS		0x20
#define  EDU_COMPUTING		0x01
#define  EDU_RAISE		0x80	/* an interrupt when it has been computed */
#define EDU_IRQ_STATUS		0x24
#define EDU_IRQ_RAISE		0x60
#define  EDU_MARK		0x100	/* what interrupts that tell of a mark are raised with */
#define  EDU_MARKS		1000
#define EDU_IRQ_ACK		0x64

#endif /* EDU_REGS_H */
