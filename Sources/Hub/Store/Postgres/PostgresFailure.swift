public import Runtime

/// Why the database did not do what it was asked.
///
/// `message` is safe to show to anyone; `detail` is the server's own text, for logs only.
public struct PostgresFailure: CodedError, Equatable {
    /// What a caller can do about it.
    public enum Kind: Sendable, Equatable {
        /// No connection became free in time, or too many wait: try again later.
        case busy
        /// No connection to the server stands at the moment.
        case unavailable
        /// The connection broke. When that was during the commit, the work may have been done or not.
        case connectionLost
        /// A row with that key exists.
        case uniqueViolation
        /// A row that is referred to does not exist.
        case foreignKeyViolation
        /// A value that a constraint of the schema refuses.
        case checkViolation
        /// Two transactions stood in each other's way; the whole can be run again.
        case serialization
        /// A statement took longer than it may.
        case statementTimeout
        /// Row-level security or a missing right.
        case permissionDenied
        /// A column is not what the program takes it for.
        case columnMismatch
        /// Anything else: a mistake of the program.
        case other
    }

    /// Drawn from the SQLSTATE where the server gave one.
    public let kind: Kind
    /// Five characters of SQLSTATE; empty when the server said nothing.
    public let sqlState: String
    /// The name of the violated constraint.
    public let constraint: String?
    /// The server's own text; it may hold values of the statement, so it is for logs only.
    public let detail: String

    /// A failure that the server did not report itself, unless a SQLSTATE is given.
    public init(kind: Kind, sqlState: String = "", constraint: String? = nil, detail: String) {
        self.kind = kind
        self.sqlState = sqlState
        self.constraint = constraint
        self.detail = detail
    }

    init(sqlState: String, constraint: String?, detail: String) {
        self.init(kind: Self.kind(of: sqlState), sqlState: sqlState, constraint: constraint, detail: detail)
    }

    /// Whether the same work may succeed when it is done again soon.
    public var isRetryable: Bool {
        switch kind {
        case .busy, .unavailable, .connectionLost, .serialization: true
        default: false
        }
    }

    /// Whether the content of what was to be written is at fault, so that doing it again would fail again.
    public var isFaultOfContent: Bool {
        switch kind {
        case .uniqueViolation, .foreignKeyViolation, .checkViolation, .other: true
        case .busy, .unavailable, .connectionLost, .serialization, .statementTimeout, .permissionDenied,
            .columnMismatch:
            false
        }
    }

    /// What the API answers with: a word of the database, or what the conflict means for the caller.
    public var code: String {
        switch kind {
        case .busy: "DATABASE_BUSY"
        case .unavailable: "DATABASE_UNAVAILABLE"
        case .connectionLost: "DATABASE_CONNECTION_LOST"
        case .uniqueViolation: "CONFLICT"
        case .foreignKeyViolation: "REFERENCE_MISSING"
        case .checkViolation: "VALUE_REFUSED"
        case .serialization: "DATABASE_CONTENTION"
        case .statementTimeout: "DATABASE_TIMEOUT"
        case .permissionDenied: "DATABASE_PERMISSION"
        case .columnMismatch: "DATABASE_COLUMN"
        case .other: "DATABASE_ERROR"
        }
    }

    /// One sentence without the server's text, safe to show to anyone.
    public var message: String {
        switch kind {
        case .busy: "The database is busy; try again in a moment."
        case .unavailable: "The database cannot be reached; try again in a moment."
        case .connectionLost: "The connection to the database broke; try again."
        case .uniqueViolation: "It exists already."
        case .foreignKeyViolation: "It refers to something that does not exist."
        case .checkViolation: "A value is not allowed."
        case .serialization: "Others changed the same at the same time; try again."
        case .statementTimeout: "The database took too long."
        case .permissionDenied: "The database refuses this."
        case .columnMismatch, .other: "The database could not do this."
        }
    }

    /// For logs: the code, the SQLSTATE and the server's own text.
    public var description: String {
        "\(code)\(sqlState.isEmpty ? "" : " (\(sqlState))"): \(detail)"
    }

    private static func kind(of sqlState: String) -> Kind {
        switch sqlState {
        case "23505": .uniqueViolation
        case "23503": .foreignKeyViolation
        case "23514", "23502", "22001", "22003", "22P02": .checkViolation
        case "40001", "40P01", "55P03": .serialization
        case "57014": .statementTimeout
        case "42501": .permissionDenied
        case "57P01", "57P02", "57P03", "25P03", "": .connectionLost
        case let state where state.hasPrefix("08"): .connectionLost
        case let state where state.hasPrefix("53"): .busy
        default: .other
        }
    }
}
