internal import DeviceProfiles
internal import SyncWire

extension FirmwareProfile {
    /// The limits that stand at a fixed value, for the hub's charts; what follows a learned baseline moves, and is not
    /// among them.
    var fixedLimits: [MachineSeen.Limit] {
        limits.compactMap { limit in
            guard case .absolute(let threshold) = limit.threshold else { return nil }
            return MachineSeen.Limit(
                metric: limit.metric, kind: limit.kind, severity: limit.severity, isBelow: limit.direction == .below,
                threshold: threshold)
        }
    }
}
