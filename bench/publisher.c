/* The load generator: devices that publish with QoS 1 over MQTT 3.1.1, faster than any subscriber.
 *
 *   publisher HOST PORT MESSAGES CHANNELS WINDOW RATE DAYS TIMED TRACED BASE_MS
 *
 * stdin: a line "name password" per device, then an empty line; after it has printed "ready", any
 * line starts publishing. stdout: "ready", "began NS" and, when the broker has acknowledged
 * everything, "done BEGAN_NS ENDED_NS PROCESSOR_US LATE_US" (monotonic clock; LATE_US is the
 * greatest delay of a message behind its schedule).
 *
 * Message k is published by device k % devices to its channel (k / devices) % CHANNELS. RATE 0: all
 * frames are built in advance, and each device keeps WINDOW of them unacknowledged. RATE > 0: message
 * k is built and sent at its scheduled instant, regardless of acknowledgements; its value encodes
 * that instant: 10 + (us since 1970 % 90 s) / 1e6. TIMED 0: payloads without `time`. DAYS: the
 * number of days over which the times are spread. TRACED 1: over MQTT 5, and each message has a
 * `traceparent` of its own as a user property.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD = 80, PROPERTIES = 72, NAP_NS = 300000, EVENTS = 256, LINE = 512 };

typedef struct {
    int fd, wants_write;
    char name[80], password[160];
    uint8_t *frames;
    size_t frame; /* bytes of a frame */
    long total, ready, acked;
    size_t sent; /* bytes */
    int rest;    /* bytes of an incomplete PUBACK */
} Device;

static Device *devices;
static long count, messages, channels, window_, rate, days, built;
static int timed, traced, poll_fd;
static int64_t base_ms;

static void fail(const char *what, const char *who) {
    fprintf(stderr, "publisher: %s%s%s%s%s\n", who, *who ? ": " : "", what, errno ? ": " : "",
            errno ? strerror(errno) : "");
    exit(1);
}

static int64_t now_ns(clockid_t clock) {
    struct timespec at;
    clock_gettime(clock, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static int64_t processor_us(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec +
           used.ru_stime.tv_usec;
}

static size_t put_text(uint8_t *to, const char *text) {
    size_t size = strlen(text);
    to[0] = size >> 8, to[1] = size & 255;
    memcpy(to + 2, text, size);
    return size + 2;
}

static size_t put_length(uint8_t *to, size_t size) {
    size_t used = 0;
    do {
        to[used] = size % 128 | (size > 127 ? 128 : 0);
        size /= 128, used++;
    } while (size);
    return used;
}

/* Build frame n of a device at its position in `frames`. */
static void build_frame(Device *device, long index, long n) {
    char topic[128], text[160];
    int64_t ms = base_ms + n + (n * count + index) % days * 86400000LL;
    double value = 20 + n % 1000 / 100.0;
    if (rate) {
        int64_t us = now_ns(CLOCK_REALTIME) / 1000;
        ms = us / 1000;
        value = 10 + us % 90000000 / 1e6;
    }
    snprintf(topic, sizeof topic, "sensors/%s/c%02ld", device->name, n % channels);
    const char *form = timed ? "{\"value\": %.6f, \"unit\": \"C\", \"time\": %lld, \"rssi\": -61, \"bat\": 97}"
                             : "{\"value\": %.6f, \"unit\": \"C\", \"rssi\": -61, \"bat\": 97, \"model\": \"DS18B20-04\"}";
    int size = snprintf(text, sizeof text, form, value, (long long)ms);
    if (size != PAYLOAD) fail("a payload does not have 80 bytes", text);
    uint8_t *to = device->frames + device->frame * n;
    *to++ = 0x32;
    to += put_length(to, 4 + strlen(topic) + (traced ? PROPERTIES : 0) + PAYLOAD);
    to += put_text(to, topic);
    long packet_id = n % 65535 + 1;
    *to++ = packet_id >> 8, *to++ = packet_id & 255;
    if (traced) {
        char parent[64];
        snprintf(parent, sizeof parent, "00-%016llx%016llx-%016llx-01", (unsigned long long)base_ms,
                 (unsigned long long)index + 1, (unsigned long long)n + 1);
        *to++ = PROPERTIES - 1, *to++ = 0x26;
        to += put_text(to, "traceparent");
        to += put_text(to, parent);
    }
    memcpy(to, text, PAYLOAD);
}

static void prepare(Device *device, long index) {
    char topic[128];
    uint8_t scratch[8];
    snprintf(topic, sizeof topic, "sensors/%s/c%02d", device->name, 0);
    size_t body = 4 + strlen(topic) + (traced ? PROPERTIES : 0) + PAYLOAD;
    device->frame = 1 + put_length(scratch, body) + body;
    device->total = messages / count + (index < messages % count);
    device->frames = malloc(device->frame * device->total + 1);
    if (!device->frames) fail("out of memory", "");
    if (!rate)
        for (long n = 0; n < device->total; n++) build_frame(device, index, n);
}

static void read_fully(int fd, uint8_t *to, size_t size, const char *who) {
    while (size) {
        ssize_t got = read(fd, to, size);
        if (got <= 0) fail("the broker closed the connection", who);
        to += got, size -= got;
    }
}

static void open_connection(Device *device, long index, const struct sockaddr_in *where) {
    uint8_t packet[LINE], body[LINE], answer[130];
    int on = 1;
    device->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (device->fd < 0 || connect(device->fd, (const struct sockaddr *)where, sizeof *where))
        fail("no connection", device->name);
    setsockopt(device->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    size_t size = put_text(body, "MQTT");
    body[size++] = traced ? 5 : 4, body[size++] = 0xC2; /* clean session, user name and password */
    body[size++] = 0, body[size++] = 0;                 /* no keep-alive */
    if (traced) body[size++] = 0;                       /* no properties */
    size += put_text(body + size, device->name);
    size += put_text(body + size, device->name);
    size += put_text(body + size, device->password);
    packet[0] = 0x10;
    size_t head = 1 + put_length(packet + 1, size);
    memcpy(packet + head, body, size);
    if (write(device->fd, packet, head + size) != (ssize_t)(head + size)) fail("no CONNECT", device->name);
    read_fully(device->fd, answer, 2, device->name);
    if (answer[1] > 127) fail("a CONNACK of more than 127 bytes", device->name);
    read_fully(device->fd, answer + 2, answer[1], device->name);
    errno = 0;
    if (answer[0] != 0x20 || answer[3]) fail("the broker refused the connection", device->name);
    fcntl(device->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = index};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, device->fd, &event);
}

static void send_ready(Device *device, long index) {
    size_t until = device->ready * device->frame;
    int blocked = 0;
    while (device->sent < until && !blocked) {
        ssize_t put = send(device->fd, device->frames + device->sent, until - device->sent, MSG_NOSIGNAL);
        if (put >= 0)
            device->sent += put;
        else if (errno == EAGAIN)
            blocked = 1;
        else
            fail("cannot send", device->name);
    }
    if (blocked != device->wants_write) {
        struct epoll_event event = {.events = EPOLLIN | (blocked ? EPOLLOUT : 0), .data.u64 = index};
        epoll_ctl(poll_fd, EPOLL_CTL_MOD, device->fd, &event);
        device->wants_write = blocked;
    }
}

/* Read PUBACKs, the only packets that arrive, of four bytes each (also in MQTT 5, as there is a
 * subscriber); return their number. */
static long read_acks(Device *device) {
    static uint8_t buffer[65536];
    long acked = 0;
    for (;;) {
        ssize_t got = read(device->fd, buffer, sizeof buffer);
        if (got < 0 && errno == EAGAIN) break;
        errno = got ? errno : 0;
        if (got <= 0) fail("the broker closed the connection", device->name);
        acked += (device->rest + got) / 4;
        device->rest = (device->rest + got) % 4;
        if (got < (ssize_t)sizeof buffer) break;
    }
    device->acked += acked;
    return acked;
}

static void widen(Device *device, long index) {
    long upto = device->acked + window_;
    device->ready = upto < device->total ? upto : device->total;
    send_ready(device, index);
}

/* Build and send all messages that are due; return the greatest delay (ns). */
static int64_t send_due(int64_t began) {
    int64_t late = 0;
    for (; built < messages; built++) {
        int64_t behind = now_ns(CLOCK_MONOTONIC) - began - built * 1000000000LL / rate;
        if (behind < 0) break;
        late = behind > late ? behind : late;
        Device *device = &devices[built % count];
        build_frame(device, built % count, device->ready++);
        send_ready(device, built % count);
    }
    return late;
}

static void publish(void) {
    struct epoll_event events[EVENTS];
    int64_t before = processor_us(), began = now_ns(CLOCK_MONOTONIC), late = 0;
    printf("began %lld\n", (long long)began);
    if (!rate)
        for (long index = 0; index < count; index++) widen(&devices[index], index);
    for (long acked = 0; acked < messages;) {
        if (rate) {
            int64_t behind = send_due(began);
            late = behind > late ? behind : late;
        }
        int ready = epoll_wait(poll_fd, events, EVENTS, rate ? 0 : 100);
        for (int i = 0; i < ready; i++) {
            long index = events[i].data.u64;
            if (events[i].events & ~EPOLLOUT) acked += read_acks(&devices[index]);
            if (rate)
                send_ready(&devices[index], index);
            else
                widen(&devices[index], index);
        }
        /* acknowledgements accumulate meanwhile, so that one read returns many */
        struct timespec nap = {0, NAP_NS};
        if (acked < messages) nanosleep(&nap, NULL);
    }
    int64_t ended = now_ns(CLOCK_MONOTONIC);
    printf("done %lld %lld %lld %lld\n", (long long)began, (long long)ended,
           (long long)(processor_us() - before), (long long)late / 1000);
}

static void read_accounts(void) {
    char line[LINE];
    long room = 0;
    while (fgets(line, sizeof line, stdin) && line[0] != '\n') {
        if (count == room) {
            room = room ? room * 2 : 64;
            devices = realloc(devices, room * sizeof *devices);
            if (!devices) fail("out of memory", "");
        }
        memset(&devices[count], 0, sizeof *devices);
        if (sscanf(line, "%79s %159s", devices[count].name, devices[count].password) != 2)
            fail("not a line of name and password", line);
        count++;
    }
}

int main(int words, char **word) {
    char line[LINE];
    struct sockaddr_in where = {.sin_family = AF_INET};
    if (words != 11) fail("HOST PORT MESSAGES CHANNELS WINDOW RATE DAYS TIMED TRACED BASE_MS", "");
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* it must not outlive the benchmark */
    setvbuf(stdout, NULL, _IOLBF, 0);
    inet_pton(AF_INET, word[1], &where.sin_addr);
    where.sin_port = htons(atoi(word[2]));
    messages = atol(word[3]), channels = atol(word[4]), window_ = atol(word[5]);
    rate = atol(word[6]), days = atol(word[7]), timed = atoi(word[8]), traced = atoi(word[9]);
    base_ms = atoll(word[10]);
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    read_accounts();
    for (long index = 0; index < count; index++) {
        prepare(&devices[index], index);
        open_connection(&devices[index], index, &where);
    }
    puts("ready");
    if (!fgets(line, sizeof line, stdin)) return 1;
    publish();
    return 0;
}
