// Loads something of a machine and keeps it current: data stay while a failure is shown.

import { onBeforeUnmount, shallowRef } from "../lib/vue.js";
import { asFailure } from "../hub/failure.js";

/** `load()` now and then every `every` ms: `{data, failure, retry}`. */
export function useLoaded(load, every) {
    const data = shallowRef(null);
    const failure = shallowRef(null);
    let timer = null;
    let isGone = false;
    async function retry() {
        clearTimeout(timer);
        try {
            const loaded = await load();
            if (isGone) return;
            data.value = loaded;
            failure.value = null;
        } catch (error) {
            failure.value = asFailure(error);
        }
        if (!isGone) timer = setTimeout(retry, every);
    }
    onBeforeUnmount(() => {
        isGone = true;
        clearTimeout(timer);
    });
    retry();
    return { data, failure, retry };
}
