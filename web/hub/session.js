// Who is logged in. The access token lives in memory only; the refresh token in this tab's session storage.

import { request } from "./request.js";
import { Failure } from "./failure.js";
import { shallowRef } from "../lib/vue.js";

const STORED = "millwright.refresh";
/** Renewed so long before it ends that a request never meets its end. */
const RENEW_BEFORE = 60_000;

/** The user `{id, email, firstName, lastName, role}`; null when nobody is logged in. */
export const user = shallowRef(null);
/** Why the last session ended, to say so above the log-in. */
export const endedBecause = shallowRef(null);

let token = null;
let tokenEndsAt = 0;
let renewal = null;

function accept(data) {
    token = data.token;
    tokenEndsAt = Date.now() + (data.expiresIn ?? 900) * 1000;
    sessionStorage.setItem(STORED, data.refreshToken);
    if (data.user) {
        user.value = { ...data.user, role: data.user.role ?? data.role };
    } else if (!user.value) {
        user.value = { ...claimsOf(token), role: data.role ?? claimsOf(token).role };
    }
    endedBecause.value = null;
}

/** What the token says of its bearer, for the screen only: the hub alone verifies it. */
function claimsOf(jwt) {
    try {
        const part = jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
        const claims = JSON.parse(atob(part));
        return { id: claims.sub, email: claims.email, role: claims.role };
    } catch {
        return {};
    }
}

export async function logIn(email, password) {
    accept((await request("POST", "/api/auth/login", { body: { email, password } })).data);
}

export async function register(fields) {
    const { data } = await request("POST", "/api/auth/register", { body: fields });
    if (data?.token) accept(data);
    else await logIn(fields.email, fields.password);
}

/** Takes up the session of this tab after a reload. False when there is none or it has ended. */
export async function resume() {
    if (!sessionStorage.getItem(STORED)) return false;
    try {
        await renew();
        return true;
    } catch (failure) {
        if (failure.status === 401 || failure.status === 403) return false;
        throw failure;
    }
}

/** A token that will still hold on arrival. */
export async function validToken() {
    if (!token || Date.now() > tokenEndsAt - RENEW_BEFORE) await renew();
    return token;
}

/** One renewal at a time: a refresh token works once, and its reuse ends the session everywhere. */
export function renew() {
    renewal ??= renewOnce().finally(() => { renewal = null; });
    return renewal;
}

async function renewOnce() {
    const refreshToken = sessionStorage.getItem(STORED);
    if (!refreshToken) {
        end(null);
        throw new Failure("NOT_LOGGED_IN", "Nobody is logged in.", { status: 401 });
    }
    try {
        accept((await request("POST", "/api/auth/refresh", { body: { refreshToken } })).data);
    } catch (failure) {
        if (failure.status === 401 || failure.status === 403) end(failure);
        throw failure;
    }
}

export async function logOut() {
    const bearer = token;
    end(null);
    // The session ends here whatever the hub answers; its own record ends by its expiry at the latest.
    await request("POST", "/api/auth/logout", { token: bearer }).catch(() => {});
}

function end(failure) {
    token = null;
    tokenEndsAt = 0;
    sessionStorage.removeItem(STORED);
    endedBecause.value = user.value || failure ? failure : null;
    user.value = null;
}

const RANKS = { VIEWER: 0, OPERATOR: 1, SUPERVISOR: 2, ADMIN: 3 };

/** Whether the user's role contains this one. The hub decides; this only keeps useless buttons away. */
export function may(role) {
    return (RANKS[user.value?.role] ?? -1) >= RANKS[role];
}
