internal import Telemetry

/// How good the predictions of the last day were: mean square and mean of the residuals, each reading fading with time.
struct ResidualWindow: Sendable, Equatable {
    /// The age at which a residual counts 1/e.
    static let seconds: Double = 86_400

    var square = 0.0
    var mean = 0.0
    var count = 0.0

    /// Adds the residual of a reading, `seconds` after the one before.
    mutating func add(_ residual: Double, after seconds: Double) {
        count += 1
        let part = max(min(seconds / Self.seconds, 1), 1 / count)
        square += part * (residual * residual - square)
        mean += part * (residual - mean)
    }
}
