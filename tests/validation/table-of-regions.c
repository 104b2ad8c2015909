// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct bus_device *bdev;
	void __iomem *regs;
	void __iomem *more;
	void __iomem *const *all;
	void __iomem *lost;
};

void *devm_zalloc(struct device *dev, size_t size);
void __iomem *const *bus_map_table(struct bus_device *bdev);

/* Stays for what it calls. */
static int probe(struct bus_device *bdev)
{
	struct own *own = devm_zalloc(&bdev->dev, sizeof(*own));
	void __iomem *const *table;

	if (!own)
		return -12;
	table = bus_map_table(bdev);
	if (!table)
		return -12;
	own->regs = bus_map_table(bdev)[0];
	own->more = table[2];
	own->all = table;
	bdev->dev.driver_data = own;
	return mystery(1);
}

static struct bus_driver driver = { .name = "own", .probe = probe };

struct bus_ops {
	int (*first)(struct bus_device *bdev);
	int (*second)(struct bus_device *bdev);
	int (*third)(struct bus_device *bdev);
	int (*fourth)(struct bus_device *bdev);
};

static int first(struct bus_device *bdev)
{
	struct own *own = bdev->dev.driver_data;

	return readl(own->regs + 4);
}

static int second(struct bus_device *bdev)
{
	struct own *own = bdev->dev.driver_data;

	return readl(own->more + 4);
}

/* A table of the kernel's, of which the user half knows nothing. */
static int third(struct bus_device *bdev)
{
	struct own *own = bdev->dev.driver_data;

	return readl(own->all[1]);
}

static int fourth(struct bus_device *bdev)
{
	struct own *own = bdev->dev.driver_data;

	own->regs = bus_map_table(bdev)[1];
	return readl(own->lost);
}

static const struct bus_ops ops = {
	.first = first, .second = second, .third = third, .fourth = fourth,
};

const struct bus_ops *mystery_ops(const struct bus_ops *ops);

static int init(void)
{
	bus_register(&driver);
	return mystery_ops(&ops) ? 0 : -19;
}
module_init(init)

/*
 * check-name: regions out of a table that the kernel half asks for
 * check-profile:
 *	slots:
 *	  bus_ops.first: {context: sleep}
 *	  bus_ops.second: {context: sleep}
 *	  bus_ops.third: {context: sleep}
 *	  bus_ops.fourth: {context: sleep}
 *	functions:
 *	  devm_zalloc: {args: [object, value], returns: {object: any, size: $1, managed: $0}}
 *	  bus_map_table: {policy: kernel, returns: {mmio: {table: "6", phys: "start($0, cleave_nr)", size: "length($0, cleave_nr)"}}}
 * check-has: kernel probe
 * check-has: native bus_map_table
 * check-has: user first
 * check-has: user second
 * check-has: field own.regs pointer to-user region
 * check-has: field own.more pointer to-user region
 * check-has: kernel third: follows a pointer of which it is not known where it comes from
 * check-has: kernel fourth: calls bus_map_table, which must run in the kernel
 */
