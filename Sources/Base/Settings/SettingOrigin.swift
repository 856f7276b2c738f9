/// Where the value of a setting came from; later ones win.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    case builtIn
    case file(SourceMark)
    case environment(String)
    case commandLine(String)

    /// `FILE:LINE`, `environment NAME`, `command line FLAG` or `default`.
    public var description: String {
        switch self {
        case .builtIn: "default"
        case .file(let mark): "\(mark.file):\(mark.line)"
        case .environment(let name): "environment \(name)"
        case .commandLine(let flag): "command line \(flag)"
        }
    }

    /// The mark to blame when the value is wrong.
    var mark: SourceMark {
        switch self {
        case .builtIn: SourceMark(file: "default")
        case .file(let mark): mark
        case .environment(let name): SourceMark(file: "environment \(name)")
        case .commandLine(let flag): SourceMark(file: "command line \(flag)")
        }
    }
}
