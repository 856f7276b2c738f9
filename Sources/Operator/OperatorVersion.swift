/// The version that `--version` prints.
enum OperatorVersion {
    static let text = "0.1.0"
}
