// SPDX-License-Identifier: LGPL-2.1-or-later
/* ALSA's helpers that only fill what they are given. */
#include "kapi.h"

#include <sound/asound.h>
#include <string.h>

#include "libcleave.h"

/* sound/core/control.c; the names are the driver's */
int kapi_snd_ctl_enum_info(struct snd_ctl_elem_info *info, unsigned int channels,
			   unsigned int items, const char *const *names)
{
	const size_t room = sizeof(info->value.enumerated.name);
	unsigned int item;

	info->type = SNDRV_CTL_ELEM_TYPE_ENUMERATED;
	info->count = channels;
	info->value.enumerated.items = items;
	if (!items)
		return 0;
	item = info->value.enumerated.item < items ? info->value.enumerated.item : items - 1;
	info->value.enumerated.item = item;
	if (strlen(names[item]) >= room)
		cleave_say("ALSA: too long item name '%s'", names[item]);
	info->value.enumerated.name[0] = 0;
	strncat(info->value.enumerated.name, names[item], room - 1);
	return 0;
}
