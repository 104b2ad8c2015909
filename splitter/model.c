// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads all files of the model into one struct model. The files are sections
 * (docs/model.md); a section's entries are parsed in splitter/model_parse.c.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "model_parse.h"
#include "report.h"
#include "yaml.h"

/* Whose entry a name is in a section, to tell of doubles. */
static bool already(struct model_source *s, const struct map *map, const char *name,
		    const json_t *section)
{
	struct yaml_where old, here = yaml__where(s->yaml, section, name);
	const json_t *before = map__get(&s->seen[map - &s->model->functions], name);

	if (!before)
		return false;
	old = yaml__where(s->yaml, before, name);
	if (s->profile && strcmp(old.file, here.file))
		return false;	/* a profile's line wins */
	report__at(s->report, here.file, here.line, "%s is already described at %s:%u", name,
		   old.file, old.line);
	return true;
}

static void *parse_data(const struct model_source *s, const char *name, const json_t *entry)
{
	static const struct model_key keys[] = {
		{ .name = "policy" },
		{ "strings", KEY_FLAG, offsetof(struct model_data, strings) },
		{ "clock", KEY_FLAG, offsetof(struct model_data, clock) },
		{}
	};
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	struct model_data *data = store__alloc(sizeof(*data));

	data->name = name;
	data->file = strings__intern(s->model->strings, where.file);
	data->line = where.line;
	if (model__read(s, name, entry, keys, data) && model__policy(s, name, entry, &data->policy))
		return data;
	free(data);
	return NULL;
}

static void *parse_mark(const struct model_source *s, const char *name, const json_t *entry)
{
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	const char *side = json_string_value(entry);
	struct model_mark *mark;

	if (!side || (strcmp(side, "kernel") && strcmp(side, "user"))) {
		report__at(s->report, where.file, where.line, "%s: a mark is kernel or user", name);
		return NULL;
	}
	mark = store__alloc(sizeof(*mark));
	mark->name = name;
	mark->file = strings__intern(s->model->strings, where.file);
	mark->line = where.line;
	mark->user = !strcmp(side, "user");
	return mark;
}

static void *parse_macro(const struct model_source *s, const char *name, const json_t *entry)
{
	return model__parse_function(s, name, entry, true);
}

static void *parse_function(const struct model_source *s, const char *name, const json_t *entry)
{
	return model__parse_function(s, name, entry, false);
}

static bool has_field(const struct model_type *type, const char *name)
{
	for (unsigned int i = 0; i < type->nr_fields; i++)
		if (!strcmp(type->fields[i].name, name))
			return true;
	return false;
}

/* What a profile says of members is all that it says: the rest is as it was in the model. */
static void add_to_model(struct model_type *type, const struct model_type *model)
{
	struct model_type all = *model;

	all.file = type->file;
	all.line = type->line;
	all.profile = true;
	all.fields = store__alloc((type->nr_fields + model->nr_fields + 1) * sizeof(*all.fields));
	all.nr_fields = 0;
	for (unsigned int i = 0; i < type->nr_fields; i++)
		all.fields[all.nr_fields++] = type->fields[i];
	for (unsigned int i = 0; i < model->nr_fields; i++)
		if (!has_field(type, model->fields[i].name))
			all.fields[all.nr_fields++] = model->fields[i];
	all.brings = store__alloc((model->nr_brings + 1) * sizeof(*all.brings));
	for (unsigned int i = 0; i < model->nr_brings; i++)
		all.brings[i] = model->brings[i];
	free(type->brings);
	free(type->fields);
	*type = all;
}

static void *parse_type(const struct model_source *s, const char *name, const json_t *entry)
{
	const struct model_type *model = map__get(&s->model->types, name);
	struct model_type *type = model__parse_type(s, name, entry);

	if (type && model && json_object_size(entry) == 1 && json_object_get(entry, "fields"))
		add_to_model(type, model);
	return type;
}

static void free_function(void *entry)
{
	struct model_function *function = entry;

	if (function)
		free(function->args);
	free(function);
}

static void free_slot(void *entry)
{
	struct model_slot *slot = entry;

	if (slot)
		free(slot->args);
	free(slot);
}

static void free_type(void *entry)
{
	struct model_type *type = entry;

	if (type) {
		free(type->brings);
		free(type->fields);
	}
	free(type);
}

struct section {
	const char *name;
	size_t map;		/* offset in struct model */
	void *(*parse)(const struct model_source *s, const char *name, const json_t *entry);
	void (*drop)(void *entry);
};

static const struct section sections[] = {
	{ "functions", offsetof(struct model, functions), parse_function, free_function },
	{ "inlines", offsetof(struct model, functions), parse_function, free_function },
	{ "macros", offsetof(struct model, macros), parse_macro, free_function },
	{ "slots", offsetof(struct model, slots), model__parse_slot, free_slot },
	{ "types", offsetof(struct model, types), parse_type, free_type },
	{ "data", offsetof(struct model, data), parse_data, free },
	{ "marks", offsetof(struct model, marks), parse_mark, free },
};

static void read_section(struct model_source *s, const struct section *section,
			 const json_t *entries)
{
	struct map *map = (struct map *)((char *)s->model + section->map);
	const char *key;
	json_t *entry;

	s->section = entries;
	json_object_foreach((json_t *)entries, key, entry) {
		const char *name = strings__intern(s->model->strings, key);
		void *parsed;

		if (already(s, map, name, entries))
			continue;
		parsed = section->parse(s, name, entry);
		if (!parsed)
			continue;
		section->drop(map__get(map, name));
		map__put(map, name, parsed);
		map__put(&s->seen[map - &s->model->functions], name, (void *)entries);
	}
}

static void read_file(struct model_source *s, const char *path)
{
	const char *key;
	json_t *tree, *value;
	char *error = NULL;

	if (yaml__load(s->yaml, path, &tree, &error)) {
		report__add(s->report, "%s", error ? error : path);
		free(error);
		return;
	}
	json_array_append_new(s->trees, tree);
	if (!json_is_object(tree)) {
		if (!json_is_null(tree))
			report__at(s->report, path, 1, "not a mapping of sections");
		return;
	}
	json_object_foreach(tree, key, value) {
		struct yaml_where where = yaml__where(s->yaml, tree, key);
		unsigned int i;

		for (i = 0; i < sizeof(sections) / sizeof(*sections); i++)
			if (!strcmp(sections[i].name, key))
				break;
		if (i == sizeof(sections) / sizeof(*sections) ||
		    (!strcmp(key, "marks") && !s->profile))
			report__at(s->report, where.file, where.line, "no section %s %s", key,
				   "is known here; docs/model.md lists them");
		else if (json_is_object(value))
			read_section(s, &sections[i], value);
		else if (!json_is_null(value))
			report__at(s->report, where.file, where.line, "%s is not a mapping", key);
	}
}

static int is_yaml(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && !strcmp(entry->d_name + len - 5, ".yaml");
}

static void read_directory(struct model_source *s, const char *dir)
{
	struct dirent **entries;
	int nr = scandir(dir, &entries, is_yaml, alphasort);

	if (nr < 0) {
		report__at(s->report, dir, 0, "cannot read the model: %s", strerror(errno));
		return;
	}
	for (int i = 0; i < nr; i++) {
		char *path = store__format("%s/%s", dir, entries[i]->d_name);

		read_file(s, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

/* What ends a section leaves it, whether its own entry says so or not. */
static void mark_ends(struct model *model)
{
	for (unsigned int i = 0; i < model->functions.room; i++) {
		const struct model_function *f = model->functions.slots[i].value;
		const char *name = f && f->until ? f->until : "";
		struct model_function *end;

		for (size_t len; *name; name += len + !!name[len]) {
			len = strcspn(name, " ");
			end = map__get(&model->functions, strings__format(model->strings, "%.*s",
									  (int)len, name));
			if (end && !end->lock)
				end->unlock = true;
		}
	}
}

static void find_patterns(struct model *model)
{
	for (unsigned int i = 0; i < model->functions.room; i++) {
		const struct model_function *f = model->functions.slots[i].value;
		size_t len = f ? strlen(f->name) : 0;

		if (len && f->name[len - 1] == '*')
			*STORE_ADD(model->patterns, model->nr_patterns) = f;
	}
}

struct model *model__load(const char *const *dirs, const char *profile, struct report *report)
{
	struct model *model = store__alloc(sizeof(*model));
	unsigned int errors = report->nr;
	struct model_source s = {
		.model = model,
		.report = report,
		.yaml = yaml__new(),
		.trees = json_array(),
	};

	if (!s.yaml || !s.trees)
		abort();
	model->strings = strings__new();
	for (; *dirs; dirs++)
		read_directory(&s, *dirs);
	s.profile = true;
	if (profile)
		read_file(&s, profile);
	mark_ends(model);
	find_patterns(model);
	for (unsigned int i = 0; i < MODEL_MAPS; i++)
		map__clear(&s.seen[i]);
	json_decref(s.trees);
	yaml__free(s.yaml);
	if (report->nr == errors)
		return model;
	model__free(model);
	return NULL;
}

static void free_map(struct map *map, void (*drop)(void *entry))
{
	for (unsigned int i = 0; i < map->room; i++)
		drop(map->slots[i].value);
	map__clear(map);
}

void model__free(struct model *model)
{
	if (!model)
		return;
	/* Of two sections in one map, the second finds it empty. */
	for (unsigned int i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		free_map((struct map *)((char *)model + sections[i].map), sections[i].drop);
	free(model->patterns);
	strings__free(model->strings);
	free(model);
}

const char *model__locks(const struct model *model, uint64_t mask)
{
	const char *all = NULL;

	for (unsigned int i = 0; i < model->nr_locks; i++)
		if (mask >> i & 1)
			all = all ? strings__format(model->strings, "%s %s", all, model->locks[i]) :
			      model->locks[i];
	return all;
}

const struct model_function *model__function(const struct model *model, const char *name)
{
	const struct model_function *entry = map__get(&model->functions, name);

	for (unsigned int i = 0; !entry && i < model->nr_patterns; i++) {
		const struct model_function *f = model->patterns[i];

		if (!strncmp(f->name, name, strlen(f->name) - 1))
			entry = f;
	}
	return entry;
}

const struct model_field *model__field(const struct model *model, const char *type,
				       const char *path)
{
	const struct model_type *entry = map__get(&model->types, type);

	for (unsigned int i = 0; entry && i < entry->nr_fields; i++)
		if (!strcmp(entry->fields[i].name, path))
			return &entry->fields[i];
	return NULL;
}

const char *model__owner_check(struct strings *strings, enum number_owner owner, unsigned int at,
			       const char *len)
{
	if (owner == OWNER_PORT)
		return strings__format(strings, "cleave_owns_port(call, $%u, %s)", at, len);
	return strings__format(strings, "cleave_owns_irq(call, $%u)", at);
}

bool model__is_length(const struct model_function *entry, unsigned int at)
{
	for (unsigned int i = 0; i < entry->nr_args; i++) {
		const char *p = entry->args[i].len;

		for (p = p ? strchr(p, '$') : NULL; p; p = strchr(p + 1, '$'))
			if (isdigit((unsigned char)p[1]) && strtoul(p + 1, NULL, 10) == at)
				return true;
	}
	return false;
}

bool model__copies_for_caller(const struct model_function *entry)
{
	for (unsigned int i = 0; i < entry->nr_args; i++)
		if (entry->args[i].user)
			return true;
	return false;
}

bool model__plain_value(const struct model_function *entry, unsigned int at)
{
	return at < entry->nr_args && entry->args[at].kind == ARG_VALUE && !entry->args[at].check &&
	       !model__is_length(entry, at);
}
