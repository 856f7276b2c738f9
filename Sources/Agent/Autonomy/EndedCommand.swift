internal import Telemetry

/// A command that came to its end, remembered for an answer that comes late.
struct EndedCommand: Sendable, Equatable {
    var action: DeviceAction
    /// The alert that it is not known what became of it; nothing otherwise.
    var life: AlertLife
    /// Whether a late answer has said what became of it.
    var isAnswered = false
}
