internal import Runtime
public import SyncWire

/// How reports of the agent bring a command further at the hub.
extension CommandState {
    /// Whether a report of the agent brings a command further.
    ///
    /// A state never goes back, and an end state stays. What is known to have gone to the device is neither expired nor
    /// taken back, whatever a branch of the folder says that never sent it.
    public func mayBecome(_ next: CommandState) -> Bool {
        if planted(.lateResultsCount) { return next != .queued }
        if isFinal || next == .queued { return false }
        if place >= Self.executing.place, next == .expired || next == .cancelled { return false }
        return next.isFinal || next.place > place
    }

    private var place: Int {
        switch self {
        case .queued: 0
        case .received: 1
        case .executing: 2
        case .accepted: 3
        case .refused, .done, .failed, .unknown, .expired, .cancelled: 4
        }
    }
}
