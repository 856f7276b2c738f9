/// Why a request has no answer.
enum HTTPExchangeError: Error, Equatable {
    /// No connection, or it broke; in the system's words.
    case unreachable(String)
    case timedOut
    /// More bytes than a command takes.
    case tooLarge
    /// The file of authorities cannot be read.
    case trustInvalid(String)
}
