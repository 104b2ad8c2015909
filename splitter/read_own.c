// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "read": a header that another module's sources include may declare much that
 * they have no use for. Its text is taken apart into declarations, each with the names that it
 * declares and the words that are in it. Where braces do not match, nothing is the driver's.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "read_own.h"
#include "store.h"
#include "text.h"

struct named {
	struct strings *strings;
	struct map words;
};

/* A word, or one character that is none. */
struct token {
	const char *word;
	char other;
	unsigned int line;
	unsigned int depth;	/* of the braces and parentheses that it is in */
};

/* One declaration, or a macro. */
struct piece {
	const struct token *tokens;
	unsigned int nr;
	bool macro, reached;
};

struct header {
	struct named *named;
	const char *at;
	unsigned int line;
	unsigned int depth;
	bool broken;		/* braces do not match */
	struct token *tokens;	/* all but those of macros */
	unsigned int nr_tokens;
	struct piece *pieces;
	unsigned int nr_pieces;
};

struct named *named__new(void)
{
	struct named *named = store__alloc(sizeof(*named));

	named->strings = strings__new();
	return named;
}

void named__free(struct named *named)
{
	map__clear(&named->words);
	strings__free(named->strings);
	free(named);
}

/* ---- words ------------------------------------------------------------------- */

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (isalnum((unsigned char)p[n]) || p[n] == '_')
		n++;
	return n;
}

static const char *intern(struct named *named, const char *p, size_t n)
{
	return strings__format(named->strings, "%.*s", (int)n, p);
}

/* Comments count, too: a word too many costs little. */
void named__all(struct named *named, const char *text)
{
	for (size_t n; *text; text += n ? n : 1) {
		n = word_length(text);
		if (n)
			map__put(&named->words, intern(named, text, n), named);
	}
}

/* ---- tokens ------------------------------------------------------------------ */

/* Behind @end, or at the end of the text. */
static void skip_to(struct header *h, const char *end, bool escapes)
{
	for (; *h->at && strncmp(h->at, end, strlen(end)); h->at++) {
		if (escapes && h->at[0] == '\\' && h->at[1])
			h->at++;
		h->line += *h->at == '\n';
	}
	h->at += *h->at ? strlen(end) : 0;
}

static bool skip_blank(struct header *h)
{
	if (!strncmp(h->at, "/*", 2)) {
		h->at += 2;
		skip_to(h, "*/", false);
	} else if (!strncmp(h->at, "//", 2)) {
		h->at += strcspn(h->at, "\n");
	} else if (h->at[0] == '"' || h->at[0] == '\'') {
		const char end[] = { *h->at++, '\0' };

		skip_to(h, end, true);
	} else if (!strncmp(h->at, "\\\n", 2) || isspace((unsigned char)*h->at)) {
		h->at += *h->at == '\\';
		h->line += *h->at++ == '\n';
	} else {
		return false;
	}
	return true;
}

static void add_token(struct header *h)
{
	struct token *token = STORE_ADD(h->tokens, h->nr_tokens);
	size_t n = word_length(h->at);
	bool closes = strchr(")}]", *h->at);

	token->line = h->line;
	if (n)
		token->word = intern(h->named, h->at, n);
	else
		token->other = *h->at;
	if (closes && !h->depth)
		h->broken = true;
	else if (closes)
		h->depth--;
	token->depth = h->depth;
	h->depth += strchr("({[", *h->at) != NULL;
	h->at += n ? n : 1;
}

/* What a macro stands for is a piece of its own, wherever it is; other directives say nothing. */
static void directive(struct header *h)
{
	struct header line = { .named = h->named, .line = h->line };
	bool macro;

	line.at = h->at + 1 + strspn(h->at + 1, " \t");
	macro = !strncmp(line.at, "define", 6);
	line.at += macro ? 6 : 0;
	while (*line.at && *line.at != '\n')
		if (!skip_blank(&line))
			add_token(&line);
	h->at = line.at;
	h->line = line.line;
	if (macro)
		*STORE_ADD(h->pieces, h->nr_pieces) =
			(struct piece){ .tokens = line.tokens, .nr = line.nr_tokens, .macro = true };
	else
		free(line.tokens);
}

static void tokenize(struct header *h)
{
	while (*h->at)
		if (*h->at == '#')
			directive(h);
		else if (!skip_blank(h))
			add_token(h);
	h->broken |= h->depth != 0;
}

/* ---- pieces ------------------------------------------------------------------ */

static bool is_word(const struct token *token, const char *word)
{
	return token->word && !strcmp(token->word, word);
}

static bool is_record(const struct token *token)
{
	return is_word(token, "struct") || is_word(token, "union") || is_word(token, "enum");
}

/* What begins so and has a brace ends behind that: not a structure, whose variables may follow. */
static bool is_function(const struct token *tokens, unsigned int nr)
{
	bool parenthesis = false;

	if (is_word(tokens, "typedef") ||
	    (is_record(tokens) && nr > 1 && tokens[1].word && !strncmp(tokens[1].word, "__", 2)))
		return false;
	for (unsigned int i = 0; i < nr && tokens[i].other != '{'; i++) {
		parenthesis |= tokens[i].other == '(';
		if (tokens[i].other == '=')
			return false;
	}
	return parenthesis;
}

static void cut(struct header *h)
{
	unsigned int first = 0;

	for (unsigned int i = 0; i < h->nr_tokens; i++) {
		const struct token *token = &h->tokens[i];
		unsigned int nr = i + 1 - first;

		if (token->depth || (token->other != ';' && token->other != '}') ||
		    (token->other == '}' && !is_function(h->tokens + first, nr)))
			continue;
		*STORE_ADD(h->pieces, h->nr_pieces) =
			(struct piece){ .tokens = h->tokens + first, .nr = nr };
		first = i + 1;
	}
	h->broken |= first < h->nr_tokens;
}

/*
 * May a piece be got at by its token @i? Not by what comes before the name of a function or
 * variable, "struct other *" say, nor by what a function's parameters are, nor by a member.
 */
static bool declares(const struct piece *piece, unsigned int i)
{
	const struct token *token = &piece->tokens[i], *next = token + 1;

	if (piece->macro)
		return !i;
	if (is_record(token))
		return false;
	/* A macro makes it, of any of these words. */
	if (piece->nr > 1 && piece->tokens[1].other == '(')
		return true;
	if (i + 1 == piece->nr)
		return false;
	if (i && is_record(token - 1) && (next->other == '{' || next->other == ';'))
		return true;
	/* "int (*name)(void)" */
	if (token->depth == 1 && i > 1 && token[-1].other == '*' && token[-2].other == '(')
		return true;
	return !token->depth && next->other != '*' &&
	       (!next->word || !strncmp(next->word, "__", 2));
}

static bool is_named(const struct named *named, const struct piece *piece)
{
	for (unsigned int i = 0; i < piece->nr; i++)
		if (piece->tokens[i].word && map__get(&named->words, piece->tokens[i].word) &&
		    declares(piece, i))
			return true;
	return false;
}

/* All that is said in pieces that are named is named, too. True if there is news. */
static bool spread(struct named *named, struct header *h)
{
	bool news = false;

	for (unsigned int i = 0; i < h->nr_pieces; i++) {
		struct piece *piece = &h->pieces[i];

		if (piece->reached || !is_named(named, piece))
			continue;
		piece->reached = news = true;
		for (unsigned int j = 0; j < piece->nr; j++)
			if (piece->tokens[j].word)
				map__put(&named->words, piece->tokens[j].word, named);
	}
	return news;
}

/* ---- headers ------------------------------------------------------------------ */

static void read_header(struct header *h, struct named *named, const char *path)
{
	struct text text = {};

	h->named = named;
	h->line = 1;
	h->broken = text__read(&text, path) || !text.s;
	if (!h->broken) {
		h->at = text.s;
		tokenize(h);
		cut(h);
	}
	if (h->broken && text.s)
		named__all(named, text.s);
	text__free(&text);
}

/* A line may hold two. */
static bool beside_reached(const struct header *h, const struct plan_lines *lines)
{
	for (unsigned int i = 0; i < h->nr_pieces; i++) {
		const struct piece *piece = &h->pieces[i];

		if (piece->reached && !piece->macro && piece->tokens[0].line <= lines->last &&
		    piece->tokens[piece->nr - 1].line >= lines->first)
			return true;
	}
	return false;
}

static void note_own(struct plan_source *source, const struct header *h)
{
	for (unsigned int i = 0; i < h->nr_pieces && !h->broken; i++) {
		const struct piece *piece = &h->pieces[i];
		struct plan_lines lines;

		if (piece->macro || piece->reached)
			continue;
		lines.first = piece->tokens[0].line;
		lines.last = piece->tokens[piece->nr - 1].line;
		if (!beside_reached(h, &lines))
			*STORE_ADD(source->own, source->nr_own) = lines;
	}
}

static void free_header(struct header *h)
{
	for (unsigned int i = 0; i < h->nr_pieces; i++)
		if (h->pieces[i].macro)
			free((void *)h->pieces[i].tokens);
	free(h->pieces);
	free(h->tokens);
}

void named__own(struct named *named, struct plan *plan)
{
	struct header *headers = store__alloc((plan->nr_sources + 1) * sizeof(*headers));
	bool news = true;

	for (unsigned int i = 0; i < plan->nr_sources; i++)
		if (plan->sources[i].shared)
			read_header(&headers[i], named, plan->sources[i].path);
	while (news) {
		news = false;
		for (unsigned int i = 0; i < plan->nr_sources; i++)
			news |= spread(named, &headers[i]);
	}
	for (unsigned int i = 0; i < plan->nr_sources; i++) {
		if (plan->sources[i].shared)
			note_own(&plan->sources[i], &headers[i]);
		free_header(&headers[i]);
	}
	free(headers);
}
