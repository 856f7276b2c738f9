// The one chart element of the console, and the only file that knows uPlot. It asks for a model when it draws:
// `{from, to, data: [times, values], range: [low, high], under(u, colours), over(u, colours)}`.

import { forgetRedraw, requestRedraw } from "./redraw.js";
import { onPaletteChange, palette } from "./palette.js";
import { formatTime } from "../logic/times.js";
import { decimalsOfStep, formatNumber } from "../logic/format.js";

const AXIS_WIDTH = 58;
// Half of the widest label of the time axis: one at the panel's edge is whole.
const EDGE = 24;
const FONT = '11px Inter, system-ui, sans-serif';

export class TimeChart {
    /** `onCursor(time or null)` follows the pointer; `onZoom(from, to)` follows a drag. */
    constructor(element, { model, zone, height, syncKey, showsAxis, showsValues = true, onCursor, onZoom }) {
        Object.assign(this, { element, model, zone, height, syncKey, showsAxis, showsValues, onCursor, onZoom });
        this.isVisible = false;
        this.current = { from: 0, to: 1, data: [[], []], range: [0, 1] };
        element.style.height = `${height}px`;
        this.stopPalette = onPaletteChange(() => { if (this.plot) this.make(); this.request(); });
        this.visibility = new IntersectionObserver(([entry]) => {
            this.isVisible = entry.isIntersecting;
            this.request();
        });
        this.visibility.observe(element);
        this.sizing = new ResizeObserver(() => this.resize());
        this.sizing.observe(element);
    }

    request() {
        if (this.isVisible) requestRedraw(this);
    }

    draw() {
        if (!this.isVisible) return;
        this.current = this.model();
        if (!this.plot) this.make();
        this.plot.setData(this.current.data.map((column) => column));
    }

    resize() {
        const width = this.element.clientWidth;
        if (this.plot && width > 0 && width !== this.plot.width) {
            this.plot.setSize({ width, height: this.height });
            this.request();
        }
    }

    destroy() {
        forgetRedraw(this);
        this.stopPalette();
        this.visibility.disconnect();
        this.sizing.disconnect();
        this.plot?.destroy();
    }

    make() {
        this.plot?.destroy();
        this.plot = new window.uPlot(this.options(palette()), [[], []], this.element);
    }

    options(colours) {
        return {
            width: Math.max(this.element.clientWidth, 100), height: this.height, ms: 1,
            tzDate: (time) => window.uPlot.tzDate(new Date(time), this.zone),
            padding: [6, EDGE, this.showsAxis ? 0 : 4, 0],
            legend: { show: false },
            cursor: {
                sync: { key: this.syncKey, setSeries: false, scales: ["x", null] }, y: false, points: { show: false },
                drag: { x: true, y: false, setScale: false, dist: 6 }, bind: { dblclick: () => null },
            },
            scales: {
                x: { time: true, range: () => [this.current.from, this.current.to] },
                y: { range: () => this.current.range },
            },
            axes: this.axes(colours),
            series: [{}, { stroke: colours.trend, width: 1.5, points: { show: false } }],
            hooks: {
                drawAxes: [(u) => this.current.under?.(u, colours)],
                draw: [(u) => this.current.over?.(u, colours)],
                setCursor: [(u) => this.cursorMoved(u)],
                setSelect: [(u) => this.selected(u)],
            },
        };
    }

    axes(colours) {
        const grid = { stroke: colours.line, width: 1 };
        return [{
            stroke: colours["ink-2"], font: FONT, size: this.showsAxis ? 26 : 0, gap: 4, grid, ticks: { show: false },
            space: 80, values: (u, splits) => (this.showsAxis ? this.timeLabels(splits) : splits.map(() => "")),
        }, {
            stroke: colours["ink-2"], font: FONT, size: AXIS_WIDTH, gap: 6, ticks: { show: false }, space: 34,
            grid: this.showsValues ? grid : { show: false },
            values: (u, splits) => (this.showsValues ? valueLabels(splits) : splits.map(() => "")),
        }];
    }

    /** Hours and minutes, seconds when the marks are closer than a minute, and the day at its first mark. */
    timeLabels(splits) {
        const step = splits.length > 1 ? splits[1] - splits[0] : 0;
        if (step >= 86_400_000) return splits.map((time) => formatTime(time, this.zone, "day"));
        const style = step < 60_000 ? "second" : "minute";
        let day = null;
        return splits.map((time) => {
            const text = formatTime(time, this.zone, style);
            const ofDay = formatTime(time, this.zone, "day");
            const isNewDay = day !== null && ofDay !== day;
            day = ofDay;
            return isNewDay ? ofDay : text;
        });
    }

    cursorMoved(u) {
        if (!this.onCursor || u.cursor.left === undefined) return;
        this.onCursor(u.cursor.left < 0 ? null : u.posToVal(u.cursor.left, "x"));
    }

    selected(u) {
        const { left, width } = u.select;
        if (width < 6) return;
        const [from, to] = [u.posToVal(left, "x"), u.posToVal(left + width, "x")];
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        this.onZoom?.(from, to);
    }
}

function valueLabels(splits) {
    const decimals = decimalsOfStep(splits.length > 1 ? splits[1] - splits[0] : 1);
    return splits.map((value) => formatNumber(value, decimals));
}
