public import Runtime

/// All that is wrong with a configuration, at once, in the order of files and lines; never empty.
///
/// A program that stops for it ends with status 78 (`EX_CONFIG`).
public struct ConfigurationMistakes: CodedError, Sendable, Equatable {
    /// Sorted by file, line and column when it is made.
    public var list: [ConfigurationMistake]

    /// Sorts the mistakes by their places; the list must not be empty.
    public init(_ list: [ConfigurationMistake]) {
        self.list = list.sorted {
            ($0.mark.file, $0.mark.line, $0.mark.column) < ($1.mark.file, $1.mark.line, $1.mark.column)
        }
    }

    /// The same whatever is wrong; each mistake has a code of its own.
    public var code: String { "CONFIGURATION_INVALID" }

    /// Only how many there are; `description` names them.
    public var message: String {
        list.count == 1 ? "1 mistake in the configuration" : "\(list.count) mistakes in the configuration"
    }

    /// One mistake a line.
    public var description: String {
        list.map(\.description).joined(separator: "\n")
    }

    /// The exit status of `sysexits.h` for a mistake in the configuration.
    public static let exitStatus: Int32 = 78
}
