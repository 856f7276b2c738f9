// The WebSocket to the hub: authenticates by its first message, subscribes, comes back by itself.

import { backoff } from "../logic/backoff.js";
import { parseTime } from "../logic/times.js";

const SILENCE_MAX = 45_000;
const HEARTBEAT = 15_000;
/** How the hub closes a socket whose token has ended. */
const UNAUTHENTICATED = 4401;
/** The socket takes the new token so long before the old one ends; the session renews it a little earlier than that. */
const RENEW_BEFORE = 45_000;

/**
 * `onMessage(message)` for each server message; `onState({ready, failures})` when the connection changes. After a
 * reconnect the subscription carries `since`, so that alerts raised meanwhile come again.
 */
export class LiveSocket {
    constructor({ token, renew, onMessage, onState }) {
        this.token = token;
        this.renew = renew;
        this.onMessage = onMessage;
        this.onState = onState;
        this.channels = new Set();
        this.failures = 0;
        this.lastTime = null;
        this.socket = null;
        this.ready = false;
        this.timers = {};
    }

    start() {
        this.isWanted = true;
        this.open();
    }

    stop() {
        this.isWanted = false;
        Object.values(this.timers).forEach(clearTimeout);
        this.drop();
    }

    subscribe(channel) {
        if (this.channels.has(channel)) return;
        this.channels.add(channel);
        if (this.ready) this.send({ type: "subscribe", channels: [channel] });
    }

    unsubscribe(channel) {
        if (!this.channels.delete(channel)) return;
        if (this.ready) this.send({ type: "unsubscribe", channels: [channel] });
    }

    /** Tries at once, as when the browser says that the network is back. */
    hurry() {
        if (this.isWanted && !this.ready) {
            clearTimeout(this.timers.retry);
            this.open();
        }
    }

    async open() {
        this.drop();
        let token;
        try {
            token = await this.token();
        } catch {
            this.failed();
            return;
        }
        if (!this.isWanted) return;
        const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
        this.socket = socket;
        socket.onopen = () => {
            socket.send(JSON.stringify({ type: "authenticate", token }));
            this.listenForSilence();
        };
        socket.onmessage = (event) => this.socket === socket && this.received(event.data);
        socket.onclose = (event) => this.socket === socket && this.closed(event.code);
    }

    received(text) {
        this.listenForSilence();
        let message;
        try {
            message = JSON.parse(text);
        } catch {
            return;
        }
        if (message.timestamp) this.lastTime = message.timestamp;
        if (message.type === "authenticated") this.authenticated(message);
        else this.onMessage(message);
    }

    authenticated(message) {
        this.renewBefore(parseTime(message.expiresAt), parseTime(message.timestamp));
        if (this.ready) return;
        const since = this.wasReady ? this.lastTime : null;
        this.ready = true;
        this.wasReady = true;
        this.failures = 0;
        this.send({ type: "subscribe", channels: [...this.channels], ...(since ? { since } : {}) });
        this.onState({ ready: true, failures: 0 });
        this.beat();
    }

    /** The token of an open socket is renewed in place; nothing that comes meanwhile is missed. */
    renewBefore(expiresAt, hubNow) {
        clearTimeout(this.timers.renew);
        if (expiresAt === null || hubNow === null) return;
        this.timers.renew = setTimeout(async () => {
            try {
                this.send({ type: "authenticate", token: await this.token() });
            } catch {
                // The socket will be closed by the hub, and coming back tries again.
            }
        }, Math.max(1000, expiresAt - hubNow - RENEW_BEFORE));
    }

    async closed(code) {
        if (code === UNAUTHENTICATED) await this.renew().catch(() => {});
        this.failed();
    }

    beat() {
        clearTimeout(this.timers.beat);
        this.timers.beat = setTimeout(() => {
            if (this.ready) this.send({ type: "heartbeat" });
            this.beat();
        }, HEARTBEAT);
    }

    /** A connection that says nothing for so long is dead, whatever TCP believes. */
    listenForSilence() {
        clearTimeout(this.timers.silence);
        this.timers.silence = setTimeout(() => this.failed(), SILENCE_MAX);
    }

    failed() {
        this.drop();
        if (!this.isWanted) return;
        this.failures += 1;
        this.onState({ ready: false, failures: this.failures });
        clearTimeout(this.timers.retry);
        this.timers.retry = setTimeout(() => this.open(), backoff(this.failures - 1, Math.random()));
    }

    drop() {
        const { socket } = this;
        this.socket = null;
        this.ready = false;
        clearTimeout(this.timers.silence);
        clearTimeout(this.timers.beat);
        clearTimeout(this.timers.renew);
        if (socket) socket.close();
    }

    send(message) {
        if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    }
}
