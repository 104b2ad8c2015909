// SPDX-License-Identifier: GPL-2.0
/* Messages to workers, by whichever transport. */
#include "runtime.h"

int cleave_out_start(struct cleave_out *out, struct cleave_worker *w, u32 room, u16 op, u32 id)
{
	int err;

	if (room > CLEAVE_MAX_PAYLOAD)
		return -EMSGSIZE;
	err = w->transport->start(out, w, room);
	if (!err)
		cleave_enc_start(&out->enc, out->msg, room, op, id, w->depth);
	return err;
}

void cleave_out_drop(struct cleave_out *out, struct cleave_worker *w)
{
	w->transport->drop(out);
}

int cleave_out_send(struct cleave_out *out, struct cleave_worker *w, bool turn)
{
	int len = cleave_enc_finish(&out->enc);

	if (WARN_ON_ONCE(len != out->enc.room)) {
		cleave_out_drop(out, w);
		return len < 0 ? len : -EINVAL;
	}
	cleave_count(w->session->channel, CLEAVE_A_CHANNEL_BYTES_TO_USER, len);
	return w->transport->send(out, w, len, turn);
}
