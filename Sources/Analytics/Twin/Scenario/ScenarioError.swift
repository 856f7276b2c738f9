/// Why a scenario cannot be computed.
public enum ScenarioError: Error, Sendable, Equatable {
    /// An option, by the name of the command line, and what it may be.
    case outOfRange(option: String, range: String)
    /// The steps of a load do not ascend within its cycle, or hold a power that no machine has.
    case loadInvalid
}
