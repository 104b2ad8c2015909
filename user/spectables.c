// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Generates names and types of all attributes as tables (user/query.h), so that
 * a tool shows every attribute under the name that the specification has.
 */
#include "spec.h"

static void put_values(FILE *out, const struct spec *s, const struct spec_enum *e)
{
	size_t i;

	fputs("static const char *const ", out);
	spec__put_name(out, e->name);
	fputs("[] = {\n", out);
	for (i = 0; i < e->nr_entries; i++) {
		fputs("\t[", out);
		spec__put_upper(out, s->name);
		fputc('_', out);
		spec__put_upper(out, e->prefix);
		fputc('_', out);
		spec__put_upper(out, e->entries[i].name);
		fprintf(out, "] = \"%s\",\n", e->entries[i].name);
	}
	fputs("};\n\n", out);
}

static void put_attr(FILE *out, const struct spec *s, const struct spec_set *set,
		     const struct spec_attr *a)
{
	static const char *const types[] = {
		[SPEC_U32] = "QUERY_U32", [SPEC_U64] = "QUERY_U64", [SPEC_FLAG] = "QUERY_FLAG",
		[SPEC_STRING] = "QUERY_STRING", [SPEC_BINARY] = "QUERY_BINARY",
	};

	fputs("\t[", out);
	spec__put_upper(out, s->name);
	fputs("_A_", out);
	spec__put_upper(out, set->name);
	fputc('_', out);
	spec__put_upper(out, a->name);
	fprintf(out, "] = { .name = \"%s\", .type = %s", a->name, types[a->type]);
	if (a->values) {
		fputs(", .values = ", out);
		spec__put_name(out, a->values->name);
		fputs(", .max_value = ", out);
		spec__put_upper(out, s->name);
		fputc('_', out);
		spec__put_upper(out, a->values->prefix);
		fputs("_MAX", out);
	}
	fputs(" },\n", out);
}

static void put_set(FILE *out, const struct spec *s, const struct spec_set *set)
{
	size_t i;

	fputs("static const struct query_attr ", out);
	spec__put_name(out, set->name);
	fputs("_attrs[] = {\n", out);
	for (i = 0; i < set->nr_attrs; i++)
		put_attr(out, s, set, &set->attrs[i]);
	fputs("};\n\nconst struct query_set query_", out);
	spec__put_name(out, set->name);
	fputs(" = { ", out);
	spec__put_name(out, set->name);
	fputs("_attrs, ", out);
	spec__put_upper(out, s->name);
	fputs("_A_", out);
	spec__put_upper(out, set->name);
	fputs("_MAX };\n\n", out);
}

void specgen__tables(const struct spec *s, FILE *out)
{
	size_t i;

	fprintf(out, "// SPDX-License-Identifier: GPL-2.0-or-later\n"
		"/*\n * Names and types of the family's attributes.\n"
		" * Generated from include/%s.yaml by specgen. Do not edit.\n */\n"
		"#include <%s/family.h>\n#include \"query.h\"\n\n", s->name, s->name);
	for (i = 0; i < s->nr_enums; i++)
		put_values(out, s, &s->enums[i]);
	for (i = 0; i < s->nr_sets; i++)
		put_set(out, s, &s->sets[i]);
}
