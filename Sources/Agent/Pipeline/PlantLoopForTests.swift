internal import AgentStore
internal import Telemetry

/// What only tests ask for.
extension PlantLoop {
    /// Lets the store's core file grow no further than a number of pages, as a full disk would; 1 for as it is.
    package func limitPages(to count: Int) throws {
        try store.limitPages(to: count)
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
