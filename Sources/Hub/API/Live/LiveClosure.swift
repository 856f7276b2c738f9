/// Why the hub ends a WebSocket; codes from 4000 are its own.
package enum LiveClosure: UInt16, Sendable {
    case normal = 1_000
    case goingAway = 1_001
    case unsupportedData = 1_003
    case tooLarge = 1_009
    case protocolError = 1_002
    case unauthenticated = 4_401
    case authenticationTimeout = 4_408
    /// It read so slowly that alerts would have had to be dropped.
    case tooSlow = 4_429
    case silent = 4_410

    var reason: String {
        switch self {
        case .normal: ""
        case .goingAway: "the hub is stopping; come again"
        case .unsupportedData: "messages are JSON texts"
        case .tooLarge: "the message is too large"
        case .protocolError: "the message could not be read"
        case .unauthenticated: "a valid token is needed"
        case .authenticationTimeout: "no token came in time"
        case .tooSlow: "alerts were read too slowly; reconnect with since"
        case .silent: "nothing was heard for too long"
        }
    }
}
