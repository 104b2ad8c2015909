// SPDX-License-Identifier: GPL-2.0
/*
 * The arena: one inode per channel, on a file system of its own, so that its
 * mappings can be zapped without meeting strangers. Pages come by page fault,
 * as bare page frames: nobody can keep one beyond the object's end. That is
 * why get_user_pages() finds nothing here, and why debuggers are served by
 * ->access. What is mapped where is said in cleave/wire.h.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/pseudo_fs.h>
#include <linux/vmalloc.h>
#include "compat.h"
#include "runtime.h"

#define MAGIC		0x636c6561
#define AROUND		3	/* slots on either side of one that is touched */
#define SLOT_SIZE	(1UL << CLEAVE_SLOT_SHIFT)

static struct vfsmount *mount;
static int mounted;

static int init_fs(struct fs_context *fc)
{
	return init_pseudo(fc, MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type fs_type = {
	.name = "cleave",
	.owner = THIS_MODULE,
	.init_fs_context = init_fs,
	.kill_sb = kill_anon_super,
};

/* ---- pages ---------------------------------------------------------------------- */

/* The object that shows at @at, and where in it; NULL for none. Needs ->arena. */
static struct cleave_object *shown(struct cleave_channel *ch, u64 at, size_t *off)
{
	struct cleave_object *o = xa_load(&ch->slots, at >> CLEAVE_SLOT_SHIFT);

	if (o)
		*off = at - ((u64)o->slot << CLEAVE_SLOT_SHIFT);
	return o;
}

/* Memory shared with the user half at @at, or NULL; *@left: bytes up to its end. */
static void *memory(struct cleave_channel *ch, u64 at, size_t *left)
{
	struct cleave_object *o;
	size_t off, size;
	void *p;

	if (at >= CLEAVE_DATA_OFFSET) {
		p = ch->data;
		size = ch->data_size;
		off = at - CLEAVE_DATA_OFFSET;
	} else {
		o = shown(ch, at, &off);
		if (!o || o->memory == CLEAVE_MMIO)	/* ports have no slot */
			return NULL;
		p = o->layout ? o->area : (void *)((uintptr_t)o->base & PAGE_MASK);
		size = o->layout ? o->area_size : PAGE_ALIGN(offset_in_page(o->base) + o->size);
	}
	if (!p || off >= size)
		return NULL;
	*left = size - off;
	return p + off;
}

/* Page frame at @at, or 0. */
static unsigned long page_frame(struct cleave_channel *ch, u64 at, bool *device)
{
	struct cleave_object *o;
	size_t off;
	void *p;

	p = memory(ch, at, &off);
	if (p)
		return is_vmalloc_addr(p) ? vmalloc_to_pfn(p) : PHYS_PFN(virt_to_phys(p));
	o = at < CLEAVE_DATA_OFFSET ? shown(ch, at, &off) : NULL;
	if (!o || o->memory != CLEAVE_MMIO || off >= offset_in_page(o->phys) + o->size)
		return 0;
	*device = true;
	return PHYS_PFN(o->phys) + (off >> PAGE_SHIFT);
}

static void note_seen(struct cleave_channel *ch, u64 at)
{
	size_t off;
	struct cleave_object *o = shown(ch, at, &off);

	if (o && !READ_ONCE(o->seen))
		WRITE_ONCE(o->seen, true);
}

/* Let the page at @at be seen at @address; needs ->arena. */
static vm_fault_t map_page(struct vm_area_struct *vma, unsigned long address, u64 at)
{
	struct cleave_channel *ch = vma->vm_file->private_data;
	pgprot_t prot = vma->vm_page_prot;
	bool device = false;
	unsigned long pfn = page_frame(ch, at, &device);

	if (!pfn)
		return VM_FAULT_SIGBUS;
	note_seen(ch, at);
	if (device)
		prot = pgprot_noncached(prot);
	return vmf_insert_pfn_prot(vma, address, pfn, prot);
}

/* The first page of the object that shows in a slot, if none of it has been touched yet. */
static void map_new(struct vm_area_struct *vma, unsigned long address)
{
	u64 at = (u64)linear_page_index(vma, address) << PAGE_SHIFT;
	struct cleave_object *o;
	size_t off;

	o = shown(vma->vm_file->private_data, at, &off);
	if (o && !READ_ONCE(o->seen))
		map_page(vma, address, at);
}

/*
 * What is made for a call lies in slots one after the other, and is used by that call: a fault
 * for each would cost more. But no page table is made for it.
 */
static void map_around(struct vm_fault *vmf)
{
	unsigned long table = vmf->address & PMD_MASK, address;
	unsigned long slot = vmf->address & ~(SLOT_SIZE - 1);
	int n;

	for (n = -AROUND; n <= AROUND; n++) {
		address = slot + n * SLOT_SIZE;
		if ((address & PMD_MASK) == table && address >= vmf->vma->vm_start &&
		    address < vmf->vma->vm_end)
			map_new(vmf->vma, address);
	}
}

static vm_fault_t arena_fault(struct vm_fault *vmf)
{
	struct cleave_channel *ch = vmf->vma->vm_file->private_data;
	vm_fault_t ret;

	down_read(&ch->arena);
	ret = map_page(vmf->vma, vmf->address, (u64)vmf->pgoff << PAGE_SHIFT);
	if (ret == VM_FAULT_NOPAGE && vmf->pgoff < CLEAVE_DATA_OFFSET >> PAGE_SHIFT)
		map_around(vmf);
	up_read(&ch->arena);
	return ret;
}

/* For debuggers; device memory is not theirs to read. */
static int arena_access(struct vm_area_struct *vma, unsigned long addr, void *buf, int len,
			int write)
{
	struct cleave_channel *ch = vma->vm_file->private_data;
	u64 at = ((u64)vma->vm_pgoff << PAGE_SHIFT) + (addr - vma->vm_start);
	size_t left;
	void *p;

	down_read(&ch->arena);
	p = memory(ch, at, &left);
	if (p) {
		note_seen(ch, at);
		len = min_t(size_t, len, left);
		memcpy(write ? p : buf, write ? buf : p, len);
	}
	up_read(&ch->arena);
	return p ? len : -EFAULT;
}

static const struct vm_operations_struct arena_vm_ops = {
	.fault = arena_fault,
	.access = arena_access,
};

static int arena_mmap(struct file *file, struct vm_area_struct *vma)
{
	u64 from = (u64)vma->vm_pgoff << PAGE_SHIFT;
	u64 end = from + (vma->vm_end - vma->vm_start);

	if (!(vma->vm_flags & VM_SHARED) || vma->vm_flags & VM_EXEC)
		return -EINVAL;
	if (end < from || end > CLEAVE_DATA_OFFSET + CLEAVE_DATA_MAX)
		return -EINVAL;
	vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTEXPAND | VM_DONTDUMP | VM_DONTCOPY);
	vm_flags_clear(vma, VM_MAYEXEC);
	vma->vm_ops = &arena_vm_ops;
	return 0;
}

static int arena_release(struct inode *inode, struct file *file)
{
	cleave_channel_put(file->private_data);
	return 0;
}

static const struct file_operations arena_fops = {
	.owner = THIS_MODULE,
	.mmap = arena_mmap,
	.release = arena_release,
	.llseek = noop_llseek,
};

/* ---- files ----------------------------------------------------------------------- */

int cleave_arena_init(struct cleave_channel *ch)
{
	int err = simple_pin_fs(&fs_type, &mount, &mounted);

	if (err)
		return err;
	ch->inode = alloc_anon_inode(mount->mnt_sb);
	if (!IS_ERR(ch->inode))
		return 0;
	err = PTR_ERR(ch->inode);
	ch->inode = NULL;
	simple_release_fs(&mount, &mounted);
	return err;
}

void cleave_arena_free(struct cleave_channel *ch)
{
	if (!ch->inode)
		return;
	iput(ch->inode);
	simple_release_fs(&mount, &mounted);
}

struct file *cleave_arena_file(struct cleave_channel *ch)
{
	struct file *file;

	/* The file pins cleave.ko, not the half; fput() lets go of it. */
	if (!try_module_get(THIS_MODULE))
		return ERR_PTR(-ENODEV);
	ihold(ch->inode);
	file = alloc_file_pseudo(ch->inode, mount, "cleave", O_RDWR, &arena_fops);
	if (IS_ERR(file)) {
		iput(ch->inode);
		module_put(THIS_MODULE);
		return file;
	}
	kref_get(&ch->ref);
	file->private_data = ch;
	return file;
}

void cleave_arena_zap(struct cleave_channel *ch, u32 slot, u32 nr)
{
	if (nr)
		unmap_mapping_range(ch->inode->i_mapping, (loff_t)slot << CLEAVE_SLOT_SHIFT,
				    (loff_t)nr << CLEAVE_SLOT_SHIFT, 1);
}
