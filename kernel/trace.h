/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints: every crossing, with what it took. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM cleave

#if !defined(CLEAVE_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define CLEAVE_TRACE_H

#include <linux/tracepoint.h>
#include "compat.h"
#include "runtime.h"

#define CLEAVE_TRACE_ARGS	6

DECLARE_EVENT_CLASS(cleave_begin,
	TP_PROTO(const struct cleave_channel *ch, const char *function,
		 const struct cleave_call *call, u32 depth),
	TP_ARGS(ch, function, call, depth),
	TP_STRUCT__entry(
		__string(channel, ch->name)
		__string(function, function)
		__field(u32, id)
		__field(u32, depth)
		__field(u32, nargs)
		__array(u64, args, CLEAVE_TRACE_ARGS)
	),
	TP_fast_assign(
		int i;

		cleave_assign_str(channel, ch->name);
		cleave_assign_str(function, function);
		__entry->id = call->id;
		__entry->depth = depth;
		__entry->nargs = call->nargs;
		for (i = 0; i < CLEAVE_TRACE_ARGS; i++)
			__entry->args[i] = i < call->nargs ? call->args[i].word : 0;
	),
	TP_printk("%s %u %s depth %u nargs %u (%llx %llx %llx %llx %llx %llx)",
		  __get_str(channel), __entry->id, __get_str(function), __entry->depth,
		  __entry->nargs, __entry->args[0], __entry->args[1], __entry->args[2],
		  __entry->args[3], __entry->args[4], __entry->args[5])
);

DECLARE_EVENT_CLASS(cleave_done,
	TP_PROTO(const struct cleave_channel *ch, const char *function,
		 const struct cleave_call *call, u32 depth, int err, u64 nanoseconds),
	TP_ARGS(ch, function, call, depth, err, nanoseconds),
	TP_STRUCT__entry(
		__string(channel, ch->name)
		__string(function, function)
		__field(u32, id)
		__field(u32, depth)
		__field(u64, ret)
		__field(int, err)
		__field(u64, nanoseconds)
	),
	TP_fast_assign(
		cleave_assign_str(channel, ch->name);
		cleave_assign_str(function, function);
		__entry->id = call->id;
		__entry->depth = depth;
		__entry->ret = call->returned_pointer ? 0 : call->ret;
		__entry->err = err;
		__entry->nanoseconds = nanoseconds;
	),
	TP_printk("%s %u %s depth %u ret %llx err %d %llu ns", __get_str(channel), __entry->id,
		  __get_str(function), __entry->depth, __entry->ret, __entry->err,
		  __entry->nanoseconds)
);

DEFINE_EVENT(cleave_begin, cleave_upcall,
	TP_PROTO(const struct cleave_channel *ch, const char *function,
		 const struct cleave_call *call, u32 depth),
	TP_ARGS(ch, function, call, depth));

DEFINE_EVENT(cleave_begin, cleave_downcall,
	TP_PROTO(const struct cleave_channel *ch, const char *function,
		 const struct cleave_call *call, u32 depth),
	TP_ARGS(ch, function, call, depth));

DEFINE_EVENT(cleave_done, cleave_upcall_done,
	TP_PROTO(const struct cleave_channel *ch, const char *function,
		 const struct cleave_call *call, u32 depth, int err, u64 nanoseconds),
	TP_ARGS(ch, function, call, depth, err, nanoseconds));

DEFINE_EVENT(cleave_done, cleave_downcall_done,
	TP_PROTO(const struct cleave_channel *ch, const char *function,
		 const struct cleave_call *call, u32 depth, int err, u64 nanoseconds),
	TP_ARGS(ch, function, call, depth, err, nanoseconds));

TRACE_EVENT(cleave_sync,
	TP_PROTO(struct cleave_channel *ch, bool to_kernel, int err),
	TP_ARGS(ch, to_kernel, err),
	TP_STRUCT__entry(
		__string(channel, ch->name)
		__field(bool, to_kernel)
		__field(int, err)
		__field(u64, fields)
	),
	TP_fast_assign(
		cleave_assign_str(channel, ch->name);
		__entry->to_kernel = to_kernel;
		__entry->err = err;
		__entry->fields =
			atomic64_read(&ch->stats[to_kernel ? CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL :
							     CLEAVE_A_CHANNEL_FIELDS_TO_USER]);
	),
	TP_printk("%s to %s: %llu fields so far, err %d", __get_str(channel),
		  __entry->to_kernel ? "kernel" : "user", __entry->fields, __entry->err)
);

TRACE_EVENT(cleave_event,
	TP_PROTO(const struct cleave_channel *ch, const char *function, u32 id, u64 arg, int ret),
	TP_ARGS(ch, function, id, arg, ret),
	TP_STRUCT__entry(
		__string(channel, ch->name)
		__string(function, function)
		__field(u32, id)
		__field(u64, arg)
		__field(int, ret)
	),
	TP_fast_assign(
		cleave_assign_str(channel, ch->name);
		cleave_assign_str(function, function);
		__entry->id = id;
		__entry->arg = arg;
		__entry->ret = ret;
	),
	TP_printk("%s %u %s (%llx) ret %d", __get_str(channel), __entry->id,
		  __get_str(function), __entry->arg, __entry->ret)
);

TRACE_EVENT(cleave_death,
	TP_PROTO(const struct cleave_channel *ch, u32 session, const char *why),
	TP_ARGS(ch, session, why),
	TP_STRUCT__entry(
		__string(channel, ch->name)
		__string(why, why)
		__field(u32, session)
	),
	TP_fast_assign(
		cleave_assign_str(channel, ch->name);
		cleave_assign_str(why, why);
		__entry->session = session;
	),
	TP_printk("%s session %u: %s", __get_str(channel), __entry->session, __get_str(why))
);

#endif /* CLEAVE_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
