/// A place in a configuration file, so that a mistake can be found.
public struct SourceMark: Sendable, Hashable {
    /// The path as it was given, or `default`, `environment NAME` or `command line FLAG`.
    public var file: String
    /// From 1; 0 when the whole file is meant.
    public var line: Int
    /// From 1; 0 when the whole line is meant.
    public var column: Int

    /// A place; without a line the whole file, without a column the whole line.
    public init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceMark: CustomStringConvertible {
    /// `file:line:column`, without what is not known.
    public var description: String {
        if line == 0 { return file }
        return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
    }
}
