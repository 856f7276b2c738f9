// One HTTP request to the hub: envelope in, data or a Failure out. Knows nothing of tokens.

import { Failure } from "./failure.js";
import { clockOffset } from "../state/now.js";
import { parseTime } from "../logic/times.js";

const DEADLINE = 15_000;

/** `{data, pagination}`; throws Failure. `body` is sent as JSON. */
export async function request(method, path, { body, token } = {}) {
    const headers = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (token) headers.authorization = `Bearer ${token}`;
    const sentAt = Date.now();
    let answer;
    try {
        answer = await fetch(path, {
            method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store",
            credentials: "omit", signal: AbortSignal.timeout(DEADLINE),
        });
    } catch (error) {
        const late = error?.name === "TimeoutError";
        throw new Failure(late ? "HUB_SLOW" : "HUB_UNREACHABLE", late
            ? `The hub did not answer within ${DEADLINE / 1000} s.` : "The hub cannot be reached.");
    }
    if (answer.status === 204) return { data: null, pagination: null };
    return unwrap(answer, await parse(answer), sentAt);
}

async function parse(answer) {
    try {
        return await answer.json();
    } catch {
        const { status } = answer;
        throw new Failure("ANSWER_UNREADABLE", `The hub's answer (${status}) is not JSON.`, { status });
    }
}

function unwrap(answer, envelope, sentAt) {
    clockOffset.observe(sentAt, Date.now(), parseTime(envelope?.meta?.timestamp));
    if (answer.ok) return { data: envelope?.data ?? null, pagination: envelope?.pagination ?? null };
    const error = envelope?.error ?? {};
    throw new Failure(error.code ?? `HTTP_${answer.status}`, error.message ?? "The hub refused.", {
        status: answer.status, detail: error.detail ?? null, retryAfter: answer.headers.get("retry-after"),
    });
}
