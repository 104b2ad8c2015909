// SPDX-License-Identifier: LGPL-2.1-or-later
/* %pM, %pI and %pU: addresses of network cards, of the Internet, and UUIDs. */
#include "format.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

void format_mac(struct out *o, const char *ext, const unsigned char *p, struct spec s)
{
	struct out text = { .buf = (char[20]){ 0 }, .size = 20 };

	for (int i = 0; i < 6; i++) {
		if (i && *ext == 'M')
			format_char(&text, ext[1] == 'F' ? '-' : ':');
		format_byte(&text, p[ext[1] == 'R' ? 5 - i : i], false);
	}
	format_field(o, &text, s);
}

static void ip4(struct out *o, bool zeros, char order, const unsigned char *p)
{
	struct spec s = { .width = zeros ? 3 : -1, .precision = -1, .base = 10, .zeropad = zeros };
	bool reversed = order == 'h' || order == 'l';

	for (int i = 0; i < 4; i++) {
		if (i)
			format_char(o, '.');
		format_number(o, p[reversed ? 3 - i : i], s);
	}
}

static void ip6_full(struct out *o, bool colons, const unsigned char *p)
{
	for (int i = 0; i < 16; i++) {
		if (i && colons && !(i & 1))
			format_char(o, ':');
		format_byte(o, p[i], false);
	}
}

/* RFC 5952; the last four bytes in decimal where the address embeds IPv4. */
static void ip6_compressed(struct out *o, const unsigned char *p)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	bool isatap = (p[8] | 2) == 2 && !p[9] && p[10] == 0x5e && p[11] == 0xfe;
	bool v4 = !memcmp(p, mapped, 12) || isatap;
	int words = v4 ? 6 : 8, gap = -1, longest = 1;

	for (int i = 0; i < words; i++) {
		int run = 0;

		while (i + run < words && !p[2 * (i + run)] && !p[2 * (i + run) + 1])
			run++;
		if (run > longest) {
			longest = run;
			gap = i;
		}
	}
	for (int i = 0; i < words; i++) {
		if (i == gap) {
			format_char(o, ':');
			format_char(o, ':');
			i += longest - 1;
			continue;
		}
		if (i && i != gap + longest)
			format_char(o, ':');
		format_number(o, p[2 * i] << 8 | p[2 * i + 1],
			      (struct spec){ .width = -1, .precision = -1, .base = 16 });
	}
	if (v4) {
		if (gap < 0 || gap + longest != words)
			format_char(o, ':');
		ip4(o, false, 0, p + 12);
	}
}

static void port(struct out *o, char before, unsigned int value)
{
	format_char(o, before);
	format_number(o, value, (struct spec){ .width = -1, .precision = -1, .base = 10 });
}

static void socket_address(struct out *o, const char *ext, const void *p, struct spec s)
{
	const struct sockaddr *sa = p;
	const struct sockaddr_in *in4 = p;
	const struct sockaddr_in6 *in6 = p;
	struct out text = { .buf = (char[96]){ 0 }, .size = 96 };
	size_t n = strspn(ext + 2, "pfschnbl");
	bool p_ = memchr(ext + 2, 'p', n), f_ = memchr(ext + 2, 'f', n),
	     s_ = memchr(ext + 2, 's', n), c_ = memchr(ext + 2, 'c', n);

	if (sa->sa_family == AF_INET) {
		ip4(&text, *ext == 'i', memchr(ext + 2, 'h', n) ? 'h' : 0, (void *)&in4->sin_addr);
		if (p_)
			port(&text, ':', ntohs(in4->sin_port));
	} else if (sa->sa_family == AF_INET6) {
		if (p_ || f_ || s_)
			format_char(&text, '[');
		if (*ext == 'I' && c_)
			ip6_compressed(&text, (void *)&in6->sin6_addr);
		else
			ip6_full(&text, *ext == 'I', (void *)&in6->sin6_addr);
		if (p_ || f_ || s_)
			format_char(&text, ']');
		if (p_)
			port(&text, ':', ntohs(in6->sin6_port));
		if (f_)
			port(&text, '/', ntohl(in6->sin6_flowinfo) & 0x0fffffff);
		if (s_)
			port(&text, '%', in6->sin6_scope_id);
	} else {
		format_string(o, "(einval)", s);
		return;
	}
	format_field(o, &text, s);
}

void format_ip(struct out *o, const char *ext, const unsigned char *p, struct spec s)
{
	struct out text = { .buf = (char[48]){ 0 }, .size = 48 };

	switch (ext[1]) {
	case '4':
		ip4(&text, *ext == 'i', ext[2], p);
		break;
	case '6':
		if (*ext == 'I' && ext[2] == 'c')
			ip6_compressed(&text, p);
		else
			ip6_full(&text, *ext == 'I', p);
		break;
	case 'S':
		socket_address(o, ext, p, s);
		return;
	default:
		format_string(o, *ext == 'i' ? "(%pi?)" : "(%pI?)", s);
		return;
	}
	format_field(o, &text, s);
}

void format_uuid(struct out *o, const char *ext, const unsigned char *p, struct spec s)
{
	static const unsigned char big[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
					       15 };
	static const unsigned char little[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14,
						  15 };
	const unsigned char *order = (ext[1] | 32) == 'l' ? little : big;
	struct out text = { .buf = (char[40]){ 0 }, .size = 40 };

	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			format_char(&text, '-');
		format_byte(&text, p[order[i]], ext[1] == 'B' || ext[1] == 'L');
	}
	format_field(o, &text, s);
}
