internal import Runtime

/// The console's files are not where the configuration says.
struct ConsoleMissing: CodedError {
    let detail: String

    var code: String { "CONSOLE_MISSING" }
    var message: String { detail }
}
