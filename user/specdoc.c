// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Generates the reference page of the protocol (Markdown) from the netlink
 * specification.
 */
#include "spec.h"

static void put_enum(FILE *out, const struct spec *s, const struct spec_enum *e)
{
	size_t i;

	fprintf(out, "### %s\n\n| value | in C | meaning |\n| --- | --- | --- |\n", e->name);
	for (i = 0; i < e->nr_entries; i++) {
		fprintf(out, "| %zu | `", i);
		spec__put_upper(out, s->name);
		fputc('_', out);
		spec__put_upper(out, e->prefix);
		fputc('_', out);
		spec__put_upper(out, e->entries[i].name);
		fprintf(out, "` | %s |\n", e->entries[i].doc ? e->entries[i].doc : "");
	}
	fputc('\n', out);
}

static void put_type(FILE *out, const struct spec_attr *a)
{
	switch (a->type) {
	case SPEC_U32:
		fputs("u32", out);
		if (a->values)
			fprintf(out, ", %s", a->values->name);
		break;
	case SPEC_U64:
		fputs("u64", out);
		break;
	case SPEC_FLAG:
		fputs("flag", out);
		break;
	case SPEC_STRING:
		fprintf(out, "string, up to %lld", a->max_len);
		break;
	case SPEC_BINARY:
		fprintf(out, "binary, up to %lld", a->max_len);
		break;
	}
}

static void put_set(FILE *out, const struct spec *s, const struct spec_set *set)
{
	size_t i;

	fprintf(out, "### %s\n\n", set->name);
	if (set->doc)
		fprintf(out, "%s\n\n", set->doc);
	fputs("| number | in C | type | meaning |\n| --- | --- | --- | --- |\n", out);
	for (i = 0; i < set->nr_attrs; i++) {
		fprintf(out, "| %zu | `", i + 1);
		spec__put_upper(out, s->name);
		fputs("_A_", out);
		spec__put_upper(out, set->name);
		fputc('_', out);
		spec__put_upper(out, set->attrs[i].name);
		fputs("` | ", out);
		put_type(out, &set->attrs[i]);
		fprintf(out, " | %s |\n", set->attrs[i].doc ? set->attrs[i].doc : "");
	}
	fputc('\n', out);
}

static void put_names(FILE *out, const char *what, const struct spec_attr **attrs, size_t count)
{
	size_t i;

	if (!count)
		return;
	fprintf(out, "%s:", what);
	for (i = 0; i < count; i++)
		fprintf(out, "%s `%s`", i ? "," : "", attrs[i]->name);
	fputs(".\n\n", out);
}

static void put_op(FILE *out, const struct spec *s, const struct spec_op *op, size_t number)
{
	fprintf(out, "### %s\n\n", op->name);
	if (op->doc)
		fprintf(out, "%s\n\n", op->doc);
	fprintf(out, "Command %zu, `", number);
	spec__put_upper(out, s->name);
	fputs("_CMD_", out);
	spec__put_upper(out, op->name);
	fprintf(out, "`; attribute set [%s](#%s)", op->set->name, op->set->name);
	if (op->is_notify)
		fprintf(out, "; sent to the group `%s`", op->group);
	else
		fprintf(out, "; %s%s%s", op->is_do ? "do" : "",
			op->is_do && op->is_dump ? " and " : "", op->is_dump ? "dump" : "");
	fprintf(out, "%s.\n\n", op->admin ? "; needs CAP_NET_ADMIN" : "");
	put_names(out, "Request", op->request, op->nr_request);
	put_names(out, op->is_notify ? "Message" : "Answer", op->reply, op->nr_reply);
}

void specgen__page(const struct spec *s, FILE *out)
{
	size_t i;

	fprintf(out, "<!-- Generated from include/%s.yaml by specgen. Do not edit. -->\n", s->name);
	fprintf(out, "# The Generic Netlink family `%s`, version %lld\n\n", s->name, s->version);
	if (s->doc)
		fprintf(out, "%s\n\n", s->doc);
	fputs("Every request is validated strictly: an attribute that is not listed, or that is longer\n"
	      "than told here, is refused with extack. All attributes of a request must be there;\n"
	      "those of a dump are filters and may be left out. Lengths are in bytes; those of strings\n"
	      "count no NUL. A u64 is not aligned to 8 bytes in the message.\n\n## Operations\n\n", out);
	for (i = 0; i < s->nr_ops; i++)
		put_op(out, s, &s->ops[i], i + 1);
	fputs("## Multicast groups\n\n| name | carries |\n| --- | --- |\n", out);
	for (i = 0; i < s->nr_groups; i++)
		fprintf(out, "| `%s` | %s |\n", s->groups[i].name,
			s->groups[i].doc ? s->groups[i].doc : "");
	fputs("\n## Attribute sets\n\n", out);
	for (i = 0; i < s->nr_sets; i++)
		put_set(out, s, &s->sets[i]);
	fputs("## Values\n\n", out);
	for (i = 0; i < s->nr_enums; i++)
		put_enum(out, s, &s->enums[i]);
}
