// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Generates from the netlink specification the header that both sides of the
 * protocol include, and the kernel's policies and operations.
 */
#include <string.h>
#include "spec.h"

/* "CLEAVE_<middle>_<name>" */
static void put_macro(FILE *out, const struct spec *s, const char *middle, const char *name)
{
	spec__put_upper(out, s->name);
	if (*middle) {
		fputc('_', out);
		spec__put_upper(out, middle);
	}
	fputc('_', out);
	spec__put_upper(out, name);
}

/* "CLEAVE_A_<set>_<name>" */
static void put_attr(FILE *out, const struct spec *s, const struct spec_set *set, const char *name)
{
	spec__put_upper(out, s->name);
	fputs("_A_", out);
	spec__put_upper(out, set->name);
	fputc('_', out);
	spec__put_upper(out, name);
}

static void put_head(FILE *out, const struct spec *s, const char *license, const char *what)
{
	fprintf(out, "%s\n/*\n * %s\n * Generated from include/%s.yaml by specgen. Do not edit.\n */\n",
		license, what, s->name);
}

static void put_guard(FILE *out, const struct spec *s, const char *scope)
{
	fputs("#ifndef ", out);
	put_macro(out, s, scope, "family-h");
	fputs("\n#define ", out);
	put_macro(out, s, scope, "family-h");
	fputs("\n\n", out);
}

static void put_enum(FILE *out, const struct spec *s, const struct spec_enum *e)
{
	size_t i;

	fprintf(out, "\n/**\n * enum ");
	spec__put_name(out, s->name);
	fputc('_', out);
	spec__put_name(out, e->name);
	fputc('\n', out);
	for (i = 0; i < e->nr_entries; i++) {
		fputs(" * @", out);
		put_macro(out, s, e->prefix, e->entries[i].name);
		fprintf(out, ":%s%s\n", e->entries[i].doc ? " " : "",
			e->entries[i].doc ? e->entries[i].doc : "");
	}
	fputs(" */\nenum ", out);
	spec__put_name(out, s->name);
	fputc('_', out);
	spec__put_name(out, e->name);
	fputs(" {\n", out);
	for (i = 0; i < e->nr_entries; i++) {
		fputc('\t', out);
		put_macro(out, s, e->prefix, e->entries[i].name);
		fputs(",\n", out);
	}
	fputs("};\n\n#define ", out);
	put_macro(out, s, e->prefix, "max");
	fputc('\t', out);
	put_macro(out, s, e->prefix, e->entries[e->nr_entries - 1].name);
	fputc('\n', out);
}

static void put_attrs(FILE *out, const struct spec *s, const struct spec_set *set)
{
	size_t i;

	fprintf(out, "\n/* attribute set %s%s%s */\nenum {\n", set->name, set->doc ? ": " : "",
		set->doc ? set->doc : "");
	for (i = 0; i < set->nr_attrs; i++) {
		fputc('\t', out);
		put_attr(out, s, set, set->attrs[i].name);
		fputs(i ? ",\n" : " = 1,\n", out);
	}
	fputs("};\n\n#define ", out);
	put_attr(out, s, set, "max");
	fputc('\t', out);
	put_attr(out, s, set, set->attrs[set->nr_attrs - 1].name);
	fputc('\n', out);
}

void specgen__uapi(const struct spec *s, FILE *out)
{
	size_t i;

	put_head(out, s, "/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */",
		 "Numbers of the Generic Netlink family; docs/protocol.md tells their meaning.");
	put_guard(out, s, "");
	fputs("#define ", out);
	put_macro(out, s, "genl", "name");
	fprintf(out, "\t\"%s\"\n#define ", s->name);
	put_macro(out, s, "genl", "version");
	fprintf(out, "\t%lld\n", s->version);
	for (i = 0; i < s->nr_groups; i++) {
		fputs("#define ", out);
		put_macro(out, s, "mcgrp", s->groups[i].name);
		fprintf(out, "\t\"%s\"\n", s->groups[i].name);
	}
	for (i = 0; i < s->nr_enums; i++)
		put_enum(out, s, &s->enums[i]);
	for (i = 0; i < s->nr_sets; i++)
		put_attrs(out, s, &s->sets[i]);
	fputs("\nenum {\n", out);
	for (i = 0; i < s->nr_ops; i++) {
		fputc('\t', out);
		put_macro(out, s, "cmd", s->ops[i].name);
		fputs(i ? ",\n" : " = 1,\n", out);
	}
	fputs("};\n\n#endif\n", out);
}

/* "cleave_nl_<op>_<suffix>" */
static void put_handler(FILE *out, const struct spec *s, const struct spec_op *op,
			const char *suffix)
{
	spec__put_name(out, s->name);
	fputs("_nl_", out);
	spec__put_name(out, op->name);
	fprintf(out, "_%s", suffix);
}

void specgen__header(const struct spec *s, FILE *out)
{
	size_t i;

	put_head(out, s, "/* SPDX-License-Identifier: GPL-2.0 */",
		 "The family and its operations; the handlers are written by hand.");
	put_guard(out, s, "kernel");
	fprintf(out, "#include <net/genetlink.h>\n#include <%s/family.h>\n\n", s->name);
	for (i = 0; i < s->nr_ops; i++) {
		if (s->ops[i].is_do) {
			fputs("int ", out);
			put_handler(out, s, &s->ops[i], "doit");
			fputs("(struct sk_buff *skb, struct genl_info *info);\n", out);
		}
		if (s->ops[i].is_dump) {
			fputs("int ", out);
			put_handler(out, s, &s->ops[i], "dumpit");
			fputs("(struct sk_buff *skb, struct netlink_callback *cb);\n", out);
		}
	}
	fputs("\n/* indices of the multicast groups */\nenum {\n", out);
	for (i = 0; i < s->nr_groups; i++) {
		fputc('\t', out);
		put_macro(out, s, "nlgrp", s->groups[i].name);
		fputs(",\n", out);
	}
	fputs("};\n\nextern struct genl_family ", out);
	spec__put_name(out, s->name);
	fputs("_nl_family;\n\n#endif\n", out);
}

static void put_policy_entry(FILE *out, const struct spec *s, const struct spec_attr *a)
{
	switch (a->type) {
	case SPEC_U32:
		if (a->values) {
			fputs("NLA_POLICY_MAX(NLA_U32, ", out);
			put_macro(out, s, a->values->prefix, "max");
			fputc(')', out);
		} else {
			fputs("{ .type = NLA_U32 }", out);
		}
		break;
	case SPEC_U64:
		fputs("{ .type = NLA_U64 }", out);
		break;
	case SPEC_FLAG:
		fputs("{ .type = NLA_FLAG }", out);
		break;
	case SPEC_STRING:
	case SPEC_BINARY:
		fprintf(out, "{ .type = %s, .len = ",
			a->type == SPEC_STRING ? "NLA_NUL_STRING" : "NLA_BINARY");
		if (a->max_name)
			put_macro(out, s, "", a->max_name->name);
		else
			fprintf(out, "%lld", a->max_len);
		fputs(" }", out);
		break;
	}
}

/* What an operation's requests may have; strict validation refuses the rest. */
static void put_policy(FILE *out, const struct spec *s, const struct spec_op *op)
{
	size_t i;

	fputs("\nstatic const struct nla_policy ", out);
	put_handler(out, s, op, "policy");
	fputc('[', out);
	put_attr(out, s, op->set, "max");
	fputs(" + 1] = {\n", out);
	for (i = 0; i < op->nr_request; i++) {
		fputs("\t[", out);
		put_attr(out, s, op->set, op->request[i]->name);
		fputs("] = ", out);
		put_policy_entry(out, s, op->request[i]);
		fputs(",\n", out);
	}
	fputs("};\n", out);
}

static void put_op(FILE *out, const struct spec *s, const struct spec_op *op)
{
	fputs("\t{\n\t\t.cmd = ", out);
	put_macro(out, s, "cmd", op->name);
	if (op->is_do) {
		fputs(",\n\t\t.doit = ", out);
		put_handler(out, s, op, "doit");
	}
	if (op->is_dump) {
		fputs(",\n\t\t.dumpit = ", out);
		put_handler(out, s, op, "dumpit");
	}
	if (op->nr_request) {
		fputs(",\n\t\t.policy = ", out);
		put_handler(out, s, op, "policy");
		fputs(",\n\t\t.maxattr = ", out);
		put_attr(out, s, op->set, "max");
	}
	if (op->admin)
		fputs(",\n\t\t.flags = GENL_ADMIN_PERM", out);
	fputs(",\n\t},\n", out);
}

static void put_family(FILE *out, const struct spec *s)
{
	size_t i;

	fputs("\nstatic const struct genl_multicast_group groups[] = {\n", out);
	for (i = 0; i < s->nr_groups; i++) {
		fputs("\t[", out);
		put_macro(out, s, "nlgrp", s->groups[i].name);
		fputs("] = { .name = ", out);
		put_macro(out, s, "mcgrp", s->groups[i].name);
		fputs(" },\n", out);
	}
	fputs("};\n\nstruct genl_family ", out);
	spec__put_name(out, s->name);
	fputs("_nl_family __ro_after_init = {\n\t.name = ", out);
	put_macro(out, s, "genl", "name");
	fputs(",\n\t.version = ", out);
	put_macro(out, s, "genl", "version");
	fputs(",\n\t.netnsok = true,\n\t.parallel_ops = true,\n\t.module = THIS_MODULE,\n"
	      "\t.ops = ops,\n\t.n_ops = ARRAY_SIZE(ops),\n"
	      "\t.mcgrps = groups,\n\t.n_mcgrps = ARRAY_SIZE(groups),\n};\n", out);
}

void specgen__source(const struct spec *s, FILE *out)
{
	size_t i;

	put_head(out, s, "// SPDX-License-Identifier: GPL-2.0",
		 "Policies and operations of the family.");
	for (i = 0; i < s->nr_consts; i++)
		fprintf(out, "#include <%s>\n", s->consts[i].header);
	fputs("#include \"family.h\"\n\n", out);
	for (i = 0; i < s->nr_consts; i++) {
		fputs("static_assert(", out);
		put_macro(out, s, "", s->consts[i].name);
		fprintf(out, " == %lld);\n", s->consts[i].value);
	}
	for (i = 0; i < s->nr_ops; i++)
		if (s->ops[i].nr_request)
			put_policy(out, s, &s->ops[i]);
	fputs("\nstatic const struct genl_ops ops[] = {\n", out);
	for (i = 0; i < s->nr_ops; i++)
		if (!s->ops[i].is_notify)
			put_op(out, s, &s->ops[i]);
	fputs("};\n", out);
	put_family(out, s);
}
