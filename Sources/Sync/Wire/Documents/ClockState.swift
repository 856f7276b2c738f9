/// How the clock of whoever wrote something stood against the hub's at that time: for people, nothing is decided by it.
public enum ClockState: Hashable, Sendable {
    /// It is the hub's own clock.
    case hub
    /// The hub's clock was so far from it, the hub's minus this one, give or take the error; in microseconds.
    case measured(offset: Int64, error: Int64)
    /// The hub's clock was so far ahead that the measurement was not adopted.
    case refused(offset: Int64)
    /// Not compared with the hub's since the agent's start.
    case unmeasured

    /// The word for it in JSON; `unknown` is that of a write whose writer did not say.
    public var name: String {
        switch self {
        case .hub: "hub"
        case .measured: "measured"
        case .refused: "refused"
        case .unmeasured: "unmeasured"
        }
    }

    /// The hub's clock minus this one, in microseconds; nothing while nobody measured it.
    public var offset: Int64? {
        switch self {
        case .hub: 0
        case .measured(let offset, _), .refused(let offset): offset
        case .unmeasured: nil
        }
    }

    /// How far the offset may be wrong, in microseconds; nothing where that is not known.
    public var error: Int64? {
        switch self {
        case .hub: 0
        case .measured(_, let error): error
        case .refused, .unmeasured: nil
        }
    }
}

extension ClockState? {
    /// The word for it in JSON.
    public var name: String { self?.name ?? "unknown" }
}
