// The theme's colours as a canvas needs them: tokens resolved by the browser, renewed when the theme changes.

const TOKENS = [
    "ink", "ink-2", "ink-3", "line", "panel", "trend", "model", "band", "hatch", "critical", "warning", "info",
];

let colours = null;
const listeners = new Set();

export function palette() {
    colours ??= resolve();
    return colours;
}

/** `listener()` after the colours changed. Returns the way to stop. */
export function onPaletteChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function resolve() {
    const probe = document.createElement("span");
    document.body.append(probe);
    const found = Object.fromEntries(TOKENS.map((token) => {
        probe.style.color = `var(--${token})`;
        return [token, getComputedStyle(probe).color];
    }));
    probe.remove();
    return found;
}

function changed() {
    colours = null;
    for (const listener of listeners) listener();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
