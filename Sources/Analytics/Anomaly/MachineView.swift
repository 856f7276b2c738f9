/// What a reading of a machine can be surprising to.
public enum MachineView: String, Sendable {
    /// One metric by itself.
    case metric
    /// What the metrics do together.
    case together
    /// What the isolation forest beside the detector says.
    case forest
}
