/// An error that a person can look up: a code that never changes, a sentence, and what it is about.
///
/// The command line, the API and the logs print the same code.
/// Errors are returned or thrown, and logged once at the top.
public protocol CodedError: Error, CustomStringConvertible {
    /// Upper-case words joined by `_`, as `PAYLOAD_NOT_JSON`; stable over versions.
    var code: String { get }

    /// One sentence that says what is wrong and, where it can, what to do.
    var message: String { get }

    /// The field, key or column at fault, where there is one.
    var field: String? { get }
}

extension CodedError {
    /// No field, unless the error names one.
    public var field: String? { nil }

    /// `CODE: field: message`, as the command line prints it.
    public var description: String {
        if let field { "\(code): \(field): \(message)" } else { "\(code): \(message)" }
    }
}
