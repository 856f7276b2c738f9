internal import AgentStore
internal import Telemetry

/// What only tests ask for.
extension PlantLoop {
    /// Lets the store's core file grow by a number of pages and no further, as a disk that fills would.
    package func limitPages(more pages: Int) throws {
        try store.limitPages(to: try store.limitPages(to: 1) + pages)
    }

    /// Readings that no segment holds.
    package var openReadings: Int { store.window.count }

    /// Fills the open window but for some places, as it fills while nothing can be sealed.
    package func fillWindow(leaving places: Int) {
        guard let key = MachineKey(factory: "full", machine: "window"), let metric = MetricName("power"),
            let series = store.series.index(machine: key, metric: metric, unit: "kW")
        else { return }
        for time in 0..<Int64(max(0, store.window.room - places)) {
            store.append(series: series, time: time, value: 1, quality: 0)
        }
    }
}
