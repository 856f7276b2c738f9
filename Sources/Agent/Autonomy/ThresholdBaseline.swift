internal import DeviceProfiles

extension Threshold {
    /// Whether it moves with the metric's baseline.
    var isOfBaseline: Bool {
        switch self {
        case .absolute: false
        case .ofBaseline: true
        }
    }
}

extension AutonomyRule {
    /// Whether it compares the metric of a slot with its baseline.
    func usesBaseline(of place: Int) -> Bool {
        switch condition {
        case .value(_, let threshold): slot == place && threshold.isOfBaseline
        case .score: false
        case .policy(let condition):
            condition.atoms.contains { atom in
                guard case .value(let metric, _, let threshold, _) = atom else { return false }
                return metric.slot == place && threshold.isOfBaseline
            }
        }
    }
}
