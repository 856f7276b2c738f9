// The hub's time as the browser knows it, ticking once a second for everything that has an age.

import { shallowRef } from "../lib/vue.js";
import { ClockOffset } from "../logic/times.js";

export const clockOffset = new ClockOffset();
/** Milliseconds since 1970 by the hub's clock. */
export const now = shallowRef(Date.now());

export function hubTime() {
    return Date.now() + clockOffset.milliseconds;
}

setInterval(() => { now.value = hubTime(); }, 1000);
