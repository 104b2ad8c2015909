// SPDX-License-Identifier: GPL-2.0
/*
 * Debuggers. Who sits at a breakpoint in a user half takes longer than a user
 * half may: while one is attached, no time is over but that of a killed caller.
 *
 * A user half must not arrange that for itself. So it is a debugger's privilege
 * that counts, as it was when the debugger attached; a process that asks to be
 * traced gives its own.
 */
#include <linux/cred.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/user_namespace.h>
#include "runtime.h"

/* Needs rcu_read_lock(). */
static bool is_traced(const struct task_struct *task)
{
	const struct cred *tracer = rcu_dereference(task->ptracer_cred);

	return tracer && tracer->user_ns == &init_user_ns &&
	       cap_raised(tracer->cap_effective, CAP_SYS_PTRACE);
}

/* A debugger may follow some threads only. */
static bool any_traced(struct pid *process)
{
	struct task_struct *leader, *task;
	bool found = false;

	rcu_read_lock();
	leader = pid_task(process, PIDTYPE_TGID);
	if (leader) {
		for_each_thread(leader, task)
			found |= is_traced(task);
	}
	rcu_read_unlock();
	return found;
}

bool cleave_debugged(struct cleave_channel *ch)
{
	struct cleave_session *s;
	bool found;

	spin_lock(&cleave_lock);
	s = ch->session;
	found = s && !s->dead && any_traced(s->process);
	spin_unlock(&cleave_lock);
	return found;
}
