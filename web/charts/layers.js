// What is drawn under and over a measured line. Each layer gets the chart, the model and the colours.

import { lowerBound } from "../logic/columns.js";
import { gapLabel } from "../logic/gaps.js";
import { HIGHLY_UNUSUAL, UNUSUAL, rarity } from "../logic/scores.js";
import { formatAge, formatNumber, unitLabel } from "../logic/format.js";

const FONT = '500 10.5px Inter, system-ui, sans-serif';

/** Draws inside the plot area only, with the device's pixel ratio undone for text. */
export function inside(u, draw) {
    const { ctx } = u;
    const { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    draw(ctx, { left, top, right: left + width, bottom: top + height, ratio: devicePixelRatio || 1 });
    ctx.restore();
}

export function drawGaps(u, model, colours) {
    if (model.gaps.length === 0) return;
    inside(u, (ctx, box) => {
        for (const gap of model.gaps) {
            const left = u.valToPos(gap.from, "x", true);
            const width = u.valToPos(gap.to, "x", true) - left;
            if (width < 1) continue;
            hatch(ctx, left, box.top, width, box.bottom - box.top, colours.hatch, box.ratio);
        }
    });
}

/** Why nothing is there, and for how long, where there is room to say so. */
export function drawGapLabels(u, model, colours) {
    inside(u, (ctx, box) => {
        for (const gap of model.gaps) {
            const left = u.valToPos(gap.from, "x", true);
            labelGap(ctx, gap, left, u.valToPos(gap.to, "x", true) - left, box, colours);
        }
    });
}

function hatch(ctx, left, top, width, height, colour, ratio) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.strokeStyle = colour;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    const step = 7 * ratio;
    for (let x = left - height - ((left - height) % step); x < left + width; x += step) {
        ctx.moveTo(x, top + height);
        ctx.lineTo(x + height, top);
    }
    ctx.stroke();
    ctx.restore();
}

function labelGap(ctx, gap, left, width, box, colours) {
    const [reason, length] = [gapLabel(gap.reason), formatAge((gap.to - gap.from) / 1000)];
    setFont(ctx, box.ratio);
    const fits = (text) => ctx.measureText(text).width + 10 * box.ratio <= width;
    const lines = fits(`${reason} ${length}`) ? [`${reason} ${length}`] : [reason, length].filter(fits);
    lines.forEach((text, index) => {
        const x = left + width / 2 - ctx.measureText(text).width / 2;
        write(ctx, text, x, box.top + (12 + 15 * index) * box.ratio, colours["ink-2"], colours.panel, box.ratio);
    });
}

/**
 * The area between two columns, broken where they are silent for longer than `breakAfter`. Each keeps its own times:
 * the hub thins them apart from one another.
 */
export function drawBand(u, low, high, breakAfter, colour) {
    if (!low || !high || low.times.length === 0) return;
    inside(u, (ctx) => {
        ctx.fillStyle = colour;
        const end = Math.min(low.times.length, lowerBound(low.times, u.scales.x.max) + 1);
        let start = Math.max(0, lowerBound(low.times, u.scales.x.min) - 1);
        for (let index = start + 1; index <= end; index += 1) {
            if (index < end && low.times[index] - low.times[index - 1] <= breakAfter) continue;
            fillBetween(ctx, u, low, high, start, index);
            start = index;
        }
    });
}

function fillBetween(ctx, u, low, high, start, end) {
    const tolerance = 1000;
    const first = lowerBound(high.times, low.times[start] - tolerance);
    const last = lowerBound(high.times, low.times[end - 1] + tolerance);
    ctx.beginPath();
    for (let index = first; index < last; index += 1) {
        ctx.lineTo(u.valToPos(high.times[index], "x", true), u.valToPos(high.values[index], "y", true));
    }
    for (let index = end - 1; index >= start; index -= 1) {
        ctx.lineTo(u.valToPos(low.times[index], "x", true), u.valToPos(low.values[index], "y", true));
    }
    ctx.fill();
}

/** A second line on its own times, dashed: what the twin's model says. */
export function drawModelLine(u, column, breakAfter, colour) {
    if (!column || column.times.length === 0) return;
    inside(u, (ctx, box) => {
        ctx.strokeStyle = colour;
        ctx.lineWidth = 1.25 * box.ratio;
        ctx.setLineDash([5 * box.ratio, 3 * box.ratio]);
        ctx.beginPath();
        const from = Math.max(0, lowerBound(column.times, u.scales.x.min) - 1);
        for (let index = from; index < column.times.length; index += 1) {
            const x = u.valToPos(column.times[index], "x", true);
            const y = u.valToPos(column.values[index], "y", true);
            const breaks = index === from || column.times[index] - column.times[index - 1] > breakAfter;
            if (breaks) ctx.moveTo(x, y);
            else ctx.lineTo(x, y);
        }
        ctx.stroke();
    });
}

export function drawLimits(u, model, colours) {
    inside(u, (ctx, box) => {
        setFont(ctx, box.ratio);
        for (const limit of model.limits) {
            const y = Math.round(u.valToPos(limit.threshold, "y", true));
            if (y < box.top || y > box.bottom) continue;
            const colour = colours[limit.severity.toLowerCase()];
            ctx.strokeStyle = colour;
            ctx.lineWidth = box.ratio;
            ctx.setLineDash(limit.severity === "CRITICAL" ? [] : [6 * box.ratio, 4 * box.ratio]);
            ctx.beginPath();
            ctx.moveTo(box.left, y);
            ctx.lineTo(box.right, y);
            ctx.stroke();
            const text = `${limit.severity.toLowerCase()} ${formatNumber(limit.threshold)} ${unitLabel(model.unit)}`;
            const under = y - 14 * box.ratio < box.top;
            ctx.fillStyle = colour;
            ctx.fillText(text, box.left + 6 * box.ratio, under ? y + 8 * box.ratio : y - 7 * box.ratio);
        }
        const edge = model.limitsAbove[0];
        if (!edge) return;
        const text = `↑ ${edge.severity.toLowerCase()} ${formatNumber(edge.threshold)} ${unitLabel(model.unit)}`;
        const x = box.right - ctx.measureText(text).width - 6 * box.ratio;
        write(ctx, text, x, box.top + 9 * box.ratio, colours["ink-3"], colours.panel, box.ratio);
    });
}

const MARK_PATHS = {
    CRITICAL: [[0, -6], [6, 0], [0, 6], [-6, 0]],
    WARNING: [[0, -6], [6.5, 5], [-6.5, 5]],
    INFO: [[-4, -4], [4, -4], [4, 4], [-4, 4]],
};

/** Where alerts were raised: the alarm's shape at the foot of a thin line. */
export function drawMarks(u, model, colours) {
    inside(u, (ctx, box) => {
        for (const mark of model.marks) {
            if (mark.time < u.scales.x.min || mark.time > u.scales.x.max) continue;
            const x = Math.round(u.valToPos(mark.time, "x", true));
            ctx.fillStyle = ctx.strokeStyle = colours[mark.severity.toLowerCase()];
            ctx.lineWidth = box.ratio;
            ctx.beginPath();
            ctx.moveTo(x, box.top);
            ctx.lineTo(x, box.bottom - 14 * box.ratio);
            ctx.stroke();
            ctx.beginPath();
            for (const [dx, dy] of MARK_PATHS[mark.severity] ?? MARK_PATHS.INFO) {
                ctx.lineTo(x + dx * box.ratio, box.bottom + (dy - 8) * box.ratio);
            }
            ctx.fill();
        }
    });
}

/** The anomaly score as bars from below: height first, then shade; colour only from where it is abnormal. */
export function drawScore(u, column, colours) {
    if (!column) return;
    inside(u, (ctx, box) => {
        const from = Math.max(0, lowerBound(column.times, u.scales.x.min) - 1);
        for (let index = from; index < column.times.length; index += 1) {
            const score = column.max?.[index] ?? column.values[index];
            const left = u.valToPos(column.times[index], "x", true);
            const next = column.times[index + 1] ?? column.times[index] + 10_000;
            const width = Math.min(u.valToPos(next, "x", true) - left, 40 * box.ratio);
            const height = Math.max(box.ratio, (box.bottom - box.top) * rarity(score));
            const abnormal = score >= HIGHLY_UNUSUAL ? colours.critical : colours.warning;
            ctx.fillStyle = score >= UNUSUAL ? abnormal : colours["ink-3"];
            ctx.fillRect(left, box.bottom - height, Math.max(box.ratio, width), height);
        }
    });
}

/** Text on a ground of its own, so that no line runs through it. */
function write(ctx, text, x, y, colour, ground, ratio) {
    ctx.fillStyle = ground;
    ctx.fillRect(x - 4 * ratio, y - 8 * ratio, ctx.measureText(text).width + 8 * ratio, 16 * ratio);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
}

function setFont(ctx, ratio) {
    ctx.font = FONT.replace("10.5px", `${10.5 * ratio}px`);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
}
