// Charts draw at most ten times a second, all together, and only those that can be seen.

const APART = 100;

const waiting = new Set();
let isScheduled = false;
let lastFlush = 0;

/** `chart.draw()` is called soon; asking again before that changes nothing. */
export function requestRedraw(chart) {
    waiting.add(chart);
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => requestAnimationFrame(flush), Math.max(0, lastFlush + APART - performance.now()));
}

export function forgetRedraw(chart) {
    waiting.delete(chart);
}

function flush() {
    isScheduled = false;
    lastFlush = performance.now();
    const charts = [...waiting];
    waiting.clear();
    for (const chart of charts) chart.draw();
}
