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

extension AutonomyRule.Condition {
    /// Whether it moves with the metric's baseline.
    var isOfBaseline: Bool {
        switch self {
        case .value(_, let threshold): threshold.isOfBaseline
        case .score: false
        }
    }
}
