internal import DeviceProfiles
internal import Telemetry

/// Which columns of a file are metrics of a profile; names count without regard to case.
struct PolicyColumns {
    /// The column of the time.
    let time: String
    /// The columns to read, in this order.
    let names: [String]
    /// For each metric its place in a row's values, and its slot.
    let slots: [(place: Int, slot: Int)]
    /// The place of what says whether the hub is there.
    let hub: Int?
    /// Columns that are no metric.
    let unused: [String]

    init(file: String, profile: FirmwareProfile, time: String?, hub: String?) throws {
        let header = try CSVRows(file: file).header
        self.time = try time ?? header[ReplayPlan.timeColumn(nil, in: header)]
        var names: [String] = []
        var slots: [(place: Int, slot: Int)] = []
        var unused: [String] = []
        for column in header where column != self.time && column != hub {
            let slot = profile.metrics.firstIndex { $0.name.text.lowercased() == column.lowercased() }
            guard let slot, !slots.contains(where: { $0.slot == slot }) else {
                unused.append(Screen.plain(column))
                continue
            }
            slots.append((names.count, slot))
            names.append(column)
        }
        guard !slots.isEmpty else {
            let metrics = profile.metrics.map(\.name.text).joined(separator: ", ")
            throw CommandFailure(
                "COLUMN_UNKNOWN", "\(file): no column has the name of a metric of \(profile.label): \(metrics)",
                field: "--against")
        }
        self.hub = hub == nil ? nil : names.count
        self.names = names + (hub.map { [$0] } ?? [])
        self.slots = slots
        self.unused = unused
    }
}
