// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's own library functions that libcleave has: where they differ
 * from the C library's, and where one is easily off. Expected values are those
 * of lib/ in Linux 6.1.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sound/asound.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "suites.h"

/* As kernel headers declare them. */
ssize_t kapi_strscpy(char *to, const char *from, size_t n);
ssize_t kapi_strscpy_pad(char *to, const char *from, size_t n);
size_t kapi_strlcpy(char *to, const char *from, size_t n);
size_t kapi_strlcat(char *to, const char *from, size_t n);
char *kapi_strncpy(char *to, const char *from, size_t n);
char *kapi_strncat(char *to, const char *from, size_t n);
char *kapi_strnchr(const char *s, size_t n, int c);
char *kapi_strnstr(const char *s, const char *what, size_t n);
char *kapi_strim(char *s);
ssize_t kapi_memory_read_from_buffer(void *to, size_t n, long long *at, const void *from,
				     size_t room);
_Bool kapi_sysfs_streq(const char *a, const char *b);
char *cleave_local_kasprintf(unsigned int flags, const char *format, ...);
void cleave_local_kfree(const void *p);
int kapi_match_string(const char *const *array, size_t n, const char *s);
void *kapi_memscan(void *p, int c, size_t n);
void *kapi_memchr_inv(const void *p, int c, size_t n);
int kapi_kstrtoull(const char *s, unsigned int base, unsigned long long *res);
int kapi_kstrtoll(const char *s, unsigned int base, long long *res);
int kapi_kstrtou8(const char *s, unsigned int base, uint8_t *res);
int kapi_kstrtos8(const char *s, unsigned int base, int8_t *res);
int kapi_kstrtobool(const char *s, _Bool *res);
unsigned long kapi_simple_strtoul(const char *s, char **end, unsigned int base);
long kapi_simple_strtol(const char *s, char **end, unsigned int base);
unsigned long long kapi_memparse(const char *s, char **end);
int kapi_hex2bin(uint8_t *to, const char *from, size_t n);
_Bool kapi_mac_pton(const char *s, uint8_t *mac);
int kapi_hex_dump_to_buffer(const void *buf, size_t len, int row, int size, char *line,
			    size_t room, _Bool ascii);
int kapi_snprintf(char *buf, size_t size, const char *fmt, ...);
int kapi_scnprintf(char *buf, size_t size, const char *fmt, ...);
void kapi_ethtool_puts(uint8_t **data, const char *str);
unsigned long kapi__find_next_bit(const unsigned long *a, unsigned long bits, unsigned long at);
unsigned long kapi__find_next_zero_bit(const unsigned long *a, unsigned long bits,
				       unsigned long at);
unsigned long kapi__find_last_bit(const unsigned long *a, unsigned long bits);
int kapi___bitmap_weight(const unsigned long *a, unsigned int bits);
_Bool kapi___bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int bits);
_Bool kapi___bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int bits);
unsigned int kapi___sw_hweight32(unsigned int v);
unsigned long kapi___sw_hweight64(unsigned long v);
extern const uint8_t kapi_byte_rev_table[256];
extern const unsigned char kapi__ctype[256];
uint32_t kapi_crc32_le(uint32_t crc, const uint8_t *p, size_t n);
uint32_t kapi_crc32_be(uint32_t crc, const uint8_t *p, size_t n);
uint32_t kapi___crc32c_le(uint32_t crc, const uint8_t *p, size_t n);
uint16_t kapi_crc16(uint16_t crc, const uint8_t *p, size_t n);
unsigned long kapi_int_sqrt(unsigned long x);
unsigned int kapi__bcd2bin(unsigned char bcd);
unsigned char kapi__bin2bcd(unsigned int bin);
unsigned long kapi___msecs_to_jiffies(unsigned int ms);
void kapi___const_udelay(unsigned long xloops);
void kapi_msleep(unsigned int ms);
int64_t kapi_ktime_get(void);
void cleave_local_mutex_lock(uint64_t *lock);
int cleave_local_mutex_lock_interruptible(uint64_t *lock);
_Bool cleave_local_mutex_is_locked(uint64_t *lock);
void cleave_local_mutex_unlock(uint64_t *lock);
int kapi_snd_ctl_enum_info(struct snd_ctl_elem_info *info, unsigned int channels,
			   unsigned int items, const char *const *names);

static void copies(void)
{
	char buf[8];

	CU_ASSERT_EQUAL(kapi_strscpy(buf, "seven..", 8), 7);
	CU_ASSERT_EQUAL(kapi_strscpy(buf, "eight...", 8), -E2BIG);
	UNIT_SAME_TEXT(buf, "eight..");
	CU_ASSERT_EQUAL(kapi_strscpy(buf, "x", 0), -E2BIG);
	memset(buf, 'z', 8);
	CU_ASSERT_EQUAL(kapi_strscpy_pad(buf, "ab", 8), 2);
	CU_ASSERT_EQUAL(memcmp(buf, "ab\0\0\0\0\0\0", 8), 0);
	CU_ASSERT_EQUAL(kapi_strlcpy(buf, "longer than that", 8), 16);
	UNIT_SAME_TEXT(buf, "longer ");
	kapi_strlcpy(buf, "abc", 8);
	CU_ASSERT_EQUAL(kapi_strlcat(buf, "defghi", 8), 9);
	UNIT_SAME_TEXT(buf, "abcdefg");
	memset(buf, 'z', 8);
	kapi_strncpy(buf, "ab", 5);
	CU_ASSERT_EQUAL(memcmp(buf, "ab\0\0\0zzz", 8), 0);
	strcpy(buf, "ab");
	kapi_strncat(buf, "cdef", 2);
	UNIT_SAME_TEXT(buf, "abcd");
}

static void reads(void)
{
	char buf[8] = "........";
	long long at = 2;

	CU_ASSERT_EQUAL(kapi_memory_read_from_buffer(buf, 3, &at, "abcdefgh", 8), 3);
	CU_ASSERT_EQUAL(at, 5);
	CU_ASSERT_EQUAL(memcmp(buf, "cde.....", 8), 0);
	CU_ASSERT_EQUAL(kapi_memory_read_from_buffer(buf, 8, &at, "abcdefgh", 8), 3);
	CU_ASSERT_EQUAL(kapi_memory_read_from_buffer(buf, 8, &at, "abcdefgh", 8), 0);
	at = LLONG_MAX;
	CU_ASSERT_EQUAL(kapi_memory_read_from_buffer(buf, 8, &at, "abcdefgh", 8), 0);
	CU_ASSERT_EQUAL(at, LLONG_MAX);
	at = -1;
	CU_ASSERT_EQUAL(kapi_memory_read_from_buffer(buf, 8, &at, "abcdefgh", 8), -EINVAL);
	CU_ASSERT_EQUAL(memcmp(buf, "fgh.....", 8), 0);
}

static void made(void)
{
	char *text = cleave_local_kasprintf(0, "%s of %d", "one", 12345);

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	UNIT_SAME_TEXT(text, "one of 12345");
	cleave_local_kfree(text);
}

static void searches(void)
{
	static const char *const words[] = { "auto", "on", "off", NULL, "never" };
	char text[] = "  key = value \n", data[4] = { 7, 7, 7, 8 };

	CU_ASSERT_PTR_EQUAL(kapi_strnchr(text, 4, 'y'), NULL);
	CU_ASSERT_PTR_EQUAL(kapi_strnchr(text, 5, 'y'), text + 4);
	CU_ASSERT_PTR_EQUAL(kapi_strnstr(text, "value", 12), NULL);
	CU_ASSERT_PTR_EQUAL(kapi_strnstr(text, "value", 13), text + 8);
	UNIT_SAME_TEXT(kapi_strim(text), "key = value");
	CU_ASSERT_TRUE(kapi_sysfs_streq("on", "on\n"));
	CU_ASSERT_TRUE(kapi_sysfs_streq("on\n", "on"));
	CU_ASSERT_FALSE(kapi_sysfs_streq("on\n\n", "on"));
	CU_ASSERT_FALSE(kapi_sysfs_streq("on", "one"));
	CU_ASSERT_EQUAL(kapi_match_string(words, 5, "off"), 2);
	CU_ASSERT_EQUAL(kapi_match_string(words, 5, "never"), -EINVAL);
	CU_ASSERT_PTR_EQUAL(kapi_memscan(data, 9, 4), data + 4);
	CU_ASSERT_PTR_EQUAL(kapi_memchr_inv(data, 7, 4), data + 3);
	CU_ASSERT_PTR_EQUAL(kapi_memchr_inv(data, 7, 3), NULL);
}

/* Bits as include/linux/ctype.h has them; the C library knows the same of ASCII. */
static void characters(void)
{
	for (int c = 0; c < 128; c++) {
		unsigned char kind = kapi__ctype[c];

		CU_ASSERT_EQUAL(!!(kind & 1), !!isupper(c));
		CU_ASSERT_EQUAL(!!(kind & 2), !!islower(c));
		CU_ASSERT_EQUAL(!!(kind & 4), !!isdigit(c));
		CU_ASSERT_EQUAL(!!(kind & 8), !!iscntrl(c));
		CU_ASSERT_EQUAL(!!(kind & 16), !!ispunct(c));
		CU_ASSERT_EQUAL(!!(kind & 32), !!isspace(c));
		CU_ASSERT_EQUAL(!!(kind & (4 | 64)), !!isxdigit(c));
		CU_ASSERT_EQUAL(!!(kind & 128), c == ' ');
	}
	CU_ASSERT_EQUAL(kapi__ctype[0x80], 0);
	CU_ASSERT_EQUAL(kapi__ctype[0xa0], 32 | 128);
	CU_ASSERT_EQUAL(kapi__ctype[0xc4], 1);
	CU_ASSERT_EQUAL(kapi__ctype[0xd7], 16);
	CU_ASSERT_EQUAL(kapi__ctype[0xe4], 2);
	CU_ASSERT_EQUAL(kapi__ctype[0xff], 2);
}

static void parsing(void)
{
	static const struct {
		const char *text;
		unsigned int base;
		int rc;
		unsigned long long value;
	} cases[] = {
		{ "0", 0, 0, 0 }, { "42\n", 0, 0, 42 }, { "0x1F", 0, 0, 31 }, { "017", 0, 0, 15 },
		{ "+7", 10, 0, 7 }, { "ff", 16, 0, 255 }, { "0xff", 16, 0, 255 },
		{ "18446744073709551615", 10, 0, ULLONG_MAX },
		{ "18446744073709551616", 10, -ERANGE, 0 }, { "", 10, -EINVAL, 0 },
		{ "\n", 10, -EINVAL, 0 }, { "1\n\n", 10, -EINVAL, 0 }, { "-1", 10, -EINVAL, 0 },
		{ "08", 0, -EINVAL, 0 }, { "12x", 10, -EINVAL, 0 }, { " 1", 10, -EINVAL, 0 },
	};
	unsigned long long v;
	long long s;
	uint8_t u8;
	int8_t s8;
	char *end;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		v = 0;
		CU_ASSERT_EQUAL(kapi_kstrtoull(cases[i].text, cases[i].base, &v), cases[i].rc);
		CU_ASSERT_EQUAL(v, cases[i].value);
	}
	CU_ASSERT_EQUAL(kapi_kstrtoll("-9223372036854775808", 10, &s), 0);
	CU_ASSERT_EQUAL(s, LLONG_MIN);
	CU_ASSERT_EQUAL(kapi_kstrtoll("9223372036854775808", 10, &s), -ERANGE);
	CU_ASSERT_EQUAL(kapi_kstrtoll("-+1", 10, &s), -EINVAL);
	CU_ASSERT_EQUAL(kapi_kstrtou8("256", 10, &u8), -ERANGE);
	CU_ASSERT_EQUAL(kapi_kstrtos8("-128", 10, &s8), 0);
	CU_ASSERT_EQUAL(s8, -128);
	CU_ASSERT_EQUAL(kapi_simple_strtoul("0x12g", &end, 0), 0x12);
	UNIT_SAME_TEXT(end, "g");
	CU_ASSERT_EQUAL(kapi_simple_strtol("-12", NULL, 10), -12);
	CU_ASSERT_EQUAL(kapi_memparse("2M rest", &end), 2 << 20);
	UNIT_SAME_TEXT(end, " rest");
}

static void booleans(void)
{
	_Bool b = 0;

	CU_ASSERT_EQUAL(kapi_kstrtobool("Yes", &b), 0);
	CU_ASSERT_TRUE(b);
	CU_ASSERT_EQUAL(kapi_kstrtobool("off", &b), 0);
	CU_ASSERT_FALSE(b);
	CU_ASSERT_EQUAL(kapi_kstrtobool("on", &b), 0);
	CU_ASSERT_TRUE(b);
	CU_ASSERT_EQUAL(kapi_kstrtobool("", &b), -EINVAL);
	CU_ASSERT_EQUAL(kapi_kstrtobool("ox", &b), -EINVAL);
}

static void hexadecimal(void)
{
	uint8_t mac[6] = { 0 }, data[20];
	char line[128];

	CU_ASSERT_EQUAL(kapi_hex2bin(mac, "0aFf", 2), 0);
	CU_ASSERT_EQUAL(mac[1], 0xff);
	CU_ASSERT_EQUAL(kapi_hex2bin(mac, "0g", 1), -EINVAL);
	CU_ASSERT_TRUE(kapi_mac_pton("02:00:5e:00:53:fF", mac));
	CU_ASSERT_EQUAL(memcmp(mac, "\x02\x00\x5e\x00\x53\xff", 6), 0);
	CU_ASSERT_FALSE(kapi_mac_pton("02:00:5e:00:53", mac));
	CU_ASSERT_FALSE(kapi_mac_pton("02-00-5e-00-53-ff", mac));
	for (int i = 0; i < 20; i++)
		data[i] = (uint8_t)('a' + i);
	CU_ASSERT_EQUAL(kapi_hex_dump_to_buffer(data, 4, 16, 1, line, sizeof(line), 0), 11);
	UNIT_SAME_TEXT(line, "61 62 63 64");
	kapi_hex_dump_to_buffer(data, 8, 16, 4, line, sizeof(line), 0);
	UNIT_SAME_TEXT(line, "64636261 68676665");
	kapi_hex_dump_to_buffer(data, 20, 16, 1, line, sizeof(line), 1);
	UNIT_SAME_TEXT(line, "61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70  abcdefghijklmnop");
	CU_ASSERT_EQUAL(kapi_hex_dump_to_buffer(data, 4, 16, 1, line, 6, 0), 11);
	UNIT_SAME_TEXT(line, "61 62");
}

static void printing(void)
{
	char buf[8];

	CU_ASSERT_EQUAL(kapi_snprintf(buf, 8, "%s", "0123456789"), 10);
	CU_ASSERT_EQUAL(kapi_scnprintf(buf, 8, "%s", "0123456789"), 7);
	CU_ASSERT_EQUAL(kapi_scnprintf(buf, 8, "%d", 5), 1);
	CU_ASSERT_EQUAL(kapi_scnprintf(buf, 0, "%d", 5), 0);
	CU_ASSERT_EQUAL(kapi_snprintf(NULL, 0, "%d", 12345), 5);
}

static void names(void)
{
	uint8_t table[3 * 32], *at = table;

	memset(table, 'x', sizeof(table));
	kapi_ethtool_puts(&at, "%s is no format");
	kapi_ethtool_puts(&at, "longer than the field of 32 bytes");
	CU_ASSERT_PTR_EQUAL(at, table + 64);
	CU_ASSERT_STRING_EQUAL((char *)table, "%s is no format");
	CU_ASSERT_STRING_EQUAL((char *)table + 32, "longer than the field of 32 byt");
	CU_ASSERT_EQUAL(*at, 'x');
}

static void bits(void)
{
	unsigned long map[3] = { 1UL << 63, 0, 0x11 }, other[3] = { 1UL << 63, 0, 0x31 };

	CU_ASSERT_EQUAL(kapi__find_next_bit(map, 192, 0), 63);
	CU_ASSERT_EQUAL(kapi__find_next_bit(map, 192, 64), 128);
	CU_ASSERT_EQUAL(kapi__find_next_bit(map, 132, 129), 132);
	CU_ASSERT_EQUAL(kapi__find_next_bit(map, 192, 192), 192);
	CU_ASSERT_EQUAL(kapi__find_next_zero_bit(map, 192, 63), 64);
	CU_ASSERT_EQUAL(kapi__find_last_bit(map, 192), 132);
	CU_ASSERT_EQUAL(kapi__find_last_bit(map, 128), 63);
	CU_ASSERT_EQUAL(kapi___bitmap_weight(map, 192), 3);
	CU_ASSERT_EQUAL(kapi___bitmap_weight(map, 130), 2);
	CU_ASSERT_TRUE(kapi___bitmap_equal(map, other, 133));
	CU_ASSERT_FALSE(kapi___bitmap_equal(map, other, 134));
	CU_ASSERT_TRUE(kapi___bitmap_subset(map, other, 192));
	CU_ASSERT_FALSE(kapi___bitmap_subset(other, map, 192));
	CU_ASSERT_EQUAL(kapi___sw_hweight32(0xf0f01234), 13);
	CU_ASSERT_EQUAL(kapi___sw_hweight64(~0UL), 64);
	CU_ASSERT_EQUAL(kapi___sw_hweight64(0), 0);
	CU_ASSERT_EQUAL(kapi_byte_rev_table[0x01], 0x80);
	CU_ASSERT_EQUAL(kapi_byte_rev_table[0xd4], 0x2b);
}

/* The check values that every catalogue of CRCs gives for "123456789". */
static void sums(void)
{
	const uint8_t *text = (const uint8_t *)"123456789";

	CU_ASSERT_EQUAL(~kapi_crc32_le(~0U, text, 9), 0xcbf43926);
	CU_ASSERT_EQUAL(~kapi_crc32_be(~0U, text, 9), 0xfc891918);
	CU_ASSERT_EQUAL(~kapi___crc32c_le(~0U, text, 9), 0xe3069283);
	CU_ASSERT_EQUAL(kapi_crc16(0, text, 9), 0xbb3d);
	CU_ASSERT_EQUAL(kapi__bcd2bin(0x59), 59);
	CU_ASSERT_EQUAL(kapi__bin2bcd(59), 0x59);
	CU_ASSERT_EQUAL(kapi_int_sqrt(99), 9);
	CU_ASSERT_EQUAL(kapi_int_sqrt(100), 10);
	CU_ASSERT_EQUAL(kapi_int_sqrt(~0UL), 0xffffffff);
}

static void waiting(void)
{
	int64_t start = kapi_ktime_get(), took;

	kapi___const_udelay(0x10c7UL * 500);	/* udelay(500) */
	took = kapi_ktime_get() - start;
	CU_ASSERT_TRUE(took >= 499000 && took < 1000000000);
	start = kapi_ktime_get();
	kapi_msleep(2);
	CU_ASSERT_TRUE(kapi_ktime_get() - start >= 2000000);
	CU_ASSERT_EQUAL(kapi___msecs_to_jiffies(1), 1);
	CU_ASSERT_EQUAL(kapi___msecs_to_jiffies(1001), 251);	/* HZ 250, rounded up */
}

static uint64_t lock_word;
static int locked_sum;

static void *add_under_lock(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20000; i++) {
		cleave_local_mutex_lock(&lock_word);
		locked_sum++;
		cleave_local_mutex_unlock(&lock_word);
	}
	return NULL;
}

static void mutexes(void)
{
	pthread_t threads[3];

	lock_word = 0x1234567800000001;		/* another process held it */
	CU_ASSERT_FALSE(cleave_local_mutex_is_locked(&lock_word));
	CU_ASSERT_EQUAL(cleave_local_mutex_lock_interruptible(&lock_word), 0);
	CU_ASSERT_TRUE(cleave_local_mutex_is_locked(&lock_word));
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, add_under_lock, NULL), 0);
	usleep(10000);
	CU_ASSERT_EQUAL(locked_sum, 0);
	cleave_local_mutex_unlock(&lock_word);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	CU_ASSERT_EQUAL(locked_sum, 60000);
	CU_ASSERT_FALSE(cleave_local_mutex_is_locked(&lock_word));
}

static void items(void)
{
	static const char *const names[] = { "Line", "a name of 64 characters or more, of which there is but room for 63" };
	struct snd_ctl_elem_info info = { .value.enumerated.item = 7 };

	CU_ASSERT_EQUAL(kapi_snd_ctl_enum_info(&info, 2, 0, names), 0);
	CU_ASSERT_EQUAL(info.value.enumerated.item, 7);
	CU_ASSERT_EQUAL(kapi_snd_ctl_enum_info(&info, 2, 2, names), 0);
	CU_ASSERT_EQUAL(info.type, SNDRV_CTL_ELEM_TYPE_ENUMERATED);
	CU_ASSERT_EQUAL(info.count, 2);
	CU_ASSERT_EQUAL(info.value.enumerated.items, 2);
	CU_ASSERT_EQUAL(info.value.enumerated.item, 1);
	CU_ASSERT_EQUAL(strlen(info.value.enumerated.name), 63);
	info.value.enumerated.item = 0;
	CU_ASSERT_EQUAL(kapi_snd_ctl_enum_info(&info, 1, 2, names), 0);
	CU_ASSERT_STRING_EQUAL(info.value.enumerated.name, "Line");
}

const struct unit_test suite_kapi[] = {
	{ "strings are copied within their room", copies },
	{ "what is read is within the buffer", reads },
	{ "a text is as long as its format makes it", made },
	{ "searches stop at the length", searches },
	{ "characters are of the kinds that they are in the kernel", characters },
	{ "numbers are parsed as strictly as the kernel does", parsing },
	{ "booleans", booleans },
	{ "hexadecimal and dumps", hexadecimal },
	{ "lengths that printing returns", printing },
	{ "names of ethtool's strings end within their field", names },
	{ "bitmaps and bit counts", bits },
	{ "check sums and square roots", sums },
	{ "a control's items are named", items },
	{ "a mutex of the user half's, also after another process held it", mutexes },
	{ "delays last as long as they say", waiting },
	{}
};
