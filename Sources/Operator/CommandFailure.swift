internal import Runtime

/// What a person got wrong on the command line or in what was fed to it.
package struct CommandFailure: CodedError {
    package let code: String
    package let message: String
    package let field: String?

    init(_ code: String, _ message: String, field: String? = nil) {
        self.code = code
        self.message = message
        self.field = field
    }
}
