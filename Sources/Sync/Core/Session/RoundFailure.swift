public import Runtime

/// Why a round brought no answer that can be used.
public enum RoundFailure: CodedError, Equatable {
    /// No connection could be made; the hub has not got the round.
    case notConnected(String)
    /// The connection broke; the hub may or may not have taken the round.
    case unreachable(String)
    case timedOut
    /// The hub answered with an HTTP status other than 200, with the code of its error and what it said of it.
    case refused(status: Int, code: String, message: String = "", retryAfterSeconds: Double?)
    /// What came back is not an answer, with the code of why.
    case malformed(code: String)
    /// The session was reset meanwhile.
    case abandoned

    /// Whether it says that the hub is there, though it did not take the round.
    public var showsHub: Bool {
        switch self {
        case .refused(let status, _, _, _): status < 500 || status == 503
        case .notConnected, .unreachable, .timedOut, .malformed, .abandoned: false
        }
    }

    /// Whether it is certain that the hub took nothing of the round.
    public var isCertainlyNotTaken: Bool {
        switch self {
        case .notConnected: true
        case .refused(let status, _, _, _): (400..<500).contains(status) && status != 408
        case .unreachable, .timedOut, .malformed, .abandoned: false
        }
    }

    /// The hub's own code where it sent one; otherwise that of the case.
    public var code: String {
        switch self {
        case .notConnected, .unreachable: "HUB_UNREACHABLE"
        case .timedOut: "HUB_TIMED_OUT"
        case .refused(_, let code, _, _): code
        case .malformed(let code): code
        case .abandoned: "ROUND_ABANDONED"
        }
    }

    /// One sentence with why: of a refusal the hub's own, or its status where it gave none.
    public var message: String {
        switch self {
        case .notConnected(let why), .unreachable(let why): "The hub cannot be reached: \(why)."
        case .timedOut: "The hub did not answer in time."
        case .refused(let status, _, "", _): "The hub refused it with status \(status)."
        case .refused(_, _, let message, _): message
        case .malformed: "What the hub sent is not an answer to a round."
        case .abandoned: "The round was given up."
        }
    }
}
