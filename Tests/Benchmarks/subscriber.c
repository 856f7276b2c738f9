// The peer of the agent's ingest: the least that a libmosquitto subscriber can do. It takes QoS 1 messages on its own
// loop, counts them, acknowledges them and keeps nothing. Prints one JSON line when it has `expected` of them:
// messages, seconds from the first to the last, and its own CPU time.
//
// Usage: subscriber PORT TOPIC EXPECTED
#include <mosquitto.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static unsigned long count, expected;
static double first, last;

static double clock_seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static void on_connect(struct mosquitto *client, void *topic, int code) {
    if (code == 0) mosquitto_subscribe(client, NULL, topic, 1);
}

static void on_subscribe(struct mosquitto *client, void *topic, int id, int counts, const int *granted) {
    fprintf(stderr, "ready\n");
}

static void on_message(struct mosquitto *client, void *topic, const struct mosquitto_message *message) {
    last = clock_seconds(CLOCK_MONOTONIC);
    if (count++ == 0) first = last;
}

int main(int arguments, char **argument) {
    if (arguments != 4) return 2;
    expected = strtoul(argument[3], NULL, 10);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("bare-subscriber", false, argument[2]);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    if (mosquitto_connect(client, "127.0.0.1", atoi(argument[1]), 60) != MOSQ_ERR_SUCCESS) return 1;
    while (count < expected && mosquitto_loop(client, 1000, 1) == MOSQ_ERR_SUCCESS) {}
    double cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    printf("{\"messages\":%lu,\"seconds\":%.4f,\"cpu_seconds\":%.4f}\n", count, last - first, cpu);
    mosquitto_destroy(client);
    return count < expected;
}
